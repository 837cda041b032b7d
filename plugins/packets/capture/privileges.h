/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The rights the program was started with, from the first line on: only what opens a packet socket, and only that of whoever
 * asked. */

#pragma once

#include <stdbool.h>

/* Where the rights come from being root for somebody else (set-uid, pkexec): becomes that user and keeps CAP_NET_RAW alone.
 * 0, or an errno. */
int privileges_become_user (void);

/* Keeps CAP_NET_RAW alone, which becomes effective where it is permitted, and lets no program ever gain another. 0, or an errno. */
int privileges_reduce (void);
