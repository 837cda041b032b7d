/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* A board of made-up sources to look at, and to measure what drawing alone costs. Neither installed nor a test.
 *
 *   demo-board [--width PX] [--height PX] [--rtl] [--text FACTOR] [--sources N] [--settings] [--empty] [--off]
 *              [--history ID [--hours N] [--span MINUTES]] */

#include "config.h"

#include <math.h>

#include <adwaita.h>

#include "core/sw-clock.h"
#include "core/sw-scheduler.h"
#include "core/sw-source-registry.h"
#include "core/sw-tick.h"
#include "tests/widgets/sw-fake-source.h"
#include "tests/widgets/sw-widget-test.h"
#include "widgets/sw-board.h"
#include "widgets/sw-history-view.h"
#include "widgets/sw-source-dialog.h"

static int width = 900;
static int height = 700;
static int n_sources = 100;
static double text_factor = 1;
static gboolean rtl, settings, empty, off;
static char *history;
static int hours;
static int span_min = 5;

static const GOptionEntry options[] = {
  { "width", 0, 0, G_OPTION_ARG_INT, &width, "of the window", "PX" },
  { "height", 0, 0, G_OPTION_ARG_INT, &height, "of the window", "PX" },
  { "rtl", 0, 0, G_OPTION_ARG_NONE, &rtl, "right to left", NULL },
  { "text", 0, 0, G_OPTION_ARG_DOUBLE, &text_factor, "size of text", "FACTOR" },
  { "sources", 0, 0, G_OPTION_ARG_INT, &n_sources, "at most", "N" },
  { "settings", 0, 0, G_OPTION_ARG_NONE, &settings, "open the settings of the first", NULL },
  { "empty", 0, 0, G_OPTION_ARG_NONE, &empty, "no sources", NULL },
  { "off", 0, 0, G_OPTION_ARG_NONE, &off, "all switched off", NULL },
  { "history", 0, 0, G_OPTION_ARG_STRING, &history, "open the history of a source", "ID" },
  { "hours", 0, 0, G_OPTION_ARG_INT, &hours, "that were measured so far", "N" },
  { "span", 0, 0, G_OPTION_ARG_INT, &span_min, "of the history", "MINUTES" },
  { NULL },
};

typedef struct
{
  const char *id;
  const char *title;
  SwUnit unit;
  SwStyle style;
  SwRole role;
  double natural_max;
  const char *channels; /* separated by "|" */
  double scale;         /* of the values */
  double roughness;     /* 0 smooth to 1 rough */
  const char *error;    /* (nullable) */
  SwSourceError code;
} Fake;

static const Fake fakes[] = {
  { "cpu", "Processor", SW_UNIT_PERCENT, SW_STYLE_STACKED, SW_ROLE_1, 100,
    "User|System|Nice|I/O wait|Interrupts|Steal|Guest", 34, 0.7 },
  { "cores", "Processor Cores", SW_UNIT_PERCENT, SW_STYLE_HEAT, SW_ROLE_1, 100, "8", 100, 0.8 },
  { "load", "Load", SW_UNIT_NUMBER, SW_STYLE_LINES, SW_ROLE_1, 0, "1 min|Runnable|=Processors", 3,
    0.3 },
  { "memory", "Memory", SW_UNIT_BYTES, SW_STYLE_STACKED, SW_ROLE_1, 16.0 * (1 << 30),
    "Used|Shared|Buffers|~Cache", 3.2 * (1 << 30), 0.05 },
  { "network", "Network", SW_UNIT_BYTES_PER_SECOND, SW_STYLE_LINES, SW_ROLE_INBOUND, 0,
    "Received|Sent", 18e6, 0.9 },
  { "disk", "Disks", SW_UNIT_BYTES_PER_SECOND, SW_STYLE_LINES, SW_ROLE_INBOUND, 0, "Read|Written",
    140e6, 1 },
  { "swap", "Swap", SW_UNIT_BYTES, SW_STYLE_STACKED, SW_ROLE_1, 4.0 * (1 << 30), "Used|Compressed",
    0, 0 },
  { "pressure-cpu", "Processor Pressure", SW_UNIT_PERCENT, SW_STYLE_LINES, SW_ROLE_1, 0, "Some", 6,
    0.6 },
  { "pressure-io", "Disk Pressure", SW_UNIT_PERCENT, SW_STYLE_LINES, SW_ROLE_1, 0, "Some|Full", 3,
    0.9 },
  { "temperature", "Temperatures", SW_UNIT_CELSIUS, SW_STYLE_LINES, SW_ROLE_1, 0,
    "Package|Core 0|Core 1|Core 2|Core 3|NVMe|Wi-Fi|Mainboard|Chipset|Ambient|Water|Pump", 62,
    0.2 },
  { "frequency", "Frequency", SW_UNIT_HERTZ, SW_STYLE_LINES, SW_ROLE_3, 4.2e9, "Fastest|Mean", 3e9,
    0.8 },
  { "fans", "Fans", SW_UNIT_RPM, SW_STYLE_LINES, SW_ROLE_1, 0, "Fan 1|Fan 2", 1400, 0.1,
    "The fan controller does not answer. Reload its driver, or look into the system log",
    SW_SOURCE_ERROR_FAILED },
  { "latency", "Round-Trip Time", SW_UNIT_MILLISECONDS, SW_STYLE_LINES, SW_ROLE_1, 0, "Host", 22, 1,
    "No answer yet", SW_SOURCE_ERROR_SILENT },
  { "battery", "Battery", SW_UNIT_PERCENT, SW_STYLE_LINES, SW_ROLE_1, 100, "Charge", 1, 0,
    "This machine has no battery", SW_SOURCE_ERROR_UNAVAILABLE },
  { "gpu", "Graphics Processor", SW_UNIT_PERCENT, SW_STYLE_LINES, SW_ROLE_1, 100, "Busy", 1, 0,
    "No graphics processor tells how busy it is", SW_SOURCE_ERROR_UNAVAILABLE },
  { "pressure-memory", "Memory Pressure", SW_UNIT_PERCENT, SW_STYLE_LINES, SW_ROLE_1, 0, "Some", 1,
    0,
    "The kernel was started without pressure information. Add psi=1 to its command line to have it",
    SW_SOURCE_ERROR_UNAVAILABLE },
};

/* Smooth noise between 0 and 1 that is the same in each run. */
static double
noise (guint seed, double t)
{
  const double whole = floor (t);
  const double part = t - whole;
  const guint a = ((guint) whole * 2654435761u) ^ (seed * 40503u * 65599u);
  const guint b = ((guint) (whole + 1) * 2654435761u) ^ (seed * 40503u * 65599u);
  const double from = ((a ^ a >> 15) * 2246822519u >> 8) / (double) (1 << 24);
  const double to = ((b ^ b >> 15) * 2246822519u >> 8) / (double) (1 << 24);

  return from + (to - from) * part * part * (3 - 2 * part);
}

static gboolean
make_values (SwSource *source, gint64 time_us, gpointer data, GError **error)
{
  const Fake *fake = data;
  const double seconds = time_us / (double) SW_SECOND_US;
  double share = fake->scale;

  if (fake->error != NULL)
    {
      g_set_error_literal (error, SW_SOURCE_ERROR, fake->code, fake->error);
      return FALSE;
    }
  for (guint i = 0; i < sw_source_get_n_channels (source); i++)
    {
      const guint seed = g_str_hash (fake->id) + i * 7919;
      const double slow = noise (seed, seconds / 23);
      const double fast = pow (noise (seed + 1, seconds / (2 + 9 * (1 - fake->roughness))), 3);
      const double value = slow * (1 - fake->roughness) + fast * fake->roughness;

      if (sw_channel_get_role (sw_source_get_channel (source, i)) == SW_ROLE_LIMIT)
        sw_source_set_value (source, i, 4);
      else
        sw_source_set_value (source, i, share * (0.2 + 0.8 * value));
      if (fake->style == SW_STYLE_STACKED)
        share /= i > 3 ? 40 : 2.2;
    }
  return TRUE;
}

static void
add_channels (SwSource *source, const Fake *fake)
{
  g_auto (GStrv) names = g_strsplit (fake->channels, "|", -1);
  SwRole role = fake->role;

  if (fake->style == SW_STYLE_HEAT)
    {
      const char *cores = g_getenv ("DEMO_CORES");

      for (int i = 0; i < atoi (cores != NULL ? cores : fake->channels); i++)
        {
          g_autofree char *name = g_strdup_printf ("CPU %d", i);

          sw_source_add_channel (source, sw_channel_new (name, name, SW_ROLE_1));
        }
      return;
    }
  for (guint i = 0; names[i] != NULL; i++)
    {
      const gboolean special = names[i][0] == '=' || names[i][0] == '~';
      const SwRole own = names[i][0] == '=' ? SW_ROLE_LIMIT
                         : special          ? SW_ROLE_MUTED
                                            : SW_ROLE_1 + (role++ - SW_ROLE_1) % SW_ROLE_LIMIT;

      sw_source_add_channel (source, sw_channel_new (names[i] + special, names[i] + special, own));
    }
}

/* By tens of seconds up to the last hour, with some hours in which nothing was measured. */
static void
push_hours (SwSource *source, const Fake *fake, gint64 now_us)
{
  for (gint64 age = hours * 3600; age > 3600; age -= 10)
    if (fake->error == NULL && (age < 8 * 3600 || age > 10 * 3600))
      sw_fake_source_push (source, now_us - age * SW_SECOND_US, NULL);
    else if (fake->error == NULL && sw_source_get_series (source) != NULL)
      sw_series_push_gap (sw_source_get_series (source), now_us - age * SW_SECOND_US);
  for (gint64 age = 3600; age > 400 && hours > 0 && fake->error == NULL; age--)
    sw_fake_source_push (source, now_us - age * SW_SECOND_US, NULL);
}

static SwSource *
make_source (const Fake *fake, gint64 now_us)
{
  SwSource *source = sw_fake_source_new (fake->id, fake->title, fake->unit, fake->style);

  add_channels (source, fake);
  sw_source_set_natural_max (source, fake->natural_max);
  if (g_str_equal (fake->id, "load"))
    sw_source_set_headline_channel (source, 0);
  sw_fake_source_set_func (source, make_values, (gpointer) fake);
  sw_source_set_enabled (source, !off);
  push_hours (source, fake, now_us);
  for (gint64 age = 400; age > 0; age--)
    if (age > 405 || (age < 60 ? age > 52 : FALSE))
      continue;
    else if (fake->error == NULL || fake->code == SW_SOURCE_ERROR_FAILED)
      {
        const Fake *quiet = fake;
        Fake good = *fake;

        good.error = NULL;
        if (age > 20 || fake->error == NULL)
          sw_fake_source_set_func (source, make_values, &good);
        sw_fake_source_push (source, now_us - age * SW_SECOND_US, NULL);
        if (age == 60)
          sw_series_push_gap (sw_source_get_series (source), now_us - 59 * SW_SECOND_US);
        sw_fake_source_set_func (source, make_values, (gpointer) quiet);
      }
  return source;
}

static void
on_settings_requested_cb (GtkWidget *board, SwSource *source)
{
  adw_dialog_present (sw_source_dialog_new (source), board);
}

static void
on_window_closed_cb (GMainLoop *loop)
{
  g_main_loop_quit (loop);
}

static void
scale_text (void)
{
  int dpi;

  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &dpi, NULL);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (int) (dpi * text_factor), NULL);
}

static GtkWidget *
make_window (GtkWidget *board)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *view = adw_toolbar_view_new ();

  gtk_window_set_title (GTK_WINDOW (window), "Stillwatch");
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_widget_set_size_request (window, 360, 200);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), board);
  adw_window_set_content (ADW_WINDOW (window), view);
  return window;
}

static void
show_history (GtkWidget *board, SwSource *source)
{
  SwHistoryView *view;

  sw_board_show_history (SW_BOARD (board), source);
  view = sw_widget_test_find (board, SW_TYPE_HISTORY_VIEW);
  sw_time_range_set_span_us (sw_history_view_get_range (view), span_min * 60 * SW_SECOND_US);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (SwClock) clock = sw_clock_new ();
  g_autoptr (SwScheduler) scheduler = NULL;
  g_autoptr (SwSourceRegistry) registry = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  GtkWidget *board, *window;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, NULL))
    return 2;
  adw_init ();
  if (rtl)
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  scale_text ();
  scheduler = sw_scheduler_new (clock, NULL);
  registry = sw_source_registry_new (scheduler);
  for (int i = 0; i < MIN (n_sources, (int) G_N_ELEMENTS (fakes)) && !empty; i++)
    {
      g_autoptr (SwSource) source = make_source (&fakes[i], sw_clock_get_boottime_us (clock));

      sw_source_registry_add (registry, "demo", source);
    }
  board = sw_board_new (registry, NULL);
  window = make_window (board);
  g_signal_connect (board, "settings-requested", G_CALLBACK (on_settings_requested_cb), NULL);
  g_signal_connect_swapped (window, "close-request", G_CALLBACK (on_window_closed_cb), loop);
  gtk_window_present (GTK_WINDOW (window));
  if (settings)
    on_settings_requested_cb (board, sw_source_registry_lookup (registry, "cpu"));
  if (history != NULL)
    show_history (board, sw_source_registry_lookup (registry, history));
  g_main_loop_run (loop);
  return 0;
}
