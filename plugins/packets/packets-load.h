/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Opening a capture: a file as it lies there, or one that has to be fetched or unpacked first. All of it in worker threads. */

#pragma once

#include <gio/gio.h>

#include "plugins/packets/format/capture-store.h"
#include "plugins/packets/packets-live-file.h"

G_BEGIN_DECLS

/* What is unpacked or fetched may take so much room. */
#define PACKETS_MAX_UNPACKED_BYTES (G_GUINT64_CONSTANT (4) << 30)

/* How far a worker is. Atomic. */
typedef struct _PacketsProgress PacketsProgress;

PacketsProgress *packets_progress_new (void);
PacketsProgress *packets_progress_ref (PacketsProgress *self);
void packets_progress_unref (PacketsProgress *self);
void packets_progress_set (PacketsProgress *self, guint64 done, guint64 all);
double packets_progress_get (PacketsProgress *self);

typedef struct
{
  int fd;                /* of bytes that can be indexed */
  char *note;            /* (nullable) what is wrong, although what is there can be shown */
  PacketsLiveFile *left; /* (nullable) the file is a capture that a process left which is no more */
} PacketsOpened;

void packets_opened_free (PacketsOpened *self);

void packets_open_async (GFile *file,
                         const char *cache_dir,
                         guint64 max_bytes,
                         PacketsProgress *progress,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
PacketsOpened *packets_open_finish (GAsyncResult *result, GError **error);

/* FALSE with an error of CAPTURE_STORE_ERROR: what is before it is indexed. */
void packets_index_async (CaptureStore *store,
                          guint64 file_bytes,
                          PacketsProgress *progress,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
gboolean packets_index_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PacketsProgress, packets_progress_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PacketsOpened, packets_opened_free)

G_END_DECLS
