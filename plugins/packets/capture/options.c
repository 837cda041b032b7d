/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/packets/capture/options.h"

/* One option: its value is read by the function, which says what would have been right. */
typedef struct
{
  const char *name;
  const char *(*read) (Options *self, const char *value); /* NULL where that is fine */
  bool has_value;
} Option;

/* Decimal digits alone, within the bounds. END gets what follows; NULL: nothing may. */
static bool
read_number (const char *text, uint64_t least, uint64_t most, uint64_t *number, const char **end)
{
  uint64_t value = 0;
  const char *at = text;

  for (; *at >= '0' && *at <= '9'; at++)
    {
      value = value * 10 + (uint64_t) (*at - '0');
      if (value > most)
        return false;
    }
  if (at == text || value < least || (end == NULL && *at != '\0'))
    return false;
  *number = value;
  if (end != NULL)
    *end = at;
  return true;
}

static bool
read_unsigned (const char *text, unsigned least, unsigned most, unsigned *number)
{
  uint64_t value;

  if (!read_number (text, least, most, &value, NULL))
    return false;
  *number = (unsigned) value;
  return true;
}

/* A number of a filter, and the character that must follow it. */
static bool
read_field (const char **at, uint64_t most, char follower, uint64_t *number)
{
  if (!read_number (*at, 0, most, number, at) || **at != follower)
    return false;
  if (follower != '\0')
    (*at)++;
  return true;
}

static bool
read_instruction (const char **at, char follower, struct sock_filter *instruction)
{
  uint64_t code, jump_true, jump_false, k;

  if (!read_field (at, UINT16_MAX, ' ', &code) || !read_field (at, UINT8_MAX, ' ', &jump_true)
      || !read_field (at, UINT8_MAX, ' ', &jump_false)
      || !read_field (at, UINT32_MAX, follower, &k))
    return false;
  *instruction = (struct sock_filter) { (uint16_t) code, (uint8_t) jump_true, (uint8_t) jump_false,
                                        (uint32_t) k };
  return true;
}

static bool
has_program (const Options *self, uint64_t arphrd)
{
  for (unsigned i = 0; i < self->n_programs; i++)
    if (self->programs[i].arphrd == arphrd)
      return true;
  return false;
}

/* ARPHRD:N,CODE JT JF K,… */
static const char *
read_filter (Options *self, const char *text)
{
  static const char *const shape = "wants ARPHRD:N,CODE JT JF K,…, once for each type";
  Program *program = &self->programs[self->n_programs];
  const char *at = text;
  uint64_t arphrd, n;

  if (self->n_programs == OPTIONS_MAX_PROGRAMS || !read_field (&at, UINT16_MAX, ':', &arphrd)
      || has_program (self, arphrd) || !read_field (&at, BPF_MAXINSNS, ',', &n) || n == 0)
    return shape;
  program->instructions = calloc (n, sizeof program->instructions[0]);
  if (program->instructions == NULL)
    return "wants more memory than there is";
  program->arphrd = (uint16_t) arphrd;
  program->n_instructions = (uint16_t) n;
  self->n_programs++;
  for (uint64_t i = 0; i < n; i++)
    if (!read_instruction (&at, i + 1 < n ? ',' : '\0', &program->instructions[i]))
      return shape;
  return NULL;
}

static const char *
read_filter_text (Options *self, const char *text)
{
  if (strlen (text) > OPTIONS_MAX_FILTER_TEXT_BYTES)
    return "is too long";
  self->filter_text = text;
  return NULL;
}

static const char *
read_snap_bytes (Options *self, const char *text)
{
  return read_unsigned (text, 1, OPTIONS_MAX_SNAP_BYTES, &self->snap_bytes) ? NULL
                                                                            : "wants 1 to 262144";
}

static const char *
read_ring_mib (Options *self, const char *text)
{
  return read_unsigned (text, 1, OPTIONS_MAX_RING_MIB, &self->ring_mib) ? NULL : "wants 1 to 64";
}

static const char *
read_retire_ms (Options *self, const char *text)
{
  return read_unsigned (text, 1, 1000, &self->retire_ms) ? NULL : "wants 1 to 1000";
}

static const char *
read_duration (Options *self, const char *text)
{
  return read_unsigned (text, 1, 31536000, &self->duration_s) ? NULL
                                                              : "wants 1 to 31536000 seconds";
}

static const char *
read_count (Options *self, const char *text)
{
  return read_number (text, 1, INT64_MAX, &self->count, NULL) ? NULL : "wants a number from 1";
}

static const char *
read_write (Options *self, const char *text)
{
  self->write_path = text;
  return *text != '\0' ? NULL : "wants a file";
}

static const char *
read_method (Options *self, const char *text)
{
  self->pcap = strcmp (text, "pcap") == 0;
  return self->pcap || strcmp (text, "ring") == 0 ? NULL : "wants ring or pcap";
}

static const char *
set_all (Options *self, const char *)
{
  self->all = true;
  return NULL;
}

static const char *
set_check (Options *self, const char *)
{
  self->check = true;
  return NULL;
}

static const char *
set_promiscuous (Options *self, const char *)
{
  self->promiscuous = true;
  return NULL;
}

static const Option known[] = {
  { "all", set_all, false },
  { "check", set_check, false },
  { "count", read_count, true },
  { "duration", read_duration, true },
  { "filter", read_filter, true },
  { "filter-text", read_filter_text, true },
  { "method", read_method, true },
  { "promiscuous", set_promiscuous, false },
  { "retire-ms", read_retire_ms, true },
  { "ring-mib", read_ring_mib, true },
  { "snap-bytes", read_snap_bytes, true },
  { "write", read_write, true },
};

/* The kernel's own rules for a name (dev_valid_name()). */
static bool
is_interface_name (const char *name)
{
  const size_t n = strnlen (name, IFNAMSIZ);

  if (n == 0 || n == IFNAMSIZ || strcmp (name, ".") == 0 || strcmp (name, "..") == 0)
    return false;
  for (const char *at = name; *at != '\0'; at++)
    if (*at == '/' || *at == ':' || isspace ((unsigned char) *at) || iscntrl ((unsigned char) *at))
      return false;
  return true;
}

static bool
is_listed (const Options *self, const char *name)
{
  for (unsigned i = 0; i < self->n_interfaces; i++)
    if (strcmp (self->interfaces[i], name) == 0)
      return true;
  return false;
}

static bool
add_interface (Options *self, const char *name, char *complaint, size_t complaint_bytes)
{
  if (!is_interface_name (name) || self->n_interfaces == OPTIONS_MAX_INTERFACES)
    {
      snprintf (complaint, complaint_bytes, "“%.32s” is no interface's name, or one too many",
                name);
      return false;
    }
  if (!is_listed (self, name))
    self->interfaces[self->n_interfaces++] = name;
  return true;
}

static const Option *
find_option (const char *name, size_t n_name)
{
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
    if (strlen (known[i].name) == n_name && memcmp (known[i].name, name, n_name) == 0)
      return &known[i];
  return NULL;
}

/* ARGUMENT begins with two hyphens. NEXT (nullable) may be its value: USED_NEXT says whether it is. */
static bool
read_option (Options *self,
             const char *argument,
             const char *next,
             bool *used_next,
             char *complaint,
             size_t complaint_bytes)
{
  const size_t n_name = strcspn (argument + 2, "=");
  const char *value = argument[2 + n_name] == '=' ? argument + 2 + n_name + 1 : NULL;
  const Option *option = find_option (argument + 2, n_name);
  const char *wants = "is no option";

  *used_next = option != NULL && option->has_value && value == NULL;
  if (*used_next)
    value = next;
  if (option != NULL)
    wants = option->has_value == (value != NULL) ? option->read (self, value)
            : option->has_value                  ? "wants a value"
                                                 : "takes no value";
  if (wants != NULL)
    snprintf (complaint, complaint_bytes, "%.*s %s", (int) (n_name < 32 ? n_name + 2 : 34),
              argument, wants);
  return wants == NULL;
}

static bool
is_complete (const Options *self, char *complaint, size_t complaint_bytes)
{
  if (self->all == (self->n_interfaces > 0))
    {
      snprintf (complaint, complaint_bytes, "wants either --all or interfaces");
      return false;
    }
  return true;
}

bool
options_parse (Options *self, int argc, char **argv, char *complaint, size_t complaint_bytes)
{
  bool options_end = false;

  *self = (Options) { .snap_bytes = OPTIONS_MAX_SNAP_BYTES, .ring_mib = 16, .retire_ms = 20 };
  for (int i = 1; i < argc; i++)
    {
      bool used_next = false;

      if (!options_end && strcmp (argv[i], "--") == 0)
        options_end = true;
      else if (!options_end && strncmp (argv[i], "--", 2) == 0)
        {
          if (!read_option (self, argv[i], argv[i + 1], &used_next, complaint, complaint_bytes))
            return false;
          i += used_next;
        }
      else if (!add_interface (self, argv[i], complaint, complaint_bytes))
        return false;
    }
  return is_complete (self, complaint, complaint_bytes);
}

bool
options_want (const Options *self, const char *name)
{
  return self->all || is_listed (self, name);
}

void
options_clear (Options *self)
{
  for (unsigned i = 0; i < self->n_programs; i++)
    free (self->programs[i].instructions);
  *self = (Options) { 0 };
}
