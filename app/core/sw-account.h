/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-types.h"

G_BEGIN_DECLS

#define SW_TYPE_ACCOUNT (sw_account_get_type ())

/**
 * SwAccount:
 * @runs: how often the callback ran
 * @missed: periods that collapsed into a later run
 * @failures: runs that reported failure
 * @overruns: runs longer than the budget
 * @lateness_us: sum of the delays behind the grid point
 * @lateness_max_us: the longest of them
 * @busy_ns: time spent in the callback; wall time, which for a callback that never blocks is its CPU time
 *   (the thread's CPU clock would cost two system calls a run, CLOCK_MONOTONIC costs none)
 * @busy_max_ns: the longest run
 * @bytes_read: bytes read from sample files
 * @reads: system calls that read them
 *
 * What a job, or the whole scheduler, has cost since it was added.
 */
struct _SwAccount
{
  guint64 runs;
  guint64 missed;
  guint64 failures;
  guint64 overruns;
  guint64 lateness_us;
  guint64 lateness_max_us;
  guint64 busy_ns;
  guint64 busy_max_ns;
  guint64 bytes_read;
  guint64 reads;
};

SW_PUBLIC GType sw_account_get_type (void) G_GNUC_CONST;
SW_PUBLIC SwAccount *sw_account_copy (const SwAccount *self);
SW_PUBLIC void sw_account_free (SwAccount *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SwAccount, sw_account_free)

G_END_DECLS
