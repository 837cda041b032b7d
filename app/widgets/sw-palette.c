/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <adwaita.h>

#include "widgets/sw-palette.h"

/* One palette for the whole program. For each scheme the eight were searched so that any two differ by at least 0.1 in
 * OKLab for normal eyes and for each kind of colour blindness (Machado et al. 2009), the first four by more, with a
 * contrast to the card of at least 3:1, and 4.5:1 in high contrast; tests/widgets/test-palette.c computes it anew. A role
 * keeps its hue from scheme to scheme: blue, orange, teal, violet, yellow, red, sky, grey. */
static const guint32 palette[SW_N_ROLES][SW_N_SCHEMES] = {
  [SW_ROLE_1] = { 0x225dae, 0x69b7ff, 0x0a006e, 0x7799fe },
  [SW_ROLE_2] = { 0xba4400, 0xff961a, 0x8d3100, 0xff9e39 },
  [SW_ROLE_3] = { 0x00a593, 0x168f7e, 0x048477, 0x5febab },
  [SW_ROLE_4] = { 0xdc57fa, 0xaf4cfc, 0xaf3ae7, 0xeeb3ff },
  [SW_ROLE_5] = { 0xa3932e, 0xfee219, 0x836b00, 0xffeb72 },
  [SW_ROLE_6] = { 0x891905, 0xfc1803, 0xe31463, 0xfe716b },
  [SW_ROLE_7] = { 0x1c4b5e, 0xb1eaff, 0x004666, 0xb9f2ff },
  [SW_ROLE_8] = { 0x776a6a, 0xb5aea2, 0x351207, 0xbaadac },
  /* The pair that everybody can tell apart; they never stand beside numbered roles. */
  [SW_ROLE_INBOUND] = { 0x225dae, 0x69b7ff, 0x0a006e, 0x7799fe },
  [SW_ROLE_OUTBOUND] = { 0xba4400, 0xff961a, 0x8d3100, 0xff9e39 },
  [SW_ROLE_MUTED] = { 0x8c8c93, 0x8b8b92, 0x5e5c64, 0xc0bfbc },
  [SW_ROLE_LIMIT] = { 0x5e5c64, 0xdeddda, 0x000000, 0xffffff },
};

/**
 * sw_palette_get_scheme:
 *
 * Returns: what the program's cards look like now, by the system's and the user's wish
 */
SwScheme
sw_palette_get_scheme (void)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  const gboolean dark = adw_style_manager_get_dark (manager);

  if (adw_style_manager_get_high_contrast (manager))
    return dark ? SW_SCHEME_DARK_HIGH_CONTRAST : SW_SCHEME_LIGHT_HIGH_CONTRAST;
  return dark ? SW_SCHEME_DARK : SW_SCHEME_LIGHT;
}

/**
 * sw_palette_get:
 * @role: what is drawn
 * @scheme: what it stands on
 * @rgba: (out caller-allocates): receives its colour
 */
void
sw_palette_get (SwRole role, SwScheme scheme, GdkRGBA *rgba)
{
  guint32 colour;

  g_return_if_fail (role < SW_N_ROLES && scheme < SW_N_SCHEMES);
  g_return_if_fail (rgba != NULL);

  colour = palette[role][scheme];
  rgba->red = (colour >> 16) / 255.0f;
  rgba->green = (colour >> 8 & 0xff) / 255.0f;
  rgba->blue = (colour & 0xff) / 255.0f;
  rgba->alpha = 1;
}

/**
 * sw_palette_get_text_alpha:
 * @scheme: what the text stands on
 *
 * Returns: how much of its colour a text or the cursor's line within a graph has, to stand back from the curves
 */
double
sw_palette_get_text_alpha (SwScheme scheme)
{
  return scheme == SW_SCHEME_LIGHT_HIGH_CONTRAST || scheme == SW_SCHEME_DARK_HIGH_CONTRAST ? 0.9
                                                                                           : 0.6;
}

/**
 * sw_palette_get_channel:
 * @channel: a channel
 * @scheme: what it stands on
 * @rgba: (out caller-allocates): receives its colour: the user's, else its role's
 */
void
sw_palette_get_channel (SwChannel *channel, SwScheme scheme, GdkRGBA *rgba)
{
  const char *chosen;

  g_return_if_fail (SW_IS_CHANNEL (channel) && rgba != NULL);

  chosen = sw_channel_get_colour (channel);
  if (chosen == NULL || !gdk_rgba_parse (rgba, chosen))
    sw_palette_get (sw_channel_get_role (channel), scheme, rgba);
}
