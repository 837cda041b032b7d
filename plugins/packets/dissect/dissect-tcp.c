/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* RFC 9293. What a segment is within its connection is found beforehand, by TcpFlows. */

#include "config.h"

#include "plugins/packets/dissect/dissect-checksum.h"
#include "plugins/packets/dissect/dissect-names.h"
#include "plugins/packets/dissect/dissectors.h"

#define HEADER_BYTES 20
#define IP_PROTOCOL 6

#define FLAG_FIN 0x001
#define FLAG_SYN 0x002
#define FLAG_RST 0x004
#define FLAG_ACK 0x010
#define FLAG_URG 0x020

#define OPTION_END 0
#define OPTION_NOP 1
#define OPTION_MSS 2
#define OPTION_WINDOW_SCALE 3
#define OPTION_SACK_PERMITTED 4
#define OPTION_SACK 5
#define OPTION_TIMESTAMPS 8

/* From the lowest bit on, as everybody lists them. */
static const char *const flag_names[]
    = { "FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR", "AE" };

static const DissectName option_names[] = {
  { OPTION_END, "End of options" },
  { OPTION_NOP, "No operation" },
  { OPTION_MSS, "Maximum segment size" },
  { OPTION_WINDOW_SCALE, "Window scale" },
  { OPTION_SACK_PERMITTED, "SACK permitted" },
  { OPTION_SACK, "SACK" },
  { OPTION_TIMESTAMPS, "Timestamps" },
  { 19, "MD5 signature" },
  { 28, "User timeout" },
  { 29, "Authentication" },
  { 30, "Multipath TCP" },
  { 34, "Fast Open" },
};

static const struct
{
  TcpMarks mark;
  const char *text;
} mark_texts[] = {
  { TCP_MARK_KEEP_ALIVE, "[Keep-Alive] " },
  { TCP_MARK_RETRANSMISSION, "[Retransmission] " },
  { TCP_MARK_OUT_OF_ORDER, "[Out-Of-Order] " },
  { TCP_MARK_DUPLICATE_ACK, "[Dup ACK] " },
  { TCP_MARK_LOST_BEFORE, "[Previous segment not captured] " },
};

/* The header's numbers. */
typedef struct
{
  guint16 source;
  guint16 destination;
  guint32 sequence; /* relative, where the connection is known */
  guint32 acknowledgment;
  guint16 flags;
  guint16 window;
  guint32 n_header;
  guint32 n_load;
  TcpMarks marks;
} Segment;

static void
read_segment (const Dissection *self, DissectBytes bytes, Segment *segment)
{
  const gboolean own = self->quiet == 0 && self->n_ip_headers == 1;

  segment->source = dissect_u16 (bytes, 0);
  segment->destination = dissect_u16 (bytes, 2);
  segment->sequence = dissect_u32 (bytes, 4);
  segment->acknowledgment = dissect_u32 (bytes, 8);
  segment->flags = dissect_u16 (bytes, 12) & 0x1ff;
  segment->window = dissect_u16 (bytes, 14);
  segment->n_header = (dissect_u8 (bytes, 12) >> 4) * 4;
  segment->n_load
      = bytes.claimed_bytes > segment->n_header ? bytes.claimed_bytes - segment->n_header : 0;
  segment->marks = own ? self->tcp.marks : TCP_MARK_NONE;
  if (!(segment->marks & TCP_MARK_KNOWN))
    return;
  segment->sequence -= self->tcp.base_sequence;
  if (segment->flags & FLAG_ACK)
    segment->acknowledgment -= self->tcp.base_acknowledgment;
}

static void
add_flags (DissectLine *line, guint16 flags)
{
  gboolean first = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (flag_names); i++)
    {
      if (!(flags & 1u << i))
        continue;
      if (!first)
        dissect_line_add (line, ", ");
      dissect_line_add (line, flag_names[i]);
      first = FALSE;
    }
  if (first)
    dissect_line_add (line, "none");
}

/* The option at AT, of at most END - AT bytes. 0: it cannot be. */
static guint32
measure_option (DissectBytes bytes, guint32 at, guint32 end)
{
  const guint8 kind = dissect_u8 (bytes, at);
  const guint32 n_bytes = kind <= OPTION_NOP ? 1 : dissect_u8 (bytes, at + 1);

  return n_bytes > end - at || (kind > OPTION_NOP && n_bytes < 2) ? 0 : n_bytes;
}

/* Those that only the first segment of a side has. */
static void
summarize_options (DissectLine *line, DissectBytes bytes, guint32 end)
{
  guint32 at = HEADER_BYTES, n_bytes;

  while (at < end && (n_bytes = measure_option (bytes, at, end)) > 0)
    {
      const guint8 kind = bytes.at[at];

      if (kind == OPTION_END)
        return;
      if (kind == OPTION_MSS && n_bytes == 4)
        {
          dissect_line_add (line, " MSS=");
          dissect_line_add_unsigned (line, dissect_u16 (bytes, at + 2));
        }
      else if (kind == OPTION_WINDOW_SCALE && n_bytes == 3)
        {
          dissect_line_add (line, " WS=");
          dissect_line_add_unsigned (line, 1u << MIN (dissect_u8 (bytes, at + 2), 14));
        }
      else if (kind == OPTION_SACK_PERMITTED)
        dissect_line_add (line, " SACK_PERM");
      at += n_bytes;
    }
}

static void
summarize (Dissection *self, const Segment *segment, DissectBytes bytes)
{
  DissectLine *line = dissection_summarize (self);

  for (guint i = 0; (segment->marks & ~TCP_MARK_KNOWN) && i < G_N_ELEMENTS (mark_texts); i++)
    if (segment->marks & mark_texts[i].mark)
      dissect_line_add (line, mark_texts[i].text);
  if (segment->window == 0 && !(segment->flags & (FLAG_SYN | FLAG_FIN | FLAG_RST)))
    dissect_line_add (line, "[Zero Window] ");
  dissect_line_add_unsigned (line, segment->source);
  dissect_line_add (line, " → ");
  dissect_line_add_unsigned (line, segment->destination);
  dissect_line_add (line, " [");
  add_flags (line, segment->flags);
  dissect_line_add (line, "] Seq=");
  dissect_line_add_unsigned (line, segment->sequence);
  if (segment->flags & FLAG_ACK)
    {
      dissect_line_add (line, " Ack=");
      dissect_line_add_unsigned (line, segment->acknowledgment);
    }
  dissect_line_add (line, " Win=");
  dissect_line_add_unsigned (line, segment->window);
  dissect_line_add (line, " Len=");
  dissect_line_add_unsigned (line, segment->n_load);
  if (segment->flags & FLAG_SYN)
    summarize_options (line, bytes, MIN (segment->n_header, bytes.n_bytes));
}

static void
add_option_value (Dissection *self, DissectBytes bytes, guint32 at, guint32 n_bytes)
{
  const guint8 kind = dissect_u8 (bytes, at);
  const char *name = DISSECT_KNOWN (option_names, kind);

  if (kind == OPTION_MSS && n_bytes == 4)
    dissection_field (self, bytes, at, n_bytes, name, "%u", dissect_u16 (bytes, at + 2));
  else if (kind == OPTION_WINDOW_SCALE && n_bytes == 3)
    dissection_field (self, bytes, at, n_bytes, name, "%u (times %u)", dissect_u8 (bytes, at + 2),
                      1u << MIN (dissect_u8 (bytes, at + 2), 14));
  else if (kind == OPTION_TIMESTAMPS && n_bytes == 10)
    dissection_field (self, bytes, at, n_bytes, name, "value %u, echo reply %u",
                      dissect_u32 (bytes, at + 2), dissect_u32 (bytes, at + 6));
  else if (name == NULL)
    dissection_field (self, bytes, at, n_bytes, "Option", "%u, %u bytes", kind, n_bytes);
  else
    dissection_field (self, bytes, at, n_bytes, name, "%s", "");
  if (kind != OPTION_SACK)
    return;
  dissection_open (self);
  for (guint32 i = 2; i + 8 <= n_bytes; i += 8)
    dissection_field (self, bytes, at + i, 8, "Block", "%u to %u", dissect_u32 (bytes, at + i),
                      dissect_u32 (bytes, at + i + 4));
  dissection_close (self);
}

static void
add_options (Dissection *self, DissectBytes bytes, guint32 end)
{
  guint32 at = HEADER_BYTES;

  while (at < end)
    {
      const guint32 n_bytes = measure_option (bytes, at, end);

      if (n_bytes == 0)
        {
          dissection_add_malformed (self, bytes, at, "an option's length cannot be");
          return;
        }
      add_option_value (self, bytes, at, n_bytes);
      if (bytes.at[at] == OPTION_END)
        return;
      at += n_bytes;
    }
}

static void
add_sequence (Dissection *self,
              DissectBytes bytes,
              guint32 at,
              const char *name,
              const Segment *segment,
              guint32 relative)
{
  if (segment->marks & TCP_MARK_KNOWN)
    dissection_field (self, bytes, at, 4, name, "%u (relative; %u)", relative,
                      dissect_u32 (bytes, at));
  else
    dissection_field (self, bytes, at, 4, name, "%u", dissect_u32 (bytes, at));
}

static void
add_fields (Dissection *self, const Segment *segment, DissectBytes bytes)
{
  DissectLine flags;

  dissect_line_clear (&flags);
  add_flags (&flags, segment->flags);
  dissection_add_port (self, bytes, 0, "Source port", DISSECT_KIND_TCP_PORT);
  dissection_add_port (self, bytes, 2, "Destination port", DISSECT_KIND_TCP_PORT);
  add_sequence (self, bytes, 4, "Sequence number", segment, segment->sequence);
  add_sequence (self, bytes, 8, "Acknowledgment number", segment, segment->acknowledgment);
  dissection_field (self, bytes, 12, 1, "Header length", "%u bytes", segment->n_header);
  dissection_add_line (self, bytes, 12, 2, "Flags", &flags);
  dissection_field (self, bytes, 14, 2, "Window", "%u", segment->window);
  dissection_add_pseudo_checksum (self, bytes, 16, IP_PROTOCOL);
  dissection_field (self, bytes, 18, 2, "Urgent pointer", "%u", dissect_u16 (bytes, 18));
  add_options (self, bytes, MIN (segment->n_header, bytes.n_bytes));
  if (self->quiet == 0 && self->packet->flags & PACKET_FLAGS_TCP_SEGMENTATION_OFFLOADED)
    dissection_field (self, bytes, 0, 0, "TSO", "the hardware makes several segments of it");
}

/* What was seen before, or may come in the wrong order, does not go to the application a second time. */
static gboolean
is_new_data (const Segment *segment)
{
  return !(segment->marks
           & (TCP_MARK_RETRANSMISSION | TCP_MARK_OUT_OF_ORDER | TCP_MARK_KEEP_ALIVE));
}

void
dissect_tcp (Dissection *self, DissectBytes bytes)
{
  Segment segment;
  DissectBytes load;

  read_segment (self, bytes, &segment);
  if (!dissection_begin (self, "TCP", "Transmission Control Protocol", bytes,
                         MAX (segment.n_header, HEADER_BYTES)))
    return;
  if (bytes.n_bytes >= 4)
    dissection_set_ports (self, segment.source, segment.destination);
  if (!dissection_require (self, bytes, HEADER_BYTES))
    return;
  summarize (self, &segment, bytes);
  if (segment.n_header < HEADER_BYTES || segment.n_header > bytes.claimed_bytes)
    {
      dissection_fail (self, bytes, 12, "its header's length cannot be");
      dissection_end (self);
      return;
    }
  if (G_UNLIKELY (self->tree != NULL))
    add_fields (self, &segment, bytes);
  if (segment.n_header > bytes.n_bytes)
    dissection_fail (self, bytes, bytes.n_bytes, "");
  dissection_end (self);
  load = dissect_from (bytes, segment.n_header);
  if (load.n_bytes > 0
      && (!is_new_data (&segment)
          || !dissect_tcp_port (self, segment.source, segment.destination, load)))
    dissect_load (self, load);
}
