/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The command line, and what of it is done without a window. */

#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "core/sw-scheduler.h"
#include "shell/sw-application-private.h"
#include "shell/sw-bus-client.h"
#include "shell/sw-plugin-scan.h"
#include "shell/sw-screenshot.h"

/* For the graphs to have a line and not a dot. */
#define SCREENSHOT_AFTER_S 4

void
sw_application_add_options (SwApplication *self)
{
  const GOptionEntry entries[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, C_ ("command line", "Print the version"), NULL },
    { "list-plugins", 0, 0, G_OPTION_ARG_NONE, NULL, C_ ("command line", "List the plugins"),
      NULL },
    { "page", 'p', 0, G_OPTION_ARG_STRING, NULL,
      C_ ("command line", "Show a plugin’s page, or “plugins”"), C_ ("command line", "NAME") },
    { "background", 0, 0, G_OPTION_ARG_NONE, NULL,
      C_ ("command line", "Start without opening the window"), NULL },
    { "screenshot", 0, 0, G_OPTION_ARG_FILENAME, NULL,
      C_ ("command line", "Open, measure for a few seconds, save a picture, and quit"),
      C_ ("command line", "FILE") },
    { "size", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, NULL, NULL, NULL },
    { "strip", 0, 0, G_OPTION_ARG_NONE, NULL, C_ ("command line", "Show the strip, and no window"),
      NULL },
    { "values", 0, 0, G_OPTION_ARG_NONE, NULL,
      C_ ("command line", "Print the current values of the sources named, or of all"), NULL },
    { "quit", 'q', 0, G_OPTION_ARG_NONE, NULL, C_ ("command line", "Quit the running Stillwatch"),
      NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, NULL, NULL,
      C_ ("command line", "[SOURCE…]") },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), entries);
}

/* One line each: name, state, title or reason, parted by tabs. Nothing is loaded. */
static void
list_plugins (void)
{
  g_auto (GStrv) folders = sw_plugin_scan_list_folders ();
  g_autoptr (GPtrArray) items = sw_plugin_scan ((const char *const *) folders);
  g_autoptr (GSettings) settings = sw_application_open_settings ();
  g_auto (GStrv) disabled
      = settings != NULL ? g_settings_get_strv (settings, "disabled-plugins") : g_new0 (char *, 1);

  for (guint i = 0; i < items->len; i++)
    {
      SwPluginItem *item = g_ptr_array_index (items, i);
      const char *id = sw_plugin_item_get_id (item);

      if (sw_plugin_item_is_broken (item))
        g_print ("%s\tfailed\t%s\n", id, sw_plugin_item_get_reason (item));
      else
        g_print ("%s\t%s\t%s\n", id,
                 g_strv_contains ((const char *const *) disabled, id) ? "off" : "on",
                 sw_plugin_item_get_name (item));
    }
  if (items->len == 0)
    {
      g_autofree char *text = g_strjoinv (G_SEARCHPATH_SEPARATOR_S, folders);

      g_printerr (C_ ("command line", "No plugins in %s\n"), text);
    }
}

static gboolean
parse_size (const char *text, int *width, int *height)
{
  char rest;

  return sscanf (text, "%5dx%5d%c", width, height, &rest) == 2 && *width > 0 && *height > 0;
}

/* What is done without a display, and without this instance becoming the running one. */
static int
handle_without_display (GVariantDict *options)
{
  g_autofree const char **rest = NULL;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("Stillwatch %s\n", PACKAGE_VERSION);
      return 0;
    }
  g_variant_dict_lookup (options, G_OPTION_REMAINING, "^a&s", &rest);
  if (g_variant_dict_contains (options, "values"))
    return sw_bus_client_print_values (rest);
  if (rest != NULL && rest[0] != NULL)
    {
      g_printerr (C_ ("command line", "Unknown argument “%s”: see --help\n"), rest[0]);
      return 1;
    }
  if (g_variant_dict_contains (options, "list-plugins"))
    {
      list_plugins ();
      return 0;
    }
  return g_variant_dict_contains (options, "quit") ? sw_bus_client_quit () : -1;
}

/* Before the seconds that the picture takes: whether there is a folder to put it into, and a window to take it of. */
static gboolean
check_screenshot (GVariantDict *options, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int problem = 0;

  if (g_variant_dict_contains (options, "background") || g_variant_dict_contains (options, "strip"))
    {
      g_printerr ("%s\n", C_ ("command line", "A screenshot shows the window: leave out "
                                              "--background and --strip"));
      return FALSE;
    }
  if (path[0] == '\0' || g_file_test (path, G_FILE_TEST_IS_DIR))
    problem = EISDIR;
  else if (g_file_test (folder, G_FILE_TEST_EXISTS) && !g_file_test (folder, G_FILE_TEST_IS_DIR))
    problem = ENOTDIR;
  else if (g_access (folder, W_OK | X_OK) != 0)
    problem = errno;
  if (problem != 0)
    g_printerr (C_ ("command line", "The screenshot cannot be saved as “%s”: %s\n"), path,
                g_strerror (problem));
  return problem == 0;
}

/* Returns: the exit status; -1 to go on */
int
sw_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  SwApplication *self = SW_APPLICATION (application);
  const int status = handle_without_display (options);
  int width, height;

  if (status >= 0)
    return status;
  if (g_variant_dict_lookup (options, "size", "s", &self->size)
      && !parse_size (self->size, &width, &height))
    {
      g_printerr ("%s\n", C_ ("command line", "A size is written as 900x600"));
      return 1;
    }
  if (g_variant_dict_lookup (options, "screenshot", "^ay", &self->screenshot_path)
      && !check_screenshot (options, self->screenshot_path))
    return 1;
  if (self->screenshot_path != NULL)
    g_application_set_flags (application,
                             g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
  if (!gtk_init_check ())
    {
      g_printerr ("%s\n", C_ ("command line", "Stillwatch needs a display: start it in a desktop "
                                              "session, or set DISPLAY or WAYLAND_DISPLAY"));
      return 1;
    }
  return -1;
}

static void
end_screenshot (SwApplication *self, const char *problem)
{
  if (problem != NULL)
    {
      g_printerr (C_ ("command line", "The screenshot was not saved: %s\n"), problem);
      self->exit_status = 1;
    }
  g_clear_pointer (&self->screenshot_job, sw_job_remove);
}

static void
finish_screenshot (SwApplication *self, const char *problem)
{
  end_screenshot (self, problem);
  g_action_group_activate_action (G_ACTION_GROUP (self), "quit", NULL);
}

/* The program ends: if the picture was not taken yet, whoever waits for it is told. */
void
sw_application_give_up_screenshot (SwApplication *self)
{
  if (self->screenshot_job != NULL)
    end_screenshot (self, C_ ("command line", "the window was closed or is out of sight"));
}

static void
on_frame_clock_painted_cb (GdkFrameClock *clock, SwApplication *self)
{
  SwWindow *window = sw_application_get_window (self);
  g_autoptr (GError) error = NULL;

  g_signal_handlers_disconnect_by_func (clock, on_frame_clock_painted_cb, self);
  sw_screenshot_save (ADW_APPLICATION_WINDOW (window), self->screenshot_path, &error);
  finish_screenshot (self, error != NULL ? error->message : NULL);
}

/* The samples of this second have changed widgets, which have their new places only in the next frame. */
static gboolean
on_screenshot_due_cb (G_GNUC_UNUSED SwJob *job,
                      G_GNUC_UNUSED const SwTick *tick,
                      gpointer user_data)
{
  SwApplication *self = user_data;
  SwWindow *window = sw_application_get_window (self);
  GdkFrameClock *clock;

  self->seconds_left--;
  if (window == NULL || self->seconds_left < -SCREENSHOT_AFTER_S)
    finish_screenshot (self, C_ ("command line", "the window was closed or is out of sight"));
  else if (self->seconds_left == 0)
    {
      clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
      g_signal_connect_object (clock, "after-paint", G_CALLBACK (on_frame_clock_painted_cb), self,
                               G_CONNECT_DEFAULT);
      gtk_widget_queue_draw (GTK_WIDGET (window));
    }
  return TRUE;
}

/* WINDOW is not shown yet. */
void
sw_application_prepare_screenshot (SwApplication *self, GtkWindow *window)
{
  int width, height;

  if (self->size != NULL && parse_size (self->size, &width, &height))
    gtk_window_set_default_size (window, width, height);
  self->seconds_left = SCREENSHOT_AFTER_S;
  self->screenshot_job = sw_scheduler_add_job (self->scheduler, "stillwatch", "screenshot",
                                               SW_SECOND_US, on_screenshot_due_cb, self, NULL);
}
