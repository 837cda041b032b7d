/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "services/sw-session.h"

/**
 * SwSession:
 *
 * What the session is in: locked, on battery, saving power.
 */
struct _SwSession
{
  GObject parent_instance;

  guint locked : 1;
  guint on_battery : 1;
  guint power_saver : 1;
};

G_DEFINE_FINAL_TYPE (SwSession, sw_session, G_TYPE_OBJECT)

static void
sw_session_class_init (G_GNUC_UNUSED SwSessionClass *klass)
{
}

static void
sw_session_init (G_GNUC_UNUSED SwSession *self)
{
}

/**
 * sw_session_new:
 *
 * Returns: (transfer full): the session's state
 */
SwSession *
sw_session_new (void)
{
  return g_object_new (SW_TYPE_SESSION, NULL);
}

/**
 * sw_session_get_locked:
 * @self: a session
 *
 * Returns: whether the screen is locked
 */
gboolean
sw_session_get_locked (SwSession *self)
{
  g_return_val_if_fail (SW_IS_SESSION (self), FALSE);

  return self->locked;
}

/**
 * sw_session_get_on_battery:
 * @self: a session
 *
 * Returns: whether the machine runs on battery
 */
gboolean
sw_session_get_on_battery (SwSession *self)
{
  g_return_val_if_fail (SW_IS_SESSION (self), FALSE);

  return self->on_battery;
}

/**
 * sw_session_get_power_saver:
 * @self: a session
 *
 * Returns: whether the user wants power saved
 */
gboolean
sw_session_get_power_saver (SwSession *self)
{
  g_return_val_if_fail (SW_IS_SESSION (self), FALSE);

  return self->power_saver;
}
