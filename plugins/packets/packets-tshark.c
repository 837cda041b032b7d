/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "plugins/packets/names/pdml.h"
#include "plugins/packets/packets-tshark-file.h"
#include "plugins/packets/packets-tshark.h"

/* Has tshark decode one packet at a time, the newest that was asked for: what is asked ends what was. tshark is given no
 * more than the packet, in a memory file, and runs without the user's preferences and plugins, which could make it do
 * anything, as the user but with a bound on what it computes and writes. What it says is as hostile as the packet. */
struct _PacketsTshark
{
  GObject parent_instance;

  char *program;
  PdmlNames *names;
  GCancellable *running; /* (nullable) of the newest decoding */
};

typedef struct
{
  GCancellable *running;
  GCancellable *caller; /* (nullable) */
  gulong caller_handler;
  GSubprocess *process;
  GByteArray *output;
  guint32 frame_bytes;
} Decoding;

G_DEFINE_FINAL_TYPE (PacketsTshark, packets_tshark, G_TYPE_OBJECT)

#define CHUNK_BYTES 65536

/* In memory, so that neither a disk nor a reader that has gone has to be waited for. */
static int
open_file (const GByteArray *file, GError **error)
{
  g_autofd int fd = memfd_create ("stillwatch-packet", MFD_CLOEXEC);
  int saved_errno;

  if (fd >= 0 && write (fd, file->data, file->len) == (gssize) file->len
      && lseek (fd, 0, SEEK_SET) == 0)
    return g_steal_fd (&fd);
  saved_errno = errno;
  g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (saved_errno),
                       g_strerror (saved_errno));
  return -1;
}

/* No more than tshark needs: the user's folder of preferences and plugins is looked for where there is none. */
static char **
make_environment (void)
{
  char **environment = NULL;
  const char *path = g_getenv ("PATH"), *zone = g_getenv ("TZ");

  environment = g_environ_setenv (environment, "HOME", "/nonexistent", TRUE);
  environment = g_environ_setenv (environment, "LC_ALL", "C.UTF-8", TRUE);
  environment = g_environ_setenv (environment, "WIRESHARK_CONFIG_DIR", "/nonexistent", TRUE);
  if (path != NULL)
    environment = g_environ_setenv (environment, "PATH", path, TRUE);
  if (zone != NULL)
    environment = g_environ_setenv (environment, "TZ", zone, TRUE);
  return environment;
}

/* In place of a timer: a frame on which tshark computes for ever ends it. */
static void
limit (GSubprocess *process)
{
  const struct rlimit seconds = { PACKETS_TSHARK_MAX_SECONDS, PACKETS_TSHARK_MAX_SECONDS };
  const struct rlimit none = { 0, 0 };
  const char *id = g_subprocess_get_identifier (process);
  guint64 pid;

  if (id == NULL || !g_ascii_string_to_unsigned (id, 10, 1, G_MAXINT, &pid, NULL))
    return;
  prlimit (pid, RLIMIT_CPU, &seconds, NULL);
  prlimit (pid, RLIMIT_CORE, &none, NULL);
  prlimit (pid, RLIMIT_FSIZE, &none, NULL);
}

static GSubprocess *
start (PacketsTshark *self, const Packet *packet, const char *interface_name, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE
                                   | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GByteArray) file = packets_tshark_file_new (packet, interface_name);
  g_auto (GStrv) environment = make_environment ();
  const char *const argv[] = { self->program, "-n", "-r", "-", "-c", "1", "-T", "pdml", NULL };
  GSubprocess *process;
  const int fd = open_file (file, error);

  if (fd < 0)
    return NULL;
  g_subprocess_launcher_take_stdin_fd (launcher, fd);
  g_subprocess_launcher_set_environ (launcher, environment);
  process = g_subprocess_launcher_spawnv (launcher, argv, error);
  if (process != NULL)
    limit (process);
  return process;
}

static void
decoding_free (Decoding *decoding)
{
  if (decoding->process != NULL)
    g_subprocess_force_exit (decoding->process);
  if (decoding->caller != NULL)
    g_cancellable_disconnect (decoding->caller, decoding->caller_handler);
  g_clear_object (&decoding->caller);
  g_clear_object (&decoding->running);
  g_clear_object (&decoding->process);
  g_byte_array_unref (decoding->output);
  g_free (decoding);
}

static void
finish (GTask *task)
{
  PacketsTshark *self = g_task_get_source_object (task);
  Decoding *decoding = g_task_get_task_data (task);
  g_autoptr (DissectTree) tree = dissect_tree_new ();
  g_autoptr (GError) error = NULL;

  /* Where nothing came there are no data. */
  g_byte_array_append (decoding->output, (const guint8 *) "", 1);
  if (pdml_parse ((const char *) decoding->output->data, decoding->output->len - 1,
                  decoding->frame_bytes, self->names, tree, &error)
      || dissect_tree_get_n_fields (tree) > 0)
    {
      g_task_return_pointer (task, g_steal_pointer (&tree), (GDestroyNotify) dissect_tree_free);
      return;
    }
  g_debug ("tshark: %s", error->message);
  g_task_return_new_error_literal (task, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                                   C_ ("packets", "tshark says nothing about this packet"));
}

static void read_on (GTask *task);

static void
on_output_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Decoding *decoding = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes
      = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  gsize n_bytes;
  gconstpointer data;

  if (bytes == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  data = g_bytes_get_data (bytes, &n_bytes);
  g_byte_array_append (decoding->output, data, n_bytes);
  if (n_bytes > 0 && decoding->output->len < PACKETS_TSHARK_MAX_BYTES)
    read_on (task);
  else
    finish (task);
}

static void
read_on (GTask *task)
{
  Decoding *decoding = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (g_subprocess_get_stdout_pipe (decoding->process), CHUNK_BYTES,
                                   G_PRIORITY_DEFAULT, decoding->running, on_output_read_cb,
                                   g_object_ref (task));
}

static void
on_caller_cancelled_cb (G_GNUC_UNUSED GCancellable *caller, GCancellable *running)
{
  g_cancellable_cancel (running);
}

static void
stop (PacketsTshark *self)
{
  if (self->running != NULL)
    g_cancellable_cancel (self->running);
  g_clear_object (&self->running);
}

static void
packets_tshark_dispose (GObject *object)
{
  stop (PACKETS_TSHARK (object));
  G_OBJECT_CLASS (packets_tshark_parent_class)->dispose (object);
}

static void
packets_tshark_finalize (GObject *object)
{
  PacketsTshark *self = PACKETS_TSHARK (object);

  pdml_names_free (self->names);
  g_free (self->program);
  G_OBJECT_CLASS (packets_tshark_parent_class)->finalize (object);
}

static void
packets_tshark_class_init (PacketsTsharkClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = packets_tshark_dispose;
  G_OBJECT_CLASS (klass)->finalize = packets_tshark_finalize;
}

static void
packets_tshark_init (PacketsTshark *self)
{
  self->names = pdml_names_new ();
}

/* Where tshark is; %NULL: not installed. (transfer full) */
char *
packets_tshark_find (void)
{
  return g_find_program_in_path ("tshark");
}

/* PROGRAM: as packets_tshark_find() found it. */
PacketsTshark *
packets_tshark_new (const char *program)
{
  PacketsTshark *self;

  g_return_val_if_fail (program != NULL, NULL);

  self = g_object_new (PACKETS_TYPE_TSHARK, NULL);
  self->program = g_strdup (program);
  return self;
}

static GTask *
create_task (PacketsTshark *self,
             const Packet *packet,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Decoding *decoding = g_new0 (Decoding, 1);

  stop (self);
  self->running = g_cancellable_new ();
  decoding->running = g_object_ref (self->running);
  decoding->output = g_byte_array_new ();
  decoding->frame_bytes = MIN (packet->captured_bytes, PACKETS_TSHARK_MAX_FRAME_BYTES);
  if (cancellable != NULL)
    {
      decoding->caller = g_object_ref (cancellable);
      decoding->caller_handler
          = g_cancellable_connect (cancellable, G_CALLBACK (on_caller_cancelled_cb),
                                   g_object_ref (decoding->running), g_object_unref);
    }
  g_task_set_task_data (task, decoding, (GDestroyNotify) decoding_free);
  return task;
}

/* PACKET is copied. INTERFACE_NAME (nullable). Ends the decoding before this one with %G_IO_ERROR_CANCELLED. */
void
packets_tshark_decode_async (PacketsTshark *self,
                             const Packet *packet,
                             const char *interface_name,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Decoding *decoding;
  GError *error = NULL;

  g_return_if_fail (PACKETS_IS_TSHARK (self) && packet != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = create_task (self, packet, cancellable, callback, user_data);
  g_task_set_source_tag (task, packets_tshark_decode_async);
  decoding = g_task_get_task_data (task);
  if (g_task_return_error_if_cancelled (task))
    return;
  decoding->process = start (self, packet, interface_name != NULL ? interface_name : "", &error);
  if (decoding->process == NULL)
    g_task_return_error (task, error);
  else
    read_on (task);
}

/* The fields, as tshark words them. (transfer full) */
DissectTree *
packets_tshark_decode_finish (PacketsTshark *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
