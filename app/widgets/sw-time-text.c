/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <langinfo.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/sw-clock.h"
#include "services/sw-settings.h"
#include "widgets/sw-time-text.h"

#define DESKTOP_SCHEMA "org.gnome.desktop.interface"
#define CLOCK_FORMAT "clock-format"

#define FIGURE_SPACE "\u2007"

/* How far local time is ahead of UTC. */
static gint64
get_shift_us (GTimeZone *zone, gint64 unix_us)
{
  const int interval
      = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, unix_us / SW_SECOND_US);

  return g_time_zone_get_offset (zone, interval) * SW_SECOND_US;
}

/* The second in which local time jumps, of which there is one after FROM_US and not after TO_US. */
static gint64
find_jump_us (GTimeZone *zone, gint64 from_us, gint64 to_us)
{
  const gint64 shift_us = get_shift_us (zone, from_us);
  gint64 before_s = from_us / SW_SECOND_US, after_s = to_us / SW_SECOND_US;

  while (after_s - before_s > 1)
    {
      const gint64 middle_s = before_s + (after_s - before_s) / 2;

      if (get_shift_us (zone, middle_s * SW_SECOND_US) == shift_us)
        before_s = middle_s;
      else
        after_s = middle_s;
    }
  return after_s * SW_SECOND_US;
}

gint64
sw_time_text_find_next_us (gint64 from_us, gint64 step_us)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  const gint64 offset_us = sw_clock_get_epoch_us ();
  gint64 unix_us = from_us + offset_us;

  for (;;)
    {
      const gint64 shift_us = get_shift_us (zone, unix_us);
      const gint64 next_us = (unix_us + shift_us + step_us - 1) / step_us * step_us - shift_us;

      if (get_shift_us (zone, next_us) == shift_us)
        return next_us - offset_us;
      unix_us = find_jump_us (zone, unix_us, next_us);
    }
}

/* (nullable) (transfer none) What the user chose for the desktop, where that has such a choice. */
static GSettings *
get_desktop_settings (void)
{
  static GSettings *settings = NULL;
  static gsize looked = FALSE;

  if (g_once_init_enter (&looked))
    {
      g_autoptr (GSettings) desktop = sw_settings_open (DESKTOP_SCHEMA, NULL);
      g_autoptr (GSettingsSchema) schema = NULL;

      if (desktop != NULL)
        g_object_get (desktop, "settings-schema", &schema, NULL);
      if (schema != NULL && g_settings_schema_has_key (schema, CLOCK_FORMAT))
        settings = g_steal_pointer (&desktop);
      g_once_init_leave (&looked, TRUE);
    }
  return settings;
}

void
sw_time_text_connect_changed (gpointer object, GCallback callback)
{
  GSettings *settings = get_desktop_settings ();

  if (settings != NULL)
    g_signal_connect_object (settings, "changed::" CLOCK_FORMAT, callback, object,
                             G_CONNECT_SWAPPED);
}

/* As the language has it, unless the user chose. */
static gboolean
has_twelve_hours (void)
{
  GSettings *settings = get_desktop_settings ();
  const char *locale = nl_langinfo (T_FMT);
  g_autoptr (GVariant) chosen = NULL;

  if (settings != NULL)
    chosen = g_settings_get_user_value (settings, CLOCK_FORMAT);
  if (chosen != NULL)
    return g_str_equal (g_variant_get_string (chosen, NULL), "12h");
  return strstr (locale, "%I") != NULL || strstr (locale, "%l") != NULL
         || strstr (locale, "%r") != NULL;
}

static const char *
get_format (SwTimeTextStyle style, gboolean twelve)
{
  /* Translators: these are clock times, as strftime() writes them. Keep 12 or 24 hours as they are; reorder freely */
  const char *const formats[][2] = {
    [SW_TIME_TEXT_MINUTES] = { C_ ("time", "%H:%M"), C_ ("time", "%l:%M %p") },
    [SW_TIME_TEXT_SECONDS] = { C_ ("time", "%H:%M:%S"), C_ ("time", "%l:%M:%S %p") },
    [SW_TIME_TEXT_DAY_MINUTES] = { C_ ("time", "%a %H:%M"), C_ ("time", "%a %l:%M %p") },
    [SW_TIME_TEXT_MINUTES_OR_DAY] = { C_ ("time", "%H:%M"), C_ ("time", "%l:%M %p") },
  };

  return formats[style][twelve];
}

static gboolean
is_midnight (GDateTime *time)
{
  return g_date_time_get_hour (time) == 0 && g_date_time_get_minute (time) == 0;
}

void
sw_time_text_format (gint64 boottime_us, SwTimeTextStyle style, char *text, gsize text_bytes)
{
  const gint64 real_us = boottime_us + sw_clock_get_epoch_us ();
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (real_us / SW_SECOND_US);
  g_autofree char *formatted = NULL;
  const char *begin = "";

  if (time != NULL && style == SW_TIME_TEXT_MINUTES_OR_DAY && is_midnight (time))
    /* Translators: a day, as strftime() writes it: where it begins on an axis of times */
    begin = formatted = g_date_time_format (time, C_ ("time", "%a"));
  else if (time != NULL)
    begin = formatted = g_date_time_format (time, get_format (style, has_twelve_hours ()));
  /* What pads the hour is a figure space, which may be as wide as a letter at the text's begin. */
  if (g_str_has_prefix (begin, FIGURE_SPACE))
    begin += strlen (FIGURE_SPACE);
  g_strlcpy (text, begin, text_bytes);
}

void
sw_time_text_format_widest (SwTimeTextStyle style, char *text, gsize text_bytes)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  const gint64 late_us = 22 * 3600 * SW_SECOND_US;

  sw_time_text_format (late_us - get_shift_us (zone, late_us) - sw_clock_get_epoch_us (), style,
                       text, text_bytes);
}

void
sw_time_text_format_moment (gint64 boottime_us, char *text, gsize text_bytes)
{
  const gint64 real_us = boottime_us + sw_clock_get_epoch_us ();
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (real_us / SW_SECOND_US);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  const gboolean today = time == NULL || now == NULL
                         || (g_date_time_get_day_of_year (time) == g_date_time_get_day_of_year (now)
                             && g_date_time_get_year (time) == g_date_time_get_year (now));

  sw_time_text_format (boottime_us, today ? SW_TIME_TEXT_SECONDS : SW_TIME_TEXT_DAY_MINUTES, text,
                       text_bytes);
}
