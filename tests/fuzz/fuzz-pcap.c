/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Hostile records of pcap and its variants. */

#include "config.h"

#include "plugins/packets/format/pcap-reader.h"
#include "tests/fuzz/fuzz-capture.h"

FUZZ_RECORDS (PcapReader, pcap_reader)
