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

/* A record of TLS that begins with a hello of either side is on any port what it looks like (RFC 8446, section 5.1). */
static gboolean
looks_like_tls (DissectBytes bytes)
{
  const guint8 message = dissect_u8 (bytes, 5);

  return dissect_u16 (bytes, 0) == 0x1603 && dissect_u8 (bytes, 2) <= 4
         && (message == 1 || message == 2);
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

gboolean
dissect_udp_port (Dissection *self, guint16 source, guint16 destination, DissectBytes bytes)
{
  if (dissect_first (self, find_udp_func (MIN (source, destination)), find_udp_func (MAX (source, destination)), bytes))
    return TRUE;
  return looks_like_stun (bytes) && dissect_stun (self, bytes);
}

gboolean
dissect_tcp_port (Dissection *self, guint16 source, guint16 destination, DissectBytes bytes)
{
  if (dissect_first (self, find_tcp_func (MIN (source, destination)), find_tcp_func (MAX (source, destination)), bytes))
    return TRUE;
  return looks_like_tls (bytes) && dissect_tls (self, bytes);
}
