/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>
#include <sys/resource.h>

#include "plugins/multiload/link-monitor.h"
#include "plugins/multiload/uevent-monitor.h"
#include "tests/sw-test.h"

#define TEXT(literal) literal, sizeof (literal)

static void
test_takes_action_device_and_subsystem (void)
{
  const struct
  {
    const char *bytes;
    gsize n_bytes;
    const char *action, *device_path, *subsystem;
  } cases[] = {
    { TEXT ("add@/devices/pci0000:00/block/sda\0ACTION=add\0DEVPATH=/devices/pci0000:00/block/sda\0"
            "SUBSYSTEM=block\0MAJOR=8\0MINOR=0\0DEVNAME=sda\0DEVTYPE=disk\0SEQNUM=3013"),
      "add", "/devices/pci0000:00/block/sda", "block" },
    { TEXT ("remove@/x\0SUBSYSTEM=net\0DEVPATH=/x\0ACTION=remove"), "remove", "/x", "net" },
    { TEXT ("change@/x\0\0\0ACTION=change\0DEVPATH=\0SUBSYSTEM="), "change", "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Uevent event;

      g_assert_true (uevent_parse (cases[i].bytes, cases[i].n_bytes, &event));
      g_assert_cmpstr (event.action, ==, cases[i].action);
      g_assert_cmpstr (event.device_path, ==, cases[i].device_path);
      g_assert_cmpstr (event.subsystem, ==, cases[i].subsystem);
    }
}

static void
test_refuses_what_is_no_uevent (void)
{
  const struct
  {
    const char *bytes;
    gsize n_bytes;
  } cases[] = {
    { "", 0 },
    { TEXT ("") },
    { TEXT ("libudev\0ACTION=add\0DEVPATH=/x\0SUBSYSTEM=net") },
    { TEXT ("add@/x") },
    { TEXT ("add@/x\0ACTION=add\0DEVPATH=/x") },
    /* Cut off in the last field: without its NUL it would be read past the end. */
    { "add@/x\0ACTION=add\0DEVPATH=/x\0SUBSYSTEM=net", 42 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      /* Of exactly this size, so that a sanitizer sees one byte too many. */
      g_autofree char *bytes = g_memdup2 (cases[i].bytes, MAX (cases[i].n_bytes, 1));
      Uevent event;

      g_assert_false (uevent_parse (bytes, cases[i].n_bytes, &event));
    }
}

static guint
count_watches (SwScheduler *scheduler)
{
  g_autoptr (GList) watches = sw_scheduler_list_watches (scheduler);

  return g_list_length (watches);
}

static void
test_listens_only_while_acquired (void)
{
  g_autoptr (SwTestClock) clock = sw_test_clock_new ();
  SwScheduler *scheduler = sw_scheduler_new (SW_CLOCK (clock), NULL);
  UeventMonitor *monitor = uevent_monitor_new (scheduler, "test");

  g_assert_cmpuint (count_watches (scheduler), ==, 0);
  for (guint i = 0; i < 100; i++)
    {
      uevent_monitor_acquire (monitor);
      uevent_monitor_acquire (monitor);
      uevent_monitor_release (monitor);
      g_assert_true (uevent_monitor_get_listening (monitor));
      g_assert_cmpuint (count_watches (scheduler), ==, 1);
      /* A watch in which nothing happens wakes nobody. */
      g_assert_cmpint (sw_scheduler_get_next_wakeup_us (scheduler), ==, -1);
      uevent_monitor_release (monitor);
      g_assert_false (uevent_monitor_get_listening (monitor));
      g_assert_cmpuint (count_watches (scheduler), ==, 0);
    }
  uevent_monitor_acquire (monitor);
  sw_test_assert_last_unref (monitor);
  g_assert_cmpuint (count_watches (scheduler), ==, 0);
  sw_test_assert_last_unref (scheduler);
}

/* As in a sandbox without these sockets: nothing is told, and nothing else happens. */
static void
test_a_refused_socket_is_no_failure (void)
{
  g_autoptr (SwTestClock) clock = sw_test_clock_new ();
  g_autoptr (SwScheduler) scheduler = sw_scheduler_new (SW_CLOCK (clock), NULL);
  g_autoptr (UeventMonitor) uevents = uevent_monitor_new (scheduler, "test");
  g_autoptr (LinkMonitor) links = link_monitor_new (scheduler, "test");
  struct rlimit before;

  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &before), ==, 0);
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE,
                              &(struct rlimit) { .rlim_cur = 0, .rlim_max = before.rlim_max }),
                   ==, 0);
  uevent_monitor_acquire (uevents);
  link_monitor_acquire_routes (links);
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &before), ==, 0);
  g_assert_false (uevent_monitor_get_listening (uevents));
  g_assert_false (link_monitor_get_listening (links));
  g_assert_cmpuint (count_watches (scheduler), ==, 0);
  uevent_monitor_release (uevents);
  link_monitor_release_routes (links);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/uevent/parse/fields", test_takes_action_device_and_subsystem);
  g_test_add_func ("/uevent/parse/hostile", test_refuses_what_is_no_uevent);
  g_test_add_func ("/uevent/monitor/on-demand", test_listens_only_while_acquired);
  g_test_add_func ("/uevent/monitor/refused", test_a_refused_socket_is_no_failure);
  return g_test_run ();
}
