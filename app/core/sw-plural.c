/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/sw-plural.h"

/**
 * sw_plural: (skip)
 * @context: where it stands, for translators
 * @one: the sentence for one
 * @many: the sentence for any other number
 * @n: how many there are
 *
 * What `C_ ()` is for a text, for one that counts: GLib has no plural forms with a context. Takes literals alone, since
 * xgettext has to find them, and has Stillwatch's own translations: a plugin from elsewhere has its own.
 *
 * Returns: (transfer none): the sentence for @n in the user's language
 */
const char *
sw_plural (const char *context, const char *one, const char *many, gulong n)
{
  /* As catalogues have it (GNU gettext manual, "The Format of GNU MO Files"). */
  g_autofree char *key = g_strconcat (context, "\004", one, NULL);
  const char *found = g_dngettext (GETTEXT_PACKAGE, key, many, n);

  return found != key ? found : one;
}
