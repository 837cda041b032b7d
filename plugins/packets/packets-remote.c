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

  g_string_append_c (command, ' ');
  g_string_append (command, quoted);
}

/* Without a filter what ssh itself sends is left out: each packet would make another one. A shell on the other side reads the
 * command once more, so what users typed is quoted for it. */
GStrv
packets_remote_build_command (const char *host,
                              const char *interface,
                              const char *filter,
                              GError **error)
{
  g_autoptr (GString) command = g_string_new ("tcpdump -U -n -s 0 -w -");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (host != NULL, NULL);

  if (!check (host, interface, filter, error))
    return NULL;
  if (interface != NULL)
    {
      g_string_append (command, " -i");
      append_quoted (command, interface);
    }
  g_string_append (command, " --");
  append_quoted (command, filter != NULL && filter[0] != '\0' ? filter : "not tcp port 22");
  /* No terminal, no question that nobody could see; a key or an agent. */
  g_strv_builder_add_many (builder, "ssh", "-T", "-o", "BatchMode=yes", "--", host, command->str,
                           NULL);
  return g_strv_builder_end (builder);
}
