/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gio/gio.h>

#include "core/sw-types.h"

G_BEGIN_DECLS

/* Names that are kept, questions that wait (the newest first), and questions that are under way. */
#define PACKETS_RESOLVER_MAX_KNOWN 4096
#define PACKETS_RESOLVER_MAX_WAITING 256
#define PACKETS_RESOLVER_MAX_ASKED 4

#define PACKETS_TYPE_RESOLVER (packets_resolver_get_type ())
G_DECLARE_FINAL_TYPE (PacketsResolver, packets_resolver, PACKETS, RESOLVER, GObject)

PacketsResolver *packets_resolver_new (SwScheduler *scheduler, const char *owner);
void packets_resolver_set_enabled (PacketsResolver *self, gboolean enabled);
gboolean packets_resolver_get_enabled (PacketsResolver *self);
const char *packets_resolver_lookup (PacketsResolver *self,
                                     guint8 ip_version,
                                     const guint8 *address);
guint packets_resolver_get_n_known (PacketsResolver *self);

G_END_DECLS
