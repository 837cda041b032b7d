/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What is left when confine() is through: each attempt in a process of its own, with the helper's own confinement. */

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "plugins/packets/capture/confine.h"
#include "plugins/packets/capture/links.h"
#include "plugins/packets/capture/privileges.h"
#include "plugins/packets/capture/ring.h"

/* What the attempts have to attempt with. */
typedef struct
{
  Ring ring;
  int links_fd, output_fd;
  char *frame;
} Held;

typedef long (*Attempt) (Held *held);

static gboolean namespaces;

static long
write_output (Held *held)
{
  return write (held->output_fd, "x", 1);
}

static long
ask_for_drops (Held *held)
{
  return (long) ring_take_drops (&held->ring);
}

static long
set_filter (Held *held)
{
  struct sock_filter nothing = { BPF_RET | BPF_K, 0, 0, 0 };
  const struct sock_fprog program = { 1, &nothing };

  return setsockopt (held->ring.fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
}

static void
ignore_link (const Link *, void *)
{
}

static long
read_links (Held *held)
{
  links_read (held->links_fd, ignore_link, NULL);
  return 0;
}

static long
send_frame (Held *held)
{
  return send (held->ring.fd, held->frame, 60, 0);
}

static long
write_frame (Held *held)
{
  return write (held->ring.fd, held->frame, 60);
}

static long
send_frame_to (Held *held)
{
  const struct sockaddr_ll to = { .sll_family = AF_PACKET, .sll_ifindex = 1, .sll_halen = 6 };

  return sendto (held->ring.fd, held->frame, 60, 0, (const struct sockaddr *) &to, sizeof to);
}

static long
bind_elsewhere (Held *held)
{
  const struct sockaddr_ll address
      = { .sll_family = AF_PACKET, .sll_protocol = htons (ETH_P_ALL), .sll_ifindex = 1 };

  return bind (held->ring.fd, (const struct sockaddr *) &address, sizeof address);
}

static long
join (Held *held)
{
  const struct packet_mreq request = { .mr_ifindex = 1, .mr_type = PACKET_MR_PROMISC };

  return setsockopt (held->ring.fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &request, sizeof request);
}

static long
change_links (Held *held)
{
  return send (held->links_fd, held->frame, 60, 0);
}

static long
read_output (Held *held)
{
  return read (held->output_fd, held->frame, 1);
}

static long
open_file (Held *)
{
  return open ("/dev/null", O_RDONLY);
}

static long
open_socket (Held *)
{
  return socket (AF_INET, SOCK_DGRAM, 0);
}

static long
duplicate (Held *held)
{
  return dup (held->ring.fd);
}

static long
map_executable (Held *)
{
  return mmap (NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED;
}

static long
fork_child (Held *)
{
  return fork ();
}

static long
run_program (Held *)
{
  return execl ("/bin/true", "true", NULL);
}

static long
kill_parent (Held *)
{
  return kill (getppid (), 0);
}

static const struct
{
  const char *name;
  Attempt attempt;
  gboolean allowed;
} attempts[] = {
  { "write-output", write_output, TRUE },
  { "ask-for-drops", ask_for_drops, TRUE },
  { "set-filter", set_filter, TRUE },
  { "read-links", read_links, TRUE },
  { "send", send_frame, FALSE },
  { "sendto", send_frame_to, FALSE },
  { "write-to-socket", write_frame, FALSE },
  { "bind", bind_elsewhere, FALSE },
  { "join", join, FALSE },
  { "change-links", change_links, FALSE },
  { "read-output", read_output, FALSE },
  { "open", open_file, FALSE },
  { "socket", open_socket, FALSE },
  { "dup", duplicate, FALSE },
  { "mmap", map_executable, FALSE },
  { "fork", fork_child, FALSE },
  { "exec", run_program, FALSE },
  { "kill", kill_parent, FALSE },
};

/* Exit codes say at what step it failed. */
static void
attempt_in_child (Attempt attempt)
{
  static char frame[60];
  const struct rlimit none = { 0, 0 };
  Held held
      = { .links_fd = links_open (), .output_fd = open ("/dev/null", O_WRONLY), .frame = frame };
  const Confinement confinement = { .output_fd = held.output_fd,
                                    .links_fd = held.links_fd,
                                    .packet_fds = &held.ring.fd,
                                    .n_packet_fds = 1,
                                    .refilters = true };

  setrlimit (RLIMIT_CORE, &none);
  if (ring_open (&held.ring) != 0 || ring_set_up (&held.ring, 1, 20) != 0)
    _exit (10);
  if (confine (&confinement) != 0)
    _exit (11);
  /* By its number: a sanitizer does more in _exit(), for which there is no right any more. */
  syscall (SYS_exit_group, attempt (&held) >= 0 ? 0 : 12);
}

static void
test_attempt (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  int status;
  pid_t child;

  if (!namespaces)
    {
      g_test_skip ("No namespaces here");
      return;
    }
  child = fork ();
  if (child == 0)
    attempt_in_child (attempts[i].attempt);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  if (attempts[i].allowed)
    g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
  else
    g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGSYS);
}

/* Nobody may reach for the socket before it is confined, however the machine treats programs with rights. */
static void
test_nobody_looks_in (void)
{
  int status;
  const pid_t child = fork ();

  if (child == 0)
    _exit (prctl (PR_SET_DUMPABLE, 1, 0, 0, 0) == 0 && privileges_reduce () == 0
                   && prctl (PR_GET_DUMPABLE, 0, 0, 0, 0) == 0
               ? 0
               : 1);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
}

int
main (int argc, char **argv)
{
  /* Before anything starts a thread. */
  namespaces = unshare (CLONE_NEWUSER | CLONE_NEWNET) == 0;
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (attempts); i++)
    {
      g_autofree char *path
          = g_strdup_printf ("/packets/capture/confine/%s/%s",
                             attempts[i].allowed ? "allows" : "kills", attempts[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_attempt);
    }
  g_test_add_func ("/packets/capture/confine/nobody-looks-in-before", test_nobody_looks_in);
  return g_test_run ();
}
