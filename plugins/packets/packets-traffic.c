/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "core/sw-scheduler.h"
#include "core/sw-tick.h"

#include "plugins/packets/packets-traffic.h"

/* One name, which in a capture can be that of several interfaces after each other. */
typedef struct
{
  char *name;
  guint index; /* of the newest in the store */
  PacketsMeter meter;
  gint64 told_us; /* when its figures came, in the scheduler's age */
} Entry;

struct _PacketsTraffic
{
  GObject parent_instance;

  SwScheduler *scheduler;
  PacketsSession *session;
  CaptureStore *store; /* (nullable) of the capture */
  GArray *entries;     /* Entry */
  SwJob *
      job; /* notes silence; owned, since whoever looks may outlive the plugin, whose context takes it away */
  guint64 generation; /* of the store when last looked at */
  guint n_known;      /* interfaces of the store */
  guint demand;
};

typedef enum
{
  SIGNAL_INTERFACES_CHANGED,
  SIGNAL_RATES_CHANGED,
} PacketsTrafficSignal;

/* More graphs nobody reads; what comes and goes with containers would fill the board. */
#define MAX_INTERFACES 32

/* Longer than the helper's second by what reading and telling can take. */
#define SILENCE_US (SW_SECOND_US * 5 / 2)

static guint signals[SIGNAL_RATES_CHANGED + 1];

G_DEFINE_FINAL_TYPE (PacketsTraffic, packets_traffic, G_TYPE_OBJECT)

static void
clear_entry (Entry *entry)
{
  g_free (entry->name);
}

/* (nullable) */
static Entry *
find (PacketsTraffic *self, const char *name)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (g_str_equal (g_array_index (self->entries, Entry, i).name, name))
      return &g_array_index (self->entries, Entry, i);
  return NULL;
}

/* Whether there is a name more. */
static gboolean
add (PacketsTraffic *self, guint index, const char *name)
{
  Entry *known = find (self, name);
  Entry entry = { .index = index };

  if (known != NULL)
    {
      known->index = index;
      known->meter = (PacketsMeter) { 0 };
      return FALSE;
    }
  if (name[0] == '\0' || self->entries->len == MAX_INTERFACES)
    return FALSE;
  entry.name = g_strdup (name);
  g_array_append_val (self->entries, entry);
  return TRUE;
}

static gboolean
add_new (PacketsTraffic *self)
{
  const guint n = capture_store_get_n_interfaces (self->store);
  gboolean added = FALSE;

  for (; self->n_known < n; self->n_known++)
    {
      g_auto (CaptureInterface) interface = { 0 };

      if (capture_store_get_interface (self->store, self->n_known, &interface))
        added = add (self, self->n_known, interface.name) || added;
    }
  return added;
}

static gboolean
feed (PacketsTraffic *self)
{
  gboolean fed = FALSE;

  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = &g_array_index (self->entries, Entry, i);
      g_auto (CaptureInterface) interface = { 0 };

      if (!capture_store_get_interface (self->store, entry->index, &interface)
          || !packets_meter_feed (&entry->meter, &interface.statistics))
        continue;
      entry->told_us = sw_scheduler_get_age_us (self->scheduler);
      fed = TRUE;
    }
  return fed;
}

static gboolean
is_capturing (PacketsTraffic *self)
{
  return packets_session_get_state (self->session) == PACKETS_SESSION_CAPTURING;
}

static gboolean
is_resting (PacketsTraffic *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (!packets_meter_get_resting (&g_array_index (self->entries, Entry, i).meter))
      return FALSE;
  return TRUE;
}

/* Nothing is waited for where nothing can fall any more. */
static void
update_job (PacketsTraffic *self)
{
  sw_job_set_paused (self->job, self->demand == 0 || is_resting (self));
}

static void
follow (PacketsTraffic *self, CaptureStore *store)
{
  g_array_set_size (self->entries, 0);
  g_clear_pointer (&self->store, capture_store_unref);
  self->store = store != NULL ? capture_store_ref (store) : NULL;
  self->generation = G_MAXUINT64;
  self->n_known = 0;
  update_job (self);
}

static void
on_session_changed_cb (PacketsTraffic *self)
{
  CaptureStore *store = is_capturing (self) ? packets_session_get_store (self->session) : NULL;
  const gboolean other = store != self->store;
  gboolean added = FALSE, fed = FALSE;

  if (other)
    follow (self, store);
  if (store != NULL && capture_store_get_generation (store) != self->generation)
    {
      self->generation = capture_store_get_generation (store);
      added = add_new (self);
      fed = feed (self);
      update_job (self);
    }
  if (other || added)
    g_signal_emit (self, signals[SIGNAL_INTERFACES_CHANGED], 0);
  if (other || fed)
    g_signal_emit (self, signals[SIGNAL_RATES_CHANGED], 0);
}

/* Whether any rates have just become nothing. */
static gboolean
note_silence (PacketsTraffic *self)
{
  const gint64 now_us = sw_scheduler_get_age_us (self->scheduler);
  gboolean changed = FALSE;

  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = &g_array_index (self->entries, Entry, i);

      if (packets_meter_get_resting (&entry->meter) || now_us - entry->told_us < SILENCE_US)
        continue;
      packets_meter_rest (&entry->meter);
      changed = TRUE;
    }
  return changed;
}

static gboolean
on_second_cb (G_GNUC_UNUSED SwJob *job, G_GNUC_UNUSED const SwTick *tick, gpointer user_data)
{
  g_autoptr (PacketsTraffic) self = g_object_ref (user_data);
  const gboolean changed = note_silence (self);

  update_job (self);
  if (changed)
    g_signal_emit (self, signals[SIGNAL_RATES_CHANGED], 0);
  return TRUE;
}

static void
packets_traffic_dispose (GObject *object)
{
  PacketsTraffic *self = PACKETS_TRAFFIC (object);

  if (self->job != NULL)
    sw_job_remove (self->job);
  g_clear_object (&self->job);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_object (&self->scheduler);
  g_clear_pointer (&self->store, capture_store_unref);
  G_OBJECT_CLASS (packets_traffic_parent_class)->dispose (object);
}

static void
packets_traffic_finalize (GObject *object)
{
  g_array_unref (PACKETS_TRAFFIC (object)->entries);
  G_OBJECT_CLASS (packets_traffic_parent_class)->finalize (object);
}

static void
packets_traffic_class_init (PacketsTrafficClass *klass)
{
  GType type = PACKETS_TYPE_TRAFFIC;

  G_OBJECT_CLASS (klass)->dispose = packets_traffic_dispose;
  G_OBJECT_CLASS (klass)->finalize = packets_traffic_finalize;

  signals[SIGNAL_INTERFACES_CHANGED] = g_signal_new ("interfaces-changed", type, G_SIGNAL_RUN_LAST,
                                                     0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_RATES_CHANGED] = g_signal_new ("rates-changed", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                                NULL, NULL, G_TYPE_NONE, 0);
}

static void
packets_traffic_init (PacketsTraffic *self)
{
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (self->entries, (GDestroyNotify) clear_entry);
}

PacketsTraffic *
packets_traffic_new (SwScheduler *scheduler, const char *owner, PacketsSession *session)
{
  PacketsTraffic *self;

  g_return_val_if_fail (SW_IS_SCHEDULER (scheduler) && owner != NULL, NULL);
  g_return_val_if_fail (PACKETS_IS_SESSION (session), NULL);

  self = g_object_new (PACKETS_TYPE_TRAFFIC, NULL);
  self->scheduler = g_object_ref (scheduler);
  self->session = g_object_ref (session);
  self->job = g_object_ref (sw_scheduler_add_job (scheduler, owner, "packets rates", SW_SECOND_US,
                                                  on_second_cb, self, NULL));
  sw_job_set_flags (self->job, SW_JOB_VIEW);
  g_signal_connect_object (session, "changed", G_CALLBACK (on_session_changed_cb), self,
                           G_CONNECT_SWAPPED);
  update_job (self);
  return self;
}

void
packets_traffic_acquire (PacketsTraffic *self)
{
  g_return_if_fail (PACKETS_IS_TRAFFIC (self));

  self->demand++;
  /* What came while nobody looked is not what passes now. */
  note_silence (self);
  update_job (self);
}

void
packets_traffic_release (PacketsTraffic *self)
{
  g_return_if_fail (PACKETS_IS_TRAFFIC (self));
  g_return_if_fail (self->demand > 0);

  self->demand--;
  if (self->job != NULL)
    update_job (self);
}

gboolean
packets_traffic_get_capturing (PacketsTraffic *self)
{
  return self->store != NULL;
}

guint
packets_traffic_get_n_interfaces (PacketsTraffic *self)
{
  return self->entries->len;
}

const char *
packets_traffic_get_name (PacketsTraffic *self, guint index)
{
  return g_array_index (self->entries, Entry, index).name;
}

PacketsRates
packets_traffic_get_rates (PacketsTraffic *self, guint index)
{
  return packets_meter_get (&g_array_index (self->entries, Entry, index).meter);
}

/* NAN: there is none of that name. */
PacketsRates
packets_traffic_get_rates_of (PacketsTraffic *self, const char *name)
{
  const PacketsMeter nothing = { 0 };
  const Entry *entry = find (self, name);

  return packets_meter_get (entry != NULL ? &entry->meter : &nothing);
}

static double
sum (double total, double rate)
{
  if (isnan (rate))
    return total;
  return isnan (total) ? rate : total + rate;
}

/* Of all that is captured: what passes a bridge and its ports is counted on each. */
PacketsRates
packets_traffic_get_total (PacketsTraffic *self)
{
  PacketsRates total = { NAN, NAN, NAN, NAN };

  for (guint i = 0; i < self->entries->len; i++)
    {
      const PacketsRates rates = packets_traffic_get_rates (self, i);

      total.in_packets = sum (total.in_packets, rates.in_packets);
      total.out_packets = sum (total.out_packets, rates.out_packets);
      total.in_bits = sum (total.in_bits, rates.in_bits);
      total.out_bits = sum (total.out_bits, rates.out_bits);
    }
  return total;
}
