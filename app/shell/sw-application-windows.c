/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The program's windows: the main one, which may be closed while others stay, and what can be opened without it. */

#include "config.h"

#include "shell/sw-application-private.h"
#include "shell/sw-preferences.h"

/*
 * sw_application_get_window:
 * @self: the application
 *
 * Returns: (transfer none) (nullable): the main window, if it is open
 */
SwWindow *
sw_application_get_window (SwApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  for (GList *link = windows; link != NULL; link = link->next)
    if (SW_IS_WINDOW (link->data))
      return link->data;
  return NULL;
}

static AdwDialog *
create_preferences (gpointer user_data)
{
  SwApplication *self = user_data;
  GDBusConnection *bus = g_application_get_dbus_connection (G_APPLICATION (self));

  return sw_preferences_new (self->settings, self->scheduler, self->registry, self->host,
                             self->strip, bus);
}

/*
 * sw_application_present_window:
 * @self: the application
 *
 * Returns: (transfer none): the main window, opened if it was not and brought to the front
 */
SwWindow *
sw_application_present_window (SwApplication *self)
{
  SwWindow *window = sw_application_get_window (self);
  /* A picture shows everybody's first window: what this user has made of theirs stays theirs. */
  GSettings *settings = self->screenshot_path == NULL ? self->settings : NULL;

  if (window == NULL)
    {
      window = sw_window_new (ADW_APPLICATION (self), settings, self->host, self->pages);
      sw_window_set_preferences (window, create_preferences, self);
      if (self->screenshot_path != NULL)
        sw_application_prepare_screenshot (self, GTK_WINDOW (window));
    }
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

/*
 * sw_application_present_dialog:
 * @self: the application
 * @dialog: (transfer floating): what to show
 *
 * Over the main window, or in a window of its own while that is closed; the program goes on while it is open. What is
 * open already comes to the front where it is.
 */
void
sw_application_present_dialog (SwApplication *self, AdwDialog *dialog)
{
  SwWindow *window = sw_application_get_window (self);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (dialog));

  if (GTK_IS_WINDOW (root) && !SW_IS_WINDOW (root))
    {
      gtk_window_present (GTK_WINDOW (root));
      return;
    }
  if (window != NULL)
    gtk_window_present (GTK_WINDOW (window));
  adw_dialog_present (dialog, (GtkWidget *) window);
  root = gtk_widget_get_root (GTK_WIDGET (dialog));
  if (window == NULL && GTK_IS_WINDOW (root))
    gtk_window_set_application (GTK_WINDOW (root), GTK_APPLICATION (self));
}

static void
on_preferences_closed_cb (SwApplication *self)
{
  g_clear_weak_pointer (&self->preferences);
}

/*
 * sw_application_present_preferences:
 * @self: the application
 * @place: (nullable): where to go in them, see sw_preferences_show ()
 *
 * There is one dialog of them, however often they are asked for.
 */
void
sw_application_present_preferences (SwApplication *self, const char *place)
{
  if (self->preferences == NULL)
    {
      g_set_weak_pointer (&self->preferences, create_preferences (self));
      /* It closes before it is gone: it may be asked for again meanwhile. */
      g_signal_connect_object (self->preferences, "closed", G_CALLBACK (on_preferences_closed_cb),
                               self, G_CONNECT_SWAPPED);
    }
  sw_application_present_dialog (self, self->preferences);
  if (place != NULL)
    sw_preferences_show (self->preferences, place);
}
