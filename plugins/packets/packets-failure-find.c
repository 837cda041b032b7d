/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <linux/capability.h>

#include <glib/gstdio.h>

#include "plugins/packets/packets-failure.h"

/* Looks around a helper that did not capture. Everything here runs in a worker thread. */

#define MAX_GROUPS 4096
#define MAX_STATUS_BYTES 8192
#define MAX_DATABASE_BYTES (64 * 1024)

/* capabilities(7): the first 32 permitted ones are in the same place in all versions of the attribute. */
static gboolean
has_net_raw (const char *path)
{
  struct vfs_ns_cap_data data;
  const gssize n_bytes = getxattr (path, "security.capability", &data, sizeof data);

  return n_bytes >= (gssize) (G_STRUCT_OFFSET (struct vfs_ns_cap_data, data[0].permitted)
                              + sizeof data.data[0].permitted)
         && (GUINT32_FROM_LE (data.data[0].permitted) & (1u << CAP_NET_RAW)) != 0;
}

/* BUFFER: what a file of /proc says, as far as it has room. */
static void
read_text (const char *path, char *buffer, gsize buffer_bytes)
{
  g_autofd int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  const gssize n_bytes = fd >= 0 ? read (fd, buffer, buffer_bytes - 1) : -1;

  buffer[MAX (n_bytes, 0)] = '\0';
}

/* FALSE if there is no such line. */
static gboolean
find_number (const char *text, const char *name, int base, guint64 *value)
{
  const char *line = strstr (text, name);

  if (line == NULL)
    return FALSE;
  *value = g_ascii_strtoull (line + strlen (name), NULL, base);
  return TRUE;
}

static void
look_at_process (PacketsObservations *seen)
{
  char text[MAX_STATUS_BYTES];
  guint64 value, inside, outside, count;

  read_text ("/proc/self/status", text, sizeof text);
  seen->bounding_set_lacks = find_number (text, "\nCapBnd:\t", 16, &value)
                             && (value & (G_GUINT64_CONSTANT (1) << CAP_NET_RAW)) == 0;
  seen->no_new_privileges = find_number (text, "\nNoNewPrivs:\t", 10, &value) && value != 0;
  read_text ("/proc/self/uid_map", text, sizeof text);
  if (sscanf (text, "%" G_GUINT64_FORMAT "%" G_GUINT64_FORMAT "%" G_GUINT64_FORMAT, &inside,
              &outside, &count)
      == 3)
    seen->in_namespace = outside != 0 || count != G_MAXUINT32;
  seen->sandboxed = access ("/.flatpak-info", F_OK) == 0;
}

static gboolean
contains (const gid_t *groups, int n_groups, gid_t group)
{
  for (int i = 0; i < n_groups; i++)
    if (groups[i] == group)
      return TRUE;
  return FALSE;
}

static void
look_at_groups (PacketsObservations *seen, gid_t group)
{
  g_autofree gid_t *groups = g_new (gid_t, MAX_GROUPS);
  g_autofree char *buffer = g_malloc (MAX_DATABASE_BYTES);
  struct passwd user, *found_user = NULL;
  struct group entry, *found_group = NULL;
  int n_groups = getgroups (MAX_GROUPS, groups);

  seen->in_group = getegid () == group || contains (groups, n_groups, group);
  if (getgrgid_r (group, &entry, buffer, MAX_DATABASE_BYTES, &found_group) == 0
      && found_group != NULL)
    seen->group = g_strdup (entry.gr_name);
  if (getpwuid_r (getuid (), &user, buffer, MAX_DATABASE_BYTES, &found_user) != 0
      || found_user == NULL)
    return;
  seen->user = g_strdup (user.pw_name);
  n_groups = MAX_GROUPS;
  if (getgrouplist (seen->user, user.pw_gid, groups, &n_groups) >= 0)
    seen->in_group_database = contains (groups, n_groups, group);
}

static void
look_at_helper (PacketsObservations *seen)
{
  struct stat status;
  struct statvfs system;

  seen->missing = stat (seen->helper, &status) != 0 && (errno == ENOENT || errno == ENOTDIR);
  if (seen->missing)
    return;
  seen->has_capability = has_net_raw (seen->helper);
  seen->nosuid = statvfs (seen->helper, &system) == 0 && (system.f_flag & ST_NOSUID) != 0;
  /* Root's own group is nobody's to join. */
  seen->group_executable = (status.st_mode & S_IXGRP) != 0 && status.st_gid != 0;
  look_at_groups (seen, status.st_gid);
}

static void
find_thread (GTask *task,
             G_GNUC_UNUSED gpointer source,
             gpointer task_data,
             G_GNUC_UNUSED GCancellable *cancellable)
{
  PacketsObservations *seen = task_data;
  g_autofree char *pkexec = g_find_program_in_path ("pkexec");

  seen->has_pkexec = pkexec != NULL;
  look_at_process (seen);
  look_at_helper (seen);
  g_task_return_pointer (task, packets_failure_new (seen), (GDestroyNotify) packets_failure_free);
}

static void
free_observations (PacketsObservations *seen)
{
  packets_observations_clear (seen);
  g_free (seen);
}

void
packets_failure_find_async (PacketsObservations *seen,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  PacketsObservations *copy = g_memdup2 (seen, sizeof *seen);

  g_return_if_fail (seen->helper != NULL && seen->words != NULL);

  /* Its texts are the task's from here on. */
  *seen = (PacketsObservations) { 0 };
  g_task_set_source_tag (task, packets_failure_find_async);
  g_task_set_task_data (task, copy, (GDestroyNotify) free_observations);
  g_task_run_in_thread (task, find_thread);
}

PacketsFailure *
packets_failure_find_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
