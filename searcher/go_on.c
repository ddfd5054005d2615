/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/go_on.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ustring.h>

#include "base/error.h"
#include "searcher/function_words.h"
#include "text/utf.h"

/* So many of the characters that may come next are looked into, the most frequent; and of the
 * words of three or more that begin so. */
enum { NEXT_MOST = 32, TALLIED_MOST = 24, WORDS_MOST = 16 };

/* For one of these so many articles are looked at. */
enum { NEXT_LOOKS = 3 };

/* What follows is read so far, and so many words of it are taken. */
enum { BEHIND_MOST = 8, BEHIND_WORDS = 3 };

/* If more articles than this have it, some of the most frequent pairs are tried besides, by
 * so many steps through postings. */
enum { VERY_MANY = 96, EVERYWHERE_STEPS = 100 };

/* If no more articles than this have the run, all of them are read. */
enum { READ_ALL = 16 };
static_assert((int)READ_ALL <= (int)ZS_TOGETHER_KEPT, "all of them are known");

/* An article is a look-up at least, however short it is, in bytes. */
enum { ARTICLE_BYTES = 1024 };

/* A term that begins with the run, or a pair that begins with its last character. */
struct next {
    UChar32 characters[ZS_RUN_MOST];
    size_t length;
    uint32_t frequency; /* articles; of a pair, of those that have the run and were asked */
    uint32_t docids[NEXT_LOOKS]; /* the first of these */
};

/* The most frequent of them. */
struct nexts {
    struct next items[NEXT_MOST];
    size_t count, most;
};

/* All pairs that begin with the last character in some articles. */
struct tally {
    struct next *items;
    size_t count, capacity;
    uint32_t docid; /* the article that is asked */
    bool failed;    /* out of memory */
};

/* What stands behind the run in an article. */
struct behind {
    UChar32 characters[BEHIND_MOST];
    size_t length;
    bool cut; /* it goes on */
    size_t article;
};

struct going_on {
    zs_searcher *searcher;
    const UChar32 *run;
    size_t length;
    UChar units[2 * ZS_RUN_MOST];
    size_t unit_count;
    size_t asked; /* articles that are asked which pairs they have */
    size_t bytes; /* that may still be read */
    zs_run_effort counting;
    struct nexts pairs, words;
    struct nexts everywhere; /* pairs that begin with the last character, of the whole index */
    struct behind *behind;
    size_t behind_count, behind_capacity;
    zs_completions *out;
    zs_error *error;
};

/* ---- What the list of terms says -----------------------------------------------------------
 */

/* Keeps a term if it is one of the most frequent. */
static void keep(struct nexts *nexts, const struct next *next)
{
    size_t place = nexts->count;
    while (place > 0 && nexts->items[place - 1].frequency < next->frequency) {
        place--;
    }
    if (place == nexts->most) {
        return;
    }
    nexts->count += nexts->count < nexts->most;
    memmove(&nexts->items[place + 1], &nexts->items[place],
            (nexts->count - 1 - place) * sizeof *next);
    nexts->items[place] = *next;
}

static bool read_characters(const char *term, size_t length, struct next *next)
{
    for (size_t at = 0; at < length; next->length++) {
        if (next->length == ZS_RUN_MOST) {
            return false;
        }
        next->characters[next->length] = zs_utf8_next(term, at, length, &at);
    }
    return true;
}

static bool take_pair(void *context, const char *term, size_t length, uint32_t frequency)
{
    struct going_on *going = context;
    struct next next = {.frequency = frequency};
    if (read_characters(term, length, &next) && next.length == 2) {
        keep(&going->everywhere, &next);
    }
    return false;
}

static bool take_term(void *context, const char *term, size_t length, uint32_t frequency)
{
    struct going_on *going = context;
    struct next next = {.frequency = frequency};
    if (!read_characters(term, length, &next) || next.length <= going->length) {
        return false;
    }
    keep(next.length == 2 ? &going->pairs : &going->words, &next);
    return false;
}

static size_t spell_run(const UChar32 *run, size_t length, char *out)
{
    size_t at = 0;
    for (size_t i = 0; i < length; i++) {
        at += zs_utf8_put(out + at, run[i]);
    }
    return at;
}

/* The terms that begin with the run. */
static zs_status each_term(struct going_on *going)
{
    char prefix[4 * ZS_RUN_MOST];
    size_t length = spell_run(going->run, going->length, prefix);
    return zs_reader_each_term(going->searcher->reader, prefix, length, false, take_term, going,
                               going->error);
}

/* ---- What the articles say -----------------------------------------------------------------
 */

/* The articles that have all the pairs of the run, and one more (NULL: none). */
static zs_status find_together(struct going_on *going, const UChar32 *pair, size_t steps,
                               zs_together *out)
{
    zs_term_text terms[ZS_RUN_MOST];
    char bytes[ZS_RUN_MOST][8];
    size_t count = 0;
    for (; count + 1 < going->length + (pair != NULL); count++) {
        const UChar32 *from = count + 1 < going->length ? going->run + count : pair;
        terms[count] =
            (zs_term_text){.bytes = bytes[count], .length = spell_run(from, 2, bytes[count])};
    }
    return zs_reader_together(going->searcher->reader, terms, count, steps, UINT32_MAX, out,
                              going->error);
}

/* Notes what is behind the run wherever it stands in a text and `wanted` (0: anything) is next;
 * at most `most` times. */
static zs_status note_behind(struct going_on *going, const zs_folded *text, UChar32 wanted,
                             size_t article, size_t most, size_t *noted)
{
    size_t at = 0;
    while (*noted < most && at < text->length) {
        const UChar *found = u_strFindFirst(text->units + at, (int32_t)(text->length - at),
                                            going->units, (int32_t)going->unit_count);
        if (!found) {
            break;
        }
        struct behind behind = {.article = article};
        at = (size_t)(found - text->units) + going->unit_count;
        for (size_t next = at; next < text->length && text->class[next] == ZS_CHAR_HAN;) {
            if (behind.length == BEHIND_MOST) {
                behind.cut = true;
                break;
            }
            behind.characters[behind.length++] =
                zs_utf16_next(text->units, next, text->length, &next);
        }
        if (behind.length == 0 || (wanted && behind.characters[0] != wanted)) {
            continue;
        }
        struct behind *grown = zs_array_grow(going->behind, &going->behind_capacity,
                                             going->behind_count + 1, sizeof *grown);
        if (!grown) {
            return zs_fail_memory(going->error);
        }
        going->behind = grown;
        grown[going->behind_count++] = behind;
        (*noted)++;
    }
    return ZS_OK;
}

/* Reads an article, and notes what is behind the run in it. */
static zs_status look_at(struct going_on *going, uint32_t docid, UChar32 wanted, size_t most,
                         size_t *noted)
{
    zs_searcher *searcher = going->searcher;
    zs_view *view = &searcher->view;
    const zs_folded *title = NULL, *text = NULL;
    zs_status status = zs_view_read(view, searcher->reader, docid, SIZE_MAX, going->error);
    if (!status) {
        status = zs_view_title(view, &title, going->error);
    }
    if (!status) {
        status = zs_view_text(view, &text, going->error);
    }
    if (status) {
        return status;
    }
    size_t cost = ARTICLE_BYTES + (view->kept ? 0 : view->record.article.text_length);
    going->bytes = going->bytes > cost ? going->bytes - cost : 0;
    *noted = 0;
    status = note_behind(going, title, wanted, docid, most, noted);
    return status ? status : note_behind(going, text, wanted, docid, most, noted);
}

/* Of a few articles, all are read: then it is known what is behind the run in each. */
static zs_status read_all(struct going_on *going, const zs_together *together, bool *all)
{
    zs_status status = ZS_OK;
    size_t i = 0;
    for (; !status && i < together->kept && going->bytes > 0; i++) {
        size_t noted = 0;
        status = look_at(going, together->docids[i], 0, SIZE_MAX, &noted);
    }
    *all = i == together->kept;
    return status;
}

static bool tally_pair(void *context, const char *term, size_t length, uint32_t count)
{
    struct tally *tally = context;
    struct next next = {.length = 0};
    (void)count;
    if (!read_characters(term, length, &next) || next.length != 2) {
        return false;
    }
    size_t i = 0;
    while (i < tally->count && tally->items[i].characters[1] != next.characters[1]) {
        i++;
    }
    if (i == tally->count) {
        struct next *items =
            zs_array_grow(tally->items, &tally->capacity, tally->count + 1, sizeof *items);
        if (!items) {
            tally->failed = true;
            return true;
        }
        tally->items = items;
        items[tally->count++] = next;
    }
    struct next *pair = &tally->items[i];
    if (pair->frequency < NEXT_LOOKS) {
        pair->docids[pair->frequency] = tally->docid;
    }
    pair->frequency++;
    return false;
}

/* Which pairs begin with the last character in articles that have the run: the most frequent.
 */
static zs_status tally_pairs(struct going_on *going, const zs_together *together)
{
    struct tally tally = {.count = 0};
    char prefix[4];
    size_t length = zs_utf8_put(prefix, going->run[going->length - 1]);
    zs_status status = ZS_OK;
    for (size_t i = 0; !status && i < together->kept && i < going->asked; i++) {
        tally.docid = together->docids[i];
        status = zs_reader_each_term_of(going->searcher->reader, tally.docid, prefix, length,
                                        tally_pair, &tally, going->error);
        if (tally.failed) {
            status = zs_fail_memory(going->error);
        }
    }
    for (size_t i = 0; !status && i < tally.count; i++) {
        keep(&going->pairs, &tally.items[i]);
    }
    free(tally.items);
    return status;
}

static bool has_pair(const struct nexts *nexts, const struct next *pair)
{
    for (size_t i = 0; i < nexts->count; i++) {
        if (nexts->items[i].characters[1] == pair->characters[1]) {
            return true;
        }
    }
    return false;
}

/* Of very many articles, those that were asked may not have a pair that is frequent all the
 * same: adds what is the most frequent in the whole index. */
static zs_status add_everywhere(struct going_on *going)
{
    char prefix[4];
    size_t length = zs_utf8_put(prefix, going->run[going->length - 1]);
    zs_status status = zs_reader_each_term(going->searcher->reader, prefix, length, false,
                                           take_pair, going, going->error);
    going->pairs.most = NEXT_MOST;
    for (size_t i = 0; !status && i < going->everywhere.count; i++) {
        struct next *pair = &going->everywhere.items[i];
        zs_together together = {.count = 0};
        if (has_pair(&going->pairs, pair)) {
            continue;
        }
        status = find_together(going, pair->characters, EVERYWHERE_STEPS, &together);
        pair->frequency =
            (uint32_t)(together.kept < NEXT_LOOKS ? together.kept : (size_t)NEXT_LOOKS);
        memcpy(pair->docids, together.docids, pair->frequency * sizeof *pair->docids);
        if (!status && pair->frequency > 0) {
            keep(&going->pairs, pair);
        }
    }
    return status;
}

/* Of many articles, for each character that may come next one is read that shows what follows.
 */
static zs_status read_some(struct going_on *going, const zs_together *together)
{
    zs_status status = tally_pairs(going, together);
    if (!status && together->count > VERY_MANY && going->everywhere.most > 0) {
        status = add_everywhere(going);
    }
    for (size_t i = 0; !status && i < going->pairs.count; i++) {
        const struct next *next = &going->pairs.items[i];
        size_t noted = 0;
        for (size_t look = 0; !status && noted == 0 && look < next->frequency &&
                              look < NEXT_LOOKS && going->bytes > 0;
             look++) {
            status = look_at(going, next->docids[look], next->characters[1], 1, &noted);
        }
    }
    return status;
}

/* ---- Words ---------------------------------------------------------------------------------
 */

static bool append_characters(zs_buffer *out, const UChar32 *characters, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char bytes[4];
        if (!zs_buffer_append(out, bytes, zs_utf8_put(bytes, characters[i]))) {
            return false;
        }
    }
    return true;
}

/* Adds the run with what is behind it up to the end of each of the first words there. `words`
 * begins with those of the run and what is behind it, which are from unit `start` to `end`. */
static zs_status add_words(struct going_on *going, const struct behind *behind,
                           const zs_words *words, size_t *word, size_t start, size_t end)
{
    const zs_folded *folded = zs_analyser_folded(going->searcher->analyser);
    size_t run_end = start + going->unit_count, taken = 0;
    bool ended = false;
    for (; *word < words->count && words->items[*word].end <= end; (*word)++) {
        const zs_word *item = &words->items[*word];
        zs_cut cut = {.start = item->start, .end = item->end};
        char bytes[ZS_TERM_LIMIT];
        if (item->end <= run_end || ended) {
            continue;
        }
        ended = (item->start >= run_end &&
                 zs_is_function_word(bytes, zs_token_term(folded, &cut, bytes))) ||
                (item->end == end && behind->cut) || taken == BEHIND_WORDS;
        if (ended) {
            continue;
        }
        UChar32 characters[ZS_RUN_MOST];
        size_t count = 0;
        for (size_t at = start; at < item->end;) {
            characters[count++] = zs_utf16_next(folded->units, at, item->end, &at);
        }
        zs_completion *added = zs_completions_add(going->out, characters, count);
        if (!added) {
            return zs_fail_memory(going->error);
        }
        added->lone = item->end - item->start == 1;
        taken++;
    }
    return ZS_OK;
}

/* Cuts what is behind the run into words. */
static zs_status cut_words(struct going_on *going)
{
    zs_buffer text = ZS_BUFFER_INIT;
    bool kept = true;
    for (size_t i = 0; kept && i < going->behind_count; i++) {
        const struct behind *behind = &going->behind[i];
        kept = append_characters(&text, going->run, going->length) &&
               append_characters(&text, behind->characters, behind->length) &&
               zs_buffer_append_byte(&text, ' ');
    }
    zs_status status = kept ? ZS_OK : zs_fail_memory(going->error);
    if (!status && text.length > 0) {
        status = zs_analyser_run(going->searcher->analyser, text.data, text.length,
                                 ZS_PURPOSE_QUERY, going->error);
    }
    zs_buffer_release(&text);
    const zs_words *words = zs_analyser_words(going->searcher->analyser);
    size_t word = 0, start = 0;
    for (size_t i = 0; !status && i < going->behind_count; i++) {
        const struct behind *behind = &going->behind[i];
        size_t end = start + going->unit_count;
        for (size_t j = 0; j < behind->length; j++) {
            end += (size_t)U16_LENGTH(behind->characters[j]);
        }
        status = add_words(going, behind, words, &word, start, end);
        start = end + 1;
    }
    return status;
}

/* How many of the articles that were read have a completion: it is known what is behind the run
 * wherever it stands in them. */
static uint32_t count_read(const struct going_on *going, const zs_completion *completion)
{
    size_t length = completion->length - going->length;
    uint32_t articles = 0;
    size_t last = 0;
    for (size_t i = 0; i < going->behind_count; i++) {
        const struct behind *behind = &going->behind[i];
        if (behind->article != last && behind->length >= length &&
            memcmp(behind->characters, completion->run + going->length,
                   length * sizeof *behind->characters) == 0) {
            last = behind->article;
            articles++;
        }
    }
    return articles;
}

/* Of one character the list of terms has all: pairs that are words, and longer words. */
static zs_status add_terms(struct going_on *going, const struct nexts *nexts, bool pairs)
{
    zs_buffer text = ZS_BUFFER_INIT;
    zs_status status = ZS_OK;
    for (size_t i = 0; !status && i < nexts->count; i++) {
        const struct next *next = &nexts->items[i];
        bool is_word = !pairs;
        if (pairs) {
            zs_buffer_clear(&text);
            status = append_characters(&text, next->characters, next->length)
                         ? zs_analyser_run(going->searcher->analyser, text.data, text.length,
                                           ZS_PURPOSE_QUERY, going->error)
                         : zs_fail_memory(going->error);
            is_word = !status && zs_analyser_words(going->searcher->analyser)->count == 1;
        }
        if (is_word && !status &&
            !zs_completions_add(going->out, next->characters, next->length)) {
            status = zs_fail_memory(going->error);
        }
    }
    zs_buffer_release(&text);
    return status;
}

static zs_status count_all(struct going_on *going, size_t first, bool read)
{
    zs_status status = ZS_OK;
    for (size_t i = first; !status && i < going->out->count; i++) {
        zs_completion *completion = &going->out->items[i];
        if (read) {
            completion->count =
                (zs_run_count){.articles = count_read(going, completion), .exact = true};
        } else {
            status = zs_count_run(going->searcher, completion->run, completion->length,
                                  going->counting, &completion->count, going->error);
        }
    }
    return status;
}

static zs_status go_on(struct going_on *going)
{
    size_t first = going->out->count;
    zs_together together = {.count = 0};
    bool read = false;
    zs_status status = ZS_OK;
    if (going->length == 1) {
        status = each_term(going);
        if (!status) {
            status = add_terms(going, &going->pairs, true);
        }
    } else {
        status = find_together(going, NULL, going->counting.steps, &together);
        if (status || together.count == 0) {
            return status;
        }
        status = zs_reader_shortest_first(going->searcher->reader, &together, going->error);
        if (status) {
            return status;
        }
        zs_view_begin(&going->searcher->view, &going->searcher->texts, true);
        if (together.exact && together.count <= READ_ALL) {
            status = read_all(going, &together, &read);
        } else {
            status = read_some(going, &together);
        }
        if (!status) {
            status = cut_words(going);
        }
        if (!status) {
            status = each_term(going);
        }
    }
    if (!status) {
        status = add_terms(going, &going->words, false);
    }
    return status ? status : count_all(going, first, read);
}

zs_status zs_go_on(zs_searcher *searcher, const UChar32 *run, size_t length,
                   zs_go_on_effort effort, zs_completions *out, zs_error *error)
{
    struct going_on *going = calloc(1, sizeof *going);
    if (!going) {
        return zs_fail_memory(error);
    }
    *going = (struct going_on){.searcher = searcher,
                               .run = run,
                               .length = length,
                               .asked = effort.asked,
                               .bytes = effort.bytes,
                               .counting = {.steps = effort.steps},
                               .pairs = {.most = TALLIED_MOST},
                               .everywhere = {.most = effort.everywhere},
                               .words = {.most = WORDS_MOST},
                               .out = out,
                               .error = error};
    for (size_t i = 0; i < length; i++) {
        going->unit_count += zs_utf16_put(going->units + going->unit_count, run[i]);
    }
    zs_status status = go_on(going);
    free(going->behind);
    free(going);
    return status;
}
