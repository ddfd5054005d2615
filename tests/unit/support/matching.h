/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An analyser and a matcher for the tests of a file: its group's setup and teardown.
 */
#ifndef ZS_TESTS_UNIT_SUPPORT_MATCHING_H
#define ZS_TESTS_UNIT_SUPPORT_MATCHING_H

#include "searcher/matcher.h"
#include "text/analyser.h"

extern zs_analyser *test_analyser;
extern zs_matcher *test_matcher;

int test_open_matching(void **state);
int test_close_matching(void **state);

#endif
