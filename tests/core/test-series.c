/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "core/sw-series.h"
#include "tests/sw-test.h"

static void
test_keeps_the_newest_rows (void)
{
  g_autoptr (SwSeries) series = sw_series_new_sized (1, 4, SW_SECOND_US, 2);

  for (int i = 1; i <= 6; i++)
    sw_series_push (series, i * SW_SECOND_US, (double[]) { i });
  g_assert_cmpuint (sw_series_get_n_rows (series), ==, 4);
  g_assert_cmpint (sw_series_get_row_time_us (series, 0), ==, 3 * SW_SECOND_US);
  g_assert_cmpfloat (sw_series_peek_row (series, 3)[0], ==, 6);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/series/rows/keeps-the-newest", test_keeps_the_newest_rows);
  return g_test_run ();
}
