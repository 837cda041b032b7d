/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-source-registry.h"
#include "tests/sw-test.h"

#define PLUGGABLE_TYPE_SOURCE (pluggable_source_get_type ())
G_DECLARE_FINAL_TYPE (PluggableSource, pluggable_source, PLUGGABLE, SOURCE, SwSource)

struct _PluggableSource
{
  SwSource parent_instance;

  gboolean plugged;
  guint n_samples;
};

G_DEFINE_FINAL_TYPE (PluggableSource, pluggable_source, SW_TYPE_SOURCE)

static gboolean
pluggable_source_sample (SwSource *source, G_GNUC_UNUSED const SwTick *tick, GError **error)
{
  PluggableSource *self = PLUGGABLE_SOURCE (source);

  self->n_samples++;
  if (!self->plugged)
    g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_GONE, "gone");
  return self->plugged;
}

static void
pluggable_source_class_init (PluggableSourceClass *klass)
{
  SW_SOURCE_CLASS (klass)->sample = pluggable_source_sample;
}

static void
pluggable_source_init (G_GNUC_UNUSED PluggableSource *self)
{
}

static PluggableSource *
new_source (void)
{
  return g_object_new (PLUGGABLE_TYPE_SOURCE, "id", "pluggable", "title", "Pluggable", NULL);
}

static void
test_a_device_that_comes_back_is_sampled_at_once (void)
{
  g_autoptr (SwTestClock) clock = sw_test_clock_new ();
  g_autoptr (SwScheduler) scheduler = sw_scheduler_new (SW_CLOCK (clock), NULL);
  g_autoptr (SwSourceRegistry) registry = sw_source_registry_new (scheduler);
  g_autoptr (PluggableSource) source = new_source ();
  guint n_before;

  sw_source_registry_add (registry, "test", SW_SOURCE (source));
  sw_source_acquire (SW_SOURCE (source));
  sw_test_clock_run (clock, scheduler, 100 * SW_SECOND_US);
  /* It backs off while it is away. */
  n_before = source->n_samples;
  g_assert_cmpuint (n_before, <, 20);
  sw_test_clock_run (clock, scheduler, SW_SECOND_US);
  g_assert_cmpuint (source->n_samples, ==, n_before);
  source->plugged = TRUE;
  sw_source_sample_soon (SW_SOURCE (source));
  sw_scheduler_dispatch (scheduler);
  g_assert_cmpuint (source->n_samples, ==, n_before + 1);
  g_assert_cmpint (sw_source_get_state (SW_SOURCE (source)), ==, SW_SOURCE_STATE_READY);
  sw_test_clock_run (clock, scheduler, 10 * SW_SECOND_US);
  g_assert_cmpuint (source->n_samples, >=, n_before + 10);
  sw_source_release (SW_SOURCE (source));
}

static void
test_nothing_unwanted_is_sampled_soon (void)
{
  g_autoptr (SwTestClock) clock = sw_test_clock_new ();
  g_autoptr (SwScheduler) scheduler = sw_scheduler_new (SW_CLOCK (clock), NULL);
  g_autoptr (SwSourceRegistry) registry = sw_source_registry_new (scheduler);
  g_autoptr (PluggableSource) source = new_source ();

  sw_source_registry_add (registry, "test", SW_SOURCE (source));
  sw_source_sample_soon (SW_SOURCE (source));
  g_assert_cmpint (sw_scheduler_get_next_wakeup_us (scheduler), ==, -1);
  sw_source_registry_remove (registry, SW_SOURCE (source));
  sw_source_sample_soon (SW_SOURCE (source));
  g_assert_cmpuint (source->n_samples, ==, 0);
}

static void
on_description_changed_cb (G_GNUC_UNUSED SwSource *source,
                           G_GNUC_UNUSED GParamSpec *pspec,
                           gpointer user_data)
{
  guint *n_changes = user_data;

  ++*n_changes;
}

static void
test_the_description_follows_what_is_measured (void)
{
  g_autoptr (PluggableSource) source = new_source ();
  guint n_changes = 0;

  g_signal_connect (source, "notify::description", G_CALLBACK (on_description_changed_cb),
                    &n_changes);
  g_assert_null (sw_source_get_description (SW_SOURCE (source)));
  sw_source_set_description (SW_SOURCE (source), "eth0");
  sw_source_set_description (SW_SOURCE (source), "eth0");
  g_assert_cmpstr (sw_source_get_description (SW_SOURCE (source)), ==, "eth0");
  g_assert_cmpuint (n_changes, ==, 1);
}

/* Devices have names of any bytes; what is shown and spoken is UTF-8. */
static void
test_texts_are_valid (void)
{
  const char *const shown = "x\357\277\275";
  g_autoptr (PluggableSource) source = new_source ();
  g_autoptr (SwSource) titled
      = g_object_new (G_OBJECT_TYPE (source), "id", "x\xff", "title", "x\xff", NULL);
  g_autoptr (SwChannel) channel = sw_channel_new ("x", "x\xff", SW_ROLE_1);

  g_assert_cmpstr (sw_source_get_id (titled), ==, "x\xff");
  g_assert_cmpstr (sw_source_get_title (titled), ==, shown);
  g_assert_cmpstr (sw_channel_get_name (channel), ==, shown);
  sw_source_set_description (titled, "x\xff");
  g_assert_cmpstr (sw_source_get_description (titled), ==, shown);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/source/sample-soon/comes-back",
                   test_a_device_that_comes_back_is_sampled_at_once);
  g_test_add_func ("/source/sample-soon/unwanted", test_nothing_unwanted_is_sampled_soon);
  g_test_add_func ("/source/description/changes", test_the_description_follows_what_is_measured);
  g_test_add_func ("/source/texts/valid", test_texts_are_valid);
  return g_test_run ();
}
