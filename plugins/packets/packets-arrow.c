/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "plugins/packets/packets-arrow.h"

#define LENGTH_PX 15.0f
#define HEAD_PX 4.0f
#define BAR_PX 4.5f
#define LINE_PX 1.75f

/* The program's two colours of inbound and outbound. FALSE: the direction is not known and has none. */
gboolean
packets_arrow_get_colour (PacketDirection direction, SwScheme scheme, GdkRGBA *colour)
{
  if (direction == PACKET_DIRECTION_UNKNOWN)
    return FALSE;
  sw_palette_get (direction == PACKET_DIRECTION_INBOUND ? SW_ROLE_INBOUND : SW_ROLE_OUTBOUND,
                  scheme, colour);
  return TRUE;
}

/* The bar is the interface. */
static GskPath *
build_arrow (gboolean inbound, float x, float y)
{
  GskPathBuilder *builder = gsk_path_builder_new ();
  const float bar = x + LENGTH_PX;
  const float tip = inbound ? bar - 2 : x;
  const float tail = inbound ? x : bar - 2;
  const float back = inbound ? -HEAD_PX : HEAD_PX;

  gsk_path_builder_move_to (builder, bar, y - BAR_PX);
  gsk_path_builder_line_to (builder, bar, y + BAR_PX);
  gsk_path_builder_move_to (builder, tail, y);
  gsk_path_builder_line_to (builder, tip, y);
  gsk_path_builder_move_to (builder, tip + back, y - HEAD_PX);
  gsk_path_builder_line_to (builder, tip, y);
  gsk_path_builder_line_to (builder, tip + back, y + HEAD_PX);
  return gsk_path_builder_free_to_path (builder);
}

/* In the middle of WIDTH × HEIGHT. Into the bar: inbound; away from it: outbound; nothing where it is not known. It is a
 * sign, not a text: who reads from right to left sees the same. */
void
packets_arrow_draw (GtkSnapshot *snapshot,
                    PacketDirection direction,
                    const GdkRGBA *colour,
                    int width,
                    int height)
{
  g_autoptr (GskPath) path = NULL;
  GskStroke *stroke;

  if (direction == PACKET_DIRECTION_UNKNOWN)
    return;
  path = build_arrow (direction == PACKET_DIRECTION_INBOUND, (width - LENGTH_PX) / 2,
                      (float) height / 2);
  stroke = gsk_stroke_new (LINE_PX);
  gsk_stroke_set_line_join (stroke, GSK_LINE_JOIN_ROUND);
  gsk_stroke_set_line_cap (stroke, GSK_LINE_CAP_ROUND);
  gtk_snapshot_append_stroke (snapshot, path, stroke, colour);
  gsk_stroke_free (stroke);
}
