/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Protocols over IP of which the obvious fields are decoded. */

#pragma once

#include "plugins/packets/dissect/dissector.h"

G_BEGIN_DECLS

void dissect_sctp (Dissection *self, DissectBytes bytes);
void dissect_ospf (Dissection *self, DissectBytes bytes);
void dissect_vrrp (Dissection *self, DissectBytes bytes);
void dissect_pim (Dissection *self, DissectBytes bytes);
void dissect_esp (Dissection *self, DissectBytes bytes);
void dissect_ah (Dissection *self, DissectBytes bytes);

G_END_DECLS
