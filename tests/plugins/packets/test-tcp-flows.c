/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include "tests/sw-test.h"

#include "plugins/packets/dissect/tcp-flows.h"

#define MS G_GINT64_CONSTANT (1000000)

#define FIN 0x01
#define SYN 0x02
#define RST 0x04
#define ACK 0x10

/* A segment between two hosts, of raw IPv4. */
typedef struct
{
  gboolean back;
  guint8 flags;
  guint32 sequence;
  guint32 acknowledgment;
  guint16 n_load;
  guint16 window;
  gint64 time_ms;
  TcpMarks expected;
} Step;

static void
put_u32 (guint8 *at, guint32 value)
{
  value = GUINT32_TO_BE (value);
  memcpy (at, &value, sizeof value);
}

static void
put_u16 (guint8 *at, guint16 value)
{
  value = GUINT16_TO_BE (value);
  memcpy (at, &value, sizeof value);
}

/* 40 bytes of headers; the load is not captured. */
static Packet
make (guint8 bytes[40], const Step *step, guint16 port)
{
  memset (bytes, 0, 40);
  bytes[0] = 0x45;
  put_u16 (bytes + 2, 40 + step->n_load);
  bytes[9] = 6;
  put_u32 (bytes + 12, step->back ? 0x0a4d0109 : 0x0a4d0105);
  put_u32 (bytes + 16, step->back ? 0x0a4d0105 : 0x0a4d0109);
  put_u16 (bytes + 20, step->back ? 443 : port);
  put_u16 (bytes + 22, step->back ? port : 443);
  put_u32 (bytes + 24, step->sequence);
  put_u32 (bytes + 28, step->acknowledgment);
  bytes[32] = 0x50;
  bytes[33] = step->flags;
  put_u16 (bytes + 34, step->window);
  return (Packet) {
    .bytes = bytes,
    .captured_bytes = 40,
    .original_bytes = 40 + step->n_load,
    .link_type = LINK_TYPE_RAW,
    .time_ns = step->time_ms * MS,
  };
}

static guint32
note (TcpFlows *flows, const Step *step, guint32 flags, guint32 interface, TcpMarks *marks)
{
  guint8 bytes[40];
  Packet packet = make (bytes, step, 50000);

  packet.flags = flags;
  packet.interface = interface;
  return tcp_flows_note (flows, &packet, marks);
}

/* Each ends with a step without a window. */
static const Step conversation[] = {
  { FALSE, SYN, 1000, 0, 0, 100, 0, TCP_MARK_NONE },
  { FALSE, SYN, 1000, 0, 0, 100, 1000, TCP_MARK_RETRANSMISSION },
  { TRUE, SYN | ACK, 5000, 1001, 0, 100, 1010, TCP_MARK_NONE },
  { FALSE, ACK, 1001, 5001, 0, 100, 1020, TCP_MARK_NONE },
  { FALSE, ACK, 1001, 5001, 100, 100, 1030, TCP_MARK_NONE },
  { TRUE, ACK, 5001, 1101, 0, 100, 1040, TCP_MARK_NONE },
  { FALSE, ACK, 1001, 5001, 100, 100, 1050, TCP_MARK_RETRANSMISSION },
  { FALSE, ACK, 1100, 5001, 1, 100, 2000, TCP_MARK_KEEP_ALIVE },
  { TRUE, ACK, 5001, 1101, 0, 100, 2010, TCP_MARK_NONE },
  { FALSE, FIN | ACK, 1101, 5001, 0, 100, 2020, TCP_MARK_NONE },
  { FALSE, FIN | ACK, 1101, 5001, 0, 100, 3020, TCP_MARK_RETRANSMISSION },
  { TRUE, RST, 5001, 0, 0, 0, 3030, TCP_MARK_NONE },
};

static const Step losses[] = {
  { FALSE, ACK, 1001, 5001, 100, 100, 0, TCP_MARK_NONE },
  { FALSE, ACK, 1201, 5001, 100, 100, 1, TCP_MARK_LOST_BEFORE },
  { TRUE, ACK, 5001, 1101, 0, 100, 1, TCP_MARK_NONE },
  { FALSE, ACK, 1301, 5001, 100, 100, 1, TCP_MARK_NONE },
  { TRUE, ACK, 5001, 1101, 0, 100, 1, TCP_MARK_DUPLICATE_ACK },
  { TRUE, ACK, 5001, 1101, 0, 200, 1, TCP_MARK_NONE },
  { FALSE, ACK, 1101, 5001, 100, 100, 2, TCP_MARK_OUT_OF_ORDER },
  { FALSE, ACK, 1501, 5001, 100, 100, 3, TCP_MARK_LOST_BEFORE },
  { FALSE, ACK, 1401, 5001, 100, 100, 300, TCP_MARK_RETRANSMISSION },
};

/* Further apart than 64 bits of nanoseconds reach. */
static const Step ages[] = {
  { FALSE, ACK, 1001, 5001, 100, 100, -9000000000000, TCP_MARK_NONE },
  { FALSE, ACK, 1201, 5001, 100, 100, -9000000000000, TCP_MARK_LOST_BEFORE },
  { FALSE, ACK, 1101, 5001, 100, 100, 9000000000000, TCP_MARK_RETRANSMISSION },
};

/* Sequence numbers go round. */
static const Step wrapping[] = {
  { FALSE, ACK, 0xffffff00, 1, 0x100, 100, 0, TCP_MARK_NONE },
  { FALSE, ACK, 0, 1, 0x100, 100, 1, TCP_MARK_NONE },
  { FALSE, ACK, 0xffffff00, 1, 0x100, 100, 300, TCP_MARK_RETRANSMISSION },
};

static void
assert_steps (const Step *steps, guint n)
{
  g_autoptr (TcpFlows) flows = tcp_flows_new ();

  for (guint i = 0; i < n; i++)
    {
      TcpMarks marks;

      note (flows, &steps[i], 0, 0, &marks);
      if (marks != steps[i].expected)
        g_error ("Step %u: 0x%x", i, marks);
    }
}

static void
test_marks (void)
{
  assert_steps (conversation, G_N_ELEMENTS (conversation));
  assert_steps (losses, G_N_ELEMENTS (losses));
  assert_steps (ages, G_N_ELEMENTS (ages));
  assert_steps (wrapping, G_N_ELEMENTS (wrapping));
}

static void
test_bases (void)
{
  g_autoptr (TcpFlows) flows = tcp_flows_new ();
  TcpMarks marks;
  TcpMark mark = { .marks = TCP_MARK_RETRANSMISSION };
  guint32 there, back;

  there = note (flows, &conversation[0], 0, 0, &marks);
  back = note (flows, &conversation[2], 0, 0, &marks);
  g_assert_cmpuint (there, >, 0);
  g_assert_cmpuint (there, !=, back);
  g_assert_cmpuint (note (flows, &conversation[3], 0, 0, &marks), ==, there);
  tcp_flows_get_base (flows, there, &mark);
  g_assert_cmpuint (mark.marks, ==, TCP_MARK_RETRANSMISSION | TCP_MARK_KNOWN);
  g_assert_cmpuint (mark.base_sequence, ==, 1000);
  g_assert_cmpuint (mark.base_acknowledgment, ==, 5000);
  tcp_flows_get_base (flows, back, &mark);
  g_assert_cmpuint (mark.base_sequence, ==, 5000);
  g_assert_cmpuint (mark.base_acknowledgment, ==, 1000);
  tcp_flows_get_base (flows, 0, &mark);
  g_assert_cmpuint (mark.marks, ==, TCP_MARK_RETRANSMISSION);
  tcp_flows_get_base (flows, 12345, &mark);
  g_assert_cmpuint (mark.marks, ==, TCP_MARK_RETRANSMISSION);
}

/* The middle of a connection counts from 1, as if its start had been seen. */
static void
test_middle (void)
{
  g_autoptr (TcpFlows) flows = tcp_flows_new ();
  TcpMarks marks;
  TcpMark mark = { 0 };

  tcp_flows_get_base (flows, note (flows, &losses[0], 0, 0, &marks), &mark);
  g_assert_cmpuint (mark.base_sequence, ==, 1000);
  g_assert_cmpuint (mark.base_acknowledgment, ==, 5000);
}

static void
test_another_interface_is_no_retransmission (void)
{
  g_autoptr (TcpFlows) flows = tcp_flows_new ();
  TcpMarks marks;

  for (guint32 interface = 0; interface < 3; interface++)
    {
      note (flows, &conversation[4], PACKET_FLAGS_INBOUND, interface, &marks);
      g_assert_cmpuint (marks, ==, TCP_MARK_NONE);
    }
  note (flows, &conversation[4], PACKET_FLAGS_INBOUND, 0, &marks);
  g_assert_cmpuint (marks, ==, TCP_MARK_RETRANSMISSION);
}

/* As in a bridge that sends a frame back into the port that it left by; and as the loopback interface has it. */
static void
test_looped_copy_is_no_retransmission (void)
{
  g_autoptr (TcpFlows) flows = tcp_flows_new ();
  TcpMarks marks;
  const guint32 flow = note (flows, &conversation[4], PACKET_FLAGS_OUTBOUND, 0, &marks);

  g_assert_cmpuint (note (flows, &conversation[4], PACKET_FLAGS_INBOUND, 0, &marks), ==, flow);
  g_assert_cmpuint (marks, ==, TCP_MARK_NONE);
  note (flows, &conversation[5], PACKET_FLAGS_INBOUND, 0, &marks);
  g_assert_cmpuint (marks, ==, TCP_MARK_NONE);
  note (flows, &conversation[4], PACKET_FLAGS_OUTBOUND, 0, &marks);
  g_assert_cmpuint (marks, ==, TCP_MARK_RETRANSMISSION);
}

static void
test_same_ports_again (void)
{
  const Step again = { FALSE, SYN, 900000, 0, 0, 100, 5000, TCP_MARK_NONE };
  g_autoptr (TcpFlows) flows = tcp_flows_new ();
  TcpMarks marks;
  TcpMark mark = { 0 };
  const guint32 first = note (flows, &conversation[0], 0, 0, &marks);
  const guint32 second = note (flows, &again, 0, 0, &marks);

  g_assert_cmpuint (first, !=, second);
  g_assert_cmpuint (marks, ==, TCP_MARK_NONE);
  tcp_flows_get_base (flows, first, &mark);
  g_assert_cmpuint (mark.base_sequence, ==, 1000);
  tcp_flows_get_base (flows, second, &mark);
  g_assert_cmpuint (mark.base_sequence, ==, 900000);
}

/* Another answer than the first begins with numbers of its own. */
static void
test_answered_anew (void)
{
  static const Step steps[] = {
    { FALSE, SYN, 1000, 0, 0, 100, 0, TCP_MARK_NONE },
    { TRUE, SYN | ACK, 5000, 1001, 0, 100, 10, TCP_MARK_NONE },
    { TRUE, SYN | ACK, 90000, 1001, 0, 100, 20, TCP_MARK_NONE },
  };
  g_autoptr (TcpFlows) flows = tcp_flows_new ();
  TcpMark mark = { 0 };
  guint32 flow = 0;

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      flow = note (flows, &steps[i], 0, 0, &mark.marks);
      g_assert_cmpuint (mark.marks, ==, TCP_MARK_NONE);
    }
  tcp_flows_get_base (flows, flow, &mark);
  g_assert_cmpuint (mark.base_sequence, ==, 90000);
  g_assert_cmpuint (mark.base_acknowledgment, ==, 1000);
}

/* More connections than are remembered: the oldest are no longer known, the newest are. */
static void
test_oldest_are_forgotten (void)
{
  const guint32 n = TCP_FLOWS_MAX_CONNECTIONS + 10;
  g_autoptr (TcpFlows) flows = tcp_flows_new ();
  guint32 first = 0, last = 0;
  TcpMark mark = { 0 };
  TcpMarks marks;

  for (guint32 i = 0; i < n; i++)
    {
      const Step step = { FALSE, ACK, i, 1, 10, 100, 0, TCP_MARK_NONE };
      guint8 bytes[40];
      Packet packet = make (bytes, &step, i % 60000);

      packet.interface = i / 60000;
      last = tcp_flows_note (flows, &packet, &marks);
      g_assert_cmpuint (marks, ==, TCP_MARK_NONE);
      if (i == 0)
        first = last;
    }
  tcp_flows_get_base (flows, first, &mark);
  g_assert_cmpuint (mark.marks, ==, TCP_MARK_NONE);
  tcp_flows_get_base (flows, last, &mark);
  g_assert_cmpuint (mark.marks, ==, TCP_MARK_KNOWN);
  g_assert_cmpuint (mark.base_sequence, ==, n - 2);
}

static void
test_what_is_not_tcp (void)
{
  g_autoptr (TcpFlows) flows = tcp_flows_new ();
  guint8 bytes[40];
  Packet packet = make (bytes, &conversation[0], 50000);
  TcpMarks marks;

  for (guint32 n = 0; n < 36; n++)
    {
      packet.captured_bytes = n;
      g_assert_cmpuint (tcp_flows_note (flows, &packet, &marks), ==, 0);
    }
  packet.captured_bytes = 40;
  g_assert_cmpuint (tcp_flows_note (flows, &packet, &marks), >, 0);
  bytes[9] = 17;
  g_assert_cmpuint (tcp_flows_note (flows, &packet, &marks), ==, 0);
  bytes[9] = 6;
  bytes[7] = 1; /* a later fragment */
  g_assert_cmpuint (tcp_flows_note (flows, &packet, &marks), ==, 0);
  bytes[7] = 0;
  bytes[32] = 0x40;
  g_assert_cmpuint (tcp_flows_note (flows, &packet, &marks), ==, 0);
}

/* The same connection is found on every link type that has room for it. */
static void
test_links (void)
{
  static const struct
  {
    guint16 link_type;
    guint8 n_head;
    guint8 head[26];
  } cases[] = {
    { LINK_TYPE_RAW, 0, { 0 } },
    { LINK_TYPE_IPV4, 0, { 0 } },
    { LINK_TYPE_ETHERNET, 14, { [12] = 0x08, 0x00 } },
    { LINK_TYPE_ETHERNET, 18, { [12] = 0x81, 0x00, 0, 5, 0x08, 0x00 } },
    { LINK_TYPE_ETHERNET, 22, { [12] = 0x88, 0xa8, 0, 5, 0x81, 0x00, 0, 6, 0x08, 0x00 } },
    { LINK_TYPE_LINUX_SLL, 16, { [14] = 0x08, 0x00 } },
    { LINK_TYPE_LINUX_SLL2, 20, { 0x08, 0x00 } },
    { LINK_TYPE_NULL, 4, { 2 } },
    { LINK_TYPE_PPP, 4, { 0xff, 0x03, 0x00, 0x21 } },
    { LINK_TYPE_PPP, 2, { 0x00, 0x21 } },
    { LINK_TYPE_PPP, 1, { 0x21 } },
    { LINK_TYPE_PPP_SERIAL, 4, { 0xff, 0x03, 0x00, 0x21 } },
    { LINK_TYPE_C_HDLC, 4, { 0x0f, 0x00, 0x08, 0x00 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TcpFlows) flows = tcp_flows_new ();
      guint8 bytes[80] = { 0 };
      Packet packet = make (bytes + cases[i].n_head, &conversation[0], 50000);
      TcpMarks marks;

      memcpy (bytes, cases[i].head, cases[i].n_head);
      packet.bytes = bytes;
      packet.link_type = cases[i].link_type;
      packet.captured_bytes += cases[i].n_head;
      packet.original_bytes += cases[i].n_head;
      g_assert_cmpuint (tcp_flows_note (flows, &packet, &marks), ==, 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tcp-flows/marks", test_marks);
  g_test_add_func ("/tcp-flows/bases", test_bases);
  g_test_add_func ("/tcp-flows/middle", test_middle);
  g_test_add_func ("/tcp-flows/another-interface-is-no-retransmission",
                   test_another_interface_is_no_retransmission);
  g_test_add_func ("/tcp-flows/looped-copy-is-no-retransmission",
                   test_looped_copy_is_no_retransmission);
  g_test_add_func ("/tcp-flows/same-ports-again", test_same_ports_again);
  g_test_add_func ("/tcp-flows/answered-anew", test_answered_anew);
  g_test_add_func ("/tcp-flows/oldest-are-forgotten", test_oldest_are_forgotten);
  g_test_add_func ("/tcp-flows/what-is-not-tcp", test_what_is_not_tcp);
  g_test_add_func ("/tcp-flows/links", test_links);
  return g_test_run ();
}
