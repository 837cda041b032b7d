/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "shell/sw-tray-icon.h"

/* A small graph in the sizes that panels want, and the same as bytes for the bus. A panel may be dark or light and doesn't
 * say which: the graph stands on a dark plate of its own, with the colours for dark ground. */

#define N_SIZES 4
#define N_SAMPLES 30

static const int sizes[N_SIZES] = { 22, 24, 32, 48 };

struct _SwTrayIcon
{
  GObject parent_instance;

  cairo_surface_t *surfaces[N_SIZES];
  guint32 *pixels[N_SIZES]; /* as sent: ARGB, not premultiplied, in network byte order */
};

G_DEFINE_FINAL_TYPE (SwTrayIcon, sw_tray_icon, G_TYPE_OBJECT)

static void
sw_tray_icon_finalize (GObject *object)
{
  SwTrayIcon *self = SW_TRAY_ICON (object);

  for (guint i = 0; i < N_SIZES; i++)
    {
      cairo_surface_destroy (self->surfaces[i]);
      g_free (self->pixels[i]);
    }
  G_OBJECT_CLASS (sw_tray_icon_parent_class)->finalize (object);
}

static void
sw_tray_icon_class_init (SwTrayIconClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sw_tray_icon_finalize;
}

static void
sw_tray_icon_init (SwTrayIcon *self)
{
  for (guint i = 0; i < N_SIZES; i++)
    {
      self->surfaces[i] = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, sizes[i], sizes[i]);
      self->pixels[i] = g_new0 (guint32, (gsize) sizes[i] * sizes[i]);
    }
}

/*
 * sw_tray_icon_new:
 *
 * Returns: (transfer full): an icon that is transparent until it is drawn
 */
SwTrayIcon *
sw_tray_icon_new (void)
{
  return g_object_new (SW_TYPE_TRAY_ICON, NULL);
}

static void
add_plate (cairo_t *cr, int size, double inset)
{
  const double radius = size * 0.15 - inset, near = inset + radius, far = size - near;

  cairo_new_sub_path (cr);
  cairo_arc (cr, far, near, radius, -G_PI_2, 0);
  cairo_arc (cr, far, far, radius, 0, G_PI_2);
  cairo_arc (cr, near, far, radius, G_PI_2, G_PI);
  cairo_arc (cr, near, near, radius, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
}

static void
draw_graph (cairo_t *cr, SwGraphRender *render, int size)
{
  const SwGraphSpec spec = {
    .width = size - 2,
    .height = size - 2,
    .line_px = size / 24.0,
    .span_us = N_SAMPLES * sw_source_get_interval_us (sw_graph_render_get_source (render)),
    .scheme = SW_SCHEME_DARK,
  };

  cairo_save (cr);
  add_plate (cr, size, 1);
  cairo_clip (cr);
  cairo_translate (cr, 1, 1);
  sw_graph_render_draw (render, cr, &spec);
  cairo_restore (cr);
}

/* The two bars that everybody knows, over what is dimmed. */
static void
draw_pause (cairo_t *cr, int size)
{
  const double bar = round (size * 0.16), height = round (size * 0.5);
  const double top = round ((size - height) / 2), left = round (size / 2.0 - 1.5 * bar);

  cairo_set_source_rgba (cr, 0.11, 0.11, 0.13, 0.6);
  add_plate (cr, size, 1);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_rectangle (cr, left, top, bar, height);
  cairo_rectangle (cr, left + 2 * bar, top, bar, height);
  cairo_fill (cr);
}

static void
draw_size (cairo_surface_t *surface, int size, SwGraphRender *render, gboolean paused)
{
  cairo_t *cr = cairo_create (surface);

  cairo_set_operator (cr, CAIRO_OPERATOR_CLEAR);
  cairo_paint (cr);
  cairo_set_operator (cr, CAIRO_OPERATOR_OVER);
  /* An edge that is seen on a panel as dark as the plate. */
  cairo_set_source_rgb (cr, 0.42, 0.42, 0.45);
  add_plate (cr, size, 0);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0.11, 0.11, 0.13);
  add_plate (cr, size, 1);
  cairo_fill (cr);
  if (render != NULL)
    draw_graph (cr, render, size);
  if (paused)
    draw_pause (cr, size);
  cairo_destroy (cr);
}

static guint32
get_sent_pixel (guint32 premultiplied)
{
  const guint32 a = premultiplied >> 24;
  guint32 pixel = a << 24;

  if (a == 0)
    return 0;
  for (guint shift = 0; shift < 24; shift += 8)
    pixel |= MIN (((premultiplied >> shift & 0xff) * 255 + a / 2) / a, 255) << shift;
  return GUINT32_TO_BE (pixel);
}

/* Returns: whether any pixel is another than before */
static gboolean
take_pixels (cairo_surface_t *surface, int size, guint32 *pixels)
{
  gboolean changed = FALSE;
  const guchar *data;

  cairo_surface_flush (surface);
  data = cairo_image_surface_get_data (surface);
  for (int y = 0; y < size; y++)
    {
      const guint32 *line
          = (gconstpointer) (data + (gsize) y * cairo_image_surface_get_stride (surface));

      for (int x = 0; x < size; x++)
        {
          const guint32 pixel = get_sent_pixel (line[x]);

          changed |= pixels[y * size + x] != pixel;
          pixels[y * size + x] = pixel;
        }
    }
  return changed;
}

/*
 * sw_tray_icon_draw:
 * @render: (nullable): draws the source; %NULL for none
 * @paused: whether it is marked as standing still
 *
 * Allocates nothing of its own.
 *
 * Returns: whether it looks different from what it was
 */
gboolean
sw_tray_icon_draw (SwTrayIcon *self, SwGraphRender *render, gboolean paused)
{
  gboolean changed = FALSE;

  for (guint i = 0; i < N_SIZES; i++)
    {
      draw_size (self->surfaces[i], sizes[i], render, paused);
      changed |= take_pixels (self->surfaces[i], sizes[i], self->pixels[i]);
    }
  return changed;
}

/*
 * sw_tray_icon_to_variant:
 *
 * Returns: (transfer floating): all sizes, as the bus carries them: a(iiay)
 */
GVariant *
sw_tray_icon_to_variant (SwTrayIcon *self)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(iiay)"));

  for (guint i = 0; i < N_SIZES; i++)
    g_variant_builder_add (&builder, "(ii@ay)", sizes[i], sizes[i],
                           g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, self->pixels[i],
                                                      (gsize) sizes[i] * sizes[i] * 4, 1));
  return g_variant_builder_end (&builder);
}
