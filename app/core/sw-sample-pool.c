/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-sample-file-private.h"
#include "core/sw-sample-pool.h"

/**
 * SwSamplePool:
 *
 * Hands out [class@SampleFile]s by path, the same one to all who name the same path while anyone
 * holds it, so that in one wakeup a file is read once whoever asks. Its root is `/`, or a fixture tree in a test.
 */
struct _SwSamplePool
{
  GObject parent_instance;

  char *root;        /* without a slash at its end */
  GHashTable *files; /* path → SwSampleFile, borrowed: a file leaves when its last holder lets go */
};

G_DEFINE_FINAL_TYPE (SwSamplePool, sw_sample_pool, G_TYPE_OBJECT)

static void
on_file_finalized_cb (gpointer data, GObject *where_the_file_was)
{
  GHashTable *files = data;
  GHashTableIter iter;
  gpointer file;

  g_hash_table_iter_init (&iter, files);
  while (g_hash_table_iter_next (&iter, NULL, &file))
    if (file == where_the_file_was)
      g_hash_table_iter_remove (&iter);
  g_hash_table_unref (files);
}

static void
sw_sample_pool_finalize (GObject *object)
{
  SwSamplePool *self = SW_SAMPLE_POOL (object);

  g_hash_table_unref (self->files);
  g_free (self->root);
  G_OBJECT_CLASS (sw_sample_pool_parent_class)->finalize (object);
}

static void
sw_sample_pool_class_init (SwSamplePoolClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sw_sample_pool_finalize;
}

static void
sw_sample_pool_init (SwSamplePool *self)
{
  self->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * sw_sample_pool_new:
 * @root: (nullable): folder under which all paths lie; %NULL for `/`
 *
 * Returns: (transfer full): an empty pool
 */
SwSamplePool *
sw_sample_pool_new (const char *root)
{
  SwSamplePool *self = g_object_new (SW_TYPE_SAMPLE_POOL, NULL);

  self->root = g_strdup (root != NULL ? root : "");
  while (g_str_has_suffix (self->root, "/"))
    self->root[strlen (self->root) - 1] = '\0';
  return self;
}

/**
 * sw_sample_pool_get_root:
 * @self: a pool
 *
 * Returns: the root without a slash at its end; empty for `/`
 */
const char *
sw_sample_pool_get_root (SwSamplePool *self)
{
  g_return_val_if_fail (SW_IS_SAMPLE_POOL (self), NULL);

  return self->root;
}

/**
 * sw_sample_pool_resolve:
 * @self: a pool
 * @path: an absolute path as the kernel documents it
 *
 * Returns: (transfer full): the path under the pool's root
 */
char *
sw_sample_pool_resolve (SwSamplePool *self, const char *path)
{
  g_return_val_if_fail (SW_IS_SAMPLE_POOL (self), NULL);
  g_return_val_if_fail (path != NULL && path[0] == '/', NULL);

  return g_strconcat (self->root, path, NULL);
}

/**
 * sw_sample_pool_get:
 * @self: a pool
 * @path: an absolute path as the kernel documents it
 *
 * Opens nothing yet; the file need not exist.
 *
 * Returns: (transfer full): the sample file of that path
 */
SwSampleFile *
sw_sample_pool_get (SwSamplePool *self, const char *path)
{
  g_autofree char *real_path = NULL;
  SwSampleFile *file;

  g_return_val_if_fail (SW_IS_SAMPLE_POOL (self), NULL);
  g_return_val_if_fail (path != NULL && path[0] == '/', NULL);

  file = g_hash_table_lookup (self->files, path);
  if (file != NULL)
    return g_object_ref (file);
  real_path = sw_sample_pool_resolve (self, path);
  file = sw_sample_file_new (real_path);
  g_hash_table_insert (self->files, g_strdup (path), file);
  /* The table, not the pool, is kept until the file goes, so that either may go first. */
  g_object_weak_ref (G_OBJECT (file), on_file_finalized_cb, g_hash_table_ref (self->files));
  return file;
}
