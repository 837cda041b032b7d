/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gdk/gdk.h>

#include "core/sw-channel.h"

G_BEGIN_DECLS

/**
 * SwScheme:
 * @SW_SCHEME_LIGHT: on a light card
 * @SW_SCHEME_DARK: on a dark card
 * @SW_SCHEME_LIGHT_HIGH_CONTRAST: on a light card, for who asked for high contrast
 * @SW_SCHEME_DARK_HIGH_CONTRAST: on a dark card, for who asked for high contrast
 *
 * What colours stand on.
 */
typedef enum
{
  SW_SCHEME_LIGHT,
  SW_SCHEME_DARK,
  SW_SCHEME_LIGHT_HIGH_CONTRAST,
  SW_SCHEME_DARK_HIGH_CONTRAST,
} SwScheme;

#define SW_N_SCHEMES (SW_SCHEME_DARK_HIGH_CONTRAST + 1)

SW_PUBLIC SwScheme sw_palette_get_scheme (void);
SW_PUBLIC void sw_palette_get (SwRole role, SwScheme scheme, GdkRGBA *rgba);
SW_PUBLIC double sw_palette_get_text_alpha (SwScheme scheme);
SW_PUBLIC void sw_palette_get_channel (SwChannel *channel, SwScheme scheme, GdkRGBA *rgba);

G_END_DECLS
