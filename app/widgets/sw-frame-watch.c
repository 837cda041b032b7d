/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "widgets/sw-frame-watch.h"

/* Whether a window's frame clock still gets to paint. A Wayland compositor lets a surface that it does not show wait for its
 * next frame; many (sway 1.10, whatever draws by wlr-layer-shell) say no more than that, neither that it is suspended nor that
 * it left its monitor. There is one for each clock. It has no timer: whoever has something new to show says so, and is told
 * when a frame was asked for and did not come. */
struct _SwFrameWatch
{
  GObject parent_instance;

  GdkFrameClock *clock; /* borrowed: it keeps this */
  gint64 painted_us;    /* when the last frame was */
  gint64 expected_us;   /* when the next one was asked for; 0 if it was not */
  guint starved : 1;
};

/* Longer than any compositor that shows a surface lets it wait, or than a program that is stopped for a moment misses. */
#define PATIENCE_US (2 * G_USEC_PER_SEC)

typedef enum
{
  PROP_STARVED = 1,
} SwFrameWatchProperty;

static GParamSpec *properties[PROP_STARVED + 1];

G_DEFINE_FINAL_TYPE (SwFrameWatch, sw_frame_watch, G_TYPE_OBJECT)

static void
set_starved (SwFrameWatch *self, gboolean starved)
{
  if (self->starved == starved)
    return;
  self->starved = starved;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STARVED]);
}

/* A frame that was asked for comes as soon as the surface is shown again. */
static void
on_clock_painted_cb (SwFrameWatch *self)
{
  self->painted_us = g_get_monotonic_time ();
  self->expected_us = 0;
  set_starved (self, FALSE);
}

static void
sw_frame_watch_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((SwFrameWatchProperty) id)
    {
    case PROP_STARVED:
      g_value_set_boolean (value, SW_FRAME_WATCH (object)->starved);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sw_frame_watch_class_init (SwFrameWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sw_frame_watch_get_property;
  properties[PROP_STARVED] = g_param_spec_boolean ("starved", NULL, NULL, FALSE,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
sw_frame_watch_init (G_GNUC_UNUSED SwFrameWatch *self)
{
}

/*
 * sw_frame_watch_get:
 * @clock: a window's frame clock
 *
 * Returns: (transfer none): the one of @clock, which keeps it
 */
SwFrameWatch *
sw_frame_watch_get (GdkFrameClock *clock)
{
  static GQuark quark;
  SwFrameWatch *self;

  g_return_val_if_fail (GDK_IS_FRAME_CLOCK (clock), NULL);

  if (quark == 0)
    quark = g_quark_from_static_string ("sw-frame-watch");
  self = g_object_get_qdata (G_OBJECT (clock), quark);
  if (self != NULL)
    return self;
  self = g_object_new (SW_TYPE_FRAME_WATCH, NULL);
  self->clock = clock;
  g_signal_connect_object (clock, "after-paint", G_CALLBACK (on_clock_painted_cb), self,
                           G_CONNECT_SWAPPED);
  g_object_set_qdata_full (G_OBJECT (clock), quark, self, g_object_unref);
  return self;
}

/*
 * sw_frame_watch_expect:
 * @self: a watch
 *
 * There is something new, and a frame will show it. Where frames come, that asks for none of its own, unless nothing was
 * drawn for a while.
 */
void
sw_frame_watch_expect (SwFrameWatch *self)
{
  const gint64 now_us = g_get_monotonic_time ();

  g_return_if_fail (SW_IS_FRAME_WATCH (self));

  if (now_us - self->painted_us < PATIENCE_US)
    return;
  if (self->expected_us == 0)
    {
      self->expected_us = now_us;
      gdk_frame_clock_request_phase (self->clock, GDK_FRAME_CLOCK_PHASE_AFTER_PAINT);
    }
  else if (now_us - self->expected_us >= PATIENCE_US)
    set_starved (self, TRUE);
}

/* Returns: whether the frame that was asked for does not come */
gboolean
sw_frame_watch_get_starved (SwFrameWatch *self)
{
  g_return_val_if_fail (SW_IS_FRAME_WATCH (self), FALSE);

  return self->starved;
}
