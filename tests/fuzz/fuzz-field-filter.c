/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Filters that a hostile user types, on a frame of which the filter's own text makes the values. */

#include "config.h"

#include <string.h>

#include "plugins/packets/names/field-filter.h"
#include "tests/fuzz/sw-fuzz.h"

static void
fill (Packet *packet, Dissection *dissection, const uint8_t *data, size_t size)
{
  memset (dissection, 0, sizeof *dissection);
  *packet = (Packet) { .captured_bytes = size, .original_bytes = 1000, .packet_id = size };
  packet->bytes = data;
  packet->link_type = LINK_TYPE_ETHERNET;
  packet->flags = size > 0 ? data[0] : 0;
  dissection->packet = packet;
  dissection->protocol = size % 2 == 0 ? "TLSv1.3" : NULL;
  dissect_line_add_octets (&dissection->summary, data, MIN (size, 300));
  dissect_line_add (&dissection->source, "10.77.1.5");
  memcpy (dissection->mac_source, data, MIN (size, 6));
  memcpy (dissection->ip_source, data, MIN (size, 16));
  dissection->ip_version = size % 3 * 2 + (size % 3 > 0 ? 2 : 0); /* none, 4, 6 */
  dissection->ethertype = 0x0806;
  dissection->ip_protocol = 6;
  dissection->n_vlans = size % 3;
  dissection->source_port = size;
  dissection->has_macs = dissection->has_ports = size % 5 != 0;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const char services[] = "domain 53/udp\nhttps 443/tcp\n";
  static ServiceNames *names;
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (FieldFilter) filter = NULL;
  guint position;
  Packet packet;
  Dissection dissection;
  FieldVerdict presumed;
  gboolean matched;

  if (names == NULL)
    names = service_names_new (services, strlen (services));
  filter = field_filter_new (text, names, &position, &error);
  g_assert_true ((filter == NULL) == (error != NULL));
  if (filter == NULL)
    {
      g_assert_cmpuint (position, <=, size);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }
  fill (&packet, &dissection, data, size);
  presumed = field_filter_presume (filter, &packet, "tap0");
  matched = field_filter_match (filter, &packet, &dissection, "tap0");
  g_assert_true (presumed == FIELD_VERDICT_UNKNOWN || (presumed == FIELD_VERDICT_YES) == matched);
  g_assert_true (presumed != FIELD_VERDICT_UNKNOWN || field_filter_needs_dissection (filter));
  return 0;
}
