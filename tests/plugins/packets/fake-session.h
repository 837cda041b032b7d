/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* A PacketsSession that is whatever a test says: in place of the real one, for those that link to this. */

#pragma once

#include "plugins/packets/packets-session.h"

G_BEGIN_DECLS

PacketsSession *fake_session_new (void);
void fake_session_set_state (PacketsSession *self, PacketsSessionState state);
void fake_session_set_store (PacketsSession *self, CaptureStore *store);
void fake_session_set_problem (PacketsSession *self,
                               const char *problem,
                               const char *explanation,
                               const char *remedy,
                               gboolean can_ask_administrator);
void fake_session_set_unsaved (PacketsSession *self, gboolean unsaved);
void fake_session_set_captured_here (PacketsSession *self, gboolean captured_here);
void fake_session_set_progress (PacketsSession *self, double progress);
void fake_session_set_saving (PacketsSession *self, double saving);
void fake_session_set_losses (PacketsSession *self, const char *losses);
void fake_session_set_skipped (PacketsSession *self, guint64 skipped);
void fake_session_add_left (PacketsSession *self, GFile *file);
void fake_session_tell (PacketsSession *self);

gboolean fake_session_was_asked (gpointer self);

/* What the page asked for, in words, one per line; this forgets it. */
char *fake_session_steal_log (PacketsSession *self);

G_END_DECLS
