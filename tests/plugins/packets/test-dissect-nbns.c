/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "tests/plugins/packets/app-case.h"
#include "tests/sw-test.h"

static const AppCase cases[] = {
  { .hex = "8001011000010000000000002045474643454a4645464b434e454f4542464443414341434143414341"
           "434143410000200001",
    .protocol = "NBNS",
    .summary = "Name query NB FRITZ-NAS<20>",
    .fields = { "Transaction ID: 0x8001", "Flags: 0x0110 (Name query, broadcast)",
                "Name: FRITZ-NAS<20>", "Type: NB (0x0020)" } },
  { .hex = "8001850000000001000000002045474643454a4645464b434e454f4542464443414341434143414341"
           "434143410000200001000493e000060000c0a8b201",
    .protocol = "NBNS",
    .summary = "Name query response NB FRITZ-NAS<20> 192.168.178.1",
    .fields = { "Address: 192.168.178.1", "Time to live: 300000 s" } },
  { .hex = "80022910000100000000000120464845504643454c4548464345504646464143414341434143414341"
           "434141410000200001c00c00200001000493e000060000c0a8b202",
    .protocol = "NBNS",
    .summary = "Registration NB WORKGROUP<00>" },
  { .hex = "80030000000100000000000020434b 41*30 0000210001",
    .protocol = "NBNS",
    .summary = "Name query NBSTAT *<00>" },
  { .hex = "80018583000000010000000020454f4550454345504545464a43414341434143414341434143414341"
           "4341414100000a0001000000000000",
    .protocol = "NBNS",
    .summary = "Name query response, Name does not exist unknown type NOBODY<00>" },
};

static const AppCase foreign[] = {
  { .hex = "" },
  { .hex = "8001" },
  { .hex = "00*12" },
  { .hex = "800101100001000000000000076578616d706c650000200001" },
  { .hex = "80010110000100000000000020 7a*32 0000200001" },
  { .hex = "8001711000010000000000002045424341434143414341434143414341434143414341434143414341"
           "434141410000200001" },
};

static void
test_says (void)
{
  app_case_check_all (dissect_nbns, cases, G_N_ELEMENTS (cases));
}

static void
test_leaves_others_alone (void)
{
  app_case_check_all (dissect_nbns, foreign, G_N_ELEMENTS (foreign));
}

static void
test_takes_any_bytes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    app_case_spoil (dissect_nbns, &cases[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/nbns/says", test_says);
  g_test_add_func ("/packets/nbns/leaves-others-alone", test_leaves_others_alone);
  g_test_add_func ("/packets/nbns/takes-any-bytes", test_takes_any_bytes);
  return g_test_run ();
}
