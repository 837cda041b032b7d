/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <langinfo.h>
#include <string.h>
#include <time.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "widgets/sw-time-text.h"

#define DESKTOP_SCHEMA "org.gnome.desktop.interface"
#define CLOCK_FORMAT "clock-format"

/* What the two clocks are apart is measured anew only when it changed by more than their reading takes. */
#define TREMBLE_US (50 * 1000)

#define FIGURE_SPACE "\u2007"

gint64
sw_time_text_get_offset_us (void)
{
  static gint64 offset_us = 0;
  struct timespec boottime;
  gint64 now_us;

  clock_gettime (CLOCK_BOOTTIME, &boottime);
  now_us = g_get_real_time () - (boottime.tv_sec * SW_SECOND_US + boottime.tv_nsec / 1000);
  if (ABS (now_us - offset_us) > TREMBLE_US)
    offset_us = now_us;
  return offset_us;
}

gint64
sw_time_text_get_zone_us (gint64 real_us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (real_us / SW_SECOND_US);

  return time != NULL ? g_date_time_get_utc_offset (time) : 0;
}

/* (nullable) (transfer full) What the user chose for the desktop, where that has such a choice. */
static char *
get_chosen_format (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettings) settings = NULL;
  g_autoptr (GVariant) chosen = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, DESKTOP_SCHEMA, TRUE);
  if (schema == NULL || !g_settings_schema_has_key (schema, CLOCK_FORMAT))
    return NULL;
  settings = g_settings_new_full (schema, NULL, NULL);
  chosen = g_settings_get_user_value (settings, CLOCK_FORMAT);
  return chosen != NULL ? g_variant_dup_string (chosen, NULL) : NULL;
}

static gboolean
has_twelve_hours (void)
{
  static gsize answer = 0;

  if (g_once_init_enter (&answer))
    {
      g_autofree char *chosen = get_chosen_format ();
      const char *locale = nl_langinfo (T_FMT);
      gboolean twelve = strstr (locale, "%I") != NULL || strstr (locale, "%l") != NULL
                        || strstr (locale, "%r") != NULL;

      if (chosen != NULL)
        twelve = g_str_equal (chosen, "12h");
      g_once_init_leave (&answer, twelve ? 2 : 1);
    }
  return answer == 2;
}

static const char *
get_format (SwTimeTextStyle style, gboolean twelve)
{
  /* Translators: these are clock times, as strftime() writes them. Keep 12 or 24 hours as they are; reorder freely */
  const char *const formats[][2] = {
    [SW_TIME_TEXT_MINUTES] = { C_ ("time", "%H:%M"), C_ ("time", "%l:%M %p") },
    [SW_TIME_TEXT_SECONDS] = { C_ ("time", "%H:%M:%S"), C_ ("time", "%l:%M:%S %p") },
    [SW_TIME_TEXT_DAY_MINUTES] = { C_ ("time", "%a %H:%M"), C_ ("time", "%a %l:%M %p") },
  };

  return formats[style][twelve];
}

void
sw_time_text_format (gint64 boottime_us, SwTimeTextStyle style, char *text, gsize text_bytes)
{
  const gint64 real_us = boottime_us + sw_time_text_get_offset_us ();
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (real_us / SW_SECOND_US);
  g_autofree char *formatted = NULL;
  const char *begin = "";

  if (time != NULL)
    begin = formatted = g_date_time_format (time, get_format (style, has_twelve_hours ()));
  /* What pads the hour is a figure space, which may be as wide as a letter at the text's begin. */
  if (g_str_has_prefix (begin, FIGURE_SPACE))
    begin += strlen (FIGURE_SPACE);
  g_strlcpy (text, begin, text_bytes);
}

void
sw_time_text_format_widest (SwTimeTextStyle style, char *text, gsize text_bytes)
{
  const gint64 late_us = 22 * 3600 * SW_SECOND_US;

  sw_time_text_format (late_us - sw_time_text_get_zone_us (late_us) - sw_time_text_get_offset_us (),
                       style, text, text_bytes);
}

void
sw_time_text_format_moment (gint64 boottime_us, char *text, gsize text_bytes)
{
  const gint64 real_us = boottime_us + sw_time_text_get_offset_us ();
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (real_us / SW_SECOND_US);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  const gboolean today = time == NULL || now == NULL
                         || (g_date_time_get_day_of_year (time) == g_date_time_get_day_of_year (now)
                             && g_date_time_get_year (time) == g_date_time_get_year (now));

  sw_time_text_format (boottime_us, today ? SW_TIME_TEXT_SECONDS : SW_TIME_TEXT_DAY_MINUTES, text,
                       text_bytes);
}
