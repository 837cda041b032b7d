/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "tests/plugins/packets/capture-check.h"
#include "tests/sw-test.h"

static void
build_microseconds (CaptureBuilder *b)
{
  builder_pcap (b, 0xa1b2c3d4, 1);
  builder_record (b, 1700000000, 999999, 3, 60);
  builder_text (b, "one");
  builder_record (b, 0xffffffff, 0, 0, 0); /* unsigned: the year 2106 */
}

static void
build_nanoseconds (CaptureBuilder *b)
{
  builder_pcap (b, 0xa1b23c4d, 101);
  builder_record (b, 1700000000, 123456789, 3, 2);
  builder_text (b, "one");
}

static void
build_kuznetzov (CaptureBuilder *b)
{
  static const guint32 interfaces[] = { 2, 5, 2, 2, 5, 2 };

  builder_pcap (b, 0xa1b2cd34, 1);
  for (guint type = 0; type < G_N_ELEMENTS (interfaces); type++)
    {
      builder_record (b, 1, 2, 1, 1);
      builder_u32 (b, interfaces[type]);
      builder_u16 (b, 0x800);
      builder_u8 (b, type);
      builder_u8 (b, 0xff);
      builder_text (b, "x");
    }
}

static void
build_borkmann (CaptureBuilder *b)
{
  builder_pcap (b, 0xa1e2cb12, 1);
  for (guint8 type = 0; type <= 4; type += 4)
    {
      builder_record (b, 1, 2, 1, 1);
      builder_u16 (b, 1);
      builder_u16 (b, 300);
      builder_u16 (b, 0x800);
      builder_u8 (b, 1);
      builder_u8 (b, type);
      builder_text (b, "x");
    }
}

static void
build_fcs (CaptureBuilder *b)
{
  builder_pcap (b, 0xa1b2c3d4, 2u << 28 | 0x04000000 | 1);
  builder_record (b, 0, 0, 1, 1);
  builder_text (b, "x");
}

/* The bits are there, but nothing says that they mean it. */
static void
build_no_fcs (CaptureBuilder *b)
{
  builder_pcap (b, 0xa1b2c3d4, 2u << 28 | 1);
  builder_record (b, 0, 0, 1, 1);
  builder_text (b, "x");
}

static void
build_raw (CaptureBuilder *b)
{
  builder_pcap (b, 0xa1b2c3d4, 12);
}

static void
build_version (CaptureBuilder *b, guint16 minor)
{
  builder_pcap (b, 0xa1b2c3d4, 1);
  b->bytes->data[b->swapped ? 7 : 6] = minor;
}

static void
build_exchanged_lengths (CaptureBuilder *b)
{
  build_version (b, 2);
  builder_record (b, 1, 0, 60, 3);
  builder_text (b, "one");
}

static void
build_perhaps_exchanged_lengths (CaptureBuilder *b)
{
  build_version (b, 3);
  builder_record (b, 1, 0, 60, 3);
  builder_text (b, "one");
  builder_record (b, 1, 0, 3, 60);
  builder_text (b, "two");
}

static const CaptureCase cases[] = {
  { "microseconds", build_microseconds,
    "interface 0 '' link=1 snap=65535\npacket on 0 time=1700000000999999000 'one' of=60\n"
    "packet on 0 time=4294967295000000000 ''\n" },
  { "nanoseconds", build_nanoseconds,
    "interface 0 '' link=101 snap=65535\npacket on 0 time=1700000000123456789 'one'\n" },
  { "kuznetzov", build_kuznetzov,
    "interface 0 '#2' link=1 snap=65535 ifindex=2\npacket on 0 time=1000002000 'x' flags=5\n"
    "interface 1 '#5' link=1 snap=65535 ifindex=5\npacket on 1 time=1000002000 'x' flags=13\n"
    "packet on 0 time=1000002000 'x' flags=9\npacket on 0 time=1000002000 'x' flags=17\n"
    "packet on 1 time=1000002000 'x' flags=2\npacket on 0 time=1000002000 'x'\n" },
  { "borkmann", build_borkmann,
    "interface 0 '#300' link=1 snap=65535 ifindex=300\npacket on 0 time=1000000002 'x' flags=5\n"
    "packet on 0 time=1000000002 'x' flags=2\n" },
  { "fcs", build_fcs, "interface 0 '' link=1 snap=65535\npacket on 0 time=0 'x' flags=128\n" },
  { "no-fcs", build_no_fcs, "interface 0 '' link=1 snap=65535\npacket on 0 time=0 'x'\n" },
  { "raw-of-some-system", build_raw, "interface 0 '' link=101 snap=65535\n" },
  { "exchanged-lengths", build_exchanged_lengths,
    "interface 0 '' link=1 snap=65535\npacket on 0 time=1000000000 'one' of=60\n" },
  { "perhaps-exchanged-lengths", build_perhaps_exchanged_lengths,
    "interface 0 '' link=1 snap=65535\npacket on 0 time=1000000000 'one' of=60\n"
    "packet on 0 time=1000000000 'two' of=60\n" },
};

static void
refuse_version (CaptureBuilder *b)
{
  builder_pcap (b, 0xa1b2c3d4, 1);
  b->bytes->data[4] = b->bytes->data[5] = 9;
}

static void
refuse_length (CaptureBuilder *b)
{
  builder_pcap (b, 0xa1b2c3d4, 1);
  builder_record (b, 1, 0, 4, 4);
  builder_text (b, "good");
  builder_record (b, 1, 0, (16 << 20) - 15, 60);
}

static const CaptureCase refused[] = {
  { "version", refuse_version, "" },
  { "length", refuse_length,
    "interface 0 '' link=1 snap=65535\npacket on 0 time=1000000000 'good'\n" },
};

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/packets/pcap/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], check_case);
    }
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *path = g_strdup_printf ("/packets/pcap/refused/%s", refused[i].name);

      g_test_add_data_func (path, &refused[i], check_refused);
    }
  return g_test_run ();
}
