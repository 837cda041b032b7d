/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The file in the user's autostart folder, which any program may write; and the one written here, which starts whatever
 * the program's path is. */

#include "config.h"

#include <string.h>

#include "shell/sw-autostart-entry.h"
#include "tests/fuzz/sw-fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  /* A copy of just that size, so that a byte read too far is seen. */
  g_autofree char *text = g_memdup2 (data, size);
  g_autofree char *program = g_strndup ((const char *) data, size);

  sw_autostart_entry_starts (text, size);
  if (program[0] == '\0' || size > 4096 || !g_utf8_validate (program, -1, NULL))
    return 0;
  for (int hidden = FALSE; hidden <= TRUE; hidden++)
    {
      g_autofree char *entry = sw_autostart_entry_write (program, hidden);

      g_assert_cmpint (sw_autostart_entry_starts (entry, strlen (entry)), ==, !hidden);
    }
  return 0;
}
