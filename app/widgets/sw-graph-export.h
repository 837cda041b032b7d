/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "widgets/sw-graph-render.h"

G_BEGIN_DECLS

/**
 * SwExportFormat:
 * @SW_EXPORT_PNG: a picture in pixels, two for each of the screen's
 * @SW_EXPORT_SVG: a drawing; texts are outlines, so that it looks the same everywhere
 * @SW_EXPORT_CSV: the values (RFC 4180)
 *
 * What a graph can be saved as.
 */
typedef enum
{
  SW_EXPORT_PNG,
  SW_EXPORT_SVG,
  SW_EXPORT_CSV,
} SwExportFormat;

SW_PUBLIC SwExportFormat sw_graph_export_get_format (const char *file_name);
SW_PUBLIC GBytes *sw_graph_export_to_bytes (SwSource *source,
                                            const SwGraphSpec *spec,
                                            SwExportFormat format,
                                            GError **error);
SW_PUBLIC GdkTexture *sw_graph_export_to_texture (SwSource *source, const SwGraphSpec *spec);
SW_PUBLIC void sw_graph_export_save_async (SwSource *source,
                                           const SwGraphSpec *spec,
                                           GFile *file,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
SW_PUBLIC gboolean sw_graph_export_save_finish (SwSource *source,
                                                GAsyncResult *result,
                                                GError **error);

G_END_DECLS
