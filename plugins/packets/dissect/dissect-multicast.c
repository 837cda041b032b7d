/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Who listens to which group: IGMP (RFC 1112, 2236, 3376) for IPv4 and its translation MLD (RFC 2710, 3810) for IPv6. */

#include "config.h"

#include "plugins/packets/dissect/dissect-checksum.h"
#include "plugins/packets/dissect/dissect-icmp.h"
#include "plugins/packets/dissect/dissect-names.h"

#define IGMP_BYTES 8
#define IGMP_QUERY 0x11
#define IGMP_V1_REPORT 0x12
#define IGMP_DVMRP 0x13
#define IGMP_PIM_V1 0x14
#define IGMP_V2_REPORT 0x16
#define IGMP_LEAVE 0x17
#define IGMP_V3_REPORT 0x22

#define MLD_QUERY 130
#define MLD_REPORT 131
#define MLD_DONE 132
#define MLD_BYTES 24

#define CHANGE_TO_INCLUDE 3
#define CHANGE_TO_EXCLUDE 4
#define MAX_SUMMARIZED_GROUPS 3

static const DissectName igmp_types[] = {
  { IGMP_QUERY, "Membership Query" },      { IGMP_V1_REPORT, "Membership Report" },
  { IGMP_V2_REPORT, "Membership Report" }, { IGMP_LEAVE, "Leave Group" },
  { IGMP_V3_REPORT, "Membership Report" }, { IGMP_DVMRP, "DVMRP" },
  { IGMP_PIM_V1, "PIM version 1" },
};

static const DissectName record_types[] = {
  { 1, "Include" },
  { 2, "Exclude" },
  { CHANGE_TO_INCLUDE, "Change to include" },
  { CHANGE_TO_EXCLUDE, "Change to exclude" },
  { 5, "Allow new sources" },
  { 6, "Block old sources" },
};

static void
add_address (Dissection *self, DissectBytes bytes, guint32 at, guint n_address, const char *name)
{
  if (n_address == 4)
    dissection_add_ipv4 (self, bytes, at, name);
  else
    dissection_add_ipv6 (self, bytes, at, name);
}

static void
say_address (DissectLine *line, DissectBytes bytes, guint32 at, guint n_address)
{
  if (!dissect_has (bytes, at, n_address))
    return;
  if (n_address == 4)
    dissect_line_add_ipv4 (line, bytes.at + at);
  else
    dissect_line_add_ipv6 (line, bytes.at + at);
}

static void
summarize_record (DissectLine *line, DissectBytes record, guint n_address)
{
  const guint8 type = dissect_u8 (record, 0);
  const guint n_sources = dissect_u16 (record, 2);

  dissect_line_add (line, " / ");
  if (type == CHANGE_TO_EXCLUDE && n_sources == 0)
    dissect_line_add (line, "Join group ");
  else if (type == CHANGE_TO_INCLUDE && n_sources == 0)
    dissect_line_add (line, "Leave group ");
  else
    {
      dissect_line_add (line, DISSECT_NAME (record_types, type));
      dissect_line_add (line, ", group ");
    }
  say_address (line, record, 4, n_address);
  if (type == CHANGE_TO_EXCLUDE && n_sources == 0)
    dissect_line_add (line, " for any sources");
}

static void
add_record (Dissection *self, DissectBytes record, guint n_address)
{
  const guint8 type = dissect_u8 (record, 0);

  dissection_field (self, record, 0, record.n_bytes, "Group record", "%s",
                    DISSECT_NAME (record_types, type));
  dissection_open (self);
  dissection_field (self, record, 0, 1, "Type", "%u", type);
  dissection_field (self, record, 1, 1, "Auxiliary data", "%u bytes", 4 * dissect_u8 (record, 1));
  dissection_field (self, record, 2, 2, "Sources", "%u", dissect_u16 (record, 2));
  add_address (self, record, 4, n_address, "Group");
  for (guint i = 0; i < dissect_u16 (record, 2); i++)
    {
      const guint32 at = 4 + (i + 1) * n_address;

      if (!dissect_has (record, at, n_address))
        break;
      add_address (self, record, at, n_address, "Source");
    }
  dissection_close (self);
}

/* Those of a report of IGMPv3 or MLDv2, which differ in the addresses alone. */
static void
dissect_records (Dissection *self, DissectBytes bytes, guint n_address)
{
  const guint n_records = dissect_u16 (bytes, 6);
  guint32 at = 8;

  dissection_field (self, bytes, 6, 2, "Group records", "%u", n_records);
  for (guint i = 0; i < n_records; i++)
    {
      const guint32 n_bytes = 4 + (1 + (guint32) dissect_u16 (bytes, at + 2)) * n_address
                              + 4 * (guint32) dissect_u8 (bytes, at + 1);
      const DissectBytes record = dissect_part (bytes, at, n_bytes);

      if (record.n_bytes < n_bytes)
        {
          dissection_fail (self, bytes, at, "a record is longer than the packet");
          return;
        }
      if (i < MAX_SUMMARIZED_GROUPS)
        summarize_record (dissection_summarize (self), record, n_address);
      if (self->tree != NULL)
        add_record (self, record, n_address);
      at += n_bytes;
    }
}

/* What version 3 of IGMP and 2 of MLD add to a query, from AT on. */
static void
add_query_sources (Dissection *self, DissectBytes bytes, guint32 at, guint n_address)
{
  const guint8 flags = dissect_u8 (bytes, at);
  const guint n_sources = dissect_u16 (bytes, at + 2);

  dissection_field (self, bytes, at, 1, "Flags", "%s, robustness %u",
                    flags & 8 ? "suppress router processing" : "none", flags & 7);
  dissection_field (self, bytes, at + 1, 1, "Query interval", "code %u",
                    dissect_u8 (bytes, at + 1));
  dissection_field (self, bytes, at + 2, 2, "Sources", "%u", n_sources);
  for (guint i = 0; i < n_sources && dissect_has (bytes, at + 4 + i * n_address, n_address); i++)
    add_address (self, bytes, at + 4 + i * n_address, n_address, "Source");
}

static const char *
find_igmp_version (DissectBytes bytes, guint8 type)
{
  switch (type)
    {
    case IGMP_QUERY:
      if (bytes.claimed_bytes >= 12)
        return "IGMPv3";
      return dissect_u8 (bytes, 1) == 0 ? "IGMPv1" : "IGMPv2";
    case IGMP_V1_REPORT:
      return "IGMPv1";
    case IGMP_V2_REPORT:
    case IGMP_LEAVE:
      return "IGMPv2";
    case IGMP_V3_REPORT:
      return "IGMPv3";
    case IGMP_DVMRP:
      return "DVMRP";
    case IGMP_PIM_V1:
      return "PIMv1";
    default:
      return "IGMP";
    }
}

static gboolean
has_igmp_group (guint8 type)
{
  return type == IGMP_QUERY || type == IGMP_V1_REPORT || type == IGMP_V2_REPORT
         || type == IGMP_LEAVE;
}

static void
dissect_igmp_group (Dissection *self, DissectBytes bytes, guint8 type)
{
  DissectLine *line = dissection_summarize (self);

  dissection_add_ipv4 (self, bytes, 4, "Group");
  if (type == IGMP_QUERY && dissect_u32 (bytes, 4) == 0)
    dissect_line_add (line, ", general");
  else
    {
      dissect_line_add (line, type == IGMP_QUERY ? ", specific for group "
                                                 : (type == IGMP_LEAVE ? " " : " group "));
      dissect_line_add_ipv4 (line, bytes.at + 4);
    }
  if (type == IGMP_QUERY && bytes.n_bytes >= 12)
    add_query_sources (self, bytes, 8, 4);
}

void
dissect_igmp (Dissection *self, DissectBytes bytes)
{
  const guint8 type = dissect_u8 (bytes, 0);

  if (!dissection_begin (self, find_igmp_version (bytes, type),
                         "Internet Group Management Protocol", bytes, bytes.n_bytes)
      || !dissection_require (self, bytes, IGMP_BYTES))
    return;
  dissection_field (self, bytes, 0, 1, "Type", "%s (0x%02x)", DISSECT_NAME (igmp_types, type),
                    type);
  if (type == IGMP_DVMRP || type == IGMP_PIM_V1)
    dissection_field (self, bytes, 1, 1, "Code", "%u", dissect_u8 (bytes, 1));
  else
    dissection_field (self, bytes, 1, 1, "Max response time", "%u.%u s", dissect_u8 (bytes, 1) / 10,
                      dissect_u8 (bytes, 1) % 10);
  dissection_add_checksum (self, bytes, 2);
  dissect_line_add (dissection_summarize (self), DISSECT_NAME (igmp_types, type));
  if (type == IGMP_V3_REPORT)
    dissect_records (self, bytes, 4);
  else if (has_igmp_group (type))
    dissect_igmp_group (self, bytes, type);
  dissection_end (self);
}

void
dissect_listener_discovery (Dissection *self, DissectBytes bytes)
{
  const guint8 type = dissect_u8 (bytes, 0);
  const gboolean group = dissect_u64 (bytes, 8) != 0 || dissect_u64 (bytes, 16) != 0;
  DissectLine *line = dissection_summarize (self);

  dissect_line_add (line, "Multicast Listener ");
  if (type != MLD_QUERY && type != MLD_REPORT && type != MLD_DONE)
    {
      dissect_line_add (line, "Report Message v2");
      dissect_records (self, bytes, 16);
      return;
    }
  dissect_line_add (line, type == MLD_QUERY ? "Query" : (type == MLD_REPORT ? "Report" : "Done"));
  if (bytes.n_bytes < MLD_BYTES)
    {
      dissection_fail (self, bytes, 0, "shorter than its header");
      return;
    }
  dissection_field (self, bytes, 4, 2, "Max response delay", "%u ms", dissect_u16 (bytes, 4));
  dissection_add_ipv6 (self, bytes, 8, "Group");
  if (group)
    {
      dissect_line_add (line, type == MLD_QUERY ? ", specific for group " : " group ");
      dissect_line_add_ipv6 (line, bytes.at + 8);
    }
  else
    dissect_line_add (line, ", general");
  if (type == MLD_QUERY && bytes.n_bytes >= MLD_BYTES + 4)
    add_query_sources (self, bytes, MLD_BYTES, 16);
}
