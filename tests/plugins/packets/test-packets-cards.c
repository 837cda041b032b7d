/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Whose network cards a frame names. */

#include "config.h"

#include <adwaita.h>

#include "plugins/packets/packets-cards.h"
#include "tests/plugins/packets/neighbour-message.h"
#include "tests/plugins/packets/packets-view-fixture.h"
#include "tests/plugins/packets/page-fixture.h"

/* The frames of packets-view-fixture.h. */
#define SOURCE "02:00:00:00:00:02"
#define DESTINATION "02:00:00:00:00:01"

typedef struct
{
  SwScheduler *scheduler;
  NeighbourMonitor *monitor;
  PacketsCards *cards;
  GtkWindow *window;
} CardsFixture;

static void
set_up (CardsFixture *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->scheduler = sw_scheduler_new (NULL, NULL);
  self->monitor = neighbour_monitor_new (self->scheduler, "test");
  self->cards = packets_cards_new ();
  /* They are hidden without a frame; what they stand in is not. */
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->cards));
  self->window = sw_widget_test_show (box, 900, 100);
}

static void
tear_down (CardsFixture *self)
{
  sw_widget_test_close (self->window);
  g_assert_null (sw_scheduler_list_watches (self->scheduler));
  sw_test_assert_last_unref (self->monitor);
  sw_test_assert_last_unref (self->scheduler);
}

/* As if the kernel did: only its own messages come in another way. */
static void
tell (NeighbourMonitor *monitor, int type, int interface, const char *address, const char *mac)
{
  const NeighbourMessage message = { .type = type,
                                     .interface = interface,
                                     .family = strchr (address, ':') != NULL ? AF_INET6 : AF_INET,
                                     .state = NUD_REACHABLE,
                                     .address = address,
                                     .mac = mac };

  neighbour_message_tell ((Neighbours *) neighbour_monitor_get_neighbours (monitor), &message);
  g_signal_emit_by_name (monitor, "changed");
}

static void
show_frame (PacketsCards *cards)
{
  const Dissection dissection = { .has_macs = TRUE,
                                  .mac_source = { 2, 0, 0, 0, 0, 2 },
                                  .mac_destination = { 2, 0, 0, 0, 0, 1 } };

  packets_cards_show (cards, &dissection);
}

static gboolean
is_followed (CardsFixture *self)
{
  g_autoptr (GList) watches = sw_scheduler_list_watches (self->scheduler);

  return watches != NULL;
}

static const char *
get_text (gpointer root)
{
  PacketsCards *cards
      = PACKETS_IS_CARDS (root) ? root : sw_widget_test_find (root, PACKETS_TYPE_CARDS);

  return gtk_label_get_label (GTK_LABEL (gtk_widget_get_first_child (GTK_WIDGET (cards))));
}

static void
test_addresses (void)
{
  static const struct
  {
    int type;
    int interface;
    const char *address;
    const char *mac;
    const char *text;
  } steps[] = {
    { RTM_NEWNEIGH, 3, "10.77.1.9", "02", SOURCE ", 10.77.1.9 → " DESTINATION },
    { RTM_NEWNEIGH, 3, "10.77.1.7", "77", SOURCE ", 10.77.1.9 → " DESTINATION },
    { RTM_NEWNEIGH, 3, "fe80::1", "01", SOURCE ", 10.77.1.9 → " DESTINATION ", fe80::1" },
    { RTM_NEWNEIGH, 4, "fe80::1", "01", SOURCE ", 10.77.1.9 → " DESTINATION ", fe80::1" },
    { RTM_NEWNEIGH, 3, "10.77.1.5", "02",
      SOURCE ", 10.77.1.5, 10.77.1.9 → " DESTINATION ", fe80::1" },
    { RTM_NEWNEIGH, 3, "fe80::2", "02",
      SOURCE ", 10.77.1.5, 10.77.1.9, fe80::2 → " DESTINATION ", fe80::1" },
    { RTM_NEWNEIGH, 3, "fe80::3", "02",
      SOURCE ", 10.77.1.5, 10.77.1.9, fe80::2, … → " DESTINATION ", fe80::1" },
    { RTM_DELNEIGH, 3, "fe80::1", "01",
      SOURCE ", 10.77.1.5, 10.77.1.9, fe80::2, … → " DESTINATION ", fe80::1" },
    { RTM_DELNEIGH, 4, "fe80::1", "01",
      SOURCE ", 10.77.1.5, 10.77.1.9, fe80::2, … → " DESTINATION },
    { RTM_NEWNEIGH, 3, "10.77.1.5", "01",
      SOURCE ", 10.77.1.9, fe80::2, fe80::3 → " DESTINATION ", 10.77.1.5" },
  };
  CardsFixture fixture;

  set_up (&fixture);
  show_frame (fixture.cards);
  g_assert_cmpstr (get_text (fixture.cards), ==, SOURCE " → " DESTINATION);
  packets_cards_set_neighbours (fixture.cards, fixture.monitor);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_test_message ("step %u", i);
      tell (fixture.monitor, steps[i].type, steps[i].interface, steps[i].address, steps[i].mac);
      g_assert_cmpstr (get_text (fixture.cards), ==, steps[i].text);
    }
  packets_cards_set_neighbours (fixture.cards, NULL);
  g_assert_cmpstr (get_text (fixture.cards), ==, SOURCE " → " DESTINATION);
  tear_down (&fixture);
}

/* The kernel is listened to while there is somebody to read what it says. */
static void
test_unseen (void)
{
  CardsFixture fixture;

  set_up (&fixture);
  packets_cards_set_neighbours (fixture.cards, fixture.monitor);
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (fixture.cards)));
  g_assert_false (is_followed (&fixture));
  show_frame (fixture.cards);
  g_assert_true (is_followed (&fixture));
  gtk_widget_set_visible (GTK_WIDGET (fixture.window), FALSE);
  g_assert_false (is_followed (&fixture));
  gtk_widget_set_visible (GTK_WIDGET (fixture.window), TRUE);
  g_assert_true (is_followed (&fixture));
  packets_cards_show (fixture.cards, NULL);
  g_assert_false (is_followed (&fixture));
  show_frame (fixture.cards);
  packets_cards_set_neighbours (fixture.cards, NULL);
  g_assert_false (is_followed (&fixture));
  packets_cards_set_neighbours (fixture.cards, fixture.monitor);
  g_assert_true (is_followed (&fixture));
  tear_down (&fixture);
}

/* What is behind a card now says nothing about a file's packets. */
static void
test_captured_here (void)
{
  PageFixture fixture = { 0 };
  g_autoptr (CaptureStore) store = view_store (30);

  page_fixture_set_up (&fixture);
  page_fixture_show (&fixture, 900, 700);
  for (guint here = 0; here < 2; here++)
    {
      fake_session_set_store (fixture.session, store);
      fake_session_set_state (fixture.session, PACKETS_SESSION_READY);
      fake_session_set_captured_here (fixture.session, here);
      fake_session_tell (fixture.session);
      packets_table_select_index (fixture.page->table, 3);
      tell (fixture.page->neighbours, RTM_NEWNEIGH, 3, "10.77.1.9", "01");
      g_assert_cmpint (strstr (get_text (fixture.page), ", 10.77.1.9") != NULL, ==, here);
    }
  page_fixture_tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/packets/cards/addresses", test_addresses);
  g_test_add_func ("/packets/cards/unseen", test_unseen);
  g_test_add_func ("/packets/cards/captured-here", test_captured_here);
  return g_test_run ();
}
