/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* NetBIOS names over UDP (RFC 1002, section 4.2): DNS's frame with operations of its own and names that hide in letters. */

#include "config.h"

#include "plugins/packets/dissect/dissect-dns.h"
#include "plugins/packets/dissect/dissectors.h"

#define HEADER_BYTES 12
#define NAME_BYTES 16
#define ENCODED_BYTES 32
#define IS_RESPONSE 0x8000
#define TYPE_NB 0x20
#define TYPE_NBSTAT 0x21

static const DissectName operations[] = {
  { 0, "Name query" },
  { 5, "Registration" },
  { 6, "Release" },
  { 7, "Wait and acknowledge" },
  { 8, "Refresh" },
  { 9, "Refresh" },
  { 15, "Multi-homed registration" },
};

static const DissectName types[] = { { TYPE_NB, "NB" }, { TYPE_NBSTAT, "NBSTAT" } };

static const DissectName errors[] = {
  { 1, "Format error" },        { 2, "Server failure" }, { 3, "Name does not exist" },
  { 4, "Not implemented" },     { 5, "Refused" },        { 6, "Name is owned by another node" },
  { 7, "Name is in conflict" },
};

/* Each half of a byte is a letter from A on (RFC 1001, section 14.1). The last byte is the kind of service. */
static gboolean
read_name (DissectBytes bytes, guint32 at, guint8 name[NAME_BYTES])
{
  if (dissect_u8 (bytes, at) != ENCODED_BYTES || !dissect_has (bytes, at + 1, ENCODED_BYTES))
    return FALSE;
  for (guint i = 0; i < NAME_BYTES; i++)
    {
      const guint8 high = bytes.at[at + 1 + 2 * i] - 'A', low = bytes.at[at + 2 + 2 * i] - 'A';

      if (high > 0xf || low > 0xf)
        return FALSE;
      name[i] = high << 4 | low;
    }
  return TRUE;
}

static void
add_name (DissectLine *line, const guint8 name[NAME_BYTES])
{
  guint n = NAME_BYTES - 1;

  while (n > 0 && (name[n - 1] == ' ' || name[n - 1] == '\0'))
    n--;
  dissect_line_add_octets (line, name, n);
  dissect_line_add_char (line, '<');
  dissect_line_add_hex (line, name[NAME_BYTES - 1], 2);
  dissect_line_add_char (line, '>');
}

static void
summarize_header (DissectLine *summary, guint16 flags)
{
  dissect_line_add (summary, DISSECT_KNOWN (operations, flags >> 11 & 0xf));
  if ((flags & IS_RESPONSE) == 0)
    return;
  dissect_line_add (summary, " response");
  if ((flags & 0xf) == 0)
    return;
  dissect_line_add (summary, ", ");
  dissect_line_add (summary, DISSECT_NAME_OR (errors, flags & 0xf, "Unknown error"));
}

static void
add_header_fields (Dissection *self, DissectBytes bytes, guint16 flags)
{
  static const char *const counts[]
      = { "Questions", "Answer records", "Authority records", "Additional records" };

  dissection_field (self, bytes, 0, 2, "Transaction ID", "0x%04x", dissect_u16 (bytes, 0));
  dissection_field (self, bytes, 2, 2, "Flags", "0x%04x (%s%s%s)", flags,
                    DISSECT_NAME (operations, flags >> 11 & 0xf),
                    flags & IS_RESPONSE ? ", response" : "", flags & 0x10 ? ", broadcast" : "");
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    dissection_field (self, bytes, 4 + 2 * i, 2, counts[i], "%u", dissect_u16 (bytes, 4 + 2 * i));
}

/* The address of the first answer, behind its flags. */
static void
add_answer (Dissection *self, DissectBytes bytes, guint32 end)
{
  const guint32 data_at = end + 10;

  if (dissect_u16 (bytes, end) != TYPE_NB || dissect_u16 (bytes, end + 8) < 6
      || !dissect_has (bytes, data_at, 6))
    return;
  dissect_line_add_char (dissection_summarize (self), ' ');
  dissect_line_add_ipv4 (dissection_summarize (self), bytes.at + data_at + 2);
  dissection_field (self, bytes, end + 4, 4, "Time to live", "%u s", dissect_u32 (bytes, end + 4));
  dissection_field (self, bytes, data_at, 2, "Name flags", "0x%04x", dissect_u16 (bytes, data_at));
  dissection_add_ipv4 (self, bytes, data_at + 2, "Address");
}

/* The name that it is about stands first, in the question or, if there is none, in the answer. */
gboolean
dissect_nbns (Dissection *self, DissectBytes bytes)
{
  const guint16 flags = dissect_u16 (bytes, 2);
  const guint32 end = dns_read_name (bytes, HEADER_BYTES, NULL);
  guint8 name[NAME_BYTES];
  DissectLine *summary;
  DissectLine line;

  if (end == 0 || !read_name (bytes, HEADER_BYTES, name)
      || DISSECT_KNOWN (operations, flags >> 11 & 0xf) == NULL)
    return FALSE;
  if (!dissection_begin (self, "NBNS", "NetBIOS Name Service", bytes, bytes.n_bytes))
    return TRUE;
  dissect_line_clear (&line);
  add_name (&line, name);
  summary = dissection_summarize (self);
  summarize_header (summary, flags);
  dissect_line_add_char (summary, ' ');
  dissect_line_add (summary, DISSECT_NAME_OR (types, dissect_u16 (bytes, end), "unknown type"));
  dissect_line_add_char (summary, ' ');
  dissect_line_add (summary, line.text);
  add_header_fields (self, bytes, flags);
  dissection_add_line (self, bytes, HEADER_BYTES, end - HEADER_BYTES, "Name", &line);
  dissection_field (self, bytes, end, 2, "Type", "%s (0x%04x)",
                    DISSECT_NAME (types, dissect_u16 (bytes, end)), dissect_u16 (bytes, end));
  dissection_field (self, bytes, end + 2, 2, "Class", "0x%04x", dissect_u16 (bytes, end + 2));
  if (dissect_u16 (bytes, 4) == 0 && dissect_u16 (bytes, 6) > 0)
    add_answer (self, bytes, end);
  dissection_end (self);
  return TRUE;
}
