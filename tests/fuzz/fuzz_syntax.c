/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Any text as a query: parsed or refused with a place, never refused when lenient, and what is
 * printed of its tree parses to the same tree.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "zsearch.h"

static char *printed(const char *text, bool lenient, zs_status *status)
{
    static const char *const fields[] = {"栏目", "year", NULL};
    const zs_parse_options options = {.lenient = lenient, .fields = fields};
    zs_query *query = NULL;
    zs_error error = {.status = ZS_OK};
    char *string = NULL;
    *status = zs_query_parse(text, &options, &query, &error);
    if (*status) {
        require(*status == ZS_ERROR_QUERY && error.status == *status && error.message[0],
                "a query is refused for what it is");
        require(error.position >= 0 && (size_t)error.position <= strlen(text),
                "the place is in the query");
        return NULL;
    }
    require(zs_query_string(query, &string, &error) == ZS_OK, "a query is printed");
    zs_query_free(query);
    return string;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    require(text != NULL, "there is memory");
    if (size > 0) {
        memcpy(text, data, size);
    }
    text[size] = '\0';
    zs_status status;
    free(printed(text, true, &status));
    require(status == ZS_OK, "a lenient parser takes anything");
    char *once = printed(text, false, &status);
    if (once && strcmp(once, "()") != 0) {
        char *twice = printed(once, false, &status);
        require(twice && strcmp(once, twice) == 0,
                "printing and parsing are each other's reverse");
        free(twice);
    }
    free(once);
    free(text);
    return 0;
}
