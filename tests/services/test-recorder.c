/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-scheduler.h"
#include "core/sw-source-registry.h"
#include "core/sw-source.h"
#include "shell/sw-recorder.h"
#include "tests/sw-test.h"

/* Who is measured while no window shows it. */

#define COUNTED_TYPE_SOURCE (counted_source_get_type ())
G_DECLARE_FINAL_TYPE (CountedSource, counted_source, COUNTED, SOURCE, SwSource)

struct _CountedSource
{
  SwSource parent_instance;

  guint n_samples;
  guint n_starts;
};

G_DEFINE_FINAL_TYPE (CountedSource, counted_source, SW_TYPE_SOURCE)

static gboolean
counted_source_sample (SwSource *source,
                       G_GNUC_UNUSED const SwTick *tick,
                       G_GNUC_UNUSED GError **error)
{
  COUNTED_SOURCE (source)->n_samples++;
  return TRUE;
}

static void
counted_source_start (SwSource *source)
{
  COUNTED_SOURCE (source)->n_starts++;
}

static void
counted_source_class_init (CountedSourceClass *klass)
{
  SW_SOURCE_CLASS (klass)->sample = counted_source_sample;
  SW_SOURCE_CLASS (klass)->start = counted_source_start;
}

static void
counted_source_init (G_GNUC_UNUSED CountedSource *self)
{
}

typedef struct
{
  SwTestClock *clock;
  SwScheduler *scheduler;
  SwSourceRegistry *registry;
  GSettings *settings;
  GApplication *application;
  SwRecorder *recorder;
} Fixture;

static CountedSource *
add (Fixture *self, const char *id)
{
  g_autoptr (SwSource) source = g_object_new (COUNTED_TYPE_SOURCE, "id", id, "title", id, NULL);

  sw_source_registry_add (self->registry, "test", source);
  return COUNTED_SOURCE (source);
}

static void
set_up (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  self->clock = sw_test_clock_new ();
  self->scheduler = sw_scheduler_new (SW_CLOCK (self->clock), NULL);
  self->registry = sw_source_registry_new (self->scheduler);
  self->settings = g_settings_new ("org.stillwatch.Stillwatch");
  self->application = g_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  self->recorder = sw_recorder_new (self->registry, self->settings, self->application);
}

static void
tear_down (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  sw_test_assert_last_unref (self->recorder);
  g_settings_reset (self->settings, "measure-hidden");
  g_settings_reset (self->settings, "measure-locked");
  g_clear_object (&self->settings);
  g_clear_object (&self->application);
  sw_test_assert_last_unref (self->registry);
  g_clear_object (&self->scheduler);
  g_clear_object (&self->clock);
}

static guint
sample_for (Fixture *self, CountedSource *source, guint seconds)
{
  const guint before = source->n_samples;

  sw_test_clock_run (self->clock, self->scheduler, seconds * SW_SECOND_US);
  return source->n_samples - before;
}

static void
test_only_where_asked_for (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  CountedSource *source = add (self, "a");

  g_assert_cmpuint (sample_for (self, source, 5), ==, 0);
  g_assert_cmpint (sw_scheduler_get_next_wakeup_us (self->scheduler), ==, -1);
  g_settings_set_boolean (self->settings, "measure-hidden", TRUE);
  g_assert_cmpuint (sample_for (self, source, 5), >=, 5);
  g_settings_set_boolean (self->settings, "measure-hidden", FALSE);
  g_assert_cmpuint (sample_for (self, source, 5), ==, 0);
  g_assert_cmpint (sw_scheduler_get_next_wakeup_us (self->scheduler), ==, -1);
}

/* Behind a locked screen too where that was asked for; the change leaves no gap. */
static void
test_locked (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  CountedSource *source = add (self, "a");

  g_settings_set_boolean (self->settings, "measure-hidden", TRUE);
  sample_for (self, source, 2);
  sw_scheduler_set_views_stopped (self->scheduler, TRUE);
  g_assert_cmpuint (sample_for (self, source, 5), ==, 0);
  g_settings_set_boolean (self->settings, "measure-locked", TRUE);
  g_assert_cmpuint (sample_for (self, source, 5), >=, 4);
  g_settings_set_boolean (self->settings, "measure-locked", FALSE);
  g_assert_cmpuint (sample_for (self, source, 5), <=, 1);
  g_assert_cmpuint (source->n_starts, ==, 1);
}

static void
test_sources_come_and_go (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  CountedSource *source;
  g_autoptr (SwSource) kept = NULL;

  g_settings_set_boolean (self->settings, "measure-hidden", TRUE);
  source = add (self, "late");
  kept = g_object_ref (SW_SOURCE (source));
  g_assert_cmpuint (sample_for (self, source, 3), >=, 3);
  /* One that is switched off is not measured. */
  sw_source_set_enabled (kept, FALSE);
  g_assert_cmpuint (sample_for (self, source, 3), ==, 0);
  sw_source_set_enabled (kept, TRUE);
  sw_source_registry_remove (self->registry, kept);
  g_assert_cmpuint (sw_source_get_demand (kept), ==, 0);
  sw_test_assert_last_unref (kept);
}

/* All of them in one wakeup a second. */
static void
test_one_burst (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  guint64 before;

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *id = g_strdup_printf ("s%u", i);

      add (self, id);
    }
  g_settings_set_boolean (self->settings, "measure-hidden", TRUE);
  sw_test_clock_run (self->clock, self->scheduler, 2 * SW_SECOND_US);
  before = sw_scheduler_get_wakeups (self->scheduler);
  sw_test_clock_run (self->clock, self->scheduler, 10 * SW_SECOND_US);
  g_assert_cmpuint (sw_scheduler_get_wakeups (self->scheduler) - before, ==, 10);
}

int
main (int argc, char *argv[])
{
  const struct
  {
    const char *path;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/recorder/asked-for", test_only_where_asked_for },
    { "/recorder/locked", test_locked },
    { "/recorder/registry", test_sources_come_and_go },
    { "/recorder/one-burst", test_one_burst },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
