/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "plugins/multiload/attribute.h"
#include "plugins/multiload/block-kind.h"

#define CLASS "block"

static gboolean
stands_on_others (const char *root, const char *name)
{
  g_autofree char *path = attribute_path (root, CLASS, name, "slaves");
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);

  return folder != NULL && g_dir_read_name (folder) != NULL;
}

/* Where sysfs keeps the device. NVMe disks with several ways to them, or reached over a network, are real ones though
 * their place is virtual. */
static gboolean
is_virtual (const char *real_path)
{
  const char *place = strstr (real_path, "/devices/virtual/");

  return place != NULL && !g_str_has_prefix (place, "/devices/virtual/nvme-");
}

static gboolean
is_inside_a_disk (const char *real_path)
{
  g_autofree char *parent = g_path_get_dirname (real_path);
  g_autofree char *size = g_strconcat (parent, "/size", NULL);

  return attribute_exists (size);
}

BlockKind
block_kind_read (const char *root, const char *name)
{
  g_autofree char *path = NULL;
  g_autofree char *real_path = NULL;

  if (attribute_is_of (root, CLASS, name, "partition"))
    return BLOCK_KIND_PARTITION;
  if (attribute_number_of (root, CLASS, name, "hidden") != 0)
    return BLOCK_KIND_PATH;
  path = attribute_path (root, CLASS, name, "");
  real_path = realpath (path, NULL);
  if (real_path == NULL || is_virtual (real_path) || stands_on_others (root, name))
    return BLOCK_KIND_LAYERED;
  return is_inside_a_disk (real_path) ? BLOCK_KIND_AREA : BLOCK_KIND_DISK;
}

/* A number that no other disk has had since the machine started; 0 where the kernel has none (before 5.15). */
guint64
block_read_sequence (const char *root, const char *name)
{
  return attribute_number_of (root, CLASS, name, "diskseq");
}

/* (nullable) What its maker calls it. */
char *
block_read_model (const char *root, const char *name)
{
  const char *const attributes[] = { "device/model", "device/name" /* of mmc cards */ };

  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
    {
      g_autofree char *path = attribute_path (root, CLASS, name, attributes[i]);
      char text[128];

      if (attribute_read (path, text, sizeof text) > 0)
        return g_utf8_make_valid (text, -1);
    }
  return NULL;
}
