/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-tick.h"

G_DEFINE_BOXED_TYPE (SwTick, sw_tick, sw_tick_copy, sw_tick_free)

/**
 * sw_tick_copy:
 * @self: a tick
 *
 * For language bindings. The copy books nothing on the job's account.
 *
 * Returns: (transfer full): a copy
 */
SwTick *
sw_tick_copy (const SwTick *self)
{
  SwTick *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->account = NULL;
  return copy;
}

/**
 * sw_tick_free:
 * @self: (transfer full): a copied tick
 */
void
sw_tick_free (SwTick *self)
{
  g_free (self);
}
