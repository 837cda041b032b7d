/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gstdio.h>

#include "tests/sw-test.h"

#include "plugins/packets/packets-tshark.h"

/* Who has 10.77.1.1? Tell 10.77.1.5. */
static const guint8 arp[]
    = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x52, 0x54, 0x00, 0xaa, 0xbb, 0x01, 0x08, 0x06,
        0x00, 0x01, 0x08, 0x00, 0x06, 0x04, 0x00, 0x01, 0x52, 0x54, 0x00, 0xaa, 0xbb, 0x01,
        0x0a, 0x4d, 0x01, 0x05, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x0a, 0x4d, 0x01, 0x01 };
static const Packet packet = { .bytes = arp,
                               .captured_bytes = sizeof arp,
                               .original_bytes = sizeof arp,
                               .time_ns = G_GINT64_CONSTANT (1700000000123456789),
                               .flags = PACKET_FLAGS_OUTBOUND,
                               .queue = G_MAXUINT32,
                               .link_type = LINK_TYPE_ETHERNET };

typedef struct
{
  DissectTree *tree; /* (nullable) */
  GError *error;     /* (nullable) */
  gboolean done;
} Answer;

static void
on_decoded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->tree = packets_tshark_decode_finish (PACKETS_TSHARK (source), result, &answer->error);
  answer->done = TRUE;
}

static void
answer_clear (Answer *answer)
{
  g_clear_pointer (&answer->tree, dissect_tree_free);
  g_clear_error (&answer->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, answer_clear)

static const DissectField *
find (const Answer *answer, const char *name)
{
  for (guint i = 0; i < dissect_tree_get_n_fields (answer->tree); i++)
    {
      const DissectField *field = dissect_tree_get_field (answer->tree, i);

      if (g_str_equal (field->name, name))
        return field;
    }
  g_error ("no field %s", name);
}

static void
test_real (void)
{
  g_autofree char *program = packets_tshark_find ();
  PacketsTshark *tshark = NULL;
  g_auto (Answer) answer = { 0 };
  const DissectField *field;

  g_assert_nonnull (program);
  tshark = packets_tshark_new (program);
  packets_tshark_decode_async (tshark, &packet, "tap0", NULL, on_decoded_cb, &answer);
  g_assert_false (answer.done);
  WAIT_UNTIL (answer.done);
  g_assert_no_error (answer.error);
  field = find (&answer, "Sender IP address");
  g_assert_cmpstr (field->text, ==, "10.77.1.5");
  g_assert_cmpuint (field->offset, ==, 28);
  g_assert_cmpuint (field->n_bytes, ==, 4);
  g_assert_cmpuint (field->level, ==, 1);
  g_assert_cmpstr (find (&answer, "Interface name")->text, ==, "tap0");
  g_assert_true (g_str_has_prefix (find (&answer, "Epoch Arrival Time")->text,
                                   "1700000000.123456789"));
  g_assert_nonnull (strstr (find (&answer, "Packet flags")->text, "0x00000002"));
  sw_test_assert_last_unref (tshark);
}

/* A program in tshark's place. */
static PacketsTshark *
create_fake (SwTestTree *tree, const char *script)
{
  g_autofree char *path = g_build_filename (sw_test_tree_get_root (tree), "tshark", NULL);
  g_autofree char *text = g_strconcat ("#!/bin/sh\n", script, "\n", NULL);

  sw_test_tree_write (tree, "tshark", text);
  g_assert_cmpint (g_chmod (path, 0700), ==, 0);
  return packets_tshark_new (path);
}

static void
decode (PacketsTshark *tshark, const char *interface_name, Answer *answer)
{
  packets_tshark_decode_async (tshark, &packet, interface_name, NULL, on_decoded_cb, answer);
  WAIT_UNTIL (answer->done);
}

static void
test_environment (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  PacketsTshark *tshark
      = create_fake (tree, "echo \"<pdml><field showname='Home: $HOME'/><field showname='Config: "
                           "$WIRESHARK_CONFIG_DIR'/><field showname='Secret: $SECRET'/><field "
                           "showname='Words: $*'/>\""
                           "\"<field showname='Size: $(wc -c)'/>\"");
  g_auto (Answer) answer = { 0 };

  g_setenv ("SECRET", "hidden", TRUE);
  decode (tshark, NULL, &answer);
  g_assert_no_error (answer.error);
  g_assert_cmpstr (find (&answer, "Home")->text, ==, "/nonexistent");
  g_assert_cmpstr (find (&answer, "Config")->text, ==, "/nonexistent");
  g_assert_cmpstr (find (&answer, "Secret")->text, ==, "");
  g_assert_cmpstr (find (&answer, "Words")->text, ==, "-n -r - -c 1 -T pdml");
  g_assert_cmpuint (g_ascii_strtoull (find (&answer, "Size")->text, NULL, 10), >, sizeof arp);
  sw_test_assert_last_unref (tshark);
}

static void
test_failures (void)
{
  static const char *const scripts[] = {
    "exit 1", "kill -9 $$", "echo garbage", "echo '<pdml></pdml>'", "exec 0<&-; echo",
  };

  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      g_autoptr (SwTestTree) tree = sw_test_tree_new ();
      PacketsTshark *tshark = create_fake (tree, scripts[i]);
      g_auto (Answer) answer = { 0 };

      decode (tshark, "tap0", &answer);
      g_assert_null (answer.tree);
      g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      sw_test_assert_last_unref (tshark);
    }
}

static void
test_not_there (void)
{
  PacketsTshark *tshark = packets_tshark_new ("/nonexistent/tshark");
  g_auto (Answer) answer = { 0 };

  decode (tshark, "tap0", &answer);
  g_assert_error (answer.error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT);
  sw_test_assert_last_unref (tshark);
}

static void
test_endless_output (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  PacketsTshark *tshark
      = create_fake (tree, "echo \"<pdml><field showname='First'/>\"; exec yes '          '");
  g_auto (Answer) answer = { 0 };

  decode (tshark, "tap0", &answer);
  g_assert_no_error (answer.error);
  g_assert_cmpuint (dissect_tree_get_n_fields (answer.tree), ==, 1);
  sw_test_assert_last_unref (tshark);
}

static gboolean
is_running (SwTestTree *tree)
{
  g_autofree char *path = g_build_filename (sw_test_tree_get_root (tree), "pid", NULL);
  g_autofree char *pid = g_file_read_link (path, NULL);

  return pid != NULL && kill (atoi (pid), 0) == 0;
}

/* Says its number, in a link since it may write no file, and stays. */
static PacketsTshark *
create_stuck (SwTestTree *tree)
{
  g_autofree char *script
      = g_strdup_printf ("ln -sfn $$ %s/pid; exec sleep 1000", sw_test_tree_get_root (tree));

  return create_fake (tree, script);
}

static gboolean
on_turn_cb (G_GNUC_UNUSED gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
test_cancelled (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  PacketsTshark *tshark = create_stuck (tree);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Answer) answer = { 0 };
  /* A process that comes or goes wakes nobody here. */
  const guint turn = g_timeout_add (10, on_turn_cb, NULL);

  packets_tshark_decode_async (tshark, &packet, "tap0", cancellable, on_decoded_cb, &answer);
  WAIT_UNTIL (is_running (tree));
  g_assert_false (answer.done);
  g_cancellable_cancel (cancellable);
  WAIT_UNTIL (answer.done);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  WAIT_UNTIL (!is_running (tree));
  g_clear_error (&answer.error);
  answer.done = FALSE;
  packets_tshark_decode_async (tshark, &packet, "tap0", cancellable, on_decoded_cb, &answer);
  WAIT_UNTIL (answer.done);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_source_remove (turn);
  sw_test_assert_last_unref (tshark);
}

static void
test_newest_ends_the_older (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  PacketsTshark *tshark = create_stuck (tree);
  g_auto (Answer) older = { 0 };
  g_auto (Answer) newest = { 0 };
  g_autofree char *path = g_build_filename (sw_test_tree_get_root (tree), "tshark", NULL);
  const guint turn = g_timeout_add (10, on_turn_cb, NULL);

  packets_tshark_decode_async (tshark, &packet, "tap0", NULL, on_decoded_cb, &older);
  WAIT_UNTIL (is_running (tree));
  sw_test_tree_remove (tree, "tshark");
  sw_test_tree_write (tree, "tshark", "#!/bin/sh\necho \"<pdml><field showname='Second'/>\"\n");
  g_assert_cmpint (g_chmod (path, 0700), ==, 0);
  packets_tshark_decode_async (tshark, &packet, "tap0", NULL, on_decoded_cb, &newest);
  WAIT_UNTIL (older.done && newest.done);
  g_assert_error (older.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_no_error (newest.error);
  find (&newest, "Second");
  WAIT_UNTIL (!is_running (tree));
  g_source_remove (turn);
  sw_test_assert_last_unref (tshark);
}

/* Frames of any length and link type. */
static void
test_any_packet (void)
{
  g_autofree char *program = packets_tshark_find ();
  static const guint8 nothing[1] = { 0 };
  g_autofree guint8 *large = g_malloc0 (300000);
  const Packet packets[] = {
    { .bytes = nothing, .captured_bytes = 0, .original_bytes = 0, .time_ns = PACKET_NO_TIME },
    { .bytes = arp, .captured_bytes = 7, .original_bytes = 1000, .time_ns = -1, .link_type = 9999 },
    { .bytes = large,
      .captured_bytes = 300000,
      .original_bytes = 300000,
      .flags = G_MAXUINT32,
      .link_type = LINK_TYPE_RAW },
  };

  for (guint i = 0; i < G_N_ELEMENTS (packets); i++)
    {
      PacketsTshark *tshark = packets_tshark_new (program);
      g_auto (Answer) answer = { 0 };

      packets_tshark_decode_async (tshark, &packets[i], "", NULL, on_decoded_cb, &answer);
      WAIT_UNTIL (answer.done);
      g_assert_true ((answer.tree != NULL) == (answer.error == NULL));
      if (i != 1)
        g_assert_no_error (answer.error);
      sw_test_assert_last_unref (tshark);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/tshark/real", test_real);
  g_test_add_func ("/packets/tshark/any-packet", test_any_packet);
  g_test_add_func ("/packets/tshark/environment", test_environment);
  g_test_add_func ("/packets/tshark/failures", test_failures);
  g_test_add_func ("/packets/tshark/not-there", test_not_there);
  g_test_add_func ("/packets/tshark/endless-output", test_endless_output);
  g_test_add_func ("/packets/tshark/cancelled", test_cancelled);
  g_test_add_func ("/packets/tshark/newest-ends-the-older", test_newest_ends_the_older);
  return g_test_run ();
}
