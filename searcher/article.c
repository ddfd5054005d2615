/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * zs_searcher_article: one article, by its id.
 */
#include "base/error.h"
#include "searcher/searcher.h"

/* How often it is looked for anew because the index changed under it. */
enum { TRIES = 5 };

static zs_status read_article(zs_searcher *searcher, const char *id, zs_error *error)
{
    uint32_t docid = 0;
    zs_status status = zs_reader_find_id(searcher->reader, id, &docid, error);
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
    zs_error problem; /* which is nobody's business if the next try goes well */
    zs_status status = read_article(searcher, id, &problem);
    for (int try = 1; try < TRIES && status == ZS_ERROR_CHANGED; try++) {
        status = zs_reader_refresh(searcher->reader, &problem);
        if (!status) {
            status = read_article(searcher, id, &problem);
        }
    }
    if (status) {
        if (error) {
            *error = problem;
        }
        return status;
    }
    *out = &searcher->article.article;
    return ZS_OK;
}
