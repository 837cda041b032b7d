/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n.h>

#include "shell/sw-tray-tooltip.h"

/* More is no tooltip any longer. */
#define MAX_CHANNELS 8

/* SOURCE is (nullable). */
const char *
sw_tray_tooltip_get_title (SwSource *source)
{
  return source != NULL ? sw_source_get_title (source) : C_ ("application", "Stillwatch");
}

/* Panels take the text as markup, and names come from devices. */
static void
append_escaped (GString *text, const char *plain)
{
  g_autofree char *escaped = g_markup_escape_text (plain, -1);

  g_string_append (text, escaped);
}

static void
append_headline (GString *text, SwSource *source)
{
  SwSeries *series = sw_source_get_series (source);
  char headline[4 * SW_UNIT_TEXT_BYTES];

  sw_source_format_headline (source, sw_series_peek_row (series, sw_series_get_n_rows (series) - 1),
                             headline, sizeof headline);
  append_escaped (text, headline);
}

static void
append_channels (GString *text, SwSource *source)
{
  guint n = 0;

  for (guint i = 0; i < sw_source_get_n_channels (source) && n < MAX_CHANNELS; i++)
    {
      SwChannel *channel = sw_source_get_channel (source, i);
      g_autofree char *line = NULL;
      char value[SW_UNIT_TEXT_BYTES];

      if (!sw_channel_get_shown (channel))
        continue;
      sw_unit_format (sw_source_get_unit (source), sw_source_get_value (source, i), value,
                      sizeof value);
      /* Translators: a line of a tooltip: the name of what is measured, and its value */
      line = g_strdup_printf (C_ ("tray tooltip", "%s: %s"), sw_channel_get_name (channel), value);
      g_string_append_c (text, '\n');
      append_escaped (text, line);
      n++;
    }
}

/*
 * sw_tray_tooltip_format:
 * @source: (nullable): what is measured
 * @paused: whether it stands still
 * @text: receives its values now, a line each, or why there are none; escaped as markup
 */
void
sw_tray_tooltip_format (SwSource *source, gboolean paused, GString *text)
{
  SwSeries *series = source != NULL ? sw_source_get_series (source) : NULL;

  g_string_truncate (text, 0);
  if (source == NULL)
    append_escaped (text, C_ ("tray tooltip", "What this icon showed is not there: choose "
                                              "something else in the preferences"));
  else if (paused)
    append_escaped (text, C_ ("tray tooltip", "Paused"));
  else if (sw_source_get_state (source) == SW_SOURCE_STATE_READY && series != NULL
           && sw_series_get_n_rows (series) > 0)
    {
      append_headline (text, source);
      if (sw_source_get_n_channels (source) > 1)
        append_channels (text, source);
    }
  else if (sw_source_get_reason (source) != NULL)
    append_escaped (text, sw_source_get_reason (source));
  else
    append_escaped (text, C_ ("tray tooltip", "Waiting for the first value"));
}
