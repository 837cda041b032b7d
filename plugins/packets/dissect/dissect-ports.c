/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Who speaks on which port. */

#include "config.h"

#include "plugins/packets/dissect/dissectors.h"

typedef gboolean (*ApplicationFunc) (Dissection *self, DissectBytes bytes);

static gboolean
dissect_vxlan_port (Dissection *self, DissectBytes bytes)
{
  dissect_vxlan (self, bytes);
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
    case 546:
    case 547:
      return dissect_dhcpv6;
    case 1900: /* SSDP */
      return dissect_http;
    case 5353:
      return dissect_mdns;
    case 51820:
      return dissect_wireguard;
    case 4789:
      return dissect_vxlan_port;
    default:
      return NULL;
    }
}

static ApplicationFunc
find_tcp_func (guint16 port)
{
  switch (port)
    {
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

gboolean
dissect_udp_port (Dissection *self, guint16 source, guint16 destination, DissectBytes bytes)
{
  return dissect_first (self, find_udp_func (MIN (source, destination)), find_udp_func (MAX (source, destination)), bytes);
}

gboolean
dissect_tcp_port (Dissection *self, guint16 source, guint16 destination, DissectBytes bytes)
{
  if (dissect_first (self, find_tcp_func (MIN (source, destination)), find_tcp_func (MAX (source, destination)), bytes))
    return TRUE;
  return looks_like_tls (bytes) && dissect_tls (self, bytes);
}
