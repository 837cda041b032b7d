/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "shell/sw-autostart-entry.h"
#include "shell/sw-autostart.h"
#include "shell/sw-background-portal.h"

/* Whether the session starts Stillwatch. The file in the user's autostart folder says so, and is asked each time, since
 * desktops switch it off in their own way; a file of the system's counts where the user has none. In a sandbox that
 * folder is out of reach: the portal is asked, and its last answer remembered. */
struct _SwAutostart
{
  GObject parent_instance;

  char **folders;       /* (nullable) the user's first; NULL in a sandbox */
  GDBusConnection *bus; /* (nullable) of the portal; the session's if NULL */
  GSettings *settings;  /* (nullable) what remembers the portal's answer */
  GCancellable *cancellable;
  char *error; /* (nullable) why it is not as the user wanted; translated */
  guint enabled : 1;
  guint busy : 1;   /* a change is on its way */
  guint wanted : 1; /* what that change is to */
};

#define LEAF APP_ID ".desktop"
#define KEY_PORTAL "portal-autostart"

typedef enum
{
  PROP_ENABLED = 1,
  PROP_BUSY,
  PROP_ERROR,
} SwAutostartProperty;

static GParamSpec *properties[PROP_ERROR + 1];

G_DEFINE_FINAL_TYPE (SwAutostart, sw_autostart, G_TYPE_OBJECT)

static void load_from (SwAutostart *self, guint index);

static void
sw_autostart_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SwAutostart *self = SW_AUTOSTART (object);

  switch ((SwAutostartProperty) id)
    {
    case PROP_ENABLED:
      g_value_set_boolean (value, self->enabled);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;
    case PROP_ERROR:
      g_value_set_string (value, self->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sw_autostart_dispose (GObject *object)
{
  SwAutostart *self = SW_AUTOSTART (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->bus);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (sw_autostart_parent_class)->dispose (object);
}

static void
sw_autostart_finalize (GObject *object)
{
  SwAutostart *self = SW_AUTOSTART (object);

  g_clear_object (&self->cancellable);
  g_strfreev (self->folders);
  g_free (self->error);
  G_OBJECT_CLASS (sw_autostart_parent_class)->finalize (object);
}

static void
sw_autostart_class_init (SwAutostartClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sw_autostart_get_property;
  object_class->dispose = sw_autostart_dispose;
  object_class->finalize = sw_autostart_finalize;
  properties[PROP_ENABLED] = g_param_spec_boolean ("enabled", NULL, NULL, FALSE, flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
sw_autostart_init (SwAutostart *self)
{
  self->cancellable = g_cancellable_new ();
}

/* The end of a change or of the first look. Told even if nothing changed: a switch may stand where it should not. */
static void
settle (SwAutostart *self, gboolean enabled)
{
  self->enabled = !!enabled;
  self->busy = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENABLED]);
}

static void
fail (SwAutostart *self, const char *format, const char *detail)
{
  g_free (self->error);
  self->error = g_strdup_printf (format, detail);
}

static gboolean
on_part_read_cb (G_GNUC_UNUSED const char *data, goffset length_bytes, G_GNUC_UNUSED gpointer task)
{
  return length_bytes <= SW_AUTOSTART_ENTRY_MAX_BYTES;
}

typedef struct
{
  SwAutostart *self;
  guint index; /* of the folder */
} Look;

static void
on_loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autofree Look *look = user_data;
  g_autoptr (SwAutostart) self = look->self;
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  gsize length_bytes;

  if (g_file_load_partial_contents_finish (G_FILE (object), result, &data, &length_bytes, NULL,
                                           &error))
    settle (self, sw_autostart_entry_starts (data, length_bytes));
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  else if (look->index == 0 && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      /* Translators: the hole is what the system says of a file that cannot be read */
      fail (self, C_ ("autostart", "It cannot be read: %s"), error->message);
      settle (self, FALSE);
    }
  else
    load_from (self, look->index + 1);
}

/* The first folder that has such a file decides. */
static void
load_from (SwAutostart *self, guint index)
{
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;
  Look *look;

  if (self->folders[index] == NULL)
    {
      settle (self, FALSE);
      return;
    }
  path = g_build_filename (self->folders[index], "autostart", LEAF, NULL);
  file = g_file_new_for_path (path);
  look = g_new (Look, 1);
  look->self = g_object_ref (self);
  look->index = index;
  g_file_load_partial_contents_async (file, self->cancellable, on_part_read_cb, on_loaded_cb, look);
}

/* By its name where a session would find it by that, so that the file outlives a move of the system's folders. */
static char *
find_program (void)
{
  g_autofree char *running = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *found = g_find_program_in_path ("stillwatch");

  if (running == NULL || g_strcmp0 (running, found) == 0)
    return g_strdup ("stillwatch");
  return g_steal_pointer (&running);
}

/* In a thread. TEXT (nullable): what the file shall hold; none takes it away. */
static gboolean
write_file (const char *folder, const char *text, GError **error)
{
  g_autofree char *parent = g_build_filename (folder, "autostart", NULL);
  g_autofree char *path = g_build_filename (parent, LEAF, NULL);
  int failed;

  if (text != NULL)
    return g_mkdir_with_parents (parent, 0700) == 0
               ? g_file_set_contents_full (path, text, -1,
                                           G_FILE_SET_CONTENTS_CONSISTENT
                                               | G_FILE_SET_CONTENTS_DURABLE,
                                           0600, error)
               : (g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                                       g_strerror (errno)),
                  FALSE);
  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;
  failed = errno;
  g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (failed), g_strerror (failed));
  return FALSE;
}

typedef struct
{
  char **folders;
  gboolean enabled;
} Change;

static void
change_free (Change *change)
{
  g_strfreev (change->folders);
  g_free (change);
}

static gboolean
is_provided (char **folders)
{
  for (guint i = 1; folders[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (folders[i], "autostart", LEAF, NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return TRUE;
    }
  return FALSE;
}

/* To be off in spite of a file of the system's takes a file that says so. */
static void
apply_in_thread (GTask *task,
                 G_GNUC_UNUSED gpointer source,
                 gpointer data,
                 G_GNUC_UNUSED GCancellable *cancellable)
{
  Change *change = data;
  g_autofree char *program = find_program ();
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (change->enabled || is_provided (change->folders))
    text = sw_autostart_entry_write (program, !change->enabled);
  if (write_file (change->folders[0], text, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_applied_cb (GObject *object, GAsyncResult *result, G_GNUC_UNUSED gpointer user_data)
{
  SwAutostart *self = SW_AUTOSTART (object);
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    /* Translators: the hole is what the system says of a file that cannot be written */
    fail (self, C_ ("autostart", "It cannot be saved: %s"), error->message);
  load_from (self, 0);
}

static void
change_file (SwAutostart *self, gboolean enabled)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, on_applied_cb, NULL);
  Change *change = g_new (Change, 1);

  change->folders = g_strdupv (self->folders);
  change->enabled = enabled;
  g_task_set_source_tag (task, change_file);
  g_task_set_task_data (task, change, (GDestroyNotify) change_free);
  g_task_run_in_thread (task, apply_in_thread);
}

static void
on_portal_answered_cb (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SwAutostart) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean granted = FALSE;

  if (!sw_background_portal_request_finish (result, &granted, &error))
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
      /* Translators: the hole is what the desktop answers */
      fail (self, C_ ("autostart", "The desktop did not change it: %s"), error->message);
      settle (self, self->enabled);
      return;
    }
  if (self->wanted && !granted)
    fail (self, "%s",
          C_ ("autostart", "The desktop does not allow it: see the permissions of Stillwatch in "
                           "its settings"));
  if (self->settings != NULL)
    g_settings_set_boolean (self->settings, KEY_PORTAL, granted);
  settle (self, granted);
}

/*
 * sw_autostart_new_for_folders:
 * @folders: (array zero-terminated=1): of configuration, the user's first
 *
 * Returns: (transfer full): whether the files in them start Stillwatch; looks for itself
 */
SwAutostart *
sw_autostart_new_for_folders (const char *const *folders)
{
  SwAutostart *self = g_object_new (SW_TYPE_AUTOSTART, NULL);

  self->folders = g_strdupv ((char **) folders);
  self->busy = TRUE;
  load_from (self, 0);
  return self;
}

/*
 * sw_autostart_new_for_portal:
 * @bus: (nullable): where the portal is; %NULL for the session's bus
 * @settings: (nullable): what remembers its answer
 *
 * Returns: (transfer full): what the portal last granted
 */
SwAutostart *
sw_autostart_new_for_portal (GDBusConnection *bus, GSettings *settings)
{
  SwAutostart *self = g_object_new (SW_TYPE_AUTOSTART, NULL);

  g_set_object (&self->bus, bus);
  g_set_object (&self->settings, settings);
  self->enabled = settings != NULL && g_settings_get_boolean (settings, KEY_PORTAL);
  return self;
}

/*
 * sw_autostart_new:
 * @settings: (nullable): the program's
 *
 * Returns: (transfer full): whether this user's session starts Stillwatch
 */
SwAutostart *
sw_autostart_new (GSettings *settings)
{
  g_autoptr (GStrvBuilder) folders = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    return sw_autostart_new_for_portal (NULL, settings);
  g_strv_builder_add (folders, g_get_user_config_dir ());
  g_strv_builder_addv (folders, (const char **) g_get_system_config_dirs ());
  all = g_strv_builder_end (folders);
  return sw_autostart_new_for_folders ((const char *const *) all);
}

gboolean
sw_autostart_get_enabled (SwAutostart *self)
{
  return self->enabled;
}

/* Whether a change, or the first look, is not done yet. */
gboolean
sw_autostart_get_busy (SwAutostart *self)
{
  return self->busy;
}

/* Returns: (nullable): why the last change did not come about, in the user's language */
const char *
sw_autostart_get_error (SwAutostart *self)
{
  return self->error;
}

/*
 * sw_autostart_set_enabled:
 * @self: what is to be changed; not while it is busy
 * @enabled: whether the session shall start Stillwatch
 *
 * The property `enabled` tells what came of it, with `error` where it is not what was wanted.
 */
void
sw_autostart_set_enabled (SwAutostart *self, gboolean enabled)
{
  g_return_if_fail (SW_IS_AUTOSTART (self) && !self->busy);

  g_clear_pointer (&self->error, g_free);
  self->busy = TRUE;
  self->wanted = !!enabled;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
  if (self->folders != NULL)
    change_file (self, enabled);
  else
    sw_background_portal_request_async (self->bus, enabled, self->cancellable,
                                        on_portal_answered_cb, g_object_ref (self));
}
