/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* MQTT's control packets (MQTT 5.0 and 3.1.1): their kinds, who connects and what topics they are about. */

#include "config.h"

#include "plugins/packets/dissect/dissect-app.h"
#include "plugins/packets/dissect/dissectors.h"

#define MAX_LENGTH_BYTES 4
#define MAX_PACKETS 64

typedef enum
{
  MQTT_CONNECT = 1,
  MQTT_PUBLISH = 3,
  MQTT_SUBSCRIBE = 8,
} Type;

typedef struct
{
  Type type;
  guint8 flags;
  guint32 header_bytes;
  DissectBytes body; /* what of it is in the segment */
} ControlPacket;

static const DissectName types[] = {
  { MQTT_CONNECT, "Connect Command" },
  { 2, "Connect Ack" },
  { MQTT_PUBLISH, "Publish Message" },
  { 4, "Publish Ack" },
  { 5, "Publish Received" },
  { 6, "Publish Release" },
  { 7, "Publish Complete" },
  { MQTT_SUBSCRIBE, "Subscribe Request" },
  { 9, "Subscribe Ack" },
  { 10, "Unsubscribe Request" },
  { 11, "Unsubscribe Ack" },
  { 12, "Ping Request" },
  { 13, "Ping Response" },
  { 14, "Disconnect Req" },
  { 15, "Authentication Exchange" },
};

/* Which bits the lower half of the first byte must have; those of a publication are free but for a quality of 3. */
static gboolean
has_right_flags (Type type, guint8 flags)
{
  if (type == MQTT_PUBLISH)
    return (flags >> 1 & 3) != 3;
  return flags == (type == 6 || type == MQTT_SUBSCRIBE || type == 10 ? 2 : 0);
}

/* FALSE: no packet begins at AT. Its length has seven bits in each byte, the lowest first. */
static gboolean
read_packet (DissectBytes segment, guint32 at, ControlPacket *packet)
{
  guint32 length = 0, n = 0;
  guint8 byte;

  packet->type = dissect_u8 (segment, at) >> 4;
  packet->flags = dissect_u8 (segment, at) & 0xf;
  do
    {
      if (n == MAX_LENGTH_BYTES || !dissect_has (segment, at + 1 + n, 1))
        return FALSE;
      byte = dissect_u8 (segment, at + 1 + n);
      length |= (guint32) (byte & 0x7f) << 7 * n++;
    }
  while ((byte & 0x80) != 0);
  packet->header_bytes = 1 + n;
  packet->body = dissect_app_promised (segment, at + packet->header_bytes, length);
  return DISSECT_KNOWN (types, packet->type) != NULL
         && has_right_flags (packet->type, packet->flags);
}

/* Text with its length before it. */
static DissectBytes
text_at (DissectBytes body, guint32 at)
{
  return dissect_part (body, at + 2, dissect_u16 (body, at));
}

static void
add_text (Dissection *self, DissectBytes body, guint32 at, const char *name)
{
  const DissectBytes text = text_at (body, at);

  if (text.n_bytes > 0)
    dissection_add_text (self, body, at + 2, text.n_bytes, name);
}

static void
summarize_text (DissectLine *summary, const char *before, DissectBytes text, const char *after)
{
  dissect_line_add (summary, before);
  dissect_line_add_octets (summary, text.at, text.n_bytes);
  dissect_line_add (summary, after);
}

static void
add_body (Dissection *self, const ControlPacket *packet)
{
  const DissectBytes body = packet->body;
  const guint32 topic_bytes = 2 + dissect_u16 (body, 0);

  if (packet->type == MQTT_PUBLISH && topic_bytes > body.claimed_bytes)
    dissection_fail (self, body, 0, "topic");
  switch (packet->type)
    {
    case MQTT_CONNECT:
      add_text (self, body, 0, "Protocol name");
      dissection_field (self, body, topic_bytes, 1, "Protocol level", "%u",
                        dissect_u8 (body, topic_bytes));
      dissection_field (self, body, topic_bytes + 1, 1, "Connect flags", "0x%02x",
                        dissect_u8 (body, topic_bytes + 1));
      dissection_field (self, body, topic_bytes + 2, 2, "Keep alive", "%u s",
                        dissect_u16 (body, topic_bytes + 2));
      break;
    case MQTT_PUBLISH:
      dissection_field (self, body, 0, 0, "Quality of service", "%u", packet->flags >> 1 & 3);
      add_text (self, body, 0, "Topic");
      if (body.n_bytes > topic_bytes)
        dissection_field (self, body, topic_bytes, body.n_bytes - topic_bytes, "Payload",
                          "%u bytes", body.claimed_bytes - topic_bytes);
      break;
    default:
      if (body.n_bytes > 0)
        dissect_app_hex (self, body, 0, body.n_bytes, "Data");
    }
}

static void
add_packet (Dissection *self, DissectBytes segment, guint32 at, const ControlPacket *packet)
{
  DissectLine *summary = dissection_summarize (self);
  const char *word = DISSECT_KNOWN (types, packet->type);

  dissect_line_add (summary, at > 0 ? ", " : "");
  dissect_line_add (summary, word);
  if (packet->type == MQTT_PUBLISH)
    summarize_text (summary, " [", text_at (packet->body, 0), "]");
  dissection_field (self, segment, at, packet->header_bytes + packet->body.claimed_bytes, word,
                    "%s", "");
  dissection_open (self);
  dissection_field (self, segment, at, 1, "Type", "%u", packet->type);
  dissection_field (self, segment, at, 1, "Flags", "0x%x", packet->flags);
  dissection_field (self, segment, at + 1, packet->header_bytes - 1, "Length", "%u",
                    packet->body.claimed_bytes);
  add_body (self, packet);
  if (packet->body.n_bytes < packet->body.claimed_bytes)
    dissect_app_fail (self, segment, packet->body, packet->body.n_bytes, "packet");
  dissection_close (self);
}

gboolean
dissect_mqtt (Dissection *self, DissectBytes segment)
{
  ControlPacket packet;
  guint32 at = 0;

  if (!read_packet (segment, 0, &packet))
    return FALSE;
  if (!dissection_begin (self, "MQTT", "MQ Telemetry Transport", segment, segment.n_bytes))
    return TRUE;
  for (guint i = 0; i < MAX_PACKETS && at < segment.n_bytes && read_packet (segment, at, &packet);
       i++)
    {
      add_packet (self, segment, at, &packet);
      at += packet.header_bytes + packet.body.claimed_bytes;
    }
  dissection_end (self);
  return TRUE;
}
