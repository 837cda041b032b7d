/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-source-registry.h"
#include "tests/sw-test.h"

#define INTERVAL_US (60 * SW_SECOND_US)

/* A source whose device is silent in its first samples. */
#define LATE_TYPE_SOURCE (late_source_get_type ())
G_DECLARE_FINAL_TYPE (LateSource, late_source, LATE, SOURCE, SwSource)

struct _LateSource
{
  SwSource parent_instance;

  guint n_samples;
  guint n_silent;
};

G_DEFINE_FINAL_TYPE (LateSource, late_source, SW_TYPE_SOURCE)

static gboolean
late_source_sample (SwSource *source, G_GNUC_UNUSED const SwTick *tick, GError **error)
{
  LateSource *self = LATE_SOURCE (source);

  self->n_samples++;
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

#define ADD(path, n_silent, func) \
  g_test_add (path, Fixture, GUINT_TO_POINTER (n_silent), set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/source-pace/first-answer", 1, test_first_answer_is_soon_shown);
  ADD ("/source-pace/silence", 1000, test_silence_is_left_at_its_interval);
  ADD ("/source-pace/shown-again", 1, test_shown_again_is_soon_answered);
  return g_test_run ();
}
