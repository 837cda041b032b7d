/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "tests/sw-test.h"

#include "plugins/packets/packets-names.h"

static const guint8 card[6] = { 0x10, 0xe9, 0x92, 1, 2, 3 };
static const guint8 other[6] = { 0x28, 0x6f, 0xb9, 0x12, 0x34, 5 };
static const guint8 nobodys[6] = { 0x10, 0x10, 0x10, 1, 2, 3 };
static const guint8 local[6] = { 0x52, 0x54, 0, 1, 2, 3 };

static void
count (guint *n)
{
  ++*n;
}

static PacketsNames *
create (const char *root, guint *n_changes)
{
  PacketsNames *names = packets_names_new (root);

  *n_changes = 0;
  g_signal_connect_swapped (names, "changed", G_CALLBACK (count), n_changes);
  return names;
}

static void
test_registries (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  guint n_changes;
  PacketsNames *names = create (sw_test_tree_get_root (tree), &n_changes);

  /* The second is the newer one where both are there. */
  sw_test_tree_write (tree, "usr/share/ieee-data/oui.csv", "MA-L,10E992,Old,x\n");
  sw_test_tree_write (tree, "var/lib/ieee-data/oui.csv", "MA-L,10E992,New,x\n");
  sw_test_tree_write (tree, "usr/share/ieee-data/oui36.csv", "MA-S,286FB9123,Small,x\n");
  g_assert_null (packets_names_get_vendor (names, card));
  g_assert_null (packets_names_get_vendor (names, other));
  g_assert_null (packets_names_get_vendor (names, nobodys));
  g_assert_cmpstr (packets_names_get_vendor (names, local), ==, "local (QEMU/KVM)");
  /* Two rounds: the first address, and what came while it was looked for. */
  WAIT_UNTIL (n_changes == 2);
  g_assert_cmpstr (packets_names_get_vendor (names, card), ==, "New");
  g_assert_cmpstr (packets_names_get_vendor (names, other), ==, "Small");
  g_assert_null (packets_names_get_vendor (names, nobodys));
  g_assert_null (packets_names_get_services (names));
  sw_test_assert_last_unref (names);
}

static void
assert_port (PacketsNames *names, const char *service, guint16 expected)
{
  guint16 port;

  g_assert_cmpuint (service_names_find_ports (packets_names_get_services (names), service, &port,
                                              1),
                    ==, 1);
  g_assert_cmpuint (port, ==, expected);
}

static void
test_services (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  guint n_changes;
  PacketsNames *names = create (sw_test_tree_get_root (tree), &n_changes);

  sw_test_tree_write (tree, "etc/services", "domain 53/udp\n");
  g_assert_null (packets_names_get_services (names));
  packets_names_load (names);
  packets_names_load (names);
  WAIT_UNTIL (n_changes > 0);
  assert_port (names, "domain", 53);
  packets_names_load (names);
  g_assert_false (g_main_context_pending (NULL));
  g_assert_cmpuint (n_changes, ==, 1);
  sw_test_assert_last_unref (names);
}

/* Files that are not there, empty or no files. */
static void
test_nothing_there (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  guint n_changes;
  PacketsNames *names = create (sw_test_tree_get_root (tree), &n_changes);

  sw_test_tree_write (tree, "etc/services/folder", "");
  sw_test_tree_write (tree, "usr/share/ieee-data/oui.csv", "");
  g_assert_null (packets_names_get_vendor (names, card));
  WAIT_UNTIL (n_changes > 0);
  g_assert_null (packets_names_get_vendor (names, card));
  g_assert_null (packets_names_get_services (names));
  /* It is known that nobody knows. */
  g_assert_false (g_main_context_pending (NULL));
  sw_test_assert_last_unref (names);
}

static void
test_this_system (void)
{
  static const guint8 first[6] = { 0, 0, 0, 1, 2, 3 };
  guint n_changes;
  PacketsNames *names = create (NULL, &n_changes);

  g_assert_null (packets_names_get_vendor (names, first));
  WAIT_UNTIL (n_changes > 0);
  g_assert_nonnull (strcasestr (packets_names_get_vendor (names, first), "xerox"));
  assert_port (names, "ssh", 22);
  sw_test_assert_last_unref (names);
}

/* The last reference may go while a round is under way. */
static void
test_gone_meanwhile (void)
{
  guint n_changes;
  PacketsNames *names = create (NULL, &n_changes);
  gpointer alive = names;

  g_object_add_weak_pointer (alive, &alive);
  packets_names_get_vendor (names, card);
  g_object_unref (names);
  WAIT_UNTIL (alive == NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/names/registries", test_registries);
  g_test_add_func ("/packets/names/services", test_services);
  g_test_add_func ("/packets/names/nothing-there", test_nothing_there);
  g_test_add_func ("/packets/names/this-system", test_this_system);
  g_test_add_func ("/packets/names/gone-meanwhile", test_gone_meanwhile);
  return g_test_run ();
}
