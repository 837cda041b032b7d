/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Dumps are as the programs print them: tcpdump 4.99, xxd, hexdump and od of util-linux and coreutils, tshark 4, strace 6. */

#include "config.h"

#include <string.h>

#include "tests/sw-test.h"

#include "plugins/packets/format/packet-text.h"
#include "plugins/packets/format/packet.h"
#include "plugins/packets/format/paste.h"
#include "tests/plugins/packets/hex-text.h"

typedef struct
{
  const char *name;
  const char *text;
  const char *expected; /* in hex, packets parted by blanks, "+" behind those that were cut short */
} PasteCase;

#define PING \
  "45000054000040004001240d0a4d01010a4d010208004f0a00010001000000000000000000000000" \
  "0000000000000000000000000000000000000000000000000000000061626364656667683031"
#define DNS "12340100000100000000000003777777"

static const PasteCase cases[] = {
  { "stream", PING, PING },
  { "stream-in-lines",
    "45000054000040004001240d0a4d01010a4d010208004f0a000100010000\r\n"
    "000000000000000000000000000000000000000000000000000000000000\r\n"
    "000000000000000061626364656667683031\r\n",
    PING },
  { "blanks", "  12 34 01 00\n\t00 01 ", "123401000001" },
  { "colons", "12:34:01:00:00:01", "123401000001" },
  { "dashes", "12-34-01-00-00-01", "123401000001" },
  { "groups", "1234 0100 0001", "123401000001" },
  { "groups-like-offsets", "0000 5e00 0101 0000 5e00 0102", "00005e00010100005e000102" },
  { "prefixes", "0x12 0X34,0x1, 0x0,0x0001", "123401000001" },
  { "one-digit", "a b 1f", "0a0b1f" },
  { "two-packets", "1234\n\n \n5678\n", "1234 5678" },
  { "array",
    "/* Frame {98} bytes, 0x12 */\nstatic const unsigned char pkt1[6] = {\n"
    "0x12, 0x34, 0x01, 0x00, // .4.. }\n0x00, 0x1 /* .. */\n};\nint a[] = { 0x5 };\n",
    "123401000001 05" },
  { "array-of-xxd",
    "unsigned char fmt_bin[] = {\n  0x45, 0x00, 0x00, 0x54\n};\nunsigned int fmt_bin_len = 78;\n",
    "45000054" },
  { "array-of-decimals", "{ 69, 0, 255, 7 }", "4500ff07" },
  { "tcpdump-ascii",
    "00:00:01.000002 IP 10.77.1.1 > 10.77.1.2: ICMP echo request, id 1, seq 1, length 64\n"
    "\t0x0000:  4500 0054 0000 4000 4001 240d 0a4d 0101  E..T..@.@.$..M..\n"
    "\t0x0010:  0a4d 0102 0800 4f0a 0001 0001 0000 0000  .M....O.........\n"
    "\t0x0020:  0000 0000 0000 0000 0000 0000 0000 0000  ................\n"
    "\t0x0030:  0000 0000 0000 0000 0000 0000 0000 0000  ................\n"
    "\t0x0040:  0000 0000 6162 6364 6566 6768 3031       ....abcdefgh01\n"
    "00:00:01.000002 IP 10.77.1.1 > 10.77.1.2: ICMP echo request, id 1, seq 1, length 64\n"
    "\t0x0000:  4500 0054 0000                           E..T..\n",
    PING " 450000540000" },
  { "tcpdump", "\t0x0000:  4500 0054 0000 4000 4001 240d 0a4d 0101\n\t0x0010:  0a4d 0102 08\n",
    "45000054000040004001240d0a4d01010a4d010208" },
  { "xxd",
    "00000000: 4500 0054 0000 4000 4001 240d 0a4d 0101  E..T..@.@.$..M..\n"
    "00000010: 0a4d 0102 0800 4f0a 0001 0001 0000 0000  .M....O.........\n"
    "00000020: 0000 0000 0000 0000 0000 0000 0000 0000  ................\n"
    "00000030: 0000 0000 0000 0000 0000 0000 0000 0000  ................\n"
    "00000040: 0000 0000 6162 6364 6566 6768 3031       ....abcdefgh01\n",
    PING },
  { "xxd-narrow",
    "00000000: 45 00 00 54 00 00 40 00  E..T..@.\n00000008: 40 01                    @.\n",
    "45000054000040004001" },
  { "hexdump-canonical",
    "00000000  45 00 00 54 00 00 40 00  40 01 24 0d 0a 4d 01 01  |E..T..@.@.$..M..|\n"
    "00000010  0a 4d 01 02 08 00 4f 0a  00 01 00 01 00 00 00 00  |.M....O.........|\n"
    "00000020  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|\n*\n"
    "00000040  00 00 00 00 61 62 63 64  65 66 67 68 30 31        |....abcdefgh01|\n0000004e\n",
    PING },
  { "hexdump-half-line",
    "00000000  ab cd ef 00 ab cd ef 00                           |ab cd ef|\n00000008\n",
    "abcdef00abcdef00" },
  { "hexdump-words",
    "0000000 0045 5400 0000 0040 0140 0d24 4d0a 0101\n0000010 4d0a 0201 0008               \n"
    "0000015\n",
    "45000054000040004001240d0a4d01010a4d010208" },
  { "od-words",
    "0000000 0045 5400 0000 0040 0140 0d24 4d0a 0101\n0000020 4d0a 0201 0008\n0000025\n",
    "45000054000040004001240d0a4d01010a4d010208" },
  { "od-bytes-repeated", "0000000 00 00 00 00 00 00 00 00\n*\n0000020 0a 4d\n0000022\n",
    "000000000000000000000000000000000a4d" },
  { "od-text", "000000 45 00 00 54  >E..T<\n000004 0a 4d       >.M<\n", "450000540a4d" },
  { "tshark",
    "0000  45 00 00 54 00 00 40 00 40 01 24 0d 0a 4d 01 01   E..T..@.@.$..M..\n"
    "0010  0a 4d 01 02 08 00 4f 0a                           .M....O.\n\n"
    "0000  ff ee                                             ..\n",
    "45000054000040004001240d0a4d01010a4d010208004f0a ffee" },
  { "wireshark-offset-only-hex", "0000   45 00 00 54\n0004   ab cd\n", "45000054abcd" },
  { "part-of-a-dump", "00000010: 0a4d 0102  .M..\n00000014: 0800       ..\n", "0a4d01020800" },
  { "collapsed-blanks",
    "00000000: 6162 6364 6162 6364 6162 6364 6162 6364 abcdabcdabcdabcd\n"
    "00000010: 6162 abcd\n",
    "61626364616263646162636461626364"
    "6162abcd" },
  { "collapsed-blanks-of-whole-lines",
    "00000000: 6162 6364 6162 6364 abcdabcd\n00000008: 6162 6364 6162 6364 abcdabcd\n",
    "61626364616263646162636461626364" },
  { "strace-dump",
    "write(1, \"\\22\\0abcdefghijklmn\"..., 18) = 18\n"
    " | 00000  12 00 61 62 63 64 65 66  67 68 69 6a 6b 6c 6d 6e  ..abcdefghijklmn |\n"
    " | 00010  12 34                                             .4               |\n",
    "1200616263646566676869"
    "6a6b6c6d6e1234" },
  { "strace-octal",
    "sendto(3, \"\\0224\\1\\0\\0\\1\\0\\0\\0\\0\\0\\0\\3www\", 16, 0, "
    "{sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr(\"8.8.8.8\")}, 16) = 16",
    DNS },
  { "strace-truncated",
    "recvfrom(3, \"\\22\\64\"..., 1500, 0, NULL, NULL) = 98\n"
    "recvfrom(3, \"\\22\", 1500, 0, NULL, NULL) = 1\n+++ exited with 0 +++\n",
    "1234+96 12" },
  { "strace-truncated-by-who-knows-how-much", "recvfrom(3, \"\\22\\64\"..., <unfinished ...>\n",
    "1234+1" },
  { "strace-hex", "write(3, \"\\x12\\x34\\x01\", 3) = 3\n", "123401" },
  { "strace-messages",
    "recvmsg(3, {msg_name={sa_family=AF_INET6, inet_pton(AF_INET6, \"fe80::1\", &sin6_addr), "
    "sin6_scope_id=if_nametoindex(\"eth0\")}, msg_iov=[{iov_base=\"\\22\\n\", iov_len=2}, "
    "{iov_base=\"\\t\\\"\", iov_len=2}], msg_iovlen=2}, 0) = 4\n",
    "120a0922" },
  { "string-of-several-lines", "char x[] =\n  \"\\x12\"\n  \"4\\1\" \\\n  \"\\0\";\n", "12340100" },
  { "bytes-of-python", "b'\\x124\\x01\\x00'", "12340100" },
  { "bare-escapes", "\\x12\\x34\\1\\0", "12340100" },
  { "base64", "EjQBAAABAAAAAAAAA3d3dw==\n", DNS },
};

/* The message's beginning says where. */
static const struct
{
  const char *text;
  PasteError code;
  const char *message;
} refused[] = {
  { "", PASTE_ERROR_NOTHING, "" },
  { " \n\t\r\n", PASTE_ERROR_NOTHING, "" },
  { "{ }", PASTE_ERROR_NOTHING, "" },
  { "12 34\n5g 67", PASTE_ERROR_INVALID, "Line 2, column 2: " },
  { "12 345 6", PASTE_ERROR_INVALID, "Line 1, column 4: " },
  { "12 34 é", PASTE_ERROR_INVALID, "Line 1, column 7: " },
  { "12 0x", PASTE_ERROR_INVALID, "Line 1, column 6: " },
  { "hello world", PASTE_ERROR_INVALID, "Line 1, column 1: " },
  { "{ 12, 256 }", PASTE_ERROR_INVALID, "Line 1, column 7: " },
  { "{ 12, ab }", PASTE_ERROR_INVALID, "Line 1, column 7: " },
  { "\"é\\x12\\q\"", PASTE_ERROR_INVALID, "Line 1, column 7: " },
  { "\"\\400\"", PASTE_ERROR_INVALID, "Line 1, column 3: " },
  { "\"\\xg\\1\"", PASTE_ERROR_INVALID, "Line 1, column 4: " },
  { "\n \"\\x12", PASTE_ERROR_INVALID, "Line 2, column 7: " },
  { "\\x12\\", PASTE_ERROR_INVALID, "Line 1, column 5: " },
  { "0000  12 34\n0003  56", PASTE_ERROR_INVALID, "Line 2, column 1: " },
  { "0000: zz", PASTE_ERROR_INVALID, "Line 1, column 7: " },
  { "0000  12\n*\nffffffff", PASTE_ERROR_TOO_LONG, "" },
};

static char *
describe (GPtrArray *packets)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < packets->len; i++)
    {
      const PastedPacket *packet = g_ptr_array_index (packets, i);
      gsize n_bytes;
      const guint8 *bytes = g_bytes_get_data (packet->bytes, &n_bytes);

      if (i > 0)
        g_string_append_c (text, ' ');
      hex_text_add (text, bytes, n_bytes);
      if (packet->original_bytes > n_bytes)
        g_string_append_printf (text, "+%u", packet->original_bytes - (guint32) n_bytes);
    }
  return g_string_free (text, FALSE);
}

static void
test_case (gconstpointer data)
{
  const PasteCase *this_case = data;
  g_autoptr (GError) error = NULL;
  /* Without a NUL behind it. */
  g_autofree char *text = g_memdup2 (this_case->text, strlen (this_case->text));
  g_autoptr (GPtrArray) packets = paste_read (text, strlen (this_case->text), &error);
  g_autofree char *found = NULL;

  g_assert_no_error (error);
  found = describe (packets);
  g_assert_cmpstr (found, ==, this_case->expected);
}

static void
test_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (paste_read (refused[i].text, strlen (refused[i].text), &error));
      g_assert_error (error, PASTE_ERROR, (int) refused[i].code);
      if (!g_str_has_prefix (error->message, refused[i].message))
        g_error ("“%s”: %s", refused[i].text, error->message);
    }
}

static void
test_bounds (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) packets = NULL;
  g_autoptr (GPtrArray) many = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < PASTE_MAX_PACKET_BYTES; i++)
    g_string_append (text, "5a");
  packets = paste_read (text->str, text->len, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (packets->len, ==, 1);
  g_string_append (text, "5a");
  g_assert_null (paste_read (text->str, text->len, &error));
  g_assert_error (error, PASTE_ERROR, PASTE_ERROR_TOO_LONG);
  g_clear_error (&error);

  g_string_truncate (text, 0);
  for (guint i = 0; i < PASTE_MAX_PACKETS; i++)
    g_string_append (text, "5a\n\n");
  many = paste_read (text->str, text->len, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (many->len, ==, PASTE_MAX_PACKETS);
  g_string_append (text, "5a\n");
  g_assert_null (paste_read (text->str, text->len, &error));
  g_assert_error (error, PASTE_ERROR, PASTE_ERROR_TOO_LONG);
  g_clear_error (&error);

  g_string_set_size (text, PASTE_MAX_TEXT_BYTES + 1);
  g_assert_null (paste_read (text->str, text->len, &error));
  g_assert_error (error, PASTE_ERROR, PASTE_ERROR_TOO_LONG);
}

/* What is copied as a dump or as hex can be pasted again, whatever its bytes are as text. */
static void
test_own_dump (void)
{
  guint8 bytes[300];

  for (guint n = 1; n < sizeof bytes; n++)
    {
      g_autoptr (GString) dump = g_string_new (NULL);
      g_autoptr (GString) hex = g_string_new (NULL);
      g_autoptr (GPtrArray) packets = NULL;
      g_autofree char *found = NULL;

      for (guint i = 0; i < n; i++)
        bytes[i] = n % 2 ? g_test_rand_int () : "ab cd 01 \\x12 {}"[i % 16];
      packet_text_add_dump (dump, bytes, n);
      hex_text_add (hex, bytes, n);
      packets = paste_read (dump->str, dump->len, NULL);
      g_assert_nonnull (packets);
      found = describe (packets);
      g_assert_cmpstr (found, ==, hex->str);
    }
}

static void
test_dump_format (void)
{
  g_autoptr (GString) dump = g_string_new (NULL);

  packet_text_add_dump (dump, (const guint8 *) "abc\0efgh\xffjklmnop~\x7f", 18);
  g_assert_cmpstr (dump->str, ==,
                   "0000  61 62 63 00 65 66 67 68  ff 6a 6b 6c 6d 6e 6f 70  abc.efgh.jklmnop\n"
                   "0010  7e 7f                                             ~.\n");
}

static void
test_link_types (void)
{
  static const struct
  {
    const char *text;
    guint16 expected;
  } links[] = {
    { PING, LINK_TYPE_RAW },
    { "ffffffffffff0203040506070800" PING, LINK_TYPE_ETHERNET },
    { "0203040506070203040506070806"
      "0001080006040001",
      LINK_TYPE_ETHERNET },
    { "4500030405060203040506070800" PING, LINK_TYPE_ETHERNET }, /* no checksum is good */
    { "0180c2000000020304050607002642420300", LINK_TYPE_ETHERNET },
    { "00000001000602030405060700000800" PING, LINK_TYPE_LINUX_SLL },
    { "0800000000000002000100060203040506070000" PING, LINK_TYPE_LINUX_SLL2 },
    { "02000000" PING, LINK_TYPE_NULL },
    { "00000002" PING, LINK_TYPE_NULL },
    { "6000000000083aff"
      "fe800000000000000000000000000001"
      "ff020000000000000000000000000001"
      "8500000000000000",
      LINK_TYPE_RAW },
    { "12", LINK_TYPE_ETHERNET },
  };

  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      g_autoptr (GPtrArray) packets = paste_read (links[i].text, strlen (links[i].text), NULL);
      const PastedPacket *packet = g_ptr_array_index (packets, 0);

      if (packet->link_type != links[i].expected)
        g_error ("%s: %u", links[i].text, packet->link_type);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/packets/paste/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/packets/paste/refused", test_refused);
  g_test_add_func ("/packets/paste/bounds", test_bounds);
  g_test_add_func ("/packets/paste/own-dump", test_own_dump);
  g_test_add_func ("/packets/paste/dump-format", test_dump_format);
  g_test_add_func ("/packets/paste/link-types", test_link_types);
  return g_test_run ();
}
