/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "plugins/packets/packets-details.h"
#include "plugins/packets/packets-fields.h"
#include "plugins/packets/packets-full-decode.h"
#include "plugins/packets/packets-hex.h"

/* Below this the bytes stand under the fields, not beside them, and the tabs under the title. */
#define BESIDE_SP "max-width: 560sp"
/* Below this the fields need the room that long lines of bytes would take. */
#define LONG_LINES_SP "max-width: 900sp"

/* One packet: its fields and, beside them, its bytes; a chosen field marks its bytes, and a chosen byte leads to its
 * field. Where tshark is installed a second tab has what that makes of the same bytes. It emits "closed" for its button,
 * which leads back to the list where there is room for only one of them. */
struct _PacketsDetails
{
  GtkWidget parent_instance;

  GtkWidget *bin; /* the only child */
  AdwViewStack *stack;
  GtkWidget *switcher;
  GtkWidget *back;
  GtkWidget *close;
  GtkLabel *title;
  PacketsCards *cards;
  PacketsFields *fields;
  PacketsFullDecode *full;
  PacketsHex *hex;
  GtkWidget *bytes; /* has it in sight */

  DissectTree *tree;
};

enum
{
  SIGNAL_CLOSED = 1,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PacketsDetails, packets_details, GTK_TYPE_WIDGET)

static void
on_field_selected_cb (PacketsDetails *self, PacketsFields *fields)
{
  PacketsField *field = packets_fields_get_selected (fields);

  if (field != NULL)
    packets_hex_mark (self->hex, packets_field_get_offset (field),
                      packets_field_get_n_bytes (field));
  else
    packets_hex_mark (self->hex, 0, 0);
}

static gboolean
is_full (PacketsDetails *self)
{
  return g_strcmp0 (adw_view_stack_get_visible_child_name (self->stack), "tshark") == 0;
}

static PacketsFields *
get_shown_fields (PacketsDetails *self)
{
  return is_full (self) ? packets_full_decode_get_fields (self->full) : self->fields;
}

static void
on_byte_picked_cb (PacketsDetails *self, guint offset)
{
  PacketsFields *fields = get_shown_fields (self);
  PacketsField *field = packets_fields_select_byte (fields, offset);
  g_autofree char *text = field != NULL ? packets_fields_describe (fields, field) : NULL;

  packets_hex_explain (self->hex, offset, text);
}

static void
on_tab_changed_cb (PacketsDetails *self)
{
  on_field_selected_cb (self, get_shown_fields (self));
}

static void
on_close_clicked_cb (PacketsDetails *self)
{
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

static gboolean
on_escape_pressed_cb (GtkWidget *widget,
                      G_GNUC_UNUSED GVariant *arguments,
                      G_GNUC_UNUSED gpointer user_data)
{
  on_close_clicked_cb (PACKETS_DETAILS (widget));
  return GDK_EVENT_STOP;
}

static void
packets_details_map (GtkWidget *widget)
{
  PacketsDetails *self = PACKETS_DETAILS (widget);

  gtk_widget_set_visible (self->switcher, packets_full_decode_find_program (self->full));
  GTK_WIDGET_CLASS (packets_details_parent_class)->map (widget);
}

/* To what one came to read. */
static gboolean
packets_details_grab_focus (GtkWidget *widget)
{
  PacketsDetails *self = PACKETS_DETAILS (widget);

  return gtk_widget_grab_focus (GTK_WIDGET (get_shown_fields (self)))
         || gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD);
}

static void
packets_details_dispose (GObject *object)
{
  PacketsDetails *self = PACKETS_DETAILS (object);

  g_clear_pointer (&self->bin, gtk_widget_unparent);
  g_clear_pointer (&self->tree, dissect_tree_free);
  G_OBJECT_CLASS (packets_details_parent_class)->dispose (object);
}

static void
packets_details_class_init (PacketsDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = packets_details_dispose;
  widget_class->map = packets_details_map;
  widget_class->grab_focus = packets_details_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, GDK_NO_MODIFIER_MASK,
                                on_escape_pressed_cb, NULL);
  signals[SIGNAL_CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
create_button (PacketsDetails *self, const char *icon, const char *label)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_close_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  return button;
}

static GtkWidget *
create_titles (PacketsDetails *self)
{
  GtkWidget *titles = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->title = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->title, PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (self->title, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "heading");
  self->cards = packets_cards_new ();
  gtk_widget_set_hexpand (titles, TRUE);
  gtk_widget_set_valign (titles, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (titles), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (titles), GTK_WIDGET (self->cards));
  return titles;
}

/* Two parts, beside or below each other. */
static GtkWidget *
create_header (PacketsDetails *self)
{
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *begin = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *end = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_widget_add_css_class (header, "packetsbar");
  self->back = create_button (self, "go-previous-symbolic", C_ ("packets", "Back to the list"));
  gtk_widget_set_visible (self->back, FALSE);
  self->close = create_button (self, "window-close-symbolic", C_ ("packets", "Close the details"));
  self->switcher = adw_inline_view_switcher_new ();
  adw_inline_view_switcher_set_stack (ADW_INLINE_VIEW_SWITCHER (self->switcher), self->stack);
  gtk_box_append (GTK_BOX (begin), self->back);
  gtk_box_append (GTK_BOX (begin), create_titles (self));
  gtk_box_append (GTK_BOX (end), self->switcher);
  gtk_box_append (GTK_BOX (end), self->close);
  gtk_box_append (GTK_BOX (header), begin);
  gtk_box_append (GTK_BOX (header), end);
  return header;
}

static void
create_hex (PacketsDetails *self)
{
  self->hex = packets_hex_new ();
  self->bytes = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->bytes), GTK_WIDGET (self->hex));
  /* As wide as a line is. */
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->bytes), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (self->bytes), TRUE);
  gtk_widget_set_vexpand (self->bytes, TRUE);
  g_signal_connect_object (self->hex, "byte-picked", G_CALLBACK (on_byte_picked_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
create_stack (PacketsDetails *self)
{
  self->stack = ADW_VIEW_STACK (adw_view_stack_new ());
  self->fields = packets_fields_new ();
  self->full = packets_full_decode_new ();
  adw_view_stack_add_titled (self->stack, GTK_WIDGET (self->fields), "fields",
                             C_ ("packets", "Fields"));
  adw_view_stack_add_titled (self->stack, GTK_WIDGET (self->full), "tshark", "tshark");
  gtk_widget_set_hexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  g_signal_connect_object (self->fields, "field-selected", G_CALLBACK (on_field_selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (packets_full_decode_get_fields (self->full), "field-selected",
                           G_CALLBACK (on_field_selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->stack, "notify::visible-child-name",
                           G_CALLBACK (on_tab_changed_cb), self, G_CONNECT_SWAPPED);
}

static GtkWidget *
create_parts (PacketsDetails *self)
{
  GtkWidget *parts = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  create_stack (self);
  create_hex (self);
  gtk_box_append (GTK_BOX (parts), GTK_WIDGET (self->stack));
  gtk_box_append (GTK_BOX (parts), gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  gtk_box_append (GTK_BOX (parts), self->bytes);
  return parts;
}

static void
add_breakpoints (PacketsDetails *self, GtkWidget *header, GtkWidget *parts)
{
  AdwBreakpointBin *bin = ADW_BREAKPOINT_BIN (self->bin);
  AdwBreakpoint *snug = adw_breakpoint_new (adw_breakpoint_condition_parse (LONG_LINES_SP));
  AdwBreakpoint *narrow = adw_breakpoint_new (adw_breakpoint_condition_parse (BESIDE_SP));

  adw_breakpoint_add_setters (snug, G_OBJECT (self->bytes), "propagate-natural-width", FALSE, NULL);
  adw_breakpoint_add_setters (narrow, G_OBJECT (parts), "orientation", GTK_ORIENTATION_VERTICAL,
                              G_OBJECT (header), "orientation", GTK_ORIENTATION_VERTICAL,
                              G_OBJECT (self->switcher), "hexpand", TRUE, NULL);
  /* Of those that hold the last one counts. */
  adw_breakpoint_bin_add_breakpoint (bin, snug);
  adw_breakpoint_bin_add_breakpoint (bin, narrow);
}

static void
packets_details_init (PacketsDetails *self)
{
  GtkWidget *parts = create_parts (self);
  GtkWidget *header = create_header (self);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->tree = dissect_tree_new ();
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), parts);
  self->bin = adw_breakpoint_bin_new ();
  gtk_widget_set_size_request (self->bin, 200, 120);
  adw_breakpoint_bin_set_child (ADW_BREAKPOINT_BIN (self->bin), box);
  add_breakpoints (self, header, parts);
  gtk_widget_set_parent (self->bin, GTK_WIDGET (self));
  packets_details_clear (self);
}

/* Returns: (transfer floating) */
PacketsDetails *
packets_details_new (void)
{
  return g_object_new (PACKETS_TYPE_DETAILS, NULL);
}

/* What the list's line says too, where that has no room for it. */
static void
show_title (PacketsDetails *self,
            PacketsDecoder *decoder,
            const Dissection *dissection,
            guint index)
{
  /* Translators: the number of a packet. */
  g_autofree char *number = g_strdup_printf (C_ ("packets", "Packet %u"), index + 1);
  g_autofree char *title = NULL;

  title = g_strdup_printf ("%s · %s · %s · %s → %s", number,
                           packets_decoder_get_interface (decoder, dissection->packet->interface),
                           dissection->protocol, packets_decoder_get_source (decoder),
                           packets_decoder_get_destination (decoder));
  gtk_label_set_label (self->title, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), title);
}

void
packets_details_show (PacketsDetails *self, PacketsDecoder *decoder, guint index)
{
  g_autoptr (GError) error = NULL;
  const Dissection *dissection = packets_decoder_read (decoder, index, self->tree, &error);
  g_autoptr (GBytes) bytes = NULL;

  if (dissection == NULL)
    {
      packets_details_clear (self);
      gtk_label_set_label (self->title, error->message);
      return;
    }
  bytes = g_bytes_new (dissection->packet->bytes, dissection->packet->captured_bytes);
  packets_hex_set_bytes (self->hex, bytes);
  packets_fields_set_tree (self->fields, self->tree);
  packets_full_decode_set_packet (self->full, dissection->packet,
                                  packets_decoder_get_interface (decoder,
                                                                 dissection->packet->interface));
  packets_cards_show (self->cards, dissection);
  show_title (self, decoder, dissection, index);
}

void
packets_details_clear (PacketsDetails *self)
{
  dissect_tree_clear (self->tree);
  packets_fields_set_tree (self->fields, self->tree);
  packets_hex_set_bytes (self->hex, NULL);
  packets_full_decode_set_packet (self->full, NULL, NULL);
  packets_cards_show (self->cards, NULL);
  gtk_label_set_label (self->title, "");
}

/* ALONE: the list is hidden behind it, and its button leads back there. */
void
packets_details_set_alone (PacketsDetails *self, gboolean alone)
{
  gtk_widget_set_visible (self->back, alone);
  gtk_widget_set_visible (self->close, !alone);
}

/* NAMES: of ports, and of who made the cards. */
void
packets_details_set_names (PacketsDetails *self, PacketsNames *names)
{
  packets_cards_set_names (self->cards, names);
  packets_fields_set_names (self->fields, names);
}

/* Returns: (transfer none): what shows the network cards, to be told what is known of them */
PacketsCards *
packets_details_get_cards (PacketsDetails *self)
{
  return self->cards;
}
