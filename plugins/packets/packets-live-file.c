/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "plugins/packets/packets-close.h"
#include "plugins/packets/packets-live-file.h"

struct _PacketsLiveFile
{
  char *path;
  int fd; /* locked */
};

#define PREFIX "capture-"
#define SUFFIX ".pcapng"
/* So many are offered; more never came of crashes. */
#define MAX_LEFT 64
#define MIN_AGE_S 60

static gboolean
fail (GError **error, const char *folder)
{
  const int code = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               C_ ("packets", "No file can be made in “%s”: %s"), folder, g_strerror (code));
  return FALSE;
}

static gboolean
make_folder (const char *cache_dir, GError **error)
{
  return g_mkdir_with_parents (cache_dir, 0700) == 0 || fail (error, cache_dir);
}

PacketsLiveFile *
packets_live_file_new (const char *cache_dir, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *name = g_strconcat (PREFIX, stamp, "-XXXXXX" SUFFIX, NULL);
  g_autofree char *path = g_build_filename (cache_dir, name, NULL);
  g_autofd int fd = -1;
  PacketsLiveFile *self;

  if (!make_folder (cache_dir, error))
    return NULL;
  fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      fail (error, cache_dir);
      return NULL;
    }
  /* Held for as long as any descriptor to this very opening is. Where there are no locks (some network file systems) the
   * file is only not protected from being offered. */
  flock (fd, LOCK_EX | LOCK_NB);
  self = g_new0 (PacketsLiveFile, 1);
  self->path = g_steal_pointer (&path);
  self->fd = g_steal_fd (&fd);
  return self;
}

static gboolean
has_name (const char *name)
{
  return g_str_has_prefix (name, PREFIX) && g_str_has_suffix (name, SUFFIX);
}

/* A descriptor with the lock, or -1: not a file, or somebody else has it. */
static int
lock (const char *path)
{
  g_autofd int fd = g_open (path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0);
  struct stat status;

  if (fd < 0 || fstat (fd, &status) != 0 || !S_ISREG (status.st_mode))
    return -1;
  return flock (fd, LOCK_EX | LOCK_NB) == 0 ? g_steal_fd (&fd) : -1;
}

/* (nullable) PATH as the file of a capture that was left: NULL if it is none, or another process has it. */
PacketsLiveFile *
packets_live_file_adopt (const char *cache_dir, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  PacketsLiveFile *self;
  int fd;

  if (!g_str_equal (folder, cache_dir) || !has_name (name))
    return NULL;
  fd = lock (path);
  if (fd < 0)
    return NULL;
  self = g_new0 (PacketsLiveFile, 1);
  self->path = g_strdup (path);
  self->fd = fd;
  return self;
}

/* Lets go of it; the file stays. */
void
packets_live_file_keep (PacketsLiveFile *self)
{
  g_clear_fd (&self->fd, NULL);
  g_free (self->path);
  g_free (self);
}

/* Whether the path still leads to this file: what was saved over it is the user's. */
static gboolean
is_in_place (PacketsLiveFile *self)
{
  struct stat own, there;

  return fstat (self->fd, &own) == 0 && lstat (self->path, &there) == 0
         && own.st_ino == there.st_ino && own.st_dev == there.st_dev;
}

/* Lets go of it and removes it. That takes away its name only, which takes no time; what is in it goes with the last
 * descriptor. */
void
packets_live_file_discard (PacketsLiveFile *self)
{
  if (is_in_place (self))
    g_unlink (self->path);
  packets_close (g_steal_fd (&self->fd));
  packets_live_file_keep (self);
}

int
packets_live_file_get_fd (PacketsLiveFile *self)
{
  return self->fd;
}

/* Whether PATH is worth being offered. One without a byte is taken away, if it isn't one that is just being made and not locked
 * yet. */
static gboolean
is_left (const char *path)
{
  g_autofd int fd = lock (path);
  struct stat status;

  if (fd < 0 || fstat (fd, &status) != 0)
    return FALSE;
  if (status.st_size == 0 && status.st_mtime + MIN_AGE_S < time (NULL))
    g_unlink (path);
  return status.st_size > 0;
}

/* Names begin with the time. */
static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) b, *(const char *const *) a);
}

GPtrArray *
packets_live_file_list_left (const char *cache_dir)
{
  GPtrArray *left = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) folder = g_dir_open (cache_dir, 0, NULL);
  const char *name;

  while (folder != NULL && left->len < MAX_LEFT && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (cache_dir, name, NULL);

      if (has_name (name) && is_left (path))
        g_ptr_array_add (left, g_steal_pointer (&path));
    }
  g_ptr_array_sort (left, compare_newest_first);
  return left;
}

int
packets_temporary_open (const char *cache_dir, GError **error)
{
  g_autofree char *path = g_build_filename (cache_dir, ".temporary-XXXXXX", NULL);
  int fd;

  if (!make_folder (cache_dir, error))
    return -1;
  fd = g_open (cache_dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  /* Not every file system has files without a name. */
  if (fd < 0)
    {
      fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);
      if (fd >= 0)
        g_unlink (path);
    }
  if (fd < 0)
    fail (error, cache_dir);
  return fd;
}
