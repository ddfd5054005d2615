/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A draft: an article in the making, which owns its memory. The readers fill it, the
 * pipeline carries it, and its memory is used again for the next.
 */
#ifndef ZS_FORMATS_DRAFT_H
#define ZS_FORMATS_DRAFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/for_modules.h"
#include "zsearch.h"

/* The strings of a zs_article that a draft can hold. */
typedef enum zs_member {
    ZS_MEMBER_ID,
    ZS_MEMBER_PATH,
    ZS_MEMBER_TITLE,
    ZS_MEMBER_DATE,
    ZS_MEMBER_AUTHOR,
    ZS_MEMBER_SOURCE,
    ZS_MEMBER_SECTION,
    ZS_MEMBER_LANGUAGE,
    ZS_MEMBER_URL,
    ZS_MEMBER_COUNT
} zs_member;

typedef struct zs_draft {
    zs_buffer text;
    size_t text_offset;
    zs_date_origin date_origin;
    zs_buffer strings;               /* NUL-terminated, one behind another */
    size_t members[ZS_MEMBER_COUNT]; /* place in `strings` + 1; 0: not known */
    size_t *metadata;                /* places of name and value by turns */
    size_t metadata_count;           /* pairs */
    size_t metadata_capacity;
    zs_field *fields;
    size_t field_capacity;
    zs_article article;
} zs_draft;

#define ZS_DRAFT_INIT ((zs_draft){.text_offset = 0})

void zs_draft_release(zs_draft *draft);

/* Makes the draft empty and keeps its memory. */
void zs_draft_clear(zs_draft *draft);

/* These copy what they are given; false if out of memory. A NUL within becomes U+FFFD, since
 * the strings of an article end at one. An empty string is the same as none. */
ZS_FOR_MODULES bool zs_draft_set(zs_draft *draft, zs_member member, const char *value,
                                 size_t length);
ZS_FOR_MODULES bool zs_draft_add(zs_draft *draft, const char *name, const char *value,
                                 size_t length);

/* The text may hold NUL. `offset` is where it begins in its file. */
ZS_FOR_MODULES bool zs_draft_set_text(zs_draft *draft, const char *text, size_t length,
                                      size_t offset);

/* The value of a member, NULL if it is not known; until the draft changes. */
ZS_FOR_MODULES const char *zs_draft_get(const zs_draft *draft, zs_member member);

/* The member that a field of this name is: "title", "author" …; not for "path". */
bool zs_member_named(const char *name, zs_member *out);

/* What a path leads to, without its folders and the archives around it; and how much of that
 * stands before its extension. A name that begins with its only dot has none. */
ZS_FOR_MODULES const char *zs_path_name(const char *path);
ZS_FOR_MODULES size_t zs_path_stem(const char *name);

/* Sets the id of one of many articles that has none of its own: its file's path and its number,
 * "a.jsonl#3". */
ZS_FOR_MODULES bool zs_draft_set_numbered_id(zs_draft *draft, const char *path,
                                             uint64_t number);

/* The name of the file that a path leads to, without its folders and its extension: the
 * title of what has no other. */
bool zs_draft_set_title_from_path(zs_draft *draft, const char *path);

/* The article as it stands. It points into the draft and is valid until that changes. */
const zs_article *zs_draft_article(zs_draft *draft);

/* About how many bytes the draft's content takes. */
size_t zs_draft_size(const zs_draft *draft);

#endif
