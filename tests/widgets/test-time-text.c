/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-clock.h"
#include "tests/sw-test.h"
#include "widgets/sw-time-text.h"

#define MINUTE_US (60 * SW_SECOND_US)
#define HOUR_US (60 * MINUTE_US)

/* By rule, so that it takes no file of zones. */
#define CENTRAL_EUROPE "CET-1CEST,M3.5.0,M10.5.0/3"
#define LORD_HOWE "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"

static gint64
parse_us (const char *utc)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (utc, NULL);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time) * SW_SECOND_US - sw_clock_get_epoch_us ();
}

/* In any zone: what is measured is what the user reads. */
static void
test_widest_is_late (void)
{
  char text[SW_TIME_TEXT_BYTES];

  g_setenv ("TZ", "-05:00", TRUE);
  sw_time_text_format_widest (SW_TIME_TEXT_MINUTES, text, sizeof text);
  g_assert_cmpstr (text, ==, "22:00");
}

/* On the other side of the change of an hour, lines are at whole times of the clock there. */
static void
test_grid_follows_the_clock (void)
{
  const struct
  {
    const char *zone;
    const char *from;
    int step_minutes;
    const char *expected;
  } cases[] = {
    { CENTRAL_EUROPE, "2026-10-24T16:30:00Z", 6 * 60, "Sun 06:00 12:00 18:00" },
    { CENTRAL_EUROPE, "2026-03-28T18:00:00Z", 6 * 60, "Sun 06:00 12:00 18:00" },
    { CENTRAL_EUROPE, "2026-10-24T23:30:00Z", 60, "02:00 02:00 03:00 04:00" },
    { CENTRAL_EUROPE, "2026-03-28T23:30:00Z", 60, "01:00 03:00 04:00 05:00" },
    { CENTRAL_EUROPE, "2026-03-28T21:30:00Z", 2 * 60, "Sun 04:00 06:00 08:00" },
    { CENTRAL_EUROPE, "2026-10-24T21:30:00Z", 24 * 60, "Sun Mon Tue Wed" },
    /* By half an hour. */
    { LORD_HOWE, "2026-04-04T13:30:00Z", 60, "01:00 02:00 03:00 04:00" },
    { LORD_HOWE, "2026-10-03T14:00:00Z", 60, "01:00 03:00 04:00 05:00" },
    { "UTC0", "2026-03-28T23:00:00Z", 30, "23:00 23:30 Sun 00:30" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const gint64 step_us = cases[i].step_minutes * MINUTE_US;
      g_autoptr (GString) texts = g_string_new (NULL);
      gint64 time_us;

      g_setenv ("TZ", cases[i].zone, TRUE);
      time_us = sw_time_text_find_next_us (parse_us (cases[i].from), step_us);
      for (guint n = 0; n < 4; n++)
        {
          char text[SW_TIME_TEXT_BYTES];

          sw_time_text_format (time_us, SW_TIME_TEXT_MINUTES_OR_DAY, text, sizeof text);
          g_string_append_printf (texts, "%s%s", n > 0 ? " " : "", text);
          time_us = sw_time_text_find_next_us (time_us + 1, step_us);
        }
      g_assert_cmpstr (texts->str, ==, cases[i].expected);
    }
}

/* A line on the grid is its own next one, and none comes too early. */
static void
test_next_is_on_the_grid (void)
{
  const gint64 from_us = (g_setenv ("TZ", CENTRAL_EUROPE, TRUE), parse_us ("2026-10-24T12:00:00Z"));

  for (gint64 time_us = from_us; time_us < from_us + 24 * HOUR_US; time_us += 7 * MINUTE_US)
    {
      const gint64 next_us = sw_time_text_find_next_us (time_us, HOUR_US);

      g_assert_cmpint (next_us, >=, time_us);
      g_assert_cmpint (next_us, <, time_us + HOUR_US);
      g_assert_cmpint (sw_time_text_find_next_us (next_us, HOUR_US), ==, next_us);
    }
}

static void
on_changed_cb (GObject *view)
{
  g_object_set_data (view, "n",
                     GUINT_TO_POINTER (GPOINTER_TO_UINT (g_object_get_data (view, "n")) + 1));
}

/* What the user chooses for the desktop is taken at once, and told to those that show times. */
static void
test_follows_the_desktop (void)
{
  g_autoptr (GSettings) settings = g_settings_new ("org.gnome.desktop.interface");
  g_autoptr (GObject) view = g_object_new (G_TYPE_OBJECT, NULL);
  const char *const cases[][2]
      = { { "12h", "10:00 PM" }, { "24h", "22:00" }, { "12h", "10:00 PM" } };

  g_setenv ("TZ", "UTC0", TRUE);
  sw_time_text_connect_changed (view, G_CALLBACK (on_changed_cb));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char text[SW_TIME_TEXT_BYTES];

      g_settings_set_string (settings, "clock-format", cases[i][0]);
      sw_time_text_format_widest (SW_TIME_TEXT_MINUTES, text, sizeof text);
      g_assert_cmpstr (text, ==, cases[i][1]);
      g_assert_cmpuint (GPOINTER_TO_UINT (g_object_get_data (view, "n")), ==, i + 1);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/time-text/widest", test_widest_is_late);
  g_test_add_func ("/time-text/grid", test_grid_follows_the_clock);
  g_test_add_func ("/time-text/next", test_next_is_on_the_grid);
  g_test_add_func ("/time-text/desktop", test_follows_the_desktop);
  return g_test_run ();
}
