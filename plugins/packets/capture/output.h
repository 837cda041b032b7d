/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The bytes on their way out. A file may take its time; a pipe never holds the program up: what it does not take stays in
 * the buffer, and when that is full there is no room for more. */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct
{
  int fd;
  uint8_t *buffer;
  size_t n_begun; /* of its bytes, those that are out already */
  size_t n_bytes; /* ready to go, the begun ones included */
  bool waits;     /* a file, which takes all at once */
  bool full;      /* a pipe that took no more when it was asked last */
  bool closed;    /* the reader went away */
  int error;      /* an errno; 0: none */
} Output;

/* 0, or an errno. */
int output_init (Output *self, int fd);
void output_clear (Output *self);

/* Where the next block may be written, whatever its size up to what a frame can have; NULL: no room. */
uint8_t *output_get_room (Output *self);
/* The same without asking whether there is room: for what is looked at and not kept. */
uint8_t *output_get_scratch (Output *self);
void output_commit (Output *self, size_t n_bytes);

/* Whether all is out. A pipe that was full is not asked again before output_retry(). */
bool output_flush (Output *self);
void output_retry (Output *self);
bool output_is_over (const Output *self);
