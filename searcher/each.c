/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * zs_searcher_each: all articles of an index, one after another.
 */
#include "base/error.h"
#include "searcher/searcher.h"

zs_status zs_searcher_each(zs_searcher *searcher,
                           bool (*on_article)(void *context, const zs_article *article),
                           void *context, zs_error *error)
{
    if (!searcher || !on_article) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "zs_searcher_each needs a searcher and a function");
    }
    zs_record record = ZS_RECORD_INIT;
    uint32_t docid = 0;
    zs_status status;
    for (;;) {
        status = zs_reader_next(searcher->reader, docid, &docid, error);
        if (status || docid == 0) {
            break;
        }
        status = zs_reader_article(searcher->reader, docid, SIZE_MAX, &record, error);
        if (status) {
            break;
        }
        if (on_article(context, &record.article)) {
            status = zs_fail(error, ZS_ERROR_CANCELLED, "stopped before the last article");
            break;
        }
    }
    zs_record_release(&record);
    return status;
}
