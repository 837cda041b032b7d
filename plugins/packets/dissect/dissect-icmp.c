/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* RFC 792. */

#include "config.h"

#include "plugins/packets/dissect/dissect-checksum.h"
#include "plugins/packets/dissect/dissect-icmp.h"
#include "plugins/packets/dissect/dissect-names.h"
#include "plugins/packets/dissect/dissectors.h"

#define HEADER_BYTES 8

#define ECHO_REPLY 0
#define UNREACHABLE 3
#define SOURCE_QUENCH 4
#define REDIRECT 5
#define ECHO_REQUEST 8
#define ADVERTISEMENT 9
#define TIME_EXCEEDED 11
#define PARAMETER_PROBLEM 12
#define TIMESTAMP 13
#define TIMESTAMP_REPLY 14
#define CODE_TOO_BIG 4

static const DissectName types[] = {
  { ECHO_REPLY, "Echo (ping) reply" },
  { UNREACHABLE, "Destination unreachable" },
  { SOURCE_QUENCH, "Source quench" },
  { REDIRECT, "Redirect" },
  { ECHO_REQUEST, "Echo (ping) request" },
  { ADVERTISEMENT, "Router advertisement" },
  { 10, "Router solicitation" },
  { TIME_EXCEEDED, "Time-to-live exceeded" },
  { PARAMETER_PROBLEM, "Parameter problem" },
  { TIMESTAMP, "Timestamp request" },
  { TIMESTAMP_REPLY, "Timestamp reply" },
  { 15, "Information request" },
  { 16, "Information reply" },
  { 17, "Address mask request" },
  { 18, "Address mask reply" },
  { 42, "Extended echo request" },
  { 43, "Extended echo reply" },
};

/* By type and code. */
static const DissectName codes[] = {
  { UNREACHABLE << 8 | 0, "Network unreachable" },
  { UNREACHABLE << 8 | 1, "Host unreachable" },
  { UNREACHABLE << 8 | 2, "Protocol unreachable" },
  { UNREACHABLE << 8 | 3, "Port unreachable" },
  { UNREACHABLE << 8 | 4, "Fragmentation needed" },
  { UNREACHABLE << 8 | 5, "Source route failed" },
  { UNREACHABLE << 8 | 6, "Network unknown" },
  { UNREACHABLE << 8 | 7, "Host unknown" },
  { UNREACHABLE << 8 | 9, "Network administratively prohibited" },
  { UNREACHABLE << 8 | 10, "Host administratively prohibited" },
  { UNREACHABLE << 8 | 11, "Network unreachable for TOS" },
  { UNREACHABLE << 8 | 12, "Host unreachable for TOS" },
  { UNREACHABLE << 8 | 13, "Communication administratively filtered" },
  { REDIRECT << 8 | 0, "Redirect for network" },
  { REDIRECT << 8 | 1, "Redirect for host" },
  { REDIRECT << 8 | 2, "Redirect for network and TOS" },
  { REDIRECT << 8 | 3, "Redirect for host and TOS" },
  { TIME_EXCEEDED << 8 | 0, "Time to live exceeded in transit" },
  { TIME_EXCEEDED << 8 | 1, "Fragment reassembly time exceeded" },
};

static gboolean
is_error (guint8 type)
{
  return type == UNREACHABLE || type == SOURCE_QUENCH || type == REDIRECT || type == TIME_EXCEEDED
         || type == PARAMETER_PROBLEM;
}

/* Most types have but one, without a name (nullable). */
void
dissect_icmp_code (Dissection *self, DissectBytes bytes, const char *name)
{
  const guint8 code = dissect_u8 (bytes, 1);

  if (name == NULL)
    dissection_field (self, bytes, 1, 1, "Code", "%u", code);
  else
    dissection_field (self, bytes, 1, 1, "Code", "%s (%u)", name, code);
}

/* NAME and CODE_NAME (nullable). Returns: (transfer none): the summary, for what else there is to say */
DissectLine *
dissect_icmp_summarize (Dissection *self, guint8 type, const char *name, const char *code_name)
{
  DissectLine *line = dissection_summarize (self);

  if (name == NULL)
    {
      dissect_line_add (line, "Type ");
      dissect_line_add_unsigned (line, type);
    }
  else
    dissect_line_add (line, name);
  if (code_name != NULL)
    {
      dissect_line_add (line, " (");
      dissect_line_add (line, code_name);
      dissect_line_add_char (line, ')');
    }
  return line;
}

/* Of both versions: WHAT is "request" or "reply". */
void
dissect_icmp_echo (Dissection *self, DissectBytes bytes, const char *what)
{
  DissectLine *line = dissection_summarize (self);
  const guint16 id = dissect_u16 (bytes, 4), sequence = dissect_u16 (bytes, 6);

  dissect_line_add (line, "Echo (ping) ");
  dissect_line_add (line, what);
  dissect_line_add (line, " id=0x");
  dissect_line_add_hex (line, id, 4);
  dissect_line_add (line, " seq=");
  dissect_line_add_unsigned (line, sequence);
  dissect_line_add (line, self->ip_version == 6 ? ", hop limit=" : ", ttl=");
  dissect_line_add_unsigned (line, self->hop_limit);
  dissection_field (self, bytes, 4, 2, "Identifier", "0x%04x", id);
  dissection_field (self, bytes, 6, 2, "Sequence number", "%u", sequence);
}

static void
summarize (Dissection *self, DissectBytes bytes, guint8 type, guint8 code)
{
  DissectLine *line = dissect_icmp_summarize (self, type, DISSECT_KNOWN (types, type),
                                              DISSECT_KNOWN (codes, (guint) type << 8 | code));

  if (type == REDIRECT)
    {
      dissect_line_add (line, " to ");
      dissect_line_add_ipv4 (line, bytes.at + 4);
    }
  else if (type == UNREACHABLE && code == CODE_TOO_BIG)
    {
      dissect_line_add (line, ", MTU ");
      dissect_line_add_unsigned (line, dissect_u16 (bytes, 6));
    }
}

static void
add_rest (Dissection *self, DissectBytes bytes, guint8 type, guint8 code)
{
  if (type == REDIRECT)
    dissection_add_ipv4 (self, bytes, 4, "Gateway");
  else if (type == UNREACHABLE && code == CODE_TOO_BIG)
    dissection_field (self, bytes, 6, 2, "MTU of the next hop", "%u", dissect_u16 (bytes, 6));
  else if (type == PARAMETER_PROBLEM)
    dissection_field (self, bytes, 4, 1, "Pointer", "%u", dissect_u8 (bytes, 4));
  else if (!is_error (type))
    dissection_add_octets (self, bytes, 4, 4, "Rest of the header");
}

void
dissect_icmp (Dissection *self, DissectBytes bytes)
{
  const guint8 type = dissect_u8 (bytes, 0), code = dissect_u8 (bytes, 1);

  if (!dissection_begin (self, "ICMP", "Internet Control Message Protocol", bytes, HEADER_BYTES)
      || !dissection_require (self, bytes, HEADER_BYTES))
    return;
  dissection_field (self, bytes, 0, 1, "Type", "%s (%u)", DISSECT_NAME (types, type), type);
  dissect_icmp_code (self, bytes, DISSECT_KNOWN (codes, (guint) type << 8 | code));
  dissection_add_checksum (self, bytes, 2);
  if (type == ECHO_REQUEST || type == ECHO_REPLY)
    dissect_icmp_echo (self, bytes, type == ECHO_REQUEST ? "request" : "reply");
  else
    {
      summarize (self, bytes, type, code);
      add_rest (self, bytes, type, code);
    }
  dissection_end (self);
  bytes = dissect_from (bytes, HEADER_BYTES);
  if (is_error (type) && bytes.n_bytes > 0)
    dissection_quote (self, dissect_ipv4, bytes);
  else
    dissect_load (self, bytes);
}
