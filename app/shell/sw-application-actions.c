/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What the menu, the keys and other programs can ask of the application. */

#include "config.h"

#include <glib/gi18n.h>

#include "shell/sw-application-private.h"
#include "shell/sw-debug-info.h"

#define N_PAGE_KEYS 9

/* Windows first: they remember their size when they go. One may take others along. */
static void
on_quit_activated_cb (G_GNUC_UNUSED GSimpleAction *action,
                      G_GNUC_UNUSED GVariant *parameter,
                      gpointer user_data)
{
  GList *windows;

  while ((windows = gtk_application_get_windows (user_data)) != NULL)
    gtk_window_destroy (windows->data);
  g_application_quit (G_APPLICATION (user_data));
}

/* Whoever asks may know a page that is no longer there. */
static void
on_show_page_activated_cb (G_GNUC_UNUSED GSimpleAction *action,
                           GVariant *parameter,
                           gpointer user_data)
{
  sw_window_show_page (sw_application_present_window (user_data),
                       g_variant_get_string (parameter, NULL));
}

/* By the name of a page, and after a slash what stands in it. */
static void
on_show_preferences_activated_cb (G_GNUC_UNUSED GSimpleAction *action,
                                  GVariant *parameter,
                                  gpointer user_data)
{
  sw_application_present_preferences (user_data, g_variant_get_string (parameter, NULL));
}

static void
on_preferences_activated_cb (G_GNUC_UNUSED GSimpleAction *action,
                             G_GNUC_UNUSED GVariant *parameter,
                             gpointer user_data)
{
  sw_application_present_preferences (user_data, NULL);
}

/* The latest of data/org.stillwatch.Stillwatch.metainfo.xml.in, as markup. */
static char *
create_release_notes (void)
{
  const char *const items[] = {
    C_ ("release", "A board of graphs of processors, memory, network, disks, pressure, sensors, "
                   "graphics cards and power"),
    C_ ("release", "A history of a day, to zoom into, copy and save"),
    C_ ("release", "A strip at an edge of the screen, and a live icon in the panel"),
    C_ ("release", "Packets: which way every frame goes, on several interfaces at once"),
    C_ ("release", "Values for scripts, on the command line and over D-Bus"),
    C_ ("release", "Graphs and colours of Multiload, on request"),
  };
  GString *notes = g_string_new (NULL);

  g_string_append_printf (notes, "<p>%s</p><ul>", C_ ("release", "The first version:"));
  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    g_string_append_printf (notes, "<li>%s</li>", items[i]);
  return g_string_free (g_string_append (notes, "</ul>"), FALSE);
}

static void
on_about_activated_cb (G_GNUC_UNUSED GSimpleAction *action,
                       G_GNUC_UNUSED GVariant *parameter,
                       gpointer user_data)
{
  SwApplication *self = user_data;
  AdwDialog *dialog = adw_about_dialog_new ();
  g_autofree char *notes = create_release_notes ();
  g_autofree char *debug_info
      = sw_debug_info_to_string (self->host, (GtkWindow *) sw_application_get_window (self));

  g_object_set (dialog, "application-name", C_ ("application", "Stillwatch"), "application-icon",
                APP_ID, "version", PACKAGE_VERSION, "developer-name",
                C_ ("about", "The Stillwatch developers"), "license-type", GTK_LICENSE_GPL_3_0,
                "comments",
                C_ ("about", "Watches this computer and costs almost nothing to keep open."),
                "copyright", C_ ("about", "© 2026 The Stillwatch developers"), "debug-info",
                debug_info, "debug-info-filename", "stillwatch-debug-info.txt",
                "release-notes-version", PACKAGE_VERSION, "release-notes", notes,
                /* Translators: your names, a line each; each may end in an address in <…> */
                "translator-credits", C_ ("about", "translator-credits"), NULL);
  /* The library may be used by other programs too. */
  adw_about_dialog_add_legal_section (ADW_ABOUT_DIALOG (dialog), "libstillwatch",
                                      C_ ("about", "© 2026 The Stillwatch developers"),
                                      GTK_LICENSE_LGPL_2_1, NULL);
  sw_application_present_dialog (self, dialog);
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

  gtk_window_set_transient_for (shortcuts, (GtkWindow *) sw_application_get_window (user_data));
  gtk_window_set_application (shortcuts, user_data);
  gtk_window_present (shortcuts);
}

static void
on_help_launched_cb (GObject *launcher, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SwApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *body = NULL;
  AdwDialog *dialog;

  if (gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (launcher), result, &error)
      || g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED)
      || self->host == NULL)
    return;
  body = g_strdup_printf (C_ ("help", "Install a program that shows help, such as Yelp, and try "
                                      "again. The system says: %s"),
                          error->message);
  dialog = adw_alert_dialog_new (C_ ("help", "Help Cannot Be Opened"), body);
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", C_ ("help", "_Close"));
  sw_application_present_dialog (self, dialog);
}

static void
on_help_activated_cb (G_GNUC_UNUSED GSimpleAction *action,
                      G_GNUC_UNUSED GVariant *parameter,
                      gpointer user_data)
{
  g_autoptr (GtkUriLauncher) launcher = gtk_uri_launcher_new ("help:stillwatch");

  gtk_uri_launcher_launch (launcher, gtk_application_get_active_window (user_data), NULL,
                           on_help_launched_cb, g_object_ref (user_data));
}

static void
set_keys (SwApplication *self, const char *action, const char *key, const char *other_key)
{
  const char *const keys[] = { key, other_key, NULL };

  gtk_application_set_accels_for_action (GTK_APPLICATION (self), action, keys);
}

/* What pages turn on and off; where nothing is remembered there is no such action. */
static void
add_settings_actions (SwApplication *self)
{
  g_autoptr (GAction) measure_hidden = NULL;

  if (self->settings == NULL)
    return;
  measure_hidden = g_settings_create_action (self->settings, "measure-hidden");
  g_action_map_add_action (G_ACTION_MAP (self), measure_hidden);
}

void
sw_application_add_actions (SwApplication *self)
{
  const GActionEntry actions[] = {
    { .name = "quit", .activate = on_quit_activated_cb },
    { .name = "show-page", .activate = on_show_page_activated_cb, .parameter_type = "s" },
    { .name = "preferences", .activate = on_preferences_activated_cb },
    { .name = "help", .activate = on_help_activated_cb },
    { .name = "show-preferences",
      .activate = on_show_preferences_activated_cb,
      .parameter_type = "s" },
    { .name = "about", .activate = on_about_activated_cb },
    { .name = "shortcuts", .activate = on_shortcuts_activated_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  if (self->strip != NULL)
    {
      g_autoptr (GPropertyAction) strip = g_property_action_new ("strip", self->strip, "enabled");

      g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (strip));
    }
  add_settings_actions (self);
  set_keys (self, "app.quit", "<Control>q", NULL);
  set_keys (self, "app.preferences", "<Control>comma", NULL);
  set_keys (self, "app.help", "F1", NULL);
  set_keys (self, "app.shortcuts", "<Control>question", NULL);
  set_keys (self, "win.search", "<Control>f", NULL);
  set_keys (self, "window.close", "<Control>w", NULL);
  for (guint i = 1; i <= N_PAGE_KEYS; i++)
    {
      g_autofree char *action = g_strdup_printf ("win.show-nth(%u)", i);
      g_autofree char *alt = g_strdup_printf ("<Alt>%u", i);
      g_autofree char *control = g_strdup_printf ("<Control>%u", i);

      set_keys (self, action, alt, control);
    }
}
