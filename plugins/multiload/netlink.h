/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What both monitors do with a netlink socket: open it without ever blocking, and empty it. */

#pragma once

#include "core/sw-watch.h"

G_BEGIN_DECLS

/* One datagram of the kernel. BYTES are aligned for a struct nlmsghdr and not terminated. */
typedef void (*NetlinkFunc) (const char *bytes, gsize n_bytes, gpointer user_data);

int netlink_open (int protocol, guint32 groups);
gboolean netlink_set_member (int fd, int group, gboolean member);
gboolean netlink_drain (int fd, SwWatch *watch, NetlinkFunc func, gpointer user_data);

G_END_DECLS
