/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Any bytes as a file of synonyms: taken, or refused with a line, and then nothing is taken.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "searcher/vocabulary.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const UChar known[] = {'a'};
    zs_vocabulary *vocabulary = NULL;
    zs_error error = {.status = ZS_OK};
    size_t first;
    require(zs_vocabulary_new(false, &vocabulary, &error) == ZS_OK, "there is memory");
    require(zs_vocabulary_read_synonyms(vocabulary, "x", "a, b", 4, &error) == ZS_OK,
            "two words are synonyms");
    zs_status status =
        zs_vocabulary_read_synonyms(vocabulary, "x", (const char *)data, size, &error);
    require(!status || (status == ZS_ERROR_FORMAT && strstr(error.message, "line")),
            "what is refused has a line");
    size_t count = zs_vocabulary_find(vocabulary, known, 1, &first);
    require(status ? count == 1 : count >= 1, "what was known is known");
    for (size_t i = 0; i < count; i++) {
        zs_synonym synonym = zs_vocabulary_synonym(vocabulary, first + i);
        require(synonym.length > 0 && synonym.shown[0] != '\0', "a synonym is something");
    }
    zs_vocabulary_free(vocabulary);
    return 0;
}
