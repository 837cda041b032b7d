/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <dlfcn.h>

#include "plugins/packets/packets-filter.h"
#include "plugins/packets/packets-launch.h"

/* How long a frame may wait in the ring: half of what the feed lets it wait in the pipe. The kernel looks as often, whether
 * frames come or not, and wakes the helper for each block that has any. */
#define RETIRE_MS "50"

typedef struct
{
  GStrv interfaces; /* (nullable) all */
  GStrv command;    /* (nullable) the helper */
  char *filter;
  char *cache_dir;
  guint snap_bytes;
  gboolean as_administrator;
} Plan;

static void
plan_free (Plan *plan)
{
  g_strfreev (plan->interfaces);
  g_strfreev (plan->command);
  g_free (plan->filter);
  g_free (plan->cache_dir);
  g_free (plan);
}

void
packets_launch_free (PacketsLaunch *self)
{
  g_strfreev (self->argv);
  g_clear_pointer (&self->live, packets_live_file_discard);
  g_free (self);
}

/* The one that was installed with us, wherever the tree was moved. Who runs another, from a build folder, says so in the
 * environment. */
char *
packets_helper_find (void)
{
  static const char here;
  const char *path = g_getenv ("STILLWATCH_CAPTURE");
  g_autofree char *folder = NULL, *helper = NULL;
  Dl_info module;

  if (path != NULL && g_path_is_absolute (path))
    return g_strdup (path);
  if (dladdr (&here, &module) == 0)
    return g_strdup (PACKETS_HELPER);
  folder = g_path_get_dirname (module.dli_fname);
  helper = g_build_filename (folder, PACKETS_HELPER_FROM_MODULE, NULL);
  /* As polkit knows it. */
  return g_canonicalize_filename (helper, NULL);
}

/* None at all are all. */
static void
add_interfaces (GStrvBuilder *builder, Plan *plan)
{
  if (plan->interfaces == NULL || plan->interfaces[0] == NULL)
    {
      g_strv_builder_add (builder, "--all");
      return;
    }
  /* A name may begin as an option does. */
  g_strv_builder_add (builder, "--");
  g_strv_builder_addv (builder, (const char **) plan->interfaces);
}

static GStrv
build_argv (Plan *plan, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) filter = packets_filter_build_arguments (plan->filter, error);

  if (filter == NULL)
    return NULL;
  if (plan->as_administrator)
    g_strv_builder_add (builder, "pkexec");
  g_strv_builder_take (builder, packets_helper_find ());
  g_strv_builder_addv (builder, (const char **) filter);
  g_strv_builder_add_many (builder, "--retire-ms", RETIRE_MS, NULL);
  if (plan->snap_bytes > 0)
    g_strv_builder_add_many (builder, "--snap-bytes", NULL);
  if (plan->snap_bytes > 0)
    g_strv_builder_take (builder, g_strdup_printf ("%u", plan->snap_bytes));
  add_interfaces (builder, plan);
  return g_strv_builder_end (builder);
}

static void
prepare_thread (GTask *task,
                G_GNUC_UNUSED gpointer source,
                gpointer task_data,
                G_GNUC_UNUSED GCancellable *cancellable)
{
  Plan *plan = task_data;
  g_autoptr (PacketsLaunch) launch = g_new0 (PacketsLaunch, 1);
  GError *error = NULL;

  launch->argv = plan->command != NULL ? g_strdupv (plan->command) : build_argv (plan, &error);
  if (launch->argv != NULL)
    launch->live = packets_live_file_new (plan->cache_dir, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&launch), (GDestroyNotify) packets_launch_free);
}

void
packets_launch_prepare_async (const PacketsRequest *request,
                              const char *const *command,
                              const char *cache_dir,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Plan *plan = g_new0 (Plan, 1);

  plan->command = g_strdupv ((char **) command);
  plan->cache_dir = g_strdup (cache_dir);
  if (request != NULL)
    {
      plan->interfaces = g_strdupv ((char **) request->interfaces);
      plan->filter = g_strdup (request->filter != NULL ? request->filter : "");
      plan->snap_bytes = request->snap_bytes;
      plan->as_administrator = request->as_administrator;
    }
  g_task_set_source_tag (task, packets_launch_prepare_async);
  g_task_set_task_data (task, plan, (GDestroyNotify) plan_free);
  g_task_run_in_thread (task, prepare_thread);
}

PacketsLaunch *
packets_launch_prepare_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
