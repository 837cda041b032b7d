/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <stdio.h>

#include <glib/gi18n-lib.h>

#include "plugins/packets/packets-page-private.h"

/* Captures that the program left behind when it ended otherwise than it should: offered once, to be looked at or deleted. */

static void
update_note (PacketsPage *self)
{
  adw_banner_set_revealed (self->left_note, self->left != NULL && self->left->len > 0);
}

static void
on_left_listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  PacketsPage *self = user_data;
  GPtrArray *left = packets_session_list_left_finish (PACKETS_SESSION (object), result, NULL);

  /* Cancelled: the page is gone. */
  if (left == NULL)
    return;
  g_clear_pointer (&self->left, g_ptr_array_unref);
  self->left = left;
  update_note (self);
}

void
packets_page_look_for_left (PacketsPage *self)
{
  packets_session_list_left_async (self->session, self->cancellable, on_left_listed_cb, self);
}

static void
on_left_deleted_cb (GObject *object, GAsyncResult *result, G_GNUC_UNUSED gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!g_file_delete_finish (G_FILE (object), result, &error))
    g_debug ("%s", error->message);
}

static void
on_left_answered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PacketsPage) self = user_data;
  const char *answer = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (object), result);
  g_autoptr (GFile) file = NULL;

  if (self->bin == NULL || self->left->len == 0 || g_str_equal (answer, "cancel"))
    return;
  file = g_object_ref (g_ptr_array_index (self->left, 0));
  g_ptr_array_remove_index (self->left, 0);
  update_note (self);
  if (g_str_equal (answer, "open"))
    packets_page_open (self, file);
  else
    g_file_delete_async (file, G_PRIORITY_DEFAULT, self->cancellable, on_left_deleted_cb, NULL);
}

/* (transfer full) (nullable): when it was begun, as its name says. */
static char *
format_begin (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (GDateTime) begin = NULL;
  int year, month, day, hour, minute, second;

  if (name == NULL
      || sscanf (name, "capture-%4d%2d%2d-%2d%2d%2d-", &year, &month, &day, &hour, &minute, &second)
             != 6)
    return NULL;
  begin = g_date_time_new_local (year, month, day, hour, minute, second);
  return begin != NULL ? g_date_time_format (begin, "%x, %X") : NULL;
}

static char *
describe (GFile *file)
{
  g_autofree char *begin = format_begin (file);

  if (begin == NULL)
    return g_strdup (C_ ("dialog", "Stillwatch ended before this capture was saved. What had come "
                                   "until then is there."));
  /* Translators: %s is a date and a time. */
  return g_strdup_printf (C_ ("dialog", "Stillwatch ended before the capture of %s was saved. What "
                                        "had come until then is there."),
                          begin);
}

static void
on_look_activated_cb (GtkWidget *widget,
                      G_GNUC_UNUSED const char *action,
                      G_GNUC_UNUSED GVariant *parameter)
{
  PacketsPage *self = PACKETS_PAGE (widget);
  g_autofree char *text = NULL;
  AdwAlertDialog *dialog;

  if (self->left == NULL || self->left->len == 0)
    return;
  text = describe (g_ptr_array_index (self->left, 0));
  dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (C_ ("dialog", "Open the Capture?"), text));
  adw_alert_dialog_add_responses (dialog, "cancel", C_ ("button", "_Cancel"), "delete",
                                  C_ ("button", "_Delete"), "open", C_ ("button", "_Open"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "delete", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_response_appearance (dialog, "open", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (dialog, "open");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  adw_alert_dialog_choose (dialog, widget, self->cancellable, on_left_answered_cb,
                           g_object_ref (self));
}

void
packets_page_install_left_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "capture.look-at-left", NULL, on_look_activated_cb);
}
