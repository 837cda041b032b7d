/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plugins/packets/packets-filter.h"
#include "plugins/packets/packets-remote.h"

/* As long as a name in DNS with a user before it. */
#define MAX_HOST_BYTES 320
#define MAX_INTERFACE_BYTES 64

G_DEFINE_QUARK (packets-remote-error-quark, packets_remote_error)

static gboolean
is_plain (const char *text, gsize max_bytes)
{
  const gsize n_bytes = strlen (text);

  if (n_bytes == 0 || n_bytes > max_bytes || text[0] == '-')
    return FALSE;
  for (const char *c = text; *c != '\0'; c++)
    if (g_ascii_isspace (*c) || g_ascii_iscntrl (*c))
      return FALSE;
  return TRUE;
}

static gboolean
check (const char *host, const char *interface, const char *filter, GError **error)
{
  if (!is_plain (host, MAX_HOST_BYTES))
    {
      g_set_error (error, PACKETS_REMOTE_ERROR, PACKETS_REMOTE_ERROR_HOST,
                   C_ ("packets remote", "“%s” is not the name of a host"), host);
      return FALSE;
    }
  if (interface != NULL && !is_plain (interface, MAX_INTERFACE_BYTES))
    {
      g_set_error (error, PACKETS_REMOTE_ERROR, PACKETS_REMOTE_ERROR_INTERFACE,
                   C_ ("packets remote", "“%s” is not the name of an interface"), interface);
      return FALSE;
    }
  if (filter != NULL && strlen (filter) > PACKETS_MAX_FILTER_BYTES)
    {
      g_set_error (error, PACKETS_REMOTE_ERROR, PACKETS_REMOTE_ERROR_FILTER,
                   C_ ("packets remote", "The filter is too long"));
      return FALSE;
    }
  return TRUE;
}

static void
append_quoted (GString *command, const char *word)
{
  g_autofree char *quoted = g_shell_quote (word);

  g_string_append (command, quoted);
}

/* Its end is waited for, and the end of what we write: ssh signals nobody when it goes, and without a frame to write tcpdump would
 * capture on for ever. What waits holds nothing open that ssh would wait for. */
#define RUN_UNTIL_UNREAD \
  " & p=$!; (cat <&3; kill $p) >/dev/null 2>&1 & w=$!; wait $p; r=$?; kill $w; exit $r"

/* For a POSIX shell, in which sshd says who talks with whom: client, its port, server, its port. What ssh itself sends is left
 * out, since each packet would make another one: all of it where nobody chose, else this connection alone, so that others
 * can be looked at. */
static char *
build_script (const char *interface, const char *filter)
{
  g_autoptr (GString) script = g_string_new ("exec 3<&0; ");
  const gboolean filtered = filter != NULL && filter[0] != '\0';

  if (filtered)
    {
      g_string_append (script, "f=");
      append_quoted (script, filter);
      g_string_append (script, "; ");
    }
  g_string_append (script, "set -- $SSH_CONNECTION; tcpdump -U -n -s 0 -w - -i ");
  if (interface != NULL)
    append_quoted (script, interface);
  else
    g_string_append (script, "any"); /* which alone tells the direction */
  g_string_append (script, filtered ? " -- \"($f)${4:+ and not (tcp port $2 and tcp port $4)}\""
                                    : " -- \"not tcp port ${4:-22}\"");
  g_string_append (script, RUN_UNTIL_UNREAD);
  return g_string_free_and_steal (g_steal_pointer (&script));
}

/* Whatever shell the user has on the other side reads the command once more, so the script is quoted for it. */
GStrv
packets_remote_build_command (const char *host,
                              const char *interface,
                              const char *filter,
                              GError **error)
{
  g_autoptr (GString) command = g_string_new ("sh -c ");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *script = NULL;

  g_return_val_if_fail (host != NULL, NULL);

  if (!check (host, interface, filter, error))
    return NULL;
  script = build_script (interface, filter);
  append_quoted (command, script);
  /* No terminal, no question that nobody could see; a key or an agent. */
  g_strv_builder_add_many (builder, "ssh", "-T", "-o", "BatchMode=yes", "--", host, command->str,
                           NULL);
  return g_strv_builder_end (builder);
}
