/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/analyser.h"

#include <stdlib.h>
#include <unicode/uvernum.h>
#include <utf8proc.h>

#include "base/error.h"
#include "text/signature.h"
#include "text/term_counts.h"
#include "text/term_hash.h"

struct zs_analyser {
    zs_segmenter *segmenter;
    zs_folded folded;
    zs_words words;
    const zs_word_list *listed; /* of queries; NULL: none */
    zs_tokens tokens;
    zs_term_counts counts;
    zs_signing signing;
};

/* The last number is ours: raise it when the same text gives other terms than before. */
#define FINGERPRINT(major, minor, patch)                                                       \
    "icu " U_ICU_VERSION ", utf8proc " FINGERPRINT_TEXT(major) "." FINGERPRINT_TEXT(           \
        minor) "." FINGERPRINT_TEXT(patch) ", terms 1"
#define FINGERPRINT_TEXT(number) #number

const char *zs_analyser_fingerprint(void)
{
    return FINGERPRINT(UTF8PROC_VERSION_MAJOR, UTF8PROC_VERSION_MINOR, UTF8PROC_VERSION_PATCH);
}

zs_status zs_analyser_new(zs_analyser **out, zs_error *error)
{
    zs_analyser *analyser = calloc(1, sizeof *analyser);
    if (!analyser) {
        return zs_fail_memory(error);
    }
    zs_status status = zs_segmenter_new(&analyser->segmenter, error);
    if (status) {
        free(analyser);
        return status;
    }
    *out = analyser;
    return ZS_OK;
}

void zs_analyser_free(zs_analyser *analyser)
{
    if (!analyser) {
        return;
    }
    zs_segmenter_free(analyser->segmenter);
    zs_folded_release(&analyser->folded);
    zs_words_release(&analyser->words);
    zs_tokens_release(&analyser->tokens);
    zs_term_counts_release(&analyser->counts);
    free(analyser);
}

void zs_analyser_set_words(zs_analyser *analyser, const zs_word_list *words)
{
    analyser->listed = words;
}

zs_status zs_analyser_run(zs_analyser *analyser, const char *text, size_t length,
                          zs_purpose purpose, zs_error *error)
{
    if (length > ZS_TEXT_LIMIT) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "a text of %zu bytes is longer than the %zu that are taken; split it",
                       length, ZS_TEXT_LIMIT);
    }
    zs_status status = zs_fold(text, length, purpose, &analyser->folded, error);
    if (!status) {
        status = zs_segment(analyser->segmenter, &analyser->folded, &analyser->words, error);
    }
    if (!status && analyser->listed && purpose == ZS_PURPOSE_QUERY) {
        status = zs_word_list_cut(analyser->listed, &analyser->folded, &analyser->words, error);
    }
    if (!status) {
        status = zs_make_tokens(&analyser->folded, &analyser->words, purpose, &analyser->tokens,
                                error);
    }
    return status;
}

const zs_folded *zs_analyser_folded(const zs_analyser *analyser)
{
    return &analyser->folded;
}

const zs_tokens *zs_analyser_tokens(const zs_analyser *analyser)
{
    return &analyser->tokens;
}

const zs_words *zs_analyser_words(const zs_analyser *analyser)
{
    return &analyser->words;
}

uint64_t zs_analyser_signature(const zs_analyser *analyser)
{
    return zs_signing_end(&analyser->signing);
}

zs_status zs_analyser_count(zs_analyser *analyser, const zs_part *parts, size_t part_count,
                            const zs_term_count **terms, size_t *term_count, zs_error *error)
{
    zs_term_counts_clear(&analyser->counts);
    zs_signing_begin(&analyser->signing);
    for (size_t part = 0; part < part_count; part++) {
        if (!parts[part].text) {
            continue;
        }
        zs_status status = zs_analyser_run(analyser, parts[part].text, parts[part].length,
                                           ZS_PURPOSE_INDEX, error);
        if (status) {
            return status;
        }
        for (size_t i = 0; i < analyser->tokens.count; i++) {
            const zs_cut *token = &analyser->tokens.items[i];
            char term[ZS_TERM_LIMIT];
            size_t length = zs_token_term(&analyser->folded, token, term);
            /* The last character of a run makes the article findable by it; it is no
             * occurrence of a word. */
            uint32_t by = token->kind == ZS_TOKEN_HAN_FINAL || parts[part].field ? 0 : 1;
            uint64_t hash = zs_term_hash(term, length);
            if (!zs_term_counts_add(&analyser->counts, parts[part].field, term, length, hash,
                                    by)) {
                return zs_fail_memory(error);
            }
            if (part + 1 == part_count) {
                zs_signing_add(&analyser->signing, hash);
            }
        }
    }
    size_t count;
    const zs_term_count *listed = zs_term_counts_list(&analyser->counts, &count);
    if (!listed) {
        return zs_fail_memory(error);
    }
    *terms = listed;
    *term_count = count;
    return ZS_OK;
}
