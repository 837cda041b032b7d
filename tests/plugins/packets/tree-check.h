/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "plugins/packets/dissect/dissect-tree.h"

/* Whether each dissect_tree_push() had its dissect_tree_pop(): where the next line would stand says so. It is added, unless
 * the tree is full. */
static inline gboolean
tree_check_closed (DissectTree *tree)
{
  const guint n_fields = dissect_tree_get_n_fields (tree);

  if (n_fields == DISSECT_TREE_MAX_FIELDS)
    return TRUE;
  dissect_tree_add (tree, 0, 0, "End", "");
  return dissect_tree_get_field (tree, n_fields)->level == 0;
}
