/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "tests/sw-test.h"

#include "plugins/packets/packets-failure.h"

#define HELPER "/opt/still watch/stillwatch-capture"
#define PLAIN "/usr/libexec/stillwatch/stillwatch-capture"

typedef struct
{
  const char *what;
  PacketsObservations seen;
  PacketsFailureKind kind;
  const char *explained; /* is in the explanation */
  const char *remedy;    /* (nullable) */
  gboolean administrator_can_help;
} Case;

#define SAID(text) \
  .helper = PLAIN, .words = text, .user = "ada", .group = "stillwatch", .has_pkexec = TRUE
#define SEEN SAID ((char *) "")

static Case cases[] = {
  { "no capability",
    { SEEN, .exit_code = PACKETS_EXIT_NOT_PERMITTED },
    PACKETS_FAILURE_NO_CAPABILITY,
    PLAIN,
    "sudo setcap cap_net_raw=p " PLAIN,
    TRUE },
  { "no capability, a path with a blank, no polkit",
    { .helper = HELPER, .words = "", .exit_code = PACKETS_EXIT_NOT_PERMITTED },
    PACKETS_FAILURE_NO_CAPABILITY,
    HELPER,
    "sudo setcap cap_net_raw=p '" HELPER "'",
    FALSE },
  { "not in the group",
    { SEEN, .exec_errno = EACCES, .group_executable = TRUE },
    PACKETS_FAILURE_NOT_IN_GROUP,
    "“stillwatch”",
    "sudo usermod -aG stillwatch ada",
    TRUE },
  { "not logged in again",
    { SEEN, .exec_errno = EACCES, .group_executable = TRUE, .in_group_database = TRUE },
    PACKETS_FAILURE_NOT_LOGGED_IN_AGAIN,
    "Log out",
    NULL,
    TRUE },
  { "executable for nobody like us",
    { SEEN, .exec_errno = EACCES, .in_group = TRUE, .in_group_database = TRUE },
    PACKETS_FAILURE_NOT_EXECUTABLE,
    PLAIN,
    "sudo chmod a+rx " PLAIN,
    TRUE },
  { "in the group, and all the same",
    { SEEN, .exec_errno = EACCES, .group_executable = TRUE, .in_group = TRUE },
    PACKETS_FAILURE_NOT_EXECUTABLE,
    PLAIN,
    "sudo chmod a+rx " PLAIN,
    TRUE },
  { "bounding set, with =ep",
    { SEEN, .exec_errno = EPERM, .bounding_set_lacks = TRUE, .has_capability = TRUE },
    PACKETS_FAILURE_BOUNDING_SET,
    "CAP_NET_RAW",
    NULL,
    FALSE },
  { "bounding set, with =p",
    { SEEN, .exit_code = PACKETS_EXIT_NOT_PERMITTED, .bounding_set_lacks = TRUE,
      .has_capability = TRUE },
    PACKETS_FAILURE_BOUNDING_SET,
    "CAP_NET_RAW",
    NULL,
    FALSE },
  { "bounding set, as administrator",
    { SEEN, .exit_code = PACKETS_EXIT_NOT_PERMITTED, .bounding_set_lacks = TRUE,
      .as_administrator = TRUE },
    PACKETS_FAILURE_BOUNDING_SET,
    "CAP_NET_RAW",
    NULL,
    FALSE },
  { "no_new_privs",
    { SEEN, .exit_code = PACKETS_EXIT_NOT_PERMITTED, .no_new_privileges = TRUE,
      .has_capability = TRUE },
    PACKETS_FAILURE_NO_NEW_PRIVILEGES,
    "no_new_privs",
    NULL,
    FALSE },
  { "nosuid",
    { SEEN, .exit_code = PACKETS_EXIT_NOT_PERMITTED, .nosuid = TRUE },
    PACKETS_FAILURE_NOSUID,
    "nosuid",
    NULL,
    TRUE },
  { "sandbox, by errno",
    { SEEN, .exit_code = PACKETS_EXIT_NO_FAMILY },
    PACKETS_FAILURE_SANDBOX,
    "Flatpak",
    NULL,
    FALSE },
  { "sandbox, by its mark",
    { SEEN, .exit_code = PACKETS_EXIT_NOT_PERMITTED, .sandboxed = TRUE, .no_new_privileges = TRUE },
    PACKETS_FAILURE_SANDBOX,
    "Flatpak",
    NULL,
    FALSE },
  { "user namespace",
    { SEEN, .exit_code = PACKETS_EXIT_NOT_PERMITTED, .has_capability = TRUE, .in_namespace = TRUE },
    PACKETS_FAILURE_NAMESPACE,
    "namespace",
    NULL,
    FALSE },
  { "everything is as it should be",
    { SAID ((char *) "stillwatch-capture: not-permitted: no"),
      .exit_code = PACKETS_EXIT_NOT_PERMITTED, .has_capability = TRUE },
    PACKETS_FAILURE_OTHER,
    "not-permitted: no",
    NULL,
    FALSE },
  { "missing", { SEEN, .exec_errno = ENOENT }, PACKETS_FAILURE_HELPER_MISSING, PLAIN, NULL, FALSE },
  { "missing, seen afterwards",
    { SEEN, .exit_code = PACKETS_EXIT_NOT_AUTHORISED, .as_administrator = TRUE, .missing = TRUE },
    PACKETS_FAILURE_HELPER_MISSING,
    PLAIN,
    NULL,
    FALSE },
  { "no interface",
    { SEEN, .exit_code = PACKETS_EXIT_NO_INTERFACE },
    PACKETS_FAILURE_NO_INTERFACE,
    "gone",
    NULL,
    FALSE },
  { "bad filter",
    { SAID ((char *) "too long"), .exit_code = PACKETS_EXIT_BAD_FILTER },
    PACKETS_FAILURE_BAD_FILTER,
    "too long",
    NULL,
    FALSE },
  { "dismissed",
    { SEEN, .exit_code = PACKETS_EXIT_DISMISSED, .as_administrator = TRUE },
    PACKETS_FAILURE_DISMISSED,
    "dismissed",
    NULL,
    TRUE },
  { "not authorised",
    { SEEN, .exit_code = PACKETS_EXIT_NOT_AUTHORISED, .as_administrator = TRUE },
    PACKETS_FAILURE_NOT_AUTHORISED,
    "not authorised",
    NULL,
    TRUE },
  { "the same code without pkexec is nothing of the kind",
    { SAID ((char *) "odd"), .exit_code = PACKETS_EXIT_DISMISSED },
    PACKETS_FAILURE_OTHER,
    "odd",
    NULL,
    FALSE },
  { "killed", { SEEN, .exit_code = -9 }, PACKETS_FAILURE_KILLED, "from outside.", NULL, FALSE },
  { "killed by its own confinement",
    { SEEN, .exit_code = -31 },
    PACKETS_FAILURE_CONFINED,
    "report it.",
    NULL,
    FALSE },
  { "without a word",
    { SEEN, .exit_code = 7 },
    PACKETS_FAILURE_OTHER,
    "without saying why",
    NULL,
    FALSE },
};

static void
test_each_is_told_apart (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PacketsFailure) failure = packets_failure_new (&cases[i].seen);

      g_test_message ("%s: %s %s", cases[i].what, failure->title, failure->explanation);
      g_assert_cmpint (failure->kind, ==, cases[i].kind);
      g_assert_cmpstr (failure->title, !=, "");
      g_assert_nonnull (strstr (failure->explanation, cases[i].explained));
      g_assert_cmpstr (failure->remedy, ==, cases[i].remedy);
      g_assert_cmpint (failure->administrator_can_help, ==, cases[i].administrator_can_help);
    }
}

/* Whatever is not among the cases has a text all the same. */
static void
test_nothing_is_without_words (void)
{
  for (int exit_code = -1; exit_code < 256; exit_code++)
    for (guint bits = 0; bits < 4; bits++)
      {
        const PacketsObservations seen = {
          .helper = "x",
          .words = "",
          .exit_code = exit_code,
          .as_administrator = bits & 1,
          .exec_errno = bits & 2 ? EIO : 0,
        };
        g_autoptr (PacketsFailure) failure = packets_failure_new (&seen);

        g_assert_cmpstr (failure->title, !=, "");
        g_assert_cmpstr (failure->explanation, !=, "");
      }
}

static void
on_found_cb (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  PacketsFailure **failure = user_data;
  g_autoptr (GError) error = NULL;

  *failure = packets_failure_find_finish (result, &error);
  g_assert_no_error (error);
}

static PacketsFailure *
find (const char *helper, int exec_errno, int exit_code)
{
  PacketsFailure *failure = NULL;
  PacketsObservations seen = {
    .helper = g_strdup (helper),
    .words = g_strdup (""),
    .exec_errno = exec_errno,
    .exit_code = exit_code,
  };

  packets_failure_find_async (&seen, NULL, on_found_cb, &failure);
  WAIT_UNTIL (failure != NULL);
  return failure;
}

/* What of this can be had on any machine: the file's own state. */
static void
test_the_machine_is_looked_at (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autofree char *helper = g_build_filename (sw_test_tree_get_root (tree), "helper", NULL);
  g_autofree char *none = g_build_filename (sw_test_tree_get_root (tree), "none", NULL);
  g_autoptr (PacketsFailure) missing = NULL;
  g_autoptr (PacketsFailure) barred = NULL;
  g_autoptr (PacketsFailure) powerless = NULL;

  sw_test_tree_write (tree, "helper", "#!/bin/sh\n");
  g_assert_cmpint (g_chmod (helper, 0600), ==, 0);
  missing = find (none, 0, PACKETS_EXIT_NOT_PERMITTED);
  g_assert_cmpint (missing->kind, ==, PACKETS_FAILURE_HELPER_MISSING);
  barred = find (helper, EACCES, 0);
  g_assert_cmpint (barred->kind, ==, PACKETS_FAILURE_NOT_EXECUTABLE);
  powerless = find (helper, 0, PACKETS_EXIT_NOT_PERMITTED);
  g_test_message ("here: %s", powerless->explanation);
  /* Which of them it is depends on what the tests themselves run in. */
  g_assert_cmpint (powerless->kind, !=, PACKETS_FAILURE_OTHER);
  g_assert_cmpint (powerless->kind, !=, PACKETS_FAILURE_HELPER_MISSING);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/failure/told-apart", test_each_is_told_apart);
  g_test_add_func ("/packets/failure/never-without-words", test_nothing_is_without_words);
  g_test_add_func ("/packets/failure/looked-at", test_the_machine_is_looked_at);
  return g_test_run ();
}
