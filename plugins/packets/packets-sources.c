/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "plugins/packets/packets-rate-source.h"
#include "plugins/packets/packets-sources.h"

struct _PacketsSources
{
  GObject parent_instance;

  SwContext *context;      /* (nullable) until withdrawn */
  PacketsTraffic *traffic; /* (nullable) the same */
  GPtrArray *sources;      /* of the context */
};

G_DEFINE_FINAL_TYPE (PacketsSources, packets_sources, G_TYPE_OBJECT)

static void
remove_all (PacketsSources *self)
{
  for (guint i = 0; i < self->sources->len; i++)
    sw_context_remove_source (self->context, self->sources->pdata[i]);
  g_ptr_array_set_size (self->sources, 0);
}

static gboolean
has_name (PacketsSources *self, const char *name)
{
  for (guint i = 0; i < self->sources->len; i++)
    if (g_str_equal (packets_rate_source_get_name (self->sources->pdata[i]), name))
      return TRUE;
  return FALSE;
}

static void
add (PacketsSources *self, const char *name, PacketsRateKind kind)
{
  SwSource *source = packets_rate_source_new (self->traffic, name, kind);

  g_ptr_array_add (self->sources, source);
  sw_context_add_source (self->context, source);
}

/* A name that was captured stays until the capture ends: its graph is to show that nothing comes any more. */
static void
on_interfaces_changed_cb (PacketsSources *self)
{
  const guint n = packets_traffic_get_n_interfaces (self->traffic);

  if (!packets_traffic_get_capturing (self->traffic))
    remove_all (self);
  for (guint i = 0; i < n; i++)
    {
      const char *name = packets_traffic_get_name (self->traffic, i);

      if (has_name (self, name))
        continue;
      add (self, name, PACKETS_RATE_PACKETS);
      add (self, name, PACKETS_RATE_BITS);
    }
}

static void
packets_sources_dispose (GObject *object)
{
  packets_sources_withdraw (PACKETS_SOURCES (object));
  G_OBJECT_CLASS (packets_sources_parent_class)->dispose (object);
}

static void
packets_sources_finalize (GObject *object)
{
  g_ptr_array_unref (PACKETS_SOURCES (object)->sources);
  G_OBJECT_CLASS (packets_sources_parent_class)->finalize (object);
}

static void
packets_sources_class_init (PacketsSourcesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = packets_sources_dispose;
  G_OBJECT_CLASS (klass)->finalize = packets_sources_finalize;
}

static void
packets_sources_init (PacketsSources *self)
{
  self->sources = g_ptr_array_new_with_free_func (g_object_unref);
}

PacketsSources *
packets_sources_new (SwContext *context, PacketsTraffic *traffic)
{
  PacketsSources *self = g_object_new (PACKETS_TYPE_SOURCES, NULL);

  self->context = g_object_ref (context);
  self->traffic = g_object_ref (traffic);
  g_signal_connect_object (traffic, "interfaces-changed", G_CALLBACK (on_interfaces_changed_cb),
                           self, G_CONNECT_SWAPPED);
  on_interfaces_changed_cb (self);
  return self;
}

/* Before the context is closed. */
void
packets_sources_withdraw (PacketsSources *self)
{
  g_return_if_fail (PACKETS_IS_SOURCES (self));

  if (self->context == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->traffic, self);
  remove_all (self);
  g_clear_object (&self->context);
  g_clear_object (&self->traffic);
}
