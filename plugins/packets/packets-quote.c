/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include "plugins/packets/packets-quote.h"

char *
packets_quote_word (const char *word)
{
  const char *safe = "/._-+:@%" G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS;

  if (word[0] != '\0' && word[0] != '-' && word[strspn (word, safe)] == '\0')
    return g_strdup (word);
  return g_shell_quote (word);
}
