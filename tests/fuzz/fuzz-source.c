/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Hostile text for a source that reads one file. The build names the source: FUZZ_HEADER, FUZZ_NEW, FUZZ_PATH. Lines of
 * "====" part the text of one tick from that of the next, so that counters and their rates are fuzzed too. */

#include "config.h"

#include <math.h>
#include <string.h>

#include FUZZ_HEADER
#include "tests/fuzz/sw-fuzz.h"
#include "tests/sw-test.h"

#define SEPARATOR "====\n"

static void
check_values (SwSource *source)
{
  char text[SW_UNIT_TEXT_BYTES];
  SwSeries *series = sw_source_get_series (source);
  const guint n_rows = sw_series_get_n_rows (series);

  for (guint i = 0; i < sw_source_get_n_channels (source); i++)
    {
      const double value = sw_source_get_value (source, i);

      g_assert_true (isnan (value) || isfinite (value));
      /* Temperatures are the only thing that may be below nothing. */
      g_assert_true (!(value < 0) || sw_source_get_unit (source) == SW_UNIT_CELSIUS);
    }
  if (n_rows > 0)
    sw_source_format_headline (source, sw_series_peek_row (series, n_rows - 1), text, sizeof text);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static SwTestTree *tree;
  static SwSamplePool *pool;
  const char *at = (const char *) data;
  const char *const end = at + size;
  g_autoptr (SwSource) source = NULL;

  if (tree == NULL)
    {
      tree = sw_test_tree_new ();
      pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
    }
  source = FUZZ_NEW (pool);
  sw_source_acquire (source);
  for (guint64 serial = 1; serial == 1 || at < end; serial++)
    {
      const char *cut = memmem (at, end - at, SEPARATOR, strlen (SEPARATOR));
      const SwTick tick = sw_test_tick (serial);

      sw_test_tree_write_bytes (tree, FUZZ_PATH, at, (cut != NULL ? cut : end) - at);
      sw_source_sample (source, &tick);
      check_values (source);
      at = cut != NULL ? cut + strlen (SEPARATOR) : end;
    }
  sw_source_release (source);
  return 0;
}
