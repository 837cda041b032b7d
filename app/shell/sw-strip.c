/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "services/sw-settings.h"
#include "shell/sw-strip-window.h"
#include "shell/sw-strip.h"

/* The strip as state: what it shows, where, and whether it is on or paused. The window is a view of it and is there only
 * while it is on; the program goes on for as long. */
struct _SwStrip
{
  GObject parent_instance;

  GtkApplication *application; /* borrowed: it owns the strip */
  GSettings *settings;
  SwStripItems *items;
  SwStripWindow *window; /* (nullable) */
  guint paused : 1;
};

#define SCHEMA "org.stillwatch.Strip"
#define KEY_ENABLED "enabled"
#define MIN_THICKNESS_PX 16
#define MAX_THICKNESS_PX 64

typedef enum
{
  PROP_ENABLED = 1,
  PROP_PAUSED,
  PROP_IN_THE_WAY,
} SwStripProperty;

static GParamSpec *properties[PROP_IN_THE_WAY + 1];

G_DEFINE_FINAL_TYPE (SwStrip, sw_strip, G_TYPE_OBJECT)

static void
on_window_reserved_changed_cb (SwStrip *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IN_THE_WAY]);
}

/* Its user closed the window, or the desktop did. */
static gboolean
on_window_close_requested_cb (SwStrip *self)
{
  sw_strip_set_enabled (self, FALSE);
  return TRUE;
}

static void
close_window (SwStrip *self)
{
  SwStripWindow *window = g_steal_pointer (&self->window);

  if (window == NULL)
    return;
  g_signal_handlers_disconnect_by_data (window, self);
  gtk_window_destroy (GTK_WINDOW (window));
  g_application_release (G_APPLICATION (self->application));
}

static void
open_window (SwStrip *self)
{
  if (self->window != NULL)
    return;
  g_application_hold (G_APPLICATION (self->application));
  self->window = sw_strip_window_new (self);
  g_signal_connect_object (self->window, "close-request", G_CALLBACK (on_window_close_requested_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sw_strip_window_get_dock (self->window), "notify::reserved",
                           G_CALLBACK (on_window_reserved_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_visible (GTK_WIDGET (self->window), TRUE);
}

static void
on_enabled_changed_cb (SwStrip *self)
{
  if (g_settings_get_boolean (self->settings, KEY_ENABLED))
    open_window (self);
  else
    close_window (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENABLED]);
  on_window_reserved_changed_cb (self);
}

static void
sw_strip_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SwStrip *self = SW_STRIP (object);

  switch ((SwStripProperty) id)
    {
    case PROP_ENABLED:
      g_value_set_boolean (value, g_settings_get_boolean (self->settings, KEY_ENABLED));
      break;
    case PROP_PAUSED:
      g_value_set_boolean (value, self->paused);
      break;
    case PROP_IN_THE_WAY:
      g_value_set_boolean (value, sw_strip_is_in_the_way (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sw_strip_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((SwStripProperty) id)
    {
    case PROP_ENABLED:
      sw_strip_set_enabled (SW_STRIP (object), g_value_get_boolean (value));
      break;
    case PROP_PAUSED:
      sw_strip_set_paused (SW_STRIP (object), g_value_get_boolean (value));
      break;
    case PROP_IN_THE_WAY:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sw_strip_dispose (GObject *object)
{
  SwStrip *self = SW_STRIP (object);

  close_window (self);
  g_clear_object (&self->settings);
  g_clear_object (&self->items);
  G_OBJECT_CLASS (sw_strip_parent_class)->dispose (object);
}

static void
sw_strip_class_init (SwStripClass *klass)
{
  const GParamFlags often = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sw_strip_get_property;
  object_class->set_property = sw_strip_set_property;
  object_class->dispose = sw_strip_dispose;

  properties[PROP_ENABLED] = g_param_spec_boolean ("enabled", NULL, NULL, FALSE, often);
  properties[PROP_PAUSED] = g_param_spec_boolean ("paused", NULL, NULL, FALSE, often);
  properties[PROP_IN_THE_WAY] = g_param_spec_boolean ("in-the-way", NULL, NULL, FALSE,
                                                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
sw_strip_init (G_GNUC_UNUSED SwStrip *self)
{
}

/*
 * sw_strip_new:
 * @application: which owns the strip, and goes on while it is on
 * @registry: whose sources it may show
 * @host: a host that has loaded its plugins
 *
 * Returns: (transfer full) (nullable): the strip, open if it was when the program last ran; %NULL where its schema is not
 *   installed
 */
SwStrip *
sw_strip_new (GtkApplication *application, SwSourceRegistry *registry, SwPluginHost *host)
{
  g_autoptr (GSettings) settings = sw_settings_open (SCHEMA, NULL);
  SwStrip *self;

  if (settings == NULL)
    return NULL;
  self = g_object_new (SW_TYPE_STRIP, NULL);
  self->application = application;
  self->settings = g_steal_pointer (&settings);
  self->items = sw_strip_items_new (self->settings, registry, host);
  g_signal_connect_object (self->settings, "changed::" KEY_ENABLED,
                           G_CALLBACK (on_enabled_changed_cb), self, G_CONNECT_SWAPPED);
  on_enabled_changed_cb (self);
  return self;
}

GSettings *
sw_strip_get_settings (SwStrip *self)
{
  return self->settings;
}

SwStripItems *
sw_strip_get_items (SwStrip *self)
{
  return self->items;
}

GtkApplication *
sw_strip_get_application (SwStrip *self)
{
  return self->application;
}

/* Remembered, too. */
void
sw_strip_set_enabled (SwStrip *self, gboolean enabled)
{
  g_settings_set_boolean (self->settings, KEY_ENABLED, enabled);
}

gboolean
sw_strip_get_paused (SwStrip *self)
{
  return self->paused;
}

/* Until it is told otherwise or the program ends. */
void
sw_strip_set_paused (SwStrip *self, gboolean paused)
{
  if (self->paused == !!paused)
    return;
  self->paused = !!paused;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAUSED]);
}

/* How this desktop docks it, or would. */
SwDockKind
sw_strip_get_dock_kind (SwStrip *self)
{
  g_autoptr (SwDock) dock = NULL;
  GtkWidget *window;
  SwDockKind kind;

  if (self->window != NULL)
    return sw_dock_get_kind (sw_strip_window_get_dock (self->window));
  window = gtk_window_new ();
  dock = sw_dock_new (GTK_WINDOW (window));
  kind = sw_dock_get_kind (dock);
  gtk_window_destroy (GTK_WINDOW (window));
  return kind;
}

/* Whether it covers what lies below, although it should not. */
gboolean
sw_strip_is_in_the_way (SwStrip *self)
{
  return self->window != NULL && sw_strip_get_dock_kind (self) != SW_DOCK_KIND_WINDOW
         && !g_settings_get_boolean (self->settings, "autohide")
         && !sw_dock_get_reserved (sw_strip_window_get_dock (self->window));
}

GtkPositionType
sw_strip_get_edge (SwStrip *self)
{
  return (GtkPositionType) g_settings_get_enum (self->settings, "edge");
}

/* A store may hold what the schema refuses. */
int
sw_strip_get_thickness_px (SwStrip *self)
{
  return (int) CLAMP (g_settings_get_uint (self->settings, "thickness"), MIN_THICKNESS_PX,
                      MAX_THICKNESS_PX);
}
