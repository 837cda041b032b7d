/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-source-registry.h"
#include "tests/sw-test.h"

#define INTERVAL_US (60 * SW_SECOND_US)

/* A source whose device is silent in its first samples, slow or broken. */
#define LATE_TYPE_SOURCE (late_source_get_type ())
G_DECLARE_FINAL_TYPE (LateSource, late_source, LATE, SOURCE, SwSource)

struct _LateSource
{
  SwSource parent_instance;

  guint n_samples;
  guint n_silent;
  SwTestClock *clock; /* (nullable) borrowed */
  gint64 work_us;     /* that a sample takes on it */
  gboolean broken;
};

G_DEFINE_FINAL_TYPE (LateSource, late_source, SW_TYPE_SOURCE)

static gboolean
late_source_sample (SwSource *source, G_GNUC_UNUSED const SwTick *tick, GError **error)
{
  LateSource *self = LATE_SOURCE (source);

  self->n_samples++;
  if (self->clock != NULL)
    sw_test_clock_advance (self->clock, self->work_us);
  if (self->broken)
    {
      g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_FAILED, "broken");
      return FALSE;
    }
  if (self->n_silent == 0)
    return TRUE;
  self->n_silent--;
  g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_SILENT, "silent");
  return FALSE;
}

static void
late_source_class_init (LateSourceClass *klass)
{
  SW_SOURCE_CLASS (klass)->sample = late_source_sample;
}

static void
late_source_init (G_GNUC_UNUSED LateSource *self)
{
}

typedef struct
{
  SwTestClock *clock;
  SwScheduler *scheduler;
  SwSourceRegistry *registry;
  SwSource *source;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer n_silent)
{
  fixture->clock = sw_test_clock_new ();
  fixture->scheduler = sw_scheduler_new (SW_CLOCK (fixture->clock), NULL);
  fixture->registry = sw_source_registry_new (fixture->scheduler);
  fixture->source = g_object_new (LATE_TYPE_SOURCE, "id", "late", "title", "Late", "interval-us",
                                  INTERVAL_US, NULL);
  LATE_SOURCE (fixture->source)->n_silent = GPOINTER_TO_UINT (n_silent);
  sw_source_registry_add (fixture->registry, "test", fixture->source);
  sw_source_acquire (fixture->source);
}

static void
tear_down (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  sw_source_release (fixture->source);
  sw_source_registry_remove (fixture->registry, fixture->source);
  sw_test_assert_last_unref (fixture->source);
  g_object_unref (fixture->registry);
  g_object_unref (fixture->scheduler);
  g_object_unref (fixture->clock);
}

static void
test_first_answer_is_soon_shown (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  sw_test_clock_run (fixture->clock, fixture->scheduler, 3 * SW_SECOND_US);
  g_assert_cmpint (sw_source_get_state (fixture->source), ==, SW_SOURCE_STATE_READY);
  g_assert_cmpuint (LATE_SOURCE (fixture->source)->n_samples, ==, 2);
  sw_test_clock_run (fixture->clock, fixture->scheduler, 10 * INTERVAL_US);
  g_assert_cmpuint (LATE_SOURCE (fixture->source)->n_samples, <=, 12);
}

static void
test_silence_is_left_at_its_interval (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  sw_test_clock_run (fixture->clock, fixture->scheduler, 5 * INTERVAL_US);
  LATE_SOURCE (fixture->source)->n_samples = 0;
  sw_test_clock_run (fixture->clock, fixture->scheduler, 60 * INTERVAL_US);
  g_assert_cmpuint (LATE_SOURCE (fixture->source)->n_samples, >=, 59);
  g_assert_cmpuint (LATE_SOURCE (fixture->source)->n_samples, <=, 60);
}

static void
test_shown_again_is_soon_answered (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  sw_test_clock_run (fixture->clock, fixture->scheduler, INTERVAL_US);
  sw_source_release (fixture->source);
  sw_test_clock_run (fixture->clock, fixture->scheduler, INTERVAL_US);
  LATE_SOURCE (fixture->source)->n_silent = 1;
  LATE_SOURCE (fixture->source)->n_samples = 0;
  sw_source_acquire (fixture->source);
  sw_test_clock_run (fixture->clock, fixture->scheduler, 3 * SW_SECOND_US);
  g_assert_cmpuint (LATE_SOURCE (fixture->source)->n_samples, ==, 2);
}

static void
count_notify (G_GNUC_UNUSED SwSource *source, G_GNUC_UNUSED GParamSpec *pspec, guint *n_notified)
{
  (*n_notified)++;
}

static void
run_seconds (Fixture *fixture, guint seconds)
{
  sw_test_clock_run (fixture->clock, fixture->scheduler, seconds * SW_SECOND_US);
}

static void
test_slow_is_told (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  LateSource *late = LATE_SOURCE (fixture->source);
  guint n_notified = 0;

  g_signal_connect (fixture->source, "notify::pace-note", G_CALLBACK (count_notify), &n_notified);
  sw_source_set_interval_us (fixture->source, SW_SECOND_US);
  late->clock = fixture->clock;
  late->work_us = 2 * SW_JOB_BUDGET_US - 1;
  run_seconds (fixture, 1);
  g_assert_null (sw_source_get_pace_note (fixture->source));
  run_seconds (fixture, 10);
  g_assert_cmpstr (sw_source_get_pace_note (fixture->source), ==,
                   "Answers slowly: sampled every 2 s instead of every 1 s");
  g_assert_cmpuint (n_notified, ==, 1);
  late->work_us = 0;
  run_seconds (fixture, 60);
  g_assert_null (sw_source_get_pace_note (fixture->source));
  g_assert_cmpuint (n_notified, ==, 2);
}

/* What the user asked for by the stretch is no slowness. */
static void
test_stretch_is_not_told (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  LateSource *late = LATE_SOURCE (fixture->source);

  sw_source_set_interval_us (fixture->source, SW_SECOND_US);
  sw_scheduler_set_stretch (fixture->scheduler, 4);
  run_seconds (fixture, 20);
  g_assert_null (sw_source_get_pace_note (fixture->source));
  late->clock = fixture->clock;
  late->work_us = 2 * SW_JOB_BUDGET_US - 1;
  run_seconds (fixture, 40);
  g_assert_cmpstr (sw_source_get_pace_note (fixture->source), ==,
                   "Answers slowly: sampled every 8 s instead of every 4 s");
  sw_scheduler_set_stretch (fixture->scheduler, 1);
  run_seconds (fixture, 4);
  g_assert_cmpstr (sw_source_get_pace_note (fixture->source), ==,
                   "Answers slowly: sampled every 2 s instead of every 1 s");
}

static void
test_intervals_are_written_out (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const struct
  {
    gint64 interval_ms;
    const char *note;
  } cases[] = {
    { 250, "Answers slowly: sampled every 500 ms instead of every 250 ms" },
    { 700, "Answers slowly: sampled every 1.4 s instead of every 700 ms" },
    { 60 * 1000, "Answers slowly: sampled every 2 min instead of every 60 s" },
    { 10 * 60 * 1000, "Answers slowly" },
  };
  LateSource *late = LATE_SOURCE (fixture->source);

  late->clock = fixture->clock;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      late->work_us = 0;
      sw_source_set_interval_us (fixture->source, SW_SECOND_US);
      run_seconds (fixture, 600);
      g_assert_null (sw_source_get_pace_note (fixture->source));
      late->work_us = 2 * SW_JOB_BUDGET_US - 1;
      sw_source_set_interval_us (fixture->source, cases[i].interval_ms * 1000);
      run_seconds (fixture, 10 * cases[i].interval_ms / 1000 + 10);
      g_assert_cmpstr (sw_source_get_pace_note (fixture->source), ==, cases[i].note);
    }
}

static void
test_failing_is_told (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  LateSource *late = LATE_SOURCE (fixture->source);

  sw_source_set_interval_us (fixture->source, SW_SECOND_US);
  run_seconds (fixture, 2);
  late->broken = TRUE;
  run_seconds (fixture, 1);
  g_assert_cmpstr (sw_source_get_pace_note (fixture->source), ==,
                   "No value: tried every 2 s instead of every 1 s");
  late->broken = FALSE;
  run_seconds (fixture, 2);
  g_assert_null (sw_source_get_pace_note (fixture->source));
}

/* Nobody samples it any more, slowly or not. */
static void
test_removed_is_not_slow (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  LATE_SOURCE (fixture->source)->broken = TRUE;
  run_seconds (fixture, 120);
  g_assert_nonnull (sw_source_get_pace_note (fixture->source));
  sw_source_registry_remove (fixture->registry, fixture->source);
  g_assert_null (sw_source_get_pace_note (fixture->source));
  sw_source_registry_add (fixture->registry, "test", fixture->source);
}

#define ADD(path, n_silent, func) \
  g_test_add (path, Fixture, GUINT_TO_POINTER (n_silent), set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/source-pace/first-answer", 1, test_first_answer_is_soon_shown);
  ADD ("/source-pace/silence", 1000, test_silence_is_left_at_its_interval);
  ADD ("/source-pace/shown-again", 1, test_shown_again_is_soon_answered);
  ADD ("/source-pace/slow/told", 0, test_slow_is_told);
  ADD ("/source-pace/slow/not-stretched", 0, test_stretch_is_not_told);
  ADD ("/source-pace/slow/intervals", 0, test_intervals_are_written_out);
  ADD ("/source-pace/failing", 0, test_failing_is_told);
  ADD ("/source-pace/removed", 0, test_removed_is_not_slow);
  return g_test_run ();
}
