/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>
#include <math.h>

#include <glib/gi18n-lib.h>

#include "core/sw-tick.h"

#include "plugins/multiload/icmp-echo.h"
#include "plugins/multiload/latency-source.h"

/* How long a packet takes to a host of the user's choice and back. One request in each sample; its reply is collected
 * in the next one. Nothing is sent before the user named a host. */
struct _LatencySource
{
  SwSource parent_instance;

  char *host;             /* as the user wrote it; empty: none */
  HostAddress address;    /* of it, once known */
  IcmpEcho *echo;         /* (nullable) */
  SwSlowReader *resolver; /* (nullable) while the name is looked up */
  SwSlowReadFunc resolve;
  gpointer resolve_data;
  guint n_sent; /* since the last reply */
};

typedef enum
{
  PROP_HOST = 1,
} LatencySourceProperty;

#define INTERVAL_US (5 * SW_SECOND_US)

/* One lost packet is a gap in the graph, three in a row are a host that does not answer, and after so many its name
 * is looked up again: it may have moved. */
#define LOST_UNTIL_SILENT 3
#define LOST_UNTIL_RESOLVE 12

static GParamSpec *properties[PROP_HOST + 1];

G_DEFINE_FINAL_TYPE (LatencySource, latency_source, SW_TYPE_SOURCE)

static gboolean
set_silent (GError **error, const char *text)
{
  g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_SILENT, text);
  return FALSE;
}

static gboolean
set_open_error (GError **error, int open_errno)
{
  if (open_errno == EACCES || open_errno == EPERM)
    g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_FORBIDDEN,
                         C_ ("source error",
                             "This system does not let programs send echo requests. An "
                             "administrator allows it "
                             "with: sysctl -w net.ipv4.ping_group_range=\"0 2147483647\""));
  else if (open_errno == EAFNOSUPPORT || open_errno == EPROTONOSUPPORT)
    g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_UNAVAILABLE,
                         C_ ("source error", "This system cannot reach addresses of this kind"));
  else
    g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_FAILED, g_strerror (open_errno));
  return FALSE;
}

static gboolean
set_send_error (GError **error, int send_errno)
{
  switch (send_errno)
    {
    case ENETUNREACH:
    case EHOSTUNREACH:
    case ENETDOWN:
    case EADDRNOTAVAIL:
      return set_silent (error,
                         C_ ("source error", "There is no way to the host from this network"));
    case EACCES:
    case EPERM:
      g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_FORBIDDEN,
                           C_ ("source error",
                               "A firewall of this machine does not let the request out"));
      return FALSE;
    default:
      g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_FAILED, g_strerror (send_errno));
      return FALSE;
    }
}

/* Asks the resolver's thread; its answer is here in a later sample. */
static gboolean
look_up (LatencySource *self, const SwTick *tick, GError **error)
{
  g_autoptr (GError) lookup_error = NULL;
  const char *bytes;
  gsize n_bytes;

  if (self->resolver == NULL)
    {
      self->resolver = sw_slow_reader_new_with_func (self->resolve, self->resolve_data, NULL);
      sw_slow_reader_add (self->resolver, self->host, NULL);
    }
  if (!sw_slow_reader_begin (self->resolver, tick, NULL))
    return set_silent (error, C_ ("source error", "Looking up the host’s address"));
  bytes = sw_slow_reader_get (self->resolver, 0, &n_bytes, &lookup_error);
  if (bytes == NULL || !host_address_take (bytes, n_bytes, &self->address))
    {
      self->address.length_bytes = 0;
      g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_FAILED,
                           C_ ("source error",
                               "The host’s address cannot be found. Check its name"));
      return FALSE;
    }
  g_clear_object (&self->resolver);
  return TRUE;
}

static gboolean
open_echo (LatencySource *self, const SwTick *tick, GError **error)
{
  int open_errno = 0;

  if (!host_address_is_name (self->host))
    {
      g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_UNAVAILABLE,
                           self->host[0] == '\0'
                               ? C_ ("source error", "Choose a host in this graph’s settings")
                               : C_ ("source error", "This is not the name of a host"));
      return FALSE;
    }
  if (self->address.length_bytes == 0 && !host_address_parse (self->host, &self->address)
      && !look_up (self, tick, error))
    return FALSE;
  self->echo = icmp_echo_new (&self->address, &open_errno);
  self->n_sent = 0;
  return self->echo != NULL || set_open_error (error, open_errno);
}

static gboolean
send_request (LatencySource *self, GError **error)
{
  const int send_errno = icmp_echo_send (self->echo);

  /* A queue that is full loses the packet, as any other on its way may. */
  self->n_sent++;
  if (send_errno == 0 || send_errno == EAGAIN || send_errno == ENOBUFS)
    return TRUE;
  return set_send_error (error, send_errno);
}

static gboolean
latency_source_sample (SwSource *source, const SwTick *tick, GError **error)
{
  LatencySource *self = LATENCY_SOURCE (source);
  double round_trip_ms;

  if (self->echo == NULL && !open_echo (self, tick, error))
    return FALSE;
  if (tick->gap)
    icmp_echo_forget (self->echo);
  round_trip_ms = icmp_echo_collect_ms (self->echo);
  if (!isnan (round_trip_ms))
    self->n_sent = 0;
  sw_source_set_value (source, 0, round_trip_ms);
  if (self->n_sent >= LOST_UNTIL_RESOLVE)
    {
      /* The next sample begins anew. */
      g_clear_pointer (&self->echo, icmp_echo_free);
      self->address.length_bytes = 0;
      return set_silent (error, C_ ("source error", "The host does not answer"));
    }
  if (!send_request (self, error))
    return FALSE;
  if (isnan (round_trip_ms) && sw_source_get_state (source) != SW_SOURCE_STATE_READY)
    return set_silent (error, self->n_sent > LOST_UNTIL_SILENT
                                  ? C_ ("source error", "The host does not answer")
                                  : C_ ("source error", "Waiting for the host’s first answer"));
  return self->n_sent <= LOST_UNTIL_SILENT
         || set_silent (error, C_ ("source error", "The host does not answer"));
}

static void
latency_source_stop (SwSource *source)
{
  LatencySource *self = LATENCY_SOURCE (source);

  g_clear_pointer (&self->echo, icmp_echo_free);
  g_clear_object (&self->resolver);
}

static void
latency_source_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((LatencySourceProperty) id)
    {
    case PROP_HOST:
      g_value_set_string (value, LATENCY_SOURCE (object)->host);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
latency_source_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((LatencySourceProperty) id)
    {
    case PROP_HOST:
      latency_source_set_host (LATENCY_SOURCE (object), g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
latency_source_dispose (GObject *object)
{
  latency_source_stop (SW_SOURCE (object));
  G_OBJECT_CLASS (latency_source_parent_class)->dispose (object);
}

static void
latency_source_finalize (GObject *object)
{
  g_free (LATENCY_SOURCE (object)->host);
  G_OBJECT_CLASS (latency_source_parent_class)->finalize (object);
}

static void
latency_source_class_init (LatencySourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = latency_source_get_property;
  object_class->set_property = latency_source_set_property;
  object_class->dispose = latency_source_dispose;
  object_class->finalize = latency_source_finalize;
  SW_SOURCE_CLASS (klass)->sample = latency_source_sample;
  SW_SOURCE_CLASS (klass)->stop = latency_source_stop;
  properties[PROP_HOST]
      = g_param_spec_string ("host", NULL, NULL, "",
                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
latency_source_init (LatencySource *self)
{
  self->host = g_strdup ("");
  self->resolve = host_address_resolve;
}

SwSource *
latency_source_new (void)
{
  LatencySource *self
      = g_object_new (LATENCY_TYPE_SOURCE, "id", "latency", "title", C_ ("source", "Round Trip"),
                      "description",
                      C_ ("source", "How long a packet takes to the host chosen in the settings "
                                    "and back. Lost packets are gaps."),
                      "unit", SW_UNIT_MILLISECONDS, "style", SW_STYLE_LINES, "interval-us",
                      INTERVAL_US, NULL);

  sw_source_add_channel (SW_SOURCE (self),
                         sw_channel_new ("round-trip", C_ ("channel", "Round trip"), SW_ROLE_1));
  return SW_SOURCE (self);
}

/* RESOLVE answers a name with the bytes of a kernel's address; called in a thread. For tests, which ask no name server. */
SwSource *
latency_source_new_with_resolver (SwSlowReadFunc resolve, gpointer user_data)
{
  SwSource *source = latency_source_new ();

  LATENCY_SOURCE (source)->resolve = resolve;
  LATENCY_SOURCE (source)->resolve_data = user_data;
  return source;
}

/* For tests: what set_host() made of it. */
const char *
latency_source_get_host (LatencySource *self)
{
  return self->host;
}

/* An address in figures, or a name; NULL or empty for none. Sampled again at once. */
void
latency_source_set_host (LatencySource *self, const char *host)
{
  g_autofree char *stripped = g_strstrip (g_strdup (host != NULL ? host : ""));

  if (!g_set_str (&self->host, stripped))
    return;
  latency_source_stop (SW_SOURCE (self));
  self->address.length_bytes = 0;
  self->n_sent = 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HOST]);
  sw_source_sample_soon (SW_SOURCE (self));
}
