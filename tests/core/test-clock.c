/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The system's clocks. */

#include "config.h"

#include <time.h>

#include "core/sw-clock.h"

/* Whoever asks twice for the same moment gets the same time. */
static void
test_epoch_is_steady (void)
{
  const gint64 epoch_us = sw_clock_get_epoch_us ();
  guint n_others = 0;

  for (guint i = 0; i < 10000; i++)
    n_others += sw_clock_get_epoch_us () != epoch_us;
  g_assert_cmpuint (n_others, ==, 0);
}

/* The time of now, told by it, lies between the moments before and after, as well as clocks are read. */
static void
test_epoch_is_true (void)
{
  const gint64 slack_us = SW_SECOND_US / 100;
  const gint64 before_us = g_get_real_time ();
  struct timespec now;
  gint64 told_us;

  clock_gettime (CLOCK_BOOTTIME, &now);
  told_us = now.tv_sec * SW_SECOND_US + now.tv_nsec / 1000 + sw_clock_get_epoch_us ();
  g_assert_cmpint (told_us, >=, before_us - slack_us);
  g_assert_cmpint (told_us, <=, g_get_real_time () + slack_us);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock/epoch/is-steady", test_epoch_is_steady);
  g_test_add_func ("/clock/epoch/is-true", test_epoch_is_true);
  return g_test_run ();
}
