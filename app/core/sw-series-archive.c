/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-series-archive.h"
#include "core/sw-series-private.h"

/**
 * SwSeriesArchive:
 *
 * What knows of times that a [class@Series] no longer keeps: the door for history on disk. A series has none unless
 * somebody gives it one ([method@Series.set_archive]); then whoever shows older times asks for them, in the parts that
 * it draws, and is answered later, as disks and networks are slow.
 *
 * Times are those of the series, CLOCK_BOOTTIME in microseconds; times before the machine was started are negative. An
 * archive that is kept by wall-clock time maps them itself.
 */

G_DEFINE_INTERFACE (SwSeriesArchive, sw_series_archive, G_TYPE_OBJECT)

static void
sw_series_archive_default_init (G_GNUC_UNUSED SwSeriesArchiveInterface *iface)
{
}

/**
 * sw_series_archive_ask: (skip)
 * @self: an archive
 * @channel: an index, as in the series that it belongs to
 * @from_us: begin of the stretch
 * @to_us: its end, exclusive
 * @n_buckets: into how many equal parts
 * @answer: (scope async) (closure user_data): is told what the archive knows, later and on the main context, unless the question is taken back
 * @user_data: for @answer
 *
 * Does not block.
 *
 * Returns: the question, to take it back; never 0
 */
guint
sw_series_archive_ask (SwSeriesArchive *self,
                       guint channel,
                       gint64 from_us,
                       gint64 to_us,
                       guint n_buckets,
                       SwSeriesAnswer answer,
                       gpointer user_data)
{
  g_return_val_if_fail (SW_IS_SERIES_ARCHIVE (self), 0);
  g_return_val_if_fail (to_us > from_us && n_buckets > 0 && answer != NULL, 0);

  return SW_SERIES_ARCHIVE_GET_IFACE (self)->ask (self, channel, from_us, to_us, n_buckets, answer,
                                                  user_data);
}

/**
 * sw_series_archive_forget: (skip)
 * @self: an archive
 * @question: one that was not answered yet
 *
 * Nobody wants its answer any more.
 */
void
sw_series_archive_forget (SwSeriesArchive *self, guint question)
{
  g_return_if_fail (SW_IS_SERIES_ARCHIVE (self) && question != 0);

  SW_SERIES_ARCHIVE_GET_IFACE (self)->forget (self, question);
}

/**
 * sw_series_set_archive:
 * @self: a series
 * @archive: (nullable): what knows of older times
 */
void
sw_series_set_archive (SwSeries *self, SwSeriesArchive *archive)
{
  g_return_if_fail (SW_IS_SERIES (self));
  g_return_if_fail (archive == NULL || SW_IS_SERIES_ARCHIVE (archive));

  g_set_object (&self->archive, archive);
}

/**
 * sw_series_get_archive:
 * @self: a series
 *
 * Returns: (transfer none) (nullable): what knows of older times
 */
SwSeriesArchive *
sw_series_get_archive (SwSeries *self)
{
  g_return_val_if_fail (SW_IS_SERIES (self), NULL);

  return self->archive;
}

/**
 * sw_series_ask_older: (skip)
 * @self: a series
 * @channel: an index
 * @from_us: begin of the stretch
 * @to_us: its end, exclusive
 * @n_buckets: into how many equal parts
 * @answer: (scope async) (closure user_data): is told what the archive knows of it
 * @user_data: for @answer
 *
 * Asks the archive where there is one and the stretch begins before all that is kept here. What
 * [method@Series.summarise] knows of the stretch is at hand meanwhile and counts more than the answer.
 *
 * Returns: the question to the archive; 0 where there is nothing to ask
 */
guint
sw_series_ask_older (SwSeries *self,
                     guint channel,
                     gint64 from_us,
                     gint64 to_us,
                     guint n_buckets,
                     SwSeriesAnswer answer,
                     gpointer user_data)
{
  g_return_val_if_fail (SW_IS_SERIES (self) && channel < self->n_channels, 0);

  if (self->archive == NULL || (self->n_rows > 0 && from_us >= sw_series_get_begin_us (self)))
    return 0;
  return sw_series_archive_ask (self->archive, channel, from_us, to_us, n_buckets, answer,
                                user_data);
}
