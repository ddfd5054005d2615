/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The words of the pages, in each language that they are in. words.inc is the table.
 */
#ifndef ZS_SERVER_WORDS_H
#define ZS_SERVER_WORDS_H

#include <stdint.h>

#include "answers/builder.h"
#include "server/page.h"

typedef enum zs_words {
#define WORDS(name, simplified, traditional, english) ZS_SAY_##name,
#include "server/words.inc"
#undef WORDS
    ZS_SAY_COUNT
} zs_words;

/* As they are in the table, which is HTML: where nothing is to be put in. */
const char *zs_words_of(zs_tongue tongue, zs_words words);

/* Appends words; `count`, in groups of three digits, takes the place of #, `html` (may be NULL)
 * that of @, and an s, if there are several, that of $. */
void zs_say(zs_builder *out, zs_tongue tongue, zs_words words, uint64_t count,
            const char *html);

/* As BCP 47 has it. */
const char *zs_language_of(zs_tongue tongue);

/* Appends a number in groups of three digits. */
void zs_append_number(zs_builder *out, uint64_t number);

/* Appends a date as it is written in a language, escaped; one that is not understood as it is.
 */
void zs_append_date(zs_builder *out, zs_tongue tongue, const char *date);

/* How much of a date is one that HTML knows, 2023, 2023-05 or 2023-05-04, in bytes; 0: none. */
size_t zs_date_length(const char *date);

/* Appends the name of a field, or a value of one, escaped: known ones in the language. */
void zs_append_field_name(zs_builder *out, zs_tongue tongue, const char *field);
void zs_append_field_value(zs_builder *out, zs_tongue tongue, const char *field,
                           const char *value);

#endif
