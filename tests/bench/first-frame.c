/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* first-frame COMMAND…: starts COMMAND and prints how many milliseconds after exec its window was mapped, and when it had
 * drawn into it. The X server says both (MapNotify; DAMAGE on the client's own window, so that the window manager's frame
 * around it doesn't count), whatever toolkit COMMAND uses. Ends COMMAND then. */

#include <X11/Xlib.h>
#include <X11/extensions/Xdamage.h>
#include <glib.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define TIMEOUT_MS 20000
/* Helper windows of a toolkit (clipboard, leader) are smaller. */
#define MIN_SIZE_PX 100

typedef struct
{
  Display *display;
  int damage_event;
  gint64 begin_us;
  gint64 mapped_us; /* 0: not yet */
} Watch;

static pid_t
start (char *argv[])
{
  pid_t pid = fork ();

  if (pid == 0)
    {
      execvp (argv[0], argv);
      _exit (127);
    }
  return pid;
}

/* The window manager's frames are created too, but only around what is mapped already. */
static void
on_window_created (Watch *watch, const XCreateWindowEvent *event)
{
  if (!event->override_redirect && watch->mapped_us == 0)
    XDamageCreate (watch->display, event->window, XDamageReportNonEmpty);
}

/* Returns whether the first frame is there. */
static gboolean
on_event (Watch *watch, const XEvent *event)
{
  if (event->type == CreateNotify)
    on_window_created (watch, &event->xcreatewindow);
  else if (event->type == MapNotify && !event->xmap.override_redirect && watch->mapped_us == 0)
    watch->mapped_us = g_get_monotonic_time ();
  else if (event->type == watch->damage_event + XDamageNotify)
    {
      const XDamageNotifyEvent *damage = (const XDamageNotifyEvent *) event;

      if (damage->area.width >= MIN_SIZE_PX && damage->area.height >= MIN_SIZE_PX)
        return TRUE;
      XDamageSubtract (watch->display, damage->damage, None, None);
    }
  return FALSE;
}

static gboolean
wait_for_frame (Watch *watch)
{
  struct pollfd ready = { .fd = ConnectionNumber (watch->display), .events = POLLIN };
  XEvent event;

  for (;;)
    {
      XFlush (watch->display);
      while (XPending (watch->display) > 0)
        {
          XNextEvent (watch->display, &event);
          if (on_event (watch, &event))
            return TRUE;
        }
      if (poll (&ready, 1, TIMEOUT_MS) <= 0)
        return FALSE;
    }
}

static int
ignore_error (G_GNUC_UNUSED Display *display, G_GNUC_UNUSED XErrorEvent *error)
{
  return 0; /* a window that is gone before its damage could be asked for */
}

int
main (int argc, char *argv[])
{
  Watch watch = { .display = XOpenDisplay (NULL) };
  int error_base;
  gboolean drawn;
  gint64 end_us;
  pid_t pid;

  if (argc < 2 || watch.display == NULL
      || !XDamageQueryExtension (watch.display, &watch.damage_event, &error_base))
    return 2;
  XSetErrorHandler (ignore_error);
  XSelectInput (watch.display, DefaultRootWindow (watch.display), SubstructureNotifyMask);
  XSync (watch.display, False);
  watch.begin_us = g_get_monotonic_time ();
  pid = start (argv + 1);
  drawn = wait_for_frame (&watch);
  end_us = g_get_monotonic_time ();
  kill (pid, SIGTERM);
  waitpid (pid, NULL, 0);
  if (!drawn)
    return 1;
  g_print ("%.1f %.1f\n", (watch.mapped_us - watch.begin_us) / 1000.0,
           (end_us - watch.begin_us) / 1000.0);
  return 0;
}
