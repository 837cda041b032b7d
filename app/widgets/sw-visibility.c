/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "widgets/sw-frame-watch.h"
#include "widgets/sw-visibility.h"

/**
 * SwVisibility:
 *
 * Whether a widget can be seen: it is mapped, and its window is neither suspended by the compositor nor
 * minimised, nor left waiting for its next frame, which is all that some compositors do. Whatever feeds the widget runs only then: bind a job to [property@Visibility:visible], or
 * give it a source, which it demands exactly while the widget can be seen.
 *
 * It follows the window by signals alone and wakes for nothing. It doesn't keep the widget alive.
 */
struct _SwVisibility
{
  GObject parent_instance;

  GtkWidget *widget;    /* (nullable) weak */
  GtkWindow *window;    /* (nullable) weak; where the widget is mapped */
  GdkToplevel *surface; /* (nullable) weak; that window's */
  SwFrameWatch *frames; /* (nullable) that window's */
  SwSource *source;     /* (nullable) demanded while visible */
  guint visible : 1;
};

typedef enum
{
  PROP_VISIBLE = 1,
  PROP_SOURCE,
} SwVisibilityProperty;

static GParamSpec *properties[PROP_SOURCE + 1];

G_DEFINE_FINAL_TYPE (SwVisibility, sw_visibility, G_TYPE_OBJECT)

static gboolean
can_be_seen (SwVisibility *self)
{
  if (self->widget == NULL || !gtk_widget_get_mapped (self->widget))
    return FALSE;
  if (self->window != NULL && gtk_window_is_suspended (self->window))
    return FALSE;
  if (self->frames != NULL && sw_frame_watch_get_starved (self->frames))
    return FALSE;
  return self->surface == NULL
         || (gdk_toplevel_get_state (self->surface) & GDK_TOPLEVEL_STATE_MINIMIZED) == 0;
}

static void
update (SwVisibility *self)
{
  const gboolean visible = can_be_seen (self);

  if (self->visible == visible)
    return;
  self->visible = visible;
  if (self->source != NULL && visible)
    sw_source_acquire (self->source);
  else if (self->source != NULL)
    sw_source_release (self->source);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VISIBLE]);
}

static void
on_source_sampled_cb (SwVisibility *self)
{
  if (self->frames != NULL)
    sw_frame_watch_expect (self->frames);
}

static void
set_frames (SwVisibility *self, GdkFrameClock *clock)
{
  if (self->frames != NULL)
    g_signal_handlers_disconnect_by_func (self->frames, update, self);
  g_clear_object (&self->frames);
  if (clock == NULL)
    return;
  self->frames = g_object_ref (sw_frame_watch_get (clock));
  g_signal_connect_object (self->frames, "notify::starved", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
}

static void
set_window (SwVisibility *self, GtkWindow *window)
{
  GdkSurface *surface = window != NULL ? gtk_native_get_surface (GTK_NATIVE (window)) : NULL;

  if (self->window != NULL)
    g_signal_handlers_disconnect_by_func (self->window, update, self);
  if (self->surface != NULL)
    g_signal_handlers_disconnect_by_func (self->surface, update, self);
  g_set_weak_pointer (&self->window, window);
  g_set_weak_pointer (&self->surface, GDK_IS_TOPLEVEL (surface) ? GDK_TOPLEVEL (surface) : NULL);
  if (self->window != NULL)
    g_signal_connect_object (self->window, "notify::suspended", G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
  if (self->surface != NULL)
    g_signal_connect_object (self->surface, "notify::state", G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
  set_frames (self, surface != NULL ? gdk_surface_get_frame_clock (surface) : NULL);
}

static void
on_widget_mapped_cb (GtkWidget *widget, SwVisibility *self)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  set_window (self, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
  update (self);
}

static void
on_widget_unmapped_cb (G_GNUC_UNUSED GtkWidget *widget, SwVisibility *self)
{
  set_window (self, NULL);
  update (self);
}

static void
sw_visibility_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SwVisibility *self = SW_VISIBILITY (object);

  switch ((SwVisibilityProperty) id)
    {
    case PROP_VISIBLE:
      g_value_set_boolean (value, self->visible);
      break;
    case PROP_SOURCE:
      g_value_set_object (value, self->source);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sw_visibility_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((SwVisibilityProperty) id)
    {
    case PROP_SOURCE:
      sw_visibility_set_source (SW_VISIBILITY (object), g_value_get_object (value));
      break;
    case PROP_VISIBLE:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sw_visibility_dispose (GObject *object)
{
  sw_visibility_detach (SW_VISIBILITY (object));
  G_OBJECT_CLASS (sw_visibility_parent_class)->dispose (object);
}

static void
sw_visibility_class_init (SwVisibilityClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sw_visibility_get_property;
  object_class->set_property = sw_visibility_set_property;
  object_class->dispose = sw_visibility_dispose;

  /**
   * SwVisibility:visible:
   *
   * Whether the widget can be seen now.
   */
  properties[PROP_VISIBLE] = g_param_spec_boolean ("visible", NULL, NULL, FALSE,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SOURCE]
      = g_param_spec_object ("source", NULL, NULL, SW_TYPE_SOURCE,
                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
sw_visibility_init (G_GNUC_UNUSED SwVisibility *self)
{
}

/**
 * sw_visibility_new:
 * @widget: what is looked at; not kept alive
 *
 * Returns: (transfer full): what follows whether it can be seen
 */
SwVisibility *
sw_visibility_new (GtkWidget *widget)
{
  SwVisibility *self;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  self = g_object_new (SW_TYPE_VISIBILITY, NULL);
  g_set_weak_pointer (&self->widget, widget);
  g_signal_connect_object (widget, "map", G_CALLBACK (on_widget_mapped_cb), self, G_CONNECT_AFTER);
  g_signal_connect_object (widget, "unmap", G_CALLBACK (on_widget_unmapped_cb), self,
                           G_CONNECT_AFTER);
  if (gtk_widget_get_mapped (widget))
    on_widget_mapped_cb (widget, self);
  return self;
}

/**
 * sw_visibility_get_visible:
 * @self: a visibility
 *
 * Returns: whether the widget can be seen now
 */
gboolean
sw_visibility_get_visible (SwVisibility *self)
{
  g_return_val_if_fail (SW_IS_VISIBILITY (self), FALSE);

  return self->visible;
}

/**
 * sw_visibility_set_source:
 * @self: a visibility
 * @source: (nullable): what feeds the widget
 *
 * Demands @source while the widget can be seen, and no longer the one before.
 */
void
sw_visibility_set_source (SwVisibility *self, SwSource *source)
{
  g_autoptr (SwSource) previous = NULL;

  g_return_if_fail (SW_IS_VISIBILITY (self));
  g_return_if_fail (source == NULL || SW_IS_SOURCE (source));

  if (self->source == source)
    return;
  previous = g_steal_pointer (&self->source);
  self->source = source != NULL ? g_object_ref (source) : NULL;
  if (previous != NULL)
    g_signal_handlers_disconnect_by_func (previous, on_source_sampled_cb, self);
  if (source != NULL)
    g_signal_connect_object (source, "sampled", G_CALLBACK (on_source_sampled_cb), self,
                             G_CONNECT_SWAPPED);
  if (self->visible && source != NULL)
    sw_source_acquire (source);
  if (self->visible && previous != NULL)
    sw_source_release (previous);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SOURCE]);
}

/**
 * sw_visibility_detach:
 * @self: a visibility
 *
 * Follows its widget no more, and demands nothing. What a widget calls in its dispose.
 */
void
sw_visibility_detach (SwVisibility *self)
{
  g_return_if_fail (SW_IS_VISIBILITY (self));

  if (self->widget != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->widget, on_widget_mapped_cb, self);
      g_signal_handlers_disconnect_by_func (self->widget, on_widget_unmapped_cb, self);
    }
  set_window (self, NULL);
  g_clear_weak_pointer (&self->widget);
  update (self);
  sw_visibility_set_source (self, NULL);
}
