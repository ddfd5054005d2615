/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What must hold of an article that a reader made of any bytes.
 */
#ifndef ZS_TESTS_FUZZ_READ_FILE_H
#define ZS_TESTS_FUZZ_READ_FILE_H

#include <string.h>

#include "fuzz.h"
#include "indexer/article.h"
#include "indexer/utf8.h"

static inline void require_text(const char *string)
{
    require(!string || zs_utf8_valid(string, strlen(string)) == strlen(string),
            "a string is UTF-8");
}

/* `size` is that of the file. */
static inline void require_article(zs_draft *draft, size_t size)
{
    const zs_article *article = zs_draft_article(draft);
    require(article->id && article->id[0], "an article has an id");
    require(zs_utf8_valid(article->text, article->text_length) == article->text_length,
            "its text is UTF-8");
    require(article->text_offset <= size, "its text begins in the file");
    require_text(article->id);
    require_text(article->title);
    require_text(article->date);
    require_text(article->author);
    require_text(article->source);
    require_text(article->url);
    for (size_t i = 0; i < article->metadata_count; i++) {
        require(article->metadata[i].name && article->metadata[i].value,
                "metadata have names and values");
        require_text(article->metadata[i].name);
        require_text(article->metadata[i].value);
    }
}

/* That a reader failed in a way that it may. */
static inline void require_refusal(zs_status status, const zs_error *error)
{
    require(status == ZS_ERROR_ENCODING || status == ZS_ERROR_FORMAT,
            "a file is refused for its encoding or its format");
    require(error->status == status && error->message[0] != '\0', "the error says why");
    require(zs_utf8_valid(error->message, strlen(error->message)) == strlen(error->message),
            "the error is UTF-8");
}

#endif
