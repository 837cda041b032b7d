/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Protocols that stand directly on a link, of which the obvious fields are decoded. */

#pragma once

#include "plugins/packets/dissect/dissector.h"

G_BEGIN_DECLS

void dissect_pppoe_discovery (Dissection *self, DissectBytes bytes);
void dissect_pppoe_session (Dissection *self, DissectBytes bytes);
void dissect_ppp (Dissection *self, DissectBytes bytes);
void dissect_ppp_serial (Dissection *self, DissectBytes bytes);
void dissect_cisco_hdlc (Dissection *self, DissectBytes bytes);
void dissect_frame_relay (Dissection *self, DissectBytes bytes);
void dissect_cdp (Dissection *self, DissectBytes bytes);
void dissect_eapol (Dissection *self, DissectBytes bytes);
void dissect_slow_protocol (Dissection *self, DissectBytes bytes);
void dissect_mpls (Dissection *self, DissectBytes bytes);

G_END_DECLS
