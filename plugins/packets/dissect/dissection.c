/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include "plugins/packets/dissect/dissectors.h"

/* In place of an initializer: the lines of text need no clearing of all their bytes. */
void
dissection_init (Dissection *self)
{
  self->tree = NULL;
  self->tcp.marks = TCP_MARK_NONE;
}

static void
reset (Dissection *self, const Packet *packet)
{
  self->packet = packet;
  self->protocol = "";
  dissect_line_clear (&self->source);
  dissect_line_clear (&self->destination);
  dissect_line_clear (&self->summary);
  self->n_vlans = 0;
  self->ethertype = 0;
  self->ip_version = 0;
  self->ip_protocol = 0;
  self->has_macs = self->has_ports = self->malformed = FALSE;
  self->truncated = packet->original_bytes > packet->captured_bytes;
  self->shown_source = self->shown_destination = NULL;
  self->load_end = 0;
  self->prefix_bytes = 0;
  self->depth = 0;
  self->quiet = 0;
  self->n_ip_headers = 0;
  self->is_fragment = self->is_source_routed = FALSE;
  if (self->tree != NULL)
    dissect_tree_clear (self->tree);
}

static void
show_address (DissectLine *line, const guint8 *address, guint n_bytes)
{
  if (address == NULL)
    return;
  if (n_bytes == 4)
    dissect_line_add_ipv4 (line, address);
  else if (n_bytes == 16)
    dissect_line_add_ipv6 (line, address);
  else
    dissect_line_add_mac (line, address);
}

/* Decodes PACKET, whose bytes must stay for as long as the fields are looked at. Takes any bytes. */
void
dissect_packet (Dissection *self, const Packet *packet)
{
  const DissectBytes bytes = {
    .at = packet->captured_bytes > 0 ? packet->bytes : (const guint8 *) "",
    .n_bytes = packet->captured_bytes,
    .claimed_bytes = MAX (packet->captured_bytes, packet->original_bytes),
  };

  reset (self, packet);
  dissect_link (self, bytes);
  /* Once, and not for each layer that has addresses. */
  show_address (&self->source, self->shown_source, self->shown_bytes);
  show_address (&self->destination, self->shown_destination, self->shown_bytes);
}

/* A layer begins: PROTOCOL, its abbreviation, is what the frame is from now on, and the summary is anew. NAME is that of the
 * layer's line in the tree, which spans N_BYTES. FALSE: too deep, and nothing more is decoded. Both texts are static. */
gboolean
dissection_begin (Dissection *self,
                  const char *protocol,
                  const char *name,
                  DissectBytes bytes,
                  guint32 n_bytes)
{
  if (self->depth >= DISSECTION_MAX_DEPTH)
    {
      self->malformed = TRUE;
      return FALSE;
    }
  self->depth++;
  if (self->quiet == 0)
    {
      self->protocol = protocol;
      dissect_line_truncate (&self->summary, self->prefix_bytes);
    }
  if (self->tree != NULL)
    {
      dissect_tree_add (self->tree, bytes.offset, MIN (n_bytes, bytes.n_bytes), name, "");
      dissect_tree_push (self->tree);
    }
  return TRUE;
}

/* The layer's own fields end. Called before what it carries is decoded, so that protocols stand beside each other. */
void
dissection_end (Dissection *self)
{
  dissection_close (self);
}

/* Where the layer writes its summary; a line that nobody reads within a quoted packet. */
DissectLine *
dissection_summarize (Dissection *self)
{
  static _Thread_local DissectLine unread;

  if (self->quiet == 0)
    return &self->summary;
  dissect_line_clear (&unread);
  return &unread;
}

/* What the summary has so far stays in front of what higher layers write: the VLAN, the tunnel. */
void
dissection_keep_prefix (Dissection *self)
{
  if (self->quiet == 0)
    self->prefix_bytes = self->summary.length;
}

/* The addresses to be shown, unless a higher layer has its own: of N_BYTES each (4, 6 or 16), within the frame. */
void
dissection_show_addresses (Dissection *self,
                           const guint8 *source,
                           const guint8 *destination,
                           guint8 n_bytes)
{
  if (self->quiet > 0)
    return;
  self->shown_source = source;
  self->shown_destination = destination;
  self->shown_bytes = n_bytes;
}

/* The frame's MAC addresses, the first time. Either may be missing. */
void
dissection_set_macs (Dissection *self, const guint8 *source, const guint8 *destination)
{
  static const guint8 none[6];

  dissection_show_addresses (self, source, destination, 6);
  if (self->has_macs || self->quiet > 0)
    return;
  self->has_macs = TRUE;
  memcpy (self->mac_source, source != NULL ? source : none, 6);
  memcpy (self->mac_destination, destination != NULL ? destination : none, 6);
}

void
dissection_set_ports (Dissection *self, guint16 source, guint16 destination)
{
  if (self->quiet > 0)
    return;
  self->has_ports = TRUE;
  self->source_port = source;
  self->destination_port = destination;
}

/* BYTES hold a packet that this one tells about, as an ICMP error does: its fields stand below, the summary stays. */
void
dissection_quote (Dissection *self, DissectFunc func, DissectBytes bytes)
{
  const gboolean malformed = self->malformed, truncated = self->truncated;
  const gboolean is_fragment = self->is_fragment;

  if (self->tree == NULL)
    return;
  dissection_field (self, bytes, 0, bytes.n_bytes, "Quoted packet", "%u bytes", bytes.n_bytes);
  dissection_open (self);
  self->quiet++;
  func (self, bytes);
  self->quiet--;
  dissection_close (self);
  /* What is quoted is cut short as a rule. */
  self->malformed = malformed;
  self->truncated = truncated;
  self->is_fragment = is_fragment;
}

/* WHY the bytes from AT on cannot be what they should; static. Where they were only not captured, that is said instead. */
void
dissection_fail (Dissection *self, DissectBytes bytes, guint32 at, const char *why)
{
  const gboolean cut = bytes.claimed_bytes > bytes.n_bytes;
  DissectLine *summary = dissection_summarize (self);

  /* A quoted packet is cut short as a rule, which nobody needs to be told. */
  if (cut && self->quiet > 0)
    return;
  if (cut)
    self->truncated = TRUE;
  else
    self->malformed = TRUE;
  if (summary->length > self->prefix_bytes)
    dissect_line_add_char (summary, ' ');
  dissect_line_add (summary, cut ? "[cut short]" : "[malformed: ");
  if (!cut)
    {
      dissect_line_add (summary, why);
      dissect_line_add_char (summary, ']');
    }
  dissection_field (self, bytes, at, 0, cut ? "Cut short by the capture" : "Malformed", "%s",
                    cut ? "" : why);
}

/* The same of what only a tree has: the frame is what its summary says, whether there is a tree or not. */
void
dissection_add_malformed (Dissection *self, DissectBytes bytes, guint32 at, const char *why)
{
  dissection_field (self, bytes, at, 0, "Malformed", "%s", why);
}

gboolean
dissection_require (Dissection *self, DissectBytes bytes, guint32 n_bytes)
{
  if (G_LIKELY (bytes.n_bytes >= n_bytes))
    return TRUE;
  dissection_fail (self, bytes, 0, "shorter than its header");
  dissection_end (self);
  return FALSE;
}

void
dissection_add_field (Dissection *self,
                      DissectBytes bytes,
                      guint32 at,
                      guint32 n_bytes,
                      const char *name,
                      const char *format,
                      ...)
{
  const DissectBytes part = dissect_part (bytes, at, n_bytes);
  char text[DISSECT_LINE_BYTES];
  va_list arguments;

  if (self->tree == NULL)
    return;
  va_start (arguments, format);
  g_vsnprintf (text, sizeof text, format, arguments);
  va_end (arguments);
  dissect_tree_add (self->tree, part.offset, part.n_bytes, name, text);
}

void
dissection_add_line (Dissection *self,
                     DissectBytes bytes,
                     guint32 at,
                     guint32 n_bytes,
                     const char *name,
                     const DissectLine *line)
{
  const DissectBytes part = dissect_part (bytes, at, n_bytes);

  if (self->tree != NULL)
    dissect_tree_add (self->tree, part.offset, part.n_bytes, name, line->text);
}
