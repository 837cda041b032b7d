/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "widgets/sw-board-layout.h"

#define COLUMN_PX 270
#define SPACING_PX 12
#define MAX_COLUMNS 5

struct _SwBoardLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (SwBoardLayout, sw_board_layout, GTK_TYPE_LAYOUT_MANAGER)

/* How many columns WIDTH px have room for, with cards that can't be narrower than LEAST_PX; no more than there are
 * children, unless that made cards as wide as a screen. */
guint
sw_board_layout_get_n_columns (int width, int least_px, guint n_children)
{
  const int n = (width + SPACING_PX) / (MAX (COLUMN_PX, least_px) + SPACING_PX);

  return CLAMP (n, 1, CLAMP ((int) n_children, 1, MAX_COLUMNS));
}

static guint
count_children (GtkWidget *widget)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += gtk_widget_should_layout (child);
  return n;
}

static GtkWidget *
skip_hidden (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

/* Large or long texts make a card wider than a column would be. */
static int
get_least_px (GtkWidget *widget)
{
  int least_px = 0;

  for (GtkWidget *child = skip_hidden (gtk_widget_get_first_child (widget)); child != NULL;
       child = skip_hidden (gtk_widget_get_next_sibling (child)))
    {
      int minimum;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      least_px = MAX (least_px, minimum);
    }
  return least_px;
}

static guint
count_columns (GtkWidget *widget, int width)
{
  return sw_board_layout_get_n_columns (width, get_least_px (widget), count_children (widget));
}

/* The height of the row that begins with FIRST; *NEXT is the first child of the row after it. */
static int
measure_row (GtkWidget *first, guint n_columns, int column_px, GtkWidget **next)
{
  GtkWidget *child = first;
  int row_px = 0, natural;

  for (guint i = 0; i < n_columns && child != NULL; i++)
    {
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, column_px, NULL, &natural, NULL, NULL);
      row_px = MAX (row_px, natural);
      child = skip_hidden (gtk_widget_get_next_sibling (child));
    }
  *next = child;
  return row_px;
}

static int
get_column_px (int width, guint n_columns)
{
  return (width - (int) (n_columns - 1) * SPACING_PX) / (int) n_columns;
}

static void
measure_width (GtkWidget *widget, int *minimum, int *natural)
{
  *minimum = get_least_px (widget);
  *natural = (int) count_children (widget) * (COLUMN_PX + SPACING_PX);
  *natural = CLAMP (*natural - SPACING_PX, *minimum,
                    MAX (*minimum, MAX_COLUMNS * (COLUMN_PX + SPACING_PX) - SPACING_PX));
}

static void
sw_board_layout_measure (G_GNUC_UNUSED GtkLayoutManager *manager,
                         GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         G_GNUC_UNUSED int *minimum_baseline,
                         G_GNUC_UNUSED int *natural_baseline)
{
  GtkWidget *row = skip_hidden (gtk_widget_get_first_child (widget));
  const int width = for_size > 0 ? for_size : MAX (COLUMN_PX, get_least_px (widget));
  const guint n_columns = count_columns (widget, width);
  int height = 0;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_width (widget, minimum, natural);
      return;
    }
  while (row != NULL)
    height += measure_row (row, n_columns, get_column_px (width, n_columns), &row) + SPACING_PX;
  *minimum = *natural = MAX (height - SPACING_PX, 0);
}

static void
sw_board_layout_allocate (G_GNUC_UNUSED GtkLayoutManager *manager,
                          GtkWidget *widget,
                          int width,
                          G_GNUC_UNUSED int height,
                          G_GNUC_UNUSED int baseline)
{
  const gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  const guint n_columns = count_columns (widget, width);
  const int column_px = get_column_px (width, n_columns);
  GtkWidget *child = skip_hidden (gtk_widget_get_first_child (widget));
  int y = 0;

  while (child != NULL)
    {
      GtkWidget *next;
      const int row_px = measure_row (child, n_columns, column_px, &next);

      for (guint i = 0; child != next; i++)
        {
          const int x = (int) i * (column_px + SPACING_PX);

          gtk_widget_size_allocate (child,
                                    &(GtkAllocation) { mirrored ? width - x - column_px : x, y,
                                                       column_px, row_px },
                                    -1);
          child = skip_hidden (gtk_widget_get_next_sibling (child));
        }
      y += row_px + SPACING_PX;
    }
}

static GtkSizeRequestMode
sw_board_layout_get_request_mode (G_GNUC_UNUSED GtkLayoutManager *manager,
                                  G_GNUC_UNUSED GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
sw_board_layout_class_init (SwBoardLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  manager_class->measure = sw_board_layout_measure;
  manager_class->allocate = sw_board_layout_allocate;
  manager_class->get_request_mode = sw_board_layout_get_request_mode;
}

static void
sw_board_layout_init (G_GNUC_UNUSED SwBoardLayout *self)
{
}
