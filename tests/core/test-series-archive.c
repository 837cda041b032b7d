/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>
#include <string.h>

#include "core/sw-series-archive.h"
#include "tests/sw-test.h"

#define S SW_SECOND_US

/* An archive in memory, which answers when the test lets it: the value of each second is its number. */
#define SLOW_TYPE_ARCHIVE (slow_archive_get_type ())
G_DECLARE_FINAL_TYPE (SlowArchive, slow_archive, SLOW, ARCHIVE, GObject)

typedef struct
{
  guint id;
  gint64 from_us;
  gint64 to_us;
  guint n_buckets;
  SwSeriesAnswer answer;
  gpointer user_data;
} Question;

struct _SlowArchive
{
  GObject parent_instance;

  GQueue questions; /* of Question */
  guint n_asked;
};

static guint
slow_archive_ask (SwSeriesArchive *archive,
                  G_GNUC_UNUSED guint channel,
                  gint64 from_us,
                  gint64 to_us,
                  guint n_buckets,
                  SwSeriesAnswer answer,
                  gpointer user_data)
{
  SlowArchive *self = SLOW_ARCHIVE (archive);
  const Question question = { ++self->n_asked, from_us, to_us, n_buckets, answer, user_data };

  g_queue_push_tail (&self->questions, g_memdup2 (&question, sizeof question));
  return question.id;
}

static void
slow_archive_forget (SwSeriesArchive *archive, guint question)
{
  SlowArchive *self = SLOW_ARCHIVE (archive);

  for (GList *l = self->questions.head; l != NULL; l = l->next)
    if (((Question *) l->data)->id == question)
      {
        g_free (l->data);
        g_queue_delete_link (&self->questions, l);
        return;
      }
  g_assert_not_reached ();
}

static void
slow_archive_iface_init (SwSeriesArchiveInterface *iface)
{
  iface->ask = slow_archive_ask;
  iface->forget = slow_archive_forget;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SlowArchive,
                               slow_archive,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SW_TYPE_SERIES_ARCHIVE,
                                                      slow_archive_iface_init))

static void
slow_archive_class_init (G_GNUC_UNUSED SlowArchiveClass *klass)
{
}

static void
slow_archive_init (SlowArchive *self)
{
  g_queue_init (&self->questions);
}

static void
answer_all (SlowArchive *self)
{
  g_autofree Question *question = NULL;

  while ((question = g_queue_pop_head (&self->questions)) != NULL)
    {
      g_autofree SwBucket *buckets = g_new (SwBucket, question->n_buckets);
      const gint64 step_us = (question->to_us - question->from_us) / question->n_buckets;

      for (guint i = 0; i < question->n_buckets; i++)
        {
          const float value = (question->from_us + i * step_us) / (float) S;

          buckets[i] = (SwBucket) { value, value, value };
        }
      question->answer (buckets, question->n_buckets, NULL, question->user_data);
      g_clear_pointer (&question, g_free);
    }
}

static void
on_answered_cb (const SwBucket *buckets, guint n_buckets, const GError *error, gpointer user_data)
{
  g_assert_no_error (error);
  g_assert_cmpuint (n_buckets, ==, 10);
  memcpy (user_data, buckets, n_buckets * sizeof *buckets);
}

/* A minute in seconds, of which ten rows and buckets of 10 s are kept. */
static SwSeries *
make_series (SwSeriesArchive *archive)
{
  SwSeries *series = sw_series_new_sized (1, 10, 10 * S, 3);

  sw_series_set_archive (series, archive);
  for (gint64 second = 0; second < 60; second++)
    sw_series_push (series, second * S, &(double) { second });
  return series;
}

static void
test_older_times_are_asked_for (void)
{
  g_autoptr (SlowArchive) archive = g_object_new (SLOW_TYPE_ARCHIVE, NULL);
  g_autoptr (SwSeries) series = make_series (SW_SERIES_ARCHIVE (archive));
  SwBucket here[10], older[10] = { 0 };

  sw_series_summarise (series, 0, 0, 60 * S, here, 10);
  g_assert_true (isnan (here[4].mean));
  g_assert_cmpfloat (here[5].mean, >, 29);
  g_assert_cmpuint (sw_series_ask_older (series, 0, 0, 60 * S, 10, on_answered_cb, older), !=, 0);
  /* Not at once. */
  g_assert_cmpfloat (older[4].mean, ==, 0);
  answer_all (archive);
  g_assert_cmpfloat (older[4].mean, ==, 24);
  g_assert_true (sw_series_get_archive (series) == SW_SERIES_ARCHIVE (archive));
  sw_test_assert_last_unref (series);
  sw_test_assert_last_unref (archive);
}

static void
test_what_is_kept_is_not_asked_for (void)
{
  g_autoptr (SlowArchive) archive = g_object_new (SLOW_TYPE_ARCHIVE, NULL);
  g_autoptr (SwSeries) series = make_series (SW_SERIES_ARCHIVE (archive));

  g_assert_cmpint (sw_series_get_begin_us (series), ==, 30 * S);
  g_assert_cmpuint (sw_series_ask_older (series, 0, 30 * S, 60 * S, 10, on_answered_cb, NULL), ==,
                    0);
  sw_series_set_archive (series, NULL);
  g_assert_cmpuint (sw_series_ask_older (series, 0, 0, 60 * S, 10, on_answered_cb, NULL), ==, 0);
  g_assert_cmpuint (archive->n_asked, ==, 0);
}

static void
test_taken_back_is_not_answered (void)
{
  g_autoptr (SlowArchive) archive = g_object_new (SLOW_TYPE_ARCHIVE, NULL);
  g_autoptr (SwSeries) series = make_series (SW_SERIES_ARCHIVE (archive));
  SwBucket first[10] = { 0 }, second[10] = { 0 };
  guint question = sw_series_ask_older (series, 0, 0, 60 * S, 10, on_answered_cb, first);

  sw_series_ask_older (series, 0, -60 * S, 0, 10, on_answered_cb, second);
  sw_series_archive_forget (SW_SERIES_ARCHIVE (archive), question);
  answer_all (archive);
  g_assert_cmpfloat (first[4].mean, ==, 0);
  /* Before the machine was started. */
  g_assert_cmpfloat (second[4].mean, ==, -36);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/series-archive/older", test_older_times_are_asked_for);
  g_test_add_func ("/series-archive/kept", test_what_is_kept_is_not_asked_for);
  g_test_add_func ("/series-archive/taken-back", test_taken_back_is_not_answered);
  return g_test_run ();
}
