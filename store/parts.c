/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/parts.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"

static const struct {
    const char *name;
    unsigned part;
} parts[] = {{"facets", ZS_PART_FACETS}};
enum { PARTS = sizeof parts / sizeof *parts };

static unsigned part_named(const char *name, size_t length)
{
    for (size_t i = 0; i < PARTS; i++) {
        if (strlen(parts[i].name) == length && memcmp(parts[i].name, name, length) == 0) {
            return parts[i].part;
        }
    }
    return 0;
}

zs_status zs_parts_named(const char *names, unsigned *out, zs_error *error)
{
    unsigned found = 0;
    for (const char *name = names ? names : ""; *name;) {
        size_t length = strcspn(name, ",");
        unsigned part = part_named(name, length);
        if (part == 0) {
            char all[ZS_PARTS_NAMES];
            zs_parts_print(~0U, all);
            return zs_fail(error, ZS_ERROR_ARGUMENT,
                           "an index cannot be without \"%.*s\"; what can be left out: %s",
                           length < 100 ? (int)length : 100, name, all);
        }
        found |= part;
        name += length + (name[length] == ',');
    }
    *out = found;
    return ZS_OK;
}

void zs_parts_print(unsigned wanted, char names[ZS_PARTS_NAMES])
{
    size_t used = 0;
    names[0] = '\0';
    for (size_t i = 0; i < PARTS; i++) {
        if (wanted & parts[i].part) {
            used += (size_t)snprintf(names + used, ZS_PARTS_NAMES - used, "%s%s",
                                     used > 0 ? "," : "", parts[i].name);
        }
    }
}
