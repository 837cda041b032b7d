/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

/* Static USDT probes: a nop each until a tracer attaches. CONTRIBUTING.md shows their use. */

#pragma once

#include <sys/sdt.h>

/* serial of the wakeup, lateness in us */
#define SW_PROBE_WAKEUP(serial, late_us) DTRACE_PROBE2 (stillwatch, wakeup, serial, late_us)

/* owner and name of the job as strings */
#define SW_PROBE_JOB_BEGIN(owner, name) DTRACE_PROBE2 (stillwatch, job__begin, owner, name)

/* the same, and how long the run took in ns */
#define SW_PROBE_JOB_END(owner, name, busy_ns) \
  DTRACE_PROBE3 (stillwatch, job__end, owner, name, busy_ns)

/* the window's first frame has been handed to the display */
#define SW_PROBE_FIRST_FRAME() DTRACE_PROBE (stillwatch, first__frame)
