/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <malloc.h>
#include <math.h>

#include "core/sw-counter.h"
#include "core/sw-sample-file.h"
#include "core/sw-scan.h"
#include "core/sw-source-registry.h"
#include "tests/sw-test.h"

/* A source from its demand to its values, alone and under a registry. */

#define PROBE_TYPE_SOURCE (probe_source_get_type ())
G_DECLARE_FINAL_TYPE (ProbeSource, probe_source, PROBE, SOURCE, SwSource)

/* Reads a counter and a level from a file; fails as it is told. */
struct _ProbeSource
{
  SwSource parent_instance;

  SwSampleFile *file; /* (nullable) */
  SwCounter counter;
  int fails_with; /* SwSourceError; -1: not at all, -2: without a word */
  guint n_samples;
  guint n_starts;
  guint n_stops;
};

G_DEFINE_FINAL_TYPE (ProbeSource, probe_source, SW_TYPE_SOURCE)

static gboolean
probe_source_sample (SwSource *source, const SwTick *tick, GError **error)
{
  ProbeSource *self = PROBE_SOURCE (source);
  const char *text = "7 1.5";
  gsize length = strlen (text);
  guint64 count;
  double level;
  SwScan scan;

  self->n_samples++;
  if (self->fails_with >= 0)
    g_set_error_literal (error, SW_SOURCE_ERROR, self->fails_with, "reason");
  if (self->fails_with != -1)
    return FALSE;
  if (self->file != NULL)
    text = sw_sample_file_read (self->file, tick, &length, error);
  if (text == NULL)
    return FALSE;
  scan = sw_scan_init (text, length);
  if (!sw_scan_u64 (&scan, &count) || !sw_scan_double (&scan, &level))
    return FALSE;
  sw_source_set_value (source, 0, sw_counter_get_rate (&self->counter, count, tick));
  sw_source_set_value (source, 1, level);
  return TRUE;
}

static void
probe_source_start (SwSource *source)
{
  PROBE_SOURCE (source)->n_starts++;
}

static void
probe_source_stop (SwSource *source)
{
  PROBE_SOURCE (source)->n_stops++;
}

static void
probe_source_finalize (GObject *object)
{
  g_clear_object (&PROBE_SOURCE (object)->file);
  G_OBJECT_CLASS (probe_source_parent_class)->finalize (object);
}

static void
probe_source_class_init (ProbeSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = probe_source_finalize;
  SW_SOURCE_CLASS (klass)->start = probe_source_start;
  SW_SOURCE_CLASS (klass)->sample = probe_source_sample;
  SW_SOURCE_CLASS (klass)->stop = probe_source_stop;
}

static void
probe_source_init (ProbeSource *self)
{
  self->fails_with = -1;
}

static SwSource *
new_source (const char *id)
{
  SwSource *source
      = g_object_new (PROBE_TYPE_SOURCE, "id", id, "title", "Probe", "unit", SW_UNIT_BYTES, NULL);

  sw_source_add_channel (source, sw_channel_new ("rate", "Rate", SW_ROLE_INBOUND));
  sw_source_add_channel (source, sw_channel_new ("level", "Level", SW_ROLE_2));
  return source;
}

static void
on_notified_cb (G_GNUC_UNUSED gpointer object, G_GNUC_UNUSED GParamSpec *pspec, gpointer user_data)
{
  ++*(guint *) user_data;
}

/* Alone */

static void
test_values_and_state (void)
{
  g_autoptr (SwSource) source = new_source ("probe");
  SwTick tick = sw_test_tick (1);

  g_assert_null (sw_source_get_series (source));
  g_assert_true (isnan (sw_source_get_value (source, 1)));
  g_assert_cmpint (sw_source_get_state (source), ==, SW_SOURCE_STATE_WAITING);
  g_assert_true (sw_source_sample (source, &tick));
  g_assert_cmpint (sw_source_get_state (source), ==, SW_SOURCE_STATE_READY);
  /* The first rate is none at all, not 0 divided by 0. */
  g_assert_true (isnan (sw_source_get_value (source, 0)));
  g_assert_cmpfloat (sw_source_get_value (source, 1), ==, 1.5);
  tick = sw_test_tick (2);
  g_assert_true (sw_source_sample (source, &tick));
  g_assert_cmpfloat (sw_source_get_value (source, 0), ==, 0);
  g_assert_cmpuint (sw_series_get_n_rows (sw_source_get_series (source)), ==, 2);
  g_assert_cmpint (sw_series_get_row_time_us (sw_source_get_series (source), 1), ==,
                   tick.boottime_us);
  sw_source_set_value (source, 1, INFINITY);
  g_assert_true (isnan (sw_source_get_value (source, 1)));
}

static const struct
{
  int fails_with;
  SwSourceState state;
  gboolean backs_off;
} failures[] = {
  { SW_SOURCE_ERROR_FAILED, SW_SOURCE_STATE_FAILED, TRUE },
  { SW_SOURCE_ERROR_UNAVAILABLE, SW_SOURCE_STATE_UNAVAILABLE, TRUE },
  { SW_SOURCE_ERROR_GONE, SW_SOURCE_STATE_UNAVAILABLE, TRUE },
  { SW_SOURCE_ERROR_FORBIDDEN, SW_SOURCE_STATE_FAILED, TRUE },
  { SW_SOURCE_ERROR_MALFORMED, SW_SOURCE_STATE_FAILED, TRUE },
  { SW_SOURCE_ERROR_SILENT, SW_SOURCE_STATE_WAITING, FALSE },
  { -2, SW_SOURCE_STATE_FAILED, TRUE },
};

static void
test_failures (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autoptr (SwSource) source = new_source ("probe");
      SwTick tick = sw_test_tick (1);

      sw_source_sample (source, &tick);
      PROBE_SOURCE (source)->fails_with = failures[i].fails_with;
      tick = sw_test_tick (2);
      g_assert_true (sw_source_sample (source, &tick) != failures[i].backs_off);
      g_assert_cmpint (sw_source_get_state (source), ==, failures[i].state);
      g_assert_cmpstr (sw_source_get_reason (source), ==,
                       failures[i].fails_with >= 0 ? "reason" : NULL);
      g_assert_true (isnan (sw_source_get_value (source, 1)));
      g_assert_true (isnan (sw_series_peek_row (sw_source_get_series (source), 1)[1]));
      PROBE_SOURCE (source)->fails_with = -1;
      tick = sw_test_tick (3);
      g_assert_true (sw_source_sample (source, &tick));
      g_assert_cmpint (sw_source_get_state (source), ==, SW_SOURCE_STATE_READY);
      g_assert_null (sw_source_get_reason (source));
    }
}

static void
test_demand (void)
{
  g_autoptr (SwSource) source = new_source ("probe");
  ProbeSource *probe = PROBE_SOURCE (source);
  guint n_changes = 0;

  g_signal_connect (source, "notify::active", G_CALLBACK (on_notified_cb), &n_changes);
  sw_source_acquire (source);
  sw_source_acquire (source);
  g_assert_cmpuint (sw_source_get_demand (source), ==, 2);
  g_assert_cmpuint (probe->n_starts, ==, 1);
  sw_source_set_enabled (source, FALSE);
  g_assert_cmpuint (probe->n_stops, ==, 1);
  sw_source_set_enabled (source, FALSE);
  sw_source_release (source);
  sw_source_set_enabled (source, TRUE);
  g_assert_cmpuint (probe->n_starts, ==, 2);
  sw_source_release (source);
  g_assert_cmpuint (probe->n_stops, ==, 2);
  g_assert_cmpuint (sw_source_get_demand (source), ==, 0);
  g_assert_cmpuint (n_changes, ==, 4);
}

static void
test_properties (void)
{
  static const char *const names[]
      = { "style", "natural-max", "scale-max", "interval-us", "enabled" };
  g_autoptr (SwSource) source = new_source ("probe");
  guint n_changes[G_N_ELEMENTS (names)] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *signal = g_strconcat ("notify::", names[i], NULL);

      g_signal_connect (source, signal, G_CALLBACK (on_notified_cb), &n_changes[i]);
    }
  for (guint again = 0; again < 2; again++)
    g_object_set (source, "style", SW_STYLE_HEAT, "natural-max", 100.0, "scale-max", 50.0,
                  "interval-us", 5 * SW_SECOND_US, "enabled", FALSE, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpuint (n_changes[i], ==, 1);
  g_assert_cmpint (sw_source_get_style (source), ==, SW_STYLE_HEAT);
  g_assert_cmpfloat (sw_source_get_natural_max (source), ==, 100);
  g_assert_cmpfloat (sw_source_get_scale_max (source), ==, 50);
  sw_source_set_interval_us (source, 0);
  g_assert_cmpint (sw_source_get_interval_us (source), ==, 100 * 1000);
  sw_source_set_interval_us (source, G_MAXINT64);
  g_assert_cmpint (sw_source_get_interval_us (source), ==, 3600 * SW_SECOND_US);
  g_assert_cmpstr (sw_source_get_id (source), ==, "probe");
  g_assert_cmpstr (sw_source_get_title (source), ==, "Probe");
  g_assert_cmpint (sw_source_get_unit (source), ==, SW_UNIT_BYTES);
}

static void
test_channel_colours (void)
{
  const char *const bad[]
      = { "", "red", "#12345", "#1234567", "#12345g", "123456#", "#12 456", "url(file:///)" };
  g_autoptr (SwChannel) channel = sw_channel_new ("id", "Name", SW_ROLE_MUTED);
  guint n_changes = 0;

  g_signal_connect (channel, "notify::colour", G_CALLBACK (on_notified_cb), &n_changes);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      sw_channel_set_colour (channel, "#12aBcD");
      g_assert_cmpstr (sw_channel_get_colour (channel), ==, "#12aBcD");
      sw_channel_set_colour (channel, bad[i]);
      g_assert_null (sw_channel_get_colour (channel));
    }
  g_assert_cmpuint (n_changes, ==, 2 * G_N_ELEMENTS (bad));
  g_assert_cmpint (sw_channel_get_role (channel), ==, SW_ROLE_MUTED);
  g_assert_true (sw_channel_get_shown (channel));
  g_object_set (channel, "shown", FALSE, NULL);
  g_assert_false (sw_channel_get_shown (channel));
}

/* Under a registry */

typedef struct
{
  SwTestClock *clock;
  SwScheduler *scheduler;
  SwSourceRegistry *registry;
  SwSource *source;
  guint n_added;
  guint n_removed;
} Fixture;

static void
on_added_cb (G_GNUC_UNUSED SwSourceRegistry *registry,
             G_GNUC_UNUSED SwSource *source,
             gpointer user_data)
{
  ((Fixture *) user_data)->n_added++;
}

static void
on_removed_cb (G_GNUC_UNUSED SwSourceRegistry *registry,
               G_GNUC_UNUSED SwSource *source,
               gpointer user_data)
{
  ((Fixture *) user_data)->n_removed++;
}

static void
set_up (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->clock = sw_test_clock_new ();
  fixture->scheduler = sw_scheduler_new (SW_CLOCK (fixture->clock), NULL);
  fixture->registry = sw_source_registry_new (fixture->scheduler);
  fixture->source = new_source ("probe");
  g_signal_connect (fixture->registry, "added", G_CALLBACK (on_added_cb), fixture);
  g_signal_connect (fixture->registry, "removed", G_CALLBACK (on_removed_cb), fixture);
  sw_source_registry_add (fixture->registry, "plugin", fixture->source);
}

static void
tear_down (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_clear_object (&fixture->registry);
  if (fixture->source != NULL)
    sw_test_assert_last_unref (fixture->source);
  g_assert_null (sw_scheduler_list_jobs (fixture->scheduler));
  sw_test_assert_last_unref (fixture->scheduler);
  sw_test_assert_last_unref (fixture->clock);
}

static void
run_seconds (Fixture *fixture, guint seconds)
{
  sw_test_clock_run (fixture->clock, fixture->scheduler, seconds * SW_SECOND_US);
}

static guint
count_samples (Fixture *fixture)
{
  return PROBE_SOURCE (fixture->source)->n_samples;
}

static void
test_samples_on_demand (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_assert_cmpint (sw_scheduler_get_next_wakeup_us (fixture->scheduler), ==, -1);
  sw_test_clock_advance (fixture->clock, 300 * 1000);
  sw_source_acquire (fixture->source);
  run_seconds (fixture, 0);
  g_assert_cmpuint (count_samples (fixture), ==, 1);
  run_seconds (fixture, 10);
  g_assert_cmpuint (count_samples (fixture), ==, 11);
  sw_source_set_interval_us (fixture->source, 5 * SW_SECOND_US);
  run_seconds (fixture, 10);
  g_assert_cmpuint (count_samples (fixture), ==, 13);
  sw_source_release (fixture->source);
  g_assert_cmpint (sw_scheduler_get_next_wakeup_us (fixture->scheduler), ==, -1);
  run_seconds (fixture, 10);
  g_assert_cmpuint (count_samples (fixture), ==, 13);
  g_assert_cmpstr (sw_job_get_owner (sw_source_registry_get_job (fixture->registry,
                                                                 fixture->source)),
                   ==, "plugin");
}

/* Shown, hidden for a while, shown again: the curve has a hole there and no spike. */
static void
test_hidden_is_a_gap (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  SwSeries *series;

  sw_source_acquire (fixture->source);
  run_seconds (fixture, 3);
  sw_source_release (fixture->source);
  run_seconds (fixture, 60);
  sw_source_acquire (fixture->source);
  run_seconds (fixture, 2);
  series = sw_source_get_series (fixture->source);
  g_assert_cmpuint (sw_series_get_n_rows (series), ==, 8);
  g_assert_true (isnan (sw_series_peek_row (series, 4)[1]));
  g_assert_true (isnan (sw_series_peek_row (series, 5)[0]));
  g_assert_cmpfloat (sw_series_peek_row (series, 5)[1], ==, 1.5);
  sw_source_release (fixture->source);
}

/* Just before its grid point: one sample is enough, and the curve goes on. */
static void
test_soon_beside_the_grid (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  sw_source_acquire (fixture->source);
  run_seconds (fixture, 3);
  sw_test_clock_run (fixture->clock, fixture->scheduler, 980 * 1000);
  sw_source_sample_soon (fixture->source);
  run_seconds (fixture, 0);
  run_seconds (fixture, 3);
  for (guint i = 2; i < sw_series_get_n_rows (sw_source_get_series (fixture->source)); i++)
    g_assert_false (isnan (sw_series_peek_row (sw_source_get_series (fixture->source), i)[0]));
  sw_source_release (fixture->source);
}

static void
on_sampled_remove_cb (SwSource *source, gpointer user_data)
{
  Fixture *fixture = user_data;

  if (PROBE_SOURCE (source)->n_samples < 2)
    return;
  sw_source_release (source);
  sw_source_registry_remove (fixture->registry, source);
  g_clear_object (&fixture->source);
}

static void
test_removed_while_sampled (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  SwSource *source = fixture->source;

  g_object_add_weak_pointer (G_OBJECT (source), (gpointer *) &source);
  g_signal_connect (source, "sampled", G_CALLBACK (on_sampled_remove_cb), fixture);
  sw_source_acquire (source);
  run_seconds (fixture, 5);
  g_assert_null (source);
  g_assert_cmpuint (fixture->n_removed, ==, 1);
}

static void
on_sampled_drop_registry_cb (SwSource *source, gpointer user_data)
{
  sw_source_release (source);
  g_clear_object (&((Fixture *) user_data)->registry);
}

static void
test_registry_dropped_while_sampled (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_signal_connect (fixture->source, "sampled", G_CALLBACK (on_sampled_drop_registry_cb), fixture);
  sw_source_acquire (fixture->source);
  run_seconds (fixture, 5);
  g_assert_cmpuint (count_samples (fixture), ==, 1);
  g_assert_null (fixture->registry);
}

static void
test_registry_finds (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (SwSource) other = new_source ("other");
  g_autoptr (GList) sources = NULL;

  sw_source_registry_add (fixture->registry, "plugin", other);
  sources = sw_source_registry_list (fixture->registry);
  g_assert_true (sources->data == fixture->source && sources->next->data == other);
  g_assert_true (sw_source_registry_lookup (fixture->registry, "other") == other);
  g_assert_null (sw_source_registry_lookup (fixture->registry, "none"));
  sw_source_registry_remove (fixture->registry, other);
  sw_source_registry_remove (fixture->registry, other);
  g_assert_null (sw_source_registry_lookup (fixture->registry, "other"));
  g_assert_null (sw_source_registry_get_job (fixture->registry, other));
  g_assert_cmpuint (fixture->n_added, ==, 2);
  g_assert_cmpuint (fixture->n_removed, ==, 1);
}

/* Whatever goes first, the scheduler or the registry. */
static void
test_scheduler_disposed_first (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  sw_source_acquire (fixture->source);
  g_object_run_dispose (G_OBJECT (fixture->scheduler));
  sw_source_set_interval_us (fixture->source, 2 * SW_SECOND_US);
  sw_source_release (fixture->source);
}

static gsize
count_allocated (void)
{
  const struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}

/* Through the scheduler, the file, the parser, the counter, the values, the series and the signal. */
static void
test_a_million_samples_grow_nothing (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  guint n_signals = 0;
  gsize before;

  sw_test_tree_write (tree, "/proc/probe", "123456789 0.75\n");
  PROBE_SOURCE (fixture->source)->file = sw_sample_pool_get (pool, "/proc/probe");
  g_signal_connect_swapped (fixture->source, "sampled", G_CALLBACK (g_atomic_int_inc), &n_signals);
  sw_source_acquire (fixture->source);
  run_seconds (fixture, 1000);
  before = count_allocated ();
  run_seconds (fixture, 1000000);
  g_assert_cmpuint (count_allocated (), ==, before);
  g_assert_cmpuint (n_signals, >=, 1001000);
  g_assert_cmpfloat (sw_source_get_value (fixture->source, 1), ==, 0.75);
  sw_source_release (fixture->source);
}

#define ADD(path, function) \
  g_test_add ("/source-registry/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/source/sample/values-and-state", test_values_and_state);
  g_test_add_func ("/source/sample/failures", test_failures);
  g_test_add_func ("/source/demand", test_demand);
  g_test_add_func ("/source/properties", test_properties);
  g_test_add_func ("/source/channel-colours", test_channel_colours);
  ADD ("samples-on-demand", test_samples_on_demand);
  ADD ("hidden-is-a-gap", test_hidden_is_a_gap);
  ADD ("soon-beside-the-grid", test_soon_beside_the_grid);
  ADD ("removed-while-sampled", test_removed_while_sampled);
  ADD ("dropped-while-sampled", test_registry_dropped_while_sampled);
  ADD ("finds", test_registry_finds);
  ADD ("scheduler-disposed-first", test_scheduler_disposed_first);
  ADD ("a-million-samples", test_a_million_samples_grow_nothing);
  return g_test_run ();
}
