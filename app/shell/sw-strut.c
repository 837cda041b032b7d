/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include "shell/sw-strut.h"

/* Where a bar lies on a monitor, and what of the screen windows keep clear of for its sake. Extended Window Manager Hints
 * 1.5, _NET_WM_STRUT_PARTIAL. */

/* The bar of that thickness all along an edge. */
void
sw_strut_get_bar (const GdkRectangle *monitor,
                  GtkPositionType edge,
                  int thickness,
                  GdkRectangle *bar)
{
  *bar = *monitor;
  if (edge == GTK_POS_LEFT || edge == GTK_POS_RIGHT)
    {
      bar->width = MIN (thickness, monitor->width);
      if (edge == GTK_POS_RIGHT)
        bar->x += monitor->width - bar->width;
    }
  else
    {
      bar->height = MIN (thickness, monitor->height);
      if (edge == GTK_POS_BOTTOM)
        bar->y += monitor->height - bar->height;
    }
}

/* What lies between the bar, itself included, and the edge of the whole screen. */
static GdkRectangle
get_cleared (const SwStrutScreen *screen, const GdkRectangle *bar, GtkPositionType edge)
{
  const int right = bar->x + bar->width, bottom = bar->y + bar->height;

  switch (edge)
    {
    case GTK_POS_LEFT:
      return (GdkRectangle) { 0, bar->y, right, bar->height };
    case GTK_POS_RIGHT:
      return (GdkRectangle) { bar->x, bar->y, screen->root_width - bar->x, bar->height };
    case GTK_POS_TOP:
      return (GdkRectangle) { bar->x, 0, bar->width, bottom };
    case GTK_POS_BOTTOM:
    default:
      return (GdkRectangle) { bar->x, bar->y, bar->width, screen->root_height - bar->y };
    }
}

static gboolean
is_part_of_bar (const GdkRectangle *part, const GdkRectangle *bar)
{
  GdkRectangle both;

  gdk_rectangle_union (part, bar, &both);
  return gdk_rectangle_equal (&both, bar);
}

/* Struts are counted from the edges of the whole screen. At an edge inside it, where another monitor follows, all of that
 * monitor would be kept clear, too. */
static gboolean
takes_other_monitors (const SwStrutScreen *screen,
                      const GdkRectangle *cleared,
                      const GdkRectangle *bar)
{
  GdkRectangle part;

  for (guint i = 0; i < screen->n_monitors; i++)
    if (gdk_rectangle_intersect (&screen->monitors[i], cleared, &part)
        && !is_part_of_bar (&part, bar))
      return TRUE;
  return FALSE;
}

/*
 * sw_strut_compute:
 * @screen: all monitors
 * @bar: where the window lies
 * @edge: at which edge of its monitor
 * @strut: (out): the property's values; all zero where nothing is reserved
 *
 * Returns: whether windows can keep clear of the bar without losing another monitor
 */
gboolean
sw_strut_compute (const SwStrutScreen *screen,
                  const GdkRectangle *bar,
                  GtkPositionType edge,
                  long strut[SW_STRUT_N_VALUES])
{
  /* As the property has them. */
  const GtkPositionType edges[] = { GTK_POS_LEFT, GTK_POS_RIGHT, GTK_POS_TOP, GTK_POS_BOTTOM };
  const GdkRectangle cleared = get_cleared (screen, bar, edge);
  const gboolean upright = edge == GTK_POS_LEFT || edge == GTK_POS_RIGHT;

  memset (strut, 0, SW_STRUT_N_VALUES * sizeof *strut);
  if (takes_other_monitors (screen, &cleared, bar))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (edges); i++)
    if (edges[i] == edge)
      {
        strut[i] = upright ? cleared.width : cleared.height;
        strut[4 + 2 * i] = upright ? bar->y : bar->x;
        strut[5 + 2 * i] = upright ? bar->y + bar->height - 1 : bar->x + bar->width - 1;
      }
  return TRUE;
}
