/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "widgets/sw-redraw.h"

void
sw_redraw_unite (GtkWidget *parent,
                 GtkWidget *const *widgets,
                 guint n_widgets,
                 GtkSnapshot *snapshot)
{
  graphene_rect_t all = GRAPHENE_RECT_INIT (0, 0, 0, 0), part;

  for (guint i = 0; i < n_widgets; i++)
    if (gtk_widget_get_mapped (widgets[i]) && gtk_widget_compute_bounds (widgets[i], parent, &part))
      {
        if (all.size.width > 0)
          graphene_rect_union (&all, &part, &all);
        else
          all = part;
      }
  if (all.size.width > 0 && all.size.height > 0)
    cairo_destroy (gtk_snapshot_append_cairo (snapshot, &all));
}
