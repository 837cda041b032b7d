/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include "plugins/multiload/attribute.h"
#include "plugins/multiload/net-dev.h"
#include "plugins/multiload/net-interfaces-private.h"

/* Which interfaces there are, kept in step with the text of /proc/net/dev. */

/* An index before /sys was asked; 0 is what it did not know. */
#define NOT_LOOKED_UP -1

static int
read_index (NetInterfaces *self, const char *name)
{
  const guint64 index = attribute_number_of (self->root, "net", name, "ifindex");

  return index <= G_MAXINT ? (int) index : 0;
}

/* The usual tick: the same names in the same order. FALSE as soon as they are not. */
gboolean
net_interfaces_update (NetInterfaces *self, SwScan text)
{
  NetDevLine line;
  guint n = 0;

  for (; net_dev_next (&text, &line); n++)
    {
      NetInterface *interface;

      if (n >= self->interfaces->len)
        return FALSE;
      interface = g_ptr_array_index (self->interfaces, n);
      if (line.name_length >= NET_NAME_BYTES || interface->name[line.name_length] != '\0'
          || memcmp (interface->name, line.name, line.name_length) != 0)
        return FALSE;
      interface->in_bytes = line.in_bytes;
      interface->out_bytes = line.out_bytes;
    }
  return n == self->interfaces->len;
}

/* Whose name is new: an old one renamed, which goes on counting, or really new. */
static void
recognise (NetInterfaces *self, NetInterface *interface, GHashTable *left)
{
  GHashTableIter iter;
  gpointer other;

  interface->index = read_index (self, interface->name);
  if (interface->index == 0)
    return;
  g_hash_table_iter_init (&iter, left);
  while (g_hash_table_iter_next (&iter, NULL, &other))
    if (((NetInterface *) other)->index == interface->index)
      {
        interface->total_in = ((NetInterface *) other)->total_in;
        interface->total_out = ((NetInterface *) other)->total_out;
        interface->kind = ((NetInterface *) other)->kind;
        interface->counted = ((NetInterface *) other)->counted;
        return;
      }
}

/* Whose name is known: another device may have taken it in between. TRUE if so. */
static gboolean
check_identity (NetInterfaces *self, NetInterface *interface)
{
  const int index = read_index (self, interface->name);

  if (index == interface->index)
    return FALSE;
  interface->index = index;
  interface->kind = NET_KIND_UNKNOWN;
  net_interface_forget_counters (interface);
  return TRUE;
}

static NetInterface *
take_or_make (const char *name, GHashTable *left)
{
  NetInterface *interface;
  gpointer known;

  if (g_hash_table_steal_extended (left, name, NULL, &known))
    return known;
  interface = g_new0 (NetInterface, 1);
  g_strlcpy (interface->name, name, sizeof interface->name);
  interface->index = NOT_LOOKED_UP;
  return interface;
}

static void
collect (NetInterfaces *self, SwScan text, GHashTable *left)
{
  char name[NET_NAME_BYTES];
  NetDevLine line;

  while (net_dev_next (&text, &line))
    {
      NetInterface *interface;

      if (line.name_length >= NET_NAME_BYTES || memchr (line.name, '/', line.name_length) != NULL
          || memchr (line.name, '\0', line.name_length) != NULL)
        continue;
      memcpy (name, line.name, line.name_length);
      name[line.name_length] = '\0';
      if (g_hash_table_contains (self->by_name, name))
        continue;
      interface = take_or_make (name, left);
      interface->in_bytes = line.in_bytes;
      interface->out_bytes = line.out_bytes;
      g_ptr_array_add (self->interfaces, interface);
      g_hash_table_insert (self->by_name, interface->name, interface);
    }
}

/* The set of names is another one, or the devices behind them may be. TRUE if it really changed. */
gboolean
net_interfaces_rebuild (NetInterfaces *self, SwScan text)
{
  g_autoptr (GHashTable) left = g_steal_pointer (&self->by_name);
  gboolean changed = FALSE;

  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_ptr_array_set_size (self->interfaces, 0);
  collect (self, text, left);
  for (guint i = 0; i < self->interfaces->len; i++)
    {
      NetInterface *interface = g_ptr_array_index (self->interfaces, i);

      if (interface->index == NOT_LOOKED_UP)
        {
          recognise (self, interface, left);
          changed = TRUE;
        }
      else if (self->links_stale)
        changed |= check_identity (self, interface);
    }
  self->links_stale = FALSE;
  self->routes_stale = TRUE;
  self->generation++;
  return changed || g_hash_table_size (left) > 0;
}
