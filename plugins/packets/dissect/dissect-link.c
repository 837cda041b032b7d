/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "plugins/packets/dissect/dissectors.h"

/* By the capture's link type. */
void
dissect_link (Dissection *self, DissectBytes bytes)
{
  if (!dissection_begin (self, "Data", "Data", bytes, bytes.n_bytes))
    return;
  dissect_line_add_unsigned (dissection_summarize (self), bytes.claimed_bytes);
  dissect_line_add (dissection_summarize (self), " bytes");
  dissection_end (self);
}
