/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Which packets are selected. */

#include "config.h"

#include "tests/plugins/packets/packets-view-fixture.h"
#include "tests/sw-test.h"

#include "plugins/packets/packets-list.h"
#include "plugins/packets/packets-selection.h"

#define MANY 1000000u

typedef struct
{
  guint n_signals;
  guint position;
  guint n_items;
} Changes;

static void
on_selection_changed_cb (G_GNUC_UNUSED GtkSelectionModel *model,
                         guint position,
                         guint n_items,
                         Changes *changes)
{
  *changes = (Changes) { changes->n_signals + 1, position, n_items };
}

static void
assert_selected (gpointer model, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_string_append_c (text, gtk_selection_model_is_selected (model, i) ? '*' : '.');
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_ways (void)
{
  g_autoptr (GtkStringList) strings
      = gtk_string_list_new ((const char *[]) { "a", "b", "c", "d", "e", "f", "g", "h", NULL });
  g_autoptr (PacketsSelection) own = packets_selection_new (G_LIST_MODEL (strings));
  GtkSelectionModel *model = GTK_SELECTION_MODEL (own);
  g_autoptr (GtkBitset) before = NULL;
  Changes changes = { 0 };

  g_signal_connect (own, "selection-changed", G_CALLBACK (on_selection_changed_cb), &changes);
  assert_selected (own, "........");
  gtk_selection_model_select_range (model, 2, 3, FALSE);
  assert_selected (own, "..***...");
  g_assert_cmpuint (changes.position, ==, 2);
  g_assert_cmpuint (changes.n_items, ==, 3);
  before = gtk_selection_model_get_selection (model);
  gtk_selection_model_select_item (model, 6, FALSE);
  assert_selected (own, "..***.*.");
  gtk_selection_model_unselect_item (model, 3);
  assert_selected (own, "..*.*.*.");
  /* What was asked for stays what it was. */
  g_assert_cmpuint (gtk_bitset_get_size (before), ==, 3);
  gtk_selection_model_select_item (model, 1, TRUE);
  assert_selected (own, ".*......");
  g_assert_cmpuint (changes.position, ==, 1);
  g_assert_cmpuint (changes.n_items, ==, 6);
  changes.n_signals = 0;
  gtk_selection_model_select_item (model, 1, TRUE);
  g_assert_cmpuint (changes.n_signals, ==, 0);
  gtk_selection_model_select_all (model);
  assert_selected (own, "********");
  gtk_selection_model_unselect_all (model);
  assert_selected (own, "........");
  gtk_selection_model_select_range (model, 6, 100, FALSE);
  gtk_string_list_append (strings, "i");
  assert_selected (own, "......**.");
}

/* What goes is not selected any more, and what it stood before moves. */
static void
test_changes (void)
{
  g_autoptr (GtkStringList) strings
      = gtk_string_list_new ((const char *[]) { "a", "b", "c", "d", "e", "f", NULL });
  g_autoptr (PacketsSelection) own = packets_selection_new (G_LIST_MODEL (strings));
  GtkSelectionModel *model = GTK_SELECTION_MODEL (own);

  gtk_selection_model_select_range (model, 1, 2, FALSE);
  gtk_selection_model_select_item (model, 5, FALSE);
  assert_selected (own, ".**..*");
  gtk_string_list_append (strings, "g");
  assert_selected (own, ".**..*.");
  gtk_string_list_splice (strings, 2, 2, (const char *[]) { "x", "y", "z", NULL });
  assert_selected (own, ".*....*.");
  gtk_string_list_splice (strings, 0, 8, (const char *[]) { "x", "y", NULL });
  assert_selected (own, "..");
}

/* No row is made for what is not shown. */
static void
test_many (void)
{
  g_autoptr (CaptureStore) store = view_store (MANY);
  g_autoptr (PacketsDecoder) decoder = packets_decoder_new (store);
  g_autoptr (PacketsList) list = packets_list_new ();
  g_autoptr (PacketsSelection) own = packets_selection_new (G_LIST_MODEL (list));
  GtkSelectionModel *model = GTK_SELECTION_MODEL (own);
  g_autoptr (GtkBitset) all = NULL;
  const guint holders = G_OBJECT (decoder)->ref_count;

  packets_list_set_decoder (list, decoder);
  g_assert_cmpuint (G_OBJECT (decoder)->ref_count, ==, holders + 1);
  gtk_selection_model_select_all (model);
  /* Each row holds it. */
  g_assert_cmpuint (G_OBJECT (decoder)->ref_count, ==, holders + 1);
  all = gtk_selection_model_get_selection (model);
  g_assert_cmpuint (gtk_bitset_get_size (all), ==, MANY);
  packets_list_set_decoder (list, NULL);
  g_assert_false (gtk_selection_model_is_selected (model, 0));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/selection/ways", test_ways);
  g_test_add_func ("/packets/selection/changes", test_changes);
  g_test_add_func ("/packets/selection/many", test_many);
  return g_test_run ();
}
