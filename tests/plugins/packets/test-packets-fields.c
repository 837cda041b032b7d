/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What the fields of a packet say of it, and what the system knows besides. */

#include "config.h"

#include <adwaita.h>

#include "tests/sw-test.h"
#include "tests/widgets/sw-widget-test.h"

#include "plugins/packets/dissect/dissection.h"
#include "plugins/packets/packets-fields.h"

#define CARD 0x10, 0xe9, 0x92, 1, 2, 3
#define GUEST 0x52, 0x54, 0, 1, 2, 3

/* Ethernet, IPv4, TCP: from the guest's port 49152 to 443. */
static const guint8 frame[] = {
  CARD, GUEST, 0x08, 0x00, 0x45, 0,    0, 40, 0, 0, 0, 0, 64, 6, 0,    0, 10, 77, 1, 5, 10, 77,
  1,    9,     0xc0, 0,    0x01, 0xbb, 0, 0,  0, 1, 0, 0, 0,  0, 0x50, 2, 1,  0,  0, 0, 0,  0,
};

static void
dissect (DissectTree *tree)
{
  Dissection dissection;
  const Packet packet = { .link_type = LINK_TYPE_ETHERNET,
                          .time_ns = PACKET_NO_TIME,
                          .bytes = frame,
                          .captured_bytes = sizeof frame,
                          .original_bytes = sizeof frame };

  dissection_init (&dissection);
  dissection.tree = tree;
  dissect_packet (&dissection, &packet);
}

static gboolean
says (gpointer fields, const char *text)
{
  return sw_widget_test_find_label (fields, text) != NULL;
}

static gboolean
knows_all (gpointer fields)
{
  return says (fields, "Destination: 10:e9:92:01:02:03 Somebody");
}

/* Unfolds what is at the top. */
static void
unfold (PacketsFields *fields)
{
  for (guint32 offset = 0; offset < sizeof frame; offset++)
    packets_fields_select_byte (fields, offset);
}

/* Names come to rows that are shown already, too; ports that have none are as they are. */
static void
test_names (void)
{
  g_autoptr (SwTestTree) files = sw_test_tree_new ();
  PacketsNames *names = packets_names_new (sw_test_tree_get_root (files));
  g_autoptr (DissectTree) tree = dissect_tree_new ();
  PacketsFields *fields = packets_fields_new ();
  GtkWindow *window = sw_widget_test_show (GTK_WIDGET (fields), 500, 1500);

  sw_test_tree_write (files, "etc/services", "quic 443/udp\nhttps 443/tcp\n");
  sw_test_tree_write (files, "usr/share/ieee-data/oui.csv", "MA-L,10E992,Somebody,x\n");
  dissect (tree);
  packets_fields_set_tree (fields, tree);
  unfold (fields);
  sw_widget_test_paint (GTK_WIDGET (fields));
  g_assert_true (says (fields, "Destination port: 443"));
  g_assert_true (says (fields, "Source: 52:54:00:01:02:03"));
  packets_fields_set_names (fields, names);
  packets_names_load (names);
  sw_widget_test_wait (knows_all, fields);
  g_assert_true (says (fields, "Destination port: 443 (https)"));
  g_assert_true (says (fields, "Source port: 49152"));
  g_assert_true (says (fields, "Source: 52:54:00:01:02:03 local (QEMU/KVM)"));
  packets_fields_set_names (fields, NULL);
  g_assert_true (says (fields, "Destination port: 443"));
  sw_widget_test_close (window);
  sw_test_assert_last_unref (names);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/packets/fields/names", test_names);
  return g_test_run ();
}
