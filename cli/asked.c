/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/asked.h"

#include <string.h>
#include <unistd.h>

#include "answers/clean.h"
#include "cli/complain.h"

void zs_join_words(int argc, char **argv, zs_builder *query)
{
    for (int i = optind; i < argc; i++) {
        zs_append_string(query, i > optind ? " " : "");
        zs_append_string(query, argv[i]);
    }
}

bool zs_is_blank_query(const zs_builder *query)
{
    zs_builder clean = ZS_BUILDER_INIT;
    zs_append_clean(&clean, zs_builder_string(query), query->length);
    const char *text = zs_builder_string(&clean);
    bool blank = text[strspn(text, " ")] == '\0';
    zs_builder_release(&clean);
    return blank;
}

bool zs_query_has_words(const char *query)
{
    zs_analysis *analysis;
    if (zs_analyze(query, SIZE_MAX, ZS_PURPOSE_QUERY, &analysis, NULL) != ZS_OK) {
        return true;
    }
    bool has = zs_analysis_token_count(analysis) > 0;
    zs_analysis_free(analysis);
    return has;
}

void zs_complain_of_query(const zs_error *error, const char *query)
{
    if (error->status != ZS_ERROR_QUERY || error->position < 0 ||
        (size_t)error->position >= strlen(query)) {
        (void)zs_complain_of(error);
        return;
    }
    zs_complain("%s, where the query goes on with: %s; --lenient takes it as text",
                error->message, query + error->position);
}
