/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "plugins/packets/capture/clock.h"
#include "plugins/packets/capture/filter.h"
#include "plugins/packets/capture/interfaces.h"
#include "plugins/packets/capture/pcapng.h"
#include "plugins/packets/format/link-type.h"

static const char *const state_names[] = {
  [INTERFACE_UP] = "up",
  [INTERFACE_DOWN] = "down",
  [INTERFACE_RENAMED] = "renamed",
  [INTERFACE_GONE] = "gone",
};

/* The place of IFINDEX, or where it would be. */
static unsigned
place_of (const Interfaces *self, int ifindex)
{
  unsigned low = 0, high = self->n_entries;

  while (low < high)
    {
      const unsigned middle = low + (high - low) / 2;

      if (self->entries[middle].link.ifindex < ifindex)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static bool
is_at (const Interfaces *self, unsigned place, int ifindex)
{
  return place < self->n_entries && self->entries[place].link.ifindex == ifindex;
}

Interface *
interfaces_find (Interfaces *self, int ifindex)
{
  /* Frames come in trains. */
  if (!is_at (self, self->latest, ifindex))
    self->latest = place_of (self, ifindex);
  return is_at (self, self->latest, ifindex) ? &self->entries[self->latest] : NULL;
}

/* One of its type's own is run by the kernel, another is not. */
static void
choose_program (Interface *self, const Options *options)
{
  const Program *own = filter_find_program (options, self->link.arphrd);
  const Program *cooked = filter_find_program (options, OPTIONS_COOKED_TYPE);

  self->judged = options->n_programs > 0 && (own == NULL || own == cooked);
  self->program = !self->judged ? own
                  : cooked != NULL && self->link_type == LINK_TYPE_LINUX_SLL2
                      ? cooked
                      : filter_get_nothing ();
}

Interface *
interfaces_add (Interfaces *self, const Link *link, const Options *options)
{
  const unsigned place = place_of (self, link->ifindex);
  Interface *interface = &self->entries[place];

  if (self->n_entries == INTERFACES_MAX)
    return NULL;
  memmove (interface + 1, interface, (self->n_entries - place) * sizeof *interface);
  self->n_entries++;
  *interface = (Interface) { .link = *link,
                             .link_type = link_type_of_hardware (link->arphrd),
                             .state = link->up ? INTERFACE_UP : INTERFACE_DOWN,
                             .changed = true };
  choose_program (interface, options);
  return interface;
}

void
interfaces_remove (Interfaces *self, Interface *interface)
{
  const size_t place = (size_t) (interface - self->entries);

  self->n_entries--;
  memmove (interface, interface + 1, (self->n_entries - place) * sizeof *interface);
}

bool
interface_is_bridge (const Interface *self)
{
  return strcmp (self->link.kind, "bridge") == 0;
}

void
interface_count (Interface *self, uint32_t flags, uint32_t original_bytes)
{
  if ((flags & PACKET_FLAGS_DIRECTION) == PACKET_FLAGS_OUTBOUND)
    {
      self->out_packets++;
      self->out_bytes += original_bytes;
    }
  else
    {
      self->in_packets++;
      self->in_bytes += original_bytes;
    }
  self->changed = true;
}

void
interface_count_skipped (Interface *self)
{
  self->skipped++;
  self->unsaid_drops++;
}

bool
interfaces_describe (Interfaces *self, Interface *interface, const Options *options, Output *output)
{
  char comment[32];
  uint8_t *room;

  if (interface->described)
    return true;
  room = output_get_room (output);
  if (room == NULL)
    return false;
  snprintf (comment, sizeof comment, "ifindex=%d", interface->link.ifindex);

  const PcapngInterface block = {
    .name = interface->link.name,
    .hardware = interface->link.kind[0] != '\0' ? interface->link.kind : NULL,
    .filter_text = options->filter_text,
    .comment = comment,
    .address = interface->link.n_address == 6 ? interface->link.address : NULL,
    .snap_bytes = options->snap_bytes,
    .link_type = interface->link_type,
  };

  output_commit (output, pcapng_put_interface (room, &block));
  interface->id = self->next_id++;
  interface->described = true;
  return true;
}

static void
write_comment (const Interface *interface, bool shared, char *comment, size_t comment_bytes)
{
  snprintf (comment, comment_bytes,
            "in_packets=%" PRIu64 " in_bytes=%" PRIu64 " out_packets=%" PRIu64 " out_bytes=%" PRIu64
            " skipped=%" PRIu64 " state=%s%s",
            interface->in_packets, interface->in_bytes, interface->out_packets,
            interface->out_bytes, interface->skipped, state_names[interface->state],
            shared ? " drops_shared=1" : "");
}

bool
interfaces_tell_statistics (Interfaces *self,
                            Interface *interface,
                            uint64_t drops,
                            bool shared,
                            Output *output)
{
  const uint64_t received = interface->in_packets + interface->out_packets;
  uint8_t *room = output_get_room (output);
  char comment[256];

  if (room == NULL || !interface->described)
    return false;
  write_comment (interface, shared, comment, sizeof comment);

  const PcapngStatistics block = {
    .start_ns = self->start_ns,
    .now_ns = clock_real_ns (),
    .received = received,
    .delivered = received - interface->skipped,
    .dropped_by_kernel = drops,
    .comment = comment,
    .interface = interface->id,
  };

  output_commit (output, pcapng_put_statistics (room, &block));
  interface->changed = false;
  return true;
}
