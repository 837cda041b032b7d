/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "tests/plugins/packets/app-case.h"
#include "tests/sw-test.h"

static const AppCase cases[] = {
  /* From RFC 9001, appendix A. */
  { .hex = "c300000001088394c8f03e5157080000449e7b9aec34d1b1c98dd7689fb8ec11 00*60",
    .protocol = "QUIC",
    .summary = "Initial, DCID=8394c8f03e515708",
    .fields = { "Type: Initial", "Version: 0x00000001",
                "Destination connection ID: 8394c8f03e515708", "Rest: 77 bytes" } },
  { .hex = "cf000000010008f067a5502a4262b5004075c0d95a48 00*40",
    .protocol = "QUIC",
    .summary = "Initial, SCID=f067a5502a4262b5" },
  { .hex = "e00000000104aabbccdd0411223344 00*20",
    .protocol = "QUIC",
    .summary = "Handshake, DCID=aabbccdd, SCID=11223344" },
  { .hex = "f000000001000411223344 00*20", .protocol = "QUIC", .summary = "Retry, SCID=11223344" },
  { .hex = "d06b3343cf04aabbccdd 00*21", .protocol = "QUIC", .summary = "Initial, DCID=aabbccdd" },
  { .hex = "800000000004aabbccdd041122334400000001",
    .protocol = "QUIC",
    .summary = "Version Negotiation, DCID=aabbccdd, SCID=11223344" },
  { .hex = "c3ff00001d04aabbccdd 00*21", .protocol = "QUIC", .summary = "Initial, DCID=aabbccdd" },
  { .hex = "c3faceb00204aabbccdd 00*21", .protocol = "QUIC", .summary = "Initial, DCID=aabbccdd" },
  { .hex = "c31a2a3a4a04aabbccdd 00*21",
    .protocol = "QUIC",
    .summary = "Forcing Version Negotiation, DCID=aabbccdd" },
  { .hex = "40aabbccdd 00*30",
    .protocol = "QUIC",
    .summary = "Protected Payload",
    .fields = { "Type: Short header", "Rest: 34 bytes" },
    .port = 443 },
};

static const AppCase foreign[] = {
  { .hex = "" },
  { .hex = "c3" },
  { .hex = "40 00*30" },
  { .hex = "40 00*19", .port = 443 },
  { .hex = "00 00*30", .port = 443 },
  { .hex = "c3ff00001504aabbccdd 00*21" },
  { .hex = "c30000000115 00*40" },
  { .hex = "c300000002 00*30" },
  { .hex = "00*30" },
};

static void
test_says (void)
{
  app_case_check_all (dissect_quic, cases, G_N_ELEMENTS (cases));
}

static void
test_leaves_others_alone (void)
{
  app_case_check_all (dissect_quic, foreign, G_N_ELEMENTS (foreign));
}

static void
test_takes_any_bytes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    app_case_spoil (dissect_quic, &cases[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/quic/says", test_says);
  g_test_add_func ("/packets/quic/leaves-others-alone", test_leaves_others_alone);
  g_test_add_func ("/packets/quic/takes-any-bytes", test_takes_any_bytes);
  return g_test_run ();
}
