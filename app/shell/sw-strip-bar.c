/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "shell/sw-strip-bar.h"

/* Lays children out along a bar of a given thickness, from its start, one pixel apart. The window is as thick as the user
 * wants it, whatever a child would like. A child that finds no room is not shown, and so neither samples nor draws. */
struct _SwStripBar
{
  GtkWidget parent_instance;

  GtkOrientation orientation;
  int thickness_px;
  guint docked : 1; /* the edge tells how long it is, not the children */
};

#define GAP_PX 1

G_DEFINE_FINAL_TYPE (SwStripBar, sw_strip_bar, GTK_TYPE_WIDGET)

static int
get_length (SwStripBar *self, GtkWidget *child)
{
  int length;

  gtk_widget_measure (child, self->orientation, -1, NULL, &length, NULL, NULL);
  return length;
}

static GtkOrientation
get_across (SwStripBar *self)
{
  return self->orientation == GTK_ORIENTATION_HORIZONTAL ? GTK_ORIENTATION_VERTICAL
                                                         : GTK_ORIENTATION_HORIZONTAL;
}

static void
sw_strip_bar_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      G_GNUC_UNUSED int for_size,
                      int *minimum,
                      int *natural,
                      G_GNUC_UNUSED int *minimum_baseline,
                      G_GNUC_UNUSED int *natural_baseline)
{
  SwStripBar *self = SW_STRIP_BAR (widget);

  *minimum = 0;
  *natural = self->thickness_px;
  if (orientation != self->orientation)
    return;
  *natural = 0;
  if (self->docked)
    return;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_visible (child))
      *natural += (*natural > 0 ? GAP_PX : 0) + get_length (self, child);
}

static void
place_child (SwStripBar *self, GtkWidget *child, int start, int length, int width, int height)
{
  const gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  GtkAllocation place = { start, 0, length, height };
  int least;

  if (self->orientation == GTK_ORIENTATION_VERTICAL)
    place = (GtkAllocation) { 0, start, width, length };
  else if (mirrored)
    place.x = width - start - length;
  /* Never less than it can do with; what hangs over is cut off. */
  gtk_widget_measure (child, get_across (self), -1, &least, NULL, NULL, NULL);
  if (self->orientation == GTK_ORIENTATION_VERTICAL)
    place.width = MAX (place.width, least);
  else
    place.height = MAX (place.height, least);
  gtk_widget_size_allocate (child, &place, -1);
}

static void
sw_strip_bar_size_allocate (GtkWidget *widget, int width, int height, G_GNUC_UNUSED int baseline)
{
  SwStripBar *self = SW_STRIP_BAR (widget);
  const int room = self->orientation == GTK_ORIENTATION_HORIZONTAL ? width : height;
  gboolean full = FALSE;
  int start = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int length;

      if (!gtk_widget_get_visible (child) || GTK_IS_NATIVE (child))
        continue;
      length = get_length (self, child);
      full = full || start + length > room;
      gtk_widget_set_child_visible (child, !full);
      if (!full)
        place_child (self, child, start, length, width, height);
      start += length + GAP_PX;
    }
}

static void
sw_strip_bar_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (sw_strip_bar_parent_class)->dispose (object);
}

static void
sw_strip_bar_class_init (SwStripBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sw_strip_bar_dispose;
  widget_class->measure = sw_strip_bar_measure;
  widget_class->size_allocate = sw_strip_bar_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "stripbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TOOLBAR);
}

static void
sw_strip_bar_init (SwStripBar *self)
{
  self->thickness_px = 1;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
sw_strip_bar_new (void)
{
  return g_object_new (SW_TYPE_STRIP_BAR, NULL);
}

/* DOCKED: it is as long as it is made, else as its children need. */
void
sw_strip_bar_set_shape (SwStripBar *self,
                        GtkOrientation orientation,
                        int thickness_px,
                        gboolean docked)
{
  self->docked = !!docked;
  self->orientation = orientation;
  self->thickness_px = thickness_px;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
