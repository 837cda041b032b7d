/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The spanning tree protocols (IEEE 802.1Q, clause 14). */

#include "config.h"

#include "plugins/packets/dissect/dissect-names.h"
#include "plugins/packets/dissect/dissectors.h"

#define TYPE_CONFIGURATION 0x00
#define TYPE_RAPID 0x02
#define TYPE_CHANGE 0x80

#define VERSION_SHORTEST_PATH 4

#define CHANGE_BYTES 4
#define CONFIGURATION_BYTES 35
#define RAPID_BYTES 36
#define MULTIPLE_BYTES 102
#define INSTANCE_BYTES 16

#define FLAG_CHANGE 0x01
#define FLAG_PROPOSAL 0x02
#define FLAG_LEARNING 0x10
#define FLAG_FORWARDING 0x20
#define FLAG_AGREEMENT 0x40
#define FLAG_ACKNOWLEDGED 0x80

static const DissectName types[] = {
  { TYPE_CONFIGURATION, "Configuration" },
  { TYPE_RAPID, "Rapid or multiple spanning tree" },
  { TYPE_CHANGE, "Topology change notification" },
};

static const DissectName versions[] = {
  { 0, "Spanning tree" },
  { 2, "Rapid spanning tree" },
  { 3, "Multiple spanning tree" },
  { VERSION_SHORTEST_PATH, "Shortest path tree" },
};

static const char *const port_roles[] = { "unknown", "alternate or backup", "root", "designated" };

/* Priority, extension and address of a bridge, as everybody writes them. */
static void
add_bridge_text (DissectLine *line, DissectBytes bytes, guint32 at)
{
  const guint16 priority = dissect_u16 (bytes, at);

  dissect_line_add_unsigned (line, priority & 0xf000);
  dissect_line_add_char (line, '/');
  dissect_line_add_unsigned (line, priority & 0xfff);
  dissect_line_add_char (line, '/');
  if (dissect_has (bytes, at + 2, 6))
    dissect_line_add_mac (line, bytes.at + at + 2);
}

static void
add_bridge (Dissection *self, DissectBytes bytes, guint32 at, const char *name)
{
  DissectLine line;

  if (self->tree == NULL)
    return;
  dissect_line_clear (&line);
  add_bridge_text (&line, bytes, at);
  dissection_add_line (self, bytes, at, 8, name, &line);
}

static void
add_flags (Dissection *self, DissectBytes bytes, guint32 at)
{
  const guint8 flags = dissect_u8 (bytes, at);

  dissection_field (self, bytes, at, 1, "Flags", "0x%02x, port role %s%s%s%s%s%s%s", flags,
                    port_roles[flags >> 2 & 3], flags & FLAG_CHANGE ? ", topology change" : "",
                    flags & FLAG_PROPOSAL ? ", proposal" : "",
                    flags & FLAG_LEARNING ? ", learning" : "",
                    flags & FLAG_FORWARDING ? ", forwarding" : "",
                    flags & FLAG_AGREEMENT ? ", agreement" : "",
                    flags & FLAG_ACKNOWLEDGED ? ", change acknowledged" : "");
}

/* Times are in units of 1/256 s. */
static void
add_time (Dissection *self, DissectBytes bytes, guint32 at, const char *name)
{
  dissection_field (self, bytes, at, 2, name, "%u.%02u s", dissect_u16 (bytes, at) / 256,
                    dissect_u16 (bytes, at) % 256 * 100 / 256);
}

static void
add_configuration (Dissection *self, DissectBytes bytes)
{
  add_flags (self, bytes, 4);
  add_bridge (self, bytes, 5, "Root");
  dissection_field (self, bytes, 13, 4, "Root path cost", "%u", dissect_u32 (bytes, 13));
  add_bridge (self, bytes, 17, "Bridge");
  dissection_field (self, bytes, 25, 2, "Port", "0x%04x", dissect_u16 (bytes, 25));
  add_time (self, bytes, 27, "Message age");
  add_time (self, bytes, 29, "Max age");
  add_time (self, bytes, 31, "Hello time");
  add_time (self, bytes, 33, "Forward delay");
}

static void
add_instances (Dissection *self, DissectBytes bytes, guint32 end)
{
  for (guint32 at = MULTIPLE_BYTES; at + INSTANCE_BYTES <= MIN (end, bytes.n_bytes); at += INSTANCE_BYTES)
    {
      dissection_field (self, bytes, at, INSTANCE_BYTES, "Instance", "%u",
                        dissect_u16 (bytes, at + 1) & 0xfff);
      dissection_open (self);
      add_flags (self, bytes, at);
      add_bridge (self, bytes, at + 1, "Regional root");
      dissection_field (self, bytes, at + 9, 4, "Internal root path cost", "%u",
                        dissect_u32 (bytes, at + 9));
      dissection_field (self, bytes, at + 13, 1, "Bridge priority", "%u",
                        dissect_u8 (bytes, at + 13) << 8);
      dissection_field (self, bytes, at + 14, 1, "Port priority", "%u",
                        dissect_u8 (bytes, at + 14));
      dissection_field (self, bytes, at + 15, 1, "Remaining hops", "%u",
                        dissect_u8 (bytes, at + 15));
      dissection_close (self);
    }
}

/* What MSTP adds. Its length counts from behind itself. */
static void
add_multiple (Dissection *self, DissectBytes bytes)
{
  dissection_field (self, bytes, 36, 2, "Version 3 length", "%u", dissect_u16 (bytes, 36));
  dissection_field (self, bytes, 38, 1, "Format selector", "%u", dissect_u8 (bytes, 38));
  dissection_add_value (self, bytes, 39, 0, 32, "Configuration name");
  dissection_field (self, bytes, 71, 2, "Revision", "%u", dissect_u16 (bytes, 71));
  dissection_add_octets (self, bytes, 73, 16, "Configuration digest");
  dissection_field (self, bytes, 89, 4, "Internal root path cost", "%u", dissect_u32 (bytes, 89));
  add_bridge (self, bytes, 93, "Bridge");
  dissection_field (self, bytes, 101, 1, "Remaining hops", "%u", dissect_u8 (bytes, 101));
  add_instances (self, bytes, 38 + dissect_u16 (bytes, 36));
}

static void
summarize (DissectLine *line, DissectBytes bytes, const char *kind)
{
  dissect_line_add (line, kind);
  if (dissect_u8 (bytes, 4) & FLAG_CHANGE)
    dissect_line_add (line, "TC + ");
  dissect_line_add (line, "Root = ");
  add_bridge_text (line, bytes, 5);
  dissect_line_add (line, " Cost = ");
  dissect_line_add_unsigned (line, dissect_u32 (bytes, 13));
  dissect_line_add (line, " Port = 0x");
  dissect_line_add_hex (line, dissect_u16 (bytes, 25), 4);
}

static const char *
name_kind (guint8 version, guint8 type, gboolean multiple)
{
  if (type == TYPE_CONFIGURATION)
    return "Conf. ";
  if (version >= VERSION_SHORTEST_PATH)
    return "SPT. ";
  return multiple ? "MST. " : "RST. ";
}

static guint32
measure (DissectBytes bytes, guint8 version, guint8 type)
{
  if (type == TYPE_CONFIGURATION)
    return CONFIGURATION_BYTES;
  if (type != TYPE_RAPID)
    return CHANGE_BYTES;
  /* Old bridges send a multiple tree's with a length of 0. */
  return version >= 3 && dissect_u16 (bytes, 36) >= MULTIPLE_BYTES - 38 ? MULTIPLE_BYTES
                                                                        : RAPID_BYTES;
}

void
dissect_stp (Dissection *self, DissectBytes bytes)
{
  const guint8 version = dissect_u8 (bytes, 2), type = dissect_u8 (bytes, 3);
  const guint32 n_bytes = measure (bytes, version, type);
  const gboolean multiple = n_bytes == MULTIPLE_BYTES;

  if (!dissection_begin (self, "STP", "Spanning Tree Protocol", bytes, bytes.n_bytes)
      || !dissection_require (self, bytes, n_bytes))
    return;
  dissection_field (self, bytes, 0, 2, "Protocol", "%u", dissect_u16 (bytes, 0));
  dissection_field (self, bytes, 2, 1, "Version", "%s (%u)", DISSECT_NAME (versions, version),
                    version);
  dissection_field (self, bytes, 3, 1, "Type", "%s (0x%02x)", DISSECT_NAME (types, type), type);
  if (type == TYPE_CONFIGURATION || type == TYPE_RAPID)
    {
      summarize (dissection_summarize (self), bytes, name_kind (version, type, multiple));
      add_configuration (self, bytes);
    }
  else
    dissect_line_add (dissection_summarize (self),
                      type == TYPE_CHANGE ? "Topology Change Notification" : "Unknown type");
  if (n_bytes >= RAPID_BYTES)
    dissection_field (self, bytes, 35, 1, "Version 1 length", "%u", dissect_u8 (bytes, 35));
  if (multiple)
    add_multiple (self, bytes);
  dissection_end (self);
}
