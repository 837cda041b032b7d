/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Settings files of other programs in the user's home. Each input is read as every kind that there is; whatever it says,
 * only what a source can be set to may come of it. */

#include "config.h"

#include <string.h>

#include "plugins/multiload/legacy-import.h"
#include "plugins/multiload/legacy-text.h"
#include "tests/fuzz/sw-fuzz.h"

static void
check (const LegacySetup *setup)
{
  g_assert_cmpuint (setup->n_graphs, <=, LEGACY_MAX_GRAPHS);
  g_assert_cmpuint (setup->left, <, 1 << LEGACY_N_LEFT);
  for (guint i = 0; i < setup->n_graphs; i++)
    {
      const LegacyGraph *graph = &setup->graphs[i];

      g_assert_nonnull (graph->source_id);
      g_assert_true (graph->interval_ms == 0
                     || (graph->interval_ms >= 100 && graph->interval_ms <= 3600000));
      g_assert_cmpuint (graph->n_colours, <=, LEGACY_MAX_COLOURS);
      for (guint j = 0; j < graph->n_colours; j++)
        {
          const LegacyColour *colour = &graph->colours[j];

          g_assert_nonnull (colour->channel_id);
          g_assert_cmpuint (strlen (colour->colour), ==, 7);
          g_assert_cmpuint (strspn (colour->colour + 1, "0123456789abcdef"), ==, 6);
        }
    }
}

static void
check_table (GHashTable *values)
{
  LegacySetup setup;

  legacy_import_ng (values, &setup);
  check (&setup);
  legacy_import_mate (values, &setup);
  check (&setup);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  /* A copy of just that size, so that a byte read too far is seen; a file of no bytes has a buffer too. */
  g_autofree char *text = g_memdup2 (size > 0 ? data : (const uint8_t *) "", MAX (size, 1));
  g_autoptr (GHashTable) values = legacy_text_parse_key_file (text, size);
  g_autoptr (GPtrArray) tables = legacy_text_parse_lxpanel (text, size);

  check_table (values);
  for (guint i = 0; i < tables->len; i++)
    check_table (g_ptr_array_index (tables, i));
  return 0;
}
