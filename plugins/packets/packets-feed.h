/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* A program whose standard output is a capture: the helper, or a command such as ssh. Read at a bounded rate: what cannot be
 * taken in stays in the pipe, and the helper then counts instead of sending. */

#pragma once

#include <gio/gio.h>

#include "core/sw-types.h"

G_BEGIN_DECLS

/* At most so often, and so much each time: 20 MiB/s, in 20 wakeups. While the pipe is far from full, half as often. */
#define PACKETS_FEED_INTERVAL_US (100 * G_TIME_SPAN_MILLISECOND)
#define PACKETS_FEED_FULL_INTERVAL_US (50 * G_TIME_SPAN_MILLISECOND)
#define PACKETS_FEED_MAX_BYTES (1024 * 1024)

#define PACKETS_TYPE_FEED (packets_feed_get_type ())
G_DECLARE_FINAL_TYPE (PacketsFeed, packets_feed, PACKETS, FEED, GObject)

/* Both may stop the feed and drop their reference to it. */
typedef void (*PacketsFeedBytesFunc) (const guint8 *bytes, gsize n_bytes, gpointer user_data);
typedef void (*PacketsFeedEndedFunc) (gpointer user_data);

/* UNREACHABLE: it runs as somebody else, so that no signal of ours gets there. NULL with an error of G_SPAWN_ERROR. */
PacketsFeed *packets_feed_new (SwScheduler *scheduler,
                               const char *owner,
                               const char *const *argv,
                               gboolean unreachable,
                               PacketsFeedBytesFunc bytes_func,
                               PacketsFeedEndedFunc ended_func,
                               gpointer user_data,
                               GError **error);

/* Asks it to end; what it still has to say is read. It has ended when that is told. */
void packets_feed_stop (PacketsFeed *self);
/* Ends it now, and tells nobody. */
void packets_feed_close (PacketsFeed *self);

gboolean packets_feed_get_full (PacketsFeed *self); /* of late the pipe was */
gboolean packets_feed_get_stopped (PacketsFeed *self);
int packets_feed_get_exit_code (PacketsFeed *self); /* once ended; negative: by that signal */
char *packets_feed_dup_words (PacketsFeed *self);   /* the last lines of standard error */

G_END_DECLS
