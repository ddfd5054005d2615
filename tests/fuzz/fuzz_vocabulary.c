/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Any bytes as a file of synonyms, of words or of stop words: taken, or refused with a line,
 * and then nothing is taken; and any text looked up in it.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "searcher/vocabulary.h"
#include "text/analyser.h"

static zs_analyser *analyser;

/* Looks at what all words of a text may also be. */
static size_t count_synonyms(const zs_vocabulary *vocabulary, const char *text, size_t length)
{
    zs_synonyms synonyms;
    size_t count = 0;
    zs_analyser_set_words(analyser, &vocabulary->words);
    require(zs_analyser_run(analyser, text, length, ZS_PURPOSE_QUERY, NULL) == ZS_OK,
            "any text is cut");
    const zs_folded *folded = zs_analyser_folded(analyser);
    const zs_words *words = zs_analyser_words(analyser);
    for (size_t i = 0; i < words->count; i++) {
        require(i == 0 || words->items[i - 1].end <= words->items[i].start, "words ascend");
        size_t phrase = zs_vocabulary_synonyms(vocabulary, folded, words, i, &synonyms);
        require(phrase <= words->count - i, "a phrase is of words that are there");
        require((phrase > 0) == (synonyms.count > 0), "a phrase has synonyms");
        for (size_t j = 0; j < synonyms.count; j++) {
            require(synonyms.items[j].length > 0 && synonyms.items[j].shown[0] != '\0',
                    "a synonym is something");
        }
        count += synonyms.count;
    }
    zs_analyser_set_words(analyser, NULL);
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const zs_vocabulary_kind kinds[] = {ZS_VOCABULARY_SYNONYMS, ZS_VOCABULARY_WORDS,
                                               ZS_VOCABULARY_STOP_WORDS};
    zs_error error = {.status = ZS_OK};
    if (!analyser) {
        require(zs_analyser_new(&analyser, NULL) == ZS_OK, "there is memory");
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        zs_vocabulary *vocabulary = NULL;
        require(zs_vocabulary_new(false, &vocabulary, &error) == ZS_OK, "there is memory");
        require(zs_vocabulary_read(vocabulary, ZS_VOCABULARY_SYNONYMS, "x", "a, b", 4,
                                   &error) == ZS_OK,
                "two words are synonyms");
        zs_status status =
            zs_vocabulary_read(vocabulary, kinds[i], "x", (const char *)data, size, &error);
        require(!status || (status == ZS_ERROR_FORMAT && strstr(error.message, "line")),
                "what is refused has a line");
        size_t count = count_synonyms(vocabulary, "a", 1);
        require(status ? count == 1 : count >= 1, "what was known is known");
        (void)count_synonyms(vocabulary, (const char *)data, size);
        zs_vocabulary_free(vocabulary);
    }
    return 0;
}
