/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "plugins/packets/packets-arrow-image.h"
#include "plugins/packets/packets-arrow.h"

#define WIDTH_PX 24
#define HEIGHT_PX 16

/* An arrow as in the list, beside the words that explain it.
 *
 * CSS node `packetsarrow`; accessible role presentation. */
struct _PacketsArrowImage
{
  GtkWidget parent_instance;

  PacketDirection direction;
};

G_DEFINE_FINAL_TYPE (PacketsArrowImage, packets_arrow_image, GTK_TYPE_WIDGET)

static void
packets_arrow_image_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PacketsArrowImage *self = PACKETS_ARROW_IMAGE (widget);
  GdkRGBA colour;

  if (packets_arrow_get_colour (self->direction, sw_palette_get_scheme (), &colour))
    packets_arrow_draw (snapshot, self->direction, &colour, gtk_widget_get_width (widget),
                        gtk_widget_get_height (widget));
}

static void
packets_arrow_image_class_init (PacketsArrowImageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = packets_arrow_image_snapshot;
  gtk_widget_class_set_css_name (widget_class, "packetsarrow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
packets_arrow_image_init (PacketsArrowImage *self)
{
  gtk_widget_set_size_request (GTK_WIDGET (self), WIDTH_PX, HEIGHT_PX);
}

/* Returns: (transfer floating) */
GtkWidget *
packets_arrow_image_new (PacketDirection direction)
{
  PacketsArrowImage *self = g_object_new (PACKETS_TYPE_ARROW_IMAGE, NULL);

  self->direction = direction;
  return GTK_WIDGET (self);
}
