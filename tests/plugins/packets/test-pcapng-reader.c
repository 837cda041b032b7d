/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* draft-ietf-opsawg-pcapng, rule by rule, each in both byte orders. */

#include "config.h"

#include "tests/plugins/packets/capture-check.h"
#include "tests/sw-test.h"

static void
build_everything (CaptureBuilder *b)
{
  builder_section (b);
  builder_begin_interface (b, 1, 96);
  builder_option_text (b, 2, "eth0");
  builder_option_text (b, 3, "the wire");
  builder_option (b, 11, "\0icmp", 5);
  builder_option (b, 9, "\x09", 1);
  builder_option_text (b, 1, "ifindex=7");
  builder_option_text (b, 15, "some hardware");
  builder_option (b, 0, NULL, 0);
  builder_end (b);
  builder_begin_enhanced (b, 0, 1700000000000000001, "frame", 60);
  builder_option_u32 (b, 2, 0x221);
  builder_option_text (b, 1, "a comment");
  builder_option_u64 (b, 4, 3);
  builder_option_u64 (b, 5, 0x1122334455667788);
  builder_option_u32 (b, 6, 2);
  builder_option_text (b, 40000, "of the future");
  builder_option (b, 0, NULL, 0);
  builder_end (b);
}

static void
build_sections (CaptureBuilder *b)
{
  builder_section (b);
  builder_interface (b, 1, "eth0");
  builder_interface (b, 101, "tun0");
  builder_enhanced (b, 1, 1, "a");
  b->swapped = !b->swapped;
  builder_section (b);
  builder_interface (b, 113, "any");
  builder_enhanced (b, 0, 2, "b");
  b->swapped = !b->swapped;
  builder_section (b);
  builder_section (b);
  builder_interface (b, 1, "eth0");
  builder_enhanced (b, 0, 3, "c");
}

static void
build_late_interface (CaptureBuilder *b)
{
  builder_section (b);
  builder_interface (b, 1, "eth0");
  builder_enhanced (b, 0, 1, "a");
  builder_interface (b, 1, "eth1");
  builder_enhanced (b, 1, 2, "b");
  builder_enhanced (b, 0, 3, "c");
}

static void
build_section_length (CaptureBuilder *b)
{
  builder_begin (b, 0x0a0d0d0a);
  builder_u32 (b, 0x1a2b3c4d);
  builder_u16 (b, 1);
  builder_u16 (b, 2);
  builder_u32 (b, b->swapped ? 0 : 1234); /* given, in either half, and of no use */
  builder_u32 (b, b->swapped ? 1234 : 0);
  builder_option_text (b, 4, "an application");
  builder_end (b);
  builder_interface (b, 1, "eth0");
}

static void
build_simple (CaptureBuilder *b)
{
  builder_section (b);
  builder_begin_interface (b, 1, 3);
  builder_end (b);
  builder_begin (b, 3);
  builder_u32 (b, 60);
  builder_add (b, "abcd", 4); /* with its padding */
  builder_end (b);
  builder_begin (b, 3);
  builder_u32 (b, 2);
  builder_add (b, "efgh", 4);
  builder_end (b);
  builder_begin (b, 3);
  builder_u32 (b, 0);
  builder_end (b);
}

static void
build_obsolete (CaptureBuilder *b)
{
  static const guint16 drops[] = { 0, 9, 0xffff };

  builder_section (b);
  builder_interface (b, 1, "eth0");
  for (guint i = 0; i < G_N_ELEMENTS (drops); i++)
    {
      builder_begin (b, 2);
      builder_u16 (b, 0);
      builder_u16 (b, drops[i]);
      builder_u32 (b, 1);
      builder_u32 (b, i);
      builder_u32 (b, 3);
      builder_u32 (b, 4);
      builder_add (b, "old", 4);
      builder_option_u32 (b, 2, 2);
      builder_option_u64 (b, 4, 77); /* means nothing there */
      builder_end (b);
    }
}

static void
build_skipped (CaptureBuilder *b)
{
  static const guint32 types[] = { 4, 9, 10, 0xbad, 0x40000bad, 0x80000001, 0x12345678, 0 };

  builder_section (b);
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      builder_begin (b, types[i]);
      for (guint word = 0; word < i; word++)
        builder_u32 (b, 0xffffffff);
      builder_end (b);
    }
  builder_interface (b, 1, "eth0");
  builder_begin_statistics (b, 5, 1); /* of nobody */
  builder_end (b);
  builder_enhanced (b, 0, 1, "a");
}

static void
build_statistics (CaptureBuilder *b)
{
  builder_section (b);
  builder_interface (b, 1, "eth0");
  builder_begin_statistics (b, 0, 100);
  builder_option_text (b, 1,
                       "in_packets=1 in_bytes=2 out_packets=3 out_bytes=4 skipped=5 state=up");
  builder_option_u64 (b, 4, 6);
  builder_option_u64 (b, 7, 7);
  builder_end (b);
  builder_begin_statistics (b, 0, 200); /* the rest is as it was */
  builder_option_text (b, 1,
                       " state=renamed   in_packets=18446744073709551615 in_bytes=1x "
                       "out_packets=18446744073709551616 out_bytes= skipped");
  builder_end (b);
  builder_begin_statistics (b, 0, 300);
  builder_option_text (b, 1, "a user's words: state=odd");
  builder_option_u32 (b, 4, 1); /* of the wrong length */
  builder_end (b);
}

static void
build_damaged_options (CaptureBuilder *b)
{
  builder_section (b);
  builder_begin_interface (b, 1, 0);
  builder_option (b, 9, "\x09\x09", 2);
  builder_option (b, 2, NULL, 0);
  builder_option (b, 3, "\x1b[31m\xff r\xc3\xa9seau\0hidden", 18);
  builder_option (b, 11, "\1\0\0\0", 4);
  builder_u32 (b, 0x00020fff); /* longer than the block, in either order */
  builder_end (b);
  builder_begin_enhanced (b, 0, 1, "a", 1);
  builder_option (b, 2, "\1\1", 2);
  builder_option_u64 (b, 2, 3);
  builder_end (b);
  builder_begin_enhanced (b, 0, 2, "b", 1);
  builder_option (b, 0, NULL, 0);
  builder_option_u32 (b, 2, 1); /* behind the end */
  builder_end (b);
}

static void
build_too_much_claimed (CaptureBuilder *b)
{
  builder_section (b);
  builder_interface (b, 1, "eth0");
  builder_begin (b, 6);
  builder_u32 (b, 0);
  builder_u32 (b, 0);
  builder_u32 (b, 1);
  builder_u32 (b, 0xffffffff);
  builder_u32 (b, 7);
  builder_add (b, "eightlon", 8);
  builder_end (b);
}

static void
build_fcs (CaptureBuilder *b)
{
  builder_section (b);
  builder_begin_interface (b, 1, 0);
  builder_option (b, 13, "\x20", 1); /* 32 bits */
  builder_end (b);
  builder_begin_interface (b, 1, 0);
  builder_option (b, 13, "\x04", 1); /* 4 bytes, as in the specification's own example */
  builder_end (b);
  builder_enhanced (b, 0, 0, "a");
  builder_enhanced (b, 1, 0, "b");
  builder_begin_enhanced (b, 0, 0, "c", 1);
  builder_option_u32 (b, 2, 2 << 5 | 1); /* the packet's own word comes first */
  builder_end (b);
}

static const CaptureCase cases[] = {
  { "everything", build_everything,
    "interface 0 'eth0' link=1 snap=96 ifindex=7 description=the wire filter=icmp\n"
    "packet on 0 time=1700000000000000001 'frame' of=60 flags=545 id=1234605616436508552 "
    "dropped=3 queue=2\n" },
  { "sections", build_sections,
    "interface 0 'eth0' link=1\ninterface 1 'tun0' link=101\npacket on 1 time=1 'a'\n"
    "interface 2 'any' link=113 section=1\npacket on 2 time=2 'b'\n"
    "interface 3 'eth0' link=1 section=3\npacket on 3 time=3 'c'\n" },
  { "late-interface", build_late_interface,
    "interface 0 'eth0' link=1\npacket on 0 time=1 'a'\ninterface 1 'eth1' link=1\n"
    "packet on 1 time=2 'b'\npacket on 0 time=3 'c'\n" },
  { "section-length", build_section_length, "interface 0 'eth0' link=1\n" },
  { "simple", build_simple,
    "interface 0 '' link=1 snap=3\npacket on 0 'abc' of=60\npacket on 0 'ef'\npacket on 0 ''\n" },
  { "obsolete", build_obsolete,
    "interface 0 'eth0' link=1\npacket on 0 time=4294967296 'old' of=4 flags=2\n"
    "packet on 0 time=4294967297 'old' of=4 flags=2 dropped=9\n"
    "packet on 0 time=4294967298 'old' of=4 flags=2\n" },
  { "skipped", build_skipped, "interface 0 'eth0' link=1\npacket on 0 time=1 'a'\n" },
  { "statistics", build_statistics,
    "interface 0 'eth0' link=1\n"
    "counted 0 time=100 in=1 in_bytes=2 out=3 out_bytes=4 received=6 kernel=7 us=5 state=1\n"
    "counted 0 time=200 in=18446744073709551615 in_bytes=2 out=3 out_bytes=4 received=6 kernel=7 "
    "us=5 state=3\n"
    "counted 0 time=300 in=18446744073709551615 in_bytes=2 out=3 out_bytes=4 received=6 kernel=7 "
    "us=5 state=3\n" },
  { "damaged-options", build_damaged_options,
    "interface 0 '' link=1 description=\xef\xbf\xbd[31m\xef\xbf\xbd r\xc3\xa9seau\n"
    "packet on 0 time=1000 'a'\npacket on 0 time=2000 'b'\n" },
  { "too-much-claimed", build_too_much_claimed,
    "interface 0 'eth0' link=1\npacket on 0 time=1 'eightlon'\n" },
  { "fcs", build_fcs,
    "interface 0 '' link=1\ninterface 1 '' link=1\npacket on 0 time=0 'a' flags=128\n"
    "packet on 1 time=0 'b' flags=128\npacket on 0 time=0 'c' flags=65\n" },
};

/* Each begins with a packet that is good. */
static void
begin_refused (CaptureBuilder *b)
{
  builder_section (b);
  builder_interface (b, 1, "eth0");
  builder_enhanced (b, 0, 1, "good");
}

static void
refuse_short_length (CaptureBuilder *b)
{
  begin_refused (b);
  builder_u32 (b, 4);
  builder_u32 (b, 8);
  builder_u32 (b, 8);
}

static void
refuse_odd_length (CaptureBuilder *b)
{
  begin_refused (b);
  builder_u32 (b, 4);
  builder_u32 (b, 13);
  builder_u8 (b, 0);
  builder_u32 (b, 13);
}

static void
refuse_huge_length (CaptureBuilder *b)
{
  begin_refused (b);
  builder_u32 (b, 4);
  builder_u32 (b, (16 << 20) + 4);
  builder_u32 (b, 0);
}

static void
refuse_other_trailer (CaptureBuilder *b)
{
  begin_refused (b);
  builder_enhanced (b, 0, 1, "a");
  b->bytes->data[b->bytes->len - 1] ^= 4;
}

static void
refuse_unknown_interface (CaptureBuilder *b)
{
  begin_refused (b);
  builder_enhanced (b, 1, 1, "a");
}

static void
refuse_interface_of_other_section (CaptureBuilder *b)
{
  begin_refused (b);
  builder_section (b);
  builder_begin (b, 3);
  builder_u32 (b, 0);
  builder_end (b);
}

static void
refuse_short_packet (CaptureBuilder *b)
{
  begin_refused (b);
  builder_begin (b, 6);
  builder_u32 (b, 0);
  builder_end (b);
}

static void
refuse_short_interface (CaptureBuilder *b)
{
  begin_refused (b);
  builder_begin (b, 1);
  builder_u32 (b, 1);
  builder_end (b);
}

static void
refuse_section_magic (CaptureBuilder *b)
{
  begin_refused (b);
  builder_section (b);
  b->bytes->data[b->block + 9] ^= 1;
}

static void
refuse_section_version (CaptureBuilder *b)
{
  begin_refused (b);
  builder_section (b);
  b->bytes->data[b->block + 12] = b->bytes->data[b->block + 13] = 2;
}

static void
refuse_short_section (CaptureBuilder *b)
{
  begin_refused (b);
  builder_begin (b, 0x0a0d0d0a);
  builder_u32 (b, 0x1a2b3c4d);
  builder_u32 (b, 1);
  builder_end (b);
}

#define GOOD "interface 0 'eth0' link=1\npacket on 0 time=1 'good'\n"
static const CaptureCase refused[] = {
  { "short-length", refuse_short_length, GOOD },
  { "odd-length", refuse_odd_length, GOOD },
  { "huge-length", refuse_huge_length, GOOD },
  { "other-trailer", refuse_other_trailer, GOOD },
  { "unknown-interface", refuse_unknown_interface, GOOD },
  { "interface-of-other-section", refuse_interface_of_other_section, GOOD },
  { "short-packet", refuse_short_packet, GOOD },
  { "short-interface", refuse_short_interface, GOOD },
  { "section-magic", refuse_section_magic, GOOD },
  { "section-version", refuse_section_version, GOOD },
  { "short-section", refuse_short_section, GOOD },
};

/* Resolution, offset in seconds, ticks, nanoseconds. */
static const struct
{
  guint8 resolution;
  gint64 offset_s;
  guint64 ticks;
  gint64 expected;
} times[] = {
  { 6, 0, 1700000000123456, 1700000000123456000 },
  { 0, 0, 1700000000, 1700000000000000000 },
  { 3, 0, 1700000000123, 1700000000123000000 },
  { 9, 0, 1700000000123456789, 1700000000123456789 },
  { 12, 0, 1700000123456789, 1700000123456 },
  { 18, 0, G_MAXUINT64, 18446744073 },
  { 29, 0, G_MAXUINT64, 0 },
  { 127, 0, G_MAXUINT64, 0 },
  { 0x80, 0, 2, 2000000000 },
  { 0x80 | 10, 0, 1536, 1500000000 },
  { 0x80 | 32, 0, (1700000000ull << 32) + (1u << 31), 1700000000500000000 },
  { 0x80 | 31, 0, (1700000000ull << 31) + (1u << 30), 1700000000500000000 },
  { 0x80 | 33, 0, (1u << 31) + 1, 250000000 },
  { 0x80 | 33, 0, (1ull << 33) - 1, 999999999 },
  { 0x80 | 63, 0, G_MAXUINT64, 1999999999 },
  { 0x80 | 64, 0, 1ull << 63, 500000000 },
  { 0x80 | 90, 0, G_MAXUINT64, 14 },
  { 0x80 | 127, 0, G_MAXUINT64, 0 },
  { 9, 1700000000, 5, 1700000000000000005 },
  { 6, -1, 1500000, 500000000 },
  { 6, -2, 1500000, -500000000 },
  { 9, 0, G_MAXINT64, G_MAXINT64 },
  { 9, 0, (guint64) G_MAXINT64 + 1, PACKET_NO_TIME },
  { 0, 0, G_MAXUINT64, PACKET_NO_TIME },
  { 6, 0, G_MAXUINT64, PACKET_NO_TIME },
  { 9, G_MAXINT64, 0, PACKET_NO_TIME },
  { 9, G_MININT64, 0, PACKET_NO_TIME },
  { 9, -1, G_MAXUINT64, PACKET_NO_TIME },
  { 9, -9223372037, 0, PACKET_NO_TIME },
};

static void
test_times (void)
{
  for (guint i = 0; i < 2 * G_N_ELEMENTS (times); i++)
    {
      const guint row = i / 2;
      CaptureBuilder builder = builder_new (i % 2);
      g_autoptr (GString) expected = g_string_new ("interface 0 '' link=1\npacket on 0");

      builder_section (&builder);
      builder_begin_interface (&builder, 1, 0);
      builder_option_u64 (&builder, 14, times[row].offset_s);
      builder_option (&builder, 9, &times[row].resolution, 1);
      builder_end (&builder);
      builder_enhanced (&builder, 0, times[row].ticks, "a");
      log_time (expected, "time", times[row].expected);
      g_string_append (expected, " 'a'\n");
      check_pieces (&builder, expected->str);
      g_byte_array_unref (builder.bytes);
    }
}

/* Nothing of the size that a block claims is made room for before it is there. */
static void
test_claims_cost_nothing (void)
{
  CaptureBuilder builder = builder_new (FALSE);
  g_autoptr (GPtrArray) readers
      = g_ptr_array_new_with_free_func ((GDestroyNotify) capture_reader_free);
  g_autoptr (GString) log = g_string_new (NULL);

  builder_section (&builder);
  builder_u32 (&builder, 6);
  builder_u32 (&builder, 16 << 20);
  builder_u32 (&builder, 0);
  for (guint i = 0; i < 100000; i++) /* 1.6 TiB */
    {
      g_ptr_array_add (readers, capture_reader_new (&log_events, log));
      g_assert_true (capture_reader_push (g_ptr_array_index (readers, i), builder.bytes->data,
                                          builder.bytes->len, NULL));
    }
  g_byte_array_unref (builder.bytes);
}

static void
test_not_a_capture (void)
{
  static const char *const texts[]
      = { "", "\n\r", "\x1f\x8b\x08 gzip", "\x0a\x0d\x0d\x0b....", "text" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *log = check_read ((const guint8 *) texts[i], strlen (texts[i]), 100, &error);

      g_assert_error (error, CAPTURE_STORE_ERROR, CAPTURE_STORE_ERROR_FORMAT);
      g_assert_cmpstr (log, ==, "");
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/packets/pcapng/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], check_case);
    }
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *path = g_strdup_printf ("/packets/pcapng/refused/%s", refused[i].name);

      g_test_add_data_func (path, &refused[i], check_refused);
    }
  g_test_add_func ("/packets/pcapng/times", test_times);
  g_test_add_func ("/packets/pcapng/claims-cost-nothing", test_claims_cost_nothing);
  g_test_add_func ("/packets/pcapng/not-a-capture", test_not_a_capture);
  return g_test_run ();
}
