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
    default:
      return NULL;
    }
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
  return dissect_first (self, find_tcp_func (MIN (source, destination)), find_tcp_func (MAX (source, destination)), bytes);
}
