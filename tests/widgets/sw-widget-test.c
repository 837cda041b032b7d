/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "tests/widgets/sw-widget-test.h"

#define PATIENCE_US (30 * G_USEC_PER_SEC)

struct _SwCountingBin
{
  GtkWidget parent_instance;

  GtkWidget *child;
  guint n_layouts;
};

G_DEFINE_FINAL_TYPE (SwCountingBin, sw_counting_bin, GTK_TYPE_WIDGET)

static void
sw_counting_bin_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         G_GNUC_UNUSED int *minimum_baseline,
                         G_GNUC_UNUSED int *natural_baseline)
{
  SwCountingBin *self = SW_COUNTING_BIN (widget);

  self->n_layouts++;
  gtk_widget_measure (self->child, orientation, for_size, minimum, natural, NULL, NULL);
}

static void
sw_counting_bin_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SwCountingBin *self = SW_COUNTING_BIN (widget);

  self->n_layouts++;
  gtk_widget_allocate (self->child, width, height, baseline, NULL);
}

static void
sw_counting_bin_dispose (GObject *object)
{
  g_clear_pointer (&SW_COUNTING_BIN (object)->child, gtk_widget_unparent);
  G_OBJECT_CLASS (sw_counting_bin_parent_class)->dispose (object);
}

static void
sw_counting_bin_class_init (SwCountingBinClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sw_counting_bin_dispose;
  GTK_WIDGET_CLASS (klass)->measure = sw_counting_bin_measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = sw_counting_bin_size_allocate;
}

static void
sw_counting_bin_init (G_GNUC_UNUSED SwCountingBin *self)
{
}

SwCountingBin *
sw_counting_bin_new (GtkWidget *child)
{
  SwCountingBin *self = g_object_new (SW_TYPE_COUNTING_BIN, NULL);

  self->child = child;
  gtk_widget_set_parent (child, GTK_WIDGET (self));
  return self;
}

guint
sw_counting_bin_get_n_layouts (SwCountingBin *self)
{
  return self->n_layouts;
}

void
sw_widget_test_wait (SwCondition condition, gpointer data)
{
  const gint64 end_us = g_get_monotonic_time () + PATIENCE_US;

  while (!condition (data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end_us);
      g_main_context_iteration (NULL, FALSE);
    }
}

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget) && gtk_widget_get_width (widget) > 0;
}

/* Else a widget that grabs the focus does not have it yet. */
static gboolean
is_active (gpointer window)
{
  return gtk_window_is_active (window);
}

GtkWindow *
sw_widget_test_show (GtkWidget *child, int width, int height)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_present (GTK_WINDOW (window));
  sw_widget_test_wait (is_mapped, child);
  sw_widget_test_wait (is_active, window);
  sw_widget_test_paint (child);
  return GTK_WINDOW (window);
}

void
sw_widget_test_close (GtkWindow *window)
{
  gtk_window_destroy (window);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gboolean
is_set (gpointer flag)
{
  return *(gboolean *) flag;
}

static void
on_frame_painted_cb (gboolean *painted)
{
  *painted = TRUE;
}

void
sw_widget_test_paint (GtkWidget *widget)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  gboolean painted = FALSE;
  gulong id;

  g_assert_nonnull (clock);
  id = g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (on_frame_painted_cb), &painted);
  gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_PAINT);
  sw_widget_test_wait (is_set, &painted);
  g_signal_handler_disconnect (clock, id);
}

/* Through the parent, who draws again only what asked for it. */
static GskRenderNode *
get_node (GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  graphene_point_t origin;

  g_assert_true (gtk_widget_compute_point (widget, parent, &GRAPHENE_POINT_INIT (0, 0), &origin));
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (-origin.x, -origin.y));
  gtk_widget_snapshot_child (parent, widget, snapshot);
  return gtk_snapshot_free_to_node (snapshot);
}

cairo_surface_t *
sw_widget_test_render (GtkWidget *widget)
{
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, gtk_widget_get_width (widget),
                                    gtk_widget_get_height (widget));
  g_autoptr (GskRenderNode) node = NULL;
  cairo_t *cr = cairo_create (surface);

  sw_widget_test_paint (widget);
  node = get_node (widget);
  if (node != NULL)
    gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

typedef gboolean (*Match) (GtkWidget *widget, gconstpointer data);

static GtkWidget *
find (GtkWidget *widget, Match match, gconstpointer data)
{
  GtkWidget *found = match (widget, data) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, match, data);
  return found;
}

static gboolean
is_of_type (GtkWidget *widget, gconstpointer type)
{
  return G_TYPE_CHECK_INSTANCE_TYPE (widget, GPOINTER_TO_SIZE (type));
}

static gboolean
shows_text (GtkWidget *widget, gconstpointer text)
{
  return GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text);
}

gpointer
sw_widget_test_find (GtkWidget *root, GType type)
{
  return find (root, is_of_type, GSIZE_TO_POINTER (type));
}

gpointer
sw_widget_test_find_label (GtkWidget *root, const char *text)
{
  return find (root, shows_text, text);
}

gboolean
sw_widget_test_press (GtkWidget *widget, guint keyval)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean used = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !used; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, 0, &used);
    }
  return used;
}
