/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The list models: all packets, and those that a filter lets through. */

#include "config.h"

#include <malloc.h>

#include "tests/plugins/packets/packets-view-fixture.h"
#include "tests/sw-test.h"

#include "plugins/packets/packets-filter-model.h"

#define MANY 1000000u

typedef struct
{
  guint n_signals;
  guint n_items; /* as the signals add up */
  guint n_removed;
} Changes;

static void
on_items_changed_cb (GListModel *model,
                     guint position,
                     guint removed,
                     guint added,
                     Changes *changes)
{
  g_assert_cmpuint (position + removed, <=, changes->n_items);
  /* A list makes a row for each of those. */
  if (removed > 0)
    g_assert_cmpuint (added, <=, 2048);
  changes->n_signals++;
  changes->n_removed += removed;
  changes->n_items += added - removed;
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, changes->n_items);
}

static void
follow (gpointer model, Changes *changes)
{
  *changes = (Changes) { .n_items = g_list_model_get_n_items (model) };
  g_signal_connect (model, "items-changed", G_CALLBACK (on_items_changed_cb), changes);
}

static void
assert_row (gpointer model, guint position, guint index)
{
  g_autoptr (PacketsRow) row = g_list_model_get_item (model, position);
  g_autofree char *number = g_strdup_printf ("%u", index + 1);

  g_assert_cmpstr (packets_row_get_text (row, PACKETS_COLUMN_NUMBER), ==, number);
  g_assert_cmpstr (packets_row_get_text (row, PACKETS_COLUMN_LENGTH), ==, "42");
  if (index % 3 == 0)
    g_assert_cmpstr (packets_row_get_text (row, PACKETS_COLUMN_PROTOCOL), ==, "ARP");
  else
    g_assert_cmpstr (packets_row_get_text (row, PACKETS_COLUMN_PROTOCOL), !=, "ARP");
}

/* A capture's length costs the list nothing: rows are made when they are asked for, and go with who asked. */
static void
test_many (void)
{
  g_autoptr (CaptureStore) store = view_store (MANY);
  g_autoptr (PacketsDecoder) decoder = packets_decoder_new (store);
  g_autoptr (CaptureStore) other = view_store (MANY / 2);
  g_autoptr (PacketsDecoder) other_decoder = packets_decoder_new (other);
  g_autoptr (PacketsList) list = packets_list_new ();
  g_autoptr (PacketsRow) row = NULL;
  gpointer weak;
  Changes changes;
  gsize before;

  follow (list, &changes);
  before = mallinfo2 ().uordblks;
  packets_list_set_decoder (list, decoder);
  g_assert_cmpuint (changes.n_signals, ==, 1);
  g_assert_cmpuint (changes.n_items, ==, MANY);
  assert_row (list, 0, 0);
  assert_row (list, MANY / 2, MANY / 2);
  assert_row (list, MANY - 1, MANY - 1);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), MANY));
  g_assert_cmpuint (mallinfo2 ().uordblks, <, before + MANY / 4);
  packets_list_set_decoder (list, other_decoder);
  g_assert_cmpuint (changes.n_items, ==, MANY / 2);
  weak = row = g_list_model_get_item (G_LIST_MODEL (list), 5);
  g_object_add_weak_pointer (G_OBJECT (row), &weak);
  g_clear_object (&row);
  g_assert_null (weak);
}

/* What came since is told in one step, and only when somebody wants to know. */
static void
test_growth (void)
{
  g_autoptr (CaptureStore) store = view_store (10);
  g_autoptr (PacketsDecoder) decoder = packets_decoder_new (store);
  g_autoptr (PacketsList) list = packets_list_new ();
  Changes changes;

  packets_list_set_decoder (list, decoder);
  follow (list, &changes);
  view_append (store, 10, 5000);
  view_append (store, 5000, 6000);
  g_assert_cmpuint (changes.n_signals, ==, 0);
  packets_list_update (list);
  g_assert_cmpuint (changes.n_signals, ==, 1);
  g_assert_cmpuint (changes.n_items, ==, 6000);
  packets_list_update (list);
  g_assert_cmpuint (changes.n_signals, ==, 1);
  assert_row (list, 5999, 5999);
  packets_list_set_decoder (list, NULL);
  g_assert_cmpuint (changes.n_items, ==, 0);
}

/* All forms of time, told apart by what they count from. */
static void
test_times (void)
{
  static const struct
  {
    PacketsTimeFormat format;
    const char *text;
  } cases[] = {
    { PACKETS_TIME_RELATIVE, "0.000007" },
    { PACKETS_TIME_CLOCK, "00:16:40.000007" },
    { PACKETS_TIME_DELTA, "0.000001" },
  };
  g_autoptr (CaptureStore) store = view_store (10);
  g_autoptr (PacketsDecoder) decoder = packets_decoder_new (store);
  g_autoptr (PacketsRow) row = packets_row_new (decoder, 7);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      packets_decoder_set_time_format (decoder, cases[i].format);
      g_assert_cmpstr (packets_row_get_text (row, PACKETS_COLUMN_TIME), ==, cases[i].text);
      g_assert_cmpstr (packets_row_get_text (row, PACKETS_COLUMN_NUMBER), ==, "8");
    }
}

typedef struct
{
  CaptureStore *store;
  PacketsList *list;
  PacketsFilterModel *model;
  Changes changes;
} Fixture;

static void
fixture_set_up (Fixture *self, guint n_packets)
{
  g_autoptr (PacketsDecoder) decoder = NULL;

  self->store = view_store (n_packets);
  decoder = packets_decoder_new (self->store);
  self->list = packets_list_new ();
  packets_list_set_decoder (self->list, decoder);
  self->model = packets_filter_model_new (self->list);
  follow (self->model, &self->changes);
}

static void
fixture_tear_down (Fixture *self)
{
  /* A cancelled search holds them until it is told. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  WAIT_UNTIL (G_OBJECT (self->model)->ref_count == 1);
  sw_test_assert_last_unref (self->model);
  sw_test_assert_last_unref (self->list);
  capture_store_unref (self->store);
}

static void
filter (Fixture *self, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FieldFilter) made = field_filter_new (text, NULL, NULL, &error);

  g_assert_no_error (error);
  packets_filter_model_set_filter (self->model, made);
}

static void
search (Fixture *self)
{
  WAIT_UNTIL (!packets_filter_model_get_searching (self->model));
}

static void
test_filter (void)
{
  Fixture fixture;

  fixture_set_up (&fixture, 100000);
  g_assert_cmpuint (fixture.changes.n_items, ==, 100000);
  filter (&fixture, "proto:arp");
  search (&fixture);
  g_assert_cmpuint (fixture.changes.n_items, ==, 33334);
  for (guint i = 0; i < 33334; i += 1111)
    assert_row (fixture.model, i, 3 * i);
  g_assert_cmpuint (packets_filter_model_find (fixture.model, 300), ==, 100);
  g_assert_cmpuint (packets_filter_model_find (fixture.model, 301), ==, 101);
  g_assert_cmpuint (packets_filter_model_find (fixture.model, 99999), ==, 33333);
  packets_filter_model_set_filter (fixture.model, NULL);
  g_assert_cmpuint (fixture.changes.n_items, ==, 100000);
  assert_row (fixture.model, 4, 4);
  fixture_tear_down (&fixture);
}

/* Found packets come in a few pieces, which are never taken back. */
static void
test_pieces (void)
{
  Fixture fixture;

  fixture_set_up (&fixture, MANY);
  filter (&fixture, "proto:arp");
  fixture.changes.n_removed = fixture.changes.n_signals = 0;
  search (&fixture);
  g_assert_cmpuint (fixture.changes.n_items, ==, 333334);
  g_assert_cmpuint (fixture.changes.n_removed, ==, 0);
  g_assert_cmpuint (fixture.changes.n_signals, >, 5);
  g_assert_cmpuint (fixture.changes.n_signals, <, 40);
  fixture_tear_down (&fixture);
}

/* As one types: what the last filter found stays until this one has something, and nothing of it is left then. */
static void
test_retyped (void)
{
  Fixture fixture;

  fixture_set_up (&fixture, 50000);
  filter (&fixture, "proto:arp");
  search (&fixture);
  fixture.changes.n_signals = 0;
  filter (&fixture, "!proto:arp");
  g_assert_cmpuint (fixture.changes.n_signals, ==, 0);
  g_assert_cmpuint (fixture.changes.n_items, ==, 16667);
  filter (&fixture, "!proto:a");
  filter (&fixture, "!proto:arp");
  search (&fixture);
  g_assert_cmpuint (fixture.changes.n_items, ==, 33333);
  assert_row (fixture.model, 0, 1);
  assert_row (fixture.model, 1, 2);
  assert_row (fixture.model, 33332, 49999);
  filter (&fixture, "proto:stp");
  search (&fixture);
  g_assert_cmpuint (fixture.changes.n_items, ==, 0);
  fixture_tear_down (&fixture);
}

/* Of a live capture only what is new is looked at. */
static void
test_live (void)
{
  Fixture fixture;

  fixture_set_up (&fixture, 300);
  filter (&fixture, "proto:arp");
  search (&fixture);
  fixture.changes.n_removed = 0;
  for (guint at = 300; at < 3000; at += 300)
    {
      view_append (fixture.store, at, at + 300);
      packets_list_update (fixture.list);
      search (&fixture);
      g_assert_cmpuint (fixture.changes.n_items, ==, (at + 300) / 3);
    }
  g_assert_cmpuint (fixture.changes.n_removed, ==, 0);
  assert_row (fixture.model, 999, 2997);
  fixture_tear_down (&fixture);
}

/* While nobody looks nothing is searched; then all that was missed. */
static void
test_inactive (void)
{
  Fixture fixture;

  fixture_set_up (&fixture, 300);
  filter (&fixture, "proto:arp");
  search (&fixture);
  packets_filter_model_set_active (fixture.model, FALSE);
  view_append (fixture.store, 300, 600);
  packets_list_update (fixture.list);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (fixture.changes.n_items, ==, 100);
  g_assert_true (packets_filter_model_get_searching (fixture.model));
  packets_filter_model_set_active (fixture.model, TRUE);
  search (&fixture);
  g_assert_cmpuint (fixture.changes.n_items, ==, 200);
  fixture_tear_down (&fixture);
}

/* Another capture under the same filter. */
static void
test_other_capture (void)
{
  g_autoptr (CaptureStore) other = view_store (30);
  g_autoptr (PacketsDecoder) decoder = packets_decoder_new (other);
  Fixture fixture;

  fixture_set_up (&fixture, MANY / 10);
  filter (&fixture, "proto:arp");
  packets_list_set_decoder (fixture.list, decoder);
  search (&fixture);
  g_assert_cmpuint (fixture.changes.n_items, ==, 10);
  assert_row (fixture.model, 9, 27);
  packets_list_set_decoder (fixture.list, NULL);
  g_assert_cmpuint (fixture.changes.n_items, ==, 0);
  fixture_tear_down (&fixture);
}

/* An interface without a name is found by what the list calls it. */
static void
test_unnamed_interface (void)
{
  Fixture fixture;

  fixture_set_up (&fixture, 30);
  filter (&fixture, "if:0");
  search (&fixture);
  g_assert_cmpuint (fixture.changes.n_items, ==, 30);
  filter (&fixture, "if:1");
  search (&fixture);
  g_assert_cmpuint (fixture.changes.n_items, ==, 0);
  fixture_tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/list/many", test_many);
  g_test_add_func ("/packets/list/growth", test_growth);
  g_test_add_func ("/packets/list/times", test_times);
  g_test_add_func ("/packets/list/filter", test_filter);
  g_test_add_func ("/packets/list/filter-in-pieces", test_pieces);
  g_test_add_func ("/packets/list/filter-retyped", test_retyped);
  g_test_add_func ("/packets/list/filter-live", test_live);
  g_test_add_func ("/packets/list/filter-inactive", test_inactive);
  g_test_add_func ("/packets/list/filter-other-capture", test_other_capture);
  g_test_add_func ("/packets/list/filter-unnamed-interface", test_unnamed_interface);
  return g_test_run ();
}
