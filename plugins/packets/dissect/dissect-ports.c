/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Who speaks on which port. */

#include "config.h"

#include "plugins/packets/dissect/dissect-ip-parts.h"
#include "plugins/packets/dissect/dissectors.h"

typedef gboolean (*ApplicationFunc) (Dissection *self, DissectBytes bytes);

static gboolean
dissect_vxlan_port (Dissection *self, DissectBytes bytes)
{
  dissect_vxlan (self, bytes);
  return TRUE;
}

static gboolean
dissect_geneve_port (Dissection *self, DissectBytes bytes)
{
  dissect_geneve (self, bytes);
  return TRUE;
}

/* ESP that passes a NAT (RFC 3948). What begins with no index is not ESP but IKE. */
static gboolean
dissect_esp_port (Dissection *self, DissectBytes bytes)
{
  if (dissect_u32 (bytes, 0) == 0)
    return FALSE;
  dissect_esp (self, bytes);
  return TRUE;
}

static ApplicationFunc
find_udp_func (guint16 port)
{
  switch (port)
    {
    case 53:
    case 5355: /* LLMNR */
      return dissect_dns;
    case 67:
    case 68:
      return dissect_dhcp;
    case 123:
      return dissect_ntp;
    case 137:
      return dissect_nbns;
    case 161:
    case 162:
      return dissect_snmp;
    case 319:
    case 320:
      return dissect_ptp;
    case 443:
      return dissect_quic;
    case 514:
      return dissect_syslog;
    case 546:
    case 547:
      return dissect_dhcpv6;
    case 1900: /* SSDP */
      return dissect_http;
    case 3478:
      return dissect_stun;
    case 4500:
      return dissect_esp_port;
    case 4789:
      return dissect_vxlan_port;
    case 5353:
      return dissect_mdns;
    case 6081:
      return dissect_geneve_port;
    case 51820:
      return dissect_wireguard;
    default:
      return NULL;
    }
}

static ApplicationFunc
find_tcp_func (guint16 port)
{
  switch (port)
    {
    case 22:
      return dissect_ssh;
    case 53:
      return dissect_dns_over_tcp;
    case 80:
    case 8000:
    case 8080:
      return dissect_http;
    case 443:
    case 465:
    case 636:
    case 853:
    case 993:
    case 995:
    case 8443:
      return dissect_tls;
    case 1883:
      return dissect_mqtt;
    default:
      return NULL;
    }
}

/* The head of a record of TLS is on any port what it looks like (RFC 8446, section 5.1). */
static gboolean
looks_like_tls (DissectBytes bytes)
{
  const guint8 type = dissect_u8 (bytes, 0);

  return type >= 20 && type <= 23 && dissect_u8 (bytes, 1) == 3 && dissect_u8 (bytes, 2) <= 4;
}

/* Servers have the lower port, as a rule. */
static gboolean
dissect_first (Dissection *self, ApplicationFunc lower, ApplicationFunc higher, DissectBytes bytes)
{
  if (lower != NULL && lower (self, bytes))
    return TRUE;
  return higher != NULL && higher (self, bytes);
}

/* The cookie that all of them have was made to be told by (RFC 8489, section 5). */
static gboolean
looks_like_stun (DissectBytes bytes)
{
  return dissect_u32 (bytes, 4) == 0x2112a442 && dissect_u8 (bytes, 0) < 0x40;
}

/* A long header that names a version that is in use (RFC 9000, section 17.2). */
static gboolean
looks_like_quic (DissectBytes bytes)
{
  const guint32 version = dissect_u32 (bytes, 1);

  return dissect_u8 (bytes, 0) >= 0xc0 && (version == 1 || version == 0x6b3343cf);
}

/* The two messages of a handshake have a length each. */
static gboolean
looks_like_wireguard (DissectBytes bytes)
{
  const guint32 type = dissect_u32 (bytes, 0);

  return (type == 0x01000000 && bytes.claimed_bytes == 148)
         || (type == 0x02000000 && bytes.claimed_bytes == 92);
}

static gboolean
dissect_by_looks (Dissection *self, DissectBytes bytes)
{
  if (looks_like_stun (bytes))
    return dissect_stun (self, bytes);
  if (looks_like_quic (bytes))
    return dissect_quic (self, bytes);
  return looks_like_wireguard (bytes) && dissect_wireguard (self, bytes);
}

gboolean
dissect_udp_port (Dissection *self, guint16 source, guint16 destination, DissectBytes bytes)
{
  if (dissect_first (self, find_udp_func (MIN (source, destination)), find_udp_func (MAX (source, destination)), bytes))
    return TRUE;
  return dissect_by_looks (self, bytes);
}

gboolean
dissect_tcp_port (Dissection *self, guint16 source, guint16 destination, DissectBytes bytes)
{
  if (dissect_first (self, find_tcp_func (MIN (source, destination)), find_tcp_func (MAX (source, destination)), bytes))
    return TRUE;
  if (looks_like_tls (bytes))
    return dissect_tls (self, bytes);
  /* A method or a version, which HTTP's first line tells by itself. */
  return g_ascii_isupper (dissect_u8 (bytes, 0)) && dissect_http (self, bytes);
}
