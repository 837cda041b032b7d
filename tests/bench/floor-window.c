/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What drawing costs by itself: a GTK window that draws all that it shows once a second, in one moment, and samples nothing.
 *
 * floor-window                 a blank libadwaita window
 * floor-window N WIDTH HEIGHT  N graphs of that size, of one curve each, and nothing else
 * floor-window PICTURE         graphs and numerals as in PICTURE: the text of a tuple of the window's width,
 *                              its height, and what floor_picture_new () takes */

#include <adwaita.h>
#include <math.h>
#include <stdlib.h>

#include "tests/bench/floor-picture.h"

#define N_POINTS 60

typedef struct
{
  int n_graphs;
  int width;
  int height;
  int second;
  GVariant *picture; /* (nullable) instead of the graphs; WIDTH and HEIGHT are the window's */
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
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view),
                                floor->picture != NULL
                                    ? floor_picture_new (floor->picture, &floor->second,
                                                         floor->graphs)
                                    : create_graphs (floor));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), view);
  gtk_window_set_title (GTK_WINDOW (window), "floor");
  if (floor->picture != NULL)
    gtk_window_set_default_size (GTK_WINDOW (window), floor->width, floor->height);
  else
    gtk_window_set_default_size (GTK_WINDOW (window), 640, 480);
  if (floor->graphs->len > 0)
    g_timeout_add_seconds (1, on_second_passed_cb, floor);
  gtk_window_present (GTK_WINDOW (window));
}

static GVariant *
read_picture (const char *text, Floor *floor)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) all
      = g_variant_parse (G_VARIANT_TYPE ("(ii" FLOOR_PICTURE_TYPE ")"), text, NULL, NULL, &error);
  GVariant *picture;

  if (all == NULL)
    g_error ("%s", error->message);
  g_variant_get (all, "(ii@" FLOOR_PICTURE_TYPE ")", &floor->width, &floor->height, &picture);
  return picture;
}

int
main (int argc, char *argv[])
{
  g_autoptr (AdwApplication) application = adw_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_autoptr (GPtrArray) graphs = g_ptr_array_new ();
  g_autoptr (GVariant) picture = NULL;
  Floor floor = { .graphs = graphs };

  if (argc == 2)
    {
      picture = read_picture (argv[1], &floor);
      floor.picture = picture;
    }
  else if (argc == 4)
    {
      floor.n_graphs = atoi (argv[1]);
      floor.width = atoi (argv[2]);
      floor.height = atoi (argv[3]);
    }
  g_signal_connect (application, "activate", G_CALLBACK (on_application_activated_cb), &floor);
  return g_application_run (G_APPLICATION (application), 1, argv);
}
