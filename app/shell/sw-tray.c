/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "services/sw-settings.h"
#include "shell/sw-tray-item.h"
#include "shell/sw-tray-menu.h"
#include "shell/sw-tray-tooltip.h"
#include "shell/sw-tray-watcher.h"
#include "shell/sw-tray.h"

/* The panel's icon: which source it shows, when that is measured and drawn, and what clicks on it mean. It demands the
 * source as a view does, only while there is a panel that shows icons, and not while it is paused. */
struct _SwTray
{
  GObject parent_instance;

  GDBusConnection *bus; /* (nullable) */
  GSettings *settings;
  SwSourceRegistry *registry;
  GListModel *pages; /* of SwPage */

  /* While it is enabled; all or none. */
  SwTrayWatcher *watcher;
  SwTrayIcon *icon;
  SwTrayItem *item;
  SwTrayMenu *menu;

  SwSource *source;      /* (nullable) */
  SwGraphRender *render; /* (nullable) of the source */
  GString *tooltip;      /* reused */
  gint64 icon_us;        /* of the newest sample in it; 0 for another one at once */
  gint64 tooltip_us;     /* the same */
  guint enabled : 1;
  guint paused : 1;
  guint demanding : 1; /* the source */
};

#define ICON_US (2 * SW_SECOND_US)
#define TOOLTIP_US (3 * ICON_US)

typedef enum
{
  PROP_ENABLED = 1,
  PROP_PAUSED,
  PROP_SHOWN,
} SwTrayProperty;

typedef enum
{
  SIGNAL_ACTIVATED,
  SIGNAL_CHOSEN,
} SwTraySignal;

static GParamSpec *properties[PROP_SHOWN + 1];
static guint signals[SIGNAL_CHOSEN + 1];

G_DEFINE_FINAL_TYPE (SwTray, sw_tray, G_TYPE_OBJECT)

gboolean
sw_tray_get_shown (SwTray *self)
{
  return self->watcher != NULL && sw_tray_watcher_get_hosted (self->watcher);
}

/* Values are shown often enough for who looks at a panel, what else there is to say at once. A panel that hears of something
 * new asks for all of it, at which threads of both wake up several times. */
static gboolean
is_due (SwTray *self, gint64 *shown_us, gint64 interval_us)
{
  SwSeries *series = self->source != NULL ? sw_source_get_series (self->source) : NULL;
  gint64 sampled_us;

  if (self->paused || series == NULL || sw_series_get_n_rows (series) == 0
      || sw_source_get_state (self->source) != SW_SOURCE_STATE_READY)
    {
      *shown_us = 0;
      return TRUE;
    }
  sampled_us = sw_series_get_row_time_us (series, sw_series_get_n_rows (series) - 1);
  /* One sample is a little earlier, another later. */
  if (*shown_us != 0 && sampled_us - *shown_us < interval_us - SW_SECOND_US / 2)
    return FALSE;
  *shown_us = sampled_us;
  return TRUE;
}

static void
show (SwTray *self)
{
  if (!sw_tray_get_shown (self))
    return;
  if (is_due (self, &self->icon_us, ICON_US)
      && sw_tray_icon_draw (self->icon, self->render, self->paused))
    sw_tray_item_tell_icon (self->item);
  if (!is_due (self, &self->tooltip_us, TOOLTIP_US))
    return;
  sw_tray_tooltip_format (self->source, self->paused, self->tooltip);
  sw_tray_item_set_tooltip (self->item, sw_tray_tooltip_get_title (self->source),
                            self->tooltip->str);
}

static void
update_demand (SwTray *self)
{
  const gboolean demanding = self->source != NULL && !self->paused && sw_tray_get_shown (self);

  if (self->demanding != demanding)
    {
      self->demanding = demanding;
      if (demanding)
        sw_source_acquire (self->source);
      else
        sw_source_release (self->source);
    }
  self->icon_us = self->tooltip_us = 0;
  show (self);
}

static void
set_source (SwTray *self, SwSource *source)
{
  if (self->source == source)
    return;
  if (self->source != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->source, show, self);
      if (self->demanding)
        sw_source_release (self->source);
    }
  self->demanding = FALSE;
  g_clear_object (&self->render);
  g_set_object (&self->source, source);
  if (source != NULL)
    {
      self->render = sw_graph_render_new (source);
      g_signal_connect_object (source, "sampled", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
    }
}

static void
on_choice_changed_cb (SwTray *self)
{
  g_autofree char *id = g_settings_get_string (self->settings, "source");

  set_source (self, self->watcher != NULL ? sw_source_registry_lookup (self->registry, id) : NULL);
  update_demand (self);
}

static void
on_source_added_cb (SwTray *self)
{
  if (self->source == NULL)
    on_choice_changed_cb (self);
}

static void
on_source_removed_cb (SwTray *self, SwSource *source)
{
  if (self->source != source)
    return;
  set_source (self, NULL);
  update_demand (self);
}

static void
set_paused (SwTray *self, gboolean paused)
{
  if (self->paused == !!paused)
    return;
  self->paused = !!paused;
  if (self->menu != NULL)
    sw_tray_menu_set_paused (self->menu, paused);
  update_demand (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAUSED]);
}

static void
on_secondary_activated_cb (SwTray *self)
{
  set_paused (self, !self->paused);
}

static void
on_activated_cb (SwTray *self)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
}

static void
on_chosen_cb (SwTray *self, const char *action, const char *target)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, action, target);
}

static void
on_hosted_changed_cb (SwTray *self)
{
  update_demand (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOWN]);
}

static void
on_named_cb (SwTray *self, const char *name)
{
  sw_tray_watcher_set_service (self->watcher, name);
}

static void
start (SwTray *self)
{
  if (self->watcher != NULL || self->bus == NULL)
    return;
  self->icon = sw_tray_icon_new ();
  sw_tray_icon_draw (self->icon, NULL, self->paused);
  self->item = sw_tray_item_new (self->bus, self->icon);
  g_signal_connect_object (self->item, "named", G_CALLBACK (on_named_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->item, "activated", G_CALLBACK (on_activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->item, "secondary-activated",
                           G_CALLBACK (on_secondary_activated_cb), self, G_CONNECT_SWAPPED);
  self->menu = sw_tray_menu_new (self->bus, self->pages);
  sw_tray_menu_set_paused (self->menu, self->paused);
  g_signal_connect_object (self->menu, "chosen", G_CALLBACK (on_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  self->watcher = sw_tray_watcher_new (self->bus);
  g_signal_connect_object (self->watcher, "notify::hosted", G_CALLBACK (on_hosted_changed_cb), self,
                           G_CONNECT_SWAPPED);
  on_choice_changed_cb (self);
}

static void
stop (SwTray *self)
{
  if (self->watcher == NULL)
    return;
  set_source (self, NULL);
  g_clear_object (&self->watcher);
  sw_tray_item_close (self->item);
  sw_tray_menu_close (self->menu);
  g_clear_object (&self->item);
  g_clear_object (&self->menu);
  g_clear_object (&self->icon);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOWN]);
}

static void
set_enabled (SwTray *self, gboolean enabled)
{
  if (self->enabled == !!enabled)
    return;
  self->enabled = !!enabled;
  if (enabled)
    start (self);
  else
    stop (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENABLED]);
}

static void
sw_tray_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SwTray *self = SW_TRAY (object);

  switch ((SwTrayProperty) id)
    {
    case PROP_ENABLED:
      g_value_set_boolean (value, self->enabled);
      break;
    case PROP_PAUSED:
      g_value_set_boolean (value, self->paused);
      break;
    case PROP_SHOWN:
      g_value_set_boolean (value, sw_tray_get_shown (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sw_tray_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((SwTrayProperty) id)
    {
    case PROP_ENABLED:
      set_enabled (SW_TRAY (object), g_value_get_boolean (value));
      break;
    case PROP_PAUSED:
      set_paused (SW_TRAY (object), g_value_get_boolean (value));
      break;
    case PROP_SHOWN:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sw_tray_dispose (GObject *object)
{
  SwTray *self = SW_TRAY (object);

  stop (self);
  g_clear_object (&self->settings);
  g_clear_object (&self->registry);
  g_clear_object (&self->pages);
  g_clear_object (&self->bus);
  G_OBJECT_CLASS (sw_tray_parent_class)->dispose (object);
}

static void
sw_tray_finalize (GObject *object)
{
  g_string_free (SW_TRAY (object)->tooltip, TRUE);
  G_OBJECT_CLASS (sw_tray_parent_class)->finalize (object);
}

static void
sw_tray_class_init (SwTrayClass *klass)
{
  const GParamFlags often = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sw_tray_get_property;
  object_class->set_property = sw_tray_set_property;
  object_class->dispose = sw_tray_dispose;
  object_class->finalize = sw_tray_finalize;

  properties[PROP_ENABLED] = g_param_spec_boolean ("enabled", NULL, NULL, FALSE, often);
  properties[PROP_PAUSED] = g_param_spec_boolean ("paused", NULL, NULL, FALSE, often);
  /* Enabled, and there is a panel that shows it. */
  properties[PROP_SHOWN] = g_param_spec_boolean ("shown", NULL, NULL, FALSE,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /* The icon was clicked. */
  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", SW_TYPE_TRAY, G_SIGNAL_RUN_LAST, 0, NULL,
                                            NULL, NULL, G_TYPE_NONE, 0);
  /* An action was chosen in its menu: its name and its target (nullable). */
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", SW_TYPE_TRAY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
sw_tray_init (SwTray *self)
{
  self->tooltip = g_string_new (NULL);
}

/* Returns: (transfer full) (nullable): %NULL where the schema is not installed */
GSettings *
sw_tray_open_settings (void)
{
  return sw_settings_open ("org.stillwatch.Tray", NULL);
}

/*
 * sw_tray_new:
 * @bus: (nullable): the session's bus; %NULL for none, where no panel is found
 * @settings: of org.stillwatch.Tray
 * @registry: has what the icon can show
 * @pages: of SwPage, for its menu
 *
 * Returns: (transfer full): shows the icon as long as the settings say so
 */
SwTray *
sw_tray_new (GDBusConnection *bus,
             GSettings *settings,
             SwSourceRegistry *registry,
             GListModel *pages)
{
  SwTray *self = g_object_new (SW_TYPE_TRAY, NULL);

  g_set_object (&self->bus, bus);
  self->settings = g_object_ref (settings);
  self->registry = g_object_ref (registry);
  self->pages = g_object_ref (pages);
  g_signal_connect_object (registry, "added", G_CALLBACK (on_source_added_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (registry, "removed", G_CALLBACK (on_source_removed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::source", G_CALLBACK (on_choice_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_settings_bind (settings, "enabled", self, "enabled", G_SETTINGS_BIND_DEFAULT);
  return self;
}

/* Returns: (transfer none) (nullable): what the icon shows; %NULL while it is not enabled, or if there is no such source */
SwSource *
sw_tray_get_source (SwTray *self)
{
  return self->source;
}

/* Returns: (transfer full) (nullable): with what the window may come to the front after a click */
char *
sw_tray_take_token (SwTray *self)
{
  return self->item != NULL ? sw_tray_item_take_token (self->item) : NULL;
}
