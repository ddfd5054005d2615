/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Containers: files that hold other files. Each member is read as if it were a file, by the
 * reader of its own format, which may be a container again; and what all of them together may
 * come to is bounded, since a few kilobytes can be made to expand for ever.
 */
#ifndef ZS_FORMATS_CONTAINER_H
#define ZS_FORMATS_CONTAINER_H

#include "base/for_modules.h"
#include "formats/reading.h"

/* Containers within each other: a message in a mailbox in a zip in a tar is four. */
#define ZS_DEPTH_LIMIT 6

/* What may come out of one file of the user's. */
struct zs_budget {
    uint64_t members; /* left */
    uint64_t bytes;   /* left */
    uint64_t limit;   /* of bytes, at first */
    bool reported;    /* that they are used up */
};

/* A file of so many bytes may expand to 250 times as much (text compresses to a tenth, logs to
 * a hundredth), or to 64 MiB if that is more, at most to 1 TiB; and hold a million members. */
zs_budget zs_budget_for(uint64_t size);

/* Takes some bytes from the budget. ZS_ERROR_FORMAT when it is used up. */
ZS_FOR_MODULES zs_status zs_budget_take(zs_budget *budget, uint64_t bytes, zs_error *error);

/* A member as its container has it. */
typedef struct zs_container_member {
    const char *name;                     /* UTF-8, below the container, with "/" */
    const char *format_name;              /* what its format is told from; NULL: the name */
    int64_t modified;                     /* seconds since 1970; INT64_MIN: not known */
    const zs_stream *stream;              /* need not be one that can be moved in */
    const char *charset, *url, *captured; /* as in zs_reading */
} zs_container_member;

/* Reads a member into the sink and tells the sink what became of it. What is wrong with the
 * member alone is no error here. Errors: CANCELLED, MEMORY. */
ZS_FOR_MODULES zs_status zs_read_member(zs_reading *container,
                                        const zs_container_member *member, zs_error *error);

/* Tells the sink that a member was skipped, and why. `format` may be NULL. */
ZS_FOR_MODULES zs_status zs_skip_member(zs_reading *container, const char *name,
                                        const char *format, const zs_error *reason,
                                        zs_error *error);

/* Whether the budget is used up: then nothing more should be read, which is remarked upon
 * once. */
ZS_FOR_MODULES zs_status zs_check_budget(zs_reading *container, bool *used_up, zs_error *error);

#endif
