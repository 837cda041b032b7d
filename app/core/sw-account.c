/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-account.h"

G_DEFINE_BOXED_TYPE (SwAccount, sw_account, sw_account_copy, sw_account_free)

/**
 * sw_account_copy:
 * @self: an account
 *
 * Returns: (transfer full): a copy
 */
SwAccount *
sw_account_copy (const SwAccount *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_memdup2 (self, sizeof *self);
}

/**
 * sw_account_free:
 * @self: (transfer full): a copied account
 */
void
sw_account_free (SwAccount *self)
{
  g_free (self);
}
