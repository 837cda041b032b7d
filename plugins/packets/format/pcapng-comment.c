/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include "plugins/packets/format/pcapng-comment.h"

typedef struct
{
  const char *at;
  const char *end;

  /* The word last taken. */
  const char *key;
  gsize key_bytes;
  const char *value;
  gsize value_bytes;
} Words;

static gboolean
words_next (Words *self)
{
  const char *end, *equals;

  while (self->at < self->end && *self->at == ' ')
    self->at++;
  if (self->at == self->end)
    return FALSE;
  end = memchr (self->at, ' ', self->end - self->at);
  if (end == NULL)
    end = self->end;
  equals = memchr (self->at, '=', end - self->at);
  self->key = self->at;
  self->key_bytes = (equals != NULL ? equals : end) - self->at;
  self->value = equals != NULL ? equals + 1 : end;
  self->value_bytes = end - self->value;
  self->at = end;
  return TRUE;
}

static gboolean
is (const char *text, gsize n_bytes, const char *word)
{
  return n_bytes == strlen (word) && memcmp (text, word, n_bytes) == 0;
}

/* VALUE stays as it is unless there are digits alone that it can hold. */
static void
take_number (const Words *word, const char *key, guint64 *value)
{
  guint64 number = 0;

  if (!is (word->key, word->key_bytes, key) || word->value_bytes == 0)
    return;
  for (gsize i = 0; i < word->value_bytes; i++)
    {
      const char c = word->value[i];

      if (!g_ascii_isdigit (c) || !g_uint64_checked_mul (&number, number, 10)
          || !g_uint64_checked_add (&number, number, c - '0'))
        return;
    }
  *value = number;
}

static void
take_state (const Words *word, CaptureInterfaceState *state)
{
  static const struct
  {
    const char *word;
    CaptureInterfaceState state;
  } states[] = {
    { "up", CAPTURE_INTERFACE_UP },
    { "down", CAPTURE_INTERFACE_DOWN },
    { "gone", CAPTURE_INTERFACE_GONE },
    { "renamed", CAPTURE_INTERFACE_GONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (is (word->value, word->value_bytes, states[i].word))
      *state = states[i].state;
}

void
pcapng_comment_read_description (const char *comment, gsize n_bytes, guint32 *ifindex)
{
  Words words = { .at = comment, .end = comment + n_bytes };
  guint64 number = 0;

  while (words_next (&words))
    take_number (&words, "ifindex", &number);
  if (number > 0 && number <= G_MAXINT32)
    *ifindex = number;
}

void
pcapng_comment_read_statistics (const char *comment,
                                gsize n_bytes,
                                CaptureStatistics *statistics,
                                CaptureInterfaceState *state)
{
  Words words = { .at = comment, .end = comment + n_bytes };

  while (words_next (&words))
    {
      take_number (&words, "in_packets", &statistics->in_packets);
      take_number (&words, "in_bytes", &statistics->in_bytes);
      take_number (&words, "out_packets", &statistics->out_packets);
      take_number (&words, "out_bytes", &statistics->out_bytes);
      take_number (&words, "skipped", &statistics->dropped_by_us);
      if (is (words.key, words.key_bytes, "state"))
        take_state (&words, state);
    }
}

char *
pcapng_text_new (const guint8 *bytes, gsize n_bytes, gsize max_bytes)
{
  const gsize length = strnlen ((const char *) bytes, MIN (n_bytes, max_bytes));
  g_autofree char *valid = g_utf8_make_valid ((const char *) bytes, length);
  GString *text = g_string_sized_new (length);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar c = g_utf8_get_char (at);

      g_string_append_unichar (text, g_unichar_isprint (c) ? c : 0xfffd);
    }
  return g_string_free (text, FALSE);
}
