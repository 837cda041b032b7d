/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Preloaded into netsniff-ng, which wants all of its memory locked: more than an ordinary user may lock. */

#include <sys/mman.h>

int
mlockall (int flags)
{
  return flags != 0 ? 0 : -1;
}
