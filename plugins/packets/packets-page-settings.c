/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "plugins/packets/packets-page-private.h"

/* How packets are shown: what the user chose, and the names that the system has. */

#define SERVICES_PATH "/etc/services"

static void
invalidate (PacketsPage *self)
{
  PacketsDecoder *decoder = packets_list_get_decoder (self->list);

  if (decoder == NULL)
    return;
  packets_decoder_invalidate (decoder);
  packets_table_refresh (self->table);
}

static void
on_settings_changed_cb (PacketsPage *self)
{
  PacketsDecoder *decoder = packets_list_get_decoder (self->list);

  packets_resolver_set_enabled (self->resolver,
                                g_settings_get_boolean (self->settings, "resolve-names"));
  packets_table_show_column (self->table, PACKETS_COLUMN_NUMBER,
                             g_settings_get_boolean (self->settings, "show-numbers"));
  if (decoder != NULL)
    packets_page_apply_settings (self, decoder);
  invalidate (self);
}

/* From now on. */
void
packets_page_follow_settings (PacketsPage *self)
{
  static const char *const keys[] = { "resolve-names", "show-numbers", "time-format" };

  g_signal_connect_object (self->resolver, "changed", G_CALLBACK (invalidate), self,
                           G_CONNECT_SWAPPED);
  if (self->settings == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *signal = g_strconcat ("changed::", keys[i], NULL);

      g_signal_connect_object (self->settings, signal, G_CALLBACK (on_settings_changed_cb), self,
                               G_CONNECT_SWAPPED);
    }
  on_settings_changed_cb (self);
}

/* To what decodes another capture. */
void
packets_page_apply_settings (PacketsPage *self, PacketsDecoder *decoder)
{
  packets_decoder_set_resolver (decoder, self->resolver);
  if (self->settings != NULL)
    packets_decoder_set_time_format (decoder, g_settings_get_enum (self->settings, "time-format"));
}

/* Without the file, ports have no names. */
static void
on_services_loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  PacketsPage *self = user_data;
  g_autofree char *text = NULL;
  gsize n_bytes;

  /* Cancelled: the page is gone. */
  if (!g_file_load_contents_finish (G_FILE (object), result, &text, &n_bytes, NULL, NULL)
      || self->services != NULL)
    return;
  self->services = service_names_new (text, n_bytes);
  packets_checked_entry_check (self->filter);
}

/* For filters such as port:domain. */
void
packets_page_load_services (PacketsPage *self)
{
  g_autoptr (GFile) file = g_file_new_for_path (SERVICES_PATH);

  g_file_load_contents_async (file, self->cancellable, on_services_loaded_cb, self);
}
