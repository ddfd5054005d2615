/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Any pattern and a text: a byte that says of which kind, the pattern up to a NUL, the text. A
 * pattern is made, or refused for what it is; what a text must hold for it to fit stands in the
 * text that it fits.
 */
#include <string.h>

#include "fuzz.h"
#include "searcher/pattern.h"
#include "text/utf.h"

static zs_folded folded = ZS_FOLDED_INIT;

static bool set_has(const zs_pattern_set *set, UChar32 character)
{
    for (size_t i = 0; i < set->count; i++) {
        if (set->characters[i] == character) {
            return true;
        }
    }
    return false;
}

static bool stands_at(const zs_pattern_piece *piece, size_t at)
{
    for (size_t i = 0; i < piece->count; i++) {
        if (at >= folded.length ||
            !set_has(&piece->sets[i], zs_utf16_next(folded.units, at, folded.length, &at))) {
            return false;
        }
    }
    return true;
}

static bool piece_is_there(const zs_pattern_piece *piece)
{
    for (size_t at = 0; at < folded.length; at++) {
        if (stands_at(piece, at)) {
            return true;
        }
    }
    return false;
}

static bool may_fit(const zs_pattern *pattern)
{
    size_t count;
    const zs_pattern_alternative *alternatives = zs_pattern_alternatives(pattern, &count);
    bool any = count == 0;
    for (size_t i = 0; !any && i < count; i++) {
        size_t has = 0;
        while (has < alternatives[i].count && piece_is_there(&alternatives[i].pieces[has])) {
            has++;
        }
        any = has == alternatives[i].count;
    }
    return any;
}

static zs_status make(uint8_t kind, const char *source, zs_pattern **out, zs_error *error)
{
    switch (kind % 4) {
    case 0: return zs_pattern_wildcard(source, 5, out, error);
    case 1: return zs_pattern_regex(source, 5, out, error);
    default: return zs_pattern_fuzzy(source, kind % 4 - 1, 5, out, error);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *source = (const char *)data + 1;
    const char *end = size > 1 ? memchr(source, '\0', size - 1) : NULL;
    zs_pattern *pattern = NULL;
    zs_error error = {.status = ZS_OK};
    if (!end) {
        return 0;
    }
    const char *text = end + 1;
    size_t length = size - (size_t)(text - (const char *)data);
    zs_status status = make(data[0], source, &pattern, &error);
    if (status) {
        require(status == ZS_ERROR_QUERY && error.status == status && error.position == 5 &&
                    error.message[0],
                "a pattern is refused for what it is");
        return 0;
    }
    bool fits, found;
    require(zs_fold(text, length, ZS_PURPOSE_INDEX, &folded, NULL) == ZS_OK,
            "the text is folded");
    require(zs_pattern_fits(pattern, folded.units, folded.length, &fits, &error) == ZS_OK &&
                zs_pattern_found(pattern, &folded, &found, &error) == ZS_OK,
            "the pattern is fitted");
    require(!(fits || found) || may_fit(pattern), "a text that it fits has what it must");
    zs_buffer words = ZS_BUFFER_INIT;
    require(zs_pattern_words(pattern, &words), "there is memory");
    zs_buffer_release(&words);
    zs_pattern_free(pattern);
    return 0;
}
