/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "tests/plugins/packets/app-case.h"
#include "tests/sw-test.h"

static const AppCase cases[] = {
  { .hex = "302902010104067075626c6963a01c020412345678020100020100300e300c06082b06010201010300"
           "0500",
    .protocol = "SNMP",
    .summary = "get-request 1.3.6.1.2.1.1.3.0",
    .fields
    = { "Version: 2c", "Community: public", "Operation: get-request", "Request ID: 305419896",
        "Error status: 0", "Variable: 1.3.6.1.2.1.1.3.0", "Value, encoded: 0500" } },
  { .hex = "303402010004067075626c6963a1270204123456780201000201003019300a06062b06010201010500"
           "300b06072b060104018f650500",
    .protocol = "SNMP",
    .summary = "get-next-request 1.3.6.1.2.1.1 1.3.6.1.4.1.2021",
    .fields = { "Version: 1" } },
  { .hex = "3082013702010104067075626c6963a282012802041234567802010002010030820118300c06082b06"
           "0102010103000500300c06082b060102010103000500300c06082b060102010103000500300c06082b"
           "060102010103000500300c06082b060102010103000500300c06082b060102010103000500300c0608"
           "2b060102010103000500300c06082b060102010103000500300c06082b060102010103000500300c06"
           "082b060102010103000500300c06082b060102010103000500300c06082b060102010103000500300c"
           "06082b060102010103000500300c06082b060102010103000500300c06082b06010201010300050030"
           "0c06082b060102010103000500300c06082b060102010103000500300c06082b060102010103000500"
           "300c06082b060102010103000500300c06082b060102010103000500",
    .protocol = "SNMP",
    .summary
    = "get-response 1.3.6.1.2.1.1.3.0 1.3.6.1.2.1.1.3.0 1.3.6.1.2.1.1.3.0 1.3.6.1.2.1.1.3.0 "
      "1.3.6.1.2.1.1.3.0 1.3.6.1.2.1.1.3.0 1.3.6.1.2.1.1.3.0 1.3.6.1.2.1.1.3.0 1.3.6.1.2.1.1.3.0 "
      "1.3.6.1.2.1.1.3.0 1.3.6.1.2.1.1.3.0 1.3.6.1.2.1.1.3.0 1.3.6.1.2.1.1.3.0 1.3.6.1." },
  { .hex = "301b02010104067075626c6963a50e0204123456780201000201003000",
    .protocol = "SNMP",
    .summary = "getBulkRequest" },
  { .hex = "30080201033003020101",
    .protocol = "SNMP",
    .summary = "Version 3",
    .fields = { "Version: 3" } },
};

static const AppCase foreign[] = {
  { .hex = "" },
  { .hex = "30" },
  { .hex = "3003020104" },
  { .hex = "3080020101" },
  { .hex = "30ff 00*9" },
  { .hex = "301b02010204067075626c6963a00e0204123456780201000201003000" },
  { .hex = "301b02010104067075626c6963b00e0204123456780201000201003000" },
  { .hex = "3103020101" },
};

static void
test_says (void)
{
  app_case_check_all (dissect_snmp, cases, G_N_ELEMENTS (cases));
}

static void
test_leaves_others_alone (void)
{
  app_case_check_all (dissect_snmp, foreign, G_N_ELEMENTS (foreign));
}

static void
test_takes_any_bytes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    app_case_spoil (dissect_snmp, &cases[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/snmp/says", test_says);
  g_test_add_func ("/packets/snmp/leaves-others-alone", test_leaves_others_alone);
  g_test_add_func ("/packets/snmp/takes-any-bytes", test_takes_any_bytes);
  return g_test_run ();
}
