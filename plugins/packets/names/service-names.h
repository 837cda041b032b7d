/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Which ports a service has, from the text of /etc/services (services(5)). Never changed once it is made: any thread may
 * ask. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* IANA's whole list has 12,000; what a text has beyond this is left out. */
#define SERVICE_NAMES_MAX 16384
/* Of a name, in bytes. RFC 6335 allows 15; /etc/services of old has longer ones. */
#define SERVICE_NAMES_MAX_NAME 63

typedef enum
{
  SERVICE_TCP,
  SERVICE_UDP,
  SERVICE_SCTP,
} ServiceProtocol;

typedef struct _ServiceNames ServiceNames;

ServiceNames *service_names_new (const char *text, gsize n_bytes);
void service_names_free (ServiceNames *self);
guint service_names_find_ports (const ServiceNames *self,
                                const char *name,
                                guint16 *ports,
                                guint max_ports);
const char *service_names_find_name (const ServiceNames *self,
                                     guint16 port,
                                     ServiceProtocol protocol);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ServiceNames, service_names_free)

G_END_DECLS
