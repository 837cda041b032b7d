/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <locale.h>
#include <math.h>

#include "core/sw-csv.h"
#include "core/sw-source.h"

#include "tests/sw-test.h"

/* 2026-11-21 14:30:00 UTC, at which the machine of these tests started. */
#define EPOCH_US (G_GINT64_CONSTANT (1795271400) * SW_SECOND_US)

#define TABLE_TYPE_SOURCE (table_source_get_type ())
G_DECLARE_FINAL_TYPE (TableSource, table_source, TABLE, SOURCE, SwSource)

struct _TableSource
{
  SwSource parent_instance;

  const double *values; /* borrowed; NULL: it fails */
};

G_DEFINE_FINAL_TYPE (TableSource, table_source, SW_TYPE_SOURCE)

static gboolean
table_source_sample (SwSource *source, G_GNUC_UNUSED const SwTick *tick, GError **error)
{
  const double *values = TABLE_SOURCE (source)->values;

  if (values == NULL)
    {
      g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_FAILED, "Nothing to read");
      return FALSE;
    }
  for (guint i = 0; i < sw_source_get_n_channels (source); i++)
    sw_source_set_value (source, i, values[i]);
  return TRUE;
}

static void
table_source_class_init (TableSourceClass *klass)
{
  SW_SOURCE_CLASS (klass)->sample = table_source_sample;
}

static void
table_source_init (G_GNUC_UNUSED TableSource *self)
{
}

static SwSource *
make_source (SwUnit unit, const char *first, const char *second)
{
  SwSource *source
      = g_object_new (TABLE_TYPE_SOURCE, "id", "table", "title", "Table", "unit", unit, NULL);

  sw_source_add_channel (source, sw_channel_new ("first", first, SW_ROLE_1));
  sw_source_add_channel (source, sw_channel_new ("second", second, SW_ROLE_2));
  return source;
}

static void
push (SwSource *source, gint64 time_us, const double *values)
{
  const SwTick tick = { .serial = time_us, .now_us = time_us, .boottime_us = time_us };

  TABLE_SOURCE (source)->values = values;
  sw_source_sample (source, &tick);
}

static char *
format (SwSource *source, gint64 from_us, gint64 to_us)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  GString *csv = g_string_new (NULL);

  sw_csv_append_source (csv, source, from_us, to_us, EPOCH_US, utc);
  return g_string_free (csv, FALSE);
}

static void
test_quoting (void)
{
  const struct
  {
    const char *text, *field;
  } cases[] = {
    { "plain", "plain" },
    { "", "" },
    { "two words", "two words" },
    { "a,b", "\"a,b\"" },
    { "say \"yes\"", "\"say \"\"yes\"\"\"" },
    { "\"", "\"\"\"\"" },
    { "line\nline", "\"line\nline\"" },
    { "line\rline", "\"line\rline\"" },
    { " blank", "\" blank\"" },
    { "blank ", "\"blank \"" },
    { "semi;colon", "semi;colon" },
    { "größer °C", "größer °C" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) csv = g_string_new (NULL);

      sw_csv_append_text (csv, cases[i].text);
      g_assert_cmpstr (csv->str, ==, cases[i].field);
    }
}

static void
test_numbers (void)
{
  const struct
  {
    double value;
    const char *field;
  } cases[] = {
    { 0, "0" },
    { -1.5, "-1.5" },
    { 0.1f, "0.1" },
    { 12.34567f, "12.34567" },
    { 100, "100" },
    { 1048576, "1048576" },
    { 17179869184.0, "17179869184" },
    { 1e20, "1e+20" },
    { 0.00001, "1e-05" },
    { NAN, "" },
    { INFINITY, "" },
    { -INFINITY, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) csv = g_string_new (NULL);

      sw_csv_append_number (csv, cases[i].value);
      g_assert_cmpstr (csv->str, ==, cases[i].field);
    }
}

static void
test_times (void)
{
  const struct
  {
    gint64 unix_us;
    gint32 zone_s;
    const char *field;
  } cases[] = {
    { EPOCH_US, 0, "2026-11-21T14:30:00.000+00:00" },
    { EPOCH_US + 345678, 3600, "2026-11-21T15:30:00.345+01:00" },
    { EPOCH_US + 999, -12600, "2026-11-21T11:00:00.000-03:30" },
    { 0, 0, "1970-01-01T00:00:00.000+00:00" },
    { G_MAXINT64, 0, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GTimeZone) zone = g_time_zone_new_offset (cases[i].zone_s);
      g_autoptr (GString) csv = g_string_new (NULL);

      sw_csv_append_time (csv, cases[i].unix_us, zone);
      g_assert_cmpstr (csv->str, ==, cases[i].field);
    }
}

/* The whole as it is saved. */
static void
test_golden (void)
{
  g_autoptr (SwSource) source = make_source (SW_UNIT_PERCENT, "User", "Guests, \"nice\"");
  g_autofree char *csv = NULL;

  push (source, 1 * SW_SECOND_US, (double[]) { 12.5, 1 });
  push (source, 2 * SW_SECOND_US + 1500, (double[]) { 13, NAN });
  push (source, 3 * SW_SECOND_US, NULL);
  push (source, 7 * SW_SECOND_US, (double[]) { 0, 100 });
  csv = format (source, 0, G_MAXINT64);
  g_assert_cmpstr (csv, ==,
                   "Time,User (%),\"Guests, \"\"nice\"\" (%)\"\r\n"
                   "2026-11-21T14:30:01.000+00:00,12.5,1\r\n"
                   "2026-11-21T14:30:02.001+00:00,13,\r\n"
                   "2026-11-21T14:30:03.000+00:00,,\r\n"
                   "2026-11-21T14:30:07.000+00:00,0,100\r\n");
}

static void
test_range_includes_both_ends (void)
{
  g_autoptr (SwSource) source = make_source (SW_UNIT_NUMBER, "a", "b");
  g_autofree char *csv = NULL;

  for (int second = 1; second <= 9; second++)
    push (source, second * SW_SECOND_US, (double[]) { second, -second });
  csv = format (source, 4 * SW_SECOND_US, 5 * SW_SECOND_US);
  g_assert_cmpstr (csv, ==,
                   "Time,a,b\r\n"
                   "2026-11-21T14:30:04.000+00:00,4,-4\r\n"
                   "2026-11-21T14:30:05.000+00:00,5,-5\r\n");
}

static void
test_hidden_channels_stay_out (void)
{
  g_autoptr (SwSource) source = make_source (SW_UNIT_BYTES_PER_SECOND, "Received", "Sent");
  g_autofree char *csv = NULL;

  push (source, SW_SECOND_US, (double[]) { 3e9, 2 });
  sw_channel_set_shown (sw_source_get_channel (source, 1), FALSE);
  csv = format (source, 0, G_MAXINT64);
  g_assert_cmpstr (csv, ==,
                   "Time,Received (B/s)\r\n"
                   "2026-11-21T14:30:01.000+00:00,3000000000\r\n");
}

/* Samples are kept for an hour; before that, means of ten seconds. No stretch is told twice. */
static void
test_older_than_the_samples (void)
{
  g_autoptr (SwSource) source = make_source (SW_UNIT_NUMBER, "a", "b");
  g_autofree char *csv = NULL;
  g_auto (GStrv) lines = NULL;

  for (int second = 1; second <= 3600 + 40; second++)
    push (source, second * SW_SECOND_US, (double[]) { second, NAN });
  csv = format (source, 0, G_MAXINT64);
  lines = g_strsplit (csv, "\r\n", -1);
  g_assert_cmpstr (lines[1], ==, "2026-11-21T14:30:00.000+00:00,5,");
  g_assert_cmpstr (lines[2], ==, "2026-11-21T14:30:10.000+00:00,14.5,");
  g_assert_cmpstr (lines[4], ==, "2026-11-21T14:30:30.000+00:00,34.5,");
  g_assert_cmpstr (lines[5], ==, "2026-11-21T14:30:41.000+00:00,41,");
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 4 + 3600 + 1);
}

static void
test_without_samples (void)
{
  g_autoptr (SwSource) source = make_source (SW_UNIT_CELSIUS, "a", "b");
  g_autofree char *csv = format (source, 0, G_MAXINT64);

  g_assert_cmpstr (csv, ==, "Time,a (°C),b (°C)\r\n");
}

/* For test-csv.py, which reads it as others do. */
static int
print_nasty (void)
{
  g_autoptr (SwSource) source = make_source (SW_UNIT_PERCENT, "a,\"b\"\r\nc", " d ");
  g_autofree char *csv = NULL;

  push (source, SW_SECOND_US, (double[]) { 1.5, 2e9 });
  push (source, 2 * SW_SECOND_US, NULL);
  push (source, 3 * SW_SECOND_US, (double[]) { NAN, -0.25 });
  csv = format (source, 0, G_MAXINT64);
  g_print ("%s", csv);
  return 0;
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  if (argc == 2 && g_str_equal (argv[1], "--print"))
    return print_nasty ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/quoting", test_quoting);
  g_test_add_func ("/csv/numbers", test_numbers);
  g_test_add_func ("/csv/times", test_times);
  g_test_add_func ("/csv/golden", test_golden);
  g_test_add_func ("/csv/range/includes-both-ends", test_range_includes_both_ends);
  g_test_add_func ("/csv/hidden-channels/stay-out", test_hidden_channels_stay_out);
  g_test_add_func ("/csv/older-than-the-samples", test_older_than_the_samples);
  g_test_add_func ("/csv/without-samples", test_without_samples);
  return g_test_run ();
}
