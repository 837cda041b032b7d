/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "plugins/packets/packets-full-decode.h"
#include "plugins/packets/packets-tshark.h"

/* What tshark makes of one packet. It is asked only while this is on the screen. */
struct _PacketsFullDecode
{
  GtkWidget parent_instance;

  GtkWidget *stack; /* the only child */
  AdwStatusPage *status;
  PacketsFields *fields;

  PacketsTshark *tshark;     /* (nullable) where it is installed */
  GCancellable *cancellable; /* (nullable) while it computes */
  GBytes *bytes;             /* (nullable) of the packet */
  Packet packet;
  char *interface_name; /* (nullable) */
  guint decoded : 1;    /* what is shown is of this packet */
};

G_DEFINE_FINAL_TYPE (PacketsFullDecode, packets_full_decode, GTK_TYPE_WIDGET)

static void
show_failure (PacketsFullDecode *self, const GError *error)
{
  g_autofree char *escaped = g_markup_escape_text (error->message, -1);

  adw_status_page_set_title (self->status, C_ ("tshark", "tshark Cannot Decode This"));
  adw_status_page_set_icon_name (self->status, "dialog-warning-symbolic");
  adw_status_page_set_description (self->status, escaped);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "status");
}

static void
on_decoded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PacketsFullDecode) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DissectTree) tree
      = packets_tshark_decode_finish (PACKETS_TSHARK (object), result, &error);

  /* Another packet is shown by now, or none. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->stack == NULL)
    return;
  g_clear_object (&self->cancellable);
  self->decoded = TRUE;
  if (tree == NULL)
    {
      show_failure (self, error);
      return;
    }
  packets_fields_set_tree (self->fields, tree);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "fields");
}

static void
stop (PacketsFullDecode *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
decode (PacketsFullDecode *self)
{
  if (self->tshark == NULL || self->bytes == NULL || self->decoded || self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "spinner");
  packets_tshark_decode_async (self->tshark, &self->packet, self->interface_name, self->cancellable,
                               on_decoded_cb, g_object_ref (self));
}

static void
packets_full_decode_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (packets_full_decode_parent_class)->map (widget);
  decode (PACKETS_FULL_DECODE (widget));
}

static void
packets_full_decode_unmap (GtkWidget *widget)
{
  stop (PACKETS_FULL_DECODE (widget));
  GTK_WIDGET_CLASS (packets_full_decode_parent_class)->unmap (widget);
}

static void
packets_full_decode_dispose (GObject *object)
{
  PacketsFullDecode *self = PACKETS_FULL_DECODE (object);

  stop (self);
  g_clear_pointer (&self->stack, gtk_widget_unparent);
  g_clear_object (&self->tshark);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->interface_name, g_free);
  G_OBJECT_CLASS (packets_full_decode_parent_class)->dispose (object);
}

static void
packets_full_decode_class_init (PacketsFullDecodeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = packets_full_decode_dispose;
  widget_class->map = packets_full_decode_map;
  widget_class->unmap = packets_full_decode_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
packets_full_decode_init (PacketsFullDecode *self)
{
  GtkWidget *spinner = adw_spinner_new ();

  self->fields = packets_fields_new ();
  self->status = ADW_STATUS_PAGE (adw_status_page_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->status), "compact");
  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), GTK_WIDGET (self->fields), "fields");
  gtk_stack_add_named (GTK_STACK (self->stack), GTK_WIDGET (self->status), "status");
  gtk_stack_add_named (GTK_STACK (self->stack), spinner, "spinner");
  gtk_widget_set_parent (self->stack, GTK_WIDGET (self));
}

/* Returns: (transfer floating) */
PacketsFullDecode *
packets_full_decode_new (void)
{
  return g_object_new (PACKETS_TYPE_FULL_DECODE, NULL);
}

/* Whether tshark is installed; looked for once. */
gboolean
packets_full_decode_find_program (PacketsFullDecode *self)
{
  g_autofree char *program = self->tshark == NULL ? packets_tshark_find () : NULL;

  if (program != NULL)
    self->tshark = packets_tshark_new (program);
  return self->tshark != NULL;
}

/* PACKET (nullable): none. */
void
packets_full_decode_set_packet (PacketsFullDecode *self,
                                const Packet *packet,
                                const char *interface_name)
{
  stop (self);
  self->decoded = FALSE;
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_set_str (&self->interface_name, interface_name);
  if (packet == NULL)
    return;
  self->packet = *packet;
  self->bytes = g_bytes_new (packet->bytes, packet->captured_bytes);
  self->packet.bytes = g_bytes_get_data (self->bytes, NULL);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    decode (self);
}

PacketsFields *
packets_full_decode_get_fields (PacketsFullDecode *self)
{
  return self->fields;
}
