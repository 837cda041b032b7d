/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "tests/plugins/packets/app-case.h"
#include "tests/sw-test.h"

static const AppCase cases[] = {
  /* From RFC 3164. */
  { .hex = "3c33343e4f63742031312032323a31343a3135206d796d616368696e652073753a2027737520726f6f"
           "7427206661696c656420666f72206c6f6e7669636b206f6e202f6465762f7074732f38",
    .protocol = "Syslog",
    .summary
    = "AUTH.CRIT: Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8",
    .fields
    = { "Priority: AUTH.CRIT (34)",
        "Message: Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8" } },
  /* From RFC 5424. */
  { .hex = "3c3136353e3120323030332d30382d32345430353a31343a31352e3030303030332d30373a30302031"
           "39322e302e322e31206d7970726f632038373130202d202d20252520497427732074696d650a",
    .protocol = "Syslog",
    .summary
    = "LOCAL4.NOTICE: 1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time." },
  { .hex = "3c303e", .protocol = "Syslog", .summary = "KERN.EMERG: " },
  { .hex = "3c3139313e1b5b33316d", .protocol = "Syslog", .summary = "LOCAL7.DEBUG: .[31m" },
};

static const AppCase foreign[] = {
  { .hex = "" },
  { .hex = "3c" },
  { .hex = "3c3e78" },
  { .hex = "3c3139323e78" },
  { .hex = "3c313233343e78" },
  { .hex = "3c3132" },
  { .hex = "3c31613e78" },
  { .hex = "33343e" },
};

static void
test_says (void)
{
  app_case_check_all (dissect_syslog, cases, G_N_ELEMENTS (cases));
}

static void
test_leaves_others_alone (void)
{
  app_case_check_all (dissect_syslog, foreign, G_N_ELEMENTS (foreign));
}

static void
test_takes_any_bytes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    app_case_spoil (dissect_syslog, &cases[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/syslog/says", test_says);
  g_test_add_func ("/packets/syslog/leaves-others-alone", test_leaves_others_alone);
  g_test_add_func ("/packets/syslog/takes-any-bytes", test_takes_any_bytes);
  return g_test_run ();
}
