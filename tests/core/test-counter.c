/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "core/sw-counter.h"
#include "tests/sw-test.h"

/* Rates of counters: of the time that really passed, never negative, never a spike that did not happen. */

#define GAP -1 /* as expected rate: none */
#define TWO_32 (G_GUINT64_CONSTANT (1) << 32)

typedef struct
{
  gint64 after_ms; /* since the step before */
  guint64 value;
  double rate; /* per second; GAP for none */
  gboolean gap;
} Step;

typedef struct
{
  const char *path;
  Step steps[8];
} Case;

static const Case cases[] = {
  { "plain", { { 0, 100, GAP }, { 1000, 350, 250 }, { 1000, 350, 0 } } },
  { "first-reading-gives-none", { { 1000, 5, GAP }, { 1000, 6, 1 } } },
  { "delayed-tick-leaves-rate",
    { { 0, 1000, GAP }, { 1000, 2000, 1000 }, { 3000, 5000, 1000 }, { 1000, 6000, 1000 } } },
  { "too-soon-loses-nothing", { { 0, 0, GAP }, { 49, 900, GAP }, { 951, 1000, 1000 } } },
  { "just-long-enough", { { 0, 0, GAP }, { 50, 50, 1000 } } },
  { "same-instant", { { 0, 0, GAP }, { 0, 10, GAP }, { 1000, 10, 10 } } },
  { "clock-went-backwards", { { 5000, 0, GAP }, { -1000, 10, GAP }, { 2000, 20, 20 } } },
  { "after-a-gap",
    { { 0, 0, GAP }, { 1000, 5, 5 }, { 1000, 999999, GAP, TRUE }, { 1000, 999999 + 3, 3 } } },
  { "reset-to-nothing",
    { { 0, 5000, GAP }, { 1000, 6000, 1000 }, { 1000, 0, GAP }, { 1000, 7, 7 } } },
  { "wraps-at-32-bits", { { 0, TWO_32 - 600, GAP }, { 1000, 400, 1000 }, { 1000, 1400, 1000 } } },
  { "wraps-at-full-speed",
    { { 0, TWO_32 - 1250000000, GAP },
      { 1000, TWO_32 - 625000000, 625000000 },
      { 1000, 10, 625000010 } } },
  { "reset-from-the-high-half-is-no-spike",
    { { 0, 3000000000, GAP },
      { 1000, 3000001000, 1000 },
      { 1000, 500, GAP },
      { 1000, 700, 200 } } },
  { "reset-from-above-32-bits", { { 0, TWO_32 + 5, GAP }, { 1000, 5, GAP }, { 1000, 6, 1 } } },
  { "near-the-end-of-64-bits",
    { { 0, G_MAXUINT64 - 1000, GAP },
      { 1000, G_MAXUINT64, 1000 },
      { 1000, 3, GAP },
      { 1000, 4, 1 } } },
  { "from-nothing-to-64-bits", { { 0, 0, GAP }, { 1000, G_MAXUINT64, 18446744073709551615.0 } } },
};

static void
test_case (gconstpointer data)
{
  const Case *table = data;
  SwCounter counter = { 0 };
  SwTick tick = sw_test_tick (1);

  for (guint i = 0; i < G_N_ELEMENTS (table->steps); i++)
    {
      const Step *step = &table->steps[i];
      double rate;

      if (i > 0 && step->after_ms == 0 && step->value == 0)
        break;
      tick.now_us += step->after_ms * 1000;
      tick.gap = step->gap;
      rate = sw_counter_get_rate (&counter, step->value, &tick);
      if (step->rate == GAP)
        g_assert_true (isnan (rate));
      else
        g_assert_cmpfloat_with_epsilon (rate, step->rate, 1e-9 + 1e-6 * step->rate);
    }
}

static void
test_delta_says_since_when (void)
{
  SwCounter counter = { 0 };
  SwTick tick = sw_test_tick (1);
  guint64 delta;
  gint64 elapsed_us;

  g_assert_false (sw_counter_get_delta (&counter, 10, &tick, &delta, &elapsed_us));
  tick.now_us += 2500 * 1000;
  g_assert_true (sw_counter_get_delta (&counter, 17, &tick, &delta, &elapsed_us));
  g_assert_cmpuint (delta, ==, 7);
  g_assert_cmpint (elapsed_us, ==, 2500 * 1000);
}

/* Each has its own base: the peers kept theirs in variables of the program. */
static void
test_counters_are_apart (void)
{
  SwCounter first = { 0 }, second = { 0 };
  SwTick tick = sw_test_tick (1);

  sw_counter_get_rate (&first, 0, &tick);
  sw_counter_get_rate (&second, 1000, &tick);
  tick.now_us += SW_SECOND_US;
  g_assert_cmpfloat (sw_counter_get_rate (&first, 5, &tick), ==, 5);
  g_assert_cmpfloat (sw_counter_get_rate (&second, 1001, &tick), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/counter/rate/", cases[i].path, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/counter/delta/says-since-when", test_delta_says_since_when);
  g_test_add_func ("/counter/delta/apart", test_counters_are_apart);
  return g_test_run ();
}
