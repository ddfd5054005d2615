/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/matching.h"

zs_analyser *test_analyser;
zs_matcher *test_matcher;

int test_open_matching(void **state)
{
    (void)state;
    return zs_analyser_new(&test_analyser, NULL) || zs_matcher_new(&test_matcher, NULL) ? -1
                                                                                        : 0;
}

int test_close_matching(void **state)
{
    (void)state;
    zs_matcher_free(test_matcher);
    zs_matcher_free(NULL);
    zs_analyser_free(test_analyser);
    return 0;
}
