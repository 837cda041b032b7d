/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include "plugins/packets/dissect/tcp-flows.h"
#include "plugins/packets/dissect/tcp-segment.h"

#define CHUNK_CONNECTIONS 1024u
#define N_CHUNKS (TCP_FLOWS_MAX_CONNECTIONS / CHUNK_CONNECTIONS)
#define FIRST_N_BUCKETS 1024u
#define NO_CONNECTION G_MAXUINT32
/* What comes within it after a later one has overtaken it on the way; later, it was sent again. */
#define REORDERING_NS (3 * G_GINT64_CONSTANT (1000000))

/* One end of a connection, as a sender. */
typedef struct
{
  guint32 base;      /* atomic: what its relative numbers count from */
  guint32 next;      /* behind the highest byte that it sent */
  guint32 gap_begin; /* what of it was not captured so far; empty: both the same */
  guint32 gap_end;
  guint32 acknowledged; /* by it */
  gint64 gap_ns;        /* when the gap was seen */
  guint16 window;
  guint8 direction; /* of the interface, in which it was first seen */
  guint has_base : 1;
  guint has_sent : 1;
  guint has_acknowledged : 1;
  guint was_keep_alive : 1; /* its last segment */
} Side;

/* The ends in the order of their addresses, which makes one key of both directions. */
typedef struct
{
  guint8 addresses[2][16];
  guint16 ports[2];
  guint32 interface;
  guint32 n_address;
} Key;

typedef struct
{
  Key key;
  guint32 hash;
  guint32 following; /* slot of the next one in the bucket */
  guint32 number;    /* atomic: whose slot this is */
  Side sides[2];
} Connection;

struct _TcpFlows
{
  Connection *chunks[N_CHUNKS]; /* atomic; owned, NULL: not needed so far */
  guint32 *buckets;             /* owned; slots */
  guint32 n_buckets;            /* a power of 2 */
  guint32 n_connections;        /* that there ever were: the number of the next one */
  guint64 secret; /* so that nobody can make a capture whose connections share a bucket */
};

TcpFlows *
tcp_flows_new (void)
{
  TcpFlows *self = g_new0 (TcpFlows, 1);

  self->n_buckets = FIRST_N_BUCKETS;
  self->buckets = g_new (guint32, self->n_buckets);
  memset (self->buckets, 0xff, self->n_buckets * sizeof *self->buckets);
  self->secret = (guint64) g_random_int () << 32 | g_random_int ();
  return self;
}

void
tcp_flows_free (TcpFlows *self)
{
  for (guint i = 0; i < N_CHUNKS; i++)
    g_free (self->chunks[i]);
  g_free (self->buckets);
  g_free (self);
}

static Connection *
get_slot (TcpFlows *self, guint32 slot)
{
  return &self->chunks[slot / CHUNK_CONNECTIONS][slot % CHUNK_CONNECTIONS];
}

static guint64
mix (guint64 state, guint64 value)
{
  const unsigned __int128 product
      = (unsigned __int128) (state ^ value) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  return (guint64) product ^ (guint64) (product >> 64);
}

static guint32
hash_key (const TcpFlows *self, const Key *key)
{
  guint64 words[sizeof *key / 8];
  guint64 state = self->secret;

  G_STATIC_ASSERT (sizeof *key % 8 == 4);
  memcpy (words, key, sizeof words);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    state = mix (state, words[i]) + self->secret;
  return mix (state, key->n_address) >> 32;
}

/* Returns which of the two ends the sender is. */
static guint
make_key (Key *key, const TcpSegment *segment, guint32 interface)
{
  int order = memcmp (segment->source, segment->destination, segment->n_address);
  guint sender;

  if (order == 0)
    order = (int) segment->source_port - (int) segment->destination_port;
  sender = order > 0;
  memset (key, 0, sizeof *key);
  memcpy (key->addresses[sender], segment->source, segment->n_address);
  memcpy (key->addresses[!sender], segment->destination, segment->n_address);
  key->ports[sender] = segment->source_port;
  key->ports[!sender] = segment->destination_port;
  key->interface = interface;
  key->n_address = segment->n_address;
  return sender;
}

static Connection *
find (TcpFlows *self, const Key *key, guint32 hash)
{
  guint32 slot = self->buckets[hash & (self->n_buckets - 1)];

  while (slot != NO_CONNECTION)
    {
      Connection *connection = get_slot (self, slot);

      if (connection->hash == hash && memcmp (&connection->key, key, sizeof *key) == 0)
        return connection;
      slot = connection->following;
    }
  return NULL;
}

static void
link_slot (TcpFlows *self, guint32 slot)
{
  Connection *connection = get_slot (self, slot);
  guint32 *bucket = &self->buckets[connection->hash & (self->n_buckets - 1)];

  connection->following = *bucket;
  *bucket = slot;
}

static void
unlink_slot (TcpFlows *self, guint32 slot)
{
  const Connection *connection = get_slot (self, slot);
  guint32 *link = &self->buckets[connection->hash & (self->n_buckets - 1)];

  while (*link != slot && *link != NO_CONNECTION)
    link = &get_slot (self, *link)->following;
  if (*link == slot)
    *link = connection->following;
}

/* While all slots are in use and none was used twice. */
static void
grow_buckets (TcpFlows *self)
{
  self->n_buckets *= 2;
  self->buckets = g_renew (guint32, self->buckets, self->n_buckets);
  memset (self->buckets, 0xff, self->n_buckets * sizeof *self->buckets);
  /* From the oldest on, so that the newest of two with the same key is found first. */
  for (guint32 slot = 0; slot < self->n_connections; slot++)
    link_slot (self, slot);
}

static Connection *
add (TcpFlows *self, const Key *key, guint32 hash)
{
  const guint32 slot = self->n_connections % TCP_FLOWS_MAX_CONNECTIONS;
  Connection **chunk = &self->chunks[slot / CHUNK_CONNECTIONS];
  Connection *connection;

  if (*chunk == NULL)
    g_atomic_pointer_set (chunk, g_new0 (Connection, CHUNK_CONNECTIONS));
  if (self->n_connections >= TCP_FLOWS_MAX_CONNECTIONS)
    unlink_slot (self, slot);
  else if (self->n_connections >= self->n_buckets)
    grow_buckets (self);
  connection = get_slot (self, slot);
  /* Readers of the one that was here see that it is gone before anything of it is. */
  g_atomic_int_set (&connection->number, NO_CONNECTION);
  connection->key = *key;
  connection->hash = hash;
  memset (connection->sides, 0, sizeof connection->sides);
  g_atomic_int_set (&connection->number, self->n_connections++);
  link_slot (self, slot);
  return connection;
}

static void
set_base (Side *side, guint32 base)
{
  if (!side->has_base)
    g_atomic_int_set (&side->base, base);
  side->has_base = TRUE;
}

static gboolean
is_before (guint32 a, guint32 b)
{
  return (gint32) (a - b) < 0;
}

/* Times of a hostile file are as far apart as they can be. */
static gboolean
is_soon (gint64 time_ns, gint64 gap_ns)
{
  gint64 since_ns;

  if (time_ns == PACKET_NO_TIME || gap_ns == PACKET_NO_TIME)
    return TRUE;
  return !__builtin_sub_overflow (time_ns, gap_ns, &since_ns) && since_ns < REORDERING_NS;
}

/* A segment of bytes that should have come earlier. */
static TcpMarks
mark_old (Side *from, guint32 begin, guint32 end, gint64 time_ns)
{
  const gboolean in_gap = !is_before (begin, from->gap_begin) && !is_before (from->gap_end, end);

  if (from->gap_begin == from->gap_end || !in_gap)
    return TCP_MARK_RETRANSMISSION;
  if (begin == from->gap_begin)
    from->gap_begin = end;
  else if (end == from->gap_end)
    from->gap_end = begin;
  return is_soon (time_ns, from->gap_ns) ? TCP_MARK_OUT_OF_ORDER : TCP_MARK_RETRANSMISSION;
}

static TcpMarks
mark_sent (Side *from, const TcpSegment *segment, guint32 n_bytes, gint64 time_ns)
{
  const guint32 begin = segment->sequence, end = begin + n_bytes;
  TcpMarks marks = TCP_MARK_NONE;

  if (!from->has_sent || segment->flags & TCP_SEGMENT_RST)
    return TCP_MARK_NONE;
  if (segment->n_load <= 1 && n_bytes == segment->n_load && begin == from->next - 1)
    return TCP_MARK_KEEP_ALIVE;
  if (is_before (from->next, begin))
    {
      marks = TCP_MARK_LOST_BEFORE;
      if (from->gap_begin == from->gap_end)
        from->gap_begin = from->next;
      from->gap_end = begin;
      from->gap_ns = time_ns;
    }
  else if (n_bytes > 0 && is_before (begin, from->next))
    marks = mark_old (from, begin, end, time_ns);
  return marks;
}

/* RFC 5681, section 2. */
static gboolean
is_duplicate_ack (const Side *from, const Side *to, const TcpSegment *segment)
{
  return segment->n_load == 0 && from->has_acknowledged && to->has_sent && !to->was_keep_alive
         && (segment->flags & (TCP_SEGMENT_SYN | TCP_SEGMENT_FIN | TCP_SEGMENT_RST)) == 0
         && segment->acknowledgment == from->acknowledged && segment->window == from->window
         && segment->sequence == from->next && segment->window != 0
         && is_before (segment->acknowledgment, to->next);
}

static TcpMarks
follow (Connection *connection, guint sender, const TcpSegment *segment, gint64 time_ns)
{
  Side *from = &connection->sides[sender], *to = &connection->sides[!sender];
  const guint32 n_bytes = segment->n_load + !!(segment->flags & TCP_SEGMENT_SYN)
                          + !!(segment->flags & TCP_SEGMENT_FIN);
  const guint32 end = segment->sequence + n_bytes;
  TcpMarks marks = mark_sent (from, segment, n_bytes, time_ns);

  /* In the middle of a connection numbers begin with 1, as if its start had been seen. */
  set_base (from, segment->flags & TCP_SEGMENT_SYN ? segment->sequence : segment->sequence - 1);
  if (segment->flags & TCP_SEGMENT_ACK)
    {
      set_base (to, segment->acknowledgment - 1);
      if (is_duplicate_ack (from, to, segment))
        marks |= TCP_MARK_DUPLICATE_ACK;
      from->acknowledged = segment->acknowledgment;
      from->window = segment->window;
      from->has_acknowledged = TRUE;
    }
  from->was_keep_alive = (marks & TCP_MARK_KEEP_ALIVE) != 0;
  if (!from->has_sent || is_before (from->next, end))
    from->next = end;
  from->has_sent = TRUE;
  return marks;
}

/* The same ends begin anew, or one answers so a second time: its numbers have nothing to do with those before. */
static gboolean
is_new_connection (const Connection *connection, guint sender, const TcpSegment *segment)
{
  const Side *from = &connection->sides[sender];

  return segment->flags & TCP_SEGMENT_SYN && from->has_sent
         && segment->sequence != (guint32) g_atomic_int_get (&from->base);
}

guint32
tcp_flows_note (TcpFlows *self, const Packet *packet, TcpMarks *marks)
{
  const PacketDirection direction = packet_get_direction (packet);
  TcpSegment segment;
  Connection *connection;
  Side *from;
  guint32 hash;
  guint sender;
  Key key;

  *marks = TCP_MARK_NONE;
  if (!tcp_segment_find (packet, &segment))
    return 0;
  sender = make_key (&key, &segment, packet->interface);
  hash = hash_key (self, &key);
  connection = find (self, &key, hash);
  if (connection == NULL || is_new_connection (connection, sender, &segment))
    {
      if (self->n_connections >= G_MAXINT32 / 2)
        return 0;
      connection = add (self, &key, hash);
    }
  from = &connection->sides[sender];
  if (!from->has_sent)
    from->direction = direction;
  /* What an end sent does not come back to it but by a loop. */
  if (direction == from->direction || direction == PACKET_DIRECTION_UNKNOWN)
    *marks = follow (connection, sender, &segment, packet->time_ns);
  return 1 + 2 * g_atomic_int_get (&connection->number) + sender;
}

void
tcp_flows_get_base (TcpFlows *self, guint32 flow, TcpMark *mark)
{
  const guint32 number = (flow - 1) / 2, slot = number % TCP_FLOWS_MAX_CONNECTIONS;
  const guint sender = (flow - 1) % 2;
  Connection *chunk;

  mark->marks &= ~TCP_MARK_KNOWN;
  if (flow == 0)
    return;
  chunk = g_atomic_pointer_get (&self->chunks[slot / CHUNK_CONNECTIONS]);
  if (chunk == NULL)
    return;
  chunk += slot % CHUNK_CONNECTIONS;
  if ((guint32) g_atomic_int_get (&chunk->number) != number)
    return;
  mark->base_sequence = g_atomic_int_get (&chunk->sides[sender].base);
  mark->base_acknowledgment = g_atomic_int_get (&chunk->sides[!sender].base);
  /* Still the same, or what was read is another one's. */
  if ((guint32) g_atomic_int_get (&chunk->number) == number)
    mark->marks |= TCP_MARK_KNOWN;
}
