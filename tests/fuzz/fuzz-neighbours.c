/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Hostile datagrams about neighbours. */

#include "config.h"

#include "plugins/packets/names/neighbours.h"
#include "tests/fuzz/sw-fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *bytes = g_memdup2 (size > 0 ? data : (const uint8_t *) "", MAX (size, 1));
  g_autoptr (Neighbours) neighbours = neighbours_new ();
  const guint8 mac[6] = { 2, 0, 0, 0, 0, 0x11 };
  Neighbour found[4];
  gboolean complete = TRUE;
  guint n_found;

  neighbours_take (neighbours, bytes, size, &complete);
  n_found = neighbours_find_addresses (neighbours, mac, found, G_N_ELEMENTS (found));
  g_assert_cmpuint (n_found, <=, neighbours_get_n (neighbours));
  for (guint i = 0; i < n_found; i++)
    {
      g_assert_true (found[i].version == 4 || found[i].version == 6);
      g_assert_cmpmem (found[i].mac, sizeof found[i].mac, mac, sizeof mac);
    }
  neighbours_clear (neighbours);
  g_assert_cmpuint (neighbours_get_n (neighbours), ==, 0);
  return 0;
}
