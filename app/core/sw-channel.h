/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-types.h"

G_BEGIN_DECLS

#define SW_TYPE_CHANNEL (sw_channel_get_type ())

SW_PUBLIC
G_DECLARE_FINAL_TYPE (SwChannel, sw_channel, SW, CHANNEL, GObject)

/**
 * SwRole:
 * @SW_ROLE_1: the first of the palette's eight colours, told apart by the colour-blind
 * @SW_ROLE_2: the second
 * @SW_ROLE_3: the third
 * @SW_ROLE_4: the fourth
 * @SW_ROLE_5: the fifth
 * @SW_ROLE_6: the sixth
 * @SW_ROLE_7: the seventh
 * @SW_ROLE_8: the eighth
 * @SW_ROLE_INBOUND: received or read; the same colour wherever it appears
 * @SW_ROLE_OUTBOUND: sent or written; the same colour wherever it appears
 * @SW_ROLE_MUTED: what is there but matters less (cache, steal)
 * @SW_ROLE_LIMIT: a line to compare with (number of cores, a maximum)
 *
 * What a channel stands for, from which its colour follows in each colour scheme.
 */
typedef enum
{
  SW_ROLE_1,
  SW_ROLE_2,
  SW_ROLE_3,
  SW_ROLE_4,
  SW_ROLE_5,
  SW_ROLE_6,
  SW_ROLE_7,
  SW_ROLE_8,
  SW_ROLE_INBOUND,
  SW_ROLE_OUTBOUND,
  SW_ROLE_MUTED,
  SW_ROLE_LIMIT,
} SwRole;

#define SW_N_ROLES (SW_ROLE_LIMIT + 1)

SW_PUBLIC SwChannel *sw_channel_new (const char *id, const char *name, SwRole role);
SW_PUBLIC const char *sw_channel_get_id (SwChannel *self);
SW_PUBLIC const char *sw_channel_get_name (SwChannel *self);
SW_PUBLIC SwRole sw_channel_get_role (SwChannel *self);
SW_PUBLIC const char *sw_channel_get_colour (SwChannel *self);
SW_PUBLIC void sw_channel_set_colour (SwChannel *self, const char *colour);
SW_PUBLIC gboolean sw_channel_get_shown (SwChannel *self);
SW_PUBLIC void sw_channel_set_shown (SwChannel *self, gboolean shown);

G_END_DECLS
