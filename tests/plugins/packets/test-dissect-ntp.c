/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "tests/plugins/packets/app-case.h"
#include "tests/sw-test.h"

static const AppCase cases[] = {
  { .hex = "230006 00*37 e8d3c1a180000000",
    .protocol = "NTP",
    .summary = "NTP Version 4, client",
    .fields = { "Leap indicator: no warning (0)", "Version: 4", "Mode: client (3)",
                "Polling interval: 2^6 s", "Origin timestamp: unknown",
                "Transmit timestamp: 2023-10-13 13:16:17.500000000 UTC" } },
  { .hex = "240206e900000d2a00000b10c0000201e8d3c1a04c 00*11 e8d3c1a1800000000000000140000000",
    .protocol = "NTP",
    .summary = "NTP Version 4, server, stratum 2, reference 192.0.2.1",
    .fields
    = { "Stratum: 2", "Precision: 2^-23 s", "Root delay: 0.051422 s", "Reference ID: 192.0.2.1",
        "Transmit timestamp: 2036-02-07 06:28:17.250000000 UTC" } },
  { .hex = "1c0106e900000d2a00000b1047505300e8d3c1a04c 00*11 e8d3c1a1800000000000000140000000",
    .protocol = "NTP",
    .summary = "NTP Version 3, server, stratum 1, reference GPS",
    .fields = { "Reference ID: GPS" } },
  { .hex = "e40006e900000d2a00000b1052415445e8d3c1a04c 00*11 e8d3c1a1800000000000000140000000",
    .protocol = "NTP",
    .summary = "NTP Version 4, server, kiss of death RATE",
    .fields = { "Leap indicator: clock not synchronized (3)" } },
  { .hex = "210206e900000d2a00000b10c0000201e8d3c1a04c 00*11 e8d3c1a180000000000000014000000000"
           "00000100112233445566778899aabbccddeeff",
    .protocol = "NTP",
    .summary = "NTP Version 4, symmetric active",
    .fields = { "Extension fields and authentication: 0000000100112233445566778899aabbccddeeff" } },
  { .hex = "250206e900000d2a00000b10c0000201e8d3c1a04c 00*11 e8d3c1a1800000000000000140000000",
    .protocol = "NTP",
    .summary = "NTP Version 4, broadcast, stratum 2, reference 192.0.2.1" },
  { .hex = "16820001061800000000000976657273696f6e3d22",
    .protocol = "NTP",
    .summary = "NTP Version 2, control",
    .fields = { "Operation: read variables (2), response", "Sequence: 1", "Status: 0x0618",
                "Count: 9", "Data: version=\"" } },
  { .hex = "1700032a00000000",
    .protocol = "NTP",
    .summary = "NTP Version 2, private",
    .fields = { "Mode: private (7)", "Implementation: 3", "Request code: 42", "Data: 00000000" } },
};

static const AppCase foreign[] = {
  { .hex = "" },         { .hex = "23" },       { .hex = "00*48" },    { .hex = "03 00*47" },
  { .hex = "2b 00*47" }, { .hex = "20 00*47" }, { .hex = "23 00*46" }, { .hex = "16820001060000" },
  { .hex = "170003" },
};

static void
test_says (void)
{
  app_case_check_all (dissect_ntp, cases, G_N_ELEMENTS (cases));
}

static void
test_leaves_others_alone (void)
{
  app_case_check_all (dissect_ntp, foreign, G_N_ELEMENTS (foreign));
}

static void
test_takes_any_bytes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    app_case_spoil (dissect_ntp, &cases[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/ntp/says", test_says);
  g_test_add_func ("/packets/ntp/leaves-others-alone", test_leaves_others_alone);
  g_test_add_func ("/packets/ntp/takes-any-bytes", test_takes_any_bytes);
  return g_test_run ();
}
