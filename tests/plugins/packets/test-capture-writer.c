/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "tests/plugins/packets/store-fixture.h"
#include "tests/sw-test.h"

#include "plugins/packets/format/capture-writer.h"

static gboolean
on_piece_written_cb (gpointer bytes,
                     const guint8 *piece,
                     gsize n_bytes,
                     G_GNUC_UNUSED GError **error)
{
  g_byte_array_append (bytes, piece, n_bytes);
  return TRUE;
}

/* Through the writer into a store of its own. */
static CaptureStore *
write_and_read (CaptureStore *store,
                CaptureWriterFormat format,
                const guint *indices,
                guint n_indices,
                CaptureLosses *losses)
{
  GByteArray *bytes = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (capture_writer_write (store, format, indices, n_indices, on_piece_written_cb,
                                       bytes, losses, &error));
  g_assert_no_error (error);
  return fixture_store (bytes);
}

static void
add_packet (CaptureBuilder *b, guint32 interface, guint64 time, const char *text)
{
  builder_begin_enhanced (b, interface, time, text, strlen (text) + 10);
  builder_option_u32 (b, 2, 0x205);
  builder_option_u64 (b, 4, 3);
  builder_option_u64 (b, 5, 99);
  builder_option_u32 (b, 6, 0);
  builder_end (b);
}

/* Two sections, a late interface, figures, packets with and without everything. */
static CaptureStore *
build_rich (void)
{
  CaptureBuilder b = builder_new (TRUE);

  builder_section (&b);
  builder_begin_interface (&b, 1, 3);
  builder_option_text (&b, 2, "eth0");
  builder_option_text (&b, 3, "the wire");
  builder_option (&b, 11, "\0icmp", 5);
  builder_option_text (&b, 1, "ifindex=7");
  builder_end (&b);
  add_packet (&b, 0, 1700000000000001, "one");
  builder_begin (&b, 3);
  builder_u32 (&b, 60);
  builder_add (&b, "two.", 4);
  builder_end (&b);
  builder_interface (&b, 101, "tun0");
  builder_enhanced (&b, 1, 5, "three");
  builder_begin_statistics (&b, 1, 300);
  builder_option_text (&b, 1,
                       "in_packets=1 in_bytes=2 out_packets=3 out_bytes=4 skipped=5 "
                       "state=gone");
  builder_option_u64 (&b, 4, 6);
  builder_option_u64 (&b, 7, 7);
  builder_end (&b);
  b.swapped = FALSE;
  builder_section (&b);
  builder_interface (&b, 1, "eth0");
  builder_interface (&b, 1, "eth1");
  add_packet (&b, 1, 7, "four");
  builder_enhanced (&b, 0, 8, "");
  builder_section (&b);
  builder_interface (&b, 1, "unused");
  return fixture_store (b.bytes);
}

static void
test_pcapng_keeps_everything (void)
{
  g_autoptr (CaptureStore) store = build_rich ();
  CaptureLosses losses;
  g_autoptr (CaptureStore) again = write_and_read (store, CAPTURE_WRITER_PCAPNG, NULL, 0, &losses);
  g_autofree char *before = fixture_log (store);
  g_autofree char *after = fixture_log (again);

  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (losses, ==, CAPTURE_LOSS_NONE);
  g_assert_null (capture_losses_describe (losses));
}

/* Of a selection: all interfaces, the packets that were asked for, no figures that are not theirs. */
static void
test_selection (void)
{
  static const guint indices[] = { 1, 3 };
  g_autoptr (CaptureStore) store = build_rich ();
  CaptureLosses losses;
  g_autoptr (CaptureStore) again
      = write_and_read (store, CAPTURE_WRITER_PCAPNG, indices, G_N_ELEMENTS (indices), &losses);
  g_autofree char *after = fixture_log (again);

  g_assert_cmpstr (after, ==,
                   "interface 0 'eth0' link=1 snap=3 ifindex=7 description=the wire filter=icmp\n"
                   "interface 1 'tun0' link=101\ninterface 2 'eth0' link=1 section=1\n"
                   "interface 3 'eth1' link=1 section=1\ninterface 4 'unused' link=1 section=2\n"
                   "packet on 0 'two' of=60\n"
                   "packet on 3 time=7 'four' of=14 flags=517 id=99 dropped=3 queue=0\n");
  g_assert_cmpint (losses, ==, CAPTURE_LOSS_NONE);
}

static void
test_nothing (void)
{
  static const CaptureWriterFormat formats[] = { CAPTURE_WRITER_PCAPNG, CAPTURE_WRITER_PCAP };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      CaptureBuilder b = builder_new (FALSE);
      g_autoptr (CaptureStore) store = NULL;
      g_autoptr (CaptureStore) again = NULL;
      CaptureLosses losses;

      builder_section (&b);
      store = fixture_store (b.bytes);
      again = write_and_read (store, formats[i], NULL, 0, &losses);
      g_assert_cmpuint (capture_store_get_n_packets (again), ==, 0);
      g_assert_cmpint (losses, ==, CAPTURE_LOSS_NONE);
    }
}

static void
test_pcap_says_what_is_lost (void)
{
  static const guint indices[] = { 0, 1, 3 };
  g_autoptr (CaptureStore) store = build_rich ();
  CaptureLosses losses;
  g_autoptr (CaptureStore) again
      = write_and_read (store, CAPTURE_WRITER_PCAP, indices, G_N_ELEMENTS (indices), &losses);
  g_autofree char *after = fixture_log (again);
  g_autofree char *text = capture_losses_describe (losses);

  g_assert_cmpstr (after, ==,
                   "interface 0 '' link=1 snap=262144\n"
                   "packet on 0 time=1700000000000001000 'one' of=13\n"
                   "packet on 0 time=0 'two' of=60\npacket on 0 time=7 'four' of=14\n");
  g_assert_cmpint (losses, ==,
                   CAPTURE_LOSS_DIRECTIONS | CAPTURE_LOSS_INTERFACES | CAPTURE_LOSS_DETAILS
                       | CAPTURE_LOSS_TIMES);
  g_assert_nonnull (strstr (text, "directions, interfaces, "));
}

static void
test_pcap_of_pcap_loses_nothing (void)
{
  CaptureBuilder b = builder_new (TRUE);
  g_autoptr (CaptureStore) store = NULL;
  g_autoptr (CaptureStore) again = NULL;
  CaptureLosses losses;

  builder_pcap (&b, 0xa1b2c3d4, 105);
  builder_record (&b, 0xffffffff, 999999, 3, 60);
  builder_text (&b, "one");
  store = fixture_store (b.bytes);
  again = write_and_read (store, CAPTURE_WRITER_PCAP, NULL, 0, &losses);
  g_assert_cmpint (losses, ==, CAPTURE_LOSS_NONE);
  {
    g_autofree char *after = fixture_log (again);

    g_assert_cmpstr (after, ==,
                     "interface 0 '' link=105 snap=262144\n"
                     "packet on 0 time=4294967295999999000 'one' of=60\n");
  }
}

static void
test_pcap_refuses_several_link_types (void)
{
  g_autoptr (CaptureStore) store = build_rich ();
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  CaptureLosses losses;

  g_assert_false (capture_writer_write (store, CAPTURE_WRITER_PCAP, NULL, 0, on_piece_written_cb,
                                        bytes, &losses, &error));
  g_assert_error (error, CAPTURE_STORE_ERROR, CAPTURE_STORE_ERROR_UNSUITABLE);
  g_assert_cmpuint (bytes->len, ==, 0);
}

static gboolean
on_piece_refused_cb (gpointer n_calls,
                     G_GNUC_UNUSED const guint8 *piece,
                     G_GNUC_UNUSED gsize n_bytes,
                     GError **error)
{
  ++*(guint *) n_calls;
  g_set_error_literal (error, CAPTURE_STORE_ERROR, CAPTURE_STORE_ERROR_WRITE, "enough");
  return FALSE;
}

/* A large capture comes in pieces, and the first refusal ends it. */
static void
test_caller_stops (void)
{
  CaptureBuilder b = builder_new (FALSE);
  g_autofree char *text = g_strnfill (60000, 'x');
  g_autoptr (CaptureStore) store = NULL;
  g_autoptr (GError) error = NULL;
  CaptureLosses losses;
  guint n_calls = 0;

  builder_section (&b);
  builder_interface (&b, 1, "eth0");
  for (guint i = 0; i < 20; i++)
    builder_enhanced (&b, 0, i, text);
  store = fixture_store (b.bytes);
  g_assert_false (capture_writer_write (store, CAPTURE_WRITER_PCAPNG, NULL, 0, on_piece_refused_cb,
                                        &n_calls, &losses, &error));
  g_assert_error (error, CAPTURE_STORE_ERROR, CAPTURE_STORE_ERROR_WRITE);
  g_assert_cmpuint (n_calls, ==, 1);
}

/* In captures of "any", which have the direction in a header of their own and so keep it as pcap too. */
static void
test_direction_of_cooked_frames (void)
{
  const guint8 first[] = { 0, 4, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 8, 6 };
  const guint8 second[] = { 8, 6, 0, 0, 0, 0, 0, 3, 0, 1, 1, 6, 2, 0, 0, 0, 0, 1, 0, 0 };
  const guint8 nonsense[] = { 1, 4, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 8, 6 };
  const struct
  {
    guint32 link_type;
    const guint8 *bytes;
    guint n_bytes;
    PacketDirection direction;
    PacketReception reception;
  } cases[] = {
    { LINK_TYPE_LINUX_SLL, first, sizeof first, PACKET_DIRECTION_OUTBOUND, 0 },
    { LINK_TYPE_LINUX_SLL2, second, sizeof second, PACKET_DIRECTION_INBOUND,
      PACKET_RECEPTION_BROADCAST },
    { LINK_TYPE_LINUX_SLL, first, 1, PACKET_DIRECTION_UNKNOWN, 0 },
    { LINK_TYPE_LINUX_SLL2, second, 10, PACKET_DIRECTION_UNKNOWN, 0 },
    { LINK_TYPE_LINUX_SLL, nonsense, sizeof nonsense, PACKET_DIRECTION_UNKNOWN, 0 },
    { LINK_TYPE_ETHERNET, first, sizeof first, PACKET_DIRECTION_UNKNOWN, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (CaptureWriterFormat format = 0; format <= CAPTURE_WRITER_PCAP; format++)
      {
        CaptureBuilder b = builder_new (FALSE);
        g_autoptr (CaptureStore) store = NULL;
        g_autoptr (CaptureStore) again = NULL;
        g_autoptr (CaptureCursor) cursor = NULL;
        g_autoptr (GError) error = NULL;
        CaptureLosses losses;
        Packet packet;

        builder_pcap (&b, 0xa1b2c3d4, cases[i].link_type);
        builder_record (&b, 1, 0, cases[i].n_bytes, cases[i].n_bytes);
        g_byte_array_append (b.bytes, cases[i].bytes, cases[i].n_bytes);
        store = fixture_store (b.bytes);
        again = write_and_read (store, format, NULL, 0, &losses);
        cursor = capture_cursor_new (again);
        g_assert_true (capture_cursor_read (cursor, 0, &packet, NULL, &error));
        g_assert_no_error (error);
        g_assert_cmpint (packet_get_direction (&packet), ==, cases[i].direction);
        g_assert_cmpint (packet_get_reception (&packet), ==, cases[i].reception);
        g_assert_cmpint (losses, ==, CAPTURE_LOSS_NONE);
      }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/writer/pcapng-keeps-everything", test_pcapng_keeps_everything);
  g_test_add_func ("/packets/writer/selection", test_selection);
  g_test_add_func ("/packets/writer/nothing", test_nothing);
  g_test_add_func ("/packets/writer/pcap-says-what-is-lost", test_pcap_says_what_is_lost);
  g_test_add_func ("/packets/writer/pcap-of-pcap-loses-nothing", test_pcap_of_pcap_loses_nothing);
  g_test_add_func ("/packets/writer/pcap-refuses-several-link-types",
                   test_pcap_refuses_several_link_types);
  g_test_add_func ("/packets/writer/cooked-directions", test_direction_of_cooked_frames);
  g_test_add_func ("/packets/writer/caller-stops", test_caller_stops);
  return g_test_run ();
}
