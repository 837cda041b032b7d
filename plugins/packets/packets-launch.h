/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What a capture needs before it can begin: the program with its arguments, and a file to write to. */

#pragma once

#include "plugins/packets/packets-live-file.h"
#include "plugins/packets/packets-session.h"

G_BEGIN_DECLS

typedef struct
{
  GStrv argv;
  PacketsLiveFile *live; /* (nullable) once it was taken */
} PacketsLaunch;

char *packets_helper_find (void);

/* REQUEST (nullable): what the helper is asked for; else COMMAND is run as it is. */
void packets_launch_prepare_async (const PacketsRequest *request,
                                   const char *const *command,
                                   const char *cache_dir,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
PacketsLaunch *packets_launch_prepare_finish (GAsyncResult *result, GError **error);
void packets_launch_free (PacketsLaunch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PacketsLaunch, packets_launch_free)

G_END_DECLS
