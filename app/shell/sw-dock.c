/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "shell/sw-dock-private.h"

/* Keeps a window at an edge of the screen, in the way that this desktop has for it. It knows nothing of what the window
 * shows, and follows nothing by itself: whoever owns it places it anew when monitors or settings change. */

typedef struct
{
  GtkWindow *window; /* (nullable) weak */
  gboolean reserved; /* other windows keep clear */
} SwDockPrivate;

typedef enum
{
  PROP_WINDOW = 1,
  PROP_RESERVED,
} SwDockProperty;

static GParamSpec *properties[PROP_RESERVED + 1];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SwDock, sw_dock, G_TYPE_OBJECT)

static void
sw_dock_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SwDockPrivate *priv = sw_dock_get_instance_private (SW_DOCK (object));

  switch ((SwDockProperty) id)
    {
    case PROP_WINDOW:
      g_value_set_object (value, priv->window);
      break;
    case PROP_RESERVED:
      g_value_set_boolean (value, priv->reserved);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sw_dock_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SwDockPrivate *priv = sw_dock_get_instance_private (SW_DOCK (object));

  switch ((SwDockProperty) id)
    {
    case PROP_WINDOW:
      g_set_weak_pointer (&priv->window, g_value_get_object (value));
      break;
    case PROP_RESERVED:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sw_dock_dispose (GObject *object)
{
  SwDockPrivate *priv = sw_dock_get_instance_private (SW_DOCK (object));

  g_clear_weak_pointer (&priv->window);
  G_OBJECT_CLASS (sw_dock_parent_class)->dispose (object);
}

static void
sw_dock_class_init (SwDockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sw_dock_get_property;
  object_class->set_property = sw_dock_set_property;
  object_class->dispose = sw_dock_dispose;

  properties[PROP_WINDOW]
      = g_param_spec_object ("window", NULL, NULL, GTK_TYPE_WINDOW,
                             G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_RESERVED] = g_param_spec_boolean ("reserved", NULL, NULL, FALSE,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
sw_dock_init (G_GNUC_UNUSED SwDock *self)
{
}

/*
 * sw_dock_new:
 * @window: a window that is not realized yet
 *
 * Returns: (transfer full): what docks it on the window's display
 */
SwDock *
sw_dock_new (GtkWindow *window)
{
  SwDock *self;

  g_return_val_if_fail (GTK_IS_WINDOW (window) && !gtk_widget_get_realized (GTK_WIDGET (window)),
                        NULL);

  self = sw_dock_layer_new (window);
  if (self == NULL)
    self = sw_dock_x11_new (window);
  return self != NULL ? self : sw_dock_window_new (window);
}

/* Returns: (transfer none) (nullable): what it docks, until that is destroyed */
GtkWindow *
sw_dock_get_window (SwDock *self)
{
  SwDockPrivate *priv = sw_dock_get_instance_private (self);

  g_return_val_if_fail (SW_IS_DOCK (self), NULL);

  return priv->window;
}

SwDockKind
sw_dock_get_kind (SwDock *self)
{
  g_return_val_if_fail (SW_IS_DOCK (self), SW_DOCK_KIND_WINDOW);

  return SW_DOCK_GET_CLASS (self)->kind;
}

/*
 * sw_dock_place:
 * @self: a dock
 * @place: where the window belongs from now on
 *
 * Puts it there. That changes nothing where it is there already.
 */
void
sw_dock_place (SwDock *self, const SwDockPlace *place)
{
  SwDockPrivate *priv = sw_dock_get_instance_private (self);
  gboolean reserved;

  g_return_if_fail (SW_IS_DOCK (self) && place != NULL && place->thickness_px > 0);

  if (priv->window == NULL)
    return;
  reserved = SW_DOCK_GET_CLASS (self)->place (self, place);
  if (priv->reserved == reserved)
    return;
  priv->reserved = reserved;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RESERVED]);
}

/* Returns: whether other windows keep clear of it; not all places allow that */
gboolean
sw_dock_get_reserved (SwDock *self)
{
  SwDockPrivate *priv = sw_dock_get_instance_private (self);

  g_return_val_if_fail (SW_IS_DOCK (self), FALSE);

  return priv->reserved;
}

/*
 * sw_dock_is_pointed:
 * @self: a dock
 *
 * A window on its way to where it was asked to be crosses the pointer without the pointer's doing. What it is told of that
 * says nothing of the place.
 *
 * Returns: whether the pointer is in the place asked for last; %FALSE also where windows are in theirs at once
 */
gboolean
sw_dock_is_pointed (SwDock *self)
{
  g_return_val_if_fail (SW_IS_DOCK (self), FALSE);

  return SW_DOCK_GET_CLASS (self)->is_pointed != NULL
         && SW_DOCK_GET_CLASS (self)->is_pointed (self);
}
