/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/utsname.h>

#include "plugins/packets/capture/clock.h"
#include "plugins/packets/capture/filter.h"
#include "plugins/packets/capture/pcapng.h"
#include "plugins/packets/capture/stream.h"
#include "plugins/packets/format/pcapng-flags.h"

static void
put_section (Output *output)
{
  struct utsname system;
  char text[sizeof system.sysname + sizeof system.release + 1] = "Linux";

  if (uname (&system) == 0)
    {
      strcpy (text, system.sysname);
      strcat (strcat (text, " "), system.release);
    }
  output_commit (output, pcapng_put_section (output_get_scratch (output), text,
                                             "stillwatch-capture " PACKAGE_VERSION));
}

int
stream_init (Stream *self, const Options *options, int fd)
{
  uint64_t seed = 0;
  int error;

  self->options = options;
  self->interfaces.start_ns = clock_real_ns ();
  if (getrandom (&seed, sizeof seed, 0) != sizeof seed)
    seed = self->interfaces.start_ns;
  fingerprints_init (&self->fingerprints, seed);
  error = output_init (&self->output, fd);
  if (error == 0)
    put_section (&self->output);
  return error;
}

/* What is over is told, if the reader keeps up, before its place is another's. */
static void
conclude (Stream *self, Interface *interface, InterfaceState state)
{
  interface->state = state;
  interfaces_tell_statistics (&self->interfaces, interface, UINT64_MAX, false, &self->output);
  interfaces_remove (&self->interfaces, interface);
}

static void
on_link_changed (Stream *self, Interface *interface, InterfaceState state)
{
  if (interface->state == state)
    return;
  interface->state = state;
  interface->changed = true;
  self->changed = true;
  self->hurries = true;
  self->reselect |= state == INTERFACE_GONE;
}

void
stream_begin (Stream *self)
{
  self->begun = true;
  for (unsigned i = 0; i < self->interfaces.n_entries; i++)
    interfaces_describe (&self->interfaces, &self->interfaces.entries[i], self->options,
                         &self->output);
}

static void
add (Stream *self, const Link *link)
{
  Interface *interface = interfaces_add (&self->interfaces, link, self->options);

  if (interface == NULL)
    return;
  if (self->begun)
    interfaces_describe (&self->interfaces, interface, self->options, &self->output);
  self->changed = true;
  self->reselect = true;
}

void
stream_on_link (const Link *link, void *stream)
{
  Stream *self = stream;
  Interface *known = interfaces_find (&self->interfaces, link->ifindex);
  bool wanted = options_want (self->options, link->name);

  if (known != NULL && link->gone)
    on_link_changed (self, known, INTERFACE_GONE);
  else if (known != NULL && known->state != INTERFACE_GONE
           && strcmp (known->link.name, link->name) == 0 && known->link.arphrd == link->arphrd)
    on_link_changed (self, known, link->up ? INTERFACE_UP : INTERFACE_DOWN);
  else if (!link->gone)
    {
      if (known != NULL)
        {
          /* One that was renamed is still the one that was chosen. */
          wanted |= known->state != INTERFACE_GONE;
          conclude (self, known,
                    known->state == INTERFACE_GONE ? INTERFACE_GONE : INTERFACE_RENAMED);
          self->reselect = true;
        }
      if (wanted)
        add (self, link);
    }
}

unsigned
stream_get_ifindexes (const Stream *self, int ifindexes[INTERFACES_MAX])
{
  unsigned n = 0;

  for (unsigned i = 0; i < self->interfaces.n_entries; i++)
    if (self->interfaces.entries[i].state != INTERFACE_GONE)
      ifindexes[n++] = self->interfaces.entries[i].link.ifindex;
  return n;
}

static uint64_t
identify (Stream *self,
          const Interface *interface,
          const Frame *frame,
          const uint8_t *bytes,
          uint32_t n_bytes)
{
  const uint64_t place = (uint64_t) interface->id << 2 | (frame->flags & PACKET_FLAGS_DIRECTION);
  const uint64_t hash = fingerprints_hash (&self->fingerprints, interface->link_type, bytes,
                                           n_bytes, frame->original_bytes);

  return fingerprints_identify (&self->fingerprints, hash, frame->time_ns, place);
}

static void
send_frame (Stream *self,
            Interface *interface,
            const Frame *frame,
            uint8_t *block,
            uint32_t n_bytes)
{
  const uint32_t snap_bytes = self->options->snap_bytes;
  const PcapngPacket packet = {
    .time_ns = frame->time_ns,
    .packet_id = identify (self, interface, frame, block + PCAPNG_PACKET_BYTES_OFFSET, n_bytes),
    .dropped = interface->unsaid_drops,
    .interface = interface->id,
    .captured_bytes = n_bytes < snap_bytes ? n_bytes : snap_bytes,
    .original_bytes = frame->original_bytes,
    .flags = frame->flags,
  };

  output_commit (&self->output, pcapng_put_packet (block, &packet));
  interface->unsaid_drops = 0;
  self->n_sent++;
}

/* To where they stand in a block. */
static uint32_t
copy_bytes (const Frame *frame, uint8_t *block)
{
  uint8_t *bytes = block + PCAPNG_PACKET_BYTES_OFFSET;
  const uint32_t most = OPTIONS_MAX_SNAP_BYTES - frame->n_head;
  const uint32_t n_rest = frame->n_rest < most ? frame->n_rest : most;

  if (frame->n_head > 0)
    memcpy (bytes, frame->head, frame->n_head);
  memcpy (bytes + frame->n_head, frame->rest, n_rest);
  return frame->n_head + n_rest;
}

static uint8_t *
get_room (Stream *self, Interface *interface)
{
  if (!interfaces_describe (&self->interfaces, interface, self->options, &self->output))
    return NULL;
  return output_get_room (&self->output);
}

bool
stream_take (Stream *self, const Frame *frame)
{
  Interface *interface = interfaces_find (&self->interfaces, frame->ifindex);
  const bool judge
      = interface != NULL && interface->program != NULL && (frame->tagged || interface->judged);
  uint8_t *room, *block;
  uint32_t n_bytes = 0;

  if (interface == NULL)
    return false;
  room = get_room (self, interface);
  block = room != NULL ? room : output_get_scratch (&self->output);
  if (room != NULL || judge)
    n_bytes = copy_bytes (frame, block);
  if (judge
      && !filter_run (interface->program, block + PCAPNG_PACKET_BYTES_OFFSET, n_bytes,
                      frame->original_bytes))
    return true;
  interface_count (interface, frame->flags, frame->original_bytes);
  self->changed = true;
  if (room != NULL)
    send_frame (self, interface, frame, block, n_bytes);
  else
    interface_count_skipped (interface);
  return true;
}

void
stream_count_drops (Stream *self, uint64_t n)
{
  Interfaces *interfaces = &self->interfaces;

  if (n == 0)
    return;
  self->drops += n;
  self->changed = true;
  if (interfaces->n_entries > 0)
    interfaces->entries[0].changed = true;
  /* With several nobody knows whose they were. */
  if (interfaces->n_entries == 1)
    interfaces->entries[0].unsaid_drops += n;
}

void
stream_tell_statistics (Stream *self, bool all)
{
  Interfaces *interfaces = &self->interfaces;
  const bool shared = interfaces->next_id > 1;

  self->changed = false;
  self->hurries = false;
  for (unsigned i = 0; i < interfaces->n_entries; i++)
    {
      Interface *interface = &interfaces->entries[i];
      const uint64_t drops = i == 0 ? self->drops : UINT64_MAX;

      if ((interface->changed || all)
          && !interfaces_tell_statistics (interfaces, interface, drops, shared && i == 0,
                                          &self->output))
        self->changed = true;
    }
  for (unsigned i = interfaces->n_entries; i-- > 0;)
    if (interfaces->entries[i].state == INTERFACE_GONE && !interfaces->entries[i].changed)
      interfaces_remove (interfaces, &interfaces->entries[i]);
}
