/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The cursor over kernel text under any order of calls: the first line says which, the rest is the text. After each the
 * cursor must stand where it stood or further, and within the text. */

#include "config.h"

#include <math.h>

#include "core/sw-scan.h"
#include "tests/fuzz/sw-fuzz.h"

static void
take_word (SwScan *scan)
{
  const char *word;
  gsize length_bytes;

  if (!sw_scan_word (scan, &word, &length_bytes))
    return;
  g_assert_cmpuint (length_bytes, >, 0);
  g_assert_true (word + length_bytes <= scan->end);
}

static void
take_number (SwScan *scan, uint8_t kind)
{
  guint64 natural;
  gint64 whole;
  double fraction;

  if (kind == 'u')
    sw_scan_u64 (scan, &natural);
  else if (kind == 'i')
    sw_scan_i64 (scan, &whole);
  else if (sw_scan_double (scan, &fraction))
    g_assert_true (isfinite (fraction) && fraction >= 0);
}

/* The rest of the line by itself, to its very end. */
static void
take_line (SwScan *scan)
{
  SwScan line;

  if (!sw_scan_take_line (scan, &line))
    return;
  g_assert_true (line.at <= line.end && line.end <= scan->at);
  g_assert_null (memchr (line.at, '\n', line.end - line.at));
  while (line.at < line.end)
    {
      const char *before = line.at;

      take_word (&line);
      take_number (&line, 'd');
      if (line.at == before)
        break;
    }
}

static void
step (SwScan *scan, uint8_t op)
{
  switch (op)
    {
    case 'b':
      sw_scan_skip_blanks (scan);
      break;
    case 'n':
      sw_scan_next_line (scan);
      break;
    case 'l':
      take_line (scan);
      break;
    case 'w':
      take_word (scan);
      break;
    case 'c':
      sw_scan_literal (scan, "cpu");
      break;
    case 'u':
    case 'i':
    case 'd':
      take_number (scan, op);
      break;
    default:
      sw_scan_skip_words (scan, op);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const uint8_t *newline = size > 0 ? memchr (data, '\n', size) : NULL;
  const uint8_t *text = newline != NULL ? newline + 1 : data + size;
  SwScan scan = sw_scan_init ((const char *) text, data + size - text);

  for (const uint8_t *op = data; op < text; op++)
    {
      const char *before = scan.at;

      step (&scan, *op);
      g_assert_true (scan.at >= before && scan.at <= scan.end);
    }
  return 0;
}
