/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include <linux/netlink.h>

#include <glib/gstdio.h>

#include "core/sw-netlink.h"
#include "core/sw-scheduler.h"

#include "plugins/multiload/uevent-monitor.h"

/* Tells when devices come, go or change: the kernel's own messages (NETLINK_KOBJECT_UEVENT, group 1), not udev's, which a
 * sandbox has not. Listens only while somebody has acquired it; costs nothing while nothing happens, and one
 * wakeup a second in a storm. */
struct _UeventMonitor
{
  GObject parent_instance;

  SwScheduler *scheduler;
  char *owner;
  SwWatch *watch; /* (nullable) borrowed from the scheduler */
  guint demand;
  guint changed; /* while draining: bits of the subsystems seen */
  int fd;        /* -1: not listening */
};

typedef enum
{
  SIGNAL_CHANGED,
} UeventMonitorSignal;

#define KERNEL_GROUP 1

/* A closed list, since each becomes a quark for ever. */
static const char *const subsystems[] = { "block", "cpu", "drm", "hwmon", "net", "power_supply" };

#define ALL_SUBSYSTEMS ((1u << G_N_ELEMENTS (subsystems)) - 1)

static guint signals[SIGNAL_CHANGED + 1];

G_DEFINE_FINAL_TYPE (UeventMonitor, uevent_monitor, G_TYPE_OBJECT)

static gboolean
take_value (const char *field, const char *key, const char **value)
{
  const gsize length = strlen (key);

  if (strncmp (field, key, length) != 0)
    return FALSE;
  *value = field + length;
  return TRUE;
}

/* "add@/devices/…" and then KEY=VALUE fields, each ended by a NUL (lib/kobject_uevent.c). */
gboolean
uevent_parse (const char *bytes, gsize n_bytes, Uevent *event)
{
  const char *end = bytes + n_bytes;
  const char *field = bytes;

  *event = (Uevent) { 0 };
  /* With a NUL at the end each field is a string. */
  if (n_bytes == 0 || end[-1] != '\0' || strchr (bytes, '@') == NULL)
    return FALSE;
  for (field += strlen (field) + 1; field < end; field += strlen (field) + 1)
    if (!take_value (field, "ACTION=", &event->action)
        && !take_value (field, "DEVPATH=", &event->device_path))
      take_value (field, "SUBSYSTEM=", &event->subsystem);
  return event->action != NULL && event->device_path != NULL && event->subsystem != NULL;
}

static void
on_message_received_cb (const char *bytes, gsize n_bytes, gpointer user_data)
{
  UeventMonitor *self = user_data;
  Uevent event;

  if (!uevent_parse (bytes, n_bytes, &event))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (subsystems); i++)
    if (g_str_equal (event.subsystem, subsystems[i]))
      self->changed |= 1u << i;
}

static void
on_socket_readable_cb (SwWatch *watch, G_GNUC_UNUSED GIOCondition condition, gpointer user_data)
{
  g_autoptr (UeventMonitor) self = g_object_ref (user_data);
  guint changed;

  self->changed = 0;
  if (!sw_netlink_drain (self->fd, watch, on_message_received_cb, self))
    self->changed = ALL_SUBSYSTEMS;
  /* A handler may let go of the monitor, or take it up again. */
  changed = self->changed;
  for (guint i = 0; i < G_N_ELEMENTS (subsystems); i++)
    if (changed & (1u << i))
      g_signal_emit (self, signals[SIGNAL_CHANGED], g_quark_from_static_string (subsystems[i]),
                     subsystems[i]);
}

static void
stop (UeventMonitor *self)
{
  g_clear_pointer (&self->watch, sw_watch_remove);
  g_clear_fd (&self->fd, NULL);
}

static void
start (UeventMonitor *self)
{
  self->fd = sw_netlink_open (NETLINK_KOBJECT_UEVENT, KERNEL_GROUP);
  if (self->fd < 0)
    return;
  self->watch = sw_scheduler_add_watch (self->scheduler, self->owner, "uevents", self->fd, G_IO_IN,
                                        SW_SECOND_US, on_socket_readable_cb, self, NULL);
}

static void
uevent_monitor_dispose (GObject *object)
{
  UeventMonitor *self = UEVENT_MONITOR (object);

  stop (self);
  g_clear_object (&self->scheduler);
  G_OBJECT_CLASS (uevent_monitor_parent_class)->dispose (object);
}

static void
uevent_monitor_finalize (GObject *object)
{
  g_free (UEVENT_MONITOR (object)->owner);
  G_OBJECT_CLASS (uevent_monitor_parent_class)->finalize (object);
}

static void
uevent_monitor_class_init (UeventMonitorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = uevent_monitor_dispose;
  G_OBJECT_CLASS (klass)->finalize = uevent_monitor_finalize;

  /* A device of the subsystem came, went or changed, or messages were lost and it may have. The subsystem is the detail
   * too, as in "changed::block". */
  signals[SIGNAL_CHANGED]
      = g_signal_new ("changed", UEVENT_TYPE_MONITOR, G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0,
                      NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
uevent_monitor_init (UeventMonitor *self)
{
  self->fd = -1;
}

/* Listens to nothing yet. */
UeventMonitor *
uevent_monitor_new (SwScheduler *scheduler, const char *owner)
{
  UeventMonitor *self;

  g_return_val_if_fail (SW_IS_SCHEDULER (scheduler) && owner != NULL, NULL);

  self = g_object_new (UEVENT_TYPE_MONITOR, NULL);
  self->scheduler = g_object_ref (scheduler);
  self->owner = g_strdup (owner);
  return self;
}

/* From now on there are signals; to be matched by one release. Where the socket is refused there are none. What
 * changed before is not told. */
void
uevent_monitor_acquire (UeventMonitor *self)
{
  g_return_if_fail (UEVENT_IS_MONITOR (self));

  if (self->demand++ == 0)
    start (self);
}

void
uevent_monitor_release (UeventMonitor *self)
{
  g_return_if_fail (UEVENT_IS_MONITOR (self));
  g_return_if_fail (self->demand > 0);

  if (--self->demand == 0)
    stop (self);
}

/* For tests: everybody else does without signals where the socket is refused. */
gboolean
uevent_monitor_get_listening (UeventMonitor *self)
{
  g_return_val_if_fail (UEVENT_IS_MONITOR (self), FALSE);

  return self->fd >= 0;
}
