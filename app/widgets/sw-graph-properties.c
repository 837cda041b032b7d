/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

/* What can be set on a SwGraph, and what else changes with it. */

#include "config.h"

#include "widgets/sw-graph-private.h"

typedef enum
{
  PROP_SOURCE = 1,
  PROP_CURSOR,
  PROP_SPAN_US,
  PROP_COMPACT,
  PROP_RANGE,
  PROP_NAVIGABLE,
} SwGraphProperty;

static GParamSpec *properties[PROP_NAVIGABLE + 1];

static void
sw_graph_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SwGraph *self = SW_GRAPH (object);

  switch ((SwGraphProperty) id)
    {
    case PROP_SOURCE:
      g_value_set_object (value, self->source);
      break;
    case PROP_CURSOR:
      g_value_set_object (value, self->cursor);
      break;
    case PROP_SPAN_US:
      g_value_set_int64 (value, self->span_us);
      break;
    case PROP_COMPACT:
      g_value_set_boolean (value, self->compact);
      break;
    case PROP_RANGE:
      g_value_set_object (value, self->range);
      break;
    case PROP_NAVIGABLE:
      g_value_set_boolean (value, self->navigable);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sw_graph_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SwGraph *self = SW_GRAPH (object);

  switch ((SwGraphProperty) id)
    {
    case PROP_SOURCE:
      sw_graph_set_source (self, g_value_get_object (value));
      break;
    case PROP_CURSOR:
      sw_graph_set_cursor (self, g_value_get_object (value));
      break;
    case PROP_SPAN_US:
      sw_graph_set_span_us (self, g_value_get_int64 (value));
      break;
    case PROP_COMPACT:
      sw_graph_set_compact (self, g_value_get_boolean (value));
      break;
    case PROP_RANGE:
      sw_graph_set_range (self, g_value_get_object (value));
      break;
    case PROP_NAVIGABLE:
      sw_graph_set_navigable (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

void
sw_graph_install_properties (GObjectClass *object_class)
{
  const GParamFlags often = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_SOURCE] = g_param_spec_object ("source", NULL, NULL, SW_TYPE_SOURCE, often);
  properties[PROP_CURSOR] = g_param_spec_object ("cursor", NULL, NULL, SW_TYPE_GRAPH_CURSOR, often);
  /**
   * SwGraph:span-us:
   *
   * The time from edge to edge in microseconds; 0 for as much as fits at some pixels a sample.
   */
  properties[PROP_SPAN_US] = g_param_spec_int64 ("span-us", NULL, NULL, 0, G_MAXINT64, 0, often);
  /**
   * SwGraph:compact:
   *
   * Without text or keyboard focus, for a strip a few pixels high.
   */
  properties[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE, often);
  /**
   * SwGraph:range:
   *
   * The time that it shows together with other graphs, instead of a span up to the newest sample.
   */
  properties[PROP_RANGE] = g_param_spec_object ("range", NULL, NULL, SW_TYPE_TIME_RANGE, often);
  /**
   * SwGraph:navigable:
   *
   * With clock times below, and wheel, drag, pinch and page keys that change its range.
   */
  properties[PROP_NAVIGABLE] = g_param_spec_boolean ("navigable", NULL, NULL, FALSE, often);
  object_class->get_property = sw_graph_get_property;
  object_class->set_property = sw_graph_set_property;
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

/**
 * sw_graph_get_source:
 * @self: a graph
 *
 * Returns: (transfer none) (nullable): what it draws
 */
SwSource *
sw_graph_get_source (SwGraph *self)
{
  g_return_val_if_fail (SW_IS_GRAPH (self), NULL);

  return self->source;
}

/**
 * sw_graph_set_source:
 * @self: a graph
 * @source: (nullable): what to draw
 */
void
sw_graph_set_source (SwGraph *self, SwSource *source)
{
  g_return_if_fail (SW_IS_GRAPH (self));
  g_return_if_fail (source == NULL || SW_IS_SOURCE (source));

  if (!g_set_object (&self->source, source))
    return;
  sw_graph_listen_to_channels (self);
  self->trace.columns_of = NULL;
  sw_graph_cover_range (self);
  g_signal_group_set_target (self->source_signals, source);
  sw_visibility_set_source (self->visibility, source);
  sw_graph_rescale (self);
  sw_graph_speak (self, TRUE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SOURCE]);
}

/**
 * sw_graph_get_cursor:
 * @self: a graph
 *
 * Returns: (transfer none): the instant pointed at
 */
SwGraphCursor *
sw_graph_get_cursor (SwGraph *self)
{
  g_return_val_if_fail (SW_IS_GRAPH (self), NULL);

  return self->cursor;
}

/**
 * sw_graph_set_cursor:
 * @self: a graph
 * @cursor: (nullable): the instant shared with other graphs; %NULL for one of its own
 */
void
sw_graph_set_cursor (SwGraph *self, SwGraphCursor *cursor)
{
  g_autoptr (SwGraphCursor) own = NULL;

  g_return_if_fail (SW_IS_GRAPH (self));
  g_return_if_fail (cursor == NULL || SW_IS_GRAPH_CURSOR (cursor));

  if (cursor == NULL)
    cursor = own = sw_graph_cursor_new ();
  if (!g_set_object (&self->cursor, cursor))
    return;
  g_signal_group_set_target (self->cursor_signals, cursor);
  sw_graph_follow_cursor (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURSOR]);
}

/**
 * sw_graph_get_span_us:
 * @self: a graph
 *
 * Returns: the time from edge to edge in microseconds; 0 for as much as fits
 */
gint64
sw_graph_get_span_us (SwGraph *self)
{
  g_return_val_if_fail (SW_IS_GRAPH (self), 0);

  return self->span_us;
}

/**
 * sw_graph_set_span_us:
 * @self: a graph
 * @span_us: the time from edge to edge in microseconds; 0 for as much as fits
 */
void
sw_graph_set_span_us (SwGraph *self, gint64 span_us)
{
  g_return_if_fail (SW_IS_GRAPH (self));
  g_return_if_fail (span_us >= 0);

  if (self->span_us == span_us)
    return;
  self->span_us = span_us;
  sw_graph_rescale (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SPAN_US]);
}

/**
 * sw_graph_get_compact:
 * @self: a graph
 *
 * Returns: whether it does without text and keyboard focus
 */
gboolean
sw_graph_get_compact (SwGraph *self)
{
  g_return_val_if_fail (SW_IS_GRAPH (self), FALSE);

  return self->compact;
}

/**
 * sw_graph_set_compact:
 * @self: a graph
 * @compact: whether it does without text and keyboard focus
 */
void
sw_graph_set_compact (SwGraph *self, gboolean compact)
{
  g_return_if_fail (SW_IS_GRAPH (self));

  if (self->compact == !!compact)
    return;
  self->compact = !!compact;
  gtk_widget_set_focusable (GTK_WIDGET (self), !compact);
  if (compact)
    gtk_widget_add_css_class (GTK_WIDGET (self), "compact");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "compact");
  sw_graph_update_bubble (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPACT]);
}

/**
 * sw_graph_get_range:
 * @self: a graph
 *
 * Returns: (transfer none) (nullable): the time that it shows together with others
 */
SwTimeRange *
sw_graph_get_range (SwGraph *self)
{
  g_return_val_if_fail (SW_IS_GRAPH (self), NULL);

  return self->range;
}

/**
 * sw_graph_set_range:
 * @self: a graph
 * @range: (nullable): the time to show together with others; %NULL for its own, up to the newest
 */
void
sw_graph_set_range (SwGraph *self, SwTimeRange *range)
{
  g_return_if_fail (SW_IS_GRAPH (self));
  g_return_if_fail (range == NULL || SW_IS_TIME_RANGE (range));

  if (!g_set_object (&self->range, range))
    return;
  g_signal_group_set_target (self->range_signals, range);
  sw_graph_cover_range (self);
  sw_graph_rescale (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RANGE]);
}

/**
 * sw_graph_get_navigable:
 * @self: a graph
 *
 * Returns: whether it has clock times below, and wheel, drag, pinch and page keys change its range
 */
gboolean
sw_graph_get_navigable (SwGraph *self)
{
  g_return_val_if_fail (SW_IS_GRAPH (self), FALSE);

  return self->navigable;
}

/**
 * sw_graph_set_navigable:
 * @self: a graph
 * @navigable: whether it has clock times below, and wheel, drag, pinch and page keys change its range
 */
void
sw_graph_set_navigable (SwGraph *self, gboolean navigable)
{
  g_return_if_fail (SW_IS_GRAPH (self));

  if (self->navigable == !!navigable)
    return;
  self->navigable = !!navigable;
  if (self->navigable && !self->has_navigation)
    sw_graph_add_navigation (self);
  self->has_navigation |= self->navigable;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAVIGABLE]);
}
