/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Real interfaces in namespaces of the test's own: the kernel's messages, its /proc and a /sys that shows what the
 * namespace has. */

#pragma once

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "tests/sw-test.h"

G_BEGIN_DECLS

static char *refusal; /* (nullable) why this machine allows no namespaces */
static SwTestTree *tree;

static inline gboolean
write_file (const char *path, const char *text)
{
  g_autofd int fd = open (path, O_WRONLY | O_CLOEXEC);

  return fd >= 0 && write (fd, text, strlen (text)) == (gssize) strlen (text);
}

static inline gboolean
enter_namespaces (void)
{
  g_autofree char *uid_map = g_strdup_printf ("0 %u 1\n", getuid ());
  g_autofree char *gid_map = g_strdup_printf ("0 %u 1\n", getgid ());

  if (unshare (CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS) != 0)
    return FALSE;
  write_file ("/proc/self/setgroups", "deny");
  return write_file ("/proc/self/uid_map", uid_map) && write_file ("/proc/self/gid_map", gid_map)
         && mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
}

/* A tree with the real /proc and a /sys of the namespace. */
static inline gboolean
make_tree (void)
{
  g_autofree char *sys = NULL;

  tree = sw_test_tree_new ();
  sw_test_tree_link (tree, "/proc", "/proc");
  sys = g_build_filename (sw_test_tree_get_root (tree), "sys", NULL);
  return mkdir (sys, 0700) == 0 && mount ("sysfs", sys, "sysfs", MS_RDONLY, NULL) == 0;
}

static inline void
remove_tree (void)
{
  g_autofree char *sys = g_build_filename (sw_test_tree_get_root (tree), "sys", NULL);

  umount2 (sys, MNT_DETACH);
  sw_test_tree_free (tree);
}

static inline gboolean
is_refused (void)
{
  if (refusal != NULL)
    g_test_skip (refusal);
  return refusal != NULL;
}

static inline void
run (const char *command)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *complaint = NULL;
  int status;

  g_spawn_command_line_sync (command, NULL, &complaint, &status, &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, NULL))
    g_error ("%s: %s", command, complaint);
}

/* In place of g_test_init(). */
static inline void
namespace_init (int *argc, char ***argv)
{
  /* Before anything starts a thread: a process of several cannot enter a user namespace. */
  if (!enter_namespaces ())
    refusal = g_strdup_printf ("No namespaces here: %s", g_strerror (errno));
  g_test_init (argc, argv, NULL);
  if (refusal == NULL && !make_tree ())
    refusal = g_strdup_printf ("No /sys of its own here: %s", g_strerror (errno));
}

/* In place of g_test_run(). */
static inline int
namespace_run (void)
{
  const int result = g_test_run ();

  if (tree != NULL)
    remove_tree ();
  g_free (refusal);
  return result;
}

G_END_DECLS
