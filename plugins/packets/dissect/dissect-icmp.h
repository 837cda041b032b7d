/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What ICMP and ICMPv6 have in common, and the parts of the latter. */

#pragma once

#include "plugins/packets/dissect/dissector.h"

G_BEGIN_DECLS

void dissect_icmp_code (Dissection *self, DissectBytes bytes, const char *name);
DissectLine *dissect_icmp_summarize (Dissection *self,
                                     guint8 type,
                                     const char *name,
                                     const char *code_name);
void dissect_icmp_echo (Dissection *self, DissectBytes bytes, const char *what);
void dissect_igmp (Dissection *self, DissectBytes bytes);

/* The bodies of ICMPv6 messages, BYTES from the type on. */
void dissect_neighbor_discovery (Dissection *self, DissectBytes bytes);
void dissect_listener_discovery (Dissection *self, DissectBytes bytes);

G_END_DECLS
