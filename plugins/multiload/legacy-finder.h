/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gio/gio.h>

#include "plugins/multiload/legacy-import.h"

G_BEGIN_DECLS

/* One panel's, window's or icon's settings. */
typedef struct
{
  char *origin; /* for users: which one it is */
  LegacySetup setup;
} LegacyFound;

typedef struct
{
  GPtrArray *found; /* of LegacyFound, by origin */
  char *trouble;    /* (nullable) for users: what is there and could not be read, and why */
} LegacyFindings;

void legacy_finder_find_async (const char *home,
                               const char *config,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
LegacyFindings *legacy_finder_find_finish (GAsyncResult *result, GError **error);

void legacy_findings_add (LegacyFindings *findings,
                          const LegacySetup *setup,
                          const char *format,
                          const char *name);
void legacy_findings_free (LegacyFindings *findings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LegacyFindings, legacy_findings_free)

G_END_DECLS
