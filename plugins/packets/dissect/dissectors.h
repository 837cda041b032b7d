/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Every dissector, and what hands a layer to the one that knows it. For the dissectors themselves. */

#pragma once

#include "plugins/packets/dissect/dissector.h"

G_BEGIN_DECLS

/* By what the layer below says of its load. */
void dissect_link (Dissection *self, DissectBytes bytes);
void dissect_ethertype (Dissection *self, guint16 ethertype, DissectBytes bytes);
void dissect_ip_protocol (Dissection *self, guint8 ip_protocol, DissectBytes bytes);
/* FALSE: no dissector for these ports, or it would not have it. Of two ports, the lower one that is known. */
gboolean dissect_udp_port (Dissection *self,
                           guint16 source,
                           guint16 destination,
                           DissectBytes bytes);
gboolean dissect_tcp_port (Dissection *self,
                           guint16 source,
                           guint16 destination,
                           DissectBytes bytes);

/* What nobody decodes: a line in the tree alone, none for no bytes. */
void dissect_load (Dissection *self, DissectBytes bytes);

/* Link layer and below IP. */
void dissect_ethernet (Dissection *self, DissectBytes bytes);
void dissect_arp (Dissection *self, DissectBytes bytes);
void dissect_lldp (Dissection *self, DissectBytes bytes);
void dissect_llc (Dissection *self, DissectBytes bytes);
void dissect_stp (Dissection *self, DissectBytes bytes);
void dissect_ieee802_11 (Dissection *self, DissectBytes bytes);
void dissect_radiotap (Dissection *self, DissectBytes bytes);

/* IP and what it carries. */
void dissect_ipv4 (Dissection *self, DissectBytes bytes);
void dissect_ipv6 (Dissection *self, DissectBytes bytes);
void dissect_icmp (Dissection *self, DissectBytes bytes);
void dissect_icmpv6 (Dissection *self, DissectBytes bytes);
void dissect_tcp (Dissection *self, DissectBytes bytes);
void dissect_udp (Dissection *self, DissectBytes bytes);
void dissect_gre (Dissection *self, DissectBytes bytes);
void dissect_vxlan (Dissection *self, DissectBytes bytes);
void dissect_geneve (Dissection *self, DissectBytes bytes);

/* Applications over UDP and TCP. Each returns FALSE, having said nothing, for bytes that are not its own after all. */
gboolean dissect_dhcp (Dissection *self, DissectBytes bytes);
gboolean dissect_dhcpv6 (Dissection *self, DissectBytes bytes);
gboolean dissect_dns (Dissection *self, DissectBytes bytes);
gboolean dissect_mdns (Dissection *self, DissectBytes bytes);
gboolean dissect_dns_over_tcp (Dissection *self, DissectBytes bytes);
gboolean dissect_ptp (Dissection *self, DissectBytes bytes);
gboolean dissect_ntp (Dissection *self, DissectBytes bytes);
gboolean dissect_tls (Dissection *self, DissectBytes bytes);
gboolean dissect_http (Dissection *self, DissectBytes bytes);
gboolean dissect_wireguard (Dissection *self, DissectBytes bytes);
gboolean dissect_nbns (Dissection *self, DissectBytes bytes);
gboolean dissect_syslog (Dissection *self, DissectBytes bytes);
gboolean dissect_mqtt (Dissection *self, DissectBytes bytes);
gboolean dissect_ssh (Dissection *self, DissectBytes bytes);
gboolean dissect_snmp (Dissection *self, DissectBytes bytes);
gboolean dissect_quic (Dissection *self, DissectBytes bytes);
gboolean dissect_stun (Dissection *self, DissectBytes bytes);

G_END_DECLS
