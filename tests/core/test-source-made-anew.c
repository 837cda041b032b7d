/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "core/sw-scheduler.h"
#include "core/sw-source-registry.h"
#include "tests/sw-test.h"

/* What becomes of a history whose source is made anew: a set of sensors, a device that was unplugged. */

#define ODD_TYPE_SOURCE (odd_source_get_type ())
G_DECLARE_FINAL_TYPE (OddSource, odd_source, ODD, SOURCE, SwSource)

struct _OddSource
{
  SwSource parent_instance;
};

G_DEFINE_FINAL_TYPE (OddSource, odd_source, SW_TYPE_SOURCE)

static gboolean
odd_source_sample (SwSource *source, G_GNUC_UNUSED const SwTick *tick, G_GNUC_UNUSED GError **error)
{
  for (guint i = 0; i < sw_source_get_n_channels (source); i++)
    sw_source_set_value (source, i, 7);
  return TRUE;
}

static void
odd_source_class_init (OddSourceClass *klass)
{
  SW_SOURCE_CLASS (klass)->sample = odd_source_sample;
}

static void
odd_source_init (G_GNUC_UNUSED OddSource *self)
{
}

typedef struct
{
  SwTestClock *clock;
  SwScheduler *scheduler;
  SwSourceRegistry *registry;
} Fixture;

static void
set_up (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->clock = sw_test_clock_new ();
  fixture->scheduler = sw_scheduler_new (SW_CLOCK (fixture->clock), NULL);
  fixture->registry = sw_source_registry_new (fixture->scheduler);
}

static void
tear_down (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  sw_test_assert_last_unref (fixture->registry);
  g_clear_object (&fixture->scheduler);
  g_clear_object (&fixture->clock);
}

/* Channels are separated by spaces. Somebody wants it. */
static SwSource *
add (Fixture *fixture, const char *id, const char *channels, SwUnit unit)
{
  g_autoptr (SwSource) source
      = g_object_new (ODD_TYPE_SOURCE, "id", id, "title", id, "unit", unit, NULL);
  g_auto (GStrv) names = g_strsplit (channels, " ", -1);

  for (guint i = 0; names[i] != NULL; i++)
    sw_source_add_channel (source, sw_channel_new (names[i], names[i], SW_ROLE_1));
  sw_source_registry_add (fixture->registry, "test", source);
  sw_source_acquire (source);
  return source;
}

static void
run (Fixture *fixture, guint seconds)
{
  sw_test_clock_run (fixture->clock, fixture->scheduler, seconds * SW_SECOND_US);
}

static guint
count_gaps (SwSource *source)
{
  SwSeries *series = sw_source_get_series (source);
  guint n = 0;

  for (guint i = 0; i < sw_series_get_n_rows (series); i++)
    n += isnan (sw_series_peek_row (series, i)[0]);
  return n;
}

static void
drop (Fixture *fixture, const char *id)
{
  sw_source_registry_remove (fixture->registry, sw_source_registry_lookup (fixture->registry, id));
}

static void
test_goes_on_with_its_history (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  SwSource *source = add (fixture, "a", "x y", SW_UNIT_CELSIUS);
  guint n_rows;

  run (fixture, 10);
  n_rows = sw_series_get_n_rows (sw_source_get_series (source));
  drop (fixture, "a");
  source = add (fixture, "a", "x y", SW_UNIT_CELSIUS);
  g_assert_cmpuint (sw_series_get_n_rows (sw_source_get_series (source)), ==, n_rows);
  run (fixture, 5);
  g_assert_cmpuint (sw_series_get_n_rows (sw_source_get_series (source)), >=, n_rows + 5);
  /* At once: nothing is missing in between. */
  g_assert_cmpuint (count_gaps (source), ==, 0);
}

static void
test_absence_is_a_gap (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  SwSource *source = add (fixture, "a", "x", SW_UNIT_CELSIUS);

  run (fixture, 10);
  drop (fixture, "a");
  add (fixture, "other", "x", SW_UNIT_CELSIUS);
  run (fixture, 10);
  source = add (fixture, "a", "x", SW_UNIT_CELSIUS);
  run (fixture, 5);
  g_assert_cmpuint (count_gaps (source), ==, 1);
}

static void
test_another_meaning_begins_anew (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const struct
  {
    const char *channels;
    SwUnit unit;
  } others[] = {
    { "x", SW_UNIT_CELSIUS },
    { "y x", SW_UNIT_CELSIUS },
    { "x y z", SW_UNIT_CELSIUS },
    { "x y", SW_UNIT_RPM },
  };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      add (fixture, "a", "x y", SW_UNIT_CELSIUS);
      run (fixture, 3);
      drop (fixture, "a");
      g_assert_null (sw_source_get_series (add (fixture, "a", others[i].channels, others[i].unit)));
      drop (fixture, "a");
    }
}

/* A history takes room: those of the sources that left last are kept. */
static void
test_keeps_some (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *id = g_strdup_printf ("s%u", i);

      add (fixture, id, "x", SW_UNIT_NUMBER);
      run (fixture, 1);
      drop (fixture, id);
    }
  g_assert_null (sw_source_get_series (add (fixture, "s3", "x", SW_UNIT_NUMBER)));
  g_assert_nonnull (sw_source_get_series (add (fixture, "s4", "x", SW_UNIT_NUMBER)));
  g_assert_nonnull (sw_source_get_series (add (fixture, "s19", "x", SW_UNIT_NUMBER)));
}

int
main (int argc, char *argv[])
{
  const struct
  {
    const char *path;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/made-anew/goes-on", test_goes_on_with_its_history },
    { "/made-anew/absence", test_absence_is_a_gap },
    { "/made-anew/another", test_another_meaning_begins_anew },
    { "/made-anew/bound", test_keeps_some },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
