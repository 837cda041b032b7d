/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-series.h"

G_BEGIN_DECLS

#define SW_TYPE_SERIES_ARCHIVE (sw_series_archive_get_type ())

SW_PUBLIC
G_DECLARE_INTERFACE (SwSeriesArchive, sw_series_archive, SW, SERIES_ARCHIVE, GObject)

/**
 * SwSeriesAnswer:
 * @buckets: (nullable) (array length=n_buckets): min, mean and max of equal parts, NAN where nothing is known; %NULL
 *   with an error
 * @n_buckets: how many
 * @error: (nullable): why there is no answer
 * @user_data: (closure): what was given with the question
 *
 * Is told on the main context, once, and never before the question was put.
 */
typedef void (*SwSeriesAnswer) (const SwBucket *buckets,
                                guint n_buckets,
                                const GError *error,
                                gpointer user_data);

/**
 * SwSeriesArchiveInterface:
 * @ask: puts a question, as [method@SeriesArchive.ask] says
 * @forget: takes it back: its answer is not told
 *
 * The interface of an archive.
 */
struct _SwSeriesArchiveInterface
{
  GTypeInterface parent_iface;

  guint (*ask) (SwSeriesArchive *self,
                guint channel,
                gint64 from_us,
                gint64 to_us,
                guint n_buckets,
                SwSeriesAnswer answer,
                gpointer user_data);
  void (*forget) (SwSeriesArchive *self, guint question);
};

SW_PUBLIC guint sw_series_archive_ask (SwSeriesArchive *self,
                                       guint channel,
                                       gint64 from_us,
                                       gint64 to_us,
                                       guint n_buckets,
                                       SwSeriesAnswer answer,
                                       gpointer user_data);
SW_PUBLIC void sw_series_archive_forget (SwSeriesArchive *self, guint question);

SW_PUBLIC void sw_series_set_archive (SwSeries *self, SwSeriesArchive *archive);
SW_PUBLIC SwSeriesArchive *sw_series_get_archive (SwSeries *self);
SW_PUBLIC guint sw_series_ask_older (SwSeries *self,
                                     guint channel,
                                     gint64 from_us,
                                     gint64 to_us,
                                     guint n_buckets,
                                     SwSeriesAnswer answer,
                                     gpointer user_data);

G_END_DECLS
