/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Hostile text for IEEE's registries; the first bytes are also the address that is looked for. */

#include "config.h"

#include <string.h>

#include "plugins/packets/names/mac-address.h"
#include "plugins/packets/names/oui-table.h"
#include "tests/fuzz/sw-fuzz.h"

static void
check_name (const char *name)
{
  if (name == NULL)
    return;
  g_assert_cmpuint (strlen (name), >, 0);
  g_assert_true (g_utf8_validate (name, -1, NULL));
  for (; *name != '\0'; name++)
    g_assert_false (g_ascii_iscntrl (*name));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_memdup2 (size > 0 ? data : (const uint8_t *) "", MAX (size, 1));
  g_autoptr (OuiTable) table = oui_table_new ();
  guint8 mac[6] = { 0 };

  memcpy (mac, data, MIN (size, sizeof mac));
  oui_table_add_csv (table, text, size);
  check_name (oui_table_find (table, mac));
  check_name (oui_table_find (table, (const guint8[]) { 0x28, 0x6f, 0xb9, 0x12, 0x34, 0x56 }));
  check_name (mac_address_describe (mac));
  return 0;
}
