/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <arpa/inet.h>

#include "tests/sw-test.h"

#include "plugins/packets/packets-resolver.h"

/* A resolver that answers when it is told to. */
#define TEST_TYPE_RESOLVER (test_resolver_get_type ())
G_DECLARE_FINAL_TYPE (TestResolver, test_resolver, TEST, RESOLVER, GResolver)

struct _TestResolver
{
  GResolver parent_instance;

  GPtrArray *tasks;     /* of GTask: questions that are open */
  GPtrArray *addresses; /* of char *: all that were asked, in their order */
};

G_DEFINE_FINAL_TYPE (TestResolver, test_resolver, G_TYPE_RESOLVER)

static void
test_resolver_ask (GResolver *resolver,
                   GInetAddress *address,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  TestResolver *self = TEST_RESOLVER (resolver);

  g_ptr_array_add (self->addresses, g_inet_address_to_string (address));
  g_ptr_array_add (self->tasks, g_task_new (self, cancellable, callback, user_data));
}

static char *
test_resolver_finish (G_GNUC_UNUSED GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_resolver_finalize (GObject *object)
{
  g_ptr_array_unref (TEST_RESOLVER (object)->tasks);
  g_ptr_array_unref (TEST_RESOLVER (object)->addresses);
  G_OBJECT_CLASS (test_resolver_parent_class)->finalize (object);
}

static void
test_resolver_class_init (TestResolverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_resolver_finalize;
  G_RESOLVER_CLASS (klass)->lookup_by_address_async = test_resolver_ask;
  G_RESOLVER_CLASS (klass)->lookup_by_address_finish = test_resolver_finish;
}

static void
test_resolver_init (TestResolver *self)
{
  self->tasks = g_ptr_array_new_with_free_func (g_object_unref);
  self->addresses = g_ptr_array_new_with_free_func (g_free);
}

typedef struct
{
  TestResolver *system;
  SwTestClock *clock;
  SwScheduler *scheduler;
  PacketsResolver *resolver;
  guint n_changes;
} Fixture;

static void
count (guint *n)
{
  ++*n;
}

static void
fixture_init (Fixture *fixture, gboolean enabled)
{
  *fixture = (Fixture) { .system = g_object_new (TEST_TYPE_RESOLVER, NULL) };
  g_resolver_set_default (G_RESOLVER (fixture->system));
  fixture->clock = sw_test_clock_new ();
  fixture->scheduler = sw_scheduler_new (SW_CLOCK (fixture->clock), NULL);
  fixture->resolver = packets_resolver_new (fixture->scheduler, "test");
  packets_resolver_set_enabled (fixture->resolver, enabled);
  sw_test_clock_run (fixture->clock, fixture->scheduler, SW_SECOND_US);
  g_signal_connect_swapped (fixture->resolver, "changed", G_CALLBACK (count), &fixture->n_changes);
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
fixture_clear (Fixture *fixture)
{
  packets_resolver_set_enabled (fixture->resolver, FALSE);
  while (fixture->system->tasks->len > 0)
    {
      GTask *task = g_ptr_array_index (fixture->system->tasks, 0);

      g_task_return_pointer (task, NULL, NULL);
      g_ptr_array_remove_index (fixture->system->tasks, 0);
    }
  settle ();
  sw_test_assert_last_unref (fixture->resolver);
  g_assert_null (sw_scheduler_list_jobs (fixture->scheduler));
  sw_test_assert_last_unref (fixture->scheduler);
  g_object_unref (fixture->clock);
  g_object_unref (fixture->system);
}

static const char *
lookup (Fixture *fixture, const char *address)
{
  const gboolean v6 = strchr (address, ':') != NULL;
  guint8 bytes[16];

  g_assert_cmpint (inet_pton (v6 ? AF_INET6 : AF_INET, address, bytes), ==, 1);
  return packets_resolver_lookup (fixture->resolver, v6 ? 6 : 4, bytes);
}

/* NAME (nullable): there is none. */
static void
answer (Fixture *fixture, guint index, const char *name)
{
  GTask *task = g_ptr_array_index (fixture->system->tasks, index);

  if (name != NULL)
    g_task_return_pointer (task, g_strdup (name), g_free);
  else
    g_task_return_new_error_literal (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "none");
  g_ptr_array_remove_index (fixture->system->tasks, index);
  settle ();
}

static void
test_only_when_asked_for (void)
{
  Fixture fixture;

  fixture_init (&fixture, FALSE);
  g_assert_null (lookup (&fixture, "192.0.2.1"));
  g_assert_cmpuint (fixture.system->addresses->len, ==, 0);
  packets_resolver_set_enabled (fixture.resolver, TRUE);
  g_assert_null (lookup (&fixture, "192.0.2.1"));
  g_assert_cmpuint (fixture.system->addresses->len, ==, 1);
  packets_resolver_set_enabled (fixture.resolver, FALSE);
  /* What comes too late is not taken. */
  answer (&fixture, 0, "late.example");
  packets_resolver_set_enabled (fixture.resolver, TRUE);
  g_assert_null (lookup (&fixture, "192.0.2.1"));
  g_assert_cmpuint (fixture.system->addresses->len, ==, 2);
  fixture_clear (&fixture);
}

static void
test_answers (void)
{
  Fixture fixture;

  fixture_init (&fixture, TRUE);
  g_assert_null (lookup (&fixture, "192.0.2.1"));
  g_assert_null (lookup (&fixture, "192.0.2.1"));
  g_assert_null (lookup (&fixture, "2001:db8::1"));
  g_assert_null (lookup (&fixture, "192.0.2.2"));
  g_assert_cmpuint (fixture.system->addresses->len, ==, 3);
  g_assert_cmpstr (g_ptr_array_index (fixture.system->addresses, 0), ==, "192.0.2.1");
  g_assert_cmpstr (g_ptr_array_index (fixture.system->addresses, 1), ==, "2001:db8::1");
  answer (&fixture, 0, "one.example");
  answer (&fixture, 0, "six.example");
  answer (&fixture, 0, NULL);
  g_assert_cmpstr (lookup (&fixture, "192.0.2.1"), ==, "one.example");
  g_assert_cmpstr (lookup (&fixture, "2001:db8::1"), ==, "six.example");
  g_assert_null (lookup (&fixture, "192.0.2.2"));
  g_assert_cmpuint (fixture.system->addresses->len, ==, 3);
  /* Once for all of them. */
  g_assert_cmpuint (fixture.n_changes, ==, 0);
  sw_test_clock_run (fixture.clock, fixture.scheduler, SW_SECOND_US);
  g_assert_cmpuint (fixture.n_changes, ==, 1);
  g_assert_null (sw_scheduler_list_jobs (fixture.scheduler));
  fixture_clear (&fixture);
}

static void
test_never_asked (void)
{
  static const char *const addresses[]
      = { "169.254.1.1", "224.0.0.251", "239.1.2.3", "255.255.255.255",
          "0.0.0.0",     "fe80::1",     "ff02::1",   "::" };
  Fixture fixture;

  fixture_init (&fixture, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    g_assert_null (lookup (&fixture, addresses[i]));
  g_assert_cmpuint (fixture.system->addresses->len, ==, 0);
  g_assert_cmpuint (packets_resolver_get_n_known (fixture.resolver), ==, 0);
  fixture_clear (&fixture);
}

/* The newest first, so many at once, so many in line. */
static void
test_bounds (void)
{
  Fixture fixture;

  fixture_init (&fixture, TRUE);
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *address = g_strdup_printf ("10.1.%u.%u", i / 256, i % 256);

      lookup (&fixture, address);
    }
  g_assert_cmpuint (fixture.system->tasks->len, ==, PACKETS_RESOLVER_MAX_ASKED);
  g_assert_cmpuint (packets_resolver_get_n_known (fixture.resolver), ==,
                    PACKETS_RESOLVER_MAX_ASKED + PACKETS_RESOLVER_MAX_WAITING);
  answer (&fixture, 0, "first.example");
  g_assert_cmpstr (g_ptr_array_index (fixture.system->addresses, 4), ==, "10.1.3.231");
  while (fixture.system->tasks->len > 0)
    answer (&fixture, 0, "x.example");
  g_assert_cmpuint (fixture.system->addresses->len, ==,
                    PACKETS_RESOLVER_MAX_ASKED + PACKETS_RESOLVER_MAX_WAITING);
  /* Fallen out of the line, so that it is asked now. */
  lookup (&fixture, "10.1.0.200");
  g_assert_cmpuint (fixture.system->tasks->len, ==, 1);
  fixture_clear (&fixture);
}

static void
test_cache_is_bounded (void)
{
  Fixture fixture;

  fixture_init (&fixture, TRUE);
  for (guint i = 0; i < PACKETS_RESOLVER_MAX_KNOWN + 100; i++)
    {
      g_autofree char *address = g_strdup_printf ("10.1.%u.%u", i / 256, i % 256);

      lookup (&fixture, address);
      answer (&fixture, 0, "x.example");
      g_assert_cmpuint (packets_resolver_get_n_known (fixture.resolver), <=,
                        PACKETS_RESOLVER_MAX_KNOWN);
    }
  g_assert_cmpuint (packets_resolver_get_n_known (fixture.resolver), ==, 100);
  fixture_clear (&fixture);
}

static void
test_expiry (void)
{
  Fixture fixture;

  fixture_init (&fixture, TRUE);
  lookup (&fixture, "192.0.2.1");
  answer (&fixture, 0, "old.example");
  lookup (&fixture, "192.0.2.2");
  answer (&fixture, 0, NULL);
  sw_test_clock_run (fixture.clock, fixture.scheduler, 299 * SW_SECOND_US);
  lookup (&fixture, "192.0.2.2");
  g_assert_cmpuint (fixture.system->addresses->len, ==, 2);
  sw_test_clock_run (fixture.clock, fixture.scheduler, 2 * SW_SECOND_US);
  lookup (&fixture, "192.0.2.2");
  g_assert_cmpuint (fixture.system->addresses->len, ==, 3);
  answer (&fixture, 0, "two.example");
  g_assert_cmpstr (lookup (&fixture, "192.0.2.2"), ==, "two.example");
  sw_test_clock_run (fixture.clock, fixture.scheduler, 3301 * SW_SECOND_US);
  /* The old one until there is a new one. */
  g_assert_cmpstr (lookup (&fixture, "192.0.2.1"), ==, "old.example");
  g_assert_cmpuint (fixture.system->addresses->len, ==, 4);
  g_assert_cmpstr (lookup (&fixture, "192.0.2.1"), ==, "old.example");
  g_assert_cmpuint (fixture.system->addresses->len, ==, 4);
  answer (&fixture, 0, "new.example");
  g_assert_cmpstr (lookup (&fixture, "192.0.2.1"), ==, "new.example");
  fixture_clear (&fixture);
}

static void
test_hostile_names (void)
{
  g_autofree char *long_name = g_strnfill (5000, 'x');
  Fixture fixture;

  fixture_init (&fixture, TRUE);
  lookup (&fixture, "192.0.2.1");
  answer (&fixture, 0, "a\nb\x1b[1m\xff\xe2\x80\xae.example");
  g_assert_cmpstr (lookup (&fixture, "192.0.2.1"), ==, "a.b.[1m...example");
  lookup (&fixture, "192.0.2.2");
  answer (&fixture, 0, long_name);
  g_assert_cmpuint (strlen (lookup (&fixture, "192.0.2.2")), <=, 255);
  lookup (&fixture, "192.0.2.3");
  answer (&fixture, 0, "");
  g_assert_null (lookup (&fixture, "192.0.2.3"));
  fixture_clear (&fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/resolver/only-when-asked-for", test_only_when_asked_for);
  g_test_add_func ("/packets/resolver/answers", test_answers);
  g_test_add_func ("/packets/resolver/never-asked", test_never_asked);
  g_test_add_func ("/packets/resolver/bounds", test_bounds);
  g_test_add_func ("/packets/resolver/cache-is-bounded", test_cache_is_bounded);
  g_test_add_func ("/packets/resolver/expiry", test_expiry);
  g_test_add_func ("/packets/resolver/hostile-names", test_hostile_names);
  return g_test_run ();
}
