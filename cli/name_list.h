/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Names from an option that may hold several, parted by commas, and be given more than once.
 */
#ifndef ZS_CLI_NAME_LIST_H
#define ZS_CLI_NAME_LIST_H

#include <stdbool.h>
#include <stddef.h>

typedef struct zs_name_list {
    const char **names; /* NULL-terminated; NULL while there are none */
    size_t count;
    char **values; /* that they are parts of */
    size_t value_count;
} zs_name_list;

/* Adds what one option says. False if a name is empty; what was added stays. */
bool zs_name_list_add(zs_name_list *list, const char *value);

void zs_name_list_release(zs_name_list *list);

#endif
