/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* A plugin host and what it stands on, without the application: for tests of the shell. */

#pragma once

#include "core/sw-source-registry.h"
#include "services/sw-session.h"
#include "shell/sw-plugin-host.h"
#include "tests/sw-test.h"

typedef struct
{
  GSettings *settings; /* the program's */
  SwScheduler *scheduler;
  SwSamplePool *pool;
  SwSourceRegistry *registry;
  SwSession *session;
  SwPluginHost *host;
} HostFixture;

/* With the plugins of FOLDER, but those named in DISABLED, which may be NULL for none. */
static inline void
host_fixture_set_up (HostFixture *self, const char *folder, const char *const *disabled)
{
  const char *const folders[] = { folder, NULL };

  self->settings = g_settings_new ("org.stillwatch.Stillwatch");
  g_settings_set_strv (self->settings, "disabled-plugins", disabled);
  self->scheduler = sw_scheduler_new (NULL, NULL);
  self->pool = sw_sample_pool_new (NULL);
  self->registry = sw_source_registry_new (self->scheduler);
  self->session = sw_session_new_for_bus (NULL);
  self->host = sw_plugin_host_new (self->settings, self->scheduler, self->registry, self->pool,
                                   self->session);
  sw_plugin_host_load (self->host, folders);
}

/* Nobody else may hold anything of it any more. */
static inline void
host_fixture_tear_down (HostFixture *self)
{
  sw_test_assert_last_unref (self->host);
  sw_test_assert_last_unref (self->registry);
  sw_test_assert_last_unref (self->scheduler);
  sw_test_assert_last_unref (self->pool);
  sw_test_assert_last_unref (self->session);
  g_settings_reset (self->settings, "disabled-plugins");
  g_clear_object (&self->settings);
}
