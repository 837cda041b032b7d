/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "widgets/sw-numeral-private.h"

/**
 * SwNumeral:
 *
 * A short text that changes often: a value with its unit. Its room is that of the widest text to be expected, told
 * beforehand, so that a new value is drawn and nothing is laid out again; a [class@Gtk.Label] would measure its whole
 * window each time. What doesn't fit is ellipsized. Figures are tabular.
 *
 * # CSS nodes
 *
 * One node with the name `numeral`.
 *
 * # Accessibility
 *
 * It has the role of a label, and its text as the name. With the role `presentation`, given at construction, a
 * parent speaks for it and the name is not kept.
 */
struct _SwNumeral
{
  GtkWidget parent_instance;

  PangoLayout *layout; /* of the text; shaped once per change */
  char *text;
  char *widest;  /* its width is reserved */
  int widest_px; /* -1: to be measured */
  int height_px;
  int baseline_px;
  guint font_serial; /* of the Pango context that these were measured with */
  float xalign;      /* in reading direction: 0 start, 1 end */
};

typedef enum
{
  PROP_TEXT = 1,
  PROP_WIDEST,
  PROP_XALIGN,
} SwNumeralProperty;

static GParamSpec *properties[PROP_XALIGN + 1];

G_DEFINE_FINAL_TYPE (SwNumeral, sw_numeral, GTK_TYPE_WIDGET)

static PangoLayout *
create_left_to_right (GtkWidget *widget, const char *text)
{
  PangoContext *context = gtk_widget_create_pango_context (widget);
  PangoLayout *layout = pango_layout_new (context);

  pango_context_set_base_dir (context, PANGO_DIRECTION_LTR);
  if (text != NULL)
    pango_layout_set_text (layout, text, -1);
  g_object_unref (context);
  return layout;
}

/* "12 %" has no letter whose direction it could take: where texts run from right to left it would become "% 12". A text that
 * has one takes that. */
PangoLayout *
sw_numeral_create_layout (GtkWidget *widget, const char *text)
{
  PangoLayout *layout = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL
                            ? create_left_to_right (widget, text)
                            : gtk_widget_create_pango_layout (widget, text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  pango_layout_set_attributes (layout, attributes);
  return layout;
}

PangoLayout *
sw_numeral_peek_layout (SwNumeral *self)
{
  return self->layout;
}

/* Shaping follows the font: the widest of the texts to be expected tells how much room to ask for. */
static void
ensure_measured (SwNumeral *self)
{
  g_autoptr (PangoLayout) layout = NULL;
  g_auto (GStrv) texts = NULL;

  if (self->widest_px >= 0)
    return;
  texts = g_strsplit (self->widest, "\n", -1);
  layout = sw_numeral_create_layout (GTK_WIDGET (self), NULL);
  pango_layout_get_pixel_size (layout, &self->widest_px, &self->height_px);
  for (guint i = 0; texts[i] != NULL; i++)
    {
      int width;

      pango_layout_set_text (layout, texts[i], -1);
      pango_layout_get_pixel_size (layout, &width, &self->height_px);
      self->widest_px = MAX (self->widest_px, width);
    }
  self->baseline_px = PANGO_PIXELS_CEIL (pango_layout_get_baseline (layout));
}

static void
sw_numeral_measure (GtkWidget *widget,
                    GtkOrientation orientation,
                    G_GNUC_UNUSED int for_size,
                    int *minimum,
                    int *natural,
                    int *minimum_baseline,
                    int *natural_baseline)
{
  SwNumeral *self = SW_NUMERAL (widget);

  ensure_measured (self);
  *minimum = *natural
      = orientation == GTK_ORIENTATION_HORIZONTAL ? self->widest_px : self->height_px;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum_baseline = *natural_baseline = self->baseline_px;
}

/* Ellipsizing costs as much as shaping, and is hardly ever needed. */
static PangoLayout *
fit_layout (SwNumeral *self, int width, PangoRectangle *extents)
{
  if (self->layout == NULL)
    {
      self->layout = sw_numeral_create_layout (GTK_WIDGET (self), self->text);
      pango_layout_set_single_paragraph_mode (self->layout, TRUE);
    }
  pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_NONE);
  pango_layout_set_width (self->layout, -1);
  pango_layout_get_pixel_extents (self->layout, NULL, extents);
  if (extents->width <= width)
    return self->layout;
  pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_width (self->layout, width * PANGO_SCALE);
  pango_layout_get_pixel_extents (self->layout, NULL, extents);
  return self->layout;
}

static void
sw_numeral_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SwNumeral *self = SW_NUMERAL (widget);
  const int width = gtk_widget_get_width (widget);
  const gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  PangoRectangle extents;
  PangoLayout *layout = fit_layout (self, width, &extents);
  GdkRGBA colour;
  cairo_t *cr;
  double x;

  /* Whole pixels, or the glyphs would be smoothed anew in each place. */
  x = floor ((width - extents.width) * (mirrored ? 1 - self->xalign : self->xalign)) - extents.x;
  gtk_widget_get_color (widget, &colour);
  /* Through cairo: GTK's own text nodes load the font anew for each text that is drawn. */
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width,
                                                                 gtk_widget_get_height (widget)));
  gdk_cairo_set_source_rgba (cr, &colour);
  cairo_move_to (cr, x, (gtk_widget_get_height (widget) - extents.height) / 2);
  pango_cairo_show_layout (cr, layout);
  cairo_destroy (cr);
}

static void
forget_font (SwNumeral *self)
{
  g_clear_object (&self->layout);
  self->widest_px = -1;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* Pointed at, pressed, in the background: the style changes often, the font seldom. */
static void
sw_numeral_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  SwNumeral *self = SW_NUMERAL (widget);
  guint serial;

  GTK_WIDGET_CLASS (sw_numeral_parent_class)->css_changed (widget, change);
  serial = pango_context_get_serial (gtk_widget_get_pango_context (widget));
  if (self->font_serial == serial)
    return;
  self->font_serial = serial;
  forget_font (self);
}

static void
sw_numeral_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (sw_numeral_parent_class)->system_setting_changed (widget, setting);
  forget_font (SW_NUMERAL (widget));
}

static void
sw_numeral_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  GTK_WIDGET_CLASS (sw_numeral_parent_class)->direction_changed (widget, previous);
  forget_font (SW_NUMERAL (widget));
}

static void
sw_numeral_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SwNumeral *self = SW_NUMERAL (object);

  switch ((SwNumeralProperty) id)
    {
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    case PROP_WIDEST:
      g_value_set_string (value, self->widest);
      break;
    case PROP_XALIGN:
      g_value_set_float (value, self->xalign);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sw_numeral_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SwNumeral *self = SW_NUMERAL (object);

  switch ((SwNumeralProperty) id)
    {
    case PROP_TEXT:
      sw_numeral_set_text (self, g_value_get_string (value));
      break;
    case PROP_WIDEST:
      sw_numeral_set_widest (self, g_value_get_string (value));
      break;
    case PROP_XALIGN:
      sw_numeral_set_xalign (self, g_value_get_float (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sw_numeral_finalize (GObject *object)
{
  SwNumeral *self = SW_NUMERAL (object);

  g_clear_object (&self->layout);
  g_free (self->text);
  g_free (self->widest);
  G_OBJECT_CLASS (sw_numeral_parent_class)->finalize (object);
}

static void
sw_numeral_class_init (SwNumeralClass *klass)
{
  const GParamFlags often = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sw_numeral_get_property;
  object_class->set_property = sw_numeral_set_property;
  object_class->finalize = sw_numeral_finalize;
  widget_class->measure = sw_numeral_measure;
  widget_class->snapshot = sw_numeral_snapshot;
  widget_class->css_changed = sw_numeral_css_changed;
  widget_class->system_setting_changed = sw_numeral_system_setting_changed;
  widget_class->direction_changed = sw_numeral_direction_changed;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", often);
  /**
   * SwNumeral:widest:
   *
   * Texts, one a line, whose widest is as wide as any to come.
   */
  properties[PROP_WIDEST] = g_param_spec_string ("widest", NULL, NULL, "", often);
  properties[PROP_XALIGN] = g_param_spec_float ("xalign", NULL, NULL, 0, 1, 0, often);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  gtk_widget_class_set_css_name (widget_class, "numeral");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
sw_numeral_init (SwNumeral *self)
{
  self->text = g_strdup ("");
  self->widest = g_strdup ("");
  self->widest_px = -1;
}

/**
 * sw_numeral_new:
 * @unit: what its values are counted in, which tells how much room they need
 *
 * Returns: (transfer floating): an empty numeral
 */
GtkWidget *
sw_numeral_new (SwUnit unit)
{
  g_autofree char *widest = sw_numeral_get_widest (unit);

  return g_object_new (SW_TYPE_NUMERAL, "widest", widest, NULL);
}

/**
 * sw_numeral_get_widest:
 * @unit: a unit
 *
 * Which of a unit's texts is the widest depends on the font: "88.8 kB/s" has as many letters as "88.8 MB/s".
 *
 * Returns: (transfer full): texts for [property@Numeral:widest] among which is the widest of the unit's values
 */
char *
sw_numeral_get_widest (SwUnit unit)
{
  const double mantissas[] = { 8.88, 88.88, 888.8, unit == SW_UNIT_BYTES ? 1008 : 888.8 };
  char text[SW_UNIT_TEXT_BYTES];
  GString *widest;
  glong longest;

  sw_unit_format_widest (unit, text, sizeof text);
  /* Longer texts are of no ordinary value; but a clock of "752.73 MHz" is. */
  longest = unit == SW_UNIT_HERTZ ? 10 : g_utf8_strlen (text, -1);
  widest = g_string_new (text);
  /* Values of all lengths in each step that a unit may have. */
  for (guint i = 0; i < G_N_ELEMENTS (mantissas); i++)
    for (double factor = 1; factor < 1e15; factor *= unit == SW_UNIT_BYTES ? 1024 : 1000)
      {
        sw_unit_format (unit, mantissas[i] * factor, text, sizeof text);
        if (g_utf8_strlen (text, -1) <= longest)
          g_string_append_printf (widest, "\n%s", text);
      }
  return g_string_free_and_steal (widest);
}

/**
 * sw_numeral_get_text:
 * @self: a numeral
 *
 * Returns: (transfer none): what it shows
 */
const char *
sw_numeral_get_text (SwNumeral *self)
{
  g_return_val_if_fail (SW_IS_NUMERAL (self), NULL);

  return self->text;
}

/**
 * sw_numeral_set_text:
 * @self: a numeral
 * @text: (nullable): what it shows from the next frame on
 *
 * Returns: whether it is another text than before
 */
gboolean
sw_numeral_set_text (SwNumeral *self, const char *text)
{
  g_return_val_if_fail (SW_IS_NUMERAL (self), FALSE);

  if (!g_set_str (&self->text, text != NULL ? text : ""))
    return FALSE;
  if (self->layout != NULL)
    pango_layout_set_text (self->layout, self->text, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (self)) == GTK_ACCESSIBLE_ROLE_LABEL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    self->text, -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
  return TRUE;
}

/**
 * sw_numeral_set_value:
 * @self: a numeral
 * @unit: what @value is counted in
 * @value: a value; NAN for none
 *
 * Shows the value as [func@unit_format] writes it.
 *
 * Returns: whether it is another text than before
 */
gboolean
sw_numeral_set_value (SwNumeral *self, SwUnit unit, double value)
{
  char text[SW_UNIT_TEXT_BYTES];

  g_return_val_if_fail (SW_IS_NUMERAL (self), FALSE);

  sw_unit_format (unit, value, text, sizeof text);
  return sw_numeral_set_text (self, text);
}

/**
 * sw_numeral_set_widest:
 * @self: a numeral
 * @widest: (nullable): texts, one a line, whose widest is as wide as any to come; empty to take what room the
 *   parent gives
 */
void
sw_numeral_set_widest (SwNumeral *self, const char *widest)
{
  g_return_if_fail (SW_IS_NUMERAL (self));

  if (!g_set_str (&self->widest, widest != NULL ? widest : ""))
    return;
  self->widest_px = -1;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WIDEST]);
}

/**
 * sw_numeral_get_xalign:
 * @self: a numeral
 *
 * Returns: where the text lies in its room: 0 at the start, 1 at the end in reading direction
 */
float
sw_numeral_get_xalign (SwNumeral *self)
{
  g_return_val_if_fail (SW_IS_NUMERAL (self), 0);

  return self->xalign;
}

/**
 * sw_numeral_set_xalign:
 * @self: a numeral
 * @xalign: where the text lies in its room: 0 at the start, 1 at the end in reading direction
 */
void
sw_numeral_set_xalign (SwNumeral *self, float xalign)
{
  g_return_if_fail (SW_IS_NUMERAL (self));
  g_return_if_fail (xalign >= 0 && xalign <= 1);

  if (self->xalign == xalign)
    return;
  self->xalign = xalign;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_XALIGN]);
}
