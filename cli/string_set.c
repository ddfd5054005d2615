/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/string_set.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "answers/memory.h"

static int compare(const void *left, const void *right)
{
    return strcmp(left, right);
}

const char *zs_string_set_add(zs_string_set *set, const char *string)
{
    if (tfind(string, &set->tree, compare)) {
        return NULL;
    }
    char *copy = zs_duplicate(string);
    if (!tsearch(copy, &set->tree, compare)) {
        zs_out_of_memory();
    }
    return copy;
}

void zs_string_set_release(zs_string_set *set)
{
    tdestroy(set->tree, free);
    set->tree = NULL;
}
