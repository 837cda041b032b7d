/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "plugins/packets/dissect/dissect-app.h"

/* In the largest unit that leaves no rest: "1 h", "90 s", "7 d"; all ones never end (RFC 2131, section 3.3). */
void
dissect_line_add_duration (DissectLine *self, guint32 seconds)
{
  static const struct
  {
    guint32 seconds;
    const char *unit;
  } units[] = { { 24 * 60 * 60, " d" }, { 60 * 60, " h" }, { 60, " min" }, { 1, " s" } };
  guint i = 0;

  if (seconds == G_MAXUINT32)
    {
      dissect_line_add (self, "infinity");
      return;
    }
  while (seconds % units[i].seconds != 0 || (seconds == 0 && i + 1 < G_N_ELEMENTS (units)))
    i++;
  dissect_line_add_unsigned (self, seconds / units[i].seconds);
  dissect_line_add (self, units[i].unit);
}

void
dissect_line_add_hex_octets (DissectLine *self, const guint8 *octets, guint32 n_octets)
{
  for (guint32 i = 0; i < n_octets && self->length < DISSECT_LINE_BYTES - 1; i++)
    dissect_line_add_hex (self, octets[i], 2);
}

void
dissect_app_hex (Dissection *self,
                 DissectBytes bytes,
                 guint32 at,
                 guint32 n_bytes,
                 const char *name)
{
  const DissectBytes part = dissect_part (bytes, at, n_bytes);
  DissectLine line;

  if (self->tree == NULL)
    return;
  dissect_line_clear (&line);
  dissect_line_add_hex_octets (&line, part.at, part.n_bytes);
  dissection_add_line (self, part, 0, part.n_bytes, name, &line);
}

/* A number of seconds in four bytes. */
void
dissect_app_duration (Dissection *self, DissectBytes bytes, guint32 at, const char *name)
{
  DissectLine line;

  if (self->tree == NULL || !dissect_has (bytes, at, 4))
    return;
  dissect_line_clear (&line);
  dissect_line_add_duration (&line, dissect_u32 (bytes, at));
  dissection_add_line (self, bytes, at, 4, name, &line);
}

/* WHY the bytes from AT of PART on, which the length before it says there are, cannot be read. Where they are only in a
 * segment still to come, or were not captured, that is said instead. */
void
dissect_app_fail (Dissection *self,
                  DissectBytes segment,
                  DissectBytes part,
                  guint32 at,
                  const char *why)
{
  if (segment.claimed_bytes == segment.n_bytes && part.claimed_bytes > part.n_bytes)
    {
      dissect_line_add (dissection_summarize (self), " [continues]");
      dissection_field (self, part, at, 0, "Continues in the next segment", "%s", "");
      return;
    }
  dissection_fail (self, part, at, why);
}
