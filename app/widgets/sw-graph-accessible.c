/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "widgets/sw-graph-private.h"

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

static void
speak_values (SwGraph *self, const float *values)
{
  g_autofree char *description = describe_channels (self, values);
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
  gint64 newest_us;
  guint row;

  if (self->source == NULL)
    return;
  if (now)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    sw_source_get_title (self->source), -1);
  series = sw_source_get_series (self->source);
  if (series == NULL || sw_series_get_n_channels (series) != self->channels->len
      || !sw_graph_cursor_find_row (self->cursor, self->source, &row))
    return;
  newest_us = sw_series_get_row_time_us (series, sw_series_get_n_rows (series) - 1);
  if (!now && !gtk_widget_has_focus (GTK_WIDGET (self)) && self->spoken_us != 0
      && newest_us - self->spoken_us < POLITE_US)
    return;
  self->spoken_us = newest_us;
  /* The scale may be older than the values. */
  sw_graph_refresh (self);
  speak_values (self, sw_series_peek_row (series, row));
}
