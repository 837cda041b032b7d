/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* One capture and where its bytes come from: the helper, a command such as ssh, a file, pasted bytes. State without a
 * widget; the page is a view of it. */

#pragma once

#include <gio/gio.h>

#include "core/sw-types.h"

#include "plugins/packets/format/capture-store.h"

G_BEGIN_DECLS

/* Where the session is. */
typedef enum
{
  PACKETS_SESSION_EMPTY,     /* nothing yet, or the last attempt failed before a packet came */
  PACKETS_SESSION_STARTING,  /* the source was asked and has not answered */
  PACKETS_SESSION_CAPTURING, /* packets may come */
  PACKETS_SESSION_LOADING,   /* a file is being indexed; what is indexed can be shown */
  PACKETS_SESSION_READY,     /* no more come */
} PacketsSessionState;

/* What to capture. Strings are borrowed during the call. */
typedef struct
{
  const char *const *interfaces; /* (nullable) names; %NULL: all, those that come later included */
  const char *filter;            /* in BPF's language; "" or %NULL: everything */
  guint snap_bytes;              /* 0: whole frames */
  gboolean as_administrator;     /* once, through polkit */
} PacketsRequest;

#define PACKETS_TYPE_SESSION (packets_session_get_type ())
G_DECLARE_FINAL_TYPE (PacketsSession, packets_session, PACKETS, SESSION, GObject)

/* The signal "changed" (state, packets, interfaces, problem) comes at most ten times a second, and only from the scheduler
 * or an answer: views read everything anew. */
PacketsSession *packets_session_new (SwScheduler *scheduler,
                                     const char *owner,
                                     const char *cache_dir);

/* A capture stops by itself when its file has reached this. */
#define PACKETS_DEFAULT_MAX_BYTES (G_GUINT64_CONSTANT (1) << 30)
void packets_session_set_max_bytes (PacketsSession *self, guint64 max_bytes);

void packets_session_start (PacketsSession *self, const PacketsRequest *request);
void packets_session_start_command (PacketsSession *self, const char *const *argv);
void packets_session_stop (PacketsSession *self);
void packets_session_open (PacketsSession *self, GFile *file);
/* (element-type PastedPacket) */
void packets_session_open_pasted (PacketsSession *self, GPtrArray *packets);
void packets_session_close (PacketsSession *self);
/* For good: no job, watch, process or descriptor is left. What is not saved is left to be found by the next. */
void packets_session_end (PacketsSession *self);

/* (element-type GFile) (transfer container): captures that a process left which is no more. To be opened like any file, which
 * makes it this session's own: it is unlinked when it is saved, or closed; or to be deleted. */
void packets_session_list_left_async (PacketsSession *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
GPtrArray *packets_session_list_left_finish (PacketsSession *self,
                                             GAsyncResult *result,
                                             GError **error);

/* INDICES (nullable): the packets to save, ascending; all without. The name's ending says the format: .pcapng, .pcap, each
 * also with .gz. The file that is there is replaced when the new one is whole, never before. */
void packets_session_save_async (PacketsSession *self,
                                 GFile *file,
                                 const guint *indices,
                                 guint n_indices,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean packets_session_save_finish (PacketsSession *self, GAsyncResult *result, GError **error);
char *packets_session_dup_losses (PacketsSession *self, GAsyncResult *result);

PacketsSessionState packets_session_get_state (PacketsSession *self);
CaptureStore *packets_session_get_store (PacketsSession *self); /* (nullable) */
const char *packets_session_get_title (PacketsSession
                                           *self); /* (nullable) file's name, or interfaces */
gboolean packets_session_get_unsaved (PacketsSession
                                          *self); /* whether closing would lose packets */
/* Whether its packets were captured on this machine, and by this process: not a command's, not a file's. */
gboolean packets_session_get_captured_here (PacketsSession *self);
double packets_session_get_progress (PacketsSession *self); /* of loading, 0 to 1 */
double packets_session_get_saving (PacketsSession *self);   /* the same of saving; -1: nothing is */
guint64 packets_session_get_skipped (PacketsSession *self); /* counted, but too many to be kept */

/* What went wrong last, in words for the user; %NULL: nothing. The remedy is a command to copy (nullable). */
const char *packets_session_get_problem (PacketsSession *self);
const char *packets_session_get_explanation (PacketsSession *self);
const char *packets_session_get_remedy (PacketsSession *self);
gboolean packets_session_get_can_ask_administrator (PacketsSession *self);

/* NULL: FILTER is good for the link type; else (transfer full) what is wrong with it, as libpcap says. */
char *packets_session_check_filter (const char *filter, guint16 link_type);

G_END_DECLS
