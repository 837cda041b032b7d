/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <locale.h>
#include <math.h>

#include "core/sw-unit.h"
#include "tests/sw-test.h"

typedef struct
{
  SwUnit unit;
  double value;
  const char *text;
} Case;

static const Case cases[] = {
  { SW_UNIT_NUMBER, 0, "0.0" },
  { SW_UNIT_NUMBER, 1.25, "1.2" },
  { SW_UNIT_NUMBER, 99.94, "99.9" },
  { SW_UNIT_NUMBER, 99.96, "100" },
  { SW_UNIT_NUMBER, 999.4, "999" },
  { SW_UNIT_NUMBER, 999.5, "1.0 k" },
  { SW_UNIT_NUMBER, 1234567, "1.2 M" },
  { SW_UNIT_NUMBER, -3.5, "-3.5" },
  { SW_UNIT_NUMBER, -0.01, "0.0" },
  { SW_UNIT_NUMBER, -0.0, "0.0" },
  { SW_UNIT_PERCENT, 0.4, "0 %" },
  { SW_UNIT_PERCENT, -0.4, "0 %" },
  { SW_UNIT_PERCENT, 99.6, "100 %" },
  { SW_UNIT_PERCENT, 100, "100 %" },
  { SW_UNIT_BYTES, 0, "0 B" },
  { SW_UNIT_BYTES, 1023, "1023 B" },
  { SW_UNIT_BYTES, 1023.4, "1023 B" },
  { SW_UNIT_BYTES, 1023.6, "1.0 KiB" },
  { SW_UNIT_BYTES, 1024, "1.0 KiB" },
  { SW_UNIT_BYTES, 1024 * 1023.6, "1.0 MiB" },
  { SW_UNIT_BYTES, 16384256.0 * 1024, "15.6 GiB" },
  { SW_UNIT_BYTES, 1024.0 * 1024 * 1024 * 1024 * 100, "100 TiB" },
  { SW_UNIT_BYTES_PER_SECOND, 999.4, "999 B/s" },
  { SW_UNIT_BYTES_PER_SECOND, 999.5, "1.0 kB/s" },
  { SW_UNIT_BYTES_PER_SECOND, 125e6, "125 MB/s" },
  { SW_UNIT_CELSIUS, -4.6, "-5 °C" },
  { SW_UNIT_RPM, 1234.5, "1234 rpm" },
  { SW_UNIT_WATT, 7.25, "7.2 W" },
  { SW_UNIT_HERTZ, 50, "50 Hz" },
  { SW_UNIT_HERTZ, 3412.5e6, "3.41 GHz" },
  { SW_UNIT_HERTZ, 999.7e6, "1.00 GHz" },
  { SW_UNIT_HERTZ, 800e6, "800 MHz" },
  { SW_UNIT_HERTZ, 9.996e6, "10.0 MHz" },
  { SW_UNIT_MILLISECONDS, 12.34, "12.3 ms" },
  { SW_UNIT_BITS_PER_SECOND, 512, "512 bit/s" },
  { SW_UNIT_BITS_PER_SECOND, 999.5, "1.0 kbit/s" },
  { SW_UNIT_BITS_PER_SECOND, 940e6, "940 Mbit/s" },
  { SW_UNIT_PER_SECOND, 0.4, "0/s" },
  { SW_UNIT_PER_SECOND, 1204, "1.2 k/s" },
  { SW_UNIT_PER_SECOND, 1.4e6, "1.4 M/s" },
  { SW_UNIT_BYTES, 1e300, "9.09e+287 TiB" },
  { SW_UNIT_BYTES, -G_MAXDOUBLE, "-1.8e+308 B" },
  { SW_UNIT_PERCENT, G_MAXDOUBLE, "1.8e+308 %" },
  { SW_UNIT_NUMBER, NAN, "–" },
  { SW_UNIT_BYTES, INFINITY, "–" },
  { SW_UNIT_WATT, -INFINITY, "–" },
};

static void
test_format (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char buffer[SW_UNIT_TEXT_BYTES];
      g_autofree char *text = sw_unit_to_string (cases[i].unit, cases[i].value);

      sw_unit_format (cases[i].unit, cases[i].value, buffer, sizeof buffer);
      g_assert_cmpstr (buffer, ==, text);
      if (cases[i].value == -G_MAXDOUBLE)
        g_assert_true (g_str_has_prefix (text, "-"));
      else
        g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_decimal_comma (void)
{
  char buffer[SW_UNIT_TEXT_BYTES];

  /* Which locales there are is the machine's affair; the C one says the rest. */
  if (setlocale (LC_NUMERIC, "de_DE.UTF-8") != NULL)
    {
      sw_unit_format (SW_UNIT_WATT, 7.25, buffer, sizeof buffer);
      g_assert_cmpstr (buffer, ==, "7,2 W");
      sw_unit_format (SW_UNIT_NUMBER, -0.01, buffer, sizeof buffer);
      g_assert_cmpstr (buffer, ==, "0,0");
    }
  setlocale (LC_NUMERIC, "C");
  sw_unit_format (SW_UNIT_WATT, 7.25, buffer, sizeof buffer);
  g_assert_cmpstr (buffer, ==, "7.2 W");
}

static void
test_small_buffers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize size = 1; size <= 12; size++)
      {
        g_autofree char *buffer = g_malloc (size);

        sw_unit_format (cases[i].unit, cases[i].value, buffer, size);
        g_assert_cmpuint (strlen (buffer), <, size);
        g_assert_true (g_utf8_validate (buffer, -1, NULL));
        sw_unit_format_widest (cases[i].unit, buffer, size);
        g_assert_cmpuint (strlen (buffer), <, size);
        g_assert_true (g_utf8_validate (buffer, -1, NULL));
      }
}

static void
test_widest_is_wide_enough (void)
{
  for (SwUnit unit = SW_UNIT_NUMBER; unit <= SW_UNIT_PER_SECOND; unit++)
    {
      const double greatest = unit == SW_UNIT_PERCENT || unit == SW_UNIT_CELSIUS ? 200 : 5000;
      char widest[SW_UNIT_TEXT_BYTES];

      sw_unit_format_widest (unit, widest, sizeof widest);
      for (double value = 0.01; value < greatest; value *= 1.07)
        {
          g_autofree char *text = sw_unit_to_string (unit, value);

          g_assert_cmpint (g_utf8_strlen (text, -1), <=, g_utf8_strlen (widest, -1));
        }
    }
}

static const struct
{
  SwUnit unit;
  double value;
  double top;
} tops[] = {
  { SW_UNIT_NUMBER, 0, 1 },
  { SW_UNIT_NUMBER, -5, 1 },
  { SW_UNIT_NUMBER, NAN, 1 },
  { SW_UNIT_NUMBER, INFINITY, 1 },
  { SW_UNIT_NUMBER, 0.3, 0.5 },
  { SW_UNIT_NUMBER, 1, 1 },
  { SW_UNIT_NUMBER, 1.01, 2 },
  { SW_UNIT_NUMBER, 51, 100 },
  { SW_UNIT_NUMBER, 501, 1000 },
  { SW_UNIT_NUMBER, 1001, 2000 },
  { SW_UNIT_BYTES, 1, 1 },
  { SW_UNIT_BYTES, 501, 1024 },
  { SW_UNIT_BYTES, 1025, 2048 },
  { SW_UNIT_BYTES, 600.0 * 1024, 1024.0 * 1024 },
  { SW_UNIT_BYTES_PER_SECOND, 0.2, 1 },
  { SW_UNIT_BYTES_PER_SECOND, 1200, 2000 },
  { SW_UNIT_BITS_PER_SECOND, 0.2, 1 },
  { SW_UNIT_PER_SECOND, 0.2, 1 },
  { SW_UNIT_PER_SECOND, 1200, 2000 },
};

static void
test_parse (void)
{
  const struct
  {
    SwUnit unit;
    const char *text;
    double value; /* negative: refused */
  } texts[] = {
    { SW_UNIT_BYTES_PER_SECOND, "10 MB/s", 10e6 },
    { SW_UNIT_BYTES_PER_SECOND, " 2.5mb/s ", 2.5e6 },
    { SW_UNIT_BYTES_PER_SECOND, "10m", 10e6 },
    { SW_UNIT_BYTES_PER_SECOND, "512", 512 },
    { SW_UNIT_BYTES, "4 GiB", 4.0 * (1 << 30) },
    { SW_UNIT_BYTES, "4g", 4.0 * (1 << 30) },
    { SW_UNIT_BYTES, "4 GB/s", -1 },
    { SW_UNIT_PERCENT, "50 %", 50 },
    { SW_UNIT_PERCENT, "50", 50 },
    { SW_UNIT_HERTZ, "4.2 GHz", 4.2e9 },
    { SW_UNIT_NUMBER, "8", 8 },
    { SW_UNIT_NUMBER, "8 k", 8000 },
    { SW_UNIT_MILLISECONDS, "20 ms", 20 },
    { SW_UNIT_BITS_PER_SECOND, "10m", 10e6 },
    { SW_UNIT_BITS_PER_SECOND, "2.5 Gbit/s", 2.5e9 },
    { SW_UNIT_PER_SECOND, "3/s", 3 },
    { SW_UNIT_PER_SECOND, "3 k/s", 3000 },
    { SW_UNIT_NUMBER, "", -1 },
    { SW_UNIT_NUMBER, "k", -1 },
    { SW_UNIT_NUMBER, "-3", -1 },
    { SW_UNIT_NUMBER, "inf", -1 },
    { SW_UNIT_NUMBER, "nan", -1 },
    { SW_UNIT_NUMBER, "1e999", -1 },
    { SW_UNIT_PERCENT, "5 lightyears", -1 },
    { SW_UNIT_BYTES, "5 \xff\xfe", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      double value = -1;

      g_assert_cmpint (sw_unit_parse (texts[i].unit, texts[i].text, &value), ==,
                       texts[i].value >= 0);
      if (texts[i].value >= 0)
        g_assert_cmpfloat (value, ==, texts[i].value);
    }
}

static void
test_round_up (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (tops); i++)
    g_assert_cmpfloat_with_epsilon (sw_unit_round_up (tops[i].unit, tops[i].value), tops[i].top,
                                    1e-9);
  for (double value = 1e-12; value < 1e307; value *= 1.7)
    {
      const double top = sw_unit_round_up (SW_UNIT_BYTES, value);

      g_assert_true (isfinite (top));
      g_assert_cmpfloat (top, >=, value);
      g_assert_cmpfloat (top, <=, MAX (value * 2.6, 1));
    }
  g_assert_cmpfloat (sw_unit_round_up (SW_UNIT_NUMBER, G_MAXDOUBLE), ==, G_MAXDOUBLE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/unit/format/table", test_format);
  g_test_add_func ("/unit/format/decimal-comma", test_decimal_comma);
  g_test_add_func ("/unit/format/small-buffers", test_small_buffers);
  g_test_add_func ("/unit/format/widest", test_widest_is_wide_enough);
  g_test_add_func ("/unit/parse", test_parse);
  g_test_add_func ("/unit/round-up", test_round_up);
  return g_test_run ();
}
