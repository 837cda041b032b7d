/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "plugins/packets/packets-hex-line.h"
#include "plugins/packets/packets-hex-private.h"

#define PADDING 12
/* More marked bytes nobody listens to. */
#define MAX_TOLD_BYTES 64u

/* A frame's bytes in hex and as text, sixteen in a line or, where there is no room, eight. The bytes of a field can be
 * marked; a click or the arrow keys put the cursor on a byte, and "byte-picked" tells so. Always from left to right, as
 * bytes are everywhere. It stands in a scrolled window and draws the lines that are in sight.
 *
 * CSS node `packetshex`; accessible role text box, read-only, with the lines as its text, the cursor as its caret and the
 * marked bytes as its selection. Its description tells the byte that was picked, and the marked ones. */
enum
{
  SIGNAL_BYTE_PICKED = 1,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE_WITH_CODE (PacketsHex,
                               packets_hex,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_ACCESSIBLE_TEXT,
                                                      packets_hex_text_iface_init))

static guint
count_lines (PacketsHex *self)
{
  return (packets_hex_count_bytes (self) + self->n_per_line - 1) / self->n_per_line;
}

/* Some languages have a font of their own for the digits of a line without letters, of another width. */
static void
set_language (PangoLayout *layout)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_language_new (pango_language_from_string ("en")));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
}

static PangoLayout *
ensure_layout (PacketsHex *self)
{
  PangoRectangle extents;

  if (self->layout != NULL)
    return self->layout;
  self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), "0");
  set_language (self->layout);
  pango_layout_get_extents (self->layout, NULL, &extents);
  self->char_width = MAX (1.0, pango_units_to_double (extents.width));
  pango_extents_to_pixels (NULL, &extents);
  self->line_height = extents.height + 2;
  return self->layout;
}

static int
get_line_width (PacketsHex *self, guint n_per_line)
{
  return (int) ceil (packets_hex_line_get_text_column (n_per_line, n_per_line) * self->char_width)
         + 2 * PADDING;
}

static GtkSizeRequestMode
packets_hex_get_request_mode (G_GNUC_UNUSED GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static guint
choose_per_line (PacketsHex *self, int width)
{
  return width < 0 || width >= get_line_width (self, PACKETS_HEX_BYTES_PER_LINE)
             ? PACKETS_HEX_BYTES_PER_LINE
             : PACKETS_HEX_BYTES_PER_LINE / 2;
}

static void
packets_hex_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     G_GNUC_UNUSED int *minimum_baseline,
                     G_GNUC_UNUSED int *natural_baseline)
{
  PacketsHex *self = PACKETS_HEX (widget);

  ensure_layout (self);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = get_line_width (self, PACKETS_HEX_BYTES_PER_LINE / 2);
      *natural = get_line_width (self, PACKETS_HEX_BYTES_PER_LINE);
      return;
    }
  const guint n_per_line = choose_per_line (self, for_size);
  const guint n_lines = (packets_hex_count_bytes (self) + n_per_line - 1) / n_per_line;

  *minimum = *natural = (int) n_lines * self->line_height + 2 * PADDING;
}

static void
packets_hex_size_allocate (GtkWidget *widget,
                           int width,
                           G_GNUC_UNUSED int height,
                           G_GNUC_UNUSED int baseline)
{
  PacketsHex *self = PACKETS_HEX (widget);
  const guint n_per_line = choose_per_line (self, width);

  if (n_per_line == self->n_per_line)
    return;
  packets_hex_tell_text (self, GTK_ACCESSIBLE_TEXT_CONTENT_CHANGE_REMOVE);
  self->n_per_line = n_per_line;
  packets_hex_tell_text (self, GTK_ACCESSIBLE_TEXT_CONTENT_CHANGE_INSERT);
  gtk_accessible_text_update_caret_position (GTK_ACCESSIBLE_TEXT (self));
}

static void
draw_box (PacketsHex *self,
          GtkSnapshot *snapshot,
          const GdkRGBA *colour,
          guint column,
          guint n_columns,
          guint line)
{
  gtk_snapshot_append_color (snapshot, colour,
                             &GRAPHENE_RECT_INIT ((float) (PADDING + column * self->char_width),
                                                  PADDING + (float) (line * self->line_height),
                                                  (float) (n_columns * self->char_width),
                                                  (float) self->line_height));
}

/* In both halves of the line, without a gap between the bytes. */
static void
draw_range (PacketsHex *self,
            GtkSnapshot *snapshot,
            const GdkRGBA *colour,
            guint line,
            guint32 offset,
            guint32 n_bytes)
{
  const guint32 line_begin = line * self->n_per_line;
  const guint32 begin = MAX (line_begin, offset);
  const guint32 end = MIN (line_begin + self->n_per_line, offset + n_bytes);
  guint first, last;

  if (begin >= end)
    return;
  first = begin - line_begin;
  last = end - 1 - line_begin;
  draw_box (self, snapshot, colour, packets_hex_line_get_hex_column (first),
            packets_hex_line_get_hex_column (last) + 2 - packets_hex_line_get_hex_column (first),
            line);
  draw_box (self, snapshot, colour, packets_hex_line_get_text_column (first, self->n_per_line),
            last - first + 1, line);
}

static void
draw_line (PacketsHex *self, GtkSnapshot *snapshot, guint line)
{
  gsize n_bytes;
  const guint8 *bytes = g_bytes_get_data (self->bytes, &n_bytes);
  const gsize offset = (gsize) line * self->n_per_line;
  char text[PACKETS_HEX_LINE_BYTES];
  GdkRGBA colour;

  packets_hex_line_write (bytes + offset, n_bytes - offset, offset, self->n_per_line, text);
  pango_layout_set_text (self->layout, text, -1);
  gtk_widget_get_color (GTK_WIDGET (self), &colour);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (PADDING,
                                                PADDING + 1 + (float) (line * self->line_height)));
  gtk_snapshot_append_layout (snapshot, self->layout, &colour);
  gtk_snapshot_restore (snapshot);
}

/* What is in sight of the lines, all of them where it is in no scrolled window. */
static void
find_visible (PacketsHex *self, guint *begin, guint *end)
{
  const guint n_lines = count_lines (self);
  double top, page;

  *begin = 0;
  *end = n_lines;
  if (self->adjustment == NULL)
    return;
  top = MAX (0, gtk_adjustment_get_value (self->adjustment) - PADDING);
  page = gtk_adjustment_get_page_size (self->adjustment);
  *begin = MIN (n_lines, (guint) (top / self->line_height));
  *end = MIN (n_lines, *begin + (guint) (page / self->line_height) + 3);
}

static void
packets_hex_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PacketsHex *self = PACKETS_HEX (widget);
  g_autoptr (GdkRGBA) accent
      = adw_style_manager_get_accent_color_rgba (adw_style_manager_get_default ());
  GdkRGBA mark = *accent, cursor = *accent;
  guint begin, end;

  if (self->bytes == NULL)
    return;
  ensure_layout (self);
  mark.alpha = 0.25f;
  cursor.alpha = 0.5f;
  find_visible (self, &begin, &end);
  for (guint line = begin; line < end; line++)
    {
      draw_range (self, snapshot, &mark, line, self->mark_offset, self->mark_bytes);
      if (gtk_widget_has_focus (widget))
        draw_range (self, snapshot, &cursor, line, self->cursor, 1);
      draw_line (self, snapshot, line);
    }
}

/* The line of byte OFFSET into sight. */
static void
show_byte (PacketsHex *self, guint32 offset)
{
  double top;

  if (self->adjustment == NULL || self->line_height == 0)
    return;
  top = PADDING + (double) (offset / self->n_per_line * (guint) self->line_height);
  gtk_adjustment_clamp_page (self->adjustment, top - self->line_height,
                             top + 2.0 * self->line_height);
}

/* (transfer full) (nullable): which bytes are marked */
static char *
describe_mark (PacketsHex *self)
{
  g_autoptr (GString) hex = g_string_new (NULL);

  if (self->mark_bytes == 0)
    return NULL;
  for (guint32 i = 0; i < MIN (self->mark_bytes, MAX_TOLD_BYTES); i++)
    g_string_append_printf (hex, "%s%02x", i > 0 ? " " : "",
                            packets_hex_get_data (self)[self->mark_offset + i]);
  /* Translators: which bytes of a packet are marked: their numbers, then the bytes */
  return g_strdup_printf (C_ ("bytes of a packet", "%u to %u: %s"), self->mark_offset,
                          self->mark_offset + self->mark_bytes - 1, hex->str);
}

static void
tell (PacketsHex *self)
{
  g_autofree char *mark = describe_mark (self);
  g_autofree char *text = self->explanation != NULL
                              ? g_strjoin ("; ", self->explanation, mark, NULL)
                              : g_strdup (mark != NULL ? mark : "");

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
}

static void
pick (PacketsHex *self, gint64 offset)
{
  if (packets_hex_count_bytes (self) == 0)
    return;
  self->cursor = (guint32) CLAMP (offset, 0, (gint64) packets_hex_count_bytes (self) - 1);
  show_byte (self, self->cursor);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  gtk_accessible_text_update_caret_position (GTK_ACCESSIBLE_TEXT (self));
  g_signal_emit (self, signals[SIGNAL_BYTE_PICKED], 0, self->cursor);
}

static void
on_pressed_cb (PacketsHex *self, G_GNUC_UNUSED int n_press, double x, double y)
{
  const double line = (y - PADDING) / MAX (1, self->line_height);
  const double column = (x - PADDING) / MAX (1.0, self->char_width);

  gtk_widget_grab_focus (GTK_WIDGET (self));
  pick (self,
        (gint64) MAX (0, line) * self->n_per_line + packets_hex_line_find_byte (column, self->n_per_line));
}

static gboolean
on_key_pressed_cb (PacketsHex *self,
                   guint keyval,
                   G_GNUC_UNUSED guint keycode,
                   GdkModifierType state)
{
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return GDK_EVENT_PROPAGATE;
  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      pick (self, (gint64) self->cursor - 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      pick (self, (gint64) self->cursor + 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      pick (self, (gint64) self->cursor - self->n_per_line);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      pick (self, (gint64) self->cursor + self->n_per_line);
      return GDK_EVENT_STOP;
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      pick (self, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      pick (self, packets_hex_count_bytes (self));
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
forget_layout (PacketsHex *self)
{
  g_clear_object (&self->layout);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
packets_hex_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (packets_hex_parent_class)->css_changed (widget, change);
  forget_layout (PACKETS_HEX (widget));
}

static void
packets_hex_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (packets_hex_parent_class)->system_setting_changed (widget, setting);
  forget_layout (PACKETS_HEX (widget));
}

static void
set_adjustment (PacketsHex *self, GtkAdjustment *adjustment)
{
  if (self->adjustment != NULL)
    g_signal_handlers_disconnect_by_func (self->adjustment, gtk_widget_queue_draw, self);
  g_set_object (&self->adjustment, adjustment);
  if (adjustment != NULL)
    g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (gtk_widget_queue_draw), self,
                             G_CONNECT_SWAPPED);
}

static void
packets_hex_map (GtkWidget *widget)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);

  set_adjustment (PACKETS_HEX (widget),
                  scrolled != NULL
                      ? gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled))
                      : NULL);
  GTK_WIDGET_CLASS (packets_hex_parent_class)->map (widget);
}

static void
packets_hex_dispose (GObject *object)
{
  PacketsHex *self = PACKETS_HEX (object);

  set_adjustment (self, NULL);
  g_clear_object (&self->layout);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->explanation, g_free);
  G_OBJECT_CLASS (packets_hex_parent_class)->dispose (object);
}

static void
packets_hex_class_init (PacketsHexClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = packets_hex_dispose;
  widget_class->get_request_mode = packets_hex_get_request_mode;
  widget_class->measure = packets_hex_measure;
  widget_class->size_allocate = packets_hex_size_allocate;
  widget_class->snapshot = packets_hex_snapshot;
  widget_class->css_changed = packets_hex_css_changed;
  widget_class->system_setting_changed = packets_hex_system_setting_changed;
  widget_class->map = packets_hex_map;
  gtk_widget_class_set_css_name (widget_class, "packetshex");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TEXT_BOX);

  /* With the byte's number. */
  signals[SIGNAL_BYTE_PICKED]
      = g_signal_new ("byte-picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
packets_hex_init (PacketsHex *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkWidget *widget = GTK_WIDGET (self);

  self->n_per_line = PACKETS_HEX_BYTES_PER_LINE;
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_direction (widget, GTK_TEXT_DIR_LTR);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  C_ ("packets", "Bytes"), GTK_ACCESSIBLE_PROPERTY_READ_ONLY, TRUE,
                                  GTK_ACCESSIBLE_PROPERTY_MULTI_LINE, TRUE, -1);
  g_signal_connect_object (click, "pressed", G_CALLBACK (on_pressed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "enter", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (widget, keys);
  gtk_widget_add_controller (widget, focus);
}

/* Returns: (transfer floating) */
PacketsHex *
packets_hex_new (void)
{
  return g_object_new (PACKETS_TYPE_HEX, NULL);
}

/* BYTES (nullable): nothing. */
void
packets_hex_set_bytes (PacketsHex *self, GBytes *bytes)
{
  packets_hex_tell_text (self, GTK_ACCESSIBLE_TEXT_CONTENT_CHANGE_REMOVE);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  self->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  self->cursor = 0;
  packets_hex_tell_text (self, GTK_ACCESSIBLE_TEXT_CONTENT_CHANGE_INSERT);
  gtk_accessible_text_update_caret_position (GTK_ACCESSIBLE_TEXT (self));
  packets_hex_mark (self, 0, 0);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* What of it there is. */
void
packets_hex_mark (PacketsHex *self, guint32 offset, guint32 n_bytes)
{
  self->mark_offset = MIN (offset, packets_hex_count_bytes (self));
  self->mark_bytes = MIN (n_bytes, packets_hex_count_bytes (self) - self->mark_offset);
  if (self->mark_bytes > 0)
    show_byte (self, self->mark_offset);
  g_clear_pointer (&self->explanation, g_free);
  tell (self);
  gtk_accessible_text_update_selection_bound (GTK_ACCESSIBLE_TEXT (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Says what byte OFFSET is: to be called when it was picked, and marked for what it is. FIELD (nullable): none has it. */
void
packets_hex_explain (PacketsHex *self, guint32 offset, const char *field)
{
  g_autofree char *byte = NULL;
  guint8 value;

  g_return_if_fail (offset < packets_hex_count_bytes (self));
  value = packets_hex_get_data (self)[offset];
  if (g_ascii_isgraph (value))
    /* Translators: the number of a byte of a packet, the byte in hex and as a letter */
    byte = g_strdup_printf (C_ ("bytes of a packet", "%u: %02x, “%c”"), offset, value, value);
  else
    /* Translators: the number of a byte of a packet, the byte in hex */
    byte = g_strdup_printf (C_ ("bytes of a packet", "%u: %02x"), offset, value);
  g_free (self->explanation);
  self->explanation = g_strjoin (", ", byte, field, NULL);
  tell (self);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), self->explanation,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}
