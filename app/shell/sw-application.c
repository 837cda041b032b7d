/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <stdio.h>

#include <glib/gi18n.h>

#include "core/sw-sample-pool.h"
#include "core/sw-scheduler.h"
#include "core/sw-source-registry.h"
#include "services/sw-session.h"
#include "shell/sw-application.h"
#include "shell/sw-screenshot.h"
#include "shell/sw-window.h"

/* The program: one instance, which owns the state that windows show. */
struct _SwApplication
{
  AdwApplication parent_instance;

  SwScheduler *scheduler;
  SwSamplePool *pool;
  SwSourceRegistry *registry;
  SwSession *session;
  char *screenshot_path; /* (nullable) where to save a picture before leaving */
  char *size;            /* (nullable) WIDTHxHEIGHT of the window in the picture */
  guint seconds_left;    /* until the picture is taken */
  int exit_status;
};

/* For the graphs to have a line and not a dot. */
#define SCREENSHOT_AFTER_S 4

G_DEFINE_FINAL_TYPE (SwApplication, sw_application, ADW_TYPE_APPLICATION)

static gboolean
on_screenshot_due_cb (SwJob *job, G_GNUC_UNUSED const SwTick *tick, gpointer user_data)
{
  SwApplication *self = user_data;
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  g_autoptr (GError) error = NULL;

  if (--self->seconds_left > 0)
    return TRUE;
  if (window == NULL
      || !sw_screenshot_save (ADW_APPLICATION_WINDOW (window), self->screenshot_path, &error))
    {
      g_printerr (C_ ("command line", "The screenshot was not saved: %s\n"),
                  error != NULL ? error->message : C_ ("command line", "the window was closed"));
      self->exit_status = 1;
    }
  sw_job_remove (job);
  g_application_quit (G_APPLICATION (self));
  return TRUE;
}

static void
prepare_screenshot (SwApplication *self, GtkWindow *window)
{
  int width, height;

  if (self->size != NULL && sscanf (self->size, "%5dx%5d", &width, &height) == 2)
    gtk_window_set_default_size (window, width, height);
  self->seconds_left = SCREENSHOT_AFTER_S;
  sw_scheduler_add_job (self->scheduler, "stillwatch", "screenshot", SW_SECOND_US,
                        on_screenshot_due_cb, self, NULL);
}

static void
sw_application_activate (GApplication *application)
{
  SwApplication *self = SW_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window == NULL)
    {
      window = GTK_WINDOW (sw_window_new (self));
      gtk_window_set_default_size (window, 1000, 720);
      if (self->screenshot_path != NULL)
        prepare_screenshot (self, window);
    }
  gtk_window_present (window);
}

static int
sw_application_command_line (GApplication *application, GApplicationCommandLine *command_line)
{
  GVariantDict *options = g_application_command_line_get_options_dict (command_line);

  if (g_variant_dict_contains (options, "quit"))
    {
      g_action_group_activate_action (G_ACTION_GROUP (application), "quit", NULL);
      return 0;
    }
  g_application_activate (application);
  return 0;
}

/* What needs neither a display nor a running instance. */
static int
sw_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  SwApplication *self = SW_APPLICATION (application);

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("Stillwatch %s\n", PACKAGE_VERSION);
      return 0;
    }
  if (g_variant_dict_lookup (options, "screenshot", "^ay", &self->screenshot_path))
    {
      g_variant_dict_lookup (options, "size", "s", &self->size);
      g_application_set_flags (application,
                               g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
    }
  if (!gtk_init_check ())
    {
      g_printerr ("%s\n", C_ ("command line", "Stillwatch needs a display: start it in a desktop "
                                              "session, or set DISPLAY or WAYLAND_DISPLAY"));
      return 1;
    }
  return -1;
}

static void
on_quit_activated_cb (G_GNUC_UNUSED GSimpleAction *action,
                      G_GNUC_UNUSED GVariant *parameter,
                      gpointer user_data)
{
  g_application_quit (G_APPLICATION (user_data));
}

static void
on_about_activated_cb (G_GNUC_UNUSED GSimpleAction *action,
                       G_GNUC_UNUSED GVariant *parameter,
                       gpointer user_data)
{
  GtkWindow *window = gtk_application_get_active_window (user_data);
  AdwDialog *dialog = adw_about_dialog_new ();

  g_object_set (dialog, "application-name", g_get_application_name (), "application-icon", APP_ID,
                "version", PACKAGE_VERSION, "developer-name",
                C_ ("about", "The Stillwatch developers"), "license-type", GTK_LICENSE_GPL_3_0,
                "comments",
                C_ ("about", "Watches this computer and costs almost nothing to keep open"), NULL);
  adw_dialog_present (dialog, GTK_WIDGET (window));
}

/* Made when asked for: it would cost every start a few milliseconds. */
static void
on_shortcuts_activated_cb (G_GNUC_UNUSED GSimpleAction *action,
                           G_GNUC_UNUSED GVariant *parameter,
                           gpointer user_data)
{
  g_autoptr (GtkBuilder) builder
      = gtk_builder_new_from_resource ("/org/stillwatch/Stillwatch/sw-shortcuts.ui");
  GtkWindow *shortcuts = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_window_set_transient_for (shortcuts, gtk_application_get_active_window (user_data));
  gtk_window_present (shortcuts);
}

static const GActionEntry actions[] = {
  { .name = "quit", .activate = on_quit_activated_cb },
  { .name = "about", .activate = on_about_activated_cb },
  { .name = "shortcuts", .activate = on_shortcuts_activated_cb },
};

static void
add_actions (SwApplication *self)
{
  GtkApplication *application = GTK_APPLICATION (self);

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  gtk_application_set_accels_for_action (application, "app.quit",
                                         (const char *[]) { "<Control>q", NULL });
  gtk_application_set_accels_for_action (application, "app.shortcuts",
                                         (const char *[]) { "<Control>question", NULL });
  gtk_application_set_accels_for_action (application, "window.close",
                                         (const char *[]) { "<Control>w", NULL });
}

static void
sw_application_startup (GApplication *application)
{
  SwApplication *self = SW_APPLICATION (application);

  G_APPLICATION_CLASS (sw_application_parent_class)->startup (application);
  gtk_window_set_default_icon_name (APP_ID);
  self->scheduler = sw_scheduler_new (NULL, NULL);
  self->pool = sw_sample_pool_new (NULL);
  self->registry = sw_source_registry_new (self->scheduler);
  self->session = sw_session_new ();
  add_actions (self);
}

static void
sw_application_shutdown (GApplication *application)
{
  SwApplication *self = SW_APPLICATION (application);

  g_clear_object (&self->session);
  g_clear_object (&self->registry);
  g_clear_object (&self->pool);
  g_clear_object (&self->scheduler);
  G_APPLICATION_CLASS (sw_application_parent_class)->shutdown (application);
}

static void
sw_application_finalize (GObject *object)
{
  SwApplication *self = SW_APPLICATION (object);

  g_free (self->screenshot_path);
  g_free (self->size);
  G_OBJECT_CLASS (sw_application_parent_class)->finalize (object);
}

static void
sw_application_class_init (SwApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sw_application_finalize;
  application_class->activate = sw_application_activate;
  application_class->command_line = sw_application_command_line;
  application_class->handle_local_options = sw_application_handle_local_options;
  application_class->startup = sw_application_startup;
  application_class->shutdown = sw_application_shutdown;
}

static void
sw_application_init (SwApplication *self)
{
  const GOptionEntry entries[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, C_ ("command line", "Print the version"), NULL },
    { "quit", 'q', 0, G_OPTION_ARG_NONE, NULL, C_ ("command line", "Quit the running Stillwatch"),
      NULL },
    { "screenshot", 0, 0, G_OPTION_ARG_FILENAME, NULL,
      C_ ("command line", "Open, measure for a few seconds, save a picture, and quit"),
      C_ ("command line", "FILE") },
    { "size", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, NULL, NULL, NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), entries);
}

SwApplication *
sw_application_new (void)
{
  return g_object_new (SW_TYPE_APPLICATION, "application-id", APP_ID, "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE, NULL);
}

SwScheduler *
sw_application_get_scheduler (SwApplication *self)
{
  return self->scheduler;
}

SwSourceRegistry *
sw_application_get_registry (SwApplication *self)
{
  return self->registry;
}

/* What the program ends with, where g_application_run () cannot know. */
int
sw_application_get_exit_status (SwApplication *self)
{
  return self->exit_status;
}
