/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>
#include <signal.h>

#include <glib/gi18n-lib.h>

#include "plugins/packets/packets-failure.h"
#include "plugins/packets/packets-quote.h"

/* What an explanation has to be filled with. */
typedef enum
{
  HOLE_NONE,
  HOLE_HELPER,
  HOLE_GROUP,
  HOLE_WORDS,
} Hole;

typedef struct
{
  const char *title;
  const char *explanation; /* a printf format, with a "%s" where there is a hole */
  Hole hole;
  gboolean administrator_can_help;
} Text;

#define MISSING_TITLE NC_ ("packets failure", "The Capture Helper Is Not Installed")
#define NO_RIGHT_TITLE NC_ ("packets failure", "No Right to Capture")
#define NOT_HERE_TITLE NC_ ("packets failure", "Capturing Is Not Possible Here")
#define FAILED_TITLE NC_ ("packets failure", "The Capture Failed")
#define NOT_ALLOWED_TITLE NC_ ("packets failure", "The Capture Was Not Allowed")

/* The titles stand for several: what tells them apart is the explanation, and what to do. */
static const Text texts[PACKETS_N_FAILURES] = {
  [PACKETS_FAILURE_HELPER_MISSING]
  = { MISSING_TITLE,
      NC_ ("packets failure",
           "There is no program %s. Files and pasted bytes can be opened, and "
           "another host captured on, without it."),
      HOLE_HELPER, FALSE },
  [PACKETS_FAILURE_NO_CAPABILITY]
  = { NO_RIGHT_TITLE,
      NC_ ("packets failure",
           "The capture helper %s does not have the one capability that it "
           "needs. An administrator can give it with the command below."),
      HOLE_HELPER, TRUE },
  [PACKETS_FAILURE_NOT_IN_GROUP]
  = { NO_RIGHT_TITLE,
      NC_ ("packets failure",
           "Only members of the group “%s” may capture. After an administrator "
           "has added you with the command below, log out and in again."),
      HOLE_GROUP, TRUE },
  [PACKETS_FAILURE_NOT_LOGGED_IN_AGAIN]
  = { NO_RIGHT_TITLE,
      NC_ ("packets failure",
           "You were added to the group “%s”, but this session began before "
           "that. Log out and in again."),
      HOLE_GROUP, TRUE },
  [PACKETS_FAILURE_NOT_EXECUTABLE]
  = { NO_RIGHT_TITLE,
      NC_ ("packets failure",
           "You are not allowed to run the capture helper %s. An administrator "
           "can allow it with the command below."),
      HOLE_HELPER, TRUE },
  [PACKETS_FAILURE_BOUNDING_SET]
  = { NOT_HERE_TITLE,
      NC_ ("packets failure",
           "Whatever started Stillwatch, such as a container or a service, has "
           "taken the capability to capture (CAP_NET_RAW) from all programs "
           "in it. It has to be allowed there."),
      HOLE_NONE, FALSE },
  [PACKETS_FAILURE_NO_NEW_PRIVILEGES]
  = { NOT_HERE_TITLE,
      NC_ ("packets failure",
           "Stillwatch was started in a way that forbids its helper any rights "
           "(no_new_privs). Start it from the desktop or a plain terminal."),
      HOLE_NONE, FALSE },
  [PACKETS_FAILURE_NOSUID]
  = { NO_RIGHT_TITLE,
      NC_ ("packets failure",
           "The capture helper %s is on a file system that is mounted with "
           "“nosuid”, where no program can have rights of its own. Install "
           "Stillwatch elsewhere."),
      HOLE_HELPER, TRUE },
  [PACKETS_FAILURE_SANDBOX]
  = { NOT_HERE_TITLE,
      NC_ ("packets failure",
           "The sandbox that Stillwatch runs in, such as Flatpak’s, has no "
           "packet sockets. Files and pasted bytes can be opened; to capture, "
           "install Stillwatch from your distribution."),
      HOLE_NONE, FALSE },
  [PACKETS_FAILURE_NAMESPACE]
  = { NOT_HERE_TITLE,
      NC_ ("packets failure",
           "Stillwatch runs in a user namespace, such as that of a container, "
           "in which the capability of the capture helper does not count."),
      HOLE_NONE, FALSE },
  [PACKETS_FAILURE_NO_INTERFACE]
  = { NC_ ("packets failure", "None of the Interfaces Is There"),
      NC_ ("packets failure", "The network interfaces to capture from have gone. Choose others."),
      HOLE_NONE, FALSE },
  [PACKETS_FAILURE_BAD_FILTER]
  = { NC_ ("packets failure", "The Capture Filter Was Refused"),
      NC_ ("packets failure", "The kernel does not take this filter; a shorter one may do. %s"),
      HOLE_WORDS, FALSE },
  [PACKETS_FAILURE_DISMISSED]
  = { NOT_ALLOWED_TITLE,
      NC_ ("packets failure", "The question for an administrator’s password was dismissed."),
      HOLE_NONE, TRUE },
  [PACKETS_FAILURE_NOT_AUTHORISED]
  = { NOT_ALLOWED_TITLE,
      NC_ ("packets failure",
           "You are not authorised to capture as an administrator, or no "
           "program is running that could ask for the password."),
      HOLE_NONE, TRUE },
  [PACKETS_FAILURE_KILLED]
  = { FAILED_TITLE, NC_ ("packets failure", "The capture helper was ended from outside. %s"),
      HOLE_WORDS, FALSE },
  [PACKETS_FAILURE_CONFINED]
  = { FAILED_TITLE,
      NC_ ("packets failure",
           "The capture helper tried what its confinement forbids, and was ended by it. That is a "
           "fault in the helper or an attack on it: please report it. %s"),
      HOLE_WORDS, FALSE },
  [PACKETS_FAILURE_OTHER] = { FAILED_TITLE, "%s", HOLE_WORDS, FALSE },
};

/* Why it could not even be started. */
static PacketsFailureKind
judge_exec (const PacketsObservations *seen)
{
  switch (seen->exec_errno)
    {
    case ENOENT:
    case ENOTDIR:
      return PACKETS_FAILURE_HELPER_MISSING;
    case EACCES:
      if (!seen->group_executable || seen->in_group)
        return PACKETS_FAILURE_NOT_EXECUTABLE;
      return seen->in_group_database ? PACKETS_FAILURE_NOT_LOGGED_IN_AGAIN
                                     : PACKETS_FAILURE_NOT_IN_GROUP;
    case EPERM:
      /* What a capability marked as effective does where the bounding set lacks it. */
      return seen->bounding_set_lacks ? PACKETS_FAILURE_BOUNDING_SET : PACKETS_FAILURE_OTHER;
    default:
      return PACKETS_FAILURE_OTHER;
    }
}

/* It ran and got no packet socket. What no setcap could mend comes first. */
static PacketsFailureKind
judge_right (const PacketsObservations *seen)
{
  if (seen->sandboxed)
    return PACKETS_FAILURE_SANDBOX;
  if (seen->no_new_privileges)
    return PACKETS_FAILURE_NO_NEW_PRIVILEGES;
  if (seen->bounding_set_lacks)
    return PACKETS_FAILURE_BOUNDING_SET;
  if (seen->as_administrator)
    return PACKETS_FAILURE_OTHER;
  if (seen->nosuid)
    return PACKETS_FAILURE_NOSUID;
  if (!seen->has_capability)
    return PACKETS_FAILURE_NO_CAPABILITY;
  return seen->in_namespace ? PACKETS_FAILURE_NAMESPACE : PACKETS_FAILURE_OTHER;
}

static PacketsFailureKind
judge (const PacketsObservations *seen)
{
  if (seen->missing)
    return PACKETS_FAILURE_HELPER_MISSING;
  if (seen->exec_errno != 0)
    return judge_exec (seen);
  if (seen->as_administrator && seen->exit_code == PACKETS_EXIT_DISMISSED)
    return PACKETS_FAILURE_DISMISSED;
  if (seen->as_administrator && seen->exit_code == PACKETS_EXIT_NOT_AUTHORISED)
    return PACKETS_FAILURE_NOT_AUTHORISED;
  switch (seen->exit_code)
    {
    case PACKETS_EXIT_NOT_PERMITTED:
      return judge_right (seen);
    case PACKETS_EXIT_NO_FAMILY:
      return PACKETS_FAILURE_SANDBOX;
    case PACKETS_EXIT_NO_INTERFACE:
      return PACKETS_FAILURE_NO_INTERFACE;
    case PACKETS_EXIT_BAD_FILTER:
      return PACKETS_FAILURE_BAD_FILTER;
    case -SIGSYS:
      return PACKETS_FAILURE_CONFINED;
    default:
      return seen->exit_code < 0 ? PACKETS_FAILURE_KILLED : PACKETS_FAILURE_OTHER;
    }
}

/* (nullable) */
static char *
make_remedy (PacketsFailureKind kind, const PacketsObservations *seen)
{
  g_autofree char *helper = packets_quote_word (seen->helper);
  g_autofree char *user = packets_quote_word (seen->user != NULL ? seen->user : "$USER");
  g_autofree char *group = packets_quote_word (seen->group != NULL ? seen->group : "stillwatch");

  switch (kind)
    {
    case PACKETS_FAILURE_NO_CAPABILITY:
      return g_strdup_printf ("sudo setcap cap_net_raw=p %s", helper);
    case PACKETS_FAILURE_NOT_IN_GROUP:
      return g_strdup_printf ("sudo usermod -aG %s %s", group, user);
    case PACKETS_FAILURE_NOT_EXECUTABLE:
      return g_strdup_printf ("sudo chmod a+rx %s", helper);
    default:
      return NULL;
    }
}

static char *
fill (const Text *text, const PacketsObservations *seen)
{
  const char *format = g_dpgettext2 (GETTEXT_PACKAGE, "packets failure", text->explanation);
  const char *group = seen->group != NULL ? seen->group : "stillwatch";
  const char *const holes[] = {
    [HOLE_NONE] = "",
    [HOLE_HELPER] = seen->helper,
    [HOLE_GROUP] = group,
    [HOLE_WORDS] = seen->words,
  };

  if (text->hole == HOLE_NONE)
    return g_strdup (format);
  return g_strchomp (g_strdup_printf (format, holes[text->hole]));
}

/* From what was seen alone. */
PacketsFailure *
packets_failure_new (const PacketsObservations *seen)
{
  PacketsFailure *self = g_new0 (PacketsFailure, 1);
  const Text *text;

  self->kind = judge (seen);
  text = &texts[self->kind];
  self->title = g_strdup (g_dpgettext2 (GETTEXT_PACKAGE, "packets failure", text->title));
  self->explanation = fill (text, seen);
  self->remedy = make_remedy (self->kind, seen);
  self->administrator_can_help = text->administrator_can_help && seen->has_pkexec;
  if (self->explanation[0] == '\0')
    g_set_str (&self->explanation,
               C_ ("packets failure", "The capture helper ended without saying why."));
  return self;
}

void
packets_failure_free (PacketsFailure *self)
{
  g_free (self->title);
  g_free (self->explanation);
  g_free (self->remedy);
  g_free (self);
}

void
packets_observations_clear (PacketsObservations *self)
{
  g_clear_pointer (&self->helper, g_free);
  g_clear_pointer (&self->words, g_free);
  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->group, g_free);
}
