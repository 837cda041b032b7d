/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-scheduler.h"

#include "plugins/packets/packets-failure.h"
#include "plugins/packets/packets-feed.h"
#include "plugins/packets/packets-live-file.h"
#include "plugins/packets/packets-load.h"
#include "plugins/packets/packets-session.h"

G_BEGIN_DECLS

struct _PacketsSession
{
  GObject parent_instance;

  SwScheduler *scheduler;
  char *owner;
  char *cache_dir;
  SwJob *teller; /* (nullable) once ended; emits "changed"; paused when there is nothing to tell */
  CaptureStore *store; /* (nullable) */
  PacketsLiveFile *
      live; /* (nullable) what the store's bytes are written to, or were by a process that is gone */
  PacketsFeed *feed;         /* (nullable) while a program runs */
  GCancellable *under_way;   /* another one for each thing that is begun */
  PacketsProgress *progress; /* the same */
  PacketsProgress *saving;   /* (nullable) of what was begun to be saved last */
  char *title;               /* (nullable) */
  char *note;                /* (nullable) what was wrong with the file when it was opened */
  char *problem;             /* (nullable) */
  char *explanation;         /* (nullable) */
  char *remedy;              /* (nullable) */
  PacketsSessionState state;
  guint64 max_bytes; /* of a live file */
  guint n_saving;    /* under way */
  guint asks_administrator : 1;
  guint unsaved : 1;
  guint as_administrator : 1; /* the feed */
  guint is_command : 1;       /* the same */
  guint captured_here : 1;    /* the store */
  guint capped : 1;           /* the feed was stopped because of its size */
  guint cut_short : 1;        /* the file has more packets than were read when it was stopped */
};

void packets_session_begin (PacketsSession *self, PacketsSessionState state, char *title);
void packets_session_settle (PacketsSession *self);
void packets_session_set_state (PacketsSession *self, PacketsSessionState state);
void packets_session_set_problem (PacketsSession *self,
                                  const char *problem,
                                  const char *explanation,
                                  const char *remedy);
void packets_session_tell (PacketsSession *self);
gboolean packets_session_is_cancelled (const GError *error);

G_END_DECLS
