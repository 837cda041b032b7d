/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/sw-plural.h"

#include "plugins/packets/dissect/dissection.h"
#include "plugins/packets/format/paste.h"
#include "plugins/packets/packets-paste-dialog.h"
#include "plugins/packets/packets-paste-reader.h"

/* What is longer is read in a thread: one sees no delay in what is shorter. */
#define MAX_READ_AT_ONCE (64 << 10)

/* Takes bytes as text, however they were copied, and shows with every change what they would be. It emits "pasted" with
 * the packets, which have the link type that was chosen. */
struct _PacketsPasteDialog
{
  AdwDialog parent_instance;

  GtkWidget *open; /* borrowed children */
  GtkTextBuffer *buffer;
  GtkLabel *preview;
  AdwComboRow *link_type;

  GPtrArray *packets;        /* (nullable) of PastedPacket: what the text means */
  GCancellable *cancellable; /* (nullable) while a text is read */
};

enum
{
  SIGNAL_PASTED = 1,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PacketsPasteDialog, packets_paste_dialog, ADW_TYPE_DIALOG)

/* What a paste can begin with; the first is whatever it looks like. */
static const struct
{
  const char *name;
  guint16 link_type;
} link_types[] = {
  { NC_ ("link type", "Detect Automatically"), 0 },
  { NC_ ("link type", "Ethernet"), LINK_TYPE_ETHERNET },
  { NC_ ("link type", "IP, without a link header"), LINK_TYPE_RAW },
  { NC_ ("link type", "Linux cooked"), LINK_TYPE_LINUX_SLL },
  { NC_ ("link type", "802.11 with radiotap"), LINK_TYPE_IEEE802_11_RADIOTAP },
};

static guint16
get_link_type (PacketsPasteDialog *self, const PastedPacket *packet)
{
  const guint chosen = adw_combo_row_get_selected (self->link_type);

  return chosen > 0 && chosen < G_N_ELEMENTS (link_types) ? link_types[chosen].link_type
                                                          : packet->link_type;
}

static char *
describe (PacketsPasteDialog *self, const PastedPacket *pasted)
{
  Dissection dissection;
  Packet packet = { .link_type = get_link_type (self, pasted), .time_ns = PACKET_NO_TIME };
  gsize n_bytes;

  packet.bytes = g_bytes_get_data (pasted->bytes, &n_bytes);
  packet.captured_bytes = (guint32) n_bytes;
  packet.original_bytes = pasted->original_bytes;
  dissection_init (&dissection);
  dissect_packet (&dissection, &packet);
  if (dissection.source.length == 0)
    return g_strdup_printf ("%s · %s", dissection.protocol, dissection.summary.text);
  return g_strdup_printf ("%s · %s → %s · %s", dissection.protocol, dissection.source.text,
                          dissection.destination.text, dissection.summary.text);
}

static char *
describe_all (PacketsPasteDialog *self)
{
  const guint n_packets = self->packets->len;
  g_autofree char *first = describe (self, g_ptr_array_index (self->packets, 0));

  if (n_packets == 1)
    return g_steal_pointer (&first);
  /* Translators: what the first of several pasted packets is, then how many there are. */
  return g_strdup_printf (sw_plural ("paste", "%s\nThe first of %u packet",
                                     "%s\nThe first of %u packets", n_packets),
                          first, n_packets);
}

static void
show_preview (PacketsPasteDialog *self, const char *text, gboolean wrong)
{
  gtk_label_set_label (self->preview, text);
  if (wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self->preview), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->preview), "error");
  gtk_widget_set_sensitive (self->open, self->packets != NULL);
}

/* As the link type has it. */
static void
update_preview (PacketsPasteDialog *self)
{
  g_autofree char *text = self->packets != NULL ? describe_all (self) : NULL;

  if (text != NULL)
    show_preview (self, text, FALSE);
}

/* PACKETS (transfer full) (nullable): what the text means; without them there is an ERROR. */
static void
take_packets (PacketsPasteDialog *self, GPtrArray *packets, const GError *error)
{
  self->packets = packets;
  if (packets != NULL)
    update_preview (self);
  else if (g_error_matches (error, PASTE_ERROR, PASTE_ERROR_NOTHING))
    show_preview (self,
                  C_ ("paste", "Hex in any form, dumps of tcpdump or xxd, strings with escapes "
                               "as strace prints them, base64"),
                  FALSE);
  else
    show_preview (self, error->message, TRUE);
}

static void
on_text_read_cb (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PacketsPasteDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *packets = packets_paste_read_finish (result, &error);

  /* The text is another one by now, or the dialog closed. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  take_packets (self, packets, error);
}

static void
stop_reading (PacketsPasteDialog *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
read_text (PacketsPasteDialog *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  GtkTextIter start, end;

  stop_reading (self);
  g_clear_pointer (&self->packets, g_ptr_array_unref);
  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  text = gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
  if (gtk_text_buffer_get_char_count (self->buffer) <= MAX_READ_AT_ONCE)
    {
      GPtrArray *packets = paste_read (text, strlen (text), &error);

      take_packets (self, packets, error);
      return;
    }
  show_preview (self, C_ ("paste", "Reading…"), FALSE);
  self->cancellable = g_cancellable_new ();
  packets_paste_read_async (g_steal_pointer (&text), self->cancellable, on_text_read_cb,
                            g_object_ref (self));
}

static void
on_open_clicked_cb (PacketsPasteDialog *self)
{
  for (guint i = 0; i < self->packets->len; i++)
    {
      PastedPacket *packet = g_ptr_array_index (self->packets, i);

      packet->link_type = get_link_type (self, packet);
    }
  g_signal_emit (self, signals[SIGNAL_PASTED], 0, self->packets);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
packets_paste_dialog_closed (AdwDialog *dialog)
{
  stop_reading (PACKETS_PASTE_DIALOG (dialog));
}

static void
packets_paste_dialog_finalize (GObject *object)
{
  g_clear_pointer (&PACKETS_PASTE_DIALOG (object)->packets, g_ptr_array_unref);
  G_OBJECT_CLASS (packets_paste_dialog_parent_class)->finalize (object);
}

static void
packets_paste_dialog_class_init (PacketsPasteDialogClass *klass)
{
  ADW_DIALOG_CLASS (klass)->closed = packets_paste_dialog_closed;
  G_OBJECT_CLASS (klass)->finalize = packets_paste_dialog_finalize;

  /* With the packets. */
  signals[SIGNAL_PASTED] = g_signal_new ("pasted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
}

static GtkWidget *
create_header (PacketsPasteDialog *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_mnemonic (C_ ("button", "_Cancel"));

  self->open = gtk_button_new_with_mnemonic (C_ ("button", "_Open"));
  gtk_widget_add_css_class (self->open, "suggested-action");
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->open);
  g_signal_connect_object (cancel, "clicked", G_CALLBACK (adw_dialog_close), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->open, "clicked", G_CALLBACK (on_open_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  return header;
}

static GtkWidget *
create_text (PacketsPasteDialog *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *view = gtk_text_view_new ();

  self->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  gtk_text_view_set_monospace (GTK_TEXT_VIEW (view), TRUE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (view), 12);
  gtk_widget_set_direction (view, GTK_TEXT_DIR_LTR);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  C_ ("paste", "Bytes as text"), -1);
  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (read_text), self,
                           G_CONNECT_SWAPPED);
  adw_dialog_set_focus (ADW_DIALOG (self), view);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_widget_add_css_class (scrolled, "card");
  gtk_widget_set_overflow (scrolled, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_vexpand (scrolled, TRUE);
  return scrolled;
}

static GtkWidget *
create_link_types (PacketsPasteDialog *self)
{
  GtkWidget *list = gtk_list_box_new ();
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (link_types); i++)
    gtk_string_list_append (names, g_dpgettext2 (GETTEXT_PACKAGE, "link type", link_types[i].name));
  self->link_type = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->link_type),
                                 C_ ("paste", "The Bytes Begin _With"));
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (self->link_type), TRUE);
  adw_combo_row_set_model (self->link_type, G_LIST_MODEL (names));
  g_signal_connect_object (self->link_type, "notify::selected", G_CALLBACK (update_preview), self,
                           G_CONNECT_SWAPPED);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (self->link_type));
  gtk_widget_add_css_class (list, "boxed-list");
  return list;
}

static GtkWidget *
create_preview (PacketsPasteDialog *self)
{
  self->preview = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->preview, TRUE);
  gtk_label_set_wrap_mode (self->preview, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (self->preview, 0);
  gtk_label_set_lines (self->preview, 4);
  gtk_label_set_ellipsize (self->preview, PANGO_ELLIPSIZE_END);
  /* So that the dialog does not jump with every letter. */
  gtk_widget_set_size_request (GTK_WIDGET (self->preview), -1, 72);
  gtk_label_set_yalign (self->preview, 0);
  return GTK_WIDGET (self->preview);
}

static void
packets_paste_dialog_init (PacketsPasteDialog *self)
{
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), create_header (self));
  gtk_widget_set_margin_start (box, 18);
  gtk_widget_set_margin_end (box, 18);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 18);
  gtk_box_append (GTK_BOX (box), create_text (self));
  gtk_box_append (GTK_BOX (box), create_link_types (self));
  gtk_box_append (GTK_BOX (box), create_preview (self));
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), box);
  adw_dialog_set_title (ADW_DIALOG (self), C_ ("dialog", "Paste Bytes"));
  adw_dialog_set_content_width (ADW_DIALOG (self), 560);
  adw_dialog_set_content_height (ADW_DIALOG (self), 520);
  adw_dialog_set_child (ADW_DIALOG (self), view);
  adw_dialog_set_default_widget (ADW_DIALOG (self), self->open);
  read_text (self);
}

/* Returns: (transfer floating) */
AdwDialog *
packets_paste_dialog_new (void)
{
  return g_object_new (PACKETS_TYPE_PASTE_DIALOG, NULL);
}
