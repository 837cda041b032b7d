/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include <cairo-svg.h>
#include <glib/gi18n-lib.h>

#include "core/sw-csv.h"
#include "widgets/sw-graph-export.h"
#include "widgets/sw-graph-render-private.h"

/* What a graph shows, as something to take elsewhere: a picture, a drawing, a table. Files come to be whole or not at all,
 * so that a full disk leaves what was there before, be it nothing. */

/* Pictures are looked at on finer screens, too. */
#define SCALE 2

/**
 * sw_graph_export_get_format:
 * @file_name: what the user called a file
 *
 * Returns: what its ending stands for; a picture if for nothing
 */
SwExportFormat
sw_graph_export_get_format (const char *file_name)
{
  const char *ending;

  g_return_val_if_fail (file_name != NULL, SW_EXPORT_PNG);

  ending = strrchr (file_name, '.');
  if (ending != NULL && g_ascii_strcasecmp (ending, ".svg") == 0)
    return SW_EXPORT_SVG;
  if (ending != NULL && g_ascii_strcasecmp (ending, ".csv") == 0)
    return SW_EXPORT_CSV;
  return SW_EXPORT_PNG;
}

static void
draw (SwSource *source, cairo_surface_t *surface, const SwGraphSpec *spec, double scale)
{
  g_autoptr (SwGraphRender) render = sw_graph_render_new (source);
  SwGraphSpec scaled = *spec;
  cairo_t *cr = cairo_create (surface);

  scaled.scale = SCALE;
  cairo_scale (cr, scale, scale);
  sw_graph_render_draw (render, cr, &scaled);
  cairo_destroy (cr);
}

static cairo_surface_t *
draw_pixels (SwSource *source, const SwGraphSpec *spec)
{
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, lround (spec->width * SCALE),
                                    lround (spec->height * SCALE));

  draw (source, surface, spec, SCALE);
  cairo_surface_flush (surface);
  return surface;
}

static cairo_status_t
write_bytes (void *array, const unsigned char *data, unsigned int n_bytes)
{
  g_byte_array_append (array, data, n_bytes);
  return CAIRO_STATUS_SUCCESS;
}

static GBytes *
finish_bytes (GByteArray *array, cairo_status_t status, GError **error)
{
  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (array);
  g_byte_array_unref (array);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, cairo_status_to_string (status));
  return NULL;
}

static GBytes *
to_png (SwSource *source, const SwGraphSpec *spec, GError **error)
{
  GByteArray *array = g_byte_array_new ();
  cairo_surface_t *surface = draw_pixels (source, spec);
  const cairo_status_t status = cairo_surface_write_to_png_stream (surface, write_bytes, array);

  cairo_surface_destroy (surface);
  return finish_bytes (array, status, error);
}

static GBytes *
to_svg (SwSource *source, const SwGraphSpec *spec, GError **error)
{
  GByteArray *array = g_byte_array_new ();
  cairo_surface_t *surface
      = cairo_svg_surface_create_for_stream (write_bytes, array, spec->width, spec->height);
  cairo_status_t status;

  cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
  draw (source, surface, spec, 1);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return finish_bytes (array, status, error);
}

static gint64
get_end_us (SwSource *source, const SwGraphSpec *spec)
{
  SwSeries *series = sw_source_get_series (source);

  if (spec->end_us != 0 || series == NULL || sw_series_get_n_rows (series) == 0)
    return spec->end_us;
  return sw_series_get_row_time_us (series, sw_series_get_n_rows (series) - 1);
}

static GBytes *
to_csv (SwSource *source, const SwGraphSpec *spec)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  const gint64 end_us = get_end_us (source, spec);
  const gint64 span_us = spec->span_us != 0
                             ? spec->span_us
                             : sw_graph_get_auto_span_us (sw_graph_render_get_plot_width (spec),
                                                          sw_source_get_interval_us (source));
  GString *csv = g_string_new (NULL);

  sw_csv_append_source (csv, source, end_us - span_us, end_us, sw_graph_render_get_epoch_us (spec),
                        zone);
  return g_string_free_to_bytes (csv);
}

/**
 * sw_graph_export_to_bytes:
 * @source: what is shown
 * @spec: size and time of what is shown; its scale is not taken
 * @format: what to make of it
 * @error: return location for an error (nullable)
 *
 * Returns: (transfer full) (nullable): what a file of that format has in it; %NULL with an error of `G_IO_ERROR`, when it
 *   is too large to be drawn
 */
GBytes *
sw_graph_export_to_bytes (SwSource *source,
                          const SwGraphSpec *spec,
                          SwExportFormat format,
                          GError **error)
{
  g_return_val_if_fail (SW_IS_SOURCE (source) && spec != NULL, NULL);

  switch (format)
    {
    case SW_EXPORT_SVG:
      return to_svg (source, spec, error);
    case SW_EXPORT_CSV:
      return to_csv (source, spec);
    case SW_EXPORT_PNG:
    default:
      return to_png (source, spec, error);
    }
}

/**
 * sw_graph_export_to_texture:
 * @source: what is shown
 * @spec: size and time of what is shown; its scale is not taken
 *
 * Returns: (transfer full): the picture, for the clipboard
 */
GdkTexture *
sw_graph_export_to_texture (SwSource *source, const SwGraphSpec *spec)
{
  cairo_surface_t *surface;
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (SW_IS_SOURCE (source) && spec != NULL, NULL);

  surface = draw_pixels (source, spec);
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface),
                                      (gsize) cairo_image_surface_get_height (surface)
                                          * cairo_image_surface_get_stride (surface),
                                      (GDestroyNotify) cairo_surface_destroy, surface);
  return gdk_memory_texture_new (cairo_image_surface_get_width (surface),
                                 cairo_image_surface_get_height (surface), GDK_MEMORY_DEFAULT,
                                 bytes, cairo_image_surface_get_stride (surface));
}

typedef struct
{
  char *path;
  GBytes *bytes;
} Write;

static void
write_free (Write *self)
{
  g_free (self->path);
  g_bytes_unref (self->bytes);
  g_free (self);
}

/* GIO's own replacing writes a file that is new in place, and doesn't wait for the disk. */
static void
write_in_thread (GTask *task,
                 G_GNUC_UNUSED gpointer source,
                 gpointer data,
                 G_GNUC_UNUSED GCancellable *cancellable)
{
  const Write *self = data;
  GError *error = NULL;
  gsize n_bytes;
  const char *contents = g_bytes_get_data (self->bytes, &n_bytes);

  if (g_file_set_contents_full (self->path, contents, n_bytes,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0666,
                                &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  g_task_return_new_error (task, G_IO_ERROR, g_io_error_from_file_error (error->code), "%s",
                           error->message);
  g_error_free (error);
}

static void
on_replaced_cb (GObject *file, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_file_replace_contents_finish (G_FILE (file), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * sw_graph_export_save_async:
 * @source: what is shown
 * @spec: size and time of what is shown; its scale is not taken
 * @file: where to; the ending of its name says what it becomes
 * @cancellable: (nullable): stops it
 * @callback: (scope async): called when it is saved, or failed
 * @user_data: for @callback
 *
 * Takes what is shown at once and writes it in the background. On this machine the file has all of it and is on the disk,
 * or it is as it was before; elsewhere it is as whole as what carries it there makes it.
 */
void
sw_graph_export_save_async (SwSource *source,
                            const SwGraphSpec *spec,
                            GFile *file,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autofree char *name = NULL;
  g_autoptr (GTask) task = NULL;
  g_autoptr (GBytes) bytes = NULL;
  Write *write;
  GError *error = NULL;

  g_return_if_fail (SW_IS_SOURCE (source) && spec != NULL && G_IS_FILE (file));

  task = g_task_new (source, cancellable, callback, user_data);
  g_task_set_source_tag (task, sw_graph_export_save_async);
  name = g_file_get_basename (file);
  bytes = sw_graph_export_to_bytes (source, spec, sw_graph_export_get_format (name), &error);
  if (bytes == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (g_file_peek_path (file) == NULL)
    {
      g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE,
                                           G_FILE_CREATE_REPLACE_DESTINATION, cancellable,
                                           on_replaced_cb, g_steal_pointer (&task));
      return;
    }
  write = g_new (Write, 1);
  *write = (Write) { g_file_get_path (file), g_steal_pointer (&bytes) };
  g_task_set_task_data (task, write, (GDestroyNotify) write_free);
  g_task_run_in_thread (task, write_in_thread);
}

/**
 * sw_graph_export_save_finish:
 * @source: what is shown
 * @result: what the callback was given
 * @error: return location for an error (nullable)
 *
 * Returns: whether the file has it; %FALSE with an error of `G_IO_ERROR`
 */
gboolean
sw_graph_export_save_finish (SwSource *source, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, source), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
