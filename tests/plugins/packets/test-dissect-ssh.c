/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "tests/plugins/packets/app-case.h"
#include "tests/sw-test.h"

static const AppCase cases[] = {
  { .hex = "5353482d322e302d4f70656e5353485f31302e3070322044656269616e2d370d0a",
    .protocol = "SSH",
    .summary = "Server: Protocol (SSH-2.0-OpenSSH_10.0p2 Debian-7)",
    .fields = { "Version: SSH-2.0-OpenSSH_10.0p2 Debian-7" },
    .port = 22 },
  { .hex = "5353482d322e302d64726f70626561720a",
    .protocol = "SSH",
    .summary = "Protocol (SSH-2.0-dropbear)" },
  { .hex = "000000e4061400112233445566778899aabbccddeeff00000024637572766532353531392d73686132"
           "35362c656364682d736861322d6e697374703235360000000b7373682d656432353531390000001d63"
           "686163686132302d706f6c7931333035406f70656e7373682e636f6d0000001d63686163686132302d"
           "706f6c7931333035406f70656e7373682e636f6d00000017756d61632d36342d65746d406f70656e73"
           "73682e636f6d00000017756d61632d36342d65746d406f70656e7373682e636f6d000000046e6f6e65"
           "000000046e6f6e65 00*19",
    .protocol = "SSHv2",
    .summary = "Server: Key Exchange Init",
    .fields = { "Message: Key Exchange Init (20)", "Cookie: 00112233445566778899aabbccddeeff",
                "Key exchange: curve25519-sha256,ecdh-sha2-nistp256", "Host key: ssh-ed25519",
                "Encryption to client: chacha20-poly1305@openssh.com",
                "Compression to server: none", "Padding length: 6" },
    .port = 22 },
  { .hex = "000000e4061400112233445566778899aabbccddeeff00000024637572766532353531392d73686132"
           "35362c656364682d736861322d6e697374703235360000000b7373682d65643235353139000000",
    .protocol = "SSHv2",
    .summary = "Key Exchange Init [continues]",
    .fields = { "Key exchange: curve25519-sha256,ecdh-sha2-nistp256" } },
  { .hex = "0000000c0a15 00*10", .protocol = "SSHv2", .summary = "New Keys" },
  { .hex = "000000140622 00000400 00002000 00002000 00*6",
    .protocol = "SSHv2",
    .summary = "Diffie-Hellman Group Exchange Request" },
  { .hex = "d1b7a2c3 44*32",
    .protocol = "SSHv2",
    .summary = "Server: Encrypted packet (len=36)",
    .fields = { "Encrypted packet: 36 bytes" },
    .port = 22 },
};

static const AppCase foreign[] = {
  { .hex = "" },
  { .hex = "5353" },
  { .hex = "5353482d322e302d78" },
  { .hex = "0000000d0a15 00*11" },
  { .hex = "0000000c0216 00*10" },
  { .hex = "0000000c0a64 00*10" },
  { .hex = "ffffffff0a14 00*10" },
  { .hex = "d1b7a2c3 44*32", .port = 2222 },
  { .hex = "485454502f312e3120323030204f4b0d0a" },
};

static void
test_says (void)
{
  app_case_check_all (dissect_ssh, cases, G_N_ELEMENTS (cases));
}

static void
test_leaves_others_alone (void)
{
  app_case_check_all (dissect_ssh, foreign, G_N_ELEMENTS (foreign));
}

static void
test_takes_any_bytes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    app_case_spoil (dissect_ssh, &cases[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/ssh/says", test_says);
  g_test_add_func ("/packets/ssh/leaves-others-alone", test_leaves_others_alone);
  g_test_add_func ("/packets/ssh/takes-any-bytes", test_takes_any_bytes);
  return g_test_run ();
}
