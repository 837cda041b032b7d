/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "plugins/packets/packets-page-private.h"

/* How packets are shown: what the user chose, and the names that the system has. */

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
  packets_table_set_numbered (self->table, g_settings_get_boolean (self->settings, "show-numbers"));
  packets_table_set_clock (self->table, g_settings_get_enum (self->settings, "time-format")
                                            == PACKETS_TIME_CLOCK);
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

/* Ports have names in filters from now on. */
static void
on_names_changed_cb (PacketsPage *self)
{
  packets_checked_entry_check (self->filter);
}

/* From the system's files, which are read when the page is first seen. */
void
packets_page_load_names (PacketsPage *self)
{
  if (self->names != NULL)
    return;
  self->names = packets_names_new (NULL);
  g_signal_connect_object (self->names, "changed", G_CALLBACK (on_names_changed_cb), self,
                           G_CONNECT_SWAPPED);
  packets_details_set_names (self->details, self->names);
  packets_names_load (self->names);
}
