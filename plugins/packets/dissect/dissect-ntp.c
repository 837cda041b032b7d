/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The Network Time Protocol (RFC 5905); of its control and private messages, the kind. */

#include "config.h"

#include <time.h>

#include "plugins/packets/dissect/dissect-app.h"
#include "plugins/packets/dissect/dissectors.h"

#define TIME_BYTES 48
#define TIME_HEADER_BYTES 16
#define CONTROL_BYTES 12
#define PRIVATE_BYTES 8
/* From 1900, where it counts from, to 1970; the highest bit tells that era from the one that begins in 2036. */
#define UNIX_EPOCH_SECONDS 2208988800u
#define ERA_SECONDS (G_GINT64_CONSTANT (1) << 32)

typedef enum
{
  MODE_RESERVED = 0,
  MODE_CLIENT = 3,
  MODE_SERVER = 4,
  MODE_BROADCAST = 5,
  MODE_CONTROL = 6,
  MODE_PRIVATE = 7,
} Mode;

static const DissectName modes[] = {
  { 1, "symmetric active" },   { 2, "symmetric passive" },      { MODE_CLIENT, "client" },
  { MODE_SERVER, "server" },   { MODE_BROADCAST, "broadcast" }, { MODE_CONTROL, "control" },
  { MODE_PRIVATE, "private" },
};

static const DissectName leap_warnings[] = {
  { 0, "no warning" },
  { 1, "last minute of the day has 61 seconds" },
  { 2, "last minute of the day has 59 seconds" },
  { 3, "clock not synchronized" },
};

static const DissectName control_operations[] = {
  { 1, "read status" },          { 2, "read variables" },        { 3, "write variables" },
  { 4, "read clock variables" }, { 5, "write clock variables" }, { 6, "set trap address" },
  { 7, "trap response" },        { 8, "runtime configuration" }, { 9, "export configuration" },
  { 10, "read remote address" }, { 11, "read ordered list" },    { 12, "request nonce" },
  { 31, "unset trap" },
};

/* The reference's address, its name for a primary server, or why a packet is a kiss of death (RFC 5905, section 7.3). */
static void
add_reference (Dissection *self, DissectLine *line, DissectBytes bytes)
{
  const guint8 stratum = dissect_u8 (bytes, 1);

  if (stratum <= 1)
    dissect_line_add_octets (line, bytes.at + 12, strnlen ((const char *) bytes.at + 12, 4));
  else if (self->ip_version == 6)
    {
      dissect_line_add (line, "0x");
      dissect_line_add_hex (line, dissect_u32 (bytes, 12), 8);
    }
  else
    dissect_line_add_ipv4 (line, bytes.at + 12);
}

static void
add_timestamp_field (Dissection *self, DissectBytes bytes, guint32 at, const char *name)
{
  const guint32 seconds = dissect_u32 (bytes, at);
  const guint64 fraction = dissect_u32 (bytes, at + 4);
  const time_t unix_seconds
      = (time_t) seconds - UNIX_EPOCH_SECONDS + ((seconds & 0x80000000u) == 0 ? ERA_SECONDS : 0);
  char text[32];
  struct tm tm;

  if (self->tree == NULL || !dissect_has (bytes, at, 8))
    return;
  if (dissect_u64 (bytes, at) == 0)
    {
      dissection_field (self, bytes, at, 8, name, "%s", "unknown");
      return;
    }
  gmtime_r (&unix_seconds, &tm);
  strftime (text, sizeof text, "%Y-%m-%d %H:%M:%S", &tm);
  dissection_field (self, bytes, at, 8, name, "%s.%09u UTC", text,
                    (guint) (fraction * 1000000000 >> 32));
}

static void
add_first_fields (Dissection *self, DissectBytes bytes)
{
  const guint8 first = dissect_u8 (bytes, 0);

  dissection_field (self, bytes, 0, 1, "Leap indicator", "%s (%u)",
                    DISSECT_KNOWN (leap_warnings, first >> 6), first >> 6);
  dissection_field (self, bytes, 0, 1, "Version", "%u", first >> 3 & 7);
  dissection_field (self, bytes, 0, 1, "Mode", "%s (%u)", DISSECT_KNOWN (modes, first & 7),
                    first & 7);
}

static void
add_time_fields (Dissection *self, DissectBytes bytes)
{
  DissectLine line;

  if (self->tree == NULL)
    return;
  dissection_field (self, bytes, 1, 1, "Stratum", "%u", dissect_u8 (bytes, 1));
  dissection_field (self, bytes, 2, 1, "Polling interval", "2^%d s", (gint8) dissect_u8 (bytes, 2));
  dissection_field (self, bytes, 3, 1, "Precision", "2^%d s", (gint8) dissect_u8 (bytes, 3));
  dissection_field (self, bytes, 4, 4, "Root delay", "%.6f s", dissect_u32 (bytes, 4) / 65536.0);
  dissection_field (self, bytes, 8, 4, "Root dispersion", "%.6f s",
                    dissect_u32 (bytes, 8) / 65536.0);
  dissect_line_clear (&line);
  add_reference (self, &line, bytes);
  dissection_add_line (self, bytes, 12, 4, "Reference ID", &line);
  add_timestamp_field (self, bytes, 16, "Reference timestamp");
  add_timestamp_field (self, bytes, 24, "Origin timestamp");
  add_timestamp_field (self, bytes, 32, "Receive timestamp");
  add_timestamp_field (self, bytes, 40, "Transmit timestamp");
  if (bytes.n_bytes > TIME_BYTES)
    dissect_app_hex (self, bytes, TIME_BYTES, bytes.n_bytes - TIME_BYTES,
                     "Extension fields and authentication");
}

static void
add_control_fields (Dissection *self, DissectBytes bytes)
{
  const guint8 second = dissect_u8 (bytes, 1);

  dissection_field (self, bytes, 1, 1, "Operation", "%s (%u)%s",
                    DISSECT_NAME (control_operations, second & 0x1f), second & 0x1f,
                    second & 0x80 ? ", response" : "");
  dissection_field (self, bytes, 2, 2, "Sequence", "%u", dissect_u16 (bytes, 2));
  dissection_field (self, bytes, 4, 2, "Status", "0x%04x", dissect_u16 (bytes, 4));
  dissection_field (self, bytes, 6, 2, "Association ID", "%u", dissect_u16 (bytes, 6));
  dissection_field (self, bytes, 8, 2, "Offset", "%u", dissect_u16 (bytes, 8));
  dissection_field (self, bytes, 10, 2, "Count", "%u", dissect_u16 (bytes, 10));
  if (bytes.n_bytes > CONTROL_BYTES)
    dissection_add_text (self, bytes, CONTROL_BYTES, bytes.n_bytes - CONTROL_BYTES, "Data");
}

static void
add_private_fields (Dissection *self, DissectBytes bytes)
{
  dissection_field (self, bytes, 0, 1, "Response", "%s",
                    dissect_u8 (bytes, 0) & 0x80 ? "yes" : "no");
  dissection_field (self, bytes, 1, 1, "Sequence", "%u", dissect_u8 (bytes, 1) & 0x7f);
  dissection_field (self, bytes, 2, 1, "Implementation", "%u", dissect_u8 (bytes, 2));
  dissection_field (self, bytes, 3, 1, "Request code", "%u", dissect_u8 (bytes, 3));
  dissect_app_hex (self, bytes, 4, bytes.n_bytes - 4, "Data");
}

static void
summarize (Dissection *self, DissectBytes bytes, Mode mode)
{
  DissectLine *summary = dissection_summarize (self);
  const guint8 stratum = dissect_u8 (bytes, 1);

  dissect_line_add (summary, "NTP Version ");
  dissect_line_add_unsigned (summary, dissect_u8 (bytes, 0) >> 3 & 7);
  dissect_line_add (summary, ", ");
  dissect_line_add (summary, DISSECT_KNOWN (modes, mode));
  if (mode != MODE_SERVER && mode != MODE_BROADCAST)
    return;
  if (stratum == 0)
    dissect_line_add (summary, ", kiss of death ");
  else
    {
      dissect_line_add (summary, ", stratum ");
      dissect_line_add_unsigned (summary, stratum);
      dissect_line_add (summary, ", reference ");
    }
  add_reference (self, summary, bytes);
}

static gboolean
is_message (DissectBytes bytes, Mode mode)
{
  const guint version = dissect_u8 (bytes, 0) >> 3 & 7;

  if (version < 1 || version > 4 || mode == MODE_RESERVED)
    return FALSE;
  if (mode == MODE_CONTROL)
    return bytes.n_bytes >= CONTROL_BYTES;
  if (mode == MODE_PRIVATE)
    return bytes.n_bytes >= PRIVATE_BYTES;
  return bytes.n_bytes >= TIME_HEADER_BYTES && bytes.claimed_bytes >= TIME_BYTES;
}

gboolean
dissect_ntp (Dissection *self, DissectBytes bytes)
{
  const Mode mode = dissect_u8 (bytes, 0) & 7;

  if (!is_message (bytes, mode))
    return FALSE;
  if (!dissection_begin (self, "NTP", "Network Time Protocol", bytes, bytes.n_bytes))
    return TRUE;
  summarize (self, bytes, mode);
  if (mode == MODE_PRIVATE)
    {
      dissection_field (self, bytes, 0, 1, "Mode", "%s", "private (7)");
      add_private_fields (self, bytes);
    }
  else
    {
      add_first_fields (self, bytes);
      if (mode == MODE_CONTROL)
        add_control_fields (self, bytes);
      else
        add_time_fields (self, bytes);
    }
  if (mode < MODE_CONTROL && bytes.n_bytes < TIME_BYTES)
    dissection_fail (self, bytes, bytes.n_bytes, "timestamps");
  dissection_end (self);
  return TRUE;
}
