/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-types.h"

G_BEGIN_DECLS

SW_PUBLIC void sw_csv_append_text (GString *csv, const char *text);
SW_PUBLIC void sw_csv_append_number (GString *csv, double value);
SW_PUBLIC void sw_csv_append_time (GString *csv, gint64 unix_us, GTimeZone *zone);
SW_PUBLIC void sw_csv_append_source (GString *csv,
                                     SwSource *source,
                                     gint64 from_us,
                                     gint64 to_us,
                                     gint64 epoch_us,
                                     GTimeZone *zone);

G_END_DECLS
