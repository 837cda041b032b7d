/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The last descriptor of a file without a name is not closed where it would be waited for. */

#include "config.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/plugins/packets/session-files.h"

#include "plugins/packets/packets-close.h"

static int watched = -1;          /* atomic; -1: nobody has closed it but who is waited for */
static GThread *closed_by = NULL; /* atomic */

/* In place of the library's. */
int
close (int fd)
{
  if (fd >= 0 && fd == g_atomic_int_get (&watched))
    {
      g_atomic_pointer_set (&closed_by, g_thread_self ());
      g_atomic_int_set (&watched, -1);
    }
  return (int) syscall (SYS_close, fd);
}

static void
watch (int fd)
{
  g_assert_cmpint (fd, >=, 0);
  g_atomic_pointer_set (&closed_by, NULL);
  g_atomic_int_set (&watched, fd);
}

static gboolean
is_closed (void)
{
  return g_atomic_int_get (&watched) < 0;
}

/* In a worker: nothing but that is waited for. */
static void
assert_closed_elsewhere (void)
{
  WAIT_UNTIL (is_closed ());
  g_assert_nonnull (g_atomic_pointer_get (&closed_by));
  g_assert_true (g_atomic_pointer_get (&closed_by) != g_thread_self ());
}

static void
test_without_name (void)
{
  const int fd = memfd_create ("test", MFD_CLOEXEC);

  watch (fd);
  packets_close (fd);
  assert_closed_elsewhere ();
}

/* Whoever is told next that it is there finds it without a lock. */
static void
test_with_name (void)
{
  g_autofree char *path = NULL;
  const int fd = g_file_open_tmp (NULL, &path, NULL);

  watch (fd);
  packets_close (fd);
  g_assert_true (is_closed ());
  g_assert_cmpint (g_unlink (path), ==, 0);
}

/* The descriptor of this process that leads to a file without a name in FOLDER; -1: none. */
static int
find_nameless (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *link = g_build_filename ("/proc/self/fd", name, NULL);
      g_autofree char *target = g_file_read_link (link, NULL);

      if (target != NULL && g_str_has_prefix (target, folder)
          && g_str_has_suffix (target, " (deleted)"))
        return atoi (name);
    }
  return -1;
}

/* What was unpacked, when the capture is closed. */
static void
test_unpacked (void)
{
  SessionFixture fixture;
  g_autofree char *path = NULL;
  g_autofree char *packed = NULL;
  g_autofree char *command = NULL;

  session_fixture_init (&fixture, NULL);
  path = session_fixture_write (&fixture, "a.pcapng", 100, 0);
  packed = g_strconcat (path, ".gz", NULL);
  command = g_strdup_printf ("gzip '%s'", path);
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
  session_fixture_open (&fixture, packed);
  g_assert_cmpuint (session_fixture_count (&fixture), ==, 100);
  watch (find_nameless (fixture.cache_dir));
  packets_session_close (fixture.session);
  assert_closed_elsewhere ();
  WAIT_UNTIL (find_nameless (fixture.cache_dir) < 0);
  session_fixture_clear (&fixture);
}

/* What was captured and is thrown away: its name is gone at once, what it held by the way. */
static void
test_discarded (void)
{
  SessionFixture fixture;
  g_autofree char *path = NULL;

  session_fixture_init (&fixture, NULL);
  path = session_fixture_write (&fixture, "a.pcapng", 100, 0);
  session_fixture_run_command (&fixture, (const char *[]) { "cat", path, NULL });
  WAIT_UNTIL (session_fixture_settled (&fixture));
  g_assert_cmpuint (count_files (fixture.cache_dir), ==, 1);
  packets_session_close (fixture.session);
  g_assert_cmpuint (count_files (fixture.cache_dir), ==, 0);
  WAIT_UNTIL (find_nameless (fixture.cache_dir) < 0);
  session_fixture_clear (&fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/close/without-name", test_without_name);
  g_test_add_func ("/packets/close/with-name", test_with_name);
  g_test_add_func ("/packets/close/unpacked", test_unpacked);
  g_test_add_func ("/packets/close/discarded", test_discarded);
  return g_test_run ();
}
