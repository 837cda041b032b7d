/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "tests/plugins/packets/app-case.h"
#include "tests/sw-test.h"

static const AppCase cases[] = {
  { .hex = "101400044d5154540402003c00087374696c6c776174",
    .protocol = "MQTT",
    .summary = "Connect Command",
    .fields
    = { "Protocol name: MQTT", "Protocol level: 4", "Connect flags: 0x02", "Keep alive: 60 s" } },
  { .hex = "20020000",
    .protocol = "MQTT",
    .summary = "Connect Ack",
    .fields = { "Type: 2", "Length: 2", "Data: 0000" } },
  { .hex = "30160010686f6d652f74656d706572617475726532312e35",
    .protocol = "MQTT",
    .summary = "Publish Message [home/temperature]",
    .fields = { "Quality of service: 0", "Topic: home/temperature", "Payload: 4 bytes" } },
  { .hex = "30160010686f6d652f74656d706572617475726532312e35c00030160010686f6d652f74656d706572"
           "617475726532312e35",
    .protocol = "MQTT",
    .summary
    = "Publish Message [home/temperature], Ping Request, Publish Message [home/temperature]" },
  { .hex = "3080010003612f62 78*20",
    .protocol = "MQTT",
    .summary = "Publish Message [a/b] [continues]",
    .fields = { "Continues in the next segment: ", "Payload: 123 bytes" } },
  { .hex = "820800010003612f2b00", .protocol = "MQTT", .summary = "Subscribe Request" },
  { .hex = "300400ff6162",
    .protocol = "MQTT",
    .summary = "Publish Message [ab] [malformed: topic]",
    .fields = { "Malformed: topic" } },
  { .hex = "d000", .protocol = "MQTT", .summary = "Ping Response" },
};

static const AppCase foreign[] = {
  { .hex = "" },     { .hex = "30" },   { .hex = "0000" },         { .hex = "1114" },
  { .hex = "8000" }, { .hex = "3600" }, { .hex = "30ffffffff7f" }, { .hex = "30ff" },
};

static void
test_says (void)
{
  app_case_check_all (dissect_mqtt, cases, G_N_ELEMENTS (cases));
}

static void
test_leaves_others_alone (void)
{
  app_case_check_all (dissect_mqtt, foreign, G_N_ELEMENTS (foreign));
}

static void
test_takes_any_bytes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    app_case_spoil (dissect_mqtt, &cases[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/mqtt/says", test_says);
  g_test_add_func ("/packets/mqtt/leaves-others-alone", test_leaves_others_alone);
  g_test_add_func ("/packets/mqtt/takes-any-bytes", test_takes_any_bytes);
  return g_test_run ();
}
