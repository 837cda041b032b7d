/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What applications send. The first byte chooses the dissector, the second says how many bytes the capture cut off. */

#include "config.h"

#include <string.h>

#include "plugins/packets/dissect/dissectors.h"
#include "tests/fuzz/sw-fuzz.h"
#include "tests/plugins/packets/tree-check.h"

#define OFFSET 42

typedef gboolean (*AppFunc) (Dissection *self, DissectBytes bytes);

/* Seeds name them by number: new ones at the end. The ports are those by which LLMNR, SSDP, SSH's server and QUIC are told. */
static const struct
{
  AppFunc func;
  guint16 port;
} apps[] = {
  { dissect_dhcp, 0 },    { dissect_dhcpv6, 0 },    { dissect_dns, 0 },
  { dissect_dns, 5355 },  { dissect_mdns, 0 },      { dissect_dns_over_tcp, 0 },
  { dissect_ntp, 0 },     { dissect_tls, 0 },       { dissect_http, 0 },
  { dissect_http, 1900 }, { dissect_wireguard, 0 }, { dissect_nbns, 0 },
  { dissect_syslog, 0 },  { dissect_mqtt, 0 },      { dissect_ssh, 22 },
  { dissect_snmp, 0 },    { dissect_quic, 0 },      { dissect_stun, 0 },
  { dissect_quic, 443 },  { dissect_ptp, 0 },
};

static void
assert_line (const char *text)
{
  g_assert (g_utf8_validate (text, -1, NULL));
  for (const char *at = text; *at != '\0'; at++)
    g_assert ((guchar) *at >= ' ' && *at != 0x7f);
}

static void
assert_fields (const DissectTree *tree, gsize n_bytes)
{
  for (guint i = 0; i < dissect_tree_get_n_fields (tree); i++)
    {
      const DissectField *field = dissect_tree_get_field (tree, i);

      assert_line (field->text);
      g_assert (field->offset >= OFFSET);
      g_assert (field->offset + field->n_bytes <= OFFSET + n_bytes);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (DissectTree) tree = NULL;
  g_autofree guint8 *copy = NULL;
  Dissection plain = { .protocol = "" };
  Dissection full;
  DissectBytes bytes = { .offset = OFFSET };
  guint app;
  gboolean taken;

  if (size < 2)
    return 0;
  app = data[0] % G_N_ELEMENTS (apps);
  bytes.n_bytes = size - 2;
  bytes.claimed_bytes = bytes.n_bytes + data[1];
  /* A copy of just that size, so that a byte read too far is seen. */
  copy = g_malloc (MAX (bytes.n_bytes, 1));
  memcpy (copy, data + 2, bytes.n_bytes);
  bytes.at = copy;
  plain.has_ports = apps[app].port != 0;
  plain.source_port = apps[app].port;
  full = plain;
  full.tree = tree = dissect_tree_new ();
  taken = apps[app].func (&full, bytes);
  g_assert (apps[app].func (&plain, bytes) == taken);
  g_assert (g_str_equal (plain.summary.text, full.summary.text));
  g_assert (g_str_equal (plain.protocol, full.protocol));
  g_assert (plain.malformed == full.malformed && plain.truncated == full.truncated);
  g_assert ((full.summary.length > 0) == taken);
  assert_line (full.summary.text);
  assert_fields (tree, bytes.n_bytes);
  g_assert (tree_check_closed (tree));
  return 0;
}
