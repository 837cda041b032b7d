/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* A source whose values a test, or the demo, makes up. */

#pragma once

#include "core/sw-source.h"

G_BEGIN_DECLS

#define SW_TYPE_FAKE_SOURCE (sw_fake_source_get_type ())

G_DECLARE_FINAL_TYPE (SwFakeSource, sw_fake_source, SW, FAKE_SOURCE, SwSource)

/* Sets the values for TIME_US, or returns FALSE with ERROR set. */
typedef gboolean (*SwFakeFunc) (SwSource *source, gint64 time_us, gpointer data, GError **error);

SwSource *sw_fake_source_new (const char *id, const char *title, SwUnit unit, SwStyle style);
void sw_fake_source_set_func (SwSource *source, SwFakeFunc func, gpointer data);

/* With NAMES channels, ended by NULL, of the roles from ROLE on. */
void sw_fake_source_add_channels (SwSource *source, SwRole role, ...) G_GNUC_NULL_TERMINATED;

/* One sample at TIME_US, of VALUES or, with NULL, of the source's own function. */
void sw_fake_source_push (SwSource *source, gint64 time_us, const double *values);

G_END_DECLS
