/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The packets of one capture, live or from a file, by their number: an index over the bytes of a file, never the bytes
 * themselves. One thread feeds it; any number of threads may read, each with a CaptureCursor of its own, up to what
 * capture_store_get_n_packets() told it. */

#pragma once

#include "plugins/packets/dissect/dissection.h"
#include "plugins/packets/format/capture-interface.h"
#include "plugins/packets/format/packet.h"

G_BEGIN_DECLS

typedef struct _CaptureStore CaptureStore;
typedef struct _CaptureCursor CaptureCursor;

/* Takes the descriptor when the last one, in whatever thread, lets go of the store. */
typedef void (*CaptureCloseFunc) (int fd);

CaptureStore *capture_store_new (int fd);
void capture_store_set_close_func (CaptureStore *self, CaptureCloseFunc close_func);
CaptureStore *capture_store_ref (CaptureStore *self);
void capture_store_unref (CaptureStore *self);

/* The thread that feeds, from the start of the file: capture_store_index() what is in it, capture_store_append() what comes
 * live, which it writes there too. Both leave what was indexed before an error as it is. */
gboolean capture_store_index (CaptureStore *self,
                              gsize max_bytes,
                              gboolean *at_end,
                              GError **error);
gboolean capture_store_append (CaptureStore *self,
                               const guint8 *bytes,
                               gsize n_bytes,
                               GError **error);
gboolean capture_store_finish (CaptureStore *self, GError **error);

/* Any thread. */
guint capture_store_get_n_packets (CaptureStore *self);
guint64 capture_store_get_n_bytes (CaptureStore *self);
guint capture_store_get_n_interfaces (CaptureStore *self);
guint64 capture_store_get_generation (CaptureStore *self);
void capture_store_count_lost (CaptureStore *self, guint64 *by_kernel, guint64 *by_us);
gboolean capture_store_get_interface (CaptureStore *self, guint index, CaptureInterface *copy);
gint64 capture_store_get_first_time_ns (CaptureStore *self);

/* A cursor is one thread's; its packet's bytes are good until it reads again. */
CaptureCursor *capture_cursor_new (CaptureStore *store);
void capture_cursor_free (CaptureCursor *self);
gboolean capture_cursor_read (CaptureCursor *self,
                              guint index,
                              Packet *packet,
                              TcpMark *mark,
                              GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CaptureStore, capture_store_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CaptureCursor, capture_cursor_free)

G_END_DECLS
