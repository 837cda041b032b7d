/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/capability.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "plugins/packets/capture/privileges.h"

#define HIGHEST_ID (UINT32_MAX - 1)

/* Whoever clicked, where polkit made this process root's; -1: nobody said so. Only root's word counts. */
static bool
read_pkexec_uid (uid_t *uid)
{
  const char *text = getenv ("PKEXEC_UID");
  char *end;
  unsigned long value;

  if (getuid () != 0 || text == NULL || *text < '0' || *text > '9')
    return false;
  errno = 0;
  value = strtoul (text, &end, 10);
  *uid = (uid_t) value;
  return errno == 0 && *end == '\0' && value <= HIGHEST_ID;
}

static bool
set_capabilities (bool effective)
{
  const cap_value_t raw = CAP_NET_RAW;
  cap_t set = cap_init ();
  cap_flag_value_t permitted = CAP_CLEAR;
  cap_t now = cap_get_proc ();
  bool done = false;

  if (set != NULL && now != NULL && cap_get_flag (now, raw, CAP_PERMITTED, &permitted) == 0)
    done = (permitted == CAP_CLEAR
            || (cap_set_flag (set, CAP_PERMITTED, 1, &raw, CAP_SET) == 0
                && (!effective || cap_set_flag (set, CAP_EFFECTIVE, 1, &raw, CAP_SET) == 0)))
           && cap_set_proc (set) == 0;
  cap_free (now);
  cap_free (set);
  return done;
}

/* Root alone may; anybody else's bounding set is of no use without a program to start. */
static void
empty_bounding_set (void)
{
  for (cap_value_t capability = 0; cap_get_bound (capability) >= 0; capability++)
    cap_drop_bound (capability);
  cap_reset_ambient ();
}

static int
become (uid_t uid, gid_t gid)
{
  if (prctl (PR_SET_KEEPCAPS, 1, 0, 0, 0) != 0 || setgroups (0, NULL) != 0
      || setresgid (gid, gid, gid) != 0 || setresuid (uid, uid, uid) != 0)
    return errno;
  return set_capabilities (false) ? 0 : errno;
}

int
privileges_become_user (void)
{
  const struct passwd *user;
  uid_t uid = getuid ();

  if (read_pkexec_uid (&uid) && uid != 0)
    {
      errno = 0;
      user = getpwuid (uid);
      if (user == NULL)
        return errno != 0 ? errno : ENOENT;
      empty_bounding_set ();
      return become (uid, user->pw_gid);
    }
  if (geteuid () == uid)
    return 0;
  empty_bounding_set ();
  return become (uid, getgid ());
}

/* Before there is a socket: who may look into this process may take it (pidfd_getfd()), and whether that is refused by itself
 * is up to the system (fs.suid_dumpable). */
int
privileges_reduce (void)
{
  empty_bounding_set ();
  return prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && set_capabilities (true) ? 0 : errno;
}
