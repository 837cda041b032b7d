/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Hostile text for the parser of /proc/diskstats. */

#include "config.h"

#include "plugins/multiload/diskstats.h"
#include "tests/fuzz/sw-fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  SwScan text = sw_scan_init ((const char *) data, size);
  DiskstatsLine line;

  while (diskstats_next (&text, &line))
    {
      g_assert_cmpuint (line.name_length, >, 0);
      g_assert_true (line.name + line.name_length < text.end);
    }
  return 0;
}
