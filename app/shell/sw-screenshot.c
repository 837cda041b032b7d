/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n.h>

#include "shell/sw-screenshot.h"

/* The window without the frame and shadow around it, which GTK draws itself. The paintable begins with the frame, the
 * bounds are counted from what is within. */
static GdkTexture *
render (AdwApplicationWindow *window)
{
  GtkWidget *widget = GTK_WIDGET (window);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  graphene_rect_t whole, content;

  gdk_paintable_snapshot (paintable, snapshot, gdk_paintable_get_intrinsic_width (paintable),
                          gdk_paintable_get_intrinsic_height (paintable));
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  if (node == NULL || !gtk_widget_compute_bounds (widget, widget, &whole)
      || !gtk_widget_compute_bounds (adw_application_window_get_content (window), widget, &content))
    return NULL;
  graphene_rect_offset (&content, -whole.origin.x, -whole.origin.y);
  return gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node,
                                      &content);
}

/*
 * sw_screenshot_save:
 * @window: a window whose frame has just been painted
 * @path: (type filename): where to; replaced as a whole or not at all
 * @error: set when it cannot be written
 *
 * Saves what the window looks like now as PNG.
 */
gboolean
sw_screenshot_save (AdwApplicationWindow *window, const char *path, GError **error)
{
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GBytes) png = NULL;

  g_return_val_if_fail (ADW_IS_APPLICATION_WINDOW (window) && path != NULL, FALSE);

  texture = render (window);
  if (texture == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                           C_ ("screenshot", "Nothing is visible yet"));
      return FALSE;
    }
  png = gdk_texture_save_to_png_bytes (texture);
  return g_file_set_contents_full (path, g_bytes_get_data (png, NULL), g_bytes_get_size (png),
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0666, error);
}
