/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include <glib.h>

#include "plugins/packets/capture/filter.h"

#define SNAP 1000u
#define WHOLE OPTIONS_MAX_SNAP_BYTES

/* What the kernel would say of a frame: of its interface, and whether it took a VLAN tag out. */
typedef struct
{
  int ifindex;
  uint16_t arphrd;
  gboolean tagged;
  const char *bytes;
} Seen;

/* Lets frames through whose first byte is K. */
static struct sock_filter first_is_a[] = {
  { BPF_LD | BPF_B | BPF_ABS, 0, 0, 0 },
  { BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 'a' },
  { BPF_RET | BPF_K, 0, 0, 65535 },
  { BPF_RET | BPF_K, 0, 0, 0 },
};
static struct sock_filter always_ten[] = { { BPF_RET | BPF_K, 0, 0, 10 } };
/* A is 0 where a program begins, whatever was loaded before. */
static struct sock_filter says_a[] = {
  { BPF_JMP | BPF_JEQ | BPF_K, 1, 0, 0 },
  { BPF_RET | BPF_K, 0, 0, 0 },
  { BPF_RET | BPF_K, 0, 0, 7 },
};

/* Our own machine, which unlike libpcap's knows what only the kernel knows of a frame. */
static uint32_t
load (const struct sock_filter *instruction, const Seen *seen)
{
  switch (instruction->k)
    {
    case (uint32_t) (SKF_AD_OFF + SKF_AD_IFINDEX):
      return (uint32_t) seen->ifindex;
    case (uint32_t) (SKF_AD_OFF + SKF_AD_VLAN_TAG_PRESENT):
      return seen->tagged;
    case (uint32_t) (SKF_AD_OFF + SKF_AD_HATYPE):
      return seen->arphrd;
    default:
      g_assert_cmpuint (instruction->k, <, strlen (seen->bytes));
      return (uint8_t) seen->bytes[instruction->k];
    }
}

static uint32_t
run_program (const struct sock_filter *code, unsigned n, const Seen *seen)
{
  uint32_t a = 0;

  for (unsigned at = 0; at < n; at++)
    switch (BPF_CLASS (code[at].code))
      {
      case BPF_LD:
        a = BPF_MODE (code[at].code) == BPF_IMM ? code[at].k : load (&code[at], seen);
        break;
      case BPF_JMP:
        at += BPF_OP (code[at].code) == BPF_JA ? code[at].k
              : a == code[at].k                ? code[at].jt
                                               : code[at].jf;
        break;
      default:
        g_assert_cmpuint (code[at].code, ==, BPF_RET | BPF_K);
        return code[at].k;
      }
  g_assert_not_reached ();
}

static uint32_t
judge (const Options *options, const int *ifindexes, unsigned n, Seen seen)
{
  static Filter filter;

  g_assert_true (filter_assemble (&filter, options, ifindexes, n));
  return run_program (filter.instructions, filter.n_instructions, &seen);
}

static void
test_interfaces (void)
{
  const Options options = { .snap_bytes = SNAP };
  const int two[] = { 3, 70000 };

  g_assert_cmpuint (judge (&options, two, 2, (Seen) { .ifindex = 3 }), ==, SNAP);
  g_assert_cmpuint (judge (&options, two, 2, (Seen) { .ifindex = 70000 }), ==, SNAP);
  g_assert_cmpuint (judge (&options, two, 2, (Seen) { .ifindex = 4 }), ==, 0);
  g_assert_cmpuint (judge (&options, two, 0, (Seen) { .ifindex = 3 }), ==, 0);
}

/* More than a conditional jump reaches. */
static void
test_many_interfaces (void)
{
  const Options options = { .snap_bytes = SNAP };
  int many[1000];

  for (int i = 0; i < 1000; i++)
    many[i] = 2 * i + 1;
  for (int i = 0; i < 2000; i++)
    g_assert_cmpuint (judge (&options, many, 1000, (Seen) { .ifindex = i }), ==,
                      i % 2 == 1 ? SNAP : 0);
}

static void
test_all (void)
{
  const Options options = { .snap_bytes = SNAP, .all = true };

  g_assert_cmpuint (judge (&options, NULL, 0, (Seen) { .ifindex = 9 }), ==, SNAP);
}

static void
test_types (void)
{
  const Options options = { .snap_bytes = SNAP,
                            .all = true,
                            .programs = { { 1, G_N_ELEMENTS (first_is_a), first_is_a },
                                          { 65534, G_N_ELEMENTS (always_ten), always_ten },
                                          { 772, G_N_ELEMENTS (says_a), says_a } },
                            .n_programs = 3 };

  g_assert_cmpuint (judge (&options, NULL, 0, (Seen) { 1, 1, FALSE, "abc" }), ==, SNAP);
  g_assert_cmpuint (judge (&options, NULL, 0, (Seen) { 1, 1, FALSE, "xbc" }), ==, 0);
  /* The program asks for less than the snap length. */
  g_assert_cmpuint (judge (&options, NULL, 0, (Seen) { 1, 65534, FALSE, "x" }), ==, 10);
  g_assert_cmpuint (judge (&options, NULL, 0, (Seen) { 1, 772, FALSE, "x" }), ==, 7);
  g_assert_cmpuint (judge (&options, NULL, 0, (Seen) { 1, 803, FALSE, "x" }), ==, 0);
  g_assert_cmpuint (judge (&options, NULL, 0, (Seen) { 1, 1, TRUE, "xbc" }), ==, WHOLE);
}

/* The program for cooked frames is not the kernel's to run: neither on others, nor on one of a type of that number. */
static void
test_cooked_types (void)
{
  const Options options = { .snap_bytes = SNAP,
                            .all = true,
                            .programs = { { 1, G_N_ELEMENTS (first_is_a), first_is_a },
                                          { OPTIONS_COOKED_TYPE, 1, always_ten },
                                          { 772, G_N_ELEMENTS (says_a), says_a } },
                            .n_programs = 3 };
  const Options alone = { .snap_bytes = SNAP,
                          .all = true,
                          .programs = { { OPTIONS_COOKED_TYPE, 1, always_ten } },
                          .n_programs = 1 };

  g_assert_cmpuint (judge (&options, NULL, 0, (Seen) { 1, 1, FALSE, "xbc" }), ==, 0);
  g_assert_cmpuint (judge (&options, NULL, 0, (Seen) { 1, 1, FALSE, "abc" }), ==, SNAP);
  g_assert_cmpuint (judge (&options, NULL, 0, (Seen) { 1, 772, FALSE, "x" }), ==, 7);
  g_assert_cmpuint (judge (&options, NULL, 0, (Seen) { 1, 512, FALSE, "x" }), ==, WHOLE);
  g_assert_cmpuint (judge (&options, NULL, 0, (Seen) { 1, OPTIONS_COOKED_TYPE, FALSE, "x" }), ==,
                    WHOLE);
  g_assert_cmpuint (judge (&alone, NULL, 0, (Seen) { 1, 512, FALSE, "x" }), ==, WHOLE);
}

static void
test_interfaces_and_types (void)
{
  const Options options = { .snap_bytes = SNAP,
                            .programs = { { 1, G_N_ELEMENTS (first_is_a), first_is_a } },
                            .n_programs = 1 };
  const int one[] = { 5 };

  g_assert_cmpuint (judge (&options, one, 1, (Seen) { 5, 1, FALSE, "abc" }), ==, SNAP);
  g_assert_cmpuint (judge (&options, one, 1, (Seen) { 5, 1, FALSE, "xbc" }), ==, 0);
  g_assert_cmpuint (judge (&options, one, 1, (Seen) { 6, 1, FALSE, "abc" }), ==, 0);
  g_assert_cmpuint (judge (&options, one, 1, (Seen) { 6, 1, TRUE, "abc" }), ==, 0);
}

static void
test_too_long (void)
{
  static struct sock_filter long_one[BPF_MAXINSNS];
  static Filter filter;
  Options options
      = { .snap_bytes = SNAP, .programs = { { 1, BPF_MAXINSNS, long_one } }, .n_programs = 1 };
  const int one[] = { 5 };

  g_assert_false (filter_assemble (&filter, &options, one, 1));
  options.programs[0].n_instructions = 4000;
  g_assert_true (filter_assemble (&filter, &options, one, 1));
  g_assert_cmpuint (filter.n_instructions, <=, BPF_MAXINSNS);
}

static void
test_in_user_space (void)
{
  const Program program = { 1, G_N_ELEMENTS (first_is_a), first_is_a };
  struct sock_filter endless[] = { { BPF_LD | BPF_IMM, 0, 0, 0 } };
  struct sock_filter far[] = { { BPF_JMP | BPF_JA, 0, 0, 5 }, { BPF_RET | BPF_K, 0, 0, 0 } };
  const Program without_return = { 1, 1, endless }, jumps_out = { 1, 2, far };

  g_assert_true (filter_is_valid (&program));
  g_assert_false (filter_is_valid (&without_return));
  g_assert_false (filter_is_valid (&jumps_out));
  g_assert_true (filter_run (&program, (const uint8_t *) "abc", 3, 3));
  g_assert_false (filter_run (&program, (const uint8_t *) "xbc", 3, 3));
  g_assert_false (filter_run (&program, (const uint8_t *) "", 0, 3));
  g_assert_true (filter_run (NULL, (const uint8_t *) "x", 1, 1));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/capture/filter/chosen-interfaces-alone", test_interfaces);
  g_test_add_func ("/packets/capture/filter/many-interfaces", test_many_interfaces);
  g_test_add_func ("/packets/capture/filter/all-interfaces", test_all);
  g_test_add_func ("/packets/capture/filter/program-of-the-hardware-type", test_types);
  g_test_add_func ("/packets/capture/filter/cooked-types", test_cooked_types);
  g_test_add_func ("/packets/capture/filter/interfaces-before-programs", test_interfaces_and_types);
  g_test_add_func ("/packets/capture/filter/too-long", test_too_long);
  g_test_add_func ("/packets/capture/filter/in-user-space", test_in_user_space);
  return g_test_run ();
}
