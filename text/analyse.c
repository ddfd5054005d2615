/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * zs_analyze: the analyser's stages for everyone to look at.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "text/analyser.h"

struct piece {
    size_t string; /* offset in `strings` */
    zs_span span;
    zs_token_kind kind; /* of a token; a word has none */
};

struct zs_analysis {
    zs_buffer strings; /* NUL-terminated: the folded text, the words, the terms */
    struct piece *words;
    size_t word_count;
    struct piece *tokens;
    size_t token_count;
};

void zs_analysis_free(zs_analysis *analysis)
{
    if (analysis) {
        zs_buffer_release(&analysis->strings);
        free(analysis->words);
        free(analysis->tokens);
        free(analysis);
    }
}

/* The bytes of the source that units `start` to `end` came from. */
static zs_span source_span(const zs_folded *folded, uint32_t start, uint32_t end)
{
    return (zs_span){.start = folded->start[start], .end = folded->end[end - 1]};
}

static bool copy_word(zs_analysis *analysis, const zs_folded *folded, const zs_word *word)
{
    struct piece *piece = &analysis->words[analysis->word_count++];
    piece->string = analysis->strings.length;
    piece->span = source_span(folded, word->start, word->end);
    return zs_append_units(&analysis->strings, folded->units + word->start,
                           word->end - word->start) &&
           zs_buffer_append_byte(&analysis->strings, '\0');
}

static bool copy_token(zs_analysis *analysis, const zs_folded *folded, const zs_cut *token)
{
    struct piece *piece = &analysis->tokens[analysis->token_count++];
    char term[ZS_TERM_LIMIT];
    size_t length = zs_token_term(folded, token, term);
    piece->string = analysis->strings.length;
    piece->span = source_span(folded, token->start, token->end);
    piece->kind = token->kind;
    return zs_buffer_append(&analysis->strings, term, length) &&
           zs_buffer_append_byte(&analysis->strings, '\0');
}

static zs_status copy_stages(zs_analysis *analysis, const zs_analyser *analyser,
                             zs_error *error)
{
    const zs_folded *folded = zs_analyser_folded(analyser);
    const zs_words *words = zs_analyser_words(analyser);
    const zs_tokens *tokens = zs_analyser_tokens(analyser);
    analysis->words = calloc(words->count + 1, sizeof *analysis->words);
    analysis->tokens = calloc(tokens->count + 1, sizeof *analysis->tokens);
    bool copied = analysis->words && analysis->tokens &&
                  zs_append_units(&analysis->strings, folded->units, folded->length) &&
                  zs_buffer_append_byte(&analysis->strings, '\0');
    for (size_t i = 0; copied && i < words->count; i++) {
        copied = copy_word(analysis, folded, &words->items[i]);
    }
    for (size_t i = 0; copied && i < tokens->count; i++) {
        copied = copy_token(analysis, folded, &tokens->items[i]);
    }
    return copied ? ZS_OK : zs_fail_memory(error);
}

zs_status zs_analyze(const char *text, size_t length, zs_purpose purpose, zs_analysis **out,
                     zs_error *error)
{
    if (!text || !out) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "zs_analyze needs a text and a place for "
                       "the result");
    }
    zs_analysis *analysis = calloc(1, sizeof *analysis);
    if (!analysis) {
        return zs_fail_memory(error);
    }
    zs_analyser *analyser = NULL;
    zs_status status = zs_analyser_new(&analyser, error);
    if (!status) {
        status = zs_analyser_run(analyser, text, length == SIZE_MAX ? strlen(text) : length,
                                 purpose, error);
    }
    if (!status) {
        status = copy_stages(analysis, analyser, error);
    }
    zs_analyser_free(analyser);
    if (status) {
        zs_analysis_free(analysis);
        return status;
    }
    *out = analysis;
    return ZS_OK;
}

const char *zs_analysis_folded(const zs_analysis *analysis)
{
    return analysis->strings.data;
}

size_t zs_analysis_word_count(const zs_analysis *analysis)
{
    return analysis->word_count;
}

zs_span zs_analysis_word_span(const zs_analysis *analysis, size_t i)
{
    return i < analysis->word_count ? analysis->words[i].span : (zs_span){0, 0};
}

const char *zs_analysis_word(const zs_analysis *analysis, size_t i)
{
    return i < analysis->word_count ? analysis->strings.data + analysis->words[i].string : NULL;
}

size_t zs_analysis_token_count(const zs_analysis *analysis)
{
    return analysis->token_count;
}

zs_token zs_analysis_token(const zs_analysis *analysis, size_t i)
{
    if (i >= analysis->token_count) {
        return (zs_token){.term = NULL};
    }
    const struct piece *piece = &analysis->tokens[i];
    return (zs_token){.kind = piece->kind,
                      .span = piece->span,
                      .term = analysis->strings.data + piece->string};
}
