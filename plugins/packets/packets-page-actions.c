/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/sw-plural.h"

#include "plugins/packets/format/packet-text.h"
#include "plugins/packets/packets-page-private.h"
#include "plugins/packets/packets-paste-dialog.h"
#include "plugins/packets/packets-remote-dialog.h"

/* What is asked for by a key, a button or the menu, but for files: capturing, copying, finding. */

/* A clipboard is no place for more. */
#define MAX_COPIED 10000u
#define MAX_COPIED_HEX 100u

static gboolean
is_running (PacketsPage *self)
{
  const PacketsSessionState state = packets_session_get_state (self->session);

  return state == PACKETS_SESSION_CAPTURING || state == PACKETS_SESSION_STARTING
         || state == PACKETS_SESSION_LOADING;
}

static void
start (PacketsPage *self, gpointer as_administrator)
{
  const PacketsRequest request = {
    .interfaces = packets_capture_bar_get_interfaces (self->capture_bar),
    .filter = packets_capture_bar_get_filter (self->capture_bar),
    .as_administrator = GPOINTER_TO_INT (as_administrator),
  };

  packets_session_start (self->session, &request);
}

static void
on_start_activated_cb (GtkWidget *widget, const char *action, G_GNUC_UNUSED GVariant *parameter)
{
  PacketsPage *self = PACKETS_PAGE (widget);
  const gboolean as_administrator = g_str_has_suffix (action, "administrator");

  if (!is_running (self) && packets_capture_bar_get_valid (self->capture_bar))
    packets_page_replace (self, start, GINT_TO_POINTER (as_administrator), NULL);
}

static void
on_stop_activated_cb (GtkWidget *widget,
                      G_GNUC_UNUSED const char *action,
                      G_GNUC_UNUSED GVariant *parameter)
{
  packets_session_stop (PACKETS_PAGE (widget)->session);
}

static void
on_toggle_activated_cb (GtkWidget *widget,
                        G_GNUC_UNUSED const char *action,
                        G_GNUC_UNUSED GVariant *parameter)
{
  gtk_widget_activate_action (widget,
                              is_running (PACKETS_PAGE (widget)) ? "capture.stop" : "capture.start",
                              NULL);
}

static void
on_search_activated_cb (GtkWidget *widget,
                        G_GNUC_UNUSED const char *action,
                        G_GNUC_UNUSED GVariant *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (PACKETS_PAGE (widget)->filter));
}

static void
on_clear_filter_activated_cb (GtkWidget *widget,
                              G_GNUC_UNUSED const char *action,
                              G_GNUC_UNUSED GVariant *parameter)
{
  packets_checked_entry_set_text (PACKETS_PAGE (widget)->filter, "");
}

static void
add_text (GString *text, PacketsRow *row)
{
  for (guint column = 0; column < PACKETS_N_COLUMNS; column++)
    {
      if (column > 0)
        g_string_append_c (text, '\t');
      g_string_append (text, packets_row_get_text (row, column));
    }
  g_string_append_c (text, '\n');
}

static void
add_hex (GString *text, PacketsDecoder *decoder, guint index)
{
  const Dissection *dissection = packets_decoder_read (decoder, index, NULL, NULL);

  if (dissection == NULL)
    return;
  if (text->len > 0)
    g_string_append_c (text, '\n');
  packet_text_add_dump (text, dissection->packet->bytes, dissection->packet->captured_bytes);
}

/* Who pastes them elsewhere would not see that some are missing. */
static void
tell_copied (PacketsPage *self, guint n_copied)
{
  g_autofree char *text
      = g_strdup_printf (sw_plural ("packets", "Only the first %'u packet was copied",
                                    "Only the first %'u packets were copied", n_copied),
                         n_copied);

  packets_page_tell (self, text);
}

/* The selected packets, as far as there is room, in the order of the capture. */
static void
on_copy_activated_cb (GtkWidget *widget, const char *action, G_GNUC_UNUSED GVariant *parameter)
{
  PacketsPage *self = PACKETS_PAGE (widget);
  PacketsDecoder *decoder = packets_list_get_decoder (self->list);
  const gboolean hex = g_str_has_suffix (action, "hex");
  g_autoptr (GtkBitset) selection = packets_table_get_selection (self->table);
  g_autoptr (GString) text = g_string_new (NULL);
  const guint64 n_selected = gtk_bitset_get_size (selection);
  const guint n = (guint) MIN (n_selected, hex ? MAX_COPIED_HEX : MAX_COPIED);

  for (guint i = 0; i < n; i++)
    {
      const guint index = gtk_bitset_get_nth (selection, i);
      g_autoptr (PacketsRow) row = NULL;

      if (hex)
        add_hex (text, decoder, index);
      else
        add_text (text, row = packets_row_new (decoder, index));
    }
  if (text->len > 0)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text->str);
  if (n < n_selected)
    tell_copied (self, n);
}

static void
on_packets_pasted_cb (PacketsPage *self, GPtrArray *packets)
{
  self->focus_wanted = TRUE;
  packets_session_open_pasted (self->session, packets);
}

static void
show_paste_dialog (PacketsPage *self, G_GNUC_UNUSED gpointer data)
{
  AdwDialog *dialog = packets_paste_dialog_new ();

  g_signal_connect_object (dialog, "pasted", G_CALLBACK (on_packets_pasted_cb), self,
                           G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_command_chosen_cb (PacketsPage *self, const char *const *argv)
{
  packets_session_start_command (self->session, argv);
}

static void
show_remote_dialog (PacketsPage *self, G_GNUC_UNUSED gpointer data)
{
  AdwDialog *dialog = packets_remote_dialog_new ();

  g_signal_connect_object (dialog, "chosen", G_CALLBACK (on_command_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_paste_activated_cb (GtkWidget *widget,
                       G_GNUC_UNUSED const char *action,
                       G_GNUC_UNUSED GVariant *parameter)
{
  packets_page_replace (PACKETS_PAGE (widget), show_paste_dialog, NULL, NULL);
}

static void
on_remote_activated_cb (GtkWidget *widget,
                        G_GNUC_UNUSED const char *action,
                        G_GNUC_UNUSED GVariant *parameter)
{
  packets_page_replace (PACKETS_PAGE (widget), show_remote_dialog, NULL, NULL);
}

void
packets_page_install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "capture.start", NULL, on_start_activated_cb);
  gtk_widget_class_install_action (klass, "capture.start-as-administrator", NULL,
                                   on_start_activated_cb);
  gtk_widget_class_install_action (klass, "capture.stop", NULL, on_stop_activated_cb);
  gtk_widget_class_install_action (klass, "capture.toggle", NULL, on_toggle_activated_cb);
  gtk_widget_class_install_action (klass, "capture.clear-filter", NULL,
                                   on_clear_filter_activated_cb);
  gtk_widget_class_install_action (klass, "capture.copy-text", NULL, on_copy_activated_cb);
  gtk_widget_class_install_action (klass, "capture.copy-hex", NULL, on_copy_activated_cb);
  gtk_widget_class_install_action (klass, "capture.paste", NULL, on_paste_activated_cb);
  gtk_widget_class_install_action (klass, "capture.remote", NULL, on_remote_activated_cb);
  /* By this name the window finds a page's own search. */
  gtk_widget_class_install_action (klass, "page.search", NULL, on_search_activated_cb);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_e, GDK_CONTROL_MASK, "capture.toggle", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_o, GDK_CONTROL_MASK, "capture.open", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_s, GDK_CONTROL_MASK, "capture.save", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_c, GDK_CONTROL_MASK, "capture.copy-text",
                                       NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "capture.copy-hex", NULL);
}

void
packets_page_update_actions (PacketsPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const gboolean selected = packets_table_has_selection (self->table);
  const gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0;
  const gboolean running = is_running (self);
  const gboolean saving = packets_session_get_saving (self->session) >= 0;

  gtk_widget_action_set_enabled (widget, "capture.start", !running);
  gtk_widget_action_set_enabled (widget, "capture.start-as-administrator", !running);
  gtk_widget_action_set_enabled (widget, "capture.stop", running);
  gtk_widget_action_set_enabled (widget, "capture.save", any && !saving);
  gtk_widget_action_set_enabled (widget, "capture.save-selection", selected && !saving);
  gtk_widget_action_set_enabled (widget, "capture.copy-text", selected);
  gtk_widget_action_set_enabled (widget, "capture.copy-hex", selected);
  gtk_widget_action_set_enabled (widget, "capture.close",
                                 packets_session_get_store (self->session) != NULL);
  /* Where one types a filter already, the window's own search is meant. */
  gtk_widget_action_set_enabled (widget, "page.search",
                                 gtk_widget_get_visible (self->filter_line)
                                     && !packets_checked_entry_get_focused (self->filter));
}
