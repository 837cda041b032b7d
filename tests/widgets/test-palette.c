/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "widgets/sw-palette.h"

/* Linear light of the three primaries. */
typedef struct
{
  double c[3];
} Light;

/* Machado, Oliveira, Fernandes 2009, severity 1, on linear sRGB; the first row is normal sight. */
static const double sights[][3][3] = {
  { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
  { { 0.152286, 1.052583, -0.204868 },
    { 0.114503, 0.786281, 0.099216 },
    { -0.003882, -0.048116, 1.051998 } },
  { { 0.367322, 0.860646, -0.227968 },
    { 0.280085, 0.672501, 0.047413 },
    { -0.011820, 0.042940, 0.968881 } },
  { { 1.255528, -0.076749, -0.178779 },
    { -0.078411, 0.930809, 0.147602 },
    { 0.004733, 0.691367, 0.303900 } },
};

static const char *const sight_names[] = { "normal", "protanopia", "deuteranopia", "tritanopia" };

static double
linearise (double value)
{
  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

static Light
get_light (const GdkRGBA *rgba)
{
  return (Light) { { linearise (rgba->red), linearise (rgba->green), linearise (rgba->blue) } };
}

static Light
see (const Light *light, guint sight)
{
  Light seen;

  for (guint i = 0; i < 3; i++)
    {
      seen.c[i] = 0;
      for (guint j = 0; j < 3; j++)
        seen.c[i] += sights[sight][i][j] * light->c[j];
      seen.c[i] = CLAMP (seen.c[i], 0, 1);
    }
  return seen;
}

/* Björn Ottosson's OKLab, in which distance is what eyes make of it. */
static void
get_oklab (const Light *light, double lab[3])
{
  const double *c = light->c;
  const double l = cbrt (0.4122214708 * c[0] + 0.5363325363 * c[1] + 0.0514459929 * c[2]);
  const double m = cbrt (0.2119034982 * c[0] + 0.6806995451 * c[1] + 0.1073969566 * c[2]);
  const double s = cbrt (0.0883024619 * c[0] + 0.2817188376 * c[1] + 0.6299787005 * c[2]);

  lab[0] = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
  lab[1] = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
  lab[2] = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
}

static double
get_distance (SwRole a, SwRole b, SwScheme scheme, guint sight)
{
  double lab[2][3];
  const SwRole roles[] = { a, b };

  for (guint i = 0; i < 2; i++)
    {
      GdkRGBA rgba;
      Light light;

      sw_palette_get (roles[i], scheme, &rgba);
      light = get_light (&rgba);
      light = see (&light, sight);
      get_oklab (&light, lab[i]);
    }
  return sqrt (pow (lab[0][0] - lab[1][0], 2) + pow (lab[0][1] - lab[1][1], 2)
               + pow (lab[0][2] - lab[1][2], 2));
}

/* WCAG 2.2, relative luminance and contrast ratio. */
static double
get_luminance (const GdkRGBA *rgba)
{
  const Light light = get_light (rgba);

  return 0.2126 * light.c[0] + 0.7152 * light.c[1] + 0.0722 * light.c[2];
}

static double
get_contrast (const GdkRGBA *a, const GdkRGBA *b)
{
  const double one = get_luminance (a) + 0.05, other = get_luminance (b) + 0.05;

  return one > other ? one / other : other / one;
}

/* libadwaita's cards: white, and 8 % of white over #222226. */
static const char *const grounds[SW_N_SCHEMES] = { "#ffffff", "#343437", "#ffffff", "#343437" };

static void
test_contrasts_with_card (void)
{
  const double least[SW_N_SCHEMES] = { 3, 3, 4.5, 4.5 };

  for (SwScheme scheme = 0; scheme < SW_N_SCHEMES; scheme++)
    for (SwRole role = 0; role < SW_N_ROLES; role++)
      {
        GdkRGBA ground, colour;

        g_assert_true (gdk_rgba_parse (&ground, grounds[scheme]));
        sw_palette_get (role, scheme, &colour);
        g_test_message ("scheme %d role %d: %.2f", scheme, role, get_contrast (&ground, &colour));
        g_assert_cmpfloat (get_contrast (&ground, &colour), >=, least[scheme]);
      }
}

/* libadwaita's text: 80 % of almost black, and white. */
static void
test_text_can_be_read (void)
{
  const char *const inks[SW_N_SCHEMES] = { "#333338", "#ffffff", "#333338", "#ffffff" };
  const double least[SW_N_SCHEMES] = { 3, 4.5, 7, 7 };

  for (SwScheme scheme = 0; scheme < SW_N_SCHEMES; scheme++)
    {
      const float alpha = (float) sw_palette_get_text_alpha (scheme);
      GdkRGBA ground, ink;

      g_assert_true (gdk_rgba_parse (&ground, grounds[scheme]));
      g_assert_true (gdk_rgba_parse (&ink, inks[scheme]));
      ink.red = alpha * ink.red + (1 - alpha) * ground.red;
      ink.green = alpha * ink.green + (1 - alpha) * ground.green;
      ink.blue = alpha * ink.blue + (1 - alpha) * ground.blue;
      g_test_message ("scheme %d: %.2f", scheme, get_contrast (&ground, &ink));
      g_assert_cmpfloat (get_contrast (&ground, &ink), >=, least[scheme]);
    }
}

/* Two colours that differ by 0.02 in OKLab can just be told apart side by side; thin lines need more. */
static void
test_colours_differ_for_all_eyes (void)
{
  for (SwScheme scheme = 0; scheme < SW_N_SCHEMES; scheme++)
    for (guint sight = 0; sight < G_N_ELEMENTS (sights); sight++)
      for (SwRole a = SW_ROLE_1; a <= SW_ROLE_8; a++)
        for (SwRole b = SW_ROLE_1; b < a; b++)
          {
            const double distance = get_distance (a, b, scheme, sight);

            g_test_message ("scheme %d, %s, roles %d and %d: %.3f", scheme, sight_names[sight], a,
                            b, distance);
            g_assert_cmpfloat (distance, >=, a <= SW_ROLE_4 ? 0.1 : 0.08);
          }
}

static void
test_directions_differ_for_all_eyes (void)
{
  for (SwScheme scheme = 0; scheme < SW_N_SCHEMES; scheme++)
    for (guint sight = 0; sight < G_N_ELEMENTS (sights); sight++)
      g_assert_cmpfloat (get_distance (SW_ROLE_INBOUND, SW_ROLE_OUTBOUND, scheme, sight), >=, 0.12);
}

static void
test_user_colour_wins (void)
{
  g_autoptr (SwChannel) channel = sw_channel_new ("a", "A", SW_ROLE_3);
  GdkRGBA colour, own;

  sw_palette_get (SW_ROLE_3, SW_SCHEME_DARK, &own);
  sw_palette_get_channel (channel, SW_SCHEME_DARK, &colour);
  g_assert_true (gdk_rgba_equal (&colour, &own));
  sw_channel_set_colour (channel, "#ff0000");
  sw_palette_get_channel (channel, SW_SCHEME_DARK, &colour);
  g_assert_true (gdk_rgba_equal (&colour, &(GdkRGBA) { 1, 0, 0, 1 }));
  /* Whatever a settings file says. */
  sw_channel_set_colour (channel, "no colour");
  sw_palette_get_channel (channel, SW_SCHEME_DARK, &colour);
  g_assert_true (gdk_rgba_equal (&colour, &own));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/palette/contrast", test_contrasts_with_card);
  g_test_add_func ("/palette/text", test_text_can_be_read);
  g_test_add_func ("/palette/colour-blind", test_colours_differ_for_all_eyes);
  g_test_add_func ("/palette/directions", test_directions_differ_for_all_eyes);
  g_test_add_func ("/palette/user-colour", test_user_colour_wins);
  return g_test_run ();
}
