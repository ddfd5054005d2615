/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * From a query to what it asks of an article.
 */
#ifndef ZS_SEARCHER_REQUIRE_H
#define ZS_SEARCHER_REQUIRE_H

#include "base/deadline.h"
#include "searcher/likeness.h"
#include "searcher/query.h"
#include "searcher/requirement.h"
#include "searcher/vocabulary.h"
#include "store/reader.h"
#include "text/analyser.h"

/* Up to so many words, all have to be there; of more, so much of their weight. What answers a
 * question need not repeat its words: docs/ranking.md has what other shares cost. */
enum { ZS_WORDS_ALL_OF = 3 };
#define ZS_WORDS_SHARE 0.5
#define ZS_QUESTION_SHARE 0.1

/* That is, of the weight of the heaviest, which carry so much of all. */
#define ZS_WORDS_CARRYING 0.85

typedef struct zs_requiring {
    zs_reader *reader;
    zs_analyser *analyser;
    const zs_vocabulary *vocabulary; /* what words count as; NULL: themselves */
    zs_deadline *deadline;           /* of looking for terms */
    zs_words_match match;            /* ZS_WORDS_STEPS is the same as ZS_WORDS_MOST here */
    bool as_typed;                   /* what has no space in it is a phrase */
    const zs_likenesses *likes;      /* of the clauses that ask for what is like an article */
    bool exact_script; /* what differs between the scripts must stand as it is typed */
    zs_buffer *notes;  /* what the answer has to say, NUL-terminated each; may be NULL */
} zs_requiring;

/* Makes the requirement of a query. *out is NULL if any of its terms is enough; *nothing says
 * that there is nothing in it to be found by. *loosens: with ZS_WORDS_ANY it asks for less.
 * Errors: QUERY (what cannot be asked for, and where), MEMORY, and those of the index. */
zs_status zs_require(const zs_query *query, const zs_requiring *requiring, zs_requirement **out,
                     bool *nothing, bool *loosens, zs_error *error);

#endif
