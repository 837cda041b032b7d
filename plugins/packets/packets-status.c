/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "core/sw-plural.h"
#include "core/sw-unit.h"

#include "plugins/packets/packets-status.h"

/* What the sidebar says of the page in one line: what is captured and how much passes, or what there is to look at. */
struct _PacketsStatus
{
  GObject parent_instance;

  SwContext *context; /* (nullable) until withdrawn */
  PacketsTraffic *traffic;
  PacketsSession *session;
  guint demanding : 1;
};

G_DEFINE_FINAL_TYPE (PacketsStatus, packets_status, G_TYPE_OBJECT)

static char *
describe_capture (PacketsStatus *self)
{
  const guint n = packets_traffic_get_n_interfaces (self->traffic);
  const PacketsRates total = packets_traffic_get_total (self->traffic);
  const double packets = total.in_packets + total.out_packets;
  char rate[SW_UNIT_TEXT_BYTES];

  if (n == 0)
    return g_strdup (C_ ("page status", "Capturing"));
  if (isnan (packets))
    return g_strdup_printf (sw_plural ("page status", "%u interface", "%u interfaces", n), n);
  sw_unit_format (SW_UNIT_PER_SECOND, packets, rate, sizeof rate);
  return g_strdup_printf (sw_plural ("page status", "%u interface · %s", "%u interfaces · %s", n),
                          n, rate);
}

/* (nullable) */
static char *
describe (PacketsStatus *self)
{
  CaptureStore *store = packets_session_get_store (self->session);
  const guint n = store != NULL ? capture_store_get_n_packets (store) : 0;

  switch (packets_session_get_state (self->session))
    {
    case PACKETS_SESSION_CAPTURING:
      return describe_capture (self);
    case PACKETS_SESSION_READY:
      return g_strdup_printf (sw_plural ("page status", "%'u packet", "%'u packets", n), n);
    case PACKETS_SESSION_STARTING:
      return g_strdup (C_ ("page status", "Starting"));
    case PACKETS_SESSION_LOADING:
      return g_strdup (C_ ("page status", "Loading"));
    case PACKETS_SESSION_EMPTY:
    default:
      return g_strdup (packets_session_get_problem (self->session));
    }
}

/* What nobody sees is not put into words. */
static void
update (PacketsStatus *self)
{
  g_autofree char *text = NULL;

  if (!self->demanding)
    return;
  text = describe (self);
  sw_context_set_status (self->context, text);
}

static void
update_demand (PacketsStatus *self)
{
  const gboolean shown = self->context != NULL && sw_context_get_status_shown (self->context);

  if (self->demanding == !!shown)
    return;
  self->demanding = !!shown;
  if (shown)
    packets_traffic_acquire (self->traffic);
  else
    packets_traffic_release (self->traffic);
  update (self);
}

static void
packets_status_dispose (GObject *object)
{
  packets_status_withdraw (PACKETS_STATUS (object));
  G_OBJECT_CLASS (packets_status_parent_class)->dispose (object);
}

static void
packets_status_class_init (PacketsStatusClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = packets_status_dispose;
}

static void
packets_status_init (G_GNUC_UNUSED PacketsStatus *self)
{
}

/* CONTEXT: the plugin's. */
PacketsStatus *
packets_status_new (SwContext *context, PacketsTraffic *traffic, PacketsSession *session)
{
  PacketsStatus *self = g_object_new (PACKETS_TYPE_STATUS, NULL);

  self->context = g_object_ref (context);
  self->traffic = g_object_ref (traffic);
  self->session = g_object_ref (session);
  g_signal_connect_object (traffic, "rates-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (context, "notify::status-shown", G_CALLBACK (update_demand), self,
                           G_CONNECT_SWAPPED);
  update_demand (self);
  return self;
}

void
packets_status_withdraw (PacketsStatus *self)
{
  g_return_if_fail (PACKETS_IS_STATUS (self));

  if (self->context == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->context, self);
  g_signal_handlers_disconnect_by_data (self->traffic, self);
  g_signal_handlers_disconnect_by_data (self->session, self);
  sw_context_set_status (self->context, NULL);
  g_clear_object (&self->context);
  update_demand (self);
  g_clear_object (&self->traffic);
  g_clear_object (&self->session);
}
