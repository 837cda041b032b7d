/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Hostile PDML. */

#include "config.h"

#include <string.h>

#include "plugins/packets/names/pdml.h"
#include "tests/fuzz/sw-fuzz.h"

#define FRAME_BYTES 60

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  /* One for all, as interned names are. */
  static PdmlNames *names;
  g_autofree char *text = g_memdup2 (size > 0 ? data : (const uint8_t *) "", MAX (size, 1));
  g_autoptr (DissectTree) tree = dissect_tree_new ();
  g_autoptr (GError) error = NULL;

  if (names == NULL)
    names = pdml_names_new ();
  if (pdml_parse (text, size, FRAME_BYTES, names, tree, &error))
    g_assert_cmpuint (dissect_tree_get_n_fields (tree), >, 0);
  else
    g_assert_nonnull (error);
  for (guint i = 0; i < dissect_tree_get_n_fields (tree); i++)
    {
      const DissectField *field = dissect_tree_get_field (tree, i);

      g_assert_cmpuint (field->offset + (guint64) field->n_bytes, <=, FRAME_BYTES);
      g_assert_cmpuint (field->level, <, PDML_MAX_DEPTH);
      g_assert_cmpuint (strlen (field->text), <=, PDML_MAX_TEXT);
      g_assert_true (g_utf8_validate (field->text, -1, NULL));
      g_assert_true (g_utf8_validate (field->name, -1, NULL));
    }
  return 0;
}
