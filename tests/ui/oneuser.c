/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Preloaded into dropbear, which wants to become the user that logs in, and so into tcpdump, which wants to become its own:
 * a laboratory's user namespace has one user, and nobody in it may set groups. */

#include <grp.h>
#include <unistd.h>

int
initgroups (const char *user, gid_t group)
{
  return *user != '\0' && group != (gid_t) -1 ? 0 : -1;
}

int
setgid (gid_t group)
{
  return group != (gid_t) -1 ? 0 : -1;
}

int
setuid (uid_t user)
{
  return user != (uid_t) -1 ? 0 : -1;
}
