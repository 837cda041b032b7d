/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "plugins/multiload/net-dev.h"

/* Counters between bytes received and bytes sent: packets, errs, drop, fifo, frame, compressed, multicast. */
#define N_BETWEEN 7

/* The headings. FALSE if this is no /proc/net/dev. */
gboolean
net_dev_begin (SwScan *text)
{
  SwScan line;

  return sw_scan_take_line (text, &line) && sw_scan_literal (&line, "Inter-|")
         && sw_scan_take_line (text, &line);
}

static gboolean
parse_line (SwScan line, NetDevLine *parsed)
{
  const char *counters = line.end;

  sw_scan_skip_blanks (&line);
  /* An alias such as eth0:1 has a colon in its name, the counters have none; and a long number may follow the colon
   * without a blank. */
  while (counters > line.at && counters[-1] != ':')
    counters--;
  if (counters - line.at < 2)
    return FALSE;
  parsed->name = line.at;
  parsed->name_length = counters - 1 - line.at;
  line.at = counters;
  return sw_scan_u64 (&line, &parsed->in_bytes) && sw_scan_skip_words (&line, N_BETWEEN)
         && sw_scan_u64 (&line, &parsed->out_bytes);
}

/* The next interface; lines that cannot be understood are passed over. FALSE at the end of the text. */
gboolean
net_dev_next (SwScan *text, NetDevLine *line)
{
  SwScan rest;

  while (sw_scan_take_line (text, &rest))
    if (parse_line (rest, line))
      return TRUE;
  return FALSE;
}
