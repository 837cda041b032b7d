/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What a capture says of its interfaces, and what can be wrong with a capture. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CAPTURE_STORE_ERROR (capture_store_error_quark ())

/**
 * CaptureStoreError:
 * @CAPTURE_STORE_ERROR_FORMAT: this is no capture file, or no longer one from here on
 * @CAPTURE_STORE_ERROR_TRUNCATED: the last block is not whole: what is before it is good
 * @CAPTURE_STORE_ERROR_LIMIT: more packets or interfaces than this program takes
 * @CAPTURE_STORE_ERROR_READ: the file cannot be read (any more)
 * @CAPTURE_STORE_ERROR_WRITE: the file cannot be written (any more), mostly because the disk is full: what is before is good
 * @CAPTURE_STORE_ERROR_UNSUITABLE: this format cannot hold those packets
 */
typedef enum
{
  CAPTURE_STORE_ERROR_FORMAT,
  CAPTURE_STORE_ERROR_TRUNCATED,
  CAPTURE_STORE_ERROR_LIMIT,
  CAPTURE_STORE_ERROR_READ,
  CAPTURE_STORE_ERROR_WRITE,
  CAPTURE_STORE_ERROR_UNSUITABLE,
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
  guint32 ifindex; /* the kernel's number where it was captured; 0: not known */
  CaptureInterfaceState state;
  CaptureStatistics statistics;
} CaptureInterface;

GQuark capture_store_error_quark (void);

void capture_interface_copy (CaptureInterface *self, const CaptureInterface *from);
void capture_interface_clear (CaptureInterface *self);
void capture_interface_count_lost (const CaptureInterface *interfaces,
                                   guint n_interfaces,
                                   guint64 *by_kernel,
                                   guint64 *by_us);
char *capture_interface_dup_label (const CaptureInterface *self, guint index);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CaptureInterface, capture_interface_clear)

G_END_DECLS
