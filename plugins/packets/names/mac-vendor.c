/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include <libudev.h>

#include "plugins/packets/names/mac-address.h"
#include "plugins/packets/names/mac-vendor.h"

/* udev's hardware database first: every desktop has it, and it is as new as the system. Its own matching gives the
 * longest prefix, because of several entries the last in its file holds, and there shorter prefixes stand before longer
 * ones. Where it is missing, a table of IEEE's files.
 *
 * Any thread may ask; one at a time is answered. A first question reads pages of a file of 13 MB, so the main thread peeks,
 * and leaves asking to a worker. */
struct _MacVendor
{
  GMutex mutex;
  struct udev *udev;
  struct udev_hwdb *hwdb;
  OuiTable *table;     /* (nullable) */
  GHashTable *known;   /* an address's 48 bits → name, or NO_NAME */
  GStringChunk *names; /* no more than the database has */
};

/* Addresses can be made up by the thousand; then all are asked for anew. */
#define MAX_KNOWN 4096

static const char NO_NAME[] = "";

static const char *
find_in_hwdb (MacVendor *self, const guint8 mac[6])
{
  char alias[32];
  struct udev_list_entry *entry;

  if (self->hwdb == NULL)
    return NULL;
  g_snprintf (alias, sizeof alias, "OUI:%02X%02X%02X%02X%02X%02X", mac[0], mac[1], mac[2], mac[3],
              mac[4], mac[5]);
  entry = udev_hwdb_get_properties_list_entry (self->hwdb, alias, 0);
  entry = udev_list_entry_get_by_name (entry, "ID_OUI_FROM_DATABASE");
  return entry != NULL ? udev_list_entry_get_value (entry) : NULL;
}

/* The database's strings last until the next question. */
static const char *
keep_name (MacVendor *self, const char *name)
{
  g_autofree char *valid = NULL;

  if (name == NULL || *name == '\0')
    return NO_NAME;
  valid = g_utf8_make_valid (name, strnlen (name, OUI_TABLE_MAX_NAME));
  return g_string_chunk_insert_const (self->names, valid);
}

static guint64
key_of (const guint8 mac[6])
{
  guint64 key = 0;

  for (guint i = 0; i < 6; i++)
    key = key << 8 | mac[i];
  return key;
}

static const char *
ask (MacVendor *self, const guint8 mac[6])
{
  const char *name = find_in_hwdb (self, mac);

  if (name == NULL && self->table != NULL)
    name = oui_table_find (self->table, mac);
  return keep_name (self, name);
}

static const char *
find_locked (MacVendor *self, const guint8 mac[6])
{
  const guint64 key = key_of (mac);
  const char *name = g_hash_table_lookup (self->known, &key);

  if (name != NULL)
    return name;
  name = ask (self, mac);
  if (g_hash_table_size (self->known) >= MAX_KNOWN)
    g_hash_table_remove_all (self->known);
  g_hash_table_insert (self->known, g_memdup2 (&key, sizeof key), (gpointer) name);
  return name;
}

static const char *
name_or_null (const char *name)
{
  return name != NO_NAME ? name : NULL;
}

/* Knows nothing yet. */
MacVendor *
mac_vendor_new (void)
{
  MacVendor *self = g_new0 (MacVendor, 1);

  g_mutex_init (&self->mutex);
  self->known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->names = g_string_chunk_new (1024);
  return self;
}

void
mac_vendor_free (MacVendor *self)
{
  g_clear_pointer (&self->hwdb, udev_hwdb_unref);
  g_clear_pointer (&self->udev, udev_unref);
  g_clear_pointer (&self->table, oui_table_free);
  g_hash_table_unref (self->known);
  g_string_chunk_free (self->names);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* Opens and maps a file of the disk. FALSE: this system has no such database, or not one that says who made what. */
gboolean
mac_vendor_open_hwdb (MacVendor *self)
{
  /* The first block of all: Xerox's, for as long as there is Ethernet. */
  static const guint8 first[6] = { 0, 0, 0, 0, 0, 1 };
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  locker = g_mutex_locker_new (&self->mutex);
  if (self->udev == NULL)
    self->udev = udev_new ();
  if (self->hwdb == NULL && self->udev != NULL)
    self->hwdb = udev_hwdb_new (self->udev);
  if (find_in_hwdb (self, first) == NULL)
    g_clear_pointer (&self->hwdb, udev_hwdb_unref);
  g_hash_table_remove_all (self->known);
  return self->hwdb != NULL;
}

/* TABLE (transfer full): asked for what the database does not know. */
void
mac_vendor_take_table (MacVendor *self, OuiTable *table)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self != NULL && table != NULL);

  locker = g_mutex_locker_new (&self->mutex);
  g_clear_pointer (&self->table, oui_table_free);
  self->table = table;
  g_hash_table_remove_all (self->known);
}

/* %NULL: nobody knows. The name lives as long as SELF. May wait for the disk. */
const char *
mac_vendor_find (MacVendor *self, const guint8 mac[6])
{
  const char *name;
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (self != NULL && mac != NULL, NULL);

  name = mac_address_describe (mac);
  if (name != NULL)
    return name;
  locker = g_mutex_locker_new (&self->mutex);
  return name_or_null (find_locked (self, mac));
}

/* The same as far as it is known already. FALSE: it must be asked for; nor does this wait for one who is asking. */
gboolean
mac_vendor_peek (MacVendor *self, const guint8 mac[6], const char **name)
{
  guint64 key;

  g_return_val_if_fail (self != NULL && mac != NULL && name != NULL, FALSE);

  *name = mac_address_describe (mac);
  if (*name != NULL)
    return TRUE;
  if (!g_mutex_trylock (&self->mutex))
    return FALSE;
  key = key_of (mac);
  *name = g_hash_table_lookup (self->known, &key);
  g_mutex_unlock (&self->mutex);
  if (*name == NULL)
    return FALSE;
  *name = name_or_null (*name);
  return TRUE;
}
