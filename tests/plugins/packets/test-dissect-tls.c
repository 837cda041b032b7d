/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "tests/plugins/packets/app-case.h"
#include "tests/sw-test.h"

static const AppCase cases[] = {
  /* One connection by OpenSSL, each segment by itself. */
  { .hex = "1603010200010001fc03038e7752812d4755813249e82dced6c9bb6a6bab9879bebec2b71b1b51c863"
           "88ec20f8847f3c7ca302c1b820ae066024b637684f650729e80be570c715264948cd77002413021303"
           "1301c02cc030c02bc02fcca9cca8c024c028c023c027009f009e006b006700ff0100018f0000001000"
           "0e00000b6578616d706c652e6f7267000b000403000102000a00160014001d0017001e001900180100"
           "0101010201030104002300000010000e000c02683208687474702f312e310016000000170000000d00"
           "2a0028040305030603080708080809080a080b08040805080604010501060103030301030204020502"
           "0602002b00050403040303002d00020101003300260024001d0020388dccf781247b26a15ec74039da"
           "f916c4ddee42588f912d5d14daca0da5fb15001500d0 00*208",
    .protocol = "TLSv1.2",
    .summary = "Client Hello (SNI=example.org)",
    .fields = { "Record: Handshake", "Content type: Handshake (22)", "Version: TLSv1 (0x0301)",
                "Length: 512", "Client Hello: ", "Cipher suites: 18 suites",
                "Cipher suite: TLS_AES_256_GCM_SHA384 (0x1302)", "Extension: server_name (0)",
                "Server name: example.org", "Protocol: h2", "Protocol: http/1.1",
                "Version: TLSv1.3 (0x0304)", "Group: x25519 (0x001d)", "Extension: key_share (51)",
                "Signature scheme: 0x0403", "Compression methods: 00" } },
  { .hex = "160303007a020000760303a288763fd949674733dac4af8722299cd8d4e9db312d9c19404d8b67b36e"
           "01d020f8847f3c7ca302c1b820ae066024b637684f650729e80be570c715264948cd77130200002e00"
           "2b0002030400330024001d0020333173a4a16d9c2dcde3dfd534b7fe1b143f71448bcc0670ca9185a2"
           "e031d531140303000101170303002014f86058acd0bc57a2c265272819fd4f5bcaa13f50ed79b99dcc"
           "32ee583ad0c817030301a3688db80b5c8dad31878a665abea85c24d35eeea53572032ca5934b7f02e0"
           "7251370ffab2da35fdb18fb710779a77d1b4996f3bedaef83192487b48df27131cef942e29e212e169"
           "a2dbf6b1d9e83cfc19d2815ab51036b4cc10b8afacad6d9667caf14d4b635fe8a2694c4b2888359b6f"
           "3a5a7aab230a3c21a876a871214437c588165d7da3fa5e41e5afe83634260c08df3708f1896a1d5e53"
           "8e9660950a4ed6b25e751a11c1f66146fe051519c9bf3eccb91c14402b917a73df58c0448150690126"
           "8c64783d79dacb1ced3298737bcff063b6158d41eb3a1a90e2fe4bf9788a36bf49ee9add5ca1f0a345"
           "7540e9f8d5c946f8deaaca42eee46e423dd980896c6872a1461cad26461f8cd5bfe492d6569eea9ee4"
           "b3e3ef448222fe7cdeb4c392686e869e513d03767b04c83922f8a605ce6bdcc84d768ccef9655bf853"
           "b7b86b98bfcc36a865a506db24a896de5a143b73c08f384b6cfcf37fb6d7fe0c5c07dc54c0a3cbf535"
           "16d7e826620a73ecde3cab1d8dbcc5b9d8a90b570a6a50c713fc4bcb3fdd8bfc5932c5ca83f0adefb5"
           "4e3a56fa5b8cd5c4600779a0725b63551ea4912217030300613c185d123c0cf7db82b3fb1abd6cd8c3"
           "7387a94d5b512d687c6a6f3ef54e26ceedc681d9c21755e5dec53c8962fc62edc2b5b71edd485c9456"
           "38a70f260821ff29ba3c05eb78b0dd78916ef5212c39dcecc93c253baaadc45468ef23f0b7ac200017"
           "030300455e5b462bc740eb0c780535bcb99a73fdcb497b6963faf59c7486fd36bcc1fd1fac1a28cca0"
           "8e432fa1820ea94e4283527e67403ab88d1d8ac69073a0d1c28f528269f8254d",
    .protocol = "TLSv1.3",
    .summary = "Server Hello, Change Cipher Spec, Application Data, Application Data, Application "
               "Data, Application Data",
    .fields = { "Server Hello: ", "Cipher suite: TLS_AES_256_GCM_SHA384 (0x1302)",
                "Extension: supported_versions (43)", "Encrypted data: 419 bytes" } },
  { .hex = "14030300010117030300454918806ed6dd8fa41751d7f4c282f8950984ad0d6aa6f0fbf0abd8207b79"
           "2fe6a7bf6b726118355433af09de37b9c97a7cc6d9ccdadc63f93d85ace3e9efd1f2708d3dcb9a",
    .protocol = "TLSv1.2",
    .summary = "Change Cipher Spec, Application Data" },
  /* The same with TLS 1.2. */
  { .hex = "16030100c3010000bf030340b1b603c5b54726f657413b91bdf727a14a7c6c7149304d906b1907bcde"
           "994800001ec02cc030c02bc02fcca9cca8c024c028c023c027009f009e006b006700ff010000780000"
           "0010000e00000b6578616d706c652e6f7267000b000403000102000a000c000a001d0017001e001900"
           "18002300000010000e000c02683208687474702f312e310016000000170000000d002a002804030503"
           "0603080708080809080a080b080408050806040105010601030303010302040205020602",
    .protocol = "TLSv1",
    .summary = "Client Hello (SNI=example.org)" },
  { .hex = "160303004a0200004603037f89525cfc9c8063d1d915d2611148499e8b0a09e3d5204f444f574e4752"
           "440100c02c00001eff01000100000b0004030001020023000000100005000302683200170000160303"
           "018f0b00018b0001880001853082018130820127a00302010202143020217bd739aafb1b910c84572a"
           "af3435d0d9b4300a06082a8648ce3d04030230163114301206035504030c0b6578616d706c652e6f72"
           "67301e170d3236313132393138353634385a170d3239303832343138353634385a3016311430120603"
           "5504030c0b6578616d706c652e6f72673059301306072a8648ce3d020106082a8648ce3d0301070342"
           "000425a0c869990d1a27fe0906472f39547ddf910667813a3e2cc50a7731b9b02898af13d969807209"
           "24a1a009d46666a7d124f802b2bab6661661076751a3bd9aa0a3533051301d0603551d0e0416041439"
           "54837fa27bdc7897182c0704bed8a3de0b2170301f0603551d230418301680143954837fa27bdc7897"
           "182c0704bed8a3de0b2170300f0603551d130101ff040530030101ff300a06082a8648ce3d04030203"
           "48003045022053564277fc443092296613e04f42285635d82711e126d4071fe96de99c7b2e1f022100"
           "89d97913f2597bbac613540a987b8092cb48bf866661bd8cfb6aec2867ce63fb16030300730c00006f"
           "03001d20fa587dd213e648d3e4c988540ec622b6287361c9d41ae5b6e0f5de807eef40480403004730"
           "450221009a40e88926dd9882e57892478d213250d80689bbafc353dbf44ec1d7e2760e7502206f5dd5"
           "deed53dcc8597c0a570f6e14babd4c294de9b02573fdbb91931420f1d716030300040e000000",
    .protocol = "TLSv1.2",
    .summary = "Server Hello, Certificate, Server Key Exchange, Server Hello Done",
    .fields = { "Certificate: ", "Server Hello Done: " } },
  { .hex = "1603030025100000212083a1837056ddbdca90b615b4068bae7c9be5d48796311819fd28bd65c826c7"
           "5414030300010116030300285b839720884ee6bcb00936fd671dc87ade7b1db3f6e2ab2c74fab5e1ee"
           "79215046929dea80c9dcbc",
    .protocol = "TLSv1.2",
    .summary = "Client Key Exchange, Change Cipher Spec, Encrypted Handshake Message",
    .fields = { "Encrypted handshake message: 40 bytes" } },
  { .hex = "16030300ba040000b600001c2000b074cac94d44887315ef2306a7d6b1d5232653e40b88d47d715963"
           "19f9453845761734315d179c4491f01191aeb69427b60a7c9643cadf04a9a672224cf24864d2c188fb"
           "9c250254ed0ce3be8b3caab7a0816c0e7b02e744fa100637821ae03da57e3bf9fbf8b15e35bf0d12e3"
           "4f6731d91eb5d5c8bc6610dd88fc70fda7f3947f0a2310b945c864795767e48e381eba36e8ddd0b2f7"
           "a0bc980df1610eb47db1327b6e9eb3fc4504c3e8eae088300447161403030001011603030028f46a3c"
           "6741031bdaad45e42d849a2c99d2979ff42857f83b145f9aea910f35f5c2990271f118e538",
    .protocol = "TLSv1.2",
    .summary = "New Session Ticket, Change Cipher Spec, Encrypted Handshake Message" },
  { .hex = "170303002a5b839720884ee6bd62d6bfdf0c1fc80e2598d1f16c1bc02646c76f230af3390aec4b865a"
           "2b4f456ae8d9",
    .protocol = "TLSv1.2",
    .summary = "Application Data" },
  { .hex = "150303001a5b839720884ee6beaa451f6abe8afd3007118f990e95244fff16",
    .protocol = "TLSv1.2",
    .summary = "Encrypted Alert" },
  { .hex = "160301009d010000990303d7198427a885146e033d9cd0f9bc0eff2d8e8e1c7bb118ad673ab563249a"
           "8ef100001ec02cc030c02bc02fcca9cca8c024c028c023c027009f009e006b006700ff01000052000b"
           "000403000102000a000c000a001d0017001e00190018002300000016000000170000000d002a002804"
           "0305030603080708080809080a080b080408050806040105010601030303010302040205020602",
    .protocol = "TLSv1",
    .summary = "Client Hello" },
  /* Versions as tshark names them: the lowest that is offered, else that of the record. */
  { .hex = "160301004c010000480303000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d"
           "1e1f0000041301c02f0100001b00000010000e00000b6578616d706c652e6f7267002b0003020304",
    .protocol = "TLSv1.3",
    .summary = "Client Hello (SNI=example.org)" },
  { .hex = "160301004e0100004a0303000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d"
           "1e1f0000041301c02f0100001d00000010000e00000b6578616d706c652e6f7267002b000504030303"
           "02",
    .protocol = "TLSv1.1",
    .summary = "Client Hello (SNI=example.org)" },
  { .hex = "16030100500100004c0303000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d"
           "1e1f0000041301c02f0100001f00000010000e00000b6578616d706c652e6f7267002b0007060a0a03"
           "040303",
    .protocol = "TLSv1.2",
    .summary = "Client Hello (SNI=example.org)",
    .fields = { "Cipher suites: 2 suites", "Version: unknown (0x0a0a)" } },
  { .hex = "16030100500100004c0303000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d"
           "1e1f0000041301c02f0100001f00000010000e00000b6578616d706c652e6f7267002b000706030303"
           "040a0a",
    .protocol = "TLSv1.3",
    .summary = "Client Hello (SNI=example.org)",
    .fields = { "Version: unknown (0x0a0a)" } },
  { .hex = "1603030045010000410303000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d"
           "1e1f0000041301c02f0100001400000010000e00000b6578616d706c652e6f7267",
    .protocol = "TLSv1.2",
    .summary = "Client Hello (SNI=example.org)" },
  { .hex = "1603000045010000410300000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d"
           "1e1f0000041301c02f0100001400000010000e00000b6578616d706c652e6f7267",
    .protocol = "SSLv3",
    .summary = "Client Hello (SNI=example.org)" },
  /* The rest is in the next segment. */
  { .hex = "1603010200010001fc03038e7752812d4755813249e82dced6c9bb6a6bab9879bebec2b71b1b51c863"
           "88ec20f8847f3c7ca302c1b820ae066024b637684f650729e80be570c715264948cd77002413021303"
           "1301c02cc030c02bc02fcca9cca8c024c028",
    .protocol = "TLSv1",
    .summary = "Client Hello [continues]",
    .fields = { "Continues in the next segment: " } },
  { .hex = "1603010200010001fc03038e7752812d4755813249e82dced6c9bb6a6bab9879bebec2b71b1b51c863"
           "88ec20f8847f3c7ca302c1b820ae066024b637684f650729e80be570c715264948cd77002413021303"
           "1301c02cc030c02bc02fcca9cca8c024c028c023c027009f009e006b006700ff0100018f0000001000"
           "0e00000b6578616d706c652e6f7267000b000403000102000a00160014001d0017001e001900180100"
           "0101010201030104002300000010000e000c02683208687474702f312e310016000000170000000d00"
           "2a0028040305030603080708080809080a080b08040805080604010501060103030301030204020502"
           "0602002b00050403040303002d00020101003300260024001d0020388dccf781247b26a15ec74039da"
           "f916c4ddee42588f912d5d14da",
    .protocol = "TLSv1.2",
    .summary = "Client Hello (SNI=example.org) [continues]" },
  { .hex = "1603030100", .protocol = "TLSv1.2", .summary = "Handshake [continues]" },
  { .hex = "15030300020228",
    .protocol = "TLSv1.2",
    .summary = "Alert (Level: Fatal, Description: Handshake Failure)",
    .fields = { "Level: Fatal (2)", "Description: Handshake Failure (40)" } },
  { .hex = "15030100020100",
    .protocol = "TLSv1",
    .summary = "Alert (Level: Warning, Description: Close Notify)" },
  { .hex = "140303000101", .protocol = "TLSv1.2", .summary = "Change Cipher Spec" },
  { .hex = "1703040020 00*32", .protocol = "TLSv1.3", .summary = "Application Data" },
  { .hex = "1803030020 00*32", .protocol = "TLSv1.2", .summary = "Heartbeat" },
  { .hex = "1803030020 ff*32", .protocol = "TLSv1.2", .summary = "Encrypted Heartbeat" },
  { .hex = "1603030020090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728",
    .protocol = "TLSv1.2",
    .summary = "Encrypted Handshake Message" },
  { .hex = "1403030001011703", .protocol = "TLSv1.2", .summary = "Change Cipher Spec [continues]" },
  { .hex = "140303000101 ff*8",
    .protocol = "TLSv1.2",
    .summary = "Change Cipher Spec [malformed: record]",
    .fields = { "Malformed: record" } },
  { .hex = "160303002c020000280303cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8"
           "339c001301000000",
    .protocol = "TLSv1.2",
    .summary = "Hello Retry Request" },
};

static const AppCase foreign[] = {
  { .hex = "" },
  { .hex = "16" },
  { .hex = "16030300" },
  { .hex = "1603030000" },
  { .hex = "1503030000" },
  { .hex = "1903030001" },
  { .hex = "1602030010 00*16" },
  { .hex = "160303ffff 00*16" },
  { .hex = "474554202f" },
  { .hex = "00*20" },
  { .hex = "1703034801 00*9" },
};

static void
test_says (void)
{
  app_case_check_all (dissect_tls, cases, G_N_ELEMENTS (cases));
}

static void
test_leaves_others_alone (void)
{
  app_case_check_all (dissect_tls, foreign, G_N_ELEMENTS (foreign));
}

static void
test_takes_any_bytes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    app_case_spoil (dissect_tls, &cases[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/tls/says", test_says);
  g_test_add_func ("/packets/tls/leaves-others-alone", test_leaves_others_alone);
  g_test_add_func ("/packets/tls/takes-any-bytes", test_takes_any_bytes);
  return g_test_run ();
}
