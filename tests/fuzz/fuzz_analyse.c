/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Analysis of any bytes, as an article and as a query: words and tokens in order, terms that
 * are UTF-8 and not too long, and every ideograph in a token that begins with it.
 */
#include "fuzz.h"

#include "text/analyser.h"
#include "text/utf.h"

static void check_words(const zs_folded *folded, const zs_words *words)
{
    uint32_t end = 0;
    for (size_t i = 0; i < words->count; i++) {
        const zs_word *word = &words->items[i];
        require(word->start >= end && word->start < word->end && word->end <= folded->length,
                "words ascend and do not overlap");
        for (uint32_t at = word->start; at < word->end; at++) {
            require((folded->class[at] == ZS_CHAR_HAN) == word->han, "a word is of one kind");
        }
        end = word->end;
    }
}

static void check_tokens(const zs_folded *folded, const zs_tokens *tokens, bool of_article)
{
    size_t begun = 0; /* ideographs before this unit have been seen at the head of a token */
    for (size_t i = 0; i < tokens->count; i++) {
        const zs_cut *token = &tokens->items[i];
        require(token->start < token->end && token->end <= folded->length,
                "a token is in the text");
        require(i == 0 || token->start > tokens->items[i - 1].start ||
                    (token->start == tokens->items[i - 1].start &&
                     token->end > tokens->items[i - 1].end),
                "tokens are in order");
        for (; begun < token->start; begun++) {
            require(!of_article || folded->class[begun] != ZS_CHAR_HAN ||
                        U16_IS_TRAIL(folded->units[begun]) ||
                        tokens->items[i > 0 ? i - 1 : 0].start == begun,
                    "every ideograph begins a token");
        }
        char term[ZS_TERM_LIMIT];
        size_t length = zs_token_term(folded, token, term);
        require(length > 0 && length <= ZS_TERM_LIMIT, "a term is neither empty nor too long");
        for (size_t at = 0; at < length;) {
            require(zs_utf8_next(term, at, length, &at) >= 0, "a term is UTF-8");
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static zs_analyser *analyser;
    if (!analyser) {
        require(zs_analyser_new(&analyser, NULL) == ZS_OK, "an analyser is made");
    }
    for (int purpose = ZS_PURPOSE_INDEX; purpose <= ZS_PURPOSE_QUERY; purpose++) {
        require(zs_analyser_run(analyser, (const char *)data, size, (zs_purpose)purpose,
                                NULL) == ZS_OK,
                "analysis succeeds");
        const zs_folded *folded = zs_analyser_folded(analyser);
        check_words(folded, zs_analyser_words(analyser));
        check_tokens(folded, zs_analyser_tokens(analyser), purpose == ZS_PURPOSE_INDEX);
    }
    return 0;
}
