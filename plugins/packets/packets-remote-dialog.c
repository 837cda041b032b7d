/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plugins/packets/packets-quote.h"
#include "plugins/packets/packets-remote-dialog.h"
#include "plugins/packets/packets-remote.h"

#define COMMAND_PX 54

/* Asks for a host to capture on through ssh. It emits "chosen" with the command, and shows before what that comes to. */
struct _PacketsRemoteDialog
{
  AdwDialog parent_instance;

  GtkWidget *capture; /* borrowed children */
  GtkEditable *host;
  GtkEditable *interface;
  GtkEditable *filter;
  GtkLabel *command;

  GStrv argv; /* (nullable) what was entered, as a command */
};

enum
{
  SIGNAL_CHOSEN = 1,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PacketsRemoteDialog, packets_remote_dialog, ADW_TYPE_DIALOG)

/* (nullable) */
static const char *
get_entered (GtkEditable *row)
{
  const char *text = gtk_editable_get_text (row);

  return *text != '\0' ? text : NULL;
}

/* What it comes to, as it would be typed, without what keeps it in order over there. */
static char *
describe (PacketsRemoteDialog *self)
{
  const char *interface = get_entered (self->interface);
  const struct
  {
    const char *before;
    const char *word; /* (nullable) */
  } parts[] = {
    { "ssh ", gtk_editable_get_text (self->host) },
    { " tcpdump -i ", interface != NULL ? interface : "any" },
    { " ", get_entered (self->filter) },
  };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts) && parts[i].word != NULL; i++)
    {
      g_autofree char *quoted = packets_quote_word (parts[i].word);

      g_string_append (text, parts[i].before);
      g_string_append (text, quoted);
    }
  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
update (PacketsRemoteDialog *self)
{
  static const char *right[] = { "monospace", "dimmed", NULL }, *wrong[] = { "error", NULL };
  const char *host = gtk_editable_get_text (self->host);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_clear_pointer (&self->argv, g_strfreev);
  if (*host != '\0')
    self->argv = packets_remote_build_command (host, get_entered (self->interface),
                                               get_entered (self->filter), &error);
  gtk_widget_set_sensitive (self->capture, self->argv != NULL);
  gtk_widget_set_css_classes (GTK_WIDGET (self->command), error != NULL ? wrong : right);
  if (self->argv != NULL)
    text = describe (self);
  gtk_label_set_label (self->command, text != NULL ? text : error != NULL ? error->message : "");
}

static void
on_capture_clicked_cb (PacketsRemoteDialog *self)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, self->argv);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
packets_remote_dialog_finalize (GObject *object)
{
  g_clear_pointer (&PACKETS_REMOTE_DIALOG (object)->argv, g_strfreev);
  G_OBJECT_CLASS (packets_remote_dialog_parent_class)->finalize (object);
}

static void
packets_remote_dialog_class_init (PacketsRemoteDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = packets_remote_dialog_finalize;

  /* With the command. */
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRV);
}

static GtkWidget *
create_header (PacketsRemoteDialog *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_mnemonic (C_ ("button", "_Cancel"));

  self->capture = gtk_button_new_with_mnemonic (C_ ("button", "Ca_pture"));
  gtk_widget_add_css_class (self->capture, "suggested-action");
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->capture);
  g_signal_connect_object (cancel, "clicked", G_CALLBACK (adw_dialog_close), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->capture, "clicked", G_CALLBACK (on_capture_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  return header;
}

static GtkEditable *
add_row (PacketsRemoteDialog *self, AdwPreferencesGroup *group, const char *title)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);
  adw_preferences_group_add (group, row);
  g_signal_connect_object (row, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  return GTK_EDITABLE (row);
}

static AdwPreferencesGroup *
create_command_group (PacketsRemoteDialog *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  self->command = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->command, TRUE);
  gtk_label_set_wrap_mode (self->command, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (self->command, TRUE);
  gtk_label_set_xalign (self->command, 0);
  gtk_label_set_yalign (self->command, 0);
  /* So that the dialog has room for it before it is there. */
  gtk_widget_set_size_request (GTK_WIDGET (self->command), -1, COMMAND_PX);
  gtk_widget_set_direction (GTK_WIDGET (self->command), GTK_TEXT_DIR_LTR);
  adw_preferences_group_add (group, GTK_WIDGET (self->command));
  return group;
}

static void
packets_remote_dialog_init (PacketsRemoteDialog *self)
{
  GtkWidget *view = adw_toolbar_view_new ();
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_description (
      group, C_ ("remote", "By tcpdump, through ssh, which must not ask for a password. "
                           "Without an interface all are captured, and only so it is known "
                           "which way a frame went. Without a filter everything except ssh is "
                           "captured."));
  self->host = add_row (self, group, C_ ("remote", "H_ost, as user@host"));
  self->interface = add_row (self, group, C_ ("remote", "_Interface (optional)"));
  self->filter = add_row (self, group, C_ ("remote", "_Filter (optional)"));
  adw_preferences_page_add (page, group);
  adw_preferences_page_add (page, create_command_group (self));
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), create_header (self));
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), GTK_WIDGET (page));
  adw_dialog_set_title (ADW_DIALOG (self), C_ ("dialog", "Another Host"));
  adw_dialog_set_content_width (ADW_DIALOG (self), 480);
  adw_dialog_set_child (ADW_DIALOG (self), view);
  adw_dialog_set_default_widget (ADW_DIALOG (self), self->capture);
  adw_dialog_set_focus (ADW_DIALOG (self), GTK_WIDGET (self->host));
  update (self);
}

/* Returns: (transfer floating) */
AdwDialog *
packets_remote_dialog_new (void)
{
  return g_object_new (PACKETS_TYPE_REMOTE_DIALOG, NULL);
}
