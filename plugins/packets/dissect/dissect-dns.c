/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* DNS (RFC 1035), multicast DNS (RFC 6762) and LLMNR (RFC 4795), which share their messages. */

#include "config.h"

#include "plugins/packets/dissect/dissect-dns.h"
#include "plugins/packets/dissect/dissectors.h"

#define HEADER_BYTES 12
#define QUESTION_MIN_BYTES 5
#define RECORD_MIN_BYTES 11
#define LLMNR_PORT 5355

#define IS_RESPONSE 0x8000
/* In multicast DNS the topmost bit of the class: an answer by unicast is welcome; older records are to be forgotten. */
#define CLASS_BIT 0x8000

typedef struct
{
  Dissection *dissection;
  DissectBytes bytes;
  guint32 at;
  DissectLine *summary;
  guint16 flags;
  gboolean multicast;
  guint n_said;
} Message;

static const DissectName opcodes[] = {
  { 0, "Standard query" },           { 1, "Inverse query" },  { 2, "Server status request" },
  { 4, "Zone change notification" }, { 5, "Dynamic update" }, { 6, "Stateful operation" },
};

static const DissectName reply_codes[] = {
  { 0, "No error" },          { 1, "Format error" },      { 2, "Server failure" },
  { 3, "No such name" },      { 4, "Not implemented" },   { 5, "Refused" },
  { 6, "Name exists" },       { 7, "RRset exists" },      { 8, "RRset does not exist" },
  { 9, "Not authoritative" }, { 10, "Name out of zone" }, { 11, "DSO type not implemented" },
};

static const DissectName classes[] = {
  { 1, "IN" }, { 3, "CH" }, { 4, "HS" }, { 254, "NONE" }, { 255, "ANY" },
};

static const struct
{
  guint16 bit;
  const char *name;
} header_bits[] = {
  { IS_RESPONSE, "Response" },     { 0x0400, "Authoritative" },       { 0x0200, "Truncated" },
  { 0x0100, "Recursion desired" }, { 0x0080, "Recursion available" }, { 0x0020, "Authentic data" },
  { 0x0010, "Checking disabled" },
};

static void
add_header_fields (Dissection *self, DissectBytes bytes, guint16 flags)
{
  static const char *const counts[]
      = { "Questions", "Answer records", "Authority records", "Additional records" };

  dissection_field (self, bytes, 0, 2, "Transaction ID", "0x%04x", dissect_u16 (bytes, 0));
  dissection_field (self, bytes, 2, 2, "Flags", "0x%04x", flags);
  dissection_open (self);
  dissection_field (self, bytes, 2, 1, "Opcode", "%s (%u)",
                    DISSECT_NAME (opcodes, flags >> 11 & 0xf), flags >> 11 & 0xf);
  for (guint i = 0; i < G_N_ELEMENTS (header_bits); i++)
    dissection_field (self, bytes, header_bits[i].bit > 0xff ? 2 : 3, 1, header_bits[i].name, "%s",
                      flags & header_bits[i].bit ? "yes" : "no");
  dissection_field (self, bytes, 3, 1, "Reply code", "%s (%u)",
                    DISSECT_NAME (reply_codes, flags & 0xf), flags & 0xf);
  dissection_close (self);
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    dissection_field (self, bytes, 4 + 2 * i, 2, counts[i], "%u", dissect_u16 (bytes, 4 + 2 * i));
}

static void
summarize_header (DissectLine *summary, DissectBytes bytes, guint16 flags)
{
  dissect_line_add (summary, DISSECT_NAME_OR (opcodes, flags >> 11 & 0xf, "Unknown operation"));
  dissect_line_add (summary, flags & IS_RESPONSE ? " response 0x" : " 0x");
  dissect_line_add_hex (summary, dissect_u16 (bytes, 0), 4);
  if ((flags & IS_RESPONSE) != 0 && (flags & 0xf) != 0)
    {
      dissect_line_add_char (summary, ' ');
      dissect_line_add (summary, DISSECT_NAME_OR (reply_codes, flags & 0xf, "Unknown error"));
    }
}

static void
add_class_field (Message *self, guint32 at, guint16 class, const char *bit)
{
  const guint16 value = self->multicast ? class & ~CLASS_BIT : class;

  dissection_field (self->dissection, self->bytes, at, 2, "Class", "%s (0x%04x)%s%s",
                    DISSECT_NAME (classes, value), value, value != class ? ", " : "",
                    value != class ? bit : "");
}

static void
add_question_fields (Message *self, guint32 end, guint16 type, guint16 class)
{
  DissectLine line;

  if (self->dissection->tree == NULL)
    return;
  dissect_line_clear (&line);
  dns_add_type (&line, type);
  dissect_line_add_char (&line, ' ');
  dns_read_name (self->bytes, self->at, &line);
  dissection_add_line (self->dissection, self->bytes, self->at, end + 4 - self->at, "Question",
                       &line);
  dissection_open (self->dissection);
  dns_add_name_field (self->dissection, self->bytes, self->at, end, "Name");
  dissect_line_clear (&line);
  dns_add_type (&line, type);
  dissection_add_line (self->dissection, self->bytes, end, 2, "Type", &line);
  add_class_field (self, end + 2, class, "unicast response wanted");
  dissection_close (self->dissection);
}

static gboolean
read_question (Message *self)
{
  const guint32 end = dns_read_name (self->bytes, self->at, NULL);
  const guint16 type = dissect_u16 (self->bytes, end);
  const guint16 class = dissect_u16 (self->bytes, end + 2);

  if (end == 0 || !dissect_has (self->bytes, end, 4))
    return FALSE;
  dissect_line_add (self->summary, self->n_said++ > 0 ? ", " : " ");
  dns_add_type (self->summary, type);
  dissect_line_add_char (self->summary, ' ');
  dns_read_name (self->bytes, self->at, self->summary);
  if (self->multicast && (class & CLASS_BIT) != 0)
    dissect_line_add (self->summary, " (QU)");
  add_question_fields (self, end, type, class);
  self->at = end + 4;
  return TRUE;
}

/* FALSE: not all of it is there, or a length cannot be. */
static gboolean
find_record (Message *self, DnsRecord *record)
{
  const guint32 end = dns_read_name (self->bytes, self->at, NULL);

  if (end == 0 || !dissect_has (self->bytes, end, RECORD_MIN_BYTES - 1))
    return FALSE;
  *record = (DnsRecord) {
    .at = self->at,
    .name_bytes = end - self->at,
    .type = dissect_u16 (self->bytes, end),
    .class = dissect_u16 (self->bytes, end + 2),
    .ttl_seconds = dissect_u32 (self->bytes, end + 4),
    .n_data_bytes = dissect_u16 (self->bytes, end + 8),
    .data_at = end + 10,
  };
  return dissect_has (self->bytes, record->data_at, record->n_data_bytes);
}

/* Like "A 192.0.2.1"; with the name where no question has said it. */
static gboolean
summarize_record (Message *self, const DnsRecord *record, DissectLine *line, gboolean named)
{
  gboolean sound;
  guint16 length;

  if (named)
    {
      dns_read_name (self->bytes, record->at, line);
      dissect_line_add_char (line, ' ');
    }
  dns_add_type (line, record->type);
  length = line->length;
  dissect_line_add_char (line, ' ');
  sound = dns_add_data (line, self->bytes, record);
  if (line->length <= length + 1)
    dissect_line_truncate (line, length);
  if (self->multicast && record->type != DNS_OPT && (record->class & CLASS_BIT) != 0)
    dissect_line_add (line, " (cache flush)");
  return sound;
}

static void
add_record_fields (Message *self, const DnsRecord *record, const char *section)
{
  Dissection *const dissection = self->dissection;
  const guint32 end = record->at + record->name_bytes;
  DissectLine line;
  gboolean sound;

  dissect_line_clear (&line);
  sound = summarize_record (self, record, &line, TRUE);
  dissection_add_line (dissection, self->bytes, record->at,
                       record->data_at + record->n_data_bytes - record->at, section, &line);
  dissection_open (dissection);
  dns_add_name_field (dissection, self->bytes, record->at, end, "Name");
  dissect_line_clear (&line);
  dns_add_type (&line, record->type);
  dissection_add_line (dissection, self->bytes, end, 2, "Type", &line);
  if (record->type == DNS_OPT)
    dns_add_extension_fields (dissection, self->bytes, record);
  else
    {
      add_class_field (self, end + 2, record->class, "cache flush");
      dissect_app_duration (dissection, self->bytes, end + 4, "Time to live");
    }
  dissection_field (dissection, self->bytes, end + 8, 2, "Data length", "%u", record->n_data_bytes);
  if (sound)
    dns_add_data_fields (dissection, self->bytes, record);
  else
    dissect_app_hex (dissection, self->bytes, record->data_at, record->n_data_bytes, "Unreadable");
  dissection_close (dissection);
}

/* WANTED: its records belong in the summary, and have to be sound. */
static gboolean
read_record (Message *self, const char *section, gboolean wanted)
{
  DnsRecord record;
  gboolean sound = TRUE;

  if (!find_record (self, &record))
    return FALSE;
  if (wanted)
    {
      dissect_line_add (self->summary, self->n_said++ > 0 ? ", " : " ");
      sound = summarize_record (self, &record, self->summary, dissect_u16 (self->bytes, 4) == 0);
    }
  if (self->dissection->tree != NULL)
    add_record_fields (self, &record, section);
  self->at = record.data_at + record.n_data_bytes;
  return sound;
}

/* Answers; where there are none, who says so. */
static gboolean
read_records (Message *self)
{
  static const char *const sections[] = { "Answer", "Authority", "Additional" };
  const guint wanted = dissect_u16 (self->bytes, 6) > 0 ? 0 : 1;

  self->n_said = 0;
  for (guint section = 0; section < G_N_ELEMENTS (sections); section++)
    for (guint n = dissect_u16 (self->bytes, 6 + 2 * section); n > 0; n--)
      if (!read_record (self, sections[section],
                        section == wanted && (self->flags & IS_RESPONSE) != 0))
        return FALSE;
  return TRUE;
}

static gboolean
read_questions (Message *self)
{
  for (guint n = dissect_u16 (self->bytes, 4); n > 0; n--)
    if (!read_question (self))
      return FALSE;
  return TRUE;
}

/* Whether as many records as it says there are can be in there at all. */
static gboolean
is_message (DissectBytes bytes)
{
  const guint32 n_records
      = dissect_u16 (bytes, 6) + dissect_u16 (bytes, 8) + dissect_u16 (bytes, 10);

  return dissect_has (bytes, 0, HEADER_BYTES)
         && DISSECT_KNOWN (opcodes, dissect_u16 (bytes, 2) >> 11 & 0xf) != NULL
         && dissect_u16 (bytes, 4) * QUESTION_MIN_BYTES + n_records * RECORD_MIN_BYTES
                <= bytes.claimed_bytes - HEADER_BYTES;
}

/* The message is what follows the first PREFIX_BYTES of WHOLE. */
static gboolean
dissect_message (Dissection *dissection,
                 DissectBytes segment,
                 DissectBytes whole,
                 guint prefix_bytes,
                 const char *protocol,
                 const char *name)
{
  const DissectBytes bytes = dissect_from (whole, prefix_bytes);
  Message self = {
    .dissection = dissection,
    .bytes = bytes,
    .at = HEADER_BYTES,
    .flags = dissect_u16 (bytes, 2),
    .multicast = protocol[0] == 'M',
  };

  if (!is_message (bytes))
    return FALSE;
  if (!dissection_begin (dissection, protocol, name, whole, whole.n_bytes))
    return TRUE;
  self.summary = dissection_summarize (dissection);
  summarize_header (self.summary, bytes, self.flags);
  if (prefix_bytes > 0)
    dissection_field (dissection, whole, 0, prefix_bytes, "Length", "%u", bytes.claimed_bytes);
  add_header_fields (dissection, bytes, self.flags);
  if (!read_questions (&self) || !read_records (&self))
    dissect_app_fail (dissection, segment, bytes, self.at, "record");
  dissection_end (dissection);
  return TRUE;
}

gboolean
dissect_dns (Dissection *self, DissectBytes bytes)
{
  if (self->has_ports && (self->source_port == LLMNR_PORT || self->destination_port == LLMNR_PORT))
    return dissect_message (self, bytes, bytes, 0, "LLMNR", "Link-local Multicast Name Resolution");
  return dissect_message (self, bytes, bytes, 0, "DNS", "Domain Name System");
}

gboolean
dissect_mdns (Dissection *self, DissectBytes bytes)
{
  return dissect_message (self, bytes, bytes, 0, "MDNS", "Multicast Domain Name System");
}

/* One message with its length before it (RFC 1035, section 4.2.2). */
static gboolean
dissect_prefixed (Dissection *self, DissectBytes segment)
{
  const DissectBytes whole = dissect_app_promised (segment, 0, 2 + dissect_u16 (segment, 0));

  return dissect_message (self, segment, whole, 2, "DNS", "Domain Name System");
}

static void
dissect_following (Dissection *self, DissectBytes segment)
{
  dissect_prefixed (self, segment);
}

/* What the segment says is its first message; the others only have fields. */
gboolean
dissect_dns_over_tcp (Dissection *self, DissectBytes bytes)
{
  if (!dissect_prefixed (self, bytes))
    return FALSE;
  for (guint32 at = 2 + dissect_u16 (bytes, 0); at < bytes.n_bytes;
       at += 2 + dissect_u16 (bytes, at))
    dissection_quote (self, dissect_following, dissect_from (bytes, at));
  return TRUE;
}
