/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Against the real kernel, in a network namespace of its own where it may set who sends echo requests and who answers. */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <glib/gstdio.h>

#include "plugins/multiload/host-address.h"
#include "plugins/multiload/latency-source.h"
#include "tests/plugins/multiload/slow-source.h"

#define RANGE "/proc/sys/net/ipv4/ping_group_range"
#define IGNORE "/proc/sys/net/ipv4/icmp_echo_ignore_all"

static int
write_text (const char *path, const char *text)
{
  g_autofd int fd = open (path, O_WRONLY | O_CLOEXEC);

  return fd >= 0 && write (fd, text, strlen (text)) == (gssize) strlen (text) ? 0 : errno;
}

static void
set_up_loopback (void)
{
  g_autofd int fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING };

  g_assert_cmpint (ioctl (fd, SIOCSIFFLAGS, &request), ==, 0);
}

/* 0, or why this kernel gives no namespace. Before any thread is there. */
static int
enter_namespace (void)
{
  g_autofree char *uid_map = g_strdup_printf ("0 %u 1", getuid ());
  g_autofree char *gid_map = g_strdup_printf ("0 %u 1", getgid ());

  if (unshare (CLONE_NEWUSER | CLONE_NEWNET) != 0)
    return errno;
  write_text ("/proc/self/setgroups", "deny");
  if (write_text ("/proc/self/uid_map", uid_map) != 0)
    return errno;
  if (write_text ("/proc/self/gid_map", gid_map) != 0)
    return errno;
  set_up_loopback ();
  return write_text (RANGE, "0 0\n");
}

static void
assert_round_trip (SwSource *source, guint64 *serial)
{
  sample_until (source, serial, !isnan (sw_source_get_value (source, 0)));
  g_assert_cmpint (sw_source_get_state (source), ==, SW_SOURCE_STATE_READY);
  g_assert_cmpfloat (sw_source_get_value (source, 0), >=, 0);
  g_assert_cmpfloat (sw_source_get_value (source, 0), <, 10000);
}

static void
test_no_host (void)
{
  g_autoptr (SwSource) source = latency_source_new ();
  guint64 serial = 0;

  sample_once (source, &serial);
  g_assert_cmpint (sw_source_get_state (source), ==, SW_SOURCE_STATE_UNAVAILABLE);
  g_assert_cmpstr (sw_source_get_reason (source), ==, "Choose a host in this graph’s settings");
  g_object_set (source, "host", "two words", NULL);
  sample_once (source, &serial);
  g_assert_cmpint (sw_source_get_state (source), ==, SW_SOURCE_STATE_UNAVAILABLE);
}

static void
test_round_trips (gconstpointer host)
{
  g_autoptr (SwSource) source = latency_source_new ();
  guint64 serial = 0;

  g_object_set (source, "host", host, NULL);
  sample_once (source, &serial);
  g_assert_cmpint (sw_source_get_state (source), ==, SW_SOURCE_STATE_WAITING);
  for (guint i = 0; i < 200; i++)
    assert_round_trip (source, &serial);
}

static void
test_silence (void)
{
  g_autoptr (SwSource) source = latency_source_new ();
  guint64 serial = 0;

  g_object_set (source, "host", "127.0.0.1", NULL);
  assert_round_trip (source, &serial);
  g_assert_cmpint (write_text (IGNORE, "1"), ==, 0);
  /* A reply may be on its way still. */
  sample_until (source, &serial, isnan (sw_source_get_value (source, 0)));
  sample_until (source, &serial, sw_source_get_state (source) == SW_SOURCE_STATE_WAITING);
  g_assert_cmpstr (sw_source_get_reason (source), ==, "The host does not answer");
  for (guint i = 0; i < 100; i++)
    {
      sample_once (source, &serial);
      g_assert_true (isnan (sw_source_get_value (source, 0)));
      g_assert_cmpint (sw_source_get_state (source), ==, SW_SOURCE_STATE_WAITING);
    }
  g_assert_cmpint (write_text (IGNORE, "0"), ==, 0);
  assert_round_trip (source, &serial);
}

static void
test_no_route (void)
{
  g_autoptr (SwSource) source = latency_source_new ();
  guint64 serial = 0;

  g_object_set (source, "host", "192.0.2.1", NULL);
  for (guint i = 0; i < 20; i++)
    {
      sample_once (source, &serial);
      g_assert_cmpint (sw_source_get_state (source), ==, SW_SOURCE_STATE_WAITING);
    }
  g_assert_nonnull (sw_source_get_reason (source));
  g_object_set (source, "host", "127.0.0.1", NULL);
  assert_round_trip (source, &serial);
}

static void
test_forbidden (void)
{
  g_autoptr (SwSource) source = latency_source_new ();
  guint64 serial = 0;

  /* A new one allows nobody, root neither. */
  g_assert_cmpint (unshare (CLONE_NEWNET), ==, 0);
  set_up_loopback ();
  g_object_set (source, "host", "127.0.0.1", NULL);
  sample_once (source, &serial);
  g_assert_cmpint (sw_source_get_state (source), ==, SW_SOURCE_STATE_FAILED);
  g_assert_nonnull (strstr (sw_source_get_reason (source), "net.ipv4.ping_group_range"));
  g_assert_cmpint (write_text (RANGE, "0 0\n"), ==, 0);
  assert_round_trip (source, &serial);
}

static gssize
resolve (const char *path,
         G_GNUC_UNUSED int *fd,
         char *buffer,
         gsize buffer_bytes,
         gpointer user_data)
{
  HostAddress address;

  if (user_data != NULL)
    return -GPOINTER_TO_INT (user_data);
  g_assert_cmpstr (path, ==, "host.example");
  g_assert_true (host_address_parse ("127.0.0.1", &address));
  g_assert_cmpuint (address.length_bytes, <=, buffer_bytes);
  memcpy (buffer, &address.address, address.length_bytes);
  return address.length_bytes;
}

static void
test_name (void)
{
  g_autoptr (SwSource) source = latency_source_new_with_resolver (resolve, NULL);
  guint64 serial = 0;

  g_object_set (source, "host", " host.example ", NULL);
  g_assert_cmpstr (latency_source_get_host (LATENCY_SOURCE (source)), ==, "host.example");
  sample_once (source, &serial);
  g_assert_cmpint (sw_source_get_state (source), ==, SW_SOURCE_STATE_WAITING);
  assert_round_trip (source, &serial);
}

static void
test_unknown_name (void)
{
  g_autoptr (SwSource) source
      = latency_source_new_with_resolver (resolve, GINT_TO_POINTER (ENOENT));
  guint64 serial = 0;

  g_object_set (source, "host", "host.example", NULL);
  sample_until_answered (source, &serial);
  g_assert_cmpint (sw_source_get_state (source), ==, SW_SOURCE_STATE_FAILED);
}

static void
test_stop_closes_the_socket (void)
{
  g_autoptr (SwSource) source = latency_source_new ();
  const int lowest_fd = dup (0);
  guint64 serial = 0;
  int fd;

  close (lowest_fd);
  g_object_set (source, "host", "127.0.0.1", NULL);
  sw_source_acquire (source);
  assert_round_trip (source, &serial);
  fd = dup (0);
  g_assert_cmpint (fd, !=, lowest_fd);
  close (fd);
  sw_source_release (source);
  fd = dup (0);
  g_assert_cmpint (fd, ==, lowest_fd);
  close (fd);
}

/* 0: entered a namespace of its own; else why not. */
static int refusal;

static void
test_refused (void)
{
  g_autofree char *why
      = g_strdup_printf ("no network namespace to be had: %s", g_strerror (refusal));

  g_test_skip (why);
}

int
main (int argc, char *argv[])
{
  refusal = enter_namespace ();

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/latency/no-host", test_no_host);
  g_test_add_func ("/latency/unknown-name", test_unknown_name);
  if (refusal != 0)
    {
      g_test_add_func ("/latency/live", test_refused);
      return g_test_run ();
    }
  g_test_add_data_func ("/latency/ipv4", "127.0.0.1", test_round_trips);
  g_test_add_data_func ("/latency/ipv6", "::1", test_round_trips);
  g_test_add_func ("/latency/silence", test_silence);
  g_test_add_func ("/latency/no-route", test_no_route);
  g_test_add_func ("/latency/forbidden", test_forbidden);
  g_test_add_func ("/latency/name", test_name);
  g_test_add_func ("/latency/stop", test_stop_closes_the_socket);
  return g_test_run ();
}
