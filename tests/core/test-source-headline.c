/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "tests/sw-test.h"

/* A source whose headline is the greatest of its values. */
#define PEAK_TYPE_SOURCE (peak_source_get_type ())
G_DECLARE_FINAL_TYPE (PeakSource, peak_source, PEAK, SOURCE, SwSource)

struct _PeakSource
{
  SwSource parent_instance;
};

G_DEFINE_FINAL_TYPE (PeakSource, peak_source, SW_TYPE_SOURCE)

static gboolean
peak_source_sample (SwSource *source, const SwTick *tick, G_GNUC_UNUSED GError **error)
{
  for (guint i = 0; i < sw_source_get_n_channels (source); i++)
    sw_source_set_value (source, i, tick->serial + i);
  return TRUE;
}

static double
peak_source_get_headline_value (SwSource *source, const float *values)
{
  double peak = NAN;

  for (guint i = 0; i < sw_source_get_n_channels (source); i++)
    peak = fmax (peak, values[i]);
  return peak;
}

static void
peak_source_class_init (PeakSourceClass *klass)
{
  SW_SOURCE_CLASS (klass)->sample = peak_source_sample;
  SW_SOURCE_CLASS (klass)->get_headline_value = peak_source_get_headline_value;
}

static void
peak_source_init (G_GNUC_UNUSED PeakSource *self)
{
}

static SwSource *
make_source (GType type, guint n_channels)
{
  SwSource *source = g_object_new (type, "id", "test", "unit", SW_UNIT_PERCENT, NULL);

  for (guint i = 0; i < n_channels; i++)
    {
      g_autofree char *id = g_strdup_printf ("c%u", i);

      sw_source_add_channel (source, sw_channel_new (id, id, SW_ROLE_1));
    }
  return source;
}

static void
test_source_may_define_its_own (void)
{
  g_autoptr (SwSource) plain = make_source (SW_TYPE_SOURCE, 3);
  g_autoptr (SwSource) peak = make_source (PEAK_TYPE_SOURCE, 3);
  const float values[] = { 20, 50, 10 };
  char text[SW_UNIT_TEXT_BYTES];

  g_assert_cmpfloat (sw_source_get_headline_value (plain, values), ==, 80);
  g_assert_cmpfloat (sw_source_get_headline_value (peak, values), ==, 50);
  sw_source_format_headline (peak, values, text, sizeof text);
  g_assert_cmpstr (text, ==, "50 %");
}

/* 384 cores: neither an hour of seconds nor a day of buckets, which would be 45 MB. */
static void
test_many_channels_have_a_shorter_history (void)
{
  g_autoptr (SwSource) few = make_source (PEAK_TYPE_SOURCE, 16);
  g_autoptr (SwSource) many = make_source (PEAK_TYPE_SOURCE, 384);

  for (guint64 i = 1; i <= 700; i++)
    {
      const SwTick tick = sw_test_tick (i);

      g_assert_true (sw_source_sample (few, &tick));
      g_assert_true (sw_source_sample (many, &tick));
    }
  g_assert_cmpuint (sw_series_get_n_rows (sw_source_get_series (few)), ==, 700);
  g_assert_cmpuint (sw_series_get_n_rows (sw_source_get_series (many)), ==, 600);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/source/headline/of-its-own", test_source_may_define_its_own);
  g_test_add_func ("/source/history/many-channels", test_many_channels_have_a_shorter_history);
  return g_test_run ();
}
