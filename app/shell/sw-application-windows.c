/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The program's windows: the main one, which may be closed while others stay, and what can be opened without it. */

#include "config.h"

#include "shell/sw-application-private.h"

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
 * Over the main window, or in a window of its own while that is closed; the program goes on while it is open.
 */
void
sw_application_present_dialog (SwApplication *self, AdwDialog *dialog)
{
  SwWindow *window = sw_application_get_window (self);
  GtkRoot *root;

  if (window != NULL)
    gtk_window_present (GTK_WINDOW (window));
  adw_dialog_present (dialog, (GtkWidget *) window);
  root = gtk_widget_get_root (GTK_WIDGET (dialog));
  if (window == NULL && GTK_IS_WINDOW (root))
    gtk_window_set_application (GTK_WINDOW (root), GTK_APPLICATION (self));
}
