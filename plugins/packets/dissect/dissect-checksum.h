/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The Internet checksum (RFC 1071), which only a tree shows: summaries do not pay for it. */

#pragma once

#include "plugins/packets/dissect/dissector.h"

G_BEGIN_DECLS

void dissection_add_header_checksum (Dissection *self, DissectBytes bytes, guint32 at);
void dissection_add_checksum (Dissection *self, DissectBytes bytes, guint32 at);
void dissection_add_pseudo_checksum (Dissection *self,
                                     DissectBytes bytes,
                                     guint32 at,
                                     guint8 ip_protocol);

G_END_DECLS
