/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The TCP connections of a capture, followed from its start, one packet after the other: what a segment's numbers count
 * from, and whether it was seen before.
 *
 * A connection is that of one interface: a segment that is seen again on the next interface is no retransmission, nor is
 * one that comes back into the interface that it left by. TCP_FLOWS_MAX_CONNECTIONS are remembered, in 140 MiB at
 * most; the oldest are forgotten beyond them. */

#pragma once

#include "plugins/packets/dissect/dissection.h"

G_BEGIN_DECLS

#define TCP_FLOWS_MAX_CONNECTIONS (1u << 20)

typedef struct _TcpFlows TcpFlows;

TcpFlows *tcp_flows_new (void);
void tcp_flows_free (TcpFlows *self);

/* The thread that feeds: packets in their order. Returns the number of the packet's connection and direction, from 1 on;
 * 0: it has no TCP header of its own, or not a whole one. */
guint32 tcp_flows_note (TcpFlows *self, const Packet *packet, TcpMarks *marks);

/* Any thread, for a FLOW that tcp_flows_note() returned, or 0. The marks stay, but for TCP_MARK_KNOWN. */
void tcp_flows_get_base (TcpFlows *self, guint32 flow, TcpMark *mark);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcpFlows, tcp_flows_free)

G_END_DECLS
