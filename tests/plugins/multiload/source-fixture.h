/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* A source over a tree of its own, for the tests of those that read /proc and /sys. */

#pragma once

#include <math.h>

#include "core/sw-account.h"
#include "core/sw-sample-pool.h"
#include "core/sw-source.h"

#include "tests/sw-test.h"

G_BEGIN_DECLS

typedef struct
{
  SwTestTree *tree;
  SwSamplePool *pool;
  SwSource *source; /* (nullable) made when the tree is ready */
  SwAccount account;
} SourceFixture;

typedef SwSource *(*SourceNew) (SwSamplePool *pool);

static inline void
source_fixture_set_up (SourceFixture *self, G_GNUC_UNUSED gconstpointer data)
{
  self->tree = sw_test_tree_new ();
  self->pool = sw_sample_pool_new (sw_test_tree_get_root (self->tree));
}

static inline void
source_fixture_tear_down (SourceFixture *self, G_GNUC_UNUSED gconstpointer data)
{
  if (self->source != NULL)
    sw_test_assert_last_unref (self->source);
  sw_test_assert_last_unref (self->pool);
  sw_test_tree_free (self->tree);
}

static inline gboolean
source_fixture_sample (SourceFixture *self, guint64 serial)
{
  SwTick tick = sw_test_tick (serial);

  tick.account = &self->account;
  return sw_source_sample (self->source, &tick);
}

/* After TEXT was written to PATH. */
static inline gboolean
source_fixture_sample_text (SourceFixture *self, guint64 serial, const char *path, const char *text)
{
  sw_test_tree_write (self->tree, path, text);
  return source_fixture_sample (self, serial);
}

static inline double
source_fixture_get (SourceFixture *self, const char *channel_id)
{
  for (guint i = 0; i < sw_source_get_n_channels (self->source); i++)
    if (g_str_equal (sw_channel_get_id (sw_source_get_channel (self->source, i)), channel_id))
      return sw_source_get_value (self->source, i);
  g_error ("No channel %s", channel_id);
}

static inline double
source_fixture_get_nth (SourceFixture *self, guint channel)
{
  return sw_source_get_value (self->source, channel);
}

static inline gboolean
source_fixture_has (SourceFixture *self, const char *channel_id)
{
  for (guint i = 0; i < sw_source_get_n_channels (self->source); i++)
    if (g_str_equal (sw_channel_get_id (sw_source_get_channel (self->source, i)), channel_id))
      return TRUE;
  return FALSE;
}

/* Of those of CHANNEL_IDS that there are. */
static inline double
source_fixture_get_sum (SourceFixture *self, const char *const *channel_ids, guint n_channels)
{
  double sum = 0;

  for (guint i = 0; i < n_channels; i++)
    if (source_fixture_has (self, channel_ids[i]))
      {
        g_assert_cmpfloat (source_fixture_get (self, channel_ids[i]), >=, 0);
        sum += source_fixture_get (self, channel_ids[i]);
      }
  return sum;
}

/* Of the newest row. */
static inline char *
source_fixture_get_headline (SourceFixture *self)
{
  SwSeries *series = sw_source_get_series (self->source);
  char text[SW_UNIT_TEXT_BYTES];

  sw_source_format_headline (self->source,
                             sw_series_peek_row (series, sw_series_get_n_rows (series) - 1), text,
                             sizeof text);
  return g_strdup (text);
}

static inline void
source_fixture_assert_unavailable (SourceFixture *self)
{
  g_assert_cmpint (sw_source_get_state (self->source), ==, SW_SOURCE_STATE_UNAVAILABLE);
  g_assert_nonnull (sw_source_get_reason (self->source));
}

/* In the order of the channels; the second matters only where there is one. */
static inline void
assert_values (SwSource *source, double first, double second)
{
  const double expected[] = { first, second };

  for (guint i = 0; i < sw_source_get_n_channels (source); i++)
    if (isnan (expected[i]))
      g_assert_true (isnan (sw_source_get_value (source, i)));
    else
      g_assert_cmpfloat_with_epsilon (sw_source_get_value (source, i), expected[i], 1e-6);
}

static inline gboolean
sample_at (SwSource *source, guint64 serial)
{
  const SwTick tick = sw_test_tick (serial);

  return sw_source_sample (source, &tick);
}

/* This machine, not a tree: sampled until a rate is known, which takes a few ticks of the kernel's own clock. A source that
 * the machine lacks must say so. Returns whether it has values. */
static inline gboolean
source_fixture_sample_live (SourceFixture *self, SourceNew make)
{
  const gint64 until_us = g_get_monotonic_time () + 30 * SW_SECOND_US;
  guint64 serial = 0;

  self->pool = sw_sample_pool_new (NULL);
  self->source = make (self->pool);
  do
    {
      const gint64 now_us = g_get_monotonic_time ();
      const SwTick tick = { .serial = ++serial, .now_us = now_us, .boottime_us = now_us };

      if (!sw_source_sample (self->source, &tick))
        {
          source_fixture_assert_unavailable (self);
          return FALSE;
        }
    }
  while (!isfinite (sw_source_get_value (self->source, 0)) && g_get_monotonic_time () < until_us);
  g_assert_true (isfinite (sw_source_get_value (self->source, 0)));
  return TRUE;
}

static inline void
source_fixture_drop_live (SourceFixture *self)
{
  sw_test_assert_last_unref (self->source);
  sw_test_assert_last_unref (self->pool);
}

#define SOURCE_TEST(path, func) \
  g_test_add (path, SourceFixture, NULL, source_fixture_set_up, func, source_fixture_tear_down)

G_END_DECLS
