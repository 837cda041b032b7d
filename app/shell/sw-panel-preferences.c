/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n.h>

#include "shell/sw-panel-preferences.h"
#include "shell/sw-strip-preferences.h"
#include "shell/sw-tray-preferences.h"

/*
 * sw_panel_preferences_new:
 * @strip: (nullable): the strip
 * @registry: has what can be shown
 * @bus: (nullable): the session's
 *
 * Returns: (transfer floating): the preferences of what is shown beside the window
 */
AdwPreferencesPage *
sw_panel_preferences_new (SwStrip *strip, SwSourceRegistry *registry, GDBusConnection *bus)
{
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  GtkWidget *tray = sw_tray_preferences_new (registry, bus);

  adw_preferences_page_set_name (page, SW_PANEL_PREFERENCES);
  adw_preferences_page_set_title (page, C_ ("preferences", "Panel"));
  adw_preferences_page_set_icon_name (page, "focus-top-bar-symbolic");
  if (strip != NULL)
    sw_strip_preferences_add (page, strip);
  if (tray != NULL)
    adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (tray));
  return page;
}
