/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An article that is looked at: read once and folded once, for all that decides whether it is
 * a hit.
 */
#ifndef ZS_SEARCHER_VIEW_H
#define ZS_SEARCHER_VIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "searcher/texts.h"
#include "store/reader.h"
#include "text/fold.h"

typedef struct zs_view {
    zs_reader *reader;
    uint32_t docid;
    zs_record record;
    zs_folded title, text;
    bool cut; /* there may be more of the text */
    bool title_folded, text_folded;
    zs_texts *texts; /* where long ones are kept; NULL: the record is needed in any case */
    const zs_kept_text *kept; /* it is one of those, and its record has not been read */
} zs_view;

#define ZS_VIEW_INIT ((zs_view){.docid = 0})

void zs_view_release(zs_view *view);

/* For what is looked at next: whether only titles and texts are of interest, without their
 * spans, and long ones may be kept in `texts` (NULL: not so). */
void zs_view_begin(zs_view *view, zs_texts *texts, bool plain);

/* Reads an article and `text_limit` bytes of its text (SIZE_MAX: all). ZS_ERROR_NOT_FOUND if it
 * has been deleted, and those of zs_reader_article. */
zs_status zs_view_read(zs_view *view, zs_reader *reader, uint32_t docid, size_t text_limit,
                       zs_error *error);

/* Its title, which is empty if it has none, and as much of its text as was read, folded; a
 * word that may go on behind what was read is left out. They belong to the view, until it reads
 * another. The only error is ZS_ERROR_MEMORY. */
zs_status zs_view_title(zs_view *view, const zs_folded **out, zs_error *error);
zs_status zs_view_text(zs_view *view, const zs_folded **out, zs_error *error);

#endif
