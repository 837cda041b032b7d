/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* RFC 4443. */

#include "config.h"

#include "plugins/packets/dissect/dissect-checksum.h"
#include "plugins/packets/dissect/dissect-icmp.h"
#include "plugins/packets/dissect/dissect-names.h"
#include "plugins/packets/dissect/dissectors.h"

#define FIXED_BYTES 8
#define IP_PROTOCOL 58

#define UNREACHABLE 1
#define TOO_BIG 2
#define TIME_EXCEEDED 3
#define PARAMETER_PROBLEM 4
#define FIRST_INFORMATION 128
#define ECHO_REQUEST 128
#define ECHO_REPLY 129
#define LISTENER_QUERY 130
#define LISTENER_DONE 132
#define ROUTER_SOLICITATION 133
#define REDIRECT 137
#define LISTENER_REPORT_V2 143

static const DissectName types[] = {
  { UNREACHABLE, "Destination Unreachable" },
  { TOO_BIG, "Packet Too Big" },
  { TIME_EXCEEDED, "Time Exceeded" },
  { PARAMETER_PROBLEM, "Parameter Problem" },
  { ECHO_REQUEST, "Echo (ping) request" },
  { ECHO_REPLY, "Echo (ping) reply" },
  { LISTENER_QUERY, "Multicast Listener Query" },
  { 131, "Multicast Listener Report" },
  { LISTENER_DONE, "Multicast Listener Done" },
  { ROUTER_SOLICITATION, "Router Solicitation" },
  { 134, "Router Advertisement" },
  { 135, "Neighbor Solicitation" },
  { 136, "Neighbor Advertisement" },
  { REDIRECT, "Redirect" },
  { 138, "Router Renumbering" },
  { 139, "Node Information Query" },
  { 140, "Node Information Response" },
  { 141, "Inverse Neighbor Discovery Solicitation" },
  { 142, "Inverse Neighbor Discovery Advertisement" },
  { LISTENER_REPORT_V2, "Multicast Listener Report Message v2" },
  { 144, "Home Agent Address Discovery Request" },
  { 145, "Home Agent Address Discovery Reply" },
  { 146, "Mobile Prefix Solicitation" },
  { 147, "Mobile Prefix Advertisement" },
  { 151, "Multicast Router Advertisement" },
  { 152, "Multicast Router Solicitation" },
  { 153, "Multicast Router Termination" },
  { 155, "RPL Control" },
  { 160, "Extended Echo Request" },
  { 161, "Extended Echo Reply" },
};

/* By type and code. */
static const DissectName codes[] = {
  { UNREACHABLE << 8 | 0, "no route to destination" },
  { UNREACHABLE << 8 | 1, "administratively prohibited" },
  { UNREACHABLE << 8 | 2, "beyond scope of source address" },
  { UNREACHABLE << 8 | 3, "address unreachable" },
  { UNREACHABLE << 8 | 4, "port unreachable" },
  { UNREACHABLE << 8 | 5, "source address failed policy" },
  { UNREACHABLE << 8 | 6, "reject route to destination" },
  { UNREACHABLE << 8 | 7, "error in source routing header" },
  { UNREACHABLE << 8 | 8, "headers too long" },
  { TIME_EXCEEDED << 8 | 0, "hop limit exceeded in transit" },
  { TIME_EXCEEDED << 8 | 1, "fragment reassembly time exceeded" },
  { PARAMETER_PROBLEM << 8 | 0, "erroneous header field encountered" },
  { PARAMETER_PROBLEM << 8 | 1, "unrecognized next header type encountered" },
  { PARAMETER_PROBLEM << 8 | 2, "unrecognized IPv6 option encountered" },
  { PARAMETER_PROBLEM << 8 | 3, "first fragment has incomplete header chain" },
};

static void
summarize (Dissection *self, DissectBytes bytes, guint8 type, guint8 code)
{
  DissectLine *line = dissect_icmp_summarize (self, type, DISSECT_KNOWN (types, type),
                                              DISSECT_KNOWN (codes, (guint) type << 8 | code));

  if (type == TOO_BIG)
    {
      dissect_line_add (line, ", MTU ");
      dissect_line_add_unsigned (line, dissect_u32 (bytes, 4));
    }
}

/* Ends the layer. */
static void
dissect_error (Dissection *self, DissectBytes bytes, guint8 type)
{
  if (type == TOO_BIG)
    dissection_field (self, bytes, 4, 4, "MTU", "%u", dissect_u32 (bytes, 4));
  else if (type == PARAMETER_PROBLEM)
    dissection_field (self, bytes, 4, 4, "Pointer", "%u", dissect_u32 (bytes, 4));
  else
    dissection_field (self, bytes, 4, 4, "Unused", "0x%08x", dissect_u32 (bytes, 4));
  dissection_end (self);
  bytes = dissect_from (bytes, FIXED_BYTES);
  if (bytes.n_bytes > 0)
    dissection_quote (self, dissect_ipv6, bytes);
}

static void
dissect_message (Dissection *self, DissectBytes bytes, guint8 type, guint8 code)
{
  if (type >= ROUTER_SOLICITATION && type <= REDIRECT)
    dissect_neighbor_discovery (self, bytes);
  else if ((type >= LISTENER_QUERY && type <= LISTENER_DONE) || type == LISTENER_REPORT_V2)
    dissect_listener_discovery (self, bytes);
  else if (type == ECHO_REQUEST || type == ECHO_REPLY)
    dissect_icmp_echo (self, bytes, type == ECHO_REQUEST ? "request" : "reply");
  else
    summarize (self, bytes, type, code);
}

void
dissect_icmpv6 (Dissection *self, DissectBytes bytes)
{
  const guint8 type = dissect_u8 (bytes, 0), code = dissect_u8 (bytes, 1);
  const gboolean echo = type == ECHO_REQUEST || type == ECHO_REPLY;
  const gboolean error = type < FIRST_INFORMATION;

  if (!dissection_begin (self, "ICMPv6", "Internet Control Message Protocol version 6", bytes,
                         echo || error ? FIXED_BYTES : bytes.n_bytes)
      || !dissection_require (self, bytes, FIXED_BYTES))
    return;
  dissection_field (self, bytes, 0, 1, "Type", "%s (%u)", DISSECT_NAME (types, type), type);
  dissect_icmp_code (self, bytes, DISSECT_KNOWN (codes, (guint) type << 8 | code));
  dissection_add_pseudo_checksum (self, bytes, 2, IP_PROTOCOL);
  if (error)
    {
      summarize (self, bytes, type, code);
      dissect_error (self, bytes, type);
      return;
    }
  dissect_message (self, bytes, type, code);
  dissection_end (self);
  if (echo)
    dissect_load (self, dissect_from (bytes, FIXED_BYTES));
}
