/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>

#include "plugins/multiload/host-address.h"

/* Whether the resolver may be asked for it at all. */
gboolean
host_address_is_name (const char *name)
{
  if (name[0] == '\0' || strlen (name) > HOST_ADDRESS_MAX_NAME || !g_utf8_validate (name, -1, NULL))
    return FALSE;
  for (const char *at = name; *at != '\0'; at = g_utf8_next_char (at))
    if (!g_unichar_isgraph (g_utf8_get_char (at)))
      return FALSE;
  return TRUE;
}

/* A kernel's address of one of the two families, in whole. */
gboolean
host_address_take (const char *bytes, gsize n_bytes, HostAddress *address)
{
  *address = (HostAddress) { 0 };
  if (n_bytes < sizeof (struct sockaddr_in) || n_bytes > sizeof address->address)
    return FALSE;
  memcpy (&address->address, bytes, n_bytes);
  address->length_bytes = n_bytes;
  return (address->address.ss_family == AF_INET && n_bytes == sizeof (struct sockaddr_in))
         || (address->address.ss_family == AF_INET6 && n_bytes == sizeof (struct sockaddr_in6));
}

static int
look_up (const char *host, int flags, HostAddress *address)
{
  const struct addrinfo hints
      = { .ai_flags = flags, .ai_family = AF_UNSPEC, .ai_socktype = SOCK_DGRAM };
  struct addrinfo *found = NULL;
  int result;

  result = getaddrinfo (host, NULL, &hints, &found);
  if (result == 0 && !host_address_take ((const char *) found->ai_addr, found->ai_addrlen, address))
    result = EAI_FAMILY;
  if (found != NULL)
    freeaddrinfo (found);
  return result;
}

/* An address in figures ("192.0.2.1", "fe80::1%eth0"), which needs no one to be asked. */
gboolean
host_address_parse (const char *text, HostAddress *address)
{
  return host_address_is_name (text) && look_up (text, AI_NUMERICHOST, address) == 0;
}

/* Whether both are the same host's, whatever the port. */
gboolean
host_address_is_same (const HostAddress *address, const HostAddress *other)
{
  if (address->address.ss_family != other->address.ss_family)
    return FALSE;
  if (address->address.ss_family == AF_INET)
    return ((const struct sockaddr_in *) &address->address)->sin_addr.s_addr
           == ((const struct sockaddr_in *) &other->address)->sin_addr.s_addr;
  return memcmp (&((const struct sockaddr_in6 *) &address->address)->sin6_addr,
                 &((const struct sockaddr_in6 *) &other->address)->sin6_addr,
                 sizeof (struct in6_addr))
         == 0;
}

/* For SwSlowReader, in its thread: PATH is the name, the answer a kernel's address. Takes as long as the servers do. */
gssize
host_address_resolve (const char *path,
                      G_GNUC_UNUSED int *fd,
                      char *buffer,
                      gsize buffer_bytes,
                      G_GNUC_UNUSED gpointer user_data)
{
  HostAddress address;

  switch (look_up (path, AI_ADDRCONFIG | AI_IDN, &address))
    {
    case 0:
      break;
    case EAI_AGAIN:
      return -EAGAIN;
    default:
      return -ENOENT;
    }
  if (address.length_bytes > buffer_bytes)
    return -ENOSPC;
  memcpy (buffer, &address.address, address.length_bytes);
  return address.length_bytes;
}
