/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "core/sw-csv.h"
#include "core/sw-series-private.h"
#include "core/sw-source.h"

/* History as comma-separated values (RFC 4180): one head, one line per sample, CRLF at the end of each. Times are those of
 * ISO 8601 with milliseconds and the zone, numbers have a point whatever the locale, and a gap is an empty field. */

#define LINE_END "\r\n"

/* Values are in these, never in multiples, so that a column can be reckoned with. */
static const char *const symbols[] = {
  [SW_UNIT_NUMBER] = NULL,       [SW_UNIT_PERCENT] = "%",
  [SW_UNIT_BYTES] = "B",         [SW_UNIT_BYTES_PER_SECOND] = "B/s",
  [SW_UNIT_CELSIUS] = "°C",      [SW_UNIT_RPM] = "rpm",
  [SW_UNIT_WATT] = "W",          [SW_UNIT_HERTZ] = "Hz",
  [SW_UNIT_MILLISECONDS] = "ms", [SW_UNIT_BITS_PER_SECOND] = "bit/s",
  [SW_UNIT_PER_SECOND] = "/s",
};

/**
 * sw_csv_append_text:
 * @csv: what is written to
 * @text: one field
 *
 * Appends a field, in quotes where it needs them (RFC 4180, section 2). What parts it from others is up to the caller.
 */
void
sw_csv_append_text (GString *csv, const char *text)
{
  g_return_if_fail (csv != NULL && text != NULL);

  /* Blanks at the ends belong to a field, but many programs drop them outside quotes. */
  if (strpbrk (text, ",\"\r\n") == NULL && !g_ascii_isspace (text[0])
      && (text[0] == '\0' || !g_ascii_isspace (text[strlen (text) - 1])))
    {
      g_string_append (csv, text);
      return;
    }
  g_string_append_c (csv, '"');
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *c);
    }
  g_string_append_c (csv, '"');
}

/**
 * sw_csv_append_number:
 * @csv: what is written to
 * @value: one field; NAN for an empty one
 *
 * Appends a number as precise as history keeps it, with a point for decimals in every locale.
 */
void
sw_csv_append_number (GString *csv, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_return_if_fail (csv != NULL);

  if (!isfinite (value))
    return;
  /* Seven digits are what a float has; whole numbers beyond them are not shortened to powers of ten. */
  g_string_append (csv,
                   g_ascii_formatd (text, sizeof text,
                                    fabs (value) >= 1e6 && fabs (value) < 1e15 ? "%.0f" : "%.7g",
                                    value));
}

/**
 * sw_csv_append_time:
 * @csv: what is written to
 * @unix_us: microseconds since 1970 in UTC
 * @zone: in which it is told
 *
 * Appends a time as ISO 8601 has it: 2026-11-21T15:30:12.345+01:00.
 */
void
sw_csv_append_time (GString *csv, gint64 unix_us, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (unix_us);
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *text = NULL;
  g_autofree char *offset = NULL;

  g_return_if_fail (csv != NULL && zone != NULL);

  if (utc != NULL)
    local = g_date_time_to_timezone (utc, zone);
  if (local == NULL)
    return;
  text = g_date_time_format (local, "%Y-%m-%dT%H:%M:%S");
  offset = g_date_time_format (local, "%:z");
  g_string_append_printf (csv, "%s.%03d%s", text, g_date_time_get_microsecond (local) / 1000,
                          offset);
}

static void
append_head (GString *csv, SwSource *source)
{
  const char *symbol = symbols[sw_source_get_unit (source)];

  sw_csv_append_text (csv, C_ ("table", "Time"));
  for (guint i = 0; i < sw_source_get_n_channels (source); i++)
    {
      SwChannel *channel = sw_source_get_channel (source, i);
      const char *name = sw_channel_get_name (channel);
      g_autofree char *text = NULL;

      if (!sw_channel_get_shown (channel))
        continue;
      text = symbol != NULL ? g_strdup_printf ("%s (%s)", name, symbol) : g_strdup (name);
      g_string_append_c (csv, ',');
      sw_csv_append_text (csv, text);
    }
  g_string_append (csv, LINE_END);
}

static void
append_buckets (GString *csv,
                SwSource *source,
                gint64 from_us,
                gint64 until_us,
                gint64 epoch_us,
                GTimeZone *zone)
{
  SwSeries *series = sw_source_get_series (source);

  for (guint i = 0; i < series->n_buckets; i++)
    {
      const guint slot = sw_series_bucket_slot (series, i);
      const SwBucket *buckets = &series->buckets[(gsize) slot * series->n_channels];
      const gint64 begin_us = series->bucket_times_us[slot];

      if (begin_us < from_us || begin_us >= until_us)
        continue;
      sw_csv_append_time (csv, epoch_us + begin_us, zone);
      for (guint channel = 0; channel < series->n_channels; channel++)
        {
          if (!sw_channel_get_shown (sw_source_get_channel (source, channel)))
            continue;
          g_string_append_c (csv, ',');
          sw_csv_append_number (csv, buckets[channel].mean);
        }
      g_string_append (csv, LINE_END);
    }
}

static void
append_rows (GString *csv,
             SwSource *source,
             gint64 from_us,
             gint64 to_us,
             gint64 epoch_us,
             GTimeZone *zone)
{
  SwSeries *series = sw_source_get_series (source);

  for (guint row = sw_series_find_first_row (series, from_us); row < series->n_rows; row++)
    {
      const gint64 time_us = sw_series_get_row_time_us (series, row);
      const float *values = sw_series_peek_row (series, row);

      if (time_us > to_us)
        break;
      sw_csv_append_time (csv, epoch_us + time_us, zone);
      for (guint channel = 0; channel < series->n_channels; channel++)
        {
          if (!sw_channel_get_shown (sw_source_get_channel (source, channel)))
            continue;
          g_string_append_c (csv, ',');
          sw_csv_append_number (csv, values[channel]);
        }
      g_string_append (csv, LINE_END);
    }
}

/**
 * sw_csv_append_source: (skip)
 * @csv: what is written to
 * @source: whose history
 * @from_us: begin of the stretch; CLOCK_BOOTTIME
 * @to_us: its end, inclusive
 * @epoch_us: Unix time in µs of the zero of CLOCK_BOOTTIME
 * @zone: in which times are told
 *
 * Appends a table of the shown channels. What is older than the samples that are kept is told by the means of the older
 * tier, at the begin of each of its stretches.
 */
void
sw_csv_append_source (GString *csv,
                      SwSource *source,
                      gint64 from_us,
                      gint64 to_us,
                      gint64 epoch_us,
                      GTimeZone *zone)
{
  SwSeries *series;
  gint64 samples_us;

  g_return_if_fail (csv != NULL && SW_IS_SOURCE (source) && zone != NULL);

  append_head (csv, source);
  series = sw_source_get_series (source);
  if (series == NULL || sw_series_get_n_rows (series) == 0)
    return;
  samples_us = sw_series_get_row_time_us (series, 0);
  /* The stretch in which the samples begin is told by them alone. */
  append_buckets (csv, source, from_us,
                  MIN (to_us, samples_us - series->bucket_us + 1), epoch_us, zone);
  append_rows (csv, source, from_us, to_us, epoch_us, zone);
}
