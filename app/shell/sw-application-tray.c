/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The panel's icon and the program: it stays while it has one, and does what its clicks and its menu ask for. */

#include "config.h"

#include "shell/sw-application-private.h"

/* As if another program had started this one again, with what lets it come to the front. */
static void
use_token (SwApplication *self)
{
  g_autofree char *token = sw_tray_take_token (self->tray);
  GVariantDict dict;
  g_autoptr (GVariant) platform_data = NULL;

  if (token == NULL)
    return;
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "activation-token", "s", token);
  platform_data = g_variant_ref_sink (g_variant_dict_end (&dict));
  G_APPLICATION_GET_CLASS (self)->before_emit (G_APPLICATION (self), platform_data);
  G_APPLICATION_GET_CLASS (self)->after_emit (G_APPLICATION (self), platform_data);
}

static void
open_window (SwApplication *self)
{
  SwSource *source = sw_tray_get_source (self->tray);
  const char *page = source != NULL ? sw_source_registry_get_owner (self->registry, source) : NULL;
  SwWindow *window;

  use_token (self);
  window = sw_application_present_window (self);
  if (page != NULL)
    sw_window_show_page (window, page);
}

/* A click on the icon of the window at work puts it away, as panels' users know it. */
static void
on_activated_cb (SwApplication *self)
{
  SwWindow *window = sw_application_get_window (self);

  if (window != NULL && gtk_window_is_active (GTK_WINDOW (window)))
    gtk_window_close (GTK_WINDOW (window));
  else
    open_window (self);
}

static void
on_chosen_cb (SwApplication *self, const char *action, const char *target)
{
  if (g_str_equal (action, "open"))
    {
      open_window (self);
      return;
    }
  use_token (self);
  g_action_group_activate_action (G_ACTION_GROUP (self), action,
                                  target != NULL ? g_variant_new_string (target) : NULL);
}

/* It stays for the icon once that was seen, also through a panel's restart; where no panel shows it, closing the window
 * ends the program, as nothing else could. */
static void
on_shown_changed_cb (SwApplication *self)
{
  gboolean enabled;

  g_object_get (self->tray, "enabled", &enabled, NULL);
  if (sw_tray_get_shown (self->tray) && !self->held_by_tray)
    {
      self->held_by_tray = TRUE;
      g_application_hold (G_APPLICATION (self));
    }
  else if (!enabled && self->held_by_tray)
    {
      self->held_by_tray = FALSE;
      g_application_release (G_APPLICATION (self));
    }
}

void
sw_application_add_tray (SwApplication *self)
{
  g_autoptr (GSettings) settings = sw_tray_open_settings ();
  g_autoptr (GPropertyAction) enabled = NULL;
  g_autoptr (GPropertyAction) paused = NULL;

  if (settings == NULL || self->screenshot_path != NULL)
    return;
  self->tray = sw_tray_new (g_application_get_dbus_connection (G_APPLICATION (self)), settings,
                            self->registry, self->pages);
  g_signal_connect_object (self->tray, "activated", G_CALLBACK (on_activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tray, "chosen", G_CALLBACK (on_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tray, "notify::shown", G_CALLBACK (on_shown_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tray, "notify::enabled", G_CALLBACK (on_shown_changed_cb), self,
                           G_CONNECT_SWAPPED);
  enabled = g_property_action_new ("tray", self->tray, "enabled");
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (enabled));
  paused = g_property_action_new ("pause-tray", self->tray, "paused");
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (paused));
}
