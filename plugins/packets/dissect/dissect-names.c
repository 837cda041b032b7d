/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "plugins/packets/dissect/dissect-names.h"

/* IEEE's list of EtherTypes, those that are met. */
static const DissectName ethertypes[] = {
  { 0x0800, "IPv4" },
  { 0x0806, "ARP" },
  { 0x0842, "Wake-on-LAN" },
  { 0x22f0, "Audio Video Transport Protocol" },
  { 0x22f3, "TRILL" },
  { 0x6002, "DEC MOP" },
  { 0x6558, "Transparent Ethernet bridging" },
  { 0x8035, "RARP" },
  { 0x809b, "AppleTalk" },
  { 0x80f3, "AppleTalk ARP" },
  { 0x8100, "802.1Q VLAN" },
  { 0x8137, "IPX" },
  { 0x86dd, "IPv6" },
  { 0x8808, "Ethernet flow control" },
  { 0x8809, "Slow protocols" },
  { 0x880b, "PPP" },
  { 0x8847, "MPLS" },
  { 0x8848, "MPLS multicast" },
  { 0x8863, "PPPoE discovery" },
  { 0x8864, "PPPoE session" },
  { 0x888e, "802.1X authentication" },
  { 0x8892, "PROFINET" },
  { 0x8899, "Realtek" },
  { 0x88a2, "ATA over Ethernet" },
  { 0x88a4, "EtherCAT" },
  { 0x88a8, "802.1ad service VLAN" },
  { 0x88b5, "Local experiment 1" },
  { 0x88b6, "Local experiment 2" },
  { 0x88cc, "LLDP" },
  { 0x88e1, "HomePlug AV" },
  { 0x88e5, "MACsec" },
  { 0x88f7, "Precision Time Protocol" },
  { 0x8902, "Connectivity fault management" },
  { 0x8906, "Fibre Channel over Ethernet" },
  { 0x8914, "FCoE initialization" },
  { 0x8915, "RDMA over converged Ethernet" },
  { 0x893a, "IEEE 1905.1" },
  { 0x9000, "Loopback test" },
  { 0x9100, "802.1Q VLAN, older number" },
};

/* IANA's list of protocol numbers, those that are met. */
static const DissectName ip_protocols[] = {
  { 0, "Hop-by-hop options" },
  { 1, "ICMP" },
  { 2, "IGMP" },
  { 4, "IPv4" },
  { 6, "TCP" },
  { 8, "EGP" },
  { 9, "IGP" },
  { 17, "UDP" },
  { 33, "DCCP" },
  { 41, "IPv6" },
  { 43, "Routing header" },
  { 44, "Fragment header" },
  { 46, "RSVP" },
  { 47, "GRE" },
  { 50, "ESP" },
  { 51, "AH" },
  { 58, "ICMPv6" },
  { 59, "No next header" },
  { 60, "Destination options" },
  { 88, "EIGRP" },
  { 89, "OSPF" },
  { 94, "IPIP" },
  { 97, "EtherIP" },
  { 103, "PIM" },
  { 108, "IPComp" },
  { 112, "VRRP" },
  { 115, "L2TP" },
  { 132, "SCTP" },
  { 135, "Mobility header" },
  { 136, "UDP-Lite" },
  { 137, "MPLS" },
  { 139, "HIP" },
  { 140, "Shim6" },
  { 143, "Ethernet" },
  { 253, "Experiment 1" },
  { 254, "Experiment 2" },
};

static const DissectName hardware_types[] = {
  { 1, "Ethernet" },   { 6, "IEEE 802" },   { 15, "Frame Relay" },    { 19, "ATM" },
  { 24, "FireWire" },  { 27, "EUI-64" },    { 32, "InfiniBand" },     { 280, "CAN" },
  { 512, "PPP" },      { 519, "IP" },       { 768, "IP in IP" },      { 769, "IPv6 tunnel" },
  { 772, "Loopback" }, { 776, "SIT" },      { 778, "GRE" },           { 801, "IEEE 802.11" },
  { 802, "Prism" },    { 803, "Radiotap" }, { 804, "IEEE 802.15.4" }, { 823, "GRE over IPv6" },
  { 824, "Netlink" },  { 65534, "none" },
};

static const DissectName ethertype_words[] = {
  { 0x22f0, "IEEE1722" }, { 0x809b, "LLAP" },    { 0x80f3, "AARP" },     { 0x8137, "IPX" },
  { 0x8808, "MAC CTRL" }, { 0x8899, "Realtek" }, { 0x88a2, "AoE" },      { 0x88e1, "HomePlug AV" },
  { 0x88e5, "MACSEC" },   { 0x88f7, "PTPv2" },   { 0x8902, "CFM" },      { 0x8906, "FC" },
  { 0x8914, "FIP" },      { 0x8915, "RoCE" },    { 0x893a, "ieee1905" }, { 0x9000, "LOOP" },
};

static const DissectName ip_protocol_words[] = {
  { 9, "IGRP" },     { 33, "DCCP" },    { 46, "RSVP" },      { 88, "EIGRP" },
  { 108, "IPComp" }, { 115, "L2TPv3" }, { 136, "UDP-Lite" }, { 139, "HIP" },
};

const char *
dissect_find_known (const DissectName *names, gsize n_names, guint32 value)
{
  for (gsize i = 0; i < n_names; i++)
    if (names[i].value == value)
      return names[i].name;
  return NULL;
}

const char *
dissect_find_name (const DissectName *names, gsize n_names, guint32 value)
{
  const char *name = dissect_find_known (names, n_names, value);

  return name != NULL ? name : "unknown";
}

const char *
dissect_ethertype_name (guint16 ethertype)
{
  return DISSECT_NAME (ethertypes, ethertype);
}

const char *
dissect_ip_protocol_name (guint8 ip_protocol)
{
  return DISSECT_NAME (ip_protocols, ip_protocol);
}

const char *
dissect_hardware_name (guint16 hardware)
{
  return DISSECT_NAME (hardware_types, hardware);
}

const char *
dissect_ethertype_word (guint16 ethertype)
{
  return DISSECT_KNOWN (ethertype_words, ethertype);
}

const char *
dissect_ip_protocol_word (guint8 ip_protocol)
{
  return DISSECT_KNOWN (ip_protocol_words, ip_protocol);
}
