/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <adwaita.h>

#include "widgets/sw-palette.h"
#include "widgets/sw-swatch.h"

#define SIDE_PX 10
#define RAMP_PX 56
#define RADIUS_PX 3
#define N_DASHES 2

struct _SwSwatch
{
  GtkWidget parent_instance;

  SwChannel *channel;
  guint ramp : 1;
};

G_DEFINE_FINAL_TYPE (SwSwatch, sw_swatch, GTK_TYPE_WIDGET)

static void
sw_swatch_measure (GtkWidget *widget,
                   GtkOrientation orientation,
                   G_GNUC_UNUSED int for_size,
                   int *minimum,
                   int *natural,
                   G_GNUC_UNUSED int *minimum_baseline,
                   G_GNUC_UNUSED int *natural_baseline)
{
  const gboolean wide = SW_SWATCH (widget)->ramp && orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = *natural = wide ? RAMP_PX : SIDE_PX;
}

static void
snapshot_dashes (GtkSnapshot *snapshot, const GdkRGBA *colour, const graphene_rect_t *box)
{
  const float dash = box->size.width / (2 * N_DASHES - 1);

  for (guint i = 0; i < N_DASHES; i++)
    gtk_snapshot_append_color (snapshot, colour,
                               &GRAPHENE_RECT_INIT (box->origin.x + 2 * i * dash,
                                                    box->origin.y + box->size.height / 2 - 1, dash,
                                                    2));
}

static void
snapshot_ramp (GtkSnapshot *snapshot,
               const GdkRGBA *colour,
               const graphene_rect_t *box,
               gboolean mirrored)
{
  GskColorStop stops[2] = { { 0, *colour }, { 1, *colour } };
  graphene_point_t left = box->origin, right = box->origin;

  right.x += box->size.width;
  stops[0].color.alpha *= 0.06f;
  gtk_snapshot_append_linear_gradient (snapshot, box, mirrored ? &right : &left,
                                       mirrored ? &left : &right, stops, G_N_ELEMENTS (stops));
}

/* What is switched off keeps its outline. */
static void
snapshot_outline (GtkSnapshot *snapshot, const GdkRGBA *colour, const GskRoundedRect *shape)
{
  const float widths[] = { 1.5, 1.5, 1.5, 1.5 };
  const GdkRGBA colours[] = { *colour, *colour, *colour, *colour };

  gtk_snapshot_append_border (snapshot, shape, widths, colours);
}

static void
sw_swatch_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SwSwatch *self = SW_SWATCH (widget);
  const graphene_rect_t box = GRAPHENE_RECT_INIT (0, (gtk_widget_get_height (widget) - SIDE_PX) / 2,
                                                  gtk_widget_get_width (widget), SIDE_PX);
  GskRoundedRect shape;
  GdkRGBA colour;

  sw_palette_get_channel (self->channel, sw_palette_get_scheme (), &colour);
  gsk_rounded_rect_init_from_rect (&shape, &box, RADIUS_PX);
  if (!self->ramp && !sw_channel_get_shown (self->channel))
    {
      snapshot_outline (snapshot, &colour, &shape);
      return;
    }
  if (!self->ramp && sw_channel_get_role (self->channel) == SW_ROLE_LIMIT)
    {
      snapshot_dashes (snapshot, &colour, &box);
      return;
    }
  gtk_snapshot_push_rounded_clip (snapshot, &shape);
  if (self->ramp)
    snapshot_ramp (snapshot, &colour, &box, gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL);
  else
    gtk_snapshot_append_color (snapshot, &colour, &box);
  gtk_snapshot_pop (snapshot);
}

static void
sw_swatch_dispose (GObject *object)
{
  g_clear_object (&SW_SWATCH (object)->channel);
  G_OBJECT_CLASS (sw_swatch_parent_class)->dispose (object);
}

static void
sw_swatch_class_init (SwSwatchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sw_swatch_dispose;
  widget_class->measure = sw_swatch_measure;
  widget_class->snapshot = sw_swatch_snapshot;
  gtk_widget_class_set_css_name (widget_class, "swatch");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
sw_swatch_init (G_GNUC_UNUSED SwSwatch *self)
{
}

GtkWidget *
sw_swatch_new (SwChannel *channel, gboolean ramp)
{
  SwSwatch *self = g_object_new (SW_TYPE_SWATCH, "valign", GTK_ALIGN_CENTER, NULL);
  AdwStyleManager *style = adw_style_manager_get_default ();

  self->channel = g_object_ref (channel);
  self->ramp = ramp;
  g_signal_connect_object (channel, "notify", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
