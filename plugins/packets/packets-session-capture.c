/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>
#include <fcntl.h>

#include <glib/gi18n-lib.h>

#include "core/sw-plural.h"

#include "plugins/packets/packets-close.h"
#include "plugins/packets/packets-filter.h"
#include "plugins/packets/packets-launch.h"
#include "plugins/packets/packets-session-private.h"

/* Captures: from the helper or a command, into a file. */

/* What may still be written after the cap, so that the capture ends as it should: what is on its way. */
#define OVER_CAP_BYTES (4 * 1024 * 1024)

#define MAX_NAMED_INTERFACES 4
#define MAX_TITLE_CHARACTERS 60

static void
on_failure_found_cb (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PacketsSession) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PacketsFailure) failure = packets_failure_find_finish (result, &error);

  if (failure == NULL)
    return;
  packets_session_set_problem (self, failure->title, failure->explanation, failure->remedy);
  self->asks_administrator = failure->administrator_can_help;
  packets_session_settle (self);
}

/* WORDS is taken. */
static void
find_failure (PacketsSession *self, int exec_errno, int exit_code, char *words)
{
  PacketsObservations seen = {
    .helper = packets_helper_find (),
    .words = words,
    .exec_errno = exec_errno,
    .exit_code = exit_code,
    .as_administrator = self->as_administrator,
  };

  packets_failure_find_async (&seen, self->under_way, on_failure_found_cb, g_object_ref (self));
}

static int
errno_from_spawn (const GError *error)
{
  if (g_error_matches (error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT))
    return ENOENT;
  if (g_error_matches (error, G_SPAWN_ERROR, G_SPAWN_ERROR_ACCES))
    return EACCES;
  if (g_error_matches (error, G_SPAWN_ERROR, G_SPAWN_ERROR_PERM))
    return EPERM;
  return EIO;
}

static void
fail_to_spawn (PacketsSession *self, const GError *error)
{
  if (!self->is_command)
    {
      find_failure (self, errno_from_spawn (error), -1, g_strdup (error->message));
      return;
    }
  packets_session_set_problem (self, C_ ("packets", "The Command Cannot Be Run"), error->message,
                               NULL);
  packets_session_settle (self);
}

static const char *
get_failed_title (PacketsSession *self)
{
  return self->is_command ? C_ ("packets", "The Command Failed")
                          : C_ ("packets", "The Capture Failed");
}

/* What has come is good; nothing more is taken. */
static void
break_off (PacketsSession *self, const char *problem, const char *explanation)
{
  packets_feed_close (self->feed);
  g_clear_object (&self->feed);
  packets_session_set_problem (self, problem, explanation, NULL);
  packets_session_settle (self);
}

static void
stop_at_cap (PacketsSession *self)
{
  g_autofree char *size = g_format_size_full (self->max_bytes, G_FORMAT_SIZE_IEC_UNITS);
  g_autofree char *explanation
      = g_strdup_printf (C_ ("packets", "Its file has reached the size of %s, which the "
                                        "preferences set as the limit."),
                         size);

  self->capped = TRUE;
  packets_session_set_problem (self, C_ ("packets", "The Capture Was Stopped"), explanation, NULL);
  packets_feed_stop (self->feed);
}

static void
explain_break (PacketsSession *self, const GError *error)
{
  g_autofree char *words = packets_feed_dup_words (self->feed);

  if (g_error_matches (error, CAPTURE_STORE_ERROR, CAPTURE_STORE_ERROR_FORMAT) && self->is_command)
    break_off (self, C_ ("packets", "The Command Gives No Capture"),
               words[0] != '\0' ? words : error->message);
  else if (g_error_matches (error, CAPTURE_STORE_ERROR, CAPTURE_STORE_ERROR_WRITE)
           || g_error_matches (error, CAPTURE_STORE_ERROR, CAPTURE_STORE_ERROR_LIMIT))
    break_off (self, C_ ("packets", "The Capture Was Stopped"), error->message);
  else
    break_off (self, get_failed_title (self), error->message);
}

static void
on_bytes_cb (const guint8 *bytes, gsize n_bytes, gpointer user_data)
{
  PacketsSession *self = user_data;
  g_autoptr (GError) error = NULL;
  const guint64 n_stored = capture_store_get_n_bytes (self->store);

  if (self->capped && n_stored + n_bytes > self->max_bytes + OVER_CAP_BYTES)
    return;
  if (self->state == PACKETS_SESSION_STARTING)
    packets_session_set_state (self, PACKETS_SESSION_CAPTURING);
  packets_session_tell (self);
  /* In this very wakeup, unless they are many. */
  if (!packets_feed_get_full (self->feed))
    sw_job_run_soon (self->teller);
  if (!capture_store_append (self->store, bytes, n_bytes, &error))
    explain_break (self, error);
  else if (!self->capped && n_stored + n_bytes >= self->max_bytes)
    stop_at_cap (self);
}

/* It ended by itself, without complaint. Without an interface there was no capture: ssh to a machine that has no tcpdump. */
static void
settle_well_ended (PacketsSession *self, const char *words, const GError *error)
{
  if (!packets_feed_get_stopped (self->feed) && capture_store_get_n_interfaces (self->store) == 0)
    packets_session_set_problem (self,
                                 self->is_command ? C_ ("packets", "The Command Gives No Capture")
                                                  : get_failed_title (self),
                                 words[0] != '\0' ? words : NULL, NULL);
  else if (!packets_feed_get_stopped (self->feed) && error != NULL)
    packets_session_set_problem (self, C_ ("packets", "The Capture Broke Off"),
                                 words[0] != '\0' ? words : error->message, NULL);
  packets_session_settle (self);
}

static void
on_ended_cb (gpointer user_data)
{
  g_autoptr (PacketsSession) self = g_object_ref (user_data);
  g_autofree char *words = packets_feed_dup_words (self->feed);
  g_autoptr (GError) error = NULL;
  const int exit_code = packets_feed_get_exit_code (self->feed);

  capture_store_finish (self->store, &error);
  if (packets_feed_get_stopped (self->feed) || exit_code == 0)
    settle_well_ended (self, words, error);
  else if (!self->is_command)
    find_failure (self, 0, exit_code, g_steal_pointer (&words));
  else
    {
      packets_session_set_problem (self, get_failed_title (self), words[0] != '\0' ? words : NULL,
                                   NULL);
      packets_session_settle (self);
    }
  g_clear_object (&self->feed);
}

/* The lock on the file lasts for as long as either descriptor. */
static gboolean
make_store (PacketsSession *self, PacketsLaunch *launch)
{
  const int fd = fcntl (packets_live_file_get_fd (launch->live), F_DUPFD_CLOEXEC, 0);

  if (fd < 0)
    {
      packets_session_set_problem (self, get_failed_title (self), g_strerror (errno), NULL);
      packets_session_settle (self);
      return FALSE;
    }
  self->live = g_steal_pointer (&launch->live);
  self->store = capture_store_new (fd);
  capture_store_set_close_func (self->store, packets_close);
  self->unsaved = TRUE;
  self->captured_here = !self->is_command;
  return TRUE;
}

static void
on_prepared_cb (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PacketsSession) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PacketsLaunch) launch = packets_launch_prepare_finish (result, &error);

  if (packets_session_is_cancelled (error))
    return;
  if (launch == NULL)
    {
      packets_session_set_problem (self,
                                   error->domain == PACKETS_FILTER_ERROR
                                       ? C_ ("packets", "The Capture Filter Cannot Be Understood")
                                       : get_failed_title (self),
                                   error->message, NULL);
      packets_session_settle (self);
      return;
    }
  if (!make_store (self, launch))
    return;
  self->feed = packets_feed_new (self->scheduler, self->owner, (const char *const *) launch->argv,
                                 self->as_administrator, on_bytes_cb, on_ended_cb, self, &error);
  if (self->feed == NULL)
    fail_to_spawn (self, error);
}

static char *
make_title (const char *const *interfaces)
{
  const guint n = interfaces != NULL ? g_strv_length ((char **) interfaces) : 0;

  if (n == 0)
    return g_strdup (C_ ("packets title", "All Interfaces"));
  if (n > MAX_NAMED_INTERFACES)
    return g_strdup_printf (sw_plural ("packets title", "%u Interface", "%u Interfaces", n), n);
  return g_strjoinv (", ", (char **) interfaces);
}

void
packets_session_start (PacketsSession *self, const PacketsRequest *request)
{
  g_return_if_fail (PACKETS_IS_SESSION (self) && request != NULL);

  packets_session_begin (self, PACKETS_SESSION_STARTING, make_title (request->interfaces));
  self->as_administrator = !!request->as_administrator;
  self->is_command = FALSE;
  packets_launch_prepare_async (request, NULL, self->cache_dir, self->under_way, on_prepared_cb,
                                g_object_ref (self));
}

static char *
make_command_title (const char *const *argv)
{
  g_autofree char *line = g_strjoinv (" ", (char **) argv);
  g_autofree char *valid = g_utf8_make_valid (line, -1);

  return g_utf8_truncate_middle (valid, MAX_TITLE_CHARACTERS);
}

/* ARGV: found in PATH; its standard output is the capture, in pcapng or pcap. No shell reads it. */
void
packets_session_start_command (PacketsSession *self, const char *const *argv)
{
  g_return_if_fail (PACKETS_IS_SESSION (self) && argv != NULL && argv[0] != NULL);

  packets_session_begin (self, PACKETS_SESSION_STARTING, make_command_title (argv));
  self->as_administrator = FALSE;
  self->is_command = TRUE;
  packets_launch_prepare_async (NULL, argv, self->cache_dir, self->under_way, on_prepared_cb,
                                g_object_ref (self));
}

/* Of whatever is under way; what has come so far stays. */
void
packets_session_stop (PacketsSession *self)
{
  g_return_if_fail (PACKETS_IS_SESSION (self));

  if (self->feed != NULL)
    packets_feed_stop (self->feed);
  else if (self->state == PACKETS_SESSION_STARTING || self->state == PACKETS_SESSION_LOADING)
    {
      g_cancellable_cancel (self->under_way);
      self->cut_short = TRUE;
      packets_session_settle (self);
      /* Not before: what has a problem and no packet is let go, and the file may have some. */
      if (self->store != NULL)
        packets_session_set_problem (self, C_ ("packets", "Loading Was Stopped"),
                                     C_ ("packets",
                                         "The file may have more packets than were read."),
                                     NULL);
    }
}
