/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-scheduler.h"
#include "services/sw-session.h"
#include "shell/sw-policy.h"

/* What the session's state means for the scheduler: nobody looks while it is locked, and power that is short is
 * saved. */
struct _SwPolicy
{
  GObject parent_instance;

  SwSession *session;
  GSettings *settings; /* (nullable) */
  SwScheduler *scheduler;
};

#define KEY_BATTERY "battery-stretch"
#define KEY_SAVER "saver-stretch"
#define DEFAULT_STRETCH 2

G_DEFINE_FINAL_TYPE (SwPolicy, sw_policy, G_TYPE_OBJECT)

static guint
get_stretch (SwPolicy *self, const char *key)
{
  return self->settings != NULL ? g_settings_get_uint (self->settings, key) : DEFAULT_STRETCH;
}

/* On battery and in power-saver mode at once the larger counts. */
static void
update (SwPolicy *self)
{
  guint stretch = 1;

  if (sw_session_get_on_battery (self->session))
    stretch = MAX (stretch, get_stretch (self, KEY_BATTERY));
  if (sw_session_get_power_saver (self->session))
    stretch = MAX (stretch, get_stretch (self, KEY_SAVER));
  sw_scheduler_set_stretch (self->scheduler, stretch);
  sw_scheduler_set_views_stopped (self->scheduler, sw_session_get_locked (self->session));
}

static void
sw_policy_dispose (GObject *object)
{
  SwPolicy *self = SW_POLICY (object);

  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  g_clear_object (&self->scheduler);
  G_OBJECT_CLASS (sw_policy_parent_class)->dispose (object);
}

static void
sw_policy_class_init (SwPolicyClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sw_policy_dispose;
}

static void
sw_policy_init (G_GNUC_UNUSED SwPolicy *self)
{
}

/*
 * sw_policy_new:
 * @session: the session's state
 * @settings: (nullable): the program's, with the factors
 * @scheduler: what is stopped and stretched
 *
 * Returns: (transfer full): applies it while it lives
 */
SwPolicy *
sw_policy_new (SwSession *session, GSettings *settings, SwScheduler *scheduler)
{
  SwPolicy *self = g_object_new (SW_TYPE_POLICY, NULL);

  self->session = g_object_ref (session);
  g_set_object (&self->settings, settings);
  self->scheduler = g_object_ref (scheduler);
  g_signal_connect_object (session, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  if (settings != NULL)
    g_signal_connect_object (settings, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}
