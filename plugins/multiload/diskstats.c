/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "plugins/multiload/diskstats.h"

static gboolean
scan_number (SwScan *line, guint *number)
{
  guint64 value;

  if (!sw_scan_u64 (line, &value) || value > G_MAXUINT)
    return FALSE;
  *number = value;
  return TRUE;
}

/* major minor name, reads: completed merged sectors ms, writes: the same, in flight, ms busy, ms weighted, … */
static gboolean
parse_line (SwScan line, DiskstatsLine *parsed)
{
  return scan_number (&line, &parsed->major) && scan_number (&line, &parsed->minor)
         && sw_scan_word (&line, &parsed->name, &parsed->name_length)
         && sw_scan_skip_words (&line, 2) && sw_scan_u64 (&line, &parsed->sectors_read)
         && sw_scan_skip_words (&line, 3) && sw_scan_u64 (&line, &parsed->sectors_written)
         && sw_scan_skip_words (&line, 2) && sw_scan_u64 (&line, &parsed->busy_ms);
}

/* The next device; lines that cannot be understood are passed over. FALSE at the end of the text. */
gboolean
diskstats_next (SwScan *text, DiskstatsLine *line)
{
  SwScan rest;

  while (sw_scan_take_line (text, &rest))
    if (parse_line (rest, line))
      return TRUE;
  return FALSE;
}
