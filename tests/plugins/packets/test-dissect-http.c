/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "tests/plugins/packets/app-case.h"
#include "tests/sw-test.h"

static const AppCase cases[] = {
  { .hex = "474554202f706174683f713d3120485454502f312e310d0a557365722d4167656e743a206375726c2f"
           "380d0a686f73743a20206578616d706c652e6f72670d0a4163636570743a202a2f2a0d0a0d0a",
    .protocol = "HTTP",
    .summary = "GET /path?q=1 HTTP/1.1 (Host: example.org)",
    .fields = { "Request line: GET /path?q=1 HTTP/1.1", "Method: GET", "Target: /path?q=1",
                "Version: HTTP/1.1", "Header: host:  example.org", "Header: Accept: */*" } },
  { .hex = "485454502f312e3120323030204f4b0d0a5365727665723a20780d0a436f6e74656e742d547970653a"
           "20746578742f68746d6c3b20636861727365743d7574662d380d0a436f6e74656e742d4c656e677468"
           "3a20350d0a0d0a68656c6c6f",
    .protocol = "HTTP",
    .summary = "HTTP/1.1 200 OK (text/html)",
    .fields
    = { "Status line: HTTP/1.1 200 OK", "Status code: 200", "Reason: OK", "Body: 5 bytes" } },
  { .hex = "485454502f312e30203430340a0a",
    .protocol = "HTTP",
    .summary = "HTTP/1.0 404",
    .fields = { "Status code: 404" } },
  { .hex = "485454502f312e3120333034204e6f74204d6f6469666965640d0a0d0a",
    .protocol = "HTTP",
    .summary = "HTTP/1.1 304 Not Modified" },
  /* Goes on in the next segment. */
  { .hex = "504f5354202f61",
    .protocol = "HTTP",
    .summary = "POST /a",
    .fields = { "Method: POST", "Target: /a" } },
  { .hex = "474554202f20485454502f312e310d0a486f73743a206578616d",
    .protocol = "HTTP",
    .summary = "GET / HTTP/1.1 (Host: exam)" },
  { .hex = "50524f5046494e44202f6461762f20485454502f312e310d0a0d0a",
    .protocol = "HTTP",
    .summary = "PROPFIND /dav/ HTTP/1.1" },
  { .hex = "474554202f 61*200 20485454502f312e310d0a486f73743a20680d0a0d0a",
    .protocol = "HTTP",
    .summary
    = "GET "
      "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa… (Host: h)" },
  { .hex = "474554202fc3a4ff1b0720485454502f312e310d0a0d0a",
    .protocol = "HTTP",
    .summary = "GET /ä... HTTP/1.1",
    .fields = { "Target: /ä..." } },
  { .hex = "4e4f54494659202a20485454502f312e310d0a484f53543a203233392e3235352e3235352e3235303a"
           "313930300d0a4e543a2075706e703a726f6f746465766963650d0a4e54533a20737364703a616c6976"
           "650d0a0d0a",
    .protocol = "SSDP",
    .summary = "NOTIFY * HTTP/1.1 (Host: 239.255.255.250:1900) (NT: upnp:rootdevice)",
    .port = 1900 },
  { .hex = "4d2d534541524348202a20485454502f312e310d0a484f53543a203233392e3235352e3235352e3235"
           "303a313930300d0a4d414e3a2022737364703a646973636f766572220d0a53543a20737364703a616c"
           "6c0d0a0d0a",
    .protocol = "SSDP",
    .summary = "M-SEARCH * HTTP/1.1 (Host: 239.255.255.250:1900) (ST: ssdp:all)",
    .port = 1900 },
  { .hex = "485454502f312e3120323030204f4b0d0a53543a2075706e703a726f6f746465766963650d0a0d0a",
    .protocol = "SSDP",
    .summary = "HTTP/1.1 200 OK",
    .port = 1900 },
};

static const AppCase foreign[] = {
  { .hex = "" },
  { .hex = "0d0a" },
  { .hex = "474554" },
  { .hex = "474554202f20485454502f322e300d0a0d0a" },
  { .hex = "505249202a20485454502f322e300d0a0d0a534d0d0a0d0a" },
  { .hex = "3c68746d6c3e0d0a" },
  { .hex = "485454502f312e3120" },
  { .hex = "485454502f312e3120327830204f4b0d0a" },
  { .hex = "676574202f20485454502f312e310d0a" },
  { .hex = "464f4f20626172" },
  { .hex = "45484c4f206578616d706c652e6f72670d0a" },
  { .hex = "4f5054494f4e534f5054494f4e534f5054494f4e534f5054494f4e53202f20485454502f312e310d0a" },
};

static void
test_says (void)
{
  app_case_check_all (dissect_http, cases, G_N_ELEMENTS (cases));
}

static void
test_leaves_others_alone (void)
{
  app_case_check_all (dissect_http, foreign, G_N_ELEMENTS (foreign));
}

static void
test_takes_any_bytes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    app_case_spoil (dissect_http, &cases[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/http/says", test_says);
  g_test_add_func ("/packets/http/leaves-others-alone", test_leaves_others_alone);
  g_test_add_func ("/packets/http/takes-any-bytes", test_takes_any_bytes);
  return g_test_run ();
}
