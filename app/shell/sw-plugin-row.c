/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n.h>

#include "shell/sw-plugin-row.h"

static void
on_row_toggled_cb (AdwSwitchRow *row, G_GNUC_UNUSED GParamSpec *pspec, SwPluginItem *item)
{
  SwPluginHost *host = g_object_get_data (G_OBJECT (row), "host");

  sw_plugin_host_set_enabled (host, item, adw_switch_row_get_active (row));
}

/* A failed plugin says why in place of what it is for, and with an icon, not by colour alone; its tooltip
 * says where it is. */
static void
on_item_state_changed_cb (SwPluginItem *item, G_GNUC_UNUSED GParamSpec *pspec, AdwSwitchRow *row)
{
  GtkImage *icon = g_object_get_data (G_OBJECT (row), "icon");
  const gboolean failed = sw_plugin_item_get_state (item) == SW_PLUGIN_STATE_FAILED;
  const char *text
      = failed ? sw_plugin_item_get_reason (item) : sw_plugin_item_get_description (item);

  text = text != NULL ? text : "";
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (row), failed ? sw_plugin_item_get_folder (item) : NULL);
  gtk_image_set_from_icon_name (icon, failed ? "dialog-error-symbolic"
                                             : sw_plugin_item_get_icon_name (item));
  if (failed)
    gtk_widget_add_css_class (GTK_WIDGET (icon), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (icon), "error");
}

/*
 * sw_plugin_row_new:
 * @host: the plugins' owner, which outlives the row
 * @item: one of its plugins
 *
 * Returns: (transfer floating): a row that shows the plugin and switches it on and off
 */
GtkWidget *
sw_plugin_row_new (SwPluginHost *host, SwPluginItem *item)
{
  /* The texts are the plugin's: whatever is in them is text. */
  GtkWidget *row = g_object_new (ADW_TYPE_SWITCH_ROW, "use-markup", FALSE, "title",
                                 sw_plugin_item_get_name (item), "subtitle-lines", 0, NULL);
  GtkWidget *icon = gtk_image_new ();

  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sw_plugin_item_get_name (item), -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  g_object_set_data (G_OBJECT (row), "icon", icon);
  g_object_set_data_full (G_OBJECT (row), "host", g_object_ref (host), g_object_unref);
  g_object_bind_property (item, "enabled", row, "active", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (row, "notify::active", G_CALLBACK (on_row_toggled_cb), item,
                           G_CONNECT_DEFAULT);
  g_signal_connect_object (item, "notify::state", G_CALLBACK (on_item_state_changed_cb), row,
                           G_CONNECT_DEFAULT);
  g_signal_connect_object (item, "notify::reason", G_CALLBACK (on_item_state_changed_cb), row,
                           G_CONNECT_DEFAULT);
  on_item_state_changed_cb (item, NULL, ADW_SWITCH_ROW (row));
  return row;
}
