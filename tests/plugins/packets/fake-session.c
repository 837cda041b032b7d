/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "plugins/packets/format/paste.h"
#include "tests/plugins/packets/fake-session.h"

struct _PacketsSession
{
  GObject parent_instance;

  PacketsSessionState state;
  CaptureStore *store; /* (nullable) */
  char *problem;       /* (nullable) */
  char *explanation;   /* (nullable) */
  char *remedy;        /* (nullable) */
  char *losses;        /* (nullable) of what is saved */
  gboolean can_ask_administrator;
  gboolean unsaved;
  gboolean captured_here;
  double progress;
  double saving;
  GTask *saving_task; /* (nullable) of what is being saved */
  guint64 skipped;
  GPtrArray *left; /* of GFile */
  GString *log;
};

enum
{
  SIGNAL_CHANGED = 1,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PacketsSession, packets_session, G_TYPE_OBJECT)

static void
packets_session_finalize (GObject *object)
{
  PacketsSession *self = PACKETS_SESSION (object);

  g_clear_pointer (&self->store, capture_store_unref);
  g_free (self->problem);
  g_free (self->explanation);
  g_free (self->remedy);
  g_free (self->losses);
  g_ptr_array_unref (self->left);
  g_string_free (self->log, TRUE);
  G_OBJECT_CLASS (packets_session_parent_class)->finalize (object);
}

static void
packets_session_class_init (PacketsSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = packets_session_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
packets_session_init (PacketsSession *self)
{
  self->left = g_ptr_array_new_with_free_func (g_object_unref);
  self->log = g_string_new (NULL);
  self->saving = -1;
}

PacketsSession *
fake_session_new (void)
{
  return g_object_new (PACKETS_TYPE_SESSION, NULL);
}

void
fake_session_set_state (PacketsSession *self, PacketsSessionState state)
{
  self->state = state;
}

void
fake_session_set_store (PacketsSession *self, CaptureStore *store)
{
  g_clear_pointer (&self->store, capture_store_unref);
  self->store = store != NULL ? capture_store_ref (store) : NULL;
}

void
fake_session_set_problem (PacketsSession *self,
                          const char *problem,
                          const char *explanation,
                          const char *remedy,
                          gboolean can_ask_administrator)
{
  g_set_str (&self->problem, problem);
  g_set_str (&self->explanation, explanation);
  g_set_str (&self->remedy, remedy);
  self->can_ask_administrator = can_ask_administrator;
}

void
fake_session_set_unsaved (PacketsSession *self, gboolean unsaved)
{
  self->unsaved = unsaved;
}

void
fake_session_set_captured_here (PacketsSession *self, gboolean captured_here)
{
  self->captured_here = captured_here;
}

void
fake_session_set_progress (PacketsSession *self, double progress)
{
  self->progress = progress;
}

/* From 0 on what is asked to be saved takes until it is less again. */
void
fake_session_set_saving (PacketsSession *self, double saving)
{
  self->saving = saving;
  if (saving >= 0 || self->saving_task == NULL)
    return;
  if (g_task_return_error_if_cancelled (self->saving_task))
    g_string_append (self->log, "cancelled\n");
  else
    g_task_return_boolean (self->saving_task, TRUE);
  g_clear_object (&self->saving_task);
}

void
fake_session_set_losses (PacketsSession *self, const char *losses)
{
  g_set_str (&self->losses, losses);
}

void
fake_session_set_skipped (PacketsSession *self, guint64 skipped)
{
  self->skipped = skipped;
}

void
fake_session_add_left (PacketsSession *self, GFile *file)
{
  g_ptr_array_add (self->left, g_object_ref (file));
}

void
fake_session_tell (PacketsSession *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

gboolean
fake_session_was_asked (gpointer self)
{
  return PACKETS_SESSION (self)->log->len > 0;
}

char *
fake_session_steal_log (PacketsSession *self)
{
  char *log = g_strndup (self->log->str, self->log->len);

  g_string_truncate (self->log, 0);
  return log;
}

void
packets_session_start (PacketsSession *self, const PacketsRequest *request)
{
  g_autofree char *interfaces
      = request->interfaces != NULL ? g_strjoinv (",", (char **) request->interfaces) : NULL;

  g_string_append_printf (self->log, "start %s “%s”%s\n", interfaces != NULL ? interfaces : "all",
                          request->filter, request->as_administrator ? " as administrator" : "");
}

void
packets_session_start_command (PacketsSession *self, const char *const *argv)
{
  g_string_append_printf (self->log, "command %s\n", argv[0]);
}

void
packets_session_stop (PacketsSession *self)
{
  g_string_append (self->log, "stop\n");
}

void
packets_session_open (PacketsSession *self, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  g_string_append_printf (self->log, "open %s\n", name);
}

void
packets_session_open_pasted (PacketsSession *self, GPtrArray *packets)
{
  for (guint i = 0; i < packets->len; i++)
    {
      const PastedPacket *packet = g_ptr_array_index (packets, i);

      g_string_append_printf (self->log, "%u bytes of type %u\n",
                              (guint) g_bytes_get_size (packet->bytes), packet->link_type);
    }
}

void
packets_session_close (PacketsSession *self)
{
  g_string_append (self->log, "close\n");
}

void
packets_session_list_left_async (PacketsSession *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_return_pointer (task, g_ptr_array_ref (self->left), (GDestroyNotify) g_ptr_array_unref);
}

GPtrArray *
packets_session_list_left_finish (G_GNUC_UNUSED PacketsSession *self,
                                  GAsyncResult *result,
                                  GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
packets_session_save_async (PacketsSession *self,
                            GFile *file,
                            const guint *indices,
                            guint n_indices,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *name = g_file_get_basename (file);

  g_string_append_printf (self->log, "save %s", name);
  for (guint i = 0; indices != NULL && i < n_indices; i++)
    g_string_append_printf (self->log, " %u", indices[i]);
  g_string_append_c (self->log, '\n');
  if (self->saving >= 0)
    g_set_object (&self->saving_task, task);
  else
    g_task_return_boolean (task, TRUE);
}

double
packets_session_get_saving (PacketsSession *self)
{
  return self->saving;
}

gboolean
packets_session_save_finish (G_GNUC_UNUSED PacketsSession *self,
                             GAsyncResult *result,
                             GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

char *
packets_session_dup_losses (PacketsSession *self, G_GNUC_UNUSED GAsyncResult *result)
{
  return g_strdup (self->losses);
}

PacketsSessionState
packets_session_get_state (PacketsSession *self)
{
  return self->state;
}

CaptureStore *
packets_session_get_store (PacketsSession *self)
{
  return self->store;
}

const char *
packets_session_get_title (G_GNUC_UNUSED PacketsSession *self)
{
  return "demo.pcapng";
}

gboolean
packets_session_get_unsaved (PacketsSession *self)
{
  return self->unsaved;
}

gboolean
packets_session_get_captured_here (PacketsSession *self)
{
  return self->captured_here;
}

double
packets_session_get_progress (PacketsSession *self)
{
  return self->progress;
}

guint64
packets_session_get_skipped (PacketsSession *self)
{
  return self->skipped;
}

const char *
packets_session_get_problem (PacketsSession *self)
{
  return self->problem;
}

const char *
packets_session_get_explanation (PacketsSession *self)
{
  return self->explanation;
}

const char *
packets_session_get_remedy (PacketsSession *self)
{
  return self->remedy;
}

gboolean
packets_session_get_can_ask_administrator (PacketsSession *self)
{
  return self->can_ask_administrator;
}

/* Takes all but what begins with a bracket. */
char *
packets_session_check_filter (const char *filter, G_GNUC_UNUSED guint16 link_type)
{
  return filter[0] == '[' ? g_strdup ("syntax error") : NULL;
}
