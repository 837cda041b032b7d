/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* A real message bus of the test's own, and python3-dbusmock's services on it. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BusMock BusMock;

BusMock *bus_mock_new (void);
void bus_mock_free (BusMock *self);
const char *bus_mock_get_address (BusMock *self);
GDBusConnection *bus_mock_get_connection (BusMock *self);
void bus_mock_stop_bus (BusMock *self);
gboolean bus_mock_has_owner (BusMock *self, const char *name);
GSubprocess *bus_mock_start (BusMock *self, const char *template, const char *name);
void bus_mock_stop (BusMock *self, GSubprocess *service, const char *name);
void bus_mock_call (BusMock *self,
                    const char *name,
                    const char *path,
                    const char *interface,
                    const char *method,
                    GVariant *parameters);
void bus_mock_update (BusMock *self,
                      const char *name,
                      const char *path,
                      const char *interface,
                      const char *property,
                      GVariant *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BusMock, bus_mock_free)

/* Waits for CONDITION, not for a duration; a test that would wait for ever fails. */
#define wait_until(condition) \
  G_STMT_START \
  { \
    const gint64 wait_end_us = g_get_monotonic_time () + 30 * G_USEC_PER_SEC; \
    guint wait_tick = g_timeout_add_seconds (1, bus_mock_on_tick, NULL); \
    while (!(condition)) \
      { \
        g_assert_cmpint (g_get_monotonic_time (), <, wait_end_us); \
        g_main_context_iteration (NULL, TRUE); \
      } \
    g_source_remove (wait_tick); \
  } \
  G_STMT_END

gboolean bus_mock_on_tick (gpointer user_data);

G_END_DECLS
