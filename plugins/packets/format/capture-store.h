/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The packets of one capture, live or from a file, by their number: an index over the bytes of a file, never the bytes
 * themselves. One thread feeds it; any number of threads may read, each with a CaptureCursor of its own, up to what
 * capture_store_get_n_packets() told it. */

#pragma once

#include "plugins/packets/dissect/dissection.h"
#include "plugins/packets/format/packet.h"

G_BEGIN_DECLS

#define CAPTURE_STORE_ERROR (capture_store_error_quark ())

/**
 * CaptureStoreError:
 * @CAPTURE_STORE_ERROR_FORMAT: this is no capture file, or no longer one from here on
 * @CAPTURE_STORE_ERROR_TRUNCATED: the last block is not whole: what is before it is good
 * @CAPTURE_STORE_ERROR_LIMIT: more packets or interfaces than this program takes
 * @CAPTURE_STORE_ERROR_READ: the file cannot be read (any more)
 */
typedef enum
{
  CAPTURE_STORE_ERROR_FORMAT,
  CAPTURE_STORE_ERROR_TRUNCATED,
  CAPTURE_STORE_ERROR_LIMIT,
  CAPTURE_STORE_ERROR_READ,
} CaptureStoreError;

typedef enum
{
  CAPTURE_INTERFACE_UNKNOWN, /* nobody said: any file */
  CAPTURE_INTERFACE_UP,
  CAPTURE_INTERFACE_DOWN,
  CAPTURE_INTERFACE_GONE,
} CaptureInterfaceState;

/* In packets and bytes (on the wire) since the capture began, as the helper counted them, those it did not send included. */
typedef struct
{
  guint64 in_packets, in_bytes;
  guint64 out_packets, out_bytes;
  guint64 received; /* isb_ifrecv */
  guint64
      dropped_by_kernel; /* isb_osdrop; of all interfaces of a section together where they share a ring */
  guint64 dropped_by_us; /* counted but not sent on */
  gint64 time_ns;        /* of these figures; PACKET_NO_TIME: none yet */
} CaptureStatistics;

typedef struct
{
  char *name;         /* "" where the file has none */
  char *description;  /* (nullable) */
  char *filter;       /* (nullable) as text */
  guint32 snap_bytes; /* 0: no limit */
  guint16 link_type;
  guint32 section; /* counted from 0 */
  CaptureInterfaceState state;
  CaptureStatistics statistics;
} CaptureInterface;

typedef struct _CaptureStore CaptureStore;
typedef struct _CaptureCursor CaptureCursor;

GQuark capture_store_error_quark (void);

CaptureStore *capture_store_new (int fd);
CaptureStore *capture_store_ref (CaptureStore *self);
void capture_store_unref (CaptureStore *self);

/* The thread that feeds. Both leave what was indexed before an error as it is. */
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
gboolean capture_store_get_interface (CaptureStore *self, guint index, CaptureInterface *copy);
void capture_interface_clear (CaptureInterface *self);
gint64 capture_store_get_first_time_ns (CaptureStore *self);

CaptureCursor *capture_cursor_new (CaptureStore *store);
void capture_cursor_free (CaptureCursor *self);
gboolean capture_cursor_read (CaptureCursor *self,
                              guint index,
                              Packet *packet,
                              TcpMark *mark,
                              GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CaptureStore, capture_store_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CaptureCursor, capture_cursor_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CaptureInterface, capture_interface_clear)

G_END_DECLS
