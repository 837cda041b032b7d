/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "core/sw-tick.h"

#include "plugins/multiload/network-source.h"

/* Bytes received and sent per second: by one interface, or by all that NetInterfaces counts. The total is the sum of the
 * interfaces' own rates, never the rate of their sum, which would leap when one comes or goes. */
struct _NetworkSource
{
  SwSource parent_instance;

  NetInterfaces *interfaces;
  char *name;          /* (nullable) of the one interface; none: the total */
  NetInterface *shown; /* (nullable) the one interface, valid in that generation */
  guint64 generation;
  SwCounter in; /* of the one interface */
  SwCounter out;
  int index; /* of the one interface when last seen; 0: unknown */
};

typedef enum
{
  CHANNEL_IN,
  CHANNEL_OUT,
} NetworkChannel;

G_DEFINE_FINAL_TYPE (NetworkSource, network_source, SW_TYPE_SOURCE)

static double
add (double sum, double rate)
{
  if (isnan (rate))
    return sum;
  return isnan (sum) ? rate : sum + rate;
}

static gboolean
sample_total (NetworkSource *self, const SwTick *tick, GError **error)
{
  double in = NAN, out = NAN;

  if (net_interfaces_get_n_counted (self->interfaces) == 0)
    {
      net_interfaces_set_none_error (self->interfaces, error);
      return FALSE;
    }
  for (guint i = 0; i < net_interfaces_get_n (self->interfaces); i++)
    {
      NetInterface *interface = net_interfaces_get (self->interfaces, i);

      if (!interface->counted)
        continue;
      in = add (in, sw_counter_get_rate (&interface->total_in, interface->in_bytes, tick));
      out = add (out, sw_counter_get_rate (&interface->total_out, interface->out_bytes, tick));
    }
  sw_source_set_value (SW_SOURCE (self), CHANNEL_IN, in);
  sw_source_set_value (SW_SOURCE (self), CHANNEL_OUT, out);
  return TRUE;
}

/* (nullable) */
static NetInterface *
find_shown (NetworkSource *self)
{
  const guint64 generation = net_interfaces_get_generation (self->interfaces);

  if (self->generation == generation)
    return self->shown;
  self->generation = generation;
  self->shown = net_interfaces_lookup (self->interfaces, self->name);
  /* Another device under this name, or the same after it was away, begins anew. */
  if (self->shown == NULL || (self->index != 0 && self->shown->index != self->index))
    self->in.valid = self->out.valid = FALSE;
  if (self->shown != NULL)
    self->index = self->shown->index;
  return self->shown;
}

static gboolean
sample_one (NetworkSource *self, const SwTick *tick, GError **error)
{
  SwSource *source = SW_SOURCE (self);
  NetInterface *interface = find_shown (self);

  if (interface == NULL)
    {
      g_set_error (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_GONE,
                   C_ ("source error", "The network interface %s is not there any more"),
                   self->name);
      return FALSE;
    }
  sw_source_set_value (source, CHANNEL_IN,
                       sw_counter_get_rate (&self->in, interface->in_bytes, tick));
  sw_source_set_value (source, CHANNEL_OUT,
                       sw_counter_get_rate (&self->out, interface->out_bytes, tick));
  return TRUE;
}

static gboolean
network_source_sample (SwSource *source, const SwTick *tick, GError **error)
{
  NetworkSource *self = NETWORK_SOURCE (source);

  if (!net_interfaces_refresh (self->interfaces, tick, error))
    return FALSE;
  return self->name != NULL ? sample_one (self, tick, error) : sample_total (self, tick, error);
}

static void
network_source_start (SwSource *source)
{
  net_interfaces_acquire (NETWORK_SOURCE (source)->interfaces);
}

static void
network_source_stop (SwSource *source)
{
  net_interfaces_release (NETWORK_SOURCE (source)->interfaces);
}

/* What failed for want of an interface, and so is asked for ever less often, may have one now. */
static void
on_interfaces_stale_cb (NetworkSource *self)
{
  if (sw_source_get_state (SW_SOURCE (self)) == SW_SOURCE_STATE_UNAVAILABLE)
    sw_source_sample_soon (SW_SOURCE (self));
}

static void
on_interfaces_changed_cb (NetworkSource *self)
{
  g_autofree char *description = NULL;

  if (self->name != NULL)
    {
      on_interfaces_stale_cb (self);
      return;
    }
  description = net_interfaces_describe (self->interfaces);
  sw_source_set_description (SW_SOURCE (self), description);
}

static void
network_source_dispose (GObject *object)
{
  NetworkSource *self = NETWORK_SOURCE (object);

  g_clear_object (&self->interfaces);
  G_OBJECT_CLASS (network_source_parent_class)->dispose (object);
}

static void
network_source_finalize (GObject *object)
{
  g_free (NETWORK_SOURCE (object)->name);
  G_OBJECT_CLASS (network_source_parent_class)->finalize (object);
}

static void
network_source_class_init (NetworkSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = network_source_dispose;
  G_OBJECT_CLASS (klass)->finalize = network_source_finalize;
  SW_SOURCE_CLASS (klass)->start = network_source_start;
  SW_SOURCE_CLASS (klass)->sample = network_source_sample;
  SW_SOURCE_CLASS (klass)->stop = network_source_stop;
}

static void
network_source_init (G_GNUC_UNUSED NetworkSource *self)
{
}

static SwSource *
new_source (NetInterfaces *interfaces, const char *id, const char *title)
{
  NetworkSource *self = g_object_new (NETWORK_TYPE_SOURCE, "id", id, "title", title, "unit",
                                      SW_UNIT_BYTES_PER_SECOND, "style", SW_STYLE_LINES, NULL);
  SwSource *source = SW_SOURCE (self);

  self->interfaces = g_object_ref (interfaces);
  sw_source_add_channel (source,
                         sw_channel_new ("in", C_ ("channel", "Received"), SW_ROLE_INBOUND));
  sw_source_add_channel (source, sw_channel_new ("out", C_ ("channel", "Sent"), SW_ROLE_OUTBOUND));
  g_signal_connect_object (interfaces, "stale", G_CALLBACK (on_interfaces_stale_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (interfaces, "changed", G_CALLBACK (on_interfaces_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return source;
}

/* The total, of id "network". */
SwSource *
network_source_new (NetInterfaces *interfaces)
{
  g_return_val_if_fail (NET_IS_INTERFACES (interfaces), NULL);

  return new_source (interfaces, "network", C_ ("source", "Network"));
}

/* One interface, whether it counts in the total or not, of id "network:NAME". */
SwSource *
network_source_new_for_interface (NetInterfaces *interfaces, const char *name)
{
  g_autofree char *id = NULL;
  g_autofree char *description = NULL;
  NetInterface *interface;
  NetworkSource *self;
  SwSource *source;

  g_return_val_if_fail (NET_IS_INTERFACES (interfaces) && name != NULL, NULL);

  id = g_strconcat ("network:", name, NULL);
  source = new_source (interfaces, id, name);
  description
      = g_strdup_printf (C_ ("source description", "Received and sent by the network interface %s"),
                         name);
  sw_source_set_description (source, description);
  self = NETWORK_SOURCE (source);
  self->name = g_strdup (name);
  self->generation = G_MAXUINT64;
  interface = net_interfaces_lookup (interfaces, name);
  self->index = interface != NULL ? interface->index : 0;
  return source;
}

/* (nullable) The interface; none for the total. */
const char *
network_source_get_name (NetworkSource *self)
{
  return self->name;
}

/* The interface's number when it was last seen; 0 if it never was. */
int
network_source_get_index (NetworkSource *self)
{
  return self->index;
}
