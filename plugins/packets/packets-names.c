/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include "plugins/packets/names/mac-vendor.h"
#include "plugins/packets/packets-names.h"

/* What the thread works with. It may let go last, and must not do so with an object of the main thread's. */
typedef struct
{
  char *root;        /* "" for the system's own */
  MacVendor *vendor; /* the thread's during a round, but for peeking */
} Files;

/* Names from the system's own files: who made which network card, what ports are called. A thread of GIO's reads the files
 * and asks the database, in rounds: what is wanted meanwhile waits for the next one, and "changed" tells that one has ended. Nothing
 * is read before the first question. */
struct _PacketsNames
{
  GObject parent_instance;

  Files *files;
  ServiceNames *services; /* (nullable) not read yet, or not there */
  GArray *wanted;         /* of Mac */
  gboolean loaded;        /* a round has read the files */
  gboolean busy;          /* a round is under way */
};

typedef struct
{
  guint8 bytes[6];
} Mac;

typedef struct
{
  Files *files;
  gboolean load;
  GArray *wanted;         /* of Mac */
  ServiceNames *services; /* (nullable) what it found */
} Round;

/* Who wants more at once does not look at all of them. */
#define MAX_WANTED 1024
/* Ten times what these files have. */
#define MAX_FILE_BYTES (32u << 20)

static guint changed_signal;

G_DEFINE_FINAL_TYPE (PacketsNames, packets_names, G_TYPE_OBJECT)

static void
files_clear (Files *files)
{
  g_clear_pointer (&files->vendor, mac_vendor_free);
  g_free (files->root);
}

static void
files_unref (Files *files)
{
  g_atomic_rc_box_release_full (files, (GDestroyNotify) files_clear);
}

static void
round_free (Round *round)
{
  files_unref (round->files);
  g_array_unref (round->wanted);
  g_clear_pointer (&round->services, service_names_free);
  g_free (round);
}

/* In the thread. (nullable): not there, or not a file of that kind. */
static GBytes *
read_file (Files *self, const char *path)
{
  g_autofree char *full_path = g_strconcat (self->root, path, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (full_path);
  g_autoptr (GBytes) bytes = NULL;

  bytes = g_file_load_bytes (file, NULL, NULL, NULL);
  if (bytes == NULL || g_bytes_get_size (bytes) > MAX_FILE_BYTES)
    return NULL;
  return g_steal_pointer (&bytes);
}

static gboolean
add_registry (Files *self, OuiTable *table, const char *folder, const char *name)
{
  g_autofree char *path = g_strdup_printf ("%s/%s.csv", folder, name);
  g_autoptr (GBytes) bytes = read_file (self, path);
  gsize n_bytes;
  const char *text;

  if (bytes == NULL)
    return FALSE;
  text = g_bytes_get_data (bytes, &n_bytes);
  if (text != NULL)
    oui_table_add_csv (table, text, n_bytes);
  return TRUE;
}

/* Debian's update-ieee-data puts newer files into the second folder, which otherwise links to the first. */
static void
load_registries (Files *self)
{
  static const char *const folders[] = { "/var/lib/ieee-data", "/usr/share/ieee-data" };
  static const char *const names[] = { "oui", "mam", "oui36", "iab" };
  OuiTable *table = oui_table_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (guint j = 0; j < G_N_ELEMENTS (folders); j++)
      if (add_registry (self, table, folders[j], names[i]))
        break;
  mac_vendor_take_table (self->vendor, table);
}

static ServiceNames *
load_services (Files *self)
{
  g_autoptr (GBytes) bytes = read_file (self, "/etc/services");
  gsize n_bytes;
  const char *text;

  if (bytes == NULL)
    return NULL;
  text = g_bytes_get_data (bytes, &n_bytes);
  return text != NULL ? service_names_new (text, n_bytes) : NULL;
}

static void
run_round (GTask *task,
           G_GNUC_UNUSED gpointer source,
           gpointer task_data,
           G_GNUC_UNUSED GCancellable *cancellable)
{
  Round *round = task_data;
  Files *files = round->files;

  if (round->load)
    {
      round->services = load_services (files);
      /* Libraries know the system's database alone. */
      if (*files->root != '\0' || !mac_vendor_open_hwdb (files->vendor))
        load_registries (files);
    }
  for (guint i = 0; i < round->wanted->len; i++)
    mac_vendor_find (files->vendor, g_array_index (round->wanted, Mac, i).bytes);
  g_task_return_boolean (task, TRUE);
}

static void on_round_ended_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
start_round (PacketsNames *self)
{
  g_autoptr (GTask) task = NULL;
  Round *round;

  if (self->busy || (self->loaded && self->wanted->len == 0))
    return;
  self->busy = TRUE;
  round = g_new0 (Round, 1);
  round->files = g_atomic_rc_box_acquire (self->files);
  round->load = !self->loaded;
  round->wanted = g_steal_pointer (&self->wanted);
  self->wanted = g_array_new (FALSE, FALSE, sizeof (Mac));
  task = g_task_new (NULL, NULL, on_round_ended_cb, g_object_ref (self));
  g_task_set_source_tag (task, start_round);
  g_task_set_task_data (task, round, (GDestroyNotify) round_free);
  g_task_run_in_thread (task, run_round);
}

static void
on_round_ended_cb (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PacketsNames) self = user_data;
  Round *round = g_task_get_task_data (G_TASK (result));

  if (round->load)
    self->services = g_steal_pointer (&round->services);
  self->loaded = TRUE;
  self->busy = FALSE;
  g_signal_emit (self, changed_signal, 0);
  start_round (self);
}

static void
packets_names_finalize (GObject *object)
{
  PacketsNames *self = PACKETS_NAMES (object);

  files_unref (self->files);
  g_clear_pointer (&self->services, service_names_free);
  g_array_unref (self->wanted);
  G_OBJECT_CLASS (packets_names_parent_class)->finalize (object);
}

static void
packets_names_class_init (PacketsNamesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = packets_names_finalize;

  /* What was asked for is known, the files' first reading included. */
  changed_signal = g_signal_new ("changed", PACKETS_TYPE_NAMES, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
packets_names_init (PacketsNames *self)
{
  self->files = g_atomic_rc_box_new0 (Files);
  self->files->vendor = mac_vendor_new ();
  self->wanted = g_array_new (FALSE, FALSE, sizeof (Mac));
}

/* ROOT (nullable): a folder to take for the root of the file system, for tests. Reads nothing yet. */
PacketsNames *
packets_names_new (const char *root)
{
  PacketsNames *self = g_object_new (PACKETS_TYPE_NAMES, NULL);

  self->files->root = g_strdup (root != NULL ? root : "");
  return self;
}

/* Begins to read the files, if that was not done; "changed" follows. */
void
packets_names_load (PacketsNames *self)
{
  g_return_if_fail (PACKETS_IS_NAMES (self));

  if (!self->loaded)
    start_round (self);
}

/* (nullable) (transfer none): none is known, or not yet. */
ServiceNames *
packets_names_get_services (PacketsNames *self)
{
  g_return_val_if_fail (PACKETS_IS_NAMES (self), NULL);

  return self->services;
}

static gboolean
is_wanted (PacketsNames *self, const guint8 mac[6])
{
  for (guint i = 0; i < self->wanted->len; i++)
    if (memcmp (g_array_index (self->wanted, Mac, i).bytes, mac, sizeof (Mac)) == 0)
      return TRUE;
  return FALSE;
}

/* Who made MAC, or what it says of itself, for as long as SELF lives; %NULL: nobody knows, or it is asked for now, and
 * "changed" follows. */
const char *
packets_names_get_vendor (PacketsNames *self, const guint8 mac[6])
{
  const char *name;
  Mac wanted;

  g_return_val_if_fail (PACKETS_IS_NAMES (self) && mac != NULL, NULL);

  if (mac_vendor_peek (self->files->vendor, mac, &name))
    return name;
  if (self->wanted->len < MAX_WANTED && !is_wanted (self, mac))
    {
      memcpy (wanted.bytes, mac, sizeof wanted);
      g_array_append_val (self->wanted, wanted);
    }
  start_round (self);
  return NULL;
}
