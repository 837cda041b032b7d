/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-scan.h"

/* The cursor stays in the text: each text here is a block of its own without a NUL, so that the sanitizer sees a single
 * byte too far. */

typedef struct
{
  char *bytes;
  SwScan scan;
} Text;

static Text
make_text (const char *text)
{
  const gsize length = strlen (text);
  char *bytes = length > 0 ? g_memdup2 (text, length) : g_malloc (1);

  return (Text) { bytes, sw_scan_init (bytes, length) };
}

#define BAD G_MAXINT64 /* as expected value: refused */

static const struct
{
  const char *text;
  gint64 value;
  const char *rest;
} integers[] = {
  { "0", 0, "" },
  { "  \t42 7", 42, " 7" },
  { "42kB", 42, "kB" },
  { "-17\n", -17, "\n" },
  { "9223372036854775806", G_MAXINT64 - 1, "" },
  { "-9223372036854775808", G_MININT64, "" },
  { "-9223372036854775809", BAD, "-9223372036854775809" },
  { "9223372036854775808", BAD, "9223372036854775808" },
  { "99999999999999999999", BAD, "99999999999999999999" },
  { "", BAD, "" },
  { "   ", BAD, "" },
  { "-", BAD, "-" },
  { "- 5", BAD, "- 5" },
  { "--5", BAD, "--5" },
  { "+5", BAD, "+5" },
  { "\n5", BAD, "\n5" },
  { "x", BAD, "x" },
};

static void
test_integers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (integers); i++)
    {
      Text text = make_text (integers[i].text);
      gint64 value = 0;
      const gboolean taken = sw_scan_i64 (&text.scan, &value);

      g_assert_true (taken == (integers[i].value != BAD));
      if (taken)
        g_assert_cmpint (value, ==, integers[i].value);
      g_assert_cmpmem (text.scan.at, (gsize) (text.scan.end - text.scan.at), integers[i].rest,
                       strlen (integers[i].rest));
      g_free (text.bytes);
    }
}

static void
test_unsigned_to_the_brim (void)
{
  Text text = make_text ("18446744073709551615 18446744073709551616");
  guint64 value = 0;

  g_assert_true (sw_scan_u64 (&text.scan, &value));
  g_assert_cmpuint (value, ==, G_MAXUINT64);
  g_assert_false (sw_scan_u64 (&text.scan, &value));
  g_assert_cmpint (*text.scan.at, ==, '1');
  g_free (text.bytes);
}

static const struct
{
  const char *text;
  double value; /* -1: refused */
} fractions[] = {
  { "0.25", 0.25 }, { "12", 12 },
  { "1.", 1 },      { "3.50 7", 3.5 },
  { ".5", -1 },     { "-1.5", -1 },
  { "nan", -1 },    { "1,5", 1 },
  { "", -1 },       { "1.2.3", 1.2 },
  { "1e9", 1 },     { "007.70", 7.7 },
  { "0.75", 0.75 }, { "0.33333333333333333333333333333333333333", 1.0 / 3 },
};

static void
test_fractions (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (fractions); i++)
    {
      Text text = make_text (fractions[i].text);
      double value = -1;

      sw_scan_double (&text.scan, &value);
      g_assert_cmpfloat_with_epsilon (value, fractions[i].value, 1e-12);
      g_free (text.bytes);
    }
}

static void
test_lines (void)
{
  Text text = make_text ("one\n\nthree");
  SwScan line = { 0 };
  const char *const expected[] = { "one", "", "three" };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_assert_true (sw_scan_take_line (&text.scan, &line));
      g_assert_cmpmem (line.at, (gsize) (line.end - line.at), expected[i], strlen (expected[i]));
    }
  g_assert_false (sw_scan_take_line (&text.scan, &line));
  g_assert_false (sw_scan_next_line (&text.scan));
  g_free (text.bytes);
}

static void
test_words (void)
{
  Text text = make_text (" a  bc\td\ne");
  const char *word;
  gsize length;

  g_assert_true (sw_scan_literal (&text.scan, " a"));
  g_assert_false (sw_scan_literal (&text.scan, "bc"));
  g_assert_true (sw_scan_word (&text.scan, &word, &length));
  g_assert_cmpmem (word, length, "bc", 2);
  g_assert_true (sw_scan_skip_words (&text.scan, 1));
  /* Words end at the line. */
  g_assert_false (sw_scan_skip_words (&text.scan, 1));
  g_assert_true (sw_scan_next_line (&text.scan));
  g_assert_false (sw_scan_literal (&text.scan, "ef"));
  g_assert_true (sw_scan_word (&text.scan, &word, &length));
  g_assert_cmpmem (word, length, "e", 1);
  g_assert_false (sw_scan_word (&text.scan, &word, &length));
  g_free (text.bytes);
}

static void
test_no_text_at_all (void)
{
  SwScan scan = sw_scan_init (NULL, 0);
  SwScan line;
  guint64 value;

  g_assert_false (sw_scan_next_line (&scan));
  g_assert_false (sw_scan_take_line (&scan, &line));
  g_assert_false (sw_scan_u64 (&scan, &value));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scan/integers", test_integers);
  g_test_add_func ("/scan/unsigned-to-the-brim", test_unsigned_to_the_brim);
  g_test_add_func ("/scan/fractions", test_fractions);
  g_test_add_func ("/scan/lines", test_lines);
  g_test_add_func ("/scan/words", test_words);
  g_test_add_func ("/scan/no-text-at-all", test_no_text_at_all);
  return g_test_run ();
}
