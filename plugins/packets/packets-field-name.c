/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "plugins/packets/packets-field-name.h"

static const char *
find_service (PacketsNames *names, const guint8 port[2], ServiceProtocol protocol)
{
  ServiceNames *services = packets_names_get_services (names);

  if (services == NULL)
    return NULL;
  return service_names_find_name (services, (guint16) (port[0] << 8 | port[1]), protocol);
}

/* Returns: (transfer full): what FIELD says, and what the system's files know of it: "443 (https)", who made a card. Where they
 * were not read yet, or NAMES is %NULL, its text alone. */
char *
packets_field_describe (PacketsField *field, PacketsNames *names)
{
  const char *text = packets_field_get_text (field), *name = NULL;
  const guint8 *value;
  const DissectKind kind = packets_field_get_kind (field, &value);

  if (names != NULL && kind == DISSECT_KIND_MAC)
    name = packets_names_get_vendor (names, value);
  else if (names != NULL && kind >= DISSECT_KIND_TCP_PORT)
    name = find_service (names, value, SERVICE_TCP + (kind - DISSECT_KIND_TCP_PORT));
  if (name == NULL)
    return g_strdup (text);
  return kind == DISSECT_KIND_MAC ? g_strconcat (text, " ", name, NULL)
                                  : g_strconcat (text, " (", name, ")", NULL);
}
