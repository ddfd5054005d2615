/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What words ask for where they are to stand as they are typed.
 */
#include <string.h>

#include "base/error.h"
#include "searcher/requiring.h"

static bool has_blank(const zs_folded *folded, size_t start, size_t end)
{
    while (start < end && !zs_is_blank_class(folded->class[start])) {
        start++;
    }
    return start < end;
}

/* Appends what stands between blanks, from the first word of it to the last: a byte that says
 * whether it is but one word, then its text, NUL-terminated. */
static bool take_pieces(const zs_folded *folded, const zs_words *words, zs_buffer *out)
{
    bool kept = true;
    for (size_t i = 0; kept && i < words->count;) {
        size_t first = i++;
        uint32_t start = words->items[first].start, end = words->items[first].end;
        while (i < words->count && !has_blank(folded, end, words->items[i].start)) {
            end = words->items[i++].end;
        }
        kept = zs_buffer_append_byte(out, i - first == 1) &&
               zs_append_units(out, folded->units + start, end - start) &&
               zs_buffer_append_byte(out, '\0');
    }
    return kept;
}

zs_requirement *zs_require_typed(zs_making *making, const char *text, zs_scope scope)
{
    zs_analyser *analyser = making->how->analyser;
    zs_buffer pieces = ZS_BUFFER_INIT;
    zs_requirement *all = zs_making_new(making, ZS_REQUIRE_ALL, scope);
    if (!all) {
        return NULL;
    }
    making->status =
        zs_analyser_run(analyser, text, strlen(text), ZS_PURPOSE_QUERY, making->error);
    if (!making->status &&
        !take_pieces(zs_analyser_folded(analyser), zs_analyser_words(analyser), &pieces)) {
        (void)zs_making_fail_memory(making);
    }
    for (size_t at = 0; !making->status && at < pieces.length;) {
        bool word = pieces.data[at++];
        const char *piece = pieces.data + at;
        size_t length = strlen(piece);
        zs_making_add(making, all,
                      word ? zs_require_words(making, piece, scope)
                           : zs_require_phrase(making, piece, length, scope),
                      false);
        at += length + 1;
    }
    zs_buffer_release(&pieces);
    return zs_making_unless_empty(all);
}
