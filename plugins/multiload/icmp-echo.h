/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "plugins/multiload/host-address.h"

G_BEGIN_DECLS

/* Header and cookie. */
#define ICMP_ECHO_BYTES 16

void icmp_echo_write_request (guint8 *bytes, int family, guint64 cookie, guint16 sequence);
gboolean icmp_echo_parse_reply (const guint8 *bytes,
                                gsize n_bytes,
                                int family,
                                guint64 cookie,
                                guint16 *sequence);

typedef struct _IcmpEcho IcmpEcho;

IcmpEcho *icmp_echo_new (const HostAddress *address, int *open_errno);
void icmp_echo_free (IcmpEcho *self);
int icmp_echo_send (IcmpEcho *self);
double icmp_echo_collect_ms (IcmpEcho *self);
void icmp_echo_forget (IcmpEcho *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IcmpEcho, icmp_echo_free)

G_END_DECLS
