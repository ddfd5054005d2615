/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What phrases ask for.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "searcher/requiring.h"
#include "text/field_terms.h"
#include "text/script.h"
#include "text/utf.h"
static bool add_token(zs_making *making, zs_requirement *phrase, const zs_folded *folded,
                      const zs_cut *token, bool prefix)
{
    char bytes[ZS_TERM_LIMIT];
    size_t length = zs_token_term(folded, token, bytes);
    return zs_making_add_term(making, phrase, bytes, length, prefix);
}

/* A character that begins very many terms: these are not all looked for. */
static void note_frequent(zs_making *making, zs_requirement *phrase)
{
    const zs_requirement_term *term = &phrase->terms[phrase->term_count - 1];
    const zs_match_term wanted = {.term = term->bytes,
                                  .length = term->length,
                                  .prefix = true,
                                  .field = phrase->field == ZS_FIELD_TITLE ? ZS_FIELD_TEXT
                                                                           : phrase->field,
                                  .key = phrase->key};
    bool all = true;
    making->status = zs_reader_expands(making->how->reader, &wanted, &all, making->error);
    phrase->frequent = !all;
    phrase->decided = phrase->decided && all;
}

/* The terms that find the articles in which a text stands: its pairs and words; of a lone
 * character, all that begins with it. The text from `begin` to `end` may be but one of them. */
static void add_terms(zs_making *making, zs_requirement *phrase, const zs_folded *folded,
                      const zs_tokens *tokens, size_t begin, size_t end)
{
    for (size_t i = 0; i < tokens->count; i++) {
        const zs_cut *token = &tokens->items[i];
        if (zs_token_is_certain(token->kind)) {
            (void)add_token(making, phrase, folded, token, false);
            phrase->decided = token->start == begin && token->end == end;
        }
    }
    for (size_t i = 0; phrase->term_count == 0 && i < tokens->count; i++) {
        const zs_cut *token = &tokens->items[i];
        if (token->kind == ZS_TOKEN_HAN_SINGLE || token->kind == ZS_TOKEN_HAN_FINAL) {
            phrase->decided = token->start == begin && token->end == end;
            if (!add_token(making, phrase, folded, token, true)) {
                return;
            }
            note_frequent(making, phrase);
        }
    }
}

/* Makes the analyser run over a text as the index does; of names, with their signs as spaces.
 */
static zs_status analyse(zs_making *making, const char *text, size_t length, bool names)
{
    zs_analyser *analyser = making->how->analyser;
    if (!names) {
        return zs_analyser_run(analyser, text, length, ZS_PURPOSE_INDEX, making->error);
    }
    char *parted = malloc(length + 1);
    if (!parted) {
        return zs_fail_memory(making->error);
    }
    zs_field_part_names(text, length, parted);
    zs_status status =
        zs_analyser_run(analyser, parted, length, ZS_PURPOSE_INDEX, making->error);
    free(parted);
    return status;
}

/* The folded text of a phrase, without white space at its ends. */
static bool set_units(zs_requirement *phrase, const zs_folded *folded, size_t begin, size_t end)
{
    phrase->units = malloc((end - begin + 1) * sizeof *phrase->units);
    if (!phrase->units) {
        return false;
    }
    if (end > begin) {
        memcpy(phrase->units, folded->units + begin, (end - begin) * sizeof *phrase->units);
        phrase->begins_word = folded->class[begin] == ZS_CHAR_WORD;
        phrase->ends_word = folded->class[end - 1] == ZS_CHAR_WORD;
    }
    phrase->length = end - begin;
    return true;
}

/* What is to stand in the source, if any of it differs between the scripts: then an article
 * that has the terms need not have it. */
static bool set_written(zs_requirement *phrase, const zs_folded *folded, size_t begin,
                        const char *text)
{
    UChar32 *written = calloc(phrase->length + 1, sizeof *written);
    bool any = false;
    for (size_t i = 0; written && i < phrase->length; i++) {
        UChar32 character =
            zs_written_character(text, folded->start[begin + i], folded->end[begin + i]);
        if (character >= 0 && zs_char_varies(character)) {
            written[i] = character;
            any = true;
        }
    }
    free(phrase->written);
    phrase->written = any ? written : NULL;
    phrase->decided = phrase->decided && !any;
    if (!any) {
        free(written);
    }
    return written != NULL;
}

/* The same as set_units, and what has to be written so. */
static void set_text(zs_making *making, zs_requirement *phrase, const zs_folded *folded,
                     size_t begin, size_t end, const char *text)
{
    if (!set_units(phrase, folded, begin, end) ||
        (making->how->exact_script && !set_written(phrase, folded, begin, text))) {
        (void)zs_making_fail_memory(making);
    }
}

zs_requirement *zs_require_phrase(zs_making *making, const char *text, size_t length,
                                  zs_scope scope)
{
    bool names = zs_field_is_name(scope.field);
    zs_requirement *phrase = zs_making_new(making, ZS_REQUIRE_PHRASE, scope);
    if (!phrase) {
        return NULL;
    }
    making->status = analyse(making, text, length, names);
    if (!making->status) {
        const zs_folded *folded = zs_analyser_folded(making->how->analyser);
        size_t begin = 0, end = folded->length;
        while (begin < end && zs_is_blank_class(folded->class[begin])) {
            begin++;
        }
        while (end > begin && zs_is_blank_class(folded->class[end - 1])) {
            end--;
        }
        add_terms(making, phrase, folded, zs_analyser_tokens(making->how->analyser), begin,
                  end);
        phrase->decided = phrase->decided && scope.field == ZS_FIELD_TEXT;
        if (!making->status) {
            set_text(making, phrase, folded, begin, end, text);
        }
    }
    if (!making->status && names) {
        zs_folded folded = ZS_FOLDED_INIT;
        making->status = zs_fold(text, length, ZS_PURPOSE_INDEX, &folded, making->error);
        free(phrase->units);
        phrase->units = NULL;
        if (!making->status) {
            set_text(making, phrase, &folded, 0, folded.length, text);
        }
        zs_folded_release(&folded);
    }
    if (making->status || phrase->term_count == 0) {
        zs_requirement_free(phrase);
        return NULL;
    }
    return phrase;
}
