/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

/* A cursor over text of /proc and /sys that never leaves its bounds and never allocates. Inline, because a
 * sample of /proc/stat on a large machine passes here ten thousand times. Private to the tree: plugins
 * outside it bring their own. */

#pragma once

#include <string.h>

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *at;
  const char *end;
} SwScan;

static inline SwScan
sw_scan_init (const char *text, gsize length_bytes)
{
  return (SwScan) { .at = text, .end = text + length_bytes };
}

static inline gboolean
sw_scan_is_blank (char c)
{
  return c == ' ' || c == '\t';
}

static inline void
sw_scan_skip_blanks (SwScan *scan)
{
  while (scan->at < scan->end && sw_scan_is_blank (*scan->at))
    scan->at++;
}

/* Moves behind the next newline. FALSE at the end of the text. */
static inline gboolean
sw_scan_next_line (SwScan *scan)
{
  const char *newline = scan->at < scan->end ? memchr (scan->at, '\n', scan->end - scan->at) : NULL;

  scan->at = newline != NULL ? newline + 1 : scan->end;
  return scan->at < scan->end;
}

/* The cursor over the rest of this line alone; SCAN itself moves behind it. FALSE at the end of the text. */
static inline gboolean
sw_scan_take_line (SwScan *scan, SwScan *line)
{
  if (scan->at >= scan->end)
    return FALSE;
  line->at = scan->at;
  sw_scan_next_line (scan);
  line->end = scan->at > line->at && scan->at[-1] == '\n' ? scan->at - 1 : scan->at;
  return TRUE;
}

/* Skips blanks, then takes what stands before the next blank, newline or end. */
static inline gboolean
sw_scan_word (SwScan *scan, const char **word, gsize *length_bytes)
{
  sw_scan_skip_blanks (scan);
  *word = scan->at;
  while (scan->at < scan->end && !sw_scan_is_blank (*scan->at) && *scan->at != '\n')
    scan->at++;
  *length_bytes = scan->at - *word;
  return *length_bytes > 0;
}

static inline gboolean
sw_scan_skip_words (SwScan *scan, guint n_words)
{
  const char *word;
  gsize length;

  while (n_words-- > 0)
    if (!sw_scan_word (scan, &word, &length))
      return FALSE;
  return TRUE;
}

/* Takes TEXT if the cursor stands on it. */
static inline gboolean
sw_scan_literal (SwScan *scan, const char *text)
{
  gsize length = strlen (text);

  if ((gsize) (scan->end - scan->at) < length || memcmp (scan->at, text, length) != 0)
    return FALSE;
  scan->at += length;
  return TRUE;
}

/* Skips blanks and takes a decimal number. FALSE, with the cursor behind the blanks, where there is none or it
 * does not fit in 64 bits. */
static inline gboolean
sw_scan_u64 (SwScan *scan, guint64 *value)
{
  const char *at;
  guint64 sum = 0;

  sw_scan_skip_blanks (scan);
  for (at = scan->at; at < scan->end && *at >= '0' && *at <= '9'; at++)
    if (__builtin_mul_overflow (sum, 10u, &sum)
        || __builtin_add_overflow (sum, (guint64) (*at - '0'), &sum))
      return FALSE;
  if (at == scan->at)
    return FALSE;
  scan->at = at;
  *value = sum;
  return TRUE;
}

/* As sw_scan_u64(), with a minus sign allowed right before the digits. */
static inline gboolean
sw_scan_i64 (SwScan *scan, gint64 *value)
{
  guint64 magnitude;
  gboolean negative;
  SwScan ahead;

  sw_scan_skip_blanks (scan);
  ahead = *scan;
  negative = sw_scan_literal (&ahead, "-");
  if (ahead.at == ahead.end || sw_scan_is_blank (*ahead.at))
    return FALSE;
  if (!sw_scan_u64 (&ahead, &magnitude) || magnitude > (guint64) G_MAXINT64 + negative)
    return FALSE;
  *scan = ahead;
  *value = negative ? (gint64) -magnitude : (gint64) magnitude;
  return TRUE;
}

/* Skips blanks and takes a decimal fraction such as 12.34, with a point whatever the locale. */
static inline gboolean
sw_scan_double (SwScan *scan, double *value)
{
  guint64 whole, fraction = 0, scale = 1;

  if (!sw_scan_u64 (scan, &whole))
    return FALSE;
  *value = whole;
  if (!sw_scan_literal (scan, "."))
    return TRUE;
  for (; scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9'; scan->at++)
    /* More digits than a double can hold are passed over. */
    if (scale < G_GUINT64_CONSTANT (1000000000000000))
      {
        fraction = fraction * 10 + (*scan->at - '0');
        scale *= 10;
      }
  *value += (double) fraction / scale;
  return TRUE;
}

G_END_DECLS
