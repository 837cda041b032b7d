/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "core/sw-clock.h"
#include "core/sw-scheduler.h"
#include "shell/sw-bus-data.h"
#include "tests/sw-test.h"

/* What callers on the bus are answered, number by number. */

#define TOLD_TYPE_SOURCE (told_source_get_type ())
G_DECLARE_FINAL_TYPE (ToldSource, told_source, TOLD, SOURCE, SwSource)

/* Inbound counts the samples up, outbound down from 100. */
struct _ToldSource
{
  SwSource parent_instance;

  guint n_samples;
  gboolean fails;
};

G_DEFINE_FINAL_TYPE (ToldSource, told_source, SW_TYPE_SOURCE)

static gboolean
told_source_sample (SwSource *source, G_GNUC_UNUSED const SwTick *tick, GError **error)
{
  ToldSource *self = TOLD_SOURCE (source);

  if (self->fails)
    {
      g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_FAILED, "It broke");
      return FALSE;
    }
  sw_source_set_value (source, 0, self->n_samples);
  sw_source_set_value (source, 1, 100 - (double) self->n_samples);
  self->n_samples++;
  return TRUE;
}

static void
told_source_class_init (ToldSourceClass *klass)
{
  SW_SOURCE_CLASS (klass)->sample = told_source_sample;
}

static void
told_source_init (ToldSource *self)
{
  sw_source_add_channel (SW_SOURCE (self), sw_channel_new ("in", "In", SW_ROLE_INBOUND));
  sw_source_add_channel (SW_SOURCE (self), sw_channel_new ("out", "Out", SW_ROLE_OUTBOUND));
}

#define STEP_US (100 * 1000)
#define N_SAMPLES 60
#define JITTER_US (20 * 1000) /* between two looks at two clocks */

typedef struct
{
  SwTestClock *clock;
  SwScheduler *scheduler;
  SwSourceRegistry *registry;
  SwSource *source;
  gint64
      begin_us; /* a round second since the Unix epoch; the first sample comes half a step later */
} Fixture;

static void
sample_at (Fixture *self, gint64 epoch_us)
{
  SwTick tick = sw_test_tick (1);

  tick.boottime_us = epoch_us - sw_clock_get_epoch_us ();
  sw_source_sample (self->source, &tick);
}

static void
set_up (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  self->clock = sw_test_clock_new ();
  self->scheduler = sw_scheduler_new (SW_CLOCK (self->clock), NULL);
  self->registry = sw_source_registry_new (self->scheduler);
  self->source = g_object_new (TOLD_TYPE_SOURCE, "id", "told", "title", "Told", "unit",
                               SW_UNIT_BYTES_PER_SECOND, NULL);
  sw_source_registry_add (self->registry, "owner", self->source);
  self->begin_us = g_get_real_time () / SW_SECOND_US * SW_SECOND_US - 7 * SW_SECOND_US;
  for (gint64 i = 0; i < N_SAMPLES; i++)
    sample_at (self, self->begin_us + i * STEP_US + STEP_US / 2);
}

static void
tear_down (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  sw_source_registry_remove (self->registry, self->source);
  sw_test_assert_last_unref (self->source);
  sw_test_assert_last_unref (self->registry);
  g_clear_object (&self->scheduler);
  g_clear_object (&self->clock);
}

static void
assert_listed (Fixture *self, const char *state, const char *reason)
{
  g_autoptr (GVariant) sources = g_variant_ref_sink (sw_bus_data_list_sources (self->registry));
  g_autofree char *found = g_variant_print (sources, FALSE);
  g_autofree char *expected
      = g_strdup_printf ("([('told', 'owner', 'Told', 'bytes-per-second', '%s', '%s', "
                         "[('in', 'In'), ('out', 'Out')])],)",
                         state, reason);

  g_assert_cmpstr (found, ==, expected);
}

/* VALUES as text; TIME_US 0 for none. */
static void
assert_values (Fixture *self, gint64 time_us, const char *state, const char *values)
{
  g_autoptr (GPtrArray) sources = g_ptr_array_new ();
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GVariant) entries = NULL;
  g_autoptr (GVariant) numbers = NULL;
  g_autofree char *found = NULL;
  const char *found_state;
  gint64 found_us;

  g_ptr_array_add (sources, self->source);
  answer = g_variant_ref_sink (sw_bus_data_get_values (sources));
  g_assert_cmpstr (g_variant_get_type_string (answer), ==, "(a(sxssad))");
  entries = g_variant_get_child_value (answer, 0);
  g_variant_get_child (entries, 0, "(&sx&s&s@ad)", NULL, &found_us, &found_state, NULL, &numbers);
  found = g_variant_print (numbers, FALSE);
  g_assert_cmpstr (found, ==, values);
  g_assert_cmpstr (found_state, ==, state);
  if (time_us == 0)
    g_assert_cmpint (found_us, ==, 0);
  else
    g_assert_cmpint (ABS (found_us - time_us), <, JITTER_US);
}

static void
test_states (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  const gint64 last_us = self->begin_us + (N_SAMPLES - 1) * STEP_US + STEP_US / 2;

  assert_listed (self, "ready", "");
  assert_values (self, last_us, "ready", "[59.0, 41.0]");
  sw_source_set_enabled (self->source, FALSE);
  assert_listed (self, "off", "");
  assert_values (self, 0, "off", "[nan, nan]");
  sw_source_set_enabled (self->source, TRUE);
  TOLD_SOURCE (self->source)->fails = TRUE;
  sample_at (self, last_us + STEP_US);
  assert_listed (self, "failed", "It broke");
  assert_values (self, 0, "failed", "[nan, nan]");
  /* What is off is so for the user's sake, whatever happened before. */
  sw_source_set_enabled (self->source, FALSE);
  assert_listed (self, "off", "");
}

/* Between two looks at two clocks a sample moves by some µs, and a mean with it. */
static void
append_rounded (GString *text, GVariant *values)
{
  const gsize n = g_variant_n_children (values);

  for (gsize i = 0; i < n; i++)
    {
      double value;

      g_variant_get_child (values, i, "d", &value);
      g_string_append_printf (text, "%s%.4g", i > 0 ? " " : "", value);
    }
}

/* Each time, with tenths of steps, from the beginning; then each channel. */
static char *
describe (Fixture *self, gint64 from_us, gint64 to_us, gint64 step_us, const char *statistic)
{
  const SwBusRange range = { self->begin_us + from_us, self->begin_us + to_us, step_us, statistic };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = sw_bus_data_get_series (self->source, &range, &error);
  g_autoptr (GVariant) times = NULL;
  g_autoptr (GVariant) values = NULL;

  g_assert_no_error (error);
  g_variant_ref_sink (answer);
  g_assert_cmpstr (g_variant_get_type_string (answer), ==, "(axaad)");
  times = g_variant_get_child_value (answer, 0);
  values = g_variant_get_child_value (answer, 1);
  for (gsize i = 0; i < g_variant_n_children (times); i++)
    {
      gint64 time_us;

      g_variant_get_child (times, i, "x", &time_us);
      time_us -= self->begin_us;
      if (step_us > 0)
        g_assert_cmpint (time_us % step_us, ==, 0);
      g_string_append_printf (text, "%.0f ", round ((double) time_us * 10 / STEP_US));
    }
  for (gsize i = 0; i < g_variant_n_children (values); i++)
    {
      g_autoptr (GVariant) channel = g_variant_get_child_value (values, i);

      g_string_append (text, "| ");
      append_rounded (text, channel);
      g_string_append_c (text, ' ');
    }
  g_strchomp (text->str);
  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
test_series (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  const struct
  {
    gint64 from_us, to_us, step_us;
    const char *statistic;
    const char *expected;
  } cases[] = {
    /* Samples as they came: from the first that is wanted to before the end. */
    { 10 * STEP_US, 12 * STEP_US, 0, "mean", "105 115 | 10 11 | 90 89" },
    { 10 * STEP_US, 10 * STEP_US, 0, "mean", "|  |" },
    { -SW_SECOND_US, STEP_US, 0, "mean", "5 | 0 | 100" },
    { 59 * STEP_US, 65 * STEP_US, 0, "maximum", "595 | 59 | 41" },
    /* Stretches. */
    { SW_SECOND_US, 3 * SW_SECOND_US, SW_SECOND_US, "minimum", "100 200 | 10 20 | 81 71" },
    { SW_SECOND_US, 3 * SW_SECOND_US, SW_SECOND_US, "mean", "100 200 | 14.5 24.5 | 85.5 75.5" },
    { SW_SECOND_US, 3 * SW_SECOND_US, SW_SECOND_US, "maximum", "100 200 | 19 29 | 90 80" },
    /* They begin at round times, and what is wanted of the last is the whole of it. */
    { SW_SECOND_US + 1, 2 * SW_SECOND_US, SW_SECOND_US, "minimum", "100 | 10 | 81" },
    { SW_SECOND_US, 2 * SW_SECOND_US + 1, SW_SECOND_US, "minimum", "100 200 | 10 20 | 81 71" },
    { 5 * SW_SECOND_US, 7 * SW_SECOND_US - 1, SW_SECOND_US, "maximum",
      "500 600 | 59 nan | 50 nan" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found
          = describe (self, cases[i].from_us, cases[i].to_us, cases[i].step_us, cases[i].statistic);

      g_test_message ("%u", i);
      g_assert_cmpstr (found, ==, cases[i].expected);
    }
}

/* Nothing was measured yet: an answer without times, that still has all channels. */
static void
test_empty_series (void)
{
  g_autoptr (SwSource) source
      = g_object_new (TOLD_TYPE_SOURCE, "id", "told", "title", "Told", NULL);
  const SwBusRange range = { -SW_SECOND_US, 0, SW_SECOND_US, "mean" };
  g_autoptr (GVariant) answer = g_variant_ref_sink (sw_bus_data_get_series (source, &range, NULL));
  g_autofree char *found = g_variant_print (answer, TRUE);

  g_assert_cmpstr (found, ==, "(@ax [], [@ad [], []])");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/bus-data/states", Fixture, NULL, set_up, test_states, tear_down);
  g_test_add ("/bus-data/series", Fixture, NULL, set_up, test_series, tear_down);
  g_test_add_func ("/bus-data/series/empty", test_empty_series);
  return g_test_run ();
}
