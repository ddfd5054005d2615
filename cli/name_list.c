/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/name_list.h"

#include <stdlib.h>
#include <string.h>

#include "answers/memory.h"

static void add_name(zs_name_list *list, const char *name)
{
    list->names = zs_reallocate(list->names, list->count + 2, sizeof *list->names);
    list->names[list->count++] = name;
    list->names[list->count] = NULL;
}

bool zs_name_list_add(zs_name_list *list, const char *value)
{
    char *copy = zs_duplicate(value);
    list->values = zs_reallocate(list->values, list->value_count + 1, sizeof *list->values);
    list->values[list->value_count++] = copy;
    for (char *name = copy; name;) {
        char *comma = strchr(name, ',');
        if (comma) {
            *comma = '\0';
        }
        if (*name == '\0') {
            return false;
        }
        add_name(list, name);
        name = comma ? comma + 1 : NULL;
    }
    return true;
}

void zs_name_list_release(zs_name_list *list)
{
    for (size_t i = 0; i < list->value_count; i++) {
        free(list->values[i]);
    }
    free(list->values);
    free(list->names);
    *list = (zs_name_list){.names = NULL};
}
