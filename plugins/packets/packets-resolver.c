/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include "core/sw-job.h"
#include "core/sw-scheduler.h"

#include "plugins/packets/dissect/dissect-line.h"
#include "plugins/packets/packets-resolver.h"

/* Names of IP addresses, as the system's resolver tells them. Asking tells a DNS server which addresses somebody here
 * looks at, and makes traffic in the very capture that is watched: nothing is asked until it is enabled. */
struct _PacketsResolver
{
  GObject parent_instance;

  SwScheduler *scheduler;
  char *owner;
  GHashTable *entries;       /* set of Entry, by address */
  GQueue waiting;            /* of Entry, borrowed; the newest first */
  GCancellable *cancellable; /* of all that is under way */
  SwJob *job;                /* (nullable) borrowed from the scheduler: "changed" is due */
  guint n_asked;
  gboolean enabled;
};

typedef enum
{
  ENTRY_WAITING,
  ENTRY_ASKED,
  ENTRY_ANSWERED,
} EntryState;

typedef struct
{
  guint8 address[16]; /* the rest 0 */
  guint8 n_bytes;
  EntryState state;
  char *name;        /* (nullable) has none, as far as is known */
  gint64 expires_us; /* on the scheduler's clock, once answered */
} Entry;

typedef struct
{
  PacketsResolver *self;
  GCancellable
      *cancellable; /* as it was asked with: another one is there if all was forgotten since */
  Entry key;
} Question;

/* Names of addresses change seldom; a server that failed may be back soon. */
#define NAME_US (G_GINT64_CONSTANT (3600) * SW_SECOND_US)
#define NO_NAME_US (G_GINT64_CONSTANT (300) * SW_SECOND_US)
#define CHANGED_US (SW_SECOND_US / 5)

static guint changed_signal;

G_DEFINE_FINAL_TYPE (PacketsResolver, packets_resolver, G_TYPE_OBJECT)

static void ask_next (PacketsResolver *self);

static guint
hash_entry (gconstpointer key)
{
  const Entry *entry = key;
  guint hash = entry->n_bytes;

  for (guint i = 0; i < sizeof entry->address; i++)
    hash = hash * 33 + entry->address[i];
  return hash;
}

static gboolean
equal_entries (gconstpointer a, gconstpointer b)
{
  const Entry *one = a, *other = b;

  return one->n_bytes == other->n_bytes
         && memcmp (one->address, other->address, sizeof one->address) == 0;
}

static void
entry_free (Entry *entry)
{
  g_free (entry->name);
  g_free (entry);
}

/* Addresses that no server has a name for: of a link, of a group, of nobody, of everybody. */
static gboolean
may_have_name (GInetAddress *address, const guint8 *bytes)
{
  static const guint8 everybody[4] = { 255, 255, 255, 255 };

  return !g_inet_address_get_is_link_local (address) && !g_inet_address_get_is_multicast (address)
         && !g_inet_address_get_is_any (address)
         && (g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV4
             || memcmp (bytes, everybody, sizeof everybody) != 0);
}

static GInetAddress *
create_address (const Entry *entry)
{
  return g_inet_address_new_from_bytes (entry->address, entry->n_bytes == 4 ? G_SOCKET_FAMILY_IPV4
                                                                            : G_SOCKET_FAMILY_IPV6);
}

static gboolean
on_changed_due_cb (G_GNUC_UNUSED SwJob *job, G_GNUC_UNUSED const SwTick *tick, gpointer user_data)
{
  g_autoptr (PacketsResolver) self = g_object_ref (user_data);

  g_clear_pointer (&self->job, sw_job_remove);
  g_signal_emit (self, changed_signal, 0);
  return TRUE;
}

/* Answers come one by one; views read everything anew. */
static void
announce (PacketsResolver *self)
{
  if (self->job == NULL)
    self->job = sw_scheduler_add_job (self->scheduler, self->owner, "names", CHANGED_US,
                                      on_changed_due_cb, self, NULL);
}

/* Whoever owns the address writes its name: one line of bounded length. */
static char *
clean_name (const char *name)
{
  DissectLine line;

  dissect_line_clear (&line);
  dissect_line_add_octets (&line, (const guint8 *) name, strnlen (name, DISSECT_LINE_BYTES));
  return line.length > 0 ? g_strdup (line.text) : NULL;
}

static void
take_answer (PacketsResolver *self, const Entry *key, const char *name)
{
  Entry *entry = g_hash_table_lookup (self->entries, key);
  g_autofree char *before = NULL;

  if (entry == NULL)
    return;
  before = g_steal_pointer (&entry->name);
  entry->name = name != NULL ? clean_name (name) : NULL;
  entry->state = ENTRY_ANSWERED;
  entry->expires_us
      = sw_scheduler_get_age_us (self->scheduler) + (entry->name != NULL ? NAME_US : NO_NAME_US);
  if (g_strcmp0 (before, entry->name) != 0)
    announce (self);
}

static void
on_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Question *question = user_data;
  g_autoptr (PacketsResolver) self = question->self;
  g_autoptr (GCancellable) cancellable = question->cancellable;
  g_autofree char *name = g_resolver_lookup_by_address_finish (G_RESOLVER (source), result, NULL);

  /* Those were forgotten together with their number. */
  if (g_cancellable_is_cancelled (cancellable))
    return;
  self->n_asked--;
  take_answer (self, &question->key, name);
  ask_next (self);
}

static void
ask (PacketsResolver *self, Entry *entry)
{
  g_autoptr (GInetAddress) address = create_address (entry);
  g_autoptr (GResolver) resolver = g_resolver_get_default ();
  Question *question = g_new0 (Question, 1);

  question->self = g_object_ref (self);
  question->cancellable = g_object_ref (self->cancellable);
  question->key = *entry;
  question->key.name = NULL;
  entry->state = ENTRY_ASKED;
  self->n_asked++;
  g_resolver_lookup_by_address_async (resolver, address, self->cancellable, on_answered_cb,
                                      question);
}

static void
ask_next (PacketsResolver *self)
{
  while (self->enabled && self->n_asked < PACKETS_RESOLVER_MAX_ASKED
         && !g_queue_is_empty (&self->waiting))
    ask (self, g_queue_pop_head (&self->waiting));
}

/* Who has asked for so many no longer looks at the first. */
static void
wait_in_line (PacketsResolver *self, Entry *entry)
{
  entry->state = ENTRY_WAITING;
  g_queue_push_head (&self->waiting, entry);
  if (g_queue_get_length (&self->waiting) > PACKETS_RESOLVER_MAX_WAITING)
    g_hash_table_remove (self->entries, g_queue_pop_tail (&self->waiting));
}

static gboolean
is_answered (gpointer key, G_GNUC_UNUSED gpointer value, G_GNUC_UNUSED gpointer user_data)
{
  return ((Entry *) key)->state == ENTRY_ANSWERED;
}

static Entry *
add_entry (PacketsResolver *self, const Entry *key)
{
  Entry *entry = g_memdup2 (key, sizeof *key);

  if (g_hash_table_size (self->entries) >= PACKETS_RESOLVER_MAX_KNOWN)
    g_hash_table_foreach_remove (self->entries, is_answered, NULL);
  g_hash_table_add (self->entries, entry);
  return entry;
}

static void
forget_all (PacketsResolver *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->job, sw_job_remove);
  g_queue_clear (&self->waiting);
  g_hash_table_remove_all (self->entries);
  self->n_asked = 0;
}

static void
packets_resolver_dispose (GObject *object)
{
  PacketsResolver *self = PACKETS_RESOLVER (object);

  forget_all (self);
  g_clear_object (&self->scheduler);
  G_OBJECT_CLASS (packets_resolver_parent_class)->dispose (object);
}

static void
packets_resolver_finalize (GObject *object)
{
  PacketsResolver *self = PACKETS_RESOLVER (object);

  g_hash_table_unref (self->entries);
  g_free (self->owner);
  G_OBJECT_CLASS (packets_resolver_parent_class)->finalize (object);
}

static void
packets_resolver_class_init (PacketsResolverClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = packets_resolver_dispose;
  G_OBJECT_CLASS (klass)->finalize = packets_resolver_finalize;

  /* Names are known that were not. At most five times a second. */
  changed_signal = g_signal_new ("changed", PACKETS_TYPE_RESOLVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
packets_resolver_init (PacketsResolver *self)
{
  self->entries
      = g_hash_table_new_full (hash_entry, equal_entries, (GDestroyNotify) entry_free, NULL);
  g_queue_init (&self->waiting);
}

/* Not enabled yet. */
PacketsResolver *
packets_resolver_new (SwScheduler *scheduler, const char *owner)
{
  PacketsResolver *self;

  g_return_val_if_fail (SW_IS_SCHEDULER (scheduler) && owner != NULL, NULL);

  self = g_object_new (PACKETS_TYPE_RESOLVER, NULL);
  self->scheduler = g_object_ref (scheduler);
  self->owner = g_strdup (owner);
  return self;
}

/* Whoever disables it forgets what was asked for: no question is under way any more, and no name is known. */
void
packets_resolver_set_enabled (PacketsResolver *self, gboolean enabled)
{
  g_return_if_fail (PACKETS_IS_RESOLVER (self));

  if (self->enabled == !!enabled)
    return;
  self->enabled = !!enabled;
  if (self->enabled)
    self->cancellable = g_cancellable_new ();
  else
    forget_all (self);
  announce (self);
}

gboolean
packets_resolver_get_enabled (PacketsResolver *self)
{
  g_return_val_if_fail (PACKETS_IS_RESOLVER (self), FALSE);

  return self->enabled;
}

static gboolean
is_due (PacketsResolver *self, const Entry *entry)
{
  return entry->state == ENTRY_ANSWERED
         && sw_scheduler_get_age_us (self->scheduler) >= entry->expires_us;
}

/* The name of ADDRESS, of 4 bytes for IP_VERSION 4 and 16 for 6, valid until the next call; %NULL: none, or not yet: then it is
 * asked for, and "changed" follows. A name that is too old is given until there is a newer one. */
const char *
packets_resolver_lookup (PacketsResolver *self, guint8 ip_version, const guint8 *address)
{
  Entry key = { .n_bytes = ip_version == 4 ? 4 : 16 };
  Entry *entry;

  g_return_val_if_fail (PACKETS_IS_RESOLVER (self) && address != NULL, NULL);
  g_return_val_if_fail (ip_version == 4 || ip_version == 6, NULL);

  if (!self->enabled)
    return NULL;
  memcpy (key.address, address, key.n_bytes);
  entry = g_hash_table_lookup (self->entries, &key);
  if (entry != NULL && !is_due (self, entry))
    return entry->name;
  if (entry == NULL)
    {
      g_autoptr (GInetAddress) inet_address = create_address (&key);

      if (!may_have_name (inet_address, address))
        return NULL;
      entry = add_entry (self, &key);
    }
  wait_in_line (self, entry);
  ask_next (self);
  return entry->name;
}

/* Addresses that were asked for, with a name or without. */
guint
packets_resolver_get_n_known (PacketsResolver *self)
{
  g_return_val_if_fail (PACKETS_IS_RESOLVER (self), 0);

  return g_hash_table_size (self->entries);
}
