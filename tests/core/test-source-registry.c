/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-sample-file.h"
#include "core/sw-scheduler.h"
#include "core/sw-source-registry.h"
#include "tests/sw-test.h"

/* The order of a registry, where sources come, go and come again, and what their jobs are told and cost. */

#define PLAIN_TYPE_SOURCE (plain_source_get_type ())
G_DECLARE_FINAL_TYPE (PlainSource, plain_source, PLAIN, SOURCE, SwSource)

struct _PlainSource
{
  SwSource parent_instance;

  SwSampleFile *file; /* (nullable) borrowed */
  guint n_samples;
};

G_DEFINE_FINAL_TYPE (PlainSource, plain_source, SW_TYPE_SOURCE)

static gboolean
plain_source_sample (SwSource *source, const SwTick *tick, GError **error)
{
  PlainSource *self = PLAIN_SOURCE (source);

  self->n_samples++;
  return self->file == NULL || sw_sample_file_read (self->file, tick, NULL, error) != NULL;
}

static void
plain_source_class_init (PlainSourceClass *klass)
{
  SW_SOURCE_CLASS (klass)->sample = plain_source_sample;
}

static void
plain_source_init (G_GNUC_UNUSED PlainSource *self)
{
}

typedef struct
{
  SwTestClock *clock;
  SwScheduler *scheduler;
  SwSourceRegistry *registry;
} Fixture;

static SwSource *
add_after (Fixture *fixture, const char *id, const char *after)
{
  g_autoptr (SwSource) source = g_object_new (PLAIN_TYPE_SOURCE, "id", id, "title", id, NULL);

  sw_source_registry_add_after (fixture->registry, "test", source,
                                after != NULL ? sw_source_registry_lookup (fixture->registry, after)
                                              : NULL);
  return sw_source_registry_lookup (fixture->registry, id);
}

static void
drop (Fixture *fixture, const char *id)
{
  sw_source_registry_remove (fixture->registry, sw_source_registry_lookup (fixture->registry, id));
}

static void
assert_order (Fixture *fixture, const char *expected)
{
  g_autoptr (GList) sources = sw_source_registry_list (fixture->registry);
  g_autoptr (GString) ids = g_string_new (NULL);

  for (GList *l = sources; l != NULL; l = l->next)
    g_string_append_printf (ids, "%s%s", ids->len > 0 ? " " : "", sw_source_get_id (l->data));
  g_assert_cmpstr (ids->str, ==, expected);
}

static void
set_up (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->clock = sw_test_clock_new ();
  fixture->scheduler = sw_scheduler_new (SW_CLOCK (fixture->clock), NULL);
  fixture->registry = sw_source_registry_new (fixture->scheduler);
  add_after (fixture, "a", NULL);
  add_after (fixture, "b", NULL);
  add_after (fixture, "c", NULL);
}

static void
tear_down (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  sw_test_assert_last_unref (fixture->registry);
  sw_test_assert_last_unref (fixture->scheduler);
  g_object_unref (fixture->clock);
}

static void
test_made_anew (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  drop (fixture, "b");
  assert_order (fixture, "a c");
  g_assert_null (sw_source_registry_lookup (fixture->registry, "b"));
  add_after (fixture, "b", NULL);
  assert_order (fixture, "a b c");
}

/* A plugin that is switched off and on again, in whatever order it brings them. */
static void
test_all_made_anew (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const char *const ids[] = { "c", "a", "b" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    drop (fixture, ids[i]);
  assert_order (fixture, "");
  add_after (fixture, "d", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    add_after (fixture, ids[i], NULL);
  assert_order (fixture, "a b c d");
}

static void
test_beside_its_likes (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  add_after (fixture, "a2", "a");
  add_after (fixture, "a1", "a");
  assert_order (fixture, "a a1 a2 b c");
  drop (fixture, "a1");
  add_after (fixture, "a1", "c");
  assert_order (fixture, "a a1 a2 b c");
}

/* Names that never come again do not gather for ever; those that are here stay where they are. */
static void
test_forgets_the_oldest (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  drop (fixture, "a");
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *id = g_strdup_printf ("veth%u", i);

      add_after (fixture, id, "b");
      drop (fixture, id);
    }
  add_after (fixture, "a", NULL);
  assert_order (fixture, "b c a");
  add_after (fixture, "veth998", NULL);
  add_after (fixture, "veth1", NULL);
  assert_order (fixture, "b veth998 c a veth1");
}

/* Of two that read the same file in one wakeup the first pays. */
static void
test_reads_are_booked (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  g_autoptr (SwSampleFile) file = sw_sample_pool_get (pool, "/proc/file");
  g_autoptr (SwAccount) sum = NULL;
  const char *const ids[] = { "a", "b" };
  const SwAccount *accounts[G_N_ELEMENTS (ids)];

  sw_test_tree_write (tree, "/proc/file", "0123456789");
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      SwSource *source = sw_source_registry_lookup (fixture->registry, ids[i]);

      PLAIN_SOURCE (source)->file = file;
      sw_source_acquire (source);
      accounts[i] = sw_job_get_account (sw_source_registry_get_job (fixture->registry, source));
    }
  sw_test_clock_run (fixture->clock, fixture->scheduler, 4 * SW_SECOND_US);
  g_assert_cmpuint (accounts[0]->runs, ==, 5);
  g_assert_cmpuint (accounts[0]->bytes_read, ==, 5 * 10);
  g_assert_cmpuint (accounts[0]->reads, ==, 5);
  g_assert_cmpuint (accounts[1]->runs, ==, 5);
  g_assert_cmpuint (accounts[1]->bytes_read, ==, 0);
  sum = sw_scheduler_get_account (fixture->scheduler);
  g_assert_cmpuint (sum->bytes_read, ==, 5 * 10);
}

static guint
sample_for (Fixture *fixture, SwSource *source, guint seconds)
{
  PLAIN_SOURCE (source)->n_samples = 0;
  sw_test_clock_run (fixture->clock, fixture->scheduler, seconds * SW_SECOND_US);
  return PLAIN_SOURCE (source)->n_samples;
}

/* Hidden, and in a locked session: what is recorded goes on, what is looked at does not. */
static void
test_history_goes_on_unseen (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  SwSource *source = sw_source_registry_lookup (fixture->registry, "a");

  sw_source_acquire (source);
  sw_test_clock_run (fixture->clock, fixture->scheduler, SW_SECOND_US);
  sw_scheduler_set_views_stopped (fixture->scheduler, TRUE);
  g_assert_cmpuint (sample_for (fixture, source, 5), ==, 0);
  sw_source_acquire_history (source);
  sw_source_acquire_history (source);
  g_assert_cmpuint (sample_for (fixture, source, 5), ==, 5);
  sw_source_release (source);
  g_assert_cmpuint (sample_for (fixture, source, 5), ==, 5);
  sw_source_release_history (source);
  g_assert_cmpuint (sample_for (fixture, source, 5), ==, 5);
  sw_scheduler_set_views_stopped (fixture->scheduler, FALSE);
  g_assert_cmpuint (sample_for (fixture, source, 5), ==, 5);
  sw_source_set_enabled (source, FALSE);
  g_assert_cmpuint (sample_for (fixture, source, 5), ==, 0);
  sw_source_set_enabled (source, TRUE);
  sw_test_clock_run (fixture->clock, fixture->scheduler, SW_SECOND_US);
  sw_source_release_history (source);
  g_assert_false (sw_source_get_recorded (source));
  g_assert_cmpuint (sample_for (fixture, source, 5), ==, 0);
  g_assert_cmpint (sw_scheduler_get_next_wakeup_us (fixture->scheduler), ==, -1);
}

/* Who looks on keeps it from stopping, but not in a locked session. */
static void
test_history_ends_before_the_view (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  SwSource *source = sw_source_registry_lookup (fixture->registry, "a");

  sw_source_acquire_history (source);
  sw_source_acquire (source);
  sw_source_release_history (source);
  sw_test_clock_run (fixture->clock, fixture->scheduler, SW_SECOND_US);
  g_assert_cmpuint (sample_for (fixture, source, 5), ==, 5);
  sw_scheduler_set_views_stopped (fixture->scheduler, TRUE);
  g_assert_cmpuint (sample_for (fixture, source, 5), ==, 0);
}

/* A device that comes back is recorded on: its demand is the source's, not the registry's. */
static void
test_history_of_a_source_added_late (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (SwSource) source = g_object_new (PLAIN_TYPE_SOURCE, "id", "d", "title", "d", NULL);

  sw_source_acquire_history (source);
  sw_scheduler_set_views_stopped (fixture->scheduler, TRUE);
  sw_source_registry_add (fixture->registry, "test", source);
  sw_test_clock_run (fixture->clock, fixture->scheduler, SW_SECOND_US);
  g_assert_cmpuint (sample_for (fixture, source, 5), ==, 5);
  sw_source_registry_remove (fixture->registry, source);
}

int
main (int argc, char *argv[])
{
  const struct
  {
    const char *path;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/registry/order/made-anew", test_made_anew },
    { "/registry/order/all-made-anew", test_all_made_anew },
    { "/registry/order/beside-its-likes", test_beside_its_likes },
    { "/registry/order/forgets-the-oldest", test_forgets_the_oldest },
    { "/registry/account/reads", test_reads_are_booked },
    { "/registry/history/unseen", test_history_goes_on_unseen },
    { "/registry/history/ends-first", test_history_ends_before_the_view },
    { "/registry/history/added-late", test_history_of_a_source_added_late },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
