/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * zs_searcher_article: one article, by its id.
 */
#include "base/error.h"
#include "searcher/searcher.h"

static zs_status read_article(zs_searcher *searcher, void *context, zs_error *error)
{
    const char *const *id = context;
    uint32_t docid = 0;
    zs_status status = zs_reader_find_id(searcher->reader, *id, &docid, error);
    return status ? status
                  : zs_reader_article(searcher->reader, docid, SIZE_MAX, &searcher->article,
                                      error);
}

zs_status zs_searcher_article(zs_searcher *searcher, const char *id, const zs_article **out,
                              zs_error *error)
{
    if (!searcher || !id || !*id || !out) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "zs_searcher_article needs a searcher, an id and a place for the "
                       "article");
    }
    zs_status status = zs_searcher_steadily(searcher, read_article, &id, error);
    if (!status) {
        *out = &searcher->article.article;
    }
    return status;
}
