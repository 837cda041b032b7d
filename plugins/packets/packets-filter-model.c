/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "plugins/packets/packets-filter-model.h"
#include "plugins/packets/packets-scan.h"

/* How many packets are looked at before what was found is shown. Few at first, for an answer at once; then more, for few
 * wakeups. */
#define FIRST_CHUNK 2048u
#define LARGEST_CHUNK 65536u

/* The packets of a PacketsList that a filter lets through, by their numbers. They are looked for in a worker, a chunk at a
 * time; what was found by the filter before stays until there is something to show instead. Without a filter it is the
 * list itself. */
struct _PacketsFilterModel
{
  GObject parent_instance;

  PacketsList *list;
  FieldFilter *filter;       /* (nullable) */
  GArray *matches;           /* of guint32, ascending: what is shown while there is a filter */
  guint n_items;             /* as told */
  guint n_scanned;           /* packets that were looked at */
  guint chunk;               /* how many to look at next */
  PacketsScan *scan;         /* (nullable) of this filter in this capture */
  GCancellable *cancellable; /* (nullable) while a chunk is being looked at */
  guint active : 1;
  guint stale : 1; /* the matches are those of the filter before */
};

typedef enum
{
  PROP_SEARCHING = 1,
} PacketsFilterModelProperty;

static GParamSpec *properties[PROP_SEARCHING + 1];

static GType
packets_filter_model_get_item_type (G_GNUC_UNUSED GListModel *model)
{
  return PACKETS_TYPE_ROW;
}

static guint
packets_filter_model_get_n_items (GListModel *model)
{
  return PACKETS_FILTER_MODEL (model)->n_items;
}

static gpointer
packets_filter_model_get_item (GListModel *model, guint position)
{
  PacketsFilterModel *self = PACKETS_FILTER_MODEL (model);

  if (position >= self->n_items)
    return NULL;
  return packets_row_new (packets_list_get_decoder (self->list),
                          packets_filter_model_get_index (self, position));
}

static void
model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = packets_filter_model_get_item_type;
  iface->get_n_items = packets_filter_model_get_n_items;
  iface->get_item = packets_filter_model_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PacketsFilterModel,
                               packets_filter_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, model_iface_init))

static void search_on (PacketsFilterModel *self);

static guint
count_packets (PacketsFilterModel *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->list));
}

static void
tell_items (PacketsFilterModel *self, guint position, guint removed, guint added)
{
  self->n_items = self->n_items - removed + added;
  if (removed > 0 || added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

/* In two steps: a list looks whether the rows that it has are among those that come in place of them, and has all of these
 * made to see that. */
static void
replace_items (PacketsFilterModel *self, guint n_items)
{
  const guint n_first = MIN (n_items, FIRST_CHUNK);

  tell_items (self, 0, self->n_items, n_first);
  tell_items (self, n_first, 0, n_items - n_first);
}

/* What the filter before found goes when the first of this one's is there, or nothing is. */
static void
show_found (PacketsFilterModel *self, GArray *found)
{
  if (self->stale && found->len == 0 && self->n_scanned < count_packets (self))
    return;
  if (self->stale)
    {
      self->stale = FALSE;
      g_array_set_size (self->matches, 0);
      g_array_append_vals (self->matches, found->data, found->len);
      replace_items (self, found->len);
      return;
    }
  g_array_append_vals (self->matches, found->data, found->len);
  tell_items (self, self->n_items, 0, found->len);
}

static void
on_chunk_scanned_cb (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PacketsFilterModel) self = user_data;
  guint end = 0;
  g_autoptr (GArray) found = packets_scan_finish (result, &end);

  /* Cancelled: another search may be under way. */
  if (found == NULL)
    return;
  g_clear_object (&self->cancellable);
  self->n_scanned = end;
  self->chunk = MIN (2 * self->chunk, LARGEST_CHUNK);
  show_found (self, found);
  search_on (self);
  if (self->cancellable == NULL)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCHING]);
}

/* Looks at the next chunk, unless one is being looked at or there is none. */
static void
search_on (PacketsFilterModel *self)
{
  const guint n_packets = count_packets (self);

  if (!self->active || self->filter == NULL || self->cancellable != NULL
      || self->n_scanned >= n_packets)
    return;
  if (self->scan == NULL)
    self->scan
        = packets_scan_new (packets_decoder_get_store (packets_list_get_decoder (self->list)),
                            self->filter);
  self->cancellable = g_cancellable_new ();
  packets_scan_async (self->scan, self->n_scanned,
                      MIN (self->chunk, n_packets - self->n_scanned), self->cancellable,
                      on_chunk_scanned_cb, g_object_ref (self));
}

static void
stop_search (PacketsFilterModel *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  /* Its cursor may still be read with for a moment: the next search has one of its own. */
  g_clear_pointer (&self->scan, packets_scan_unref);
}

static void
begin_search (PacketsFilterModel *self)
{
  stop_search (self);
  self->n_scanned = 0;
  self->chunk = FIRST_CHUNK;
  search_on (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCHING]);
}

static void
on_list_changed_cb (G_GNUC_UNUSED GListModel *list,
                    guint position,
                    guint removed,
                    guint added,
                    PacketsFilterModel *self)
{
  if (self->filter == NULL)
    tell_items (self, position, removed, added);
  else if (removed == 0)
    search_on (self);
  else
    {
      /* Another capture: nothing that was found is in it. */
      g_array_set_size (self->matches, 0);
      self->stale = FALSE;
      tell_items (self, 0, self->n_items, 0);
      begin_search (self);
    }
}

static void
packets_filter_model_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((PacketsFilterModelProperty) id)
    {
    case PROP_SEARCHING:
      g_value_set_boolean (value,
                           packets_filter_model_get_searching (PACKETS_FILTER_MODEL (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
packets_filter_model_dispose (GObject *object)
{
  stop_search (PACKETS_FILTER_MODEL (object));
  G_OBJECT_CLASS (packets_filter_model_parent_class)->dispose (object);
}

static void
packets_filter_model_finalize (GObject *object)
{
  PacketsFilterModel *self = PACKETS_FILTER_MODEL (object);

  g_clear_object (&self->list);
  g_clear_pointer (&self->filter, field_filter_unref);
  g_array_unref (self->matches);
  G_OBJECT_CLASS (packets_filter_model_parent_class)->finalize (object);
}

static void
packets_filter_model_class_init (PacketsFilterModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = packets_filter_model_get_property;
  object_class->dispose = packets_filter_model_dispose;
  object_class->finalize = packets_filter_model_finalize;
  properties[PROP_SEARCHING] = g_param_spec_boolean ("searching", NULL, NULL, FALSE,
                                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
packets_filter_model_init (PacketsFilterModel *self)
{
  self->matches = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->active = TRUE;
}

PacketsFilterModel *
packets_filter_model_new (PacketsList *list)
{
  PacketsFilterModel *self = g_object_new (PACKETS_TYPE_FILTER_MODEL, NULL);

  self->list = g_object_ref (list);
  self->n_items = count_packets (self);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (on_list_changed_cb), self,
                           G_CONNECT_DEFAULT);
  return self;
}

/* FILTER (nullable): all packets. */
void
packets_filter_model_set_filter (PacketsFilterModel *self, FieldFilter *filter)
{
  const gboolean was_filtered = self->filter != NULL;

  if (self->filter == filter)
    return;
  g_clear_pointer (&self->filter, field_filter_unref);
  self->filter = filter != NULL ? field_filter_ref (filter) : NULL;
  if (filter == NULL)
    {
      g_array_set_size (self->matches, 0);
      self->stale = FALSE;
      replace_items (self, count_packets (self));
    }
  else if (!was_filtered)
    {
      /* What is shown is everything, which has no numbers of its own: nothing is shown until something is found. */
      tell_items (self, 0, self->n_items, 0);
    }
  else
    self->stale = TRUE;
  begin_search (self);
}

/* While it is not, because nobody looks, nothing is searched. */
void
packets_filter_model_set_active (PacketsFilterModel *self, gboolean active)
{
  if (self->active == active)
    return;
  self->active = active;
  if (active)
    search_on (self);
  else
    stop_search (self);
}

gboolean
packets_filter_model_get_filtered (PacketsFilterModel *self)
{
  return self->filter != NULL;
}

gboolean
packets_filter_model_get_searching (PacketsFilterModel *self)
{
  return self->filter != NULL && self->n_scanned < count_packets (self);
}

/* Of the search, 0 to 1. */
double
packets_filter_model_get_progress (PacketsFilterModel *self)
{
  const guint n_packets = count_packets (self);

  return n_packets == 0 ? 1 : (double) self->n_scanned / n_packets;
}

/* The number of the packet at POSITION, from 0. */
guint
packets_filter_model_get_index (PacketsFilterModel *self, guint position)
{
  if (position >= self->n_items)
    return G_MAXUINT;
  if (self->filter == NULL)
    return position;
  return position < self->matches->len ? g_array_index (self->matches, guint32, position)
                                       : G_MAXUINT;
}

/* Where the packet INDEX is, or the first after it; the number of items where there is none. */
guint
packets_filter_model_find (PacketsFilterModel *self, guint index)
{
  guint begin = 0, end = self->n_items;

  if (self->filter == NULL)
    return MIN (index, self->n_items);
  while (begin < end)
    {
      const guint middle = begin + (end - begin) / 2;

      if (g_array_index (self->matches, guint32, middle) < index)
        begin = middle + 1;
      else
        end = middle;
    }
  return begin;
}
