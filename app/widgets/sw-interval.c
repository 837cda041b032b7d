/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-plural.h"
#include "widgets/sw-interval.h"

/**
 * sw_interval_get_presets_ms:
 * @n_presets: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_presets): the intervals that most people want, in milliseconds, shortest first
 */
const guint *
sw_interval_get_presets_ms (guint *n_presets)
{
  static const guint presets_ms[]
      = { 100, 250, 500, 1000, 2000, 5000, 10000, 30000, 60000, 300000, 900000, 3600000 };

  g_return_val_if_fail (n_presets != NULL, NULL);

  *n_presets = G_N_ELEMENTS (presets_ms);
  return presets_ms;
}

/**
 * sw_interval_to_string:
 * @interval_ms: a time in milliseconds
 *
 * Returns: (transfer full): the time in words, in the largest unit of which it is a whole number
 */
char *
sw_interval_to_string (guint interval_ms)
{
  if (interval_ms % 1000 != 0 || interval_ms == 0)
    return g_strdup_printf (sw_plural ("update interval", "%d millisecond", "%d milliseconds",
                                       interval_ms),
                            (int) interval_ms);
  if (interval_ms % (60 * 1000) != 0)
    return g_strdup_printf (sw_plural ("update interval", "%d second", "%d seconds",
                                       interval_ms / 1000),
                            (int) (interval_ms / 1000));
  if (interval_ms % (3600 * 1000) != 0)
    return g_strdup_printf (sw_plural ("update interval", "%d minute", "%d minutes",
                                       interval_ms / 60000),
                            (int) (interval_ms / 60000));
  return g_strdup_printf (sw_plural ("update interval", "%d hour", "%d hours",
                                     interval_ms / 3600000),
                          (int) (interval_ms / 3600000));
}
