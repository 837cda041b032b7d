/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Why a capture did not come about, and what the user can do: told from how the helper ended and from what can be looked at
 * around it. Those that look alike from outside (EPERM at the socket) have five different remedies. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Exit codes of stillwatch-capture. */
#define PACKETS_EXIT_NOT_PERMITTED 3
#define PACKETS_EXIT_NO_FAMILY 4
#define PACKETS_EXIT_NO_INTERFACE 5
#define PACKETS_EXIT_BAD_FILTER 6

/* Of pkexec(1) itself. */
#define PACKETS_EXIT_DISMISSED 126
#define PACKETS_EXIT_NOT_AUTHORISED 127

typedef enum
{
  PACKETS_FAILURE_HELPER_MISSING,
  PACKETS_FAILURE_NO_CAPABILITY,
  PACKETS_FAILURE_NOT_IN_GROUP,
  PACKETS_FAILURE_NOT_LOGGED_IN_AGAIN,
  PACKETS_FAILURE_NOT_EXECUTABLE, /* for anybody like this user, whatever the group */
  PACKETS_FAILURE_BOUNDING_SET,
  PACKETS_FAILURE_NO_NEW_PRIVILEGES,
  PACKETS_FAILURE_NOSUID,
  PACKETS_FAILURE_SANDBOX,
  PACKETS_FAILURE_NAMESPACE, /* a user namespace: the file's capability counts only outside */
  PACKETS_FAILURE_NO_INTERFACE,
  PACKETS_FAILURE_BAD_FILTER,
  PACKETS_FAILURE_DISMISSED,
  PACKETS_FAILURE_NOT_AUTHORISED,
  PACKETS_FAILURE_KILLED,
  PACKETS_FAILURE_CONFINED, /* killed by its own seccomp filter */
  PACKETS_FAILURE_OTHER,
} PacketsFailureKind;

#define PACKETS_N_FAILURES (PACKETS_FAILURE_OTHER + 1)

/* How it ended, and what was seen afterwards. The texts are owned. */
typedef struct
{
  char *helper;               /* its path */
  char *words;                /* what it said last; "" if nothing */
  char *user;                 /* (nullable) who we are */
  char *group;                /* (nullable) the file's */
  int exec_errno;             /* 0: it was started */
  int exit_code;              /* negative: the signal that ended it */
  guint as_administrator : 1; /* through pkexec */
  guint has_pkexec : 1;
  guint missing : 1;
  guint group_executable : 1;  /* the mode lets the group run it */
  guint in_group : 1;          /* this process */
  guint in_group_database : 1; /* so a new session would be */
  guint has_capability : 1;
  guint bounding_set_lacks : 1;
  guint no_new_privileges : 1;
  guint nosuid : 1;
  guint sandboxed : 1;
  guint in_namespace : 1;
} PacketsObservations;

typedef struct
{
  PacketsFailureKind kind;
  char *title;
  char *explanation;
  char *remedy; /* (nullable) a command to copy */
  gboolean administrator_can_help;
} PacketsFailure;

PacketsFailure *packets_failure_new (const PacketsObservations *seen);
void packets_failure_free (PacketsFailure *self);

void packets_observations_clear (PacketsObservations *self);

/* SEEN has how it ended; the rest is looked at in a worker thread, since a user database may be far away. */
void packets_failure_find_async (PacketsObservations *seen,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
PacketsFailure *packets_failure_find_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PacketsFailure, packets_failure_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PacketsObservations, packets_observations_clear)

G_END_DECLS
