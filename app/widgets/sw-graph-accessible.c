/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "widgets/sw-graph-private.h"
#include "widgets/sw-time-text.h"

/* How often a graph that nobody points at tells its values: often enough to be right when asked, seldom enough to
 * cost nothing. */
#define POLITE_US (5 * SW_SECOND_US)

#define MAX_SPOKEN_CHANNELS 8

static char *
describe_channels (SwGraph *self, const float *values)
{
  GString *text = g_string_new (NULL);
  char value[SW_UNIT_TEXT_BYTES];
  guint n_spoken = 0;

  for (guint i = 0; i < self->channels->len && n_spoken < MAX_SPOKEN_CHANNELS; i++)
    {
      SwChannel *channel = g_ptr_array_index (self->channels, i);

      if (!sw_channel_get_shown (channel))
        continue;
      sw_unit_format (sw_source_get_unit (self->source), values[i], value, sizeof value);
      if (n_spoken++ > 0)
        /* Translators: what stands between two values in a list that is read out */
        g_string_append (text, C_ ("graph", ", "));
      /* Translators: a channel and its value: "User: 12 %" */
      g_string_append_printf (text, C_ ("graph", "%s: %s"), sw_channel_get_name (channel), value);
    }
  return g_string_free_and_steal (text);
}

/* Of a graph that can be zoomed and panned, what it shows: the time and what each channel did in it. */
static char *
describe_range (SwGraph *self)
{
  SwSeries *series = sw_source_get_series (self->source);
  const SwUnit unit = sw_source_get_unit (self->source);
  const gint64 begin_us = sw_time_range_get_begin_us (self->range);
  const gint64 end_us = sw_time_range_get_end_us (self->range);
  char from[SW_TIME_TEXT_BYTES], to[SW_TIME_TEXT_BYTES];
  char mean[SW_UNIT_TEXT_BYTES], peak[SW_UNIT_TEXT_BYTES];
  GString *text = g_string_new (NULL);

  sw_time_text_format_moment (begin_us, from, sizeof from);
  sw_time_text_format_moment (end_us, to, sizeof to);
  /* Translators: what a graph shows, read out: "14:00 to 15:00" */
  g_string_append_printf (text, C_ ("graph", "%s to %s"), from, to);
  for (guint i = 0; i < MIN (self->channels->len, MAX_SPOKEN_CHANNELS); i++)
    {
      SwChannel *channel = g_ptr_array_index (self->channels, i);
      SwStatistics statistics;

      if (!sw_channel_get_shown (channel))
        continue;
      sw_series_get_statistics (series, i, begin_us, end_us + 1, &statistics);
      sw_unit_format (unit, statistics.mean, mean, sizeof mean);
      sw_unit_format (unit, statistics.max, peak, sizeof peak);
      g_string_append (text, C_ ("graph", ", "));
      /* Translators: a channel and what it did in a while, read out: "User: mean 12 %, peak 45 %" */
      g_string_append_printf (text, C_ ("graph", "%s: mean %s, peak %s"),
                              sw_channel_get_name (channel), mean, peak);
    }
  return g_string_free_and_steal (text);
}

/* Of an instant that was chosen, when that is. */
static char *
describe_moment (SwGraph *self, const float *values)
{
  g_autofree char *channels = describe_channels (self, values);
  char when[SW_TIME_TEXT_BYTES];

  if (self->range == NULL)
    return g_steal_pointer (&channels);
  sw_time_text_format_moment (sw_graph_cursor_get_time_us (self->cursor), when, sizeof when);
  /* Translators: a time and the values then, read out: "14:03, User: 12 %, System: 5 %" */
  return g_strdup_printf (C_ ("graph", "%s, %s"), when, channels);
}

static char *
describe (SwGraph *self, const float *values)
{
  if (sw_graph_cursor_get_time_us (self->cursor) != 0)
    return describe_moment (self, values);
  if (self->range != NULL && self->navigable)
    return describe_range (self);
  return describe_channels (self, values);
}

static void
speak_values (SwGraph *self, const float *values)
{
  g_autofree char *description = describe (self, values);
  char headline[4 * SW_UNIT_TEXT_BYTES];
  double now = sw_source_get_headline_value (self->source, values);

  sw_source_format_headline (self->source, values, headline, sizeof headline);
  if (!isfinite (now))
    now = 0;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description, GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, MAX (self->top, now),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, now,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, headline, -1);
}

/* Tells assistive technology what is shown: at once where somebody points, politely elsewhere. */
void
sw_graph_speak (SwGraph *self, gboolean now)
{
  SwSeries *series;
  SwGraphMoment moment;
  gint64 newest_us;

  if (self->source == NULL)
    return;
  if (now)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    sw_source_get_title (self->source), -1);
  series = sw_source_get_series (self->source);
  if (series == NULL || sw_series_get_n_channels (series) != self->channels->len
      || sw_series_get_n_rows (series) == 0)
    return;
  newest_us = sw_series_get_row_time_us (series, sw_series_get_n_rows (series) - 1);
  if (!now && !gtk_widget_has_focus (GTK_WIDGET (self)) && self->spoken_us != 0
      && newest_us - self->spoken_us < POLITE_US)
    return;
  self->spoken_us = newest_us;
  /* The scale may be older than the values. */
  sw_graph_refresh (self);
  if (sw_graph_find_pointed (self, &moment))
    speak_values (self, moment.values);
  else if (sw_graph_cursor_get_time_us (self->cursor) == 0)
    speak_values (self, sw_series_peek_row (series, sw_series_get_n_rows (series) - 1));
}
