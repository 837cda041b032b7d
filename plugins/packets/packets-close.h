/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Closes what may be the last descriptor of a file without a name: its blocks are freed then, which takes a large one's time. */

#pragma once

void packets_close (int fd);
