/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What a report of a fault needs to say about the ground on which Stillwatch runs. It is for those who read the report, and
 * in English. Nothing in it tells who the user is: reasons, which have paths in them, are left out. */

#include "config.h"

#include <adwaita.h>
#include <libpeas.h>

#include "shell/sw-debug-info.h"

static void
append_versions (GString *text)
{
  g_string_append_printf (text, "Stillwatch: %s\n", PACKAGE_VERSION);
  g_string_append_printf (text, "GTK: %u.%u.%u\n", gtk_get_major_version (),
                          gtk_get_minor_version (), gtk_get_micro_version ());
  g_string_append_printf (text, "libadwaita: %u.%u.%u\n", adw_get_major_version (),
                          adw_get_minor_version (), adw_get_micro_version ());
  g_string_append_printf (text, "GLib: %u.%u.%u\n", glib_major_version, glib_minor_version,
                          glib_micro_version);
  /* Those of the build: it cannot be asked. */
  g_string_append_printf (text, "libpeas: %s\n", PEAS_VERSION_S);
}

static void
append_display (GString *text, GtkWindow *window)
{
  GdkDisplay *display = gdk_display_get_default ();
  GskRenderer *renderer = window != NULL ? gtk_native_get_renderer (GTK_NATIVE (window)) : NULL;
  const char *session = g_getenv ("XDG_SESSION_TYPE");
  const char *desktop = g_getenv ("XDG_CURRENT_DESKTOP");

  g_string_append_printf (text, "\nSession: %s\n", session != NULL ? session : "unknown");
  g_string_append_printf (text, "Desktop: %s\n", desktop != NULL ? desktop : "unknown");
  if (display != NULL)
    g_string_append_printf (text, "Display: %s\n", G_OBJECT_TYPE_NAME (display));
  if (renderer != NULL)
    g_string_append_printf (text, "Renderer: %s\n", G_OBJECT_TYPE_NAME (renderer));
}

static const char *
describe_state (SwPluginItem *item)
{
  switch (sw_plugin_item_get_state (item))
    {
    case SW_PLUGIN_STATE_ACTIVE:
      return "on";
    case SW_PLUGIN_STATE_FAILED:
      return "failed";
    case SW_PLUGIN_STATE_OFF:
    default:
      return "off";
    }
}

static void
append_plugins (GString *text, GListModel *items)
{
  g_string_append (text, "\nPlugins:\n");
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (SwPluginItem) item = g_list_model_get_item (items, i);

      g_string_append_printf (text, "- %s: %s\n", sw_plugin_item_get_id (item),
                              describe_state (item));
    }
}

/*
 * sw_debug_info_to_string:
 * @host: (nullable): the plugins' owner
 * @window: (nullable): the main window, if it is open
 *
 * Returns: (transfer full): lines of names and values
 */
char *
sw_debug_info_to_string (SwPluginHost *host, GtkWindow *window)
{
  GString *text = g_string_new (NULL);

  append_versions (text);
  append_display (text, window);
  if (host != NULL)
    append_plugins (text, G_LIST_MODEL (host));
  return g_string_free_and_steal (text);
}
