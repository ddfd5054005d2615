/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Patterns against matchers that try every place: wildcards, expressions made at random
 * together with the tree they stand for, and words with edits. And whether what a text must
 * hold for a pattern to fit really stands in every text that it fits.
 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "searcher/pattern.h"
#include "support/random.h"
#include "text/utf.h"

static zs_error error;
static zs_folded folded = ZS_FOLDED_INIT;
static zs_passages places = ZS_PASSAGES_INIT;

static int release(void **state)
{
    (void)state;
    zs_folded_release(&folded);
    zs_passages_release(&places);
    zs_pattern_free(NULL);
    return 0;
}

/* ---- Texts as characters ----------------------------------------------------------------- */

enum { MOST = 60 };

typedef struct letters {
    UChar32 at[MOST];
    uint8_t class[MOST];
    size_t count;
} letters;

static void fold(const char *text)
{
    check_ok(zs_fold(text, strlen(text), ZS_PURPOSE_INDEX, &folded, &error), error);
}

static letters letters_of(const char *text)
{
    letters all = {.count = 0};
    fold(text);
    for (size_t at = 0; at < folded.length;) {
        assert_true(all.count < MOST);
        all.class[all.count] = folded.class[at];
        all.at[all.count++] = zs_utf16_next(folded.units, at, folded.length, &at);
    }
    return all;
}

static bool in_stretch(uint8_t class)
{
    return class == ZS_CHAR_HAN || class == ZS_CHAR_WORD;
}

/* Whether no word of another script goes on over this place. */
static bool is_edge(const letters *all, size_t at)
{
    return at == 0 || at == all->count || all->class[at - 1] != ZS_CHAR_WORD ||
           all->class[at] != ZS_CHAR_WORD;
}

/* Small alphabets, so that things meet by chance; one ideograph is beyond the BMP. */
static const char *const alphabet[] = {"人", "口", "中", "\U00020BB7", "a", "b", "é"};
static const char *const parting[] = {"，", " ", "-", "\n\n"};

static void add_random(test_random *random, zs_buffer *out, bool parted)
{
    const char *piece = parted && test_random_once_in(random, 6)
                            ? parting[test_random_below(random, 4)]
                            : alphabet[test_random_below(random, 7)];
    assert_true(zs_buffer_append_string(out, piece));
}

static void random_text(test_random *random, size_t most, bool parted, zs_buffer *out)
{
    zs_buffer_clear(out);
    for (size_t left = 1 + test_random_below(random, most); left > 0; left--) {
        add_random(random, out, parted);
    }
    assert_true(zs_buffer_terminate(out));
}

/* ---- What a text must hold ------------------------------------------------------------------
 */

static bool set_has(const zs_pattern_set *set, UChar32 character)
{
    for (size_t i = 0; i < set->count; i++) {
        if (set->characters[i] == character) {
            return true;
        }
    }
    return false;
}

static bool piece_stands_in(const zs_pattern_piece *piece, const letters *all)
{
    for (size_t at = 0; at + piece->count <= all->count; at++) {
        size_t same = 0;
        while (same < piece->count && set_has(&piece->sets[same], all->at[at + same])) {
            same++;
        }
        if (same == piece->count) {
            return true;
        }
    }
    return false;
}

static bool may_fit(const zs_pattern *pattern, const letters *all)
{
    size_t count;
    const zs_pattern_alternative *alternatives = zs_pattern_alternatives(pattern, &count);
    bool any = count == 0;
    for (size_t i = 0; !any && i < count; i++) {
        size_t has = 0;
        while (has < alternatives[i].count &&
               piece_stands_in(&alternatives[i].pieces[has], all)) {
            has++;
        }
        any = has == alternatives[i].count;
    }
    return any;
}

/* What is said of a pattern besides must be so of a text that it fits. */
static void check_promises(const zs_pattern *pattern, const char *source, const char *text,
                           bool fits, bool found)
{
    letters all = letters_of(text);
    check(!(fits || found) || may_fit(pattern, &all),
          "%s fits %s, which does not have what it must", source, text);
    size_t length;
    const char *prefix = zs_pattern_prefix(pattern, &length);
    zs_buffer plain = ZS_BUFFER_INIT;
    for (size_t i = 0; i < all.count; i++) {
        test_put_character(&plain, (uint32_t)all.at[i]);
    }
    bool begins =
        length == 0 || (plain.length >= length && memcmp(plain.data, prefix, length) == 0);
    check(!fits || begins, "%s fits %s, which does not begin with %s", source, text, prefix);
    zs_buffer_release(&plain);
}

/* ---- A slow matcher ---------------------------------------------------------------------- */

/* Whether a pattern fits letters `start` to `end`. */
typedef bool (*slow_fit)(const void *pattern, const letters *all, size_t from, size_t to,
                         size_t start, size_t end);

/* Whether it fits anywhere in a stretch without anything between. */
static bool slow_found(slow_fit fits, const void *pattern, const letters *all, bool edges)
{
    for (size_t from = 0; from < all->count; from++) {
        if (!in_stretch(all->class[from]) || (from > 0 && in_stretch(all->class[from - 1]))) {
            continue;
        }
        size_t to = from;
        while (to < all->count && in_stretch(all->class[to])) {
            to++;
        }
        for (size_t start = from; start < to; start++) {
            for (size_t end = start + 1; end <= to; end++) {
                if ((!edges || (is_edge(all, start) && is_edge(all, end))) &&
                    fits(pattern, all, from, to, start, end)) {
                    return true;
                }
            }
        }
    }
    return false;
}

static void compare(zs_pattern *pattern, const char *source, const char *text, slow_fit slow,
                    const void *slow_pattern, bool edges)
{
    letters all = letters_of(text);
    bool fits, found;
    check_ok(zs_pattern_fits(pattern, folded.units, folded.length, &fits, &error), error);
    check_ok(zs_pattern_found(pattern, &folded, &found, &error), error);
    /* An empty line is one line feed, which is no character of an expression. */
    bool one_line = strchr(text, '\n') == NULL;
    bool wanted = slow(slow_pattern, &all, 0, all.count, 0, all.count);
    check(!one_line || fits == wanted, "%s %s the whole of %s", source,
          fits ? "fits" : "does not fit", text);
    wanted = slow_found(slow, slow_pattern, &all, edges);
    check(found == wanted, "%s is %s in %s", source, found ? "found" : "not found", text);
    check_promises(pattern, source, text, one_line && fits, found);
}

/* ---- Places --------------------------------------------------------------------------------
 */

/* The letters, rather than units, that the pattern's places are. */
static void find_places(zs_pattern *pattern, const letters *all)
{
    places.count = 0;
    check_ok(zs_pattern_places(pattern, &folded, &places, &error), error);
    for (size_t i = 0; i < places.count; i++) {
        zs_passage place = places.items[i];
        check(place.start < place.end && !U16_IS_TRAIL(folded.units[place.start]) &&
                  !U16_IS_LEAD(folded.units[place.end - 1]),
              "a place cuts a character");
    }
    for (size_t i = 0; i < places.count; i++) {
        uint32_t letter = 0, start = 0;
        for (size_t at = 0; at < places.items[i].end; letter++) {
            start += at < places.items[i].start;
            at += all->at[letter] > 0xFFFF ? 2 : 1;
        }
        places.items[i] = (zs_passage){.start = start, .end = letter};
    }
}

/* The stretch that a letter is in, of things without anything between. */
static zs_passage stretch_at(const letters *all, size_t at)
{
    size_t from = at, to = at;
    while (from > 0 && in_stretch(all->class[from - 1])) {
        from--;
    }
    while (to < all->count && in_stretch(all->class[to])) {
        to++;
    }
    return (zs_passage){.start = (uint32_t)from, .end = (uint32_t)to};
}

static bool fits_at(slow_fit fits, const void *pattern, const letters *all, size_t start,
                    size_t end)
{
    zs_passage stretch = stretch_at(all, start);
    return in_stretch(all->class[start]) && end <= stretch.end && is_edge(all, start) &&
           is_edge(all, end) && fits(pattern, all, stretch.start, stretch.end, start, end);
}

/* Of a wildcard, all that it fits but what holds something else that it fits. */
static void check_shortest(zs_pattern *pattern, const char *source, const char *text,
                           slow_fit fits, const void *slow_pattern)
{
    letters all = letters_of(text);
    size_t next = 0;
    find_places(pattern, &all);
    for (size_t start = 0; start < all.count; start++) {
        for (size_t end = start + 1; end <= all.count; end++) {
            bool shortest = fits_at(fits, slow_pattern, &all, start, end);
            for (size_t from = start; shortest && from < end; from++) {
                for (size_t to = from + 1; shortest && to <= end; to++) {
                    bool whole = from == start && to == end;
                    shortest = whole || !fits_at(fits, slow_pattern, &all, from, to);
                }
            }
            bool there = next < places.count && places.items[next].start == start &&
                         places.items[next].end == end;
            check(there == shortest, "%s %s at %d to %d of %s", source,
                  shortest ? "should be" : "is", (int)start, (int)end, text);
            next += there;
        }
    }
    check(next == places.count, "%s is at a place too many in %s", source, text);
}

/* Of an expression, places that it fits, one behind another; some if it is found. */
static void check_in_turn(zs_pattern *pattern, const char *source, const char *text,
                          slow_fit fits, const void *slow_pattern)
{
    letters all = letters_of(text);
    bool found = false;
    check_ok(zs_pattern_found(pattern, &folded, &found, &error), error);
    find_places(pattern, &all);
    for (size_t i = 0; i < places.count; i++) {
        zs_passage place = places.items[i];
        check(fits_at(fits, slow_pattern, &all, place.start, place.end) &&
                  (i == 0 || place.start >= places.items[i - 1].end),
              "%s does not fit at %d of %s", source, (int)place.start, text);
    }
    check(found == (places.count > 0), "%s is found or not in %s", source, text);
}

/* ---- Wildcards ------------------------------------------------------------------------------
 */

/* Letters in which STAR and ONE stand for signs. */
enum { STAR = -1, ONE = -2 };

static bool glob(const UChar32 *pattern, size_t left, const UChar32 *text, size_t length)
{
    if (left == 0) {
        return length == 0;
    }
    if (*pattern == STAR) {
        return glob(pattern + 1, left - 1, text, length) ||
               (length > 0 && glob(pattern, left, text + 1, length - 1));
    }
    return length > 0 && (*pattern == ONE || *pattern == *text) &&
           glob(pattern + 1, left - 1, text + 1, length - 1);
}

static bool glob_fits(const void *pattern, const letters *all, size_t from, size_t to,
                      size_t start, size_t end)
{
    (void)from;
    (void)to;
    const letters *signs = pattern;
    return glob(signs->at, signs->count, all->at + start, end - start);
}

/* A wildcard, and the letters that it stands for. */
static void random_wildcard(test_random *random, zs_buffer *out, letters *as_letters)
{
    bool plain = false;
    zs_buffer_clear(out);
    *as_letters = (letters){.count = 0};
    for (size_t left = 1 + test_random_below(random, 5); left > 0 || !plain; left -= left > 0) {
        if (!test_random_once_in(random, 3)) {
            const char *piece = alphabet[test_random_below(random, 7)];
            size_t end;
            assert_true(zs_buffer_append_string(out, piece));
            as_letters->at[as_letters->count++] = zs_utf8_next(piece, 0, strlen(piece), &end);
            plain = true;
        } else {
            bool star = test_random_once_in(random, 2);
            assert_true(zs_buffer_append_byte(out, star ? '*' : '?'));
            as_letters->at[as_letters->count++] = star ? STAR : ONE;
        }
    }
    assert_true(zs_buffer_terminate(out));
}

static void test_wildcards(void **state)
{
    (void)state;
    zs_buffer source = ZS_BUFFER_INIT, text = ZS_BUFFER_INIT;
    size_t rounds = test_rounds(2000);
    for (size_t round = 0; round < rounds; round++) {
        test_random random = test_random_new(round);
        letters slow;
        zs_pattern *pattern = NULL;
        random_wildcard(&random, &source, &slow);
        check_ok(zs_pattern_wildcard(source.data, 0, &pattern, &error), error);
        for (int texts = 0; texts < 12; texts++) {
            random_text(&random, 12, true, &text);
            compare(pattern, source.data, text.data, glob_fits, &slow, true);
            check_shortest(pattern, source.data, text.data, glob_fits, &slow);
        }
        zs_pattern_free(pattern);
    }
    zs_buffer_release(&source);
    zs_buffer_release(&text);
}

/* ---- Expressions
 * ------------------------------------------------------------------------------ */

/* An expression as a tree, and the places up to which it fits as bits. */
typedef enum node_kind {
    CHARACTER,
    ANY,
    SET,
    NOT_SET,
    BEGIN,
    END,
    JOINED,
    EITHER,
    REPEATED
} node_kind;

typedef struct node {
    node_kind kind;
    UChar32 characters[4];
    size_t character_count;
    struct node *parts[4];
    size_t count;
    unsigned least, most;
    bool nullable; /* it fits the empty text */
} node;

static node nodes[400];
static size_t node_count;

static node *new_node(node_kind kind)
{
    assert_true(node_count < sizeof nodes / sizeof *nodes);
    nodes[node_count] = (node){.kind = kind};
    return &nodes[node_count++];
}

static bool takes(const node *tree, UChar32 character)
{
    bool in = false;
    for (size_t i = 0; i < tree->character_count; i++) {
        in = in || tree->characters[i] == character;
    }
    return tree->kind == ANY || in == (tree->kind != NOT_SET);
}

/* Where a node may end, if it begins at any of some places; bit i is letter `from` + i. */
static uint64_t ends_of(const node *tree, const letters *all, size_t from, size_t to,
                        uint64_t begins)
{
    uint64_t ends = 0;
    switch (tree->kind) {
    case CHARACTER:
    case ANY:
    case SET:
    case NOT_SET:
        for (size_t at = from; at < to; at++) {
            bool here = (begins >> (at - from) & 1) && takes(tree, all->at[at]);
            ends |= here ? (uint64_t)1 << (at - from + 1) : 0;
        }
        return ends;
    case BEGIN: return begins & 1;
    case END: return begins & (uint64_t)1 << (to - from);
    case JOINED:
        ends = begins;
        for (size_t i = 0; i < tree->count; i++) {
            ends = ends_of(tree->parts[i], all, from, to, ends);
        }
        return ends;
    case EITHER:
        for (size_t i = 0; i < tree->count; i++) {
            ends |= ends_of(tree->parts[i], all, from, to, begins);
        }
        return ends;
    case REPEATED: break;
    }
    uint64_t now = begins;
    for (unsigned times = 0; times <= tree->most && now != 0; times++) {
        ends |= times >= tree->least ? now : 0;
        uint64_t next = ends_of(tree->parts[0], all, from, to, now);
        if (times >= tree->least && (next & ~ends) == 0) {
            break;
        }
        now = next;
    }
    return ends;
}

static bool tree_fits(const void *pattern, const letters *all, size_t from, size_t to,
                      size_t start, size_t end)
{
    return ends_of(pattern, all, from, to, (uint64_t)1 << (start - from)) >> (end - from) & 1;
}

static void put(zs_buffer *out, const char *text)
{
    assert_true(zs_buffer_append_string(out, text));
}

/* Characters of a set or by themselves, written as they are, as another script has them, or
 * behind a backslash. */
static UChar32 put_one(test_random *random, zs_buffer *out)
{
    const char *piece = alphabet[test_random_below(random, 7)];
    size_t end;
    UChar32 character = zs_utf8_next(piece, 0, strlen(piece), &end);
    bool ideograph = character > 0x2000;
    put(out, ideograph && test_random_once_in(random, 8) ? "\\" : "");
    put(out, strcmp(piece, "a") == 0 && test_random_once_in(random, 3) ? "Ａ" : piece);
    return character;
}

static node *random_node(test_random *random, int depth, zs_buffer *out);

static node *random_atom(test_random *random, int depth, zs_buffer *out)
{
    node *atom;
    switch (test_random_below(random, depth > 0 ? 12 : 9)) {
    case 0:
        atom = new_node(ANY);
        put(out, ".");
        return atom;
    case 1:
    case 2:
        atom = new_node(test_random_once_in(random, 4) ? NOT_SET : SET);
        put(out, atom->kind == SET ? "[" : "[^");
        for (size_t left = 1 + test_random_below(random, 3); left > 0; left--) {
            atom->characters[atom->character_count++] = put_one(random, out);
        }
        put(out, "]");
        return atom;
    case 9:
    case 10:
    case 11:
        put(out, test_random_once_in(random, 3) ? "(?:" : "(");
        atom = random_node(random, depth - 1, out);
        put(out, ")");
        return atom;
    default:
        atom = new_node(CHARACTER);
        atom->characters[atom->character_count++] = put_one(random, out);
        return atom;
    }
}

static node *random_repeated(test_random *random, int depth, zs_buffer *out)
{
    static const struct {
        const char *sign;
        unsigned least, most;
    } signs[] = {{"*", 0, MOST},  {"+", 1, MOST},  {"?", 0, 1},       {"{2}", 2, 2},
                 {"{1,2}", 1, 2}, {"{0,1}", 0, 1}, {"{1,}", 1, MOST}, {"{0}", 0, 0}};
    node *atom = random_atom(random, depth, out);
    if (!test_random_once_in(random, 3)) {
        return atom;
    }
    node *repeated = new_node(REPEATED);
    size_t sign = test_random_below(random, sizeof signs / sizeof *signs);
    put(out, signs[sign].sign);
    repeated->parts[repeated->count++] = atom;
    repeated->least = signs[sign].least;
    repeated->most = signs[sign].most;
    repeated->nullable = atom->nullable || signs[sign].least == 0;
    return repeated;
}

static node *random_joined(test_random *random, int depth, zs_buffer *out)
{
    node *joined = new_node(JOINED);
    bool anchored = test_random_once_in(random, 20);
    joined->nullable = true;
    if (anchored) {
        put(out, "^");
        joined->parts[joined->count++] = new_node(BEGIN);
    }
    for (size_t left = 1 + test_random_below(random, 2); left > 0; left--) {
        node *part = random_repeated(random, depth, out);
        joined->parts[joined->count++] = part;
        joined->nullable = joined->nullable && part->nullable;
    }
    if (test_random_once_in(random, 20)) {
        put(out, "$");
        joined->parts[joined->count++] = new_node(END);
    }
    return joined;
}

/* Alternatives. An empty one would be taken before those behind it. */
static node *random_node(test_random *random, int depth, zs_buffer *out)
{
    node *either = new_node(EITHER);
    for (size_t left = 1 + test_random_below(random, 3); left > 0; left--) {
        put(out, either->count > 0 ? "|" : "");
        size_t begin = out->length;
        node *part = random_joined(random, depth, out);
        if (part->nullable && (left > 1 || either->count > 0)) {
            out->length = begin;
            part = new_node(CHARACTER);
            part->characters[part->character_count++] = put_one(random, out);
        }
        either->parts[either->count++] = part;
        either->nullable = either->nullable || part->nullable;
    }
    return either;
}

static void test_expressions(void **state)
{
    (void)state;
    zs_buffer source = ZS_BUFFER_INIT, text = ZS_BUFFER_INIT;
    size_t rounds = test_rounds(3000);
    for (size_t round = 0; round < rounds; round++) {
        test_random random = test_random_new(round);
        zs_pattern *pattern = NULL;
        node_count = 0;
        zs_buffer_clear(&source);
        node *tree = random_node(&random, 2, &source);
        assert_true(zs_buffer_terminate(&source));
        check_ok(zs_pattern_regex(source.data, 0, &pattern, &error), error);
        for (int texts = 0; texts < 12; texts++) {
            random_text(&random, 12, true, &text);
            compare(pattern, source.data, text.data, tree_fits, tree, true);
            check_in_turn(pattern, source.data, text.data, tree_fits, tree);
        }
        zs_pattern_free(pattern);
    }
    zs_buffer_release(&source);
    zs_buffer_release(&text);
}

/* Anything that ICU takes, whether it makes sense or not: of each text that it fits, what is
 * said that it must hold stands in it. */
static void test_what_any_expression_must_hold(void **state)
{
    (void)state;
    static const char *const pieces[] = {"人",
                                         "口",
                                         "中",
                                         "国",
                                         "a",
                                         "(",
                                         ")",
                                         "(",
                                         ")",
                                         "[",
                                         "]",
                                         "[^",
                                         "|",
                                         "*",
                                         "+",
                                         "?",
                                         "{2}",
                                         "{0,1}",
                                         "{",
                                         "}",
                                         ".",
                                         "^",
                                         "$",
                                         "\\",
                                         "\\b",
                                         "\\d",
                                         "\\w{2}",
                                         "\\Q",
                                         "\\E",
                                         "&&",
                                         "-",
                                         "(?:",
                                         "(?i)",
                                         "(?=",
                                         "(?!",
                                         "(?<=",
                                         "(?#",
                                         "\\1",
                                         "\\x{4EBA}",
                                         "\\u53E3",
                                         "\\p{Han}",
                                         "[:Han:]",
                                         "\\N{DIGIT ONE}",
                                         "\\cA",
                                         "\\W",
                                         ":",
                                         "#",
                                         " ",
                                         "１",
                                         "＋",
                                         "（"};
    zs_buffer source = ZS_BUFFER_INIT, text = ZS_BUFFER_INIT;
    size_t rounds = test_rounds(40000), made = 0;
    for (size_t round = 0; round < rounds; round++) {
        test_random random = test_random_new(round);
        zs_buffer_clear(&source);
        for (size_t left = 1 + test_random_below(&random, 9); left > 0; left--) {
            size_t piece = test_random_once_in(&random, 2)
                               ? test_random_below(&random, 4)
                               : test_random_below(&random, sizeof pieces / sizeof *pieces);
            put(&source, pieces[piece]);
        }
        assert_true(zs_buffer_terminate(&source));
        zs_pattern *pattern = NULL;
        zs_status status = zs_pattern_regex(source.data, 3, &pattern, &error);
        check(status == ZS_OK || (status == ZS_ERROR_QUERY && error.position == 3), "%s: %s",
              source.data, error.message);
        for (int texts = 0; !status && texts < 5; texts++) {
            bool fits, found;
            random_text(&random, 8, true, &text);
            fold(text.data);
            check_ok(zs_pattern_fits(pattern, folded.units, folded.length, &fits, &error),
                     error);
            check_ok(zs_pattern_found(pattern, &folded, &found, &error), error);
            check_promises(pattern, source.data, text.data, fits, found);
        }
        made += status == ZS_OK;
        zs_pattern_free(pattern);
    }
    assert_true(made > rounds / 20);
    zs_buffer_release(&source);
    zs_buffer_release(&text);
}

/* ---- Words with edits
 * -------------------------------------------------------------------------- */

struct similar {
    letters word;
    unsigned edits;
};

static unsigned distance(const UChar32 *a, size_t a_length, const UChar32 *b, size_t b_length)
{
    unsigned rows[2][MOST + 1];
    for (size_t j = 0; j <= b_length; j++) {
        rows[0][j] = (unsigned)j;
    }
    for (size_t i = 1; i <= a_length; i++) {
        unsigned *row = rows[i % 2], *before = rows[(i + 1) % 2];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= b_length; j++) {
            unsigned least = before[j - 1] + (a[i - 1] != b[j - 1]);
            least = before[j] + 1 < least ? before[j] + 1 : least;
            row[j] = row[j - 1] + 1 < least ? row[j - 1] + 1 : least;
        }
    }
    return rows[a_length % 2][b_length];
}

static bool similar_fits(const void *pattern, const letters *all, size_t from, size_t to,
                         size_t start, size_t end)
{
    (void)from;
    (void)to;
    const struct similar *similar = pattern;
    return distance(all->at + start, end - start, similar->word.at, similar->word.count) <=
           similar->edits;
}

static void test_words_with_edits(void **state)
{
    (void)state;
    zs_buffer word = ZS_BUFFER_INIT, text = ZS_BUFFER_INIT;
    size_t rounds = test_rounds(2000);
    for (size_t round = 0; round < rounds; round++) {
        test_random random = test_random_new(round);
        struct similar similar = {.edits = 1 + (unsigned)test_random_below(&random, 2)};
        do {
            random_text(&random, 6, false, &word);
            similar.word = letters_of(word.data);
        } while (similar.word.count <= similar.edits);
        zs_pattern *pattern = NULL;
        check_ok(zs_pattern_fuzzy(word.data, similar.edits, 0, &pattern, &error), error);
        for (int texts = 0; texts < 12; texts++) {
            random_text(&random, 10, true, &text);
            /* Of ideographs a word may begin anywhere, and so it may with a letter left out. */
            compare(pattern, word.data, text.data, similar_fits, &similar, false);
        }
        zs_pattern_free(pattern);
    }
    zs_buffer_release(&word);
    zs_buffer_release(&text);
}

/* ---- By hand
 * ------------------------------------------------------------------------------------ */

static bool found_in(zs_pattern *pattern, const char *text)
{
    bool found;
    fold(text);
    check_ok(zs_pattern_found(pattern, &folded, &found, &error), error);
    return found;
}

static void check_found(const char *source, char kind, const char *text, bool wanted)
{
    zs_pattern *pattern = NULL;
    check_ok(kind == '*' ? zs_pattern_wildcard(source, 0, &pattern, &error)
             : kind == '/'
                 ? zs_pattern_regex(source, 0, &pattern, &error)
                 : zs_pattern_fuzzy(source, (unsigned)(kind - '0'), 0, &pattern, &error),
             error);
    check(found_in(pattern, text) == wanted, "%s is %s in %s", source,
          wanted ? "not found" : "found", text);
    zs_pattern_free(pattern);
}

static void test_edges(void **state)
{
    (void)state;
    /* Among ideographs anywhere. */
    check_found("区块*", '*', "谈区块链的事", true);
    check_found("?块链", '*', "谈区块链的事", true);
    check_found("區塊*", '*', "谈区块链的事", true);
    check_found("区*链", '*', "区间，链条", false);
    check_found("区*链", '*', "区间 链条", true); /* a space between ideographs is none */
    check_found("区*链", '*', "区间\n\n链条", false);
    /* Words of other scripts are whole, but for what stands for more. */
    check_found("blue", '/', "a bluebird", false);
    check_found("blue*", '*', "a bluebird", true);
    check_found("*bird", '*', "a bluebird", true);
    check_found("bird", '/', "a bluebird", false);
    check_found("BLUE", '/', "so Blue!", true);
    check_found("人blue", '/', "人bluebird", false);
    check_found("人blue", '/', "郑州人blue鸟", true);
    check_found("blue人", '/', "darkblue人", false);
    check_found("blue人", '/', "郑州blue人", true);
    check_found("5G.", '/', "用5G时代的话", true);
    check_found("G时", '/', "用5G时代的话", false); /* it begins within 5G */
    /* Across a place where ideographs and letters meet. */
    check_found("代5?", '*', "时代5G网", true);
    check_found("é", '/', "caf\u00E9", false);
    check_found("caf.", '/', "cafe\u0301", true);
    check_found("^时代$", '/', "新，时代，好", true);
    check_found("^时代$", '/', "新时代，好", false);
    /* An empty stretch is no hit. */
    check_found("x*", '/', "人口", false);
    check_found("x*", '/', "人x口", true);
    /* Edits of letters within longer words too. */
    check_found("郑洲人才", '1', "说郑州人才政策", true);
    check_found("郑洲人", '1', "说郑人口", true);
    check_found("郑洲人", '1', "说郑，洲人", true); /* 郑 is left out */
    check_found("郑洲人", '1', "说郑口，洲口", false);
}

static void test_sets_within_parentheses(void **state)
{
    (void)state;
    /* Expressions that fit 中, though one who does not see where parentheses and sets end may
     * take it for a part of what stands before. */
    static const char *const sources[] = {
        "口([人])|中",      "口([(])|中",     "口[^]国]|中",    "口[]国]|中",
        "口(人(?#()口)|中", "口(\\Q(\\E)|中", "口([]人])|中",   "口([[a](]人)|中",
        "口(\\()|中",       "口[[^]a]国]|中", "口([^])人]+)|中"};
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        zs_pattern *pattern = NULL;
        check_ok(zs_pattern_regex(sources[i], 0, &pattern, &error), error);
        check(found_in(pattern, "中"), "%s is not found", sources[i]);
        check_promises(pattern, sources[i], "中", true, true);
        zs_pattern_free(pattern);
    }
}

static void test_literal_signs(void **state)
{
    (void)state;
    static const struct {
        const char *source, *text;
        bool fits;
    } cases[] = {{"a\\*b*", "a*bc", true},    {"a\\*b*", "axbc", false},
                 {"a\\?*", "a?", true},       {"a\\?*", "ab", false},
                 {"\\\\?", "\\x", true},      {"a.c*", "a.cd", true},
                 {"a.c*", "abcd", false},     {"(人[口{2}*", "(人[口{2}|", true},
                 {"^a$*", "^a$", true},       {"a\\Q*", "aqq", true},
                 {"*晚报", "城市晚報", true}, {"*晚报", "晚报社", false},
                 {"a+*", "aa", false},        {"#*-x", "# -x", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        zs_pattern *pattern = NULL;
        bool fits;
        check_ok(zs_pattern_wildcard(cases[i].source, 0, &pattern, &error), error);
        fold(cases[i].text);
        check_ok(zs_pattern_fits(pattern, folded.units, folded.length, &fits, &error), error);
        check(fits == cases[i].fits, "%s and %s", cases[i].source, cases[i].text);
        check_promises(pattern, cases[i].source, cases[i].text, fits, false);
        zs_pattern_free(pattern);
    }
}

static void test_what_is_known(void **state)
{
    (void)state;
    static const struct {
        const char *source, *prefix, *words;
        bool han;
    } cases[] = {{"区块*", "区块", "区块", true},
                 {"Riv*", "riv", "riv", false},
                 {"?iv*", "", "iv", false},
                 {"a*人?", "a", "a 人", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        zs_pattern *pattern = NULL;
        zs_buffer words = ZS_BUFFER_INIT;
        size_t length;
        check_ok(zs_pattern_wildcard(cases[i].source, 0, &pattern, &error), error);
        const char *prefix = zs_pattern_prefix(pattern, &length);
        assert_int_equal(length, strlen(cases[i].prefix));
        assert_memory_equal(prefix, cases[i].prefix, length);
        assert_int_equal(zs_pattern_has_han(pattern), cases[i].han);
        assert_true(zs_pattern_words(pattern, &words) && zs_buffer_terminate(&words));
        check(strstr(words.data, cases[i].words) != NULL, "%s: \"%s\"", cases[i].source,
              words.data);
        zs_buffer_release(&words);
        zs_pattern_free(pattern);
    }
}

static void test_mistakes(void **state)
{
    (void)state;
    static const struct {
        const char *source, *said;
    } cases[] = {{"第[一二", "a bracket is not closed"},
                 {"(人", "a parenthesis has no counterpart"},
                 {"人)", "a parenthesis has no counterpart"},
                 {"人{2,1}", "braces"},
                 {"*人", "means nothing"},
                 {"人\\", "this is no regular expression"},
                 {"(?<=人*)口", "this is no regular expression"},
                 {"\\p{Nothing}", "this is no regular expression"}};
    zs_pattern *pattern = NULL;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_status(zs_pattern_regex(cases[i].source, 9, &pattern, &error), ZS_ERROR_QUERY,
                     error);
        check(strstr(error.message, cases[i].said) != NULL, "%s: %s", cases[i].source,
              error.message);
        assert_int_equal(error.position, 9);
    }
    for (const char *const *source = (const char *const[]){"*", "?*?", "**", "", NULL}; *source;
         source++) {
        check_status(zs_pattern_wildcard(*source, 4, &pattern, &error), ZS_ERROR_QUERY, error);
        assert_int_equal(error.position, 4);
    }
    char longest[102] = "";
    memset(longest, 'a', 101);
    for (const char *const *source = (const char *const[]){"人", "人口", "", longest, NULL};
         *source; source++) {
        check_status(zs_pattern_fuzzy(*source, 2, 5, &pattern, &error), ZS_ERROR_QUERY, error);
        assert_int_equal(error.position, 5);
    }
    assert_null(pattern);
}

/* ---- What takes too long
 * ------------------------------------------------------------------------- */

static double seconds(void)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Expressions that try all ways to part a stretch do not fit, and soon: also where a text has
 * many such stretches. */
static void test_what_never_ends(void **state)
{
    (void)state;
    static const char *const sources[] = {"(人+)+$", "(人*)*口", "(人|人人)+[口中]",
                                          "(人+人+)+口"};
    zs_buffer text = ZS_BUFFER_INIT;
    for (size_t stretches = 1; stretches <= 200; stretches *= 200) {
        zs_buffer_clear(&text);
        for (size_t i = 0; i < stretches; i++) {
            for (size_t j = 0; j < 3000; j++) {
                put(&text, "人");
            }
            put(&text, "丙，");
        }
        assert_true(zs_buffer_terminate(&text));
        fold(text.data);
        for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
            zs_pattern *pattern = NULL;
            bool found;
            double begin = seconds();
            check_ok(zs_pattern_regex(sources[i], 0, &pattern, &error), error);
            check_ok(zs_pattern_found(pattern, &folded, &found, &error), error);
            check(!found, "%s is found", sources[i]);
            double took = seconds() - begin;
            check(took < 20, "%s took %.1f s", sources[i], took);
            check_ok(zs_pattern_fits(pattern, folded.units, folded.length, &found, &error),
                     error);
            assert_false(found);
            /* It is as good as before. */
            fold("人人口");
            check_ok(zs_pattern_found(pattern, &folded, &found, &error), error);
            check(found == (i > 0), "%s", sources[i]);
            fold(text.data);
            zs_pattern_free(pattern);
        }
    }
    zs_buffer_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wildcards),
        cmocka_unit_test(test_expressions),
        cmocka_unit_test(test_what_any_expression_must_hold),
        cmocka_unit_test(test_words_with_edits),
        cmocka_unit_test(test_edges),
        cmocka_unit_test(test_sets_within_parentheses),
        cmocka_unit_test(test_literal_signs),
        cmocka_unit_test(test_what_is_known),
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_what_never_ends),
    };
    return cmocka_run_group_tests(tests, NULL, release);
}
