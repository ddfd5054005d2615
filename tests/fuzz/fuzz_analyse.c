/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Any bytes are folded, cut and made terms of, and the spans keep their promises.
 */
#include "fuzz.h"

#include "zsearch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (int purpose = ZS_PURPOSE_INDEX; purpose <= (int)ZS_PURPOSE_QUERY; purpose++) {
        zs_analysis *analysis;
        zs_status status =
            zs_analyze((const char *)data, size, (zs_purpose)purpose, &analysis, NULL);
        MUST(status == ZS_OK);
        size_t start = 0;
        for (size_t i = 0; i < zs_analysis_token_count(analysis); i++) {
            zs_token token = zs_analysis_token(analysis, i);
            MUST(token.span.start >= start && token.span.start < token.span.end &&
                 token.span.end <= size && token.term[0] != '\0');
            start = token.span.start;
        }
        for (size_t i = 0; i < zs_analysis_word_count(analysis); i++) {
            zs_span span = zs_analysis_word_span(analysis, i);
            MUST(span.start < span.end && span.end <= size);
        }
        zs_analysis_free(analysis);
    }
    return 0;
}
