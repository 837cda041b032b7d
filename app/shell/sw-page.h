/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "shell/sw-plugin-host.h"

G_BEGIN_DECLS

#define SW_PAGE_PLUGINS "plugins"

#define SW_TYPE_PAGE (sw_page_get_type ())
G_DECLARE_FINAL_TYPE (SwPage, sw_page, SW, PAGE, GObject)

SwPage *sw_page_new (const char *id, const char *title, const char *icon_name, SwPluginItem *item);
const char *sw_page_get_id (SwPage *self);
const char *sw_page_get_title (SwPage *self);
const char *sw_page_get_icon_name (SwPage *self);
SwPluginItem *sw_page_get_item (SwPage *self);
const char *sw_page_get_status (SwPage *self);
void sw_page_acquire_status (SwPage *self);
void sw_page_release_status (SwPage *self);

GListModel *sw_page_list_new (SwPluginHost *host);
gboolean sw_page_list_has (GListModel *pages, const char *id);

G_END_DECLS
