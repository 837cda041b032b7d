/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

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
  self->prefix_bytes = 0;
  self->depth = 0;
  self->quiet = 0;
  if (self->tree != NULL)
    dissect_tree_clear (self->tree);
}

/* Decodes PACKET, whose bytes must stay for as long as the fields are looked at. Takes any bytes. */
void
dissect_packet (Dissection *self, const Packet *packet)
{
  const DissectBytes bytes = {
    .at = packet->bytes,
    .n_bytes = packet->captured_bytes,
    .claimed_bytes = MAX (packet->captured_bytes, packet->original_bytes),
  };

  reset (self, packet);
  dissect_link (self, bytes);
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

/* BYTES hold a packet that this one tells about, as an ICMP error does: its fields stand below, the summary stays. */
void
dissection_quote (Dissection *self, DissectFunc func, DissectBytes bytes)
{
  const gboolean malformed = self->malformed;

  if (self->tree == NULL)
    return;
  self->quiet++;
  func (self, bytes);
  self->quiet--;
  /* What is quoted is cut short as a rule. */
  self->malformed = malformed;
}

/* WHY the bytes from AT on cannot be what they should; static. Where they were only not captured, that is said instead. */
void
dissection_fail (Dissection *self, DissectBytes bytes, guint32 at, const char *why)
{
  const gboolean cut = bytes.claimed_bytes > bytes.n_bytes;
  DissectLine *summary = dissection_summarize (self);

  if (cut)
    self->truncated = TRUE;
  else
    self->malformed = TRUE;
  dissect_line_add (summary, cut ? " [cut short]" : " [malformed: ");
  if (!cut)
    {
      dissect_line_add (summary, why);
      dissect_line_add_char (summary, ']');
    }
  dissection_field (self, bytes, at, 0, cut ? "Cut short by the capture" : "Malformed", "%s",
                    cut ? "" : why);
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
