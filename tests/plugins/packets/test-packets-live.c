/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>
#include <sys/socket.h>

#include <netinet/in.h>

#include "core/sw-source-registry.h"
#include "core/sw-tick.h"
#include "plugin/sw-context.h"
#include "services/sw-session.h"

#include "plugins/packets/packets-interfaces.h"
#include "plugins/packets/packets-rate-source.h"
#include "plugins/packets/packets-sources.h"
#include "plugins/packets/packets-status.h"
#include "tests/plugins/multiload/net-namespace.h"
#include "tests/plugins/packets/session-files.h"

/* The real helper on real interfaces, in namespaces of the test's own, where it has the right to. */

/* Datagrams to nobody, over the loopback interface of the namespace. */
static void
send_datagrams (guint n)
{
  const struct sockaddr_in address = { .sin_family = AF_INET,
                                       .sin_port = g_htons (9),
                                       .sin_addr.s_addr = g_htonl (INADDR_LOOPBACK) };
  g_autofd int fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (fd, >=, 0);
  for (guint i = 0; i < n; i++)
    sendto (fd, "hello", 5, 0, (const struct sockaddr *) &address, sizeof address);
}

static void
start (SessionFixture *f, const char *const *interfaces, const char *filter)
{
  const PacketsRequest request = { .interfaces = interfaces, .filter = filter };

  packets_session_start (f->session, &request);
  WAIT_UNTIL (session_fixture_state (f) == PACKETS_SESSION_CAPTURING
              || session_fixture_settled (f));
  g_test_message ("%s: %s", packets_session_get_problem (f->session),
                  packets_session_get_explanation (f->session));
}

static void
wait_for_packets (SessionFixture *f, guint n)
{
  WAIT_UNTIL (session_fixture_count (f) >= n);
}

static void
test_helper_captures_and_stops (void)
{
  SessionFixture f;

  if (is_refused ())
    return;
  session_fixture_init (&f, NULL);
  start (&f, (const char *[]) { "lo", NULL }, "udp port 9");
  g_assert_null (packets_session_get_problem (f.session));
  g_assert_cmpstr (packets_session_get_title (f.session), ==, "lo");
  send_datagrams (10);
  /* Each is sent and then received. */
  wait_for_packets (&f, 20);
  packets_session_stop (f.session);
  WAIT_UNTIL (session_fixture_state (&f) == PACKETS_SESSION_READY);
  g_assert_null (packets_session_get_problem (f.session));
  g_assert_cmpuint (session_fixture_count (&f), ==, 20);
  session_fixture_clear (&f);
}

/* Frames that the filter does not want never come; the answers of the kernel to datagrams to nobody are such. */
static void
test_filter_goes_to_the_kernel (void)
{
  SessionFixture f;
  g_autoptr (CaptureCursor) cursor = NULL;

  if (is_refused ())
    return;
  session_fixture_init (&f, NULL);
  start (&f, NULL, "icmp");
  send_datagrams (1);
  wait_for_packets (&f, 2);
  cursor = capture_cursor_new (packets_session_get_store (f.session));
  for (guint i = 0; i < session_fixture_count (&f); i++)
    {
      g_autoptr (GError) error = NULL;
      Packet packet;

      g_assert_true (capture_cursor_read (cursor, i, &packet, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (packet.bytes[14 + 9], ==, IPPROTO_ICMP);
    }
  session_fixture_clear (&f);
}

static void
test_what_cannot_be_captured_is_said (void)
{
  SessionFixture f;

  if (is_refused ())
    return;
  session_fixture_init (&f, NULL);
  start (&f, (const char *[]) { "no-such-if", NULL }, NULL);
  g_assert_cmpint (session_fixture_state (&f), ==, PACKETS_SESSION_EMPTY);
  g_assert_nonnull (strstr (packets_session_get_problem (f.session), "Interfaces"));
  start (&f, (const char *[]) { "--all", NULL }, NULL);
  g_assert_cmpint (session_fixture_state (&f), ==, PACKETS_SESSION_EMPTY);
  g_assert_nonnull (strstr (packets_session_get_problem (f.session), "Interfaces"));
  start (&f, NULL, "arp and");
  g_assert_cmpint (session_fixture_state (&f), ==, PACKETS_SESSION_EMPTY);
  g_assert_nonnull (strstr (packets_session_get_problem (f.session), "Filter"));
  g_assert_cmpuint (count_files (f.cache_dir), ==, 0);
  session_fixture_clear (&f);
}

typedef struct
{
  SwSourceRegistry *registry;
  SwSamplePool *pool;
  SwSession *session;
  SwContext *context;
  PacketsTraffic *traffic;
  PacketsSources *sources;
  PacketsStatus *status;
} Plugin;

/* As packets-plugin.c has them. */
static void
plugin_init (Plugin *self, SessionFixture *f)
{
  self->registry = sw_source_registry_new (f->scheduler);
  self->pool = sw_sample_pool_new (NULL);
  self->session = sw_session_new ();
  self->context = sw_context_new ("test", f->scheduler, self->registry, self->pool, self->session);
  self->traffic = packets_traffic_new (f->scheduler, "test", f->session);
  self->sources = packets_sources_new (self->context, self->traffic);
  self->status = packets_status_new (self->context, self->traffic, f->session);
}

static void
plugin_clear (Plugin *self)
{
  packets_status_withdraw (self->status);
  packets_sources_withdraw (self->sources);
  sw_test_assert_last_unref (self->status);
  sw_test_assert_last_unref (self->sources);
  sw_test_assert_last_unref (self->traffic);
  sw_context_close (self->context);
  sw_test_assert_last_unref (self->context);
  sw_test_assert_last_unref (self->registry);
  g_object_unref (self->pool);
  g_object_unref (self->session);
}

/* Counted by the helper, whether the packets were sent on or not; before its first figures there are none. */
static void
test_rates_are_sources_while_it_captures (void)
{
  SessionFixture f;
  Plugin p;
  SwSource *packets, *bits;

  if (is_refused ())
    return;
  session_fixture_init (&f, NULL);
  plugin_init (&p, &f);
  sw_context_acquire_status (p.context);
  g_assert_true (isnan (packets_traffic_get_total (p.traffic).in_packets));
  start (&f, (const char *[]) { "lo", NULL }, "udp port 9");
  WAIT_UNTIL (sw_source_registry_lookup (p.registry, "packets:lo:bits") != NULL);
  packets = sw_source_registry_lookup (p.registry, "packets:lo:packets");
  bits = sw_source_registry_lookup (p.registry, "packets:lo:bits");
  sw_source_acquire (packets);
  sw_source_acquire (bits);
  /* None yet: not known, or known to be none where this comes late. */
  g_assert_false (packets_traffic_get_total (p.traffic).in_packets > 0);
  g_assert_cmpstr (sw_context_get_status (p.context), ==, "1 interface");
  send_datagrams (100);
  WAIT_UNTIL (packets_traffic_get_total (p.traffic).in_packets > 0);
  g_assert_cmpfloat (packets_traffic_get_total (p.traffic).in_packets, ==,
                     packets_traffic_get_total (p.traffic).out_packets);
  g_assert_nonnull (strstr (sw_context_get_status (p.context), "1 interface · "));
  WAIT_UNTIL (sw_source_get_value (packets, 0) > 0 && sw_source_get_value (bits, 1) > 0);
  g_assert_cmpint (sw_source_get_state (bits), ==, SW_SOURCE_STATE_READY);
  /* Silence is told by nobody, and is seen all the same. */
  WAIT_UNTIL (packets_traffic_get_total (p.traffic).in_packets == 0);
  sw_source_release (packets);
  sw_source_release (bits);
  packets_session_stop (f.session);
  WAIT_UNTIL (sw_source_registry_lookup (p.registry, "packets:lo:packets") == NULL);
  g_assert_null (sw_source_registry_list (p.registry));
  WAIT_UNTIL (session_fixture_state (&f) == PACKETS_SESSION_READY);
  WAIT_UNTIL (strstr (sw_context_get_status (p.context), "200 packets") != NULL);
  sw_context_release_status (p.context);
  plugin_clear (&p);
  session_fixture_clear (&f);
}

/* (nullable) */
static PacketsInterface *
find (PacketsInterfaces *interfaces, const char *name)
{
  GListModel *model = G_LIST_MODEL (interfaces);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (PacketsInterface) interface = g_list_model_get_item (model, i);

      if (g_str_equal (packets_interface_get_name (interface), name))
        return interface; /* the model keeps it */
    }
  return NULL;
}

static void
count_change (guint *n_changes)
{
  (*n_changes)++;
}

static void
test_interfaces_are_followed (void)
{
  const struct
  {
    const char *name;
    const char *kind;
    gboolean up;
  } cases[] = {
    { "br9", "Bridge", FALSE },
    { "lo", "Loopback", TRUE },
    { "veth9", "Container (veth)", TRUE },
  };
  g_autoptr (SwScheduler) scheduler = sw_scheduler_new (NULL, NULL);
  PacketsInterfaces *interfaces = packets_interfaces_new (scheduler, "test");
  guint n_changes = 0;

  if (is_refused ())
    {
      g_object_unref (interfaces);
      return;
    }
  g_signal_connect_swapped (interfaces, "items-changed", G_CALLBACK (count_change), &n_changes);
  run ("ip link add br9 type bridge");
  run ("ip link add veth9 type veth peer name veth8");
  run ("ip link set veth8 up");
  run ("ip link set veth9 up");
  g_assert_null (sw_scheduler_list_watches (scheduler));
  packets_interfaces_acquire (interfaces);
  WAIT_UNTIL (find (interfaces, "veth9") != NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PacketsInterface *interface = find (interfaces, cases[i].name);

      g_test_message ("%s", cases[i].name);
      g_assert_nonnull (interface);
      g_assert_cmpstr (packets_interface_get_kind_name (interface), ==, cases[i].kind);
      WAIT_UNTIL (packets_interface_get_up (find (interfaces, cases[i].name)) == cases[i].up);
    }
  run ("ip link set veth8 down");
  WAIT_UNTIL (!packets_interface_get_up (find (interfaces, "veth9")));
  run ("ip link set veth9 down");
  run ("ip link set veth9 name wire9");
  WAIT_UNTIL (find (interfaces, "wire9") != NULL);
  g_assert_null (find (interfaces, "veth9"));
  run ("ip link del wire9");
  WAIT_UNTIL (find (interfaces, "wire9") == NULL);
  /* Nobody looks, nothing is told; whoever looks next sees what went meanwhile. */
  packets_interfaces_release (interfaces);
  g_assert_null (sw_scheduler_list_watches (scheduler));
  run ("ip link del br9");
  packets_interfaces_acquire (interfaces);
  WAIT_UNTIL (find (interfaces, "br9") == NULL);
  g_assert_nonnull (find (interfaces, "lo"));
  packets_interfaces_release (interfaces);
  sw_test_assert_last_unref (interfaces);
}

int
main (int argc, char *argv[])
{
  namespace_init (&argc, &argv);
  if (refusal == NULL)
    run ("ip link set lo up");
  g_test_add_func ("/packets/live/captures", test_helper_captures_and_stops);
  g_test_add_func ("/packets/live/filter", test_filter_goes_to_the_kernel);
  g_test_add_func ("/packets/live/says-why", test_what_cannot_be_captured_is_said);
  g_test_add_func ("/packets/live/rates", test_rates_are_sources_while_it_captures);
  g_test_add_func ("/packets/interfaces/followed", test_interfaces_are_followed);
  return namespace_run ();
}
