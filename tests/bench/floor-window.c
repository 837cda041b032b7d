/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* floor-window N WIDTH HEIGHT: the least that drawing can cost: a GTK window that redraws N graphs of that size, all in the
 * same moment once a second, and samples nothing. With N 0: a blank libadwaita window. */

#include <adwaita.h>
#include <math.h>
#include <stdlib.h>

#define N_POINTS 60

typedef struct
{
  int n_graphs;
  int width;
  int height;
  int second;
  GPtrArray *graphs; /* of GtkWidget, borrowed from the window */
} Floor;

static void
draw_graph (G_GNUC_UNUSED GtkDrawingArea *area,
            cairo_t *cr,
            int width,
            int height,
            gpointer user_data)
{
  const Floor *floor = user_data;

  cairo_set_source_rgba (cr, 0.5, 0.5, 0.5, 0.3);
  for (int i = 0; i < 4; i++)
    cairo_rectangle (cr, 0, i * height / 4, width, 1);
  cairo_fill (cr);
  for (int i = 0; i < N_POINTS; i++)
    cairo_line_to (cr, width * (double) i / (N_POINTS - 1),
                   height * (0.5 + 0.4 * sin (0.3 * (i + floor->second))));
  cairo_set_line_width (cr, 1.5);
  cairo_set_source_rgb (cr, 0.2, 0.5, 0.9);
  cairo_stroke_preserve (cr);
  cairo_line_to (cr, width, height);
  cairo_line_to (cr, 0, height);
  cairo_set_source_rgba (cr, 0.2, 0.5, 0.9, 0.3);
  cairo_fill (cr);
}

static gboolean
on_second_passed_cb (gpointer user_data)
{
  Floor *floor = user_data;

  floor->second++;
  for (guint i = 0; i < floor->graphs->len; i++)
    gtk_widget_queue_draw (g_ptr_array_index (floor->graphs, i));
  return G_SOURCE_CONTINUE;
}

static GtkWidget *
create_graphs (Floor *floor)
{
  GtkWidget *grid = gtk_grid_new ();
  const int n_columns = MAX (1, (int) ceil (sqrt (floor->n_graphs)));

  gtk_grid_set_row_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  for (int i = 0; i < floor->n_graphs; i++)
    {
      GtkWidget *graph = gtk_drawing_area_new ();

      gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (graph), floor->width);
      gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (graph), floor->height);
      gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (graph), draw_graph, floor, NULL);
      gtk_grid_attach (GTK_GRID (grid), graph, i % n_columns, i / n_columns, 1, 1);
      g_ptr_array_add (floor->graphs, graph);
    }
  return grid;
}

static void
on_application_activated_cb (GtkApplication *application, gpointer user_data)
{
  Floor *floor = user_data;
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *view = adw_toolbar_view_new ();

  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), create_graphs (floor));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), view);
  gtk_window_set_title (GTK_WINDOW (window), "floor");
  gtk_window_set_default_size (GTK_WINDOW (window), 640, 480);
  if (floor->n_graphs > 0)
    g_timeout_add_seconds (1, on_second_passed_cb, floor);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  g_autoptr (AdwApplication) application = adw_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  Floor floor = { 0 };

  if (argc >= 4)
    floor
        = (Floor) { .n_graphs = atoi (argv[1]), .width = atoi (argv[2]), .height = atoi (argv[3]) };
  floor.graphs = g_ptr_array_new ();
  g_signal_connect (application, "activate", G_CALLBACK (on_application_activated_cb), &floor);
  return g_application_run (G_APPLICATION (application), 1, argv);
}
