/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A set of strings.
 */
#ifndef ZS_CLI_STRING_SET_H
#define ZS_CLI_STRING_SET_H

typedef struct zs_string_set {
    void *tree; /* of strings, which are its own */
} zs_string_set;

/* Adds a copy; returns it, which lives as long as the set, or NULL if it has that string. */
const char *zs_string_set_add(zs_string_set *set, const char *string);

/* Leaves it empty. */
void zs_string_set_release(zs_string_set *set);

#endif
