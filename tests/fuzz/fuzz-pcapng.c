/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Hostile blocks of pcapng. */

#include "config.h"

#include "plugins/packets/format/pcapng-reader.h"
#include "tests/fuzz/fuzz-capture.h"

FUZZ_RECORDS (PcapngReader, pcapng_reader)
