/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include <adwaita.h>

#include "widgets/sw-graph-private.h"
#include "widgets/sw-widgets.h"

/**
 * SwGraph:
 *
 * The curves of a [class@Source]: stacked areas, lines, or a heat strip. The newest sample lies at the end of the reading
 * direction, at the right in left-to-right locales and at the left in the others, since time runs as text does.
 *
 * It demands its source while it can be seen, and draws only in answer to a sample, to a change of what it shows, or
 * to the pointer. It keeps no history: that is the source's, so that size and settings change nothing in it.
 *
 * # Keyboard
 *
 * The arrow keys step from sample to sample, Home and End go to the oldest and newest, Escape lets go. All graphs
 * of a board show the instant pointed at. Enter activates the graph, as a double click does.
 *
 * With a [class@TimeRange] the cursor takes the range along when it comes to its edge; Shift and an arrow pans, plus
 * and minus zoom, 0 goes back to the newest. A navigable one has the page keys, wheel, drag and pinch for it too.
 *
 * Control+C copies the graph as a picture, Control+S and Shift+Control+S save it as a picture and as a table; the Menu
 * key or Shift+F10 opens a menu with these.
 *
 * # CSS nodes
 *
 * ```
 * graph[.compact]
 * ├── bubble
 * ╰── popover
 * ```
 *
 * The `color` of `graph` is that of its grid, faint. `bubble` is what appears beside the instant pointed at.
 *
 * # Accessibility
 *
 * It has the role of a meter, the source's title as name, its headline as value and value text, and a description
 * with the value of each channel.
 */

typedef enum
{
  SIGNAL_ACTIVATED,
} SwGraphSignal;

static guint signals[SIGNAL_ACTIVATED + 1];

G_DEFINE_FINAL_TYPE (SwGraph, sw_graph, GTK_TYPE_WIDGET)

static void
on_appearance_changed_cb (SwGraph *self)
{
  self->stale = TRUE;
  self->canvas.valid = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
sw_graph_listen_to_channels (SwGraph *self)
{
  const guint n = self->source != NULL ? sw_source_get_n_channels (self->source) : 0;

  for (guint i = 0; i < self->channels->len; i++)
    g_signal_handlers_disconnect_by_func (g_ptr_array_index (self->channels, i),
                                          on_appearance_changed_cb, self);
  g_ptr_array_set_size (self->channels, 0);
  self->curves = g_renew (SwCurve, self->curves, n);
  self->colours = g_renew (GdkRGBA, self->colours, n);
  self->pointed_means = g_renew (float, self->pointed_means, n);
  self->pointed_peaks = g_renew (float, self->pointed_peaks, n);
  for (guint i = 0; i < n; i++)
    {
      SwChannel *channel = sw_source_get_channel (self->source, i);

      g_ptr_array_add (self->channels, g_object_ref (channel));
      g_signal_connect_object (channel, "notify", G_CALLBACK (on_appearance_changed_cb), self,
                               G_CONNECT_SWAPPED);
    }
}

void
sw_graph_cover_range (SwGraph *self)
{
  SwSeries *series = self->source != NULL ? sw_source_get_series (self->source) : NULL;
  const guint n_rows = series != NULL ? sw_series_get_n_rows (series) : 0;

  if (self->range != NULL && n_rows > 0)
    sw_time_range_cover (self->range, sw_series_get_begin_us (series),
                         sw_series_get_row_time_us (series, n_rows - 1));
}

static void
on_source_sampled_cb (SwGraph *self)
{
  sw_graph_cover_range (self);
  if (self->channels->len != sw_source_get_n_channels (self->source))
    sw_graph_listen_to_channels (self);
  self->stale = TRUE;
  sw_graph_follow_pointer (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  sw_graph_speak (self, FALSE);
}

void
sw_graph_follow_cursor (SwGraph *self)
{
  sw_graph_update_bubble (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_range_changed_cb (SwGraph *self)
{
  self->stale = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
sw_graph_emit_activated (SwGraph *self)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
}

static void
update_pens (SwGraph *self)
{
  const SwScheme scheme = sw_palette_get_scheme ();

  for (guint i = 0; i < self->channels->len; i++)
    {
      SwChannel *channel = g_ptr_array_index (self->channels, i);

      sw_palette_get_channel (channel, scheme, &self->colours[i]);
      if (!sw_channel_get_shown (channel))
        self->curves[i] = SW_CURVE_HIDDEN;
      else if (sw_channel_get_role (channel) == SW_ROLE_LIMIT)
        self->curves[i] = SW_CURVE_LIMIT;
      else
        self->curves[i] = SW_CURVE_PLAIN;
    }
}

gboolean
sw_graph_get_axis (SwGraph *self, SwGraphAxis *axis)
{
  SwSeries *series = self->source != NULL ? sw_source_get_series (self->source) : NULL;
  const int width = gtk_widget_get_width (GTK_WIDGET (self));

  if (series == NULL || width <= 0 || sw_series_get_n_rows (series) == 0
      || sw_series_get_n_channels (series) != self->channels->len)
    return FALSE;
  axis->newest_us = sw_series_get_row_time_us (series, sw_series_get_n_rows (series) - 1);
  axis->span_us = self->span_us;
  if (self->range != NULL)
    {
      axis->newest_us = sw_time_range_get_end_us (self->range);
      axis->span_us = sw_time_range_get_span_us (self->range);
    }
  if (axis->span_us == 0)
    axis->span_us = sw_graph_get_auto_span_us (width, sw_source_get_interval_us (self->source));
  axis->width = width;
  axis->scale = sw_graph_get_scale (self);
  axis->mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  return TRUE;
}

/* Turns rows into curves, once per change however often it is drawn. */
void
sw_graph_refresh (SwGraph *self)
{
  SwGraphAxis axis;

  if (!self->stale || !sw_graph_get_axis (self, &axis))
    return;
  self->stale = FALSE;
  update_pens (self);
  sw_graph_trace_fill (&self->trace, sw_source_get_series (self->source), &axis, self->curves,
                       sw_source_get_style (self->source) == SW_STYLE_STACKED);
  self->top = sw_graph_get_top (self->source, self->top, self->trace.peak);
}

void
sw_graph_rescale (SwGraph *self)
{
  self->top = 0;
  on_appearance_changed_cb (self);
}

static void
sw_graph_size_allocate (GtkWidget *widget,
                        int width,
                        G_GNUC_UNUSED int height,
                        G_GNUC_UNUSED int baseline)
{
  SwGraph *self = SW_GRAPH (widget);
  GtkRequisition size;
  SwGraphAxis axis;
  SwGraphMoment moment;
  double x = 0;

  self->stale = TRUE;
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
  if (!gtk_widget_should_layout (GTK_WIDGET (self->bubble)))
    return;
  gtk_widget_get_preferred_size (GTK_WIDGET (self->bubble), &size, NULL);
  if (sw_graph_get_axis (self, &axis) && sw_graph_find_pointed (self, &moment))
    x = sw_graph_axis_get_x (&axis, moment.time_us);
  /* Beside the line, on the side that has room. */
  x = x + 8 + size.width <= width ? x + 8 : x - 8 - size.width;
  x = CLAMP (x, 0, MAX (width - size.width, 0));
  gtk_widget_size_allocate (GTK_WIDGET (self->bubble),
                            &(GtkAllocation) { x,
                                               MAX (sw_graph_get_plot_height (self) - size.height, 0) / 2,
                                               size.width, size.height },
                            -1);
}

static void
sw_graph_measure (GtkWidget *widget,
                  GtkOrientation orientation,
                  G_GNUC_UNUSED int for_size,
                  int *minimum,
                  int *natural,
                  G_GNUC_UNUSED int *minimum_baseline,
                  G_GNUC_UNUSED int *natural_baseline)
{
  const gboolean compact = SW_GRAPH (widget)->compact;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = compact ? 16 : 120;
      *natural = compact ? 60 : 280;
    }
  else
    {
      const int times = sw_graph_get_times_height (SW_GRAPH (widget));

      *minimum = (compact ? 12 : 64) + times;
      *natural = (compact ? 20 : 88) + times;
    }
}

static void
sw_graph_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  GTK_WIDGET_CLASS (sw_graph_parent_class)->direction_changed (widget, previous);
  sw_graph_forget_text (SW_GRAPH (widget));
  on_appearance_changed_cb (SW_GRAPH (widget));
}

static void
sw_graph_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  /* Which draws again what looks different now; a window that gains or loses the focus changes nothing here. */
  GTK_WIDGET_CLASS (sw_graph_parent_class)->css_changed (widget, change);
  sw_graph_forget_text (SW_GRAPH (widget));
}

static void
sw_graph_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (sw_graph_parent_class)->system_setting_changed (widget, setting);
  sw_graph_forget_text (SW_GRAPH (widget));
  gtk_widget_queue_draw (widget);
}

static void
sw_graph_dispose (GObject *object)
{
  SwGraph *self = SW_GRAPH (object);

  if (self->visibility != NULL)
    sw_visibility_detach (self->visibility);
  g_clear_object (&self->visibility);
  g_clear_object (&self->source_signals);
  g_clear_object (&self->cursor_signals);
  g_clear_object (&self->range_signals);
  g_clear_object (&self->source);
  g_clear_object (&self->cursor);
  g_clear_object (&self->range);
  sw_graph_listen_to_channels (self);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer ((GtkWidget **) &self->bubble, gtk_widget_unparent);
  G_OBJECT_CLASS (sw_graph_parent_class)->dispose (object);
}

static void
sw_graph_finalize (GObject *object)
{
  SwGraph *self = SW_GRAPH (object);

  g_ptr_array_unref (self->channels);
  sw_graph_trace_clear (&self->trace);
  sw_graph_canvas_clear (&self->canvas);
  g_free (self->curves);
  g_free (self->colours);
  g_free (self->pointed_means);
  g_free (self->pointed_peaks);
  sw_graph_forget_text (self);
  g_free (self->top_text);
  G_OBJECT_CLASS (sw_graph_parent_class)->finalize (object);
}

static void
sw_graph_class_init (SwGraphClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sw_graph_dispose;
  object_class->finalize = sw_graph_finalize;
  widget_class->measure = sw_graph_measure;
  widget_class->size_allocate = sw_graph_size_allocate;
  widget_class->snapshot = sw_graph_do_snapshot;
  widget_class->direction_changed = sw_graph_direction_changed;
  widget_class->css_changed = sw_graph_css_changed;
  widget_class->system_setting_changed = sw_graph_system_setting_changed;

  sw_graph_install_properties (object_class);
  /**
   * SwGraph::activated:
   * @self: the graph
   *
   * It was double-clicked, or Enter was pressed: more of it is wanted.
   */
  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", SW_TYPE_GRAPH, G_SIGNAL_RUN_LAST, 0, NULL,
                                            NULL, NULL, G_TYPE_NONE, 0);
  sw_graph_install_menu (widget_class);
  gtk_widget_class_set_css_name (widget_class, "graph");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_METER);
}

static void
connect_source (SwGraph *self)
{
  self->source_signals = g_signal_group_new (SW_TYPE_SOURCE);
  g_signal_group_connect_swapped (self->source_signals, "sampled",
                                  G_CALLBACK (on_source_sampled_cb), self);
  g_signal_group_connect_swapped (self->source_signals, "notify::style",
                                  G_CALLBACK (sw_graph_rescale), self);
  g_signal_group_connect_swapped (self->source_signals, "notify::natural-max",
                                  G_CALLBACK (sw_graph_rescale), self);
  g_signal_group_connect_swapped (self->source_signals, "notify::scale-max",
                                  G_CALLBACK (sw_graph_rescale), self);
  g_signal_group_connect_swapped (self->source_signals, "notify::interval-us",
                                  G_CALLBACK (on_appearance_changed_cb), self);
}

static void
sw_graph_init (SwGraph *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  sw_widgets_init ();
  self->pointer_x = NAN;
  self->stale = TRUE;
  self->channels = g_ptr_array_new_with_free_func (g_object_unref);
  self->bubble = sw_graph_bubble_new ();
  gtk_widget_set_child_visible (GTK_WIDGET (self->bubble), FALSE);
  gtk_widget_set_parent (GTK_WIDGET (self->bubble), GTK_WIDGET (self));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  connect_source (self);
  self->cursor_signals = g_signal_group_new (SW_TYPE_GRAPH_CURSOR);
  g_signal_group_connect_swapped (self->cursor_signals, "notify::time-us",
                                  G_CALLBACK (sw_graph_follow_cursor), self);
  self->range_signals = g_signal_group_new (SW_TYPE_TIME_RANGE);
  g_signal_group_connect_swapped (self->range_signals, "notify", G_CALLBACK (on_range_changed_cb),
                                  self);
  self->visibility = sw_visibility_new (GTK_WIDGET (self));
  g_signal_connect_object (style, "notify::dark", G_CALLBACK (on_appearance_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (on_appearance_changed_cb),
                           self, G_CONNECT_SWAPPED);
  sw_time_text_connect_changed (self, G_CALLBACK (gtk_widget_queue_resize));
  sw_graph_add_controllers (self);
  sw_graph_add_menu (self);
  sw_graph_set_cursor (self, NULL);
}

/**
 * sw_graph_new:
 * @source: (nullable): what to draw
 * @cursor: (nullable): the instant shared with other graphs; %NULL for one of its own
 *
 * Returns: (transfer floating): a graph
 */
GtkWidget *
sw_graph_new (SwSource *source, SwGraphCursor *cursor)
{
  return g_object_new (SW_TYPE_GRAPH, "source", source, "cursor", cursor, NULL);
}
