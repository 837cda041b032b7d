/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The page of packets in any of its states, to look at:
 *
 *     demo-page [OPTION…] FILE       shows a capture
 *     --state NAME                   empty, starting, loading, capturing, denied, broken, left
 *     --filter TEXT --select N       the view's
 *     --picture PNG                  draws it once and ends
 */

#include "config.h"

#include <fcntl.h>
#include <locale.h>

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "tests/plugins/packets/page-fixture.h"

static char *state = NULL;
static char *filter = NULL;
static char *picture = NULL;
static int selected = -1;
static int width = 900;
static int height = 700;
static gboolean details, rtl;

static const GOptionEntry options[] = {
  { "state", 0, 0, G_OPTION_ARG_STRING, &state, NULL, NULL },
  { "filter", 0, 0, G_OPTION_ARG_STRING, &filter, NULL, NULL },
  { "select", 0, 0, G_OPTION_ARG_INT, &selected, NULL, NULL },
  { "details", 0, 0, G_OPTION_ARG_NONE, &details, NULL, NULL },
  { "rtl", 0, 0, G_OPTION_ARG_NONE, &rtl, NULL, NULL },
  { "picture", 0, 0, G_OPTION_ARG_FILENAME, &picture, NULL, NULL },
  { "width", 0, 0, G_OPTION_ARG_INT, &width, NULL, NULL },
  { "height", 0, 0, G_OPTION_ARG_INT, &height, NULL, NULL },
  { NULL },
};

static void
load (PacketsSession *session, const char *path)
{
  const int fd = open (path, O_RDONLY | O_CLOEXEC);
  CaptureStore *store = capture_store_new (fd);
  gboolean at_end = FALSE;

  while (!at_end && capture_store_index (store, 1 << 24, &at_end, NULL))
    ;
  fake_session_set_store (session, store);
  fake_session_set_state (session, PACKETS_SESSION_READY);
  capture_store_unref (store);
}

static void
set_state (PacketsSession *session)
{
  g_autoptr (GFile) left = g_file_new_for_path ("/tmp/left.pcapng");

  if (g_strcmp0 (state, "starting") == 0)
    fake_session_set_state (session, PACKETS_SESSION_STARTING);
  else if (g_strcmp0 (state, "loading") == 0)
    {
      fake_session_set_state (session, PACKETS_SESSION_LOADING);
      fake_session_set_progress (session, 0.4);
    }
  else if (g_strcmp0 (state, "capturing") == 0)
    {
      fake_session_set_state (session, PACKETS_SESSION_CAPTURING);
      fake_session_set_skipped (session, 123456);
    }
  else if (g_strcmp0 (state, "denied") == 0)
    fake_session_set_problem (session, "This Computer Does Not Let You Capture",
                              "The program that captures lacks the right to open a packet socket. "
                              "Someone who administers this computer can give it that right once.",
                              "sudo setcap cap_net_raw=p "
                              "/usr/libexec/stillwatch/stillwatch-capture",
                              TRUE);
  else if (g_strcmp0 (state, "broken") == 0)
    fake_session_set_problem (session, "The file is cut short",
                              "What is before the end can be shown.", NULL, FALSE);
  else if (g_strcmp0 (state, "left") == 0)
    fake_session_add_left (session, left);
}

static gboolean
is_settled (gpointer end_us)
{
  return g_get_monotonic_time () > *(gint64 *) end_us;
}

static void
settle (void)
{
  gint64 end_us = g_get_monotonic_time () + G_USEC_PER_SEC;

  sw_widget_test_wait (is_settled, &end_us);
}

static void
take_picture (GtkWidget *window)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (window);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  const int w = gdk_paintable_get_intrinsic_width (paintable),
            h = gdk_paintable_get_intrinsic_height (paintable);
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  gdk_paintable_snapshot (paintable, snapshot, w, h);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, w, h));
  gdk_texture_save_to_png (texture, picture);
}

static void
act (PacketsPage *page)
{
  if (filter != NULL)
    packets_checked_entry_set_text (page->filter, filter);
  settle ();
  if (selected >= 0)
    packets_table_select_index (page->table, (guint) selected);
  if (details)
    g_signal_emit_by_name (page->table, "activated");
  settle ();
}

int
main (int argc, char *argv[])
{
  g_autoptr (GOptionContext) parser = g_option_context_new ("FILE");
  PageFixture fixture = { 0 };

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("STILLWATCH_LOCALE_DIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_option_context_add_main_entries (parser, options, NULL);
  if (!g_option_context_parse (parser, &argc, &argv, NULL))
    return 1;
  adw_init ();
  if (rtl)
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  page_fixture_set_up (&fixture);
  if (argc > 1)
    load (fixture.session, argv[1]);
  set_state (fixture.session);
  fake_session_tell (fixture.session);
  page_fixture_show (&fixture, width, height);
  settle ();
  act (fixture.page);
  if (picture != NULL)
    take_picture (GTK_WIDGET (fixture.window));
  else
    while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
      g_main_context_iteration (NULL, TRUE);
  return 0;
}
