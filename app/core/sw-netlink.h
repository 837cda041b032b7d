/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

/* What every monitor does with a netlink socket: open it without ever blocking, and empty it. Private to the tree. */

#pragma once

#include "core/sw-watch.h"

G_BEGIN_DECLS

/**
 * SwNetlinkFunc:
 * @bytes: aligned for a struct nlmsghdr and not terminated
 * @n_bytes: how many
 * @user_data: as given to sw_netlink_drain()
 *
 * One datagram of the kernel.
 */
typedef void (*SwNetlinkFunc) (const char *bytes, gsize n_bytes, gpointer user_data);

SW_PUBLIC int sw_netlink_open (int protocol, guint32 groups);
SW_PUBLIC gboolean sw_netlink_set_member (int fd, int group, gboolean member);
SW_PUBLIC gboolean sw_netlink_drain (int fd,
                                     SwWatch *watch,
                                     SwNetlinkFunc func,
                                     gpointer user_data);

G_END_DECLS
