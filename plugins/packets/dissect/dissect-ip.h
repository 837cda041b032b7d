/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What both versions of IP have in common. */

#pragma once

#include "plugins/packets/dissect/dissector.h"

G_BEGIN_DECLS

void dissect_ip_addresses (Dissection *self,
                           guint8 version,
                           const guint8 *source,
                           const guint8 *destination,
                           guint8 hop_limit);
DissectBytes dissect_ip_load (Dissection *self,
                              DissectBytes bytes,
                              guint32 n_header,
                              guint32 n_total);
void dissect_ip_later_fragment (Dissection *self,
                                guint8 ip_protocol,
                                guint32 offset,
                                guint32 id,
                                DissectBytes load);

G_END_DECLS
