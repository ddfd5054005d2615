/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/view.h"

#include <string.h>

/* Shorter texts are read as fast as they are looked through, where each is looked at once. */
enum { WORTH_KEEPING = 1500 }; /* units */

void zs_view_release(zs_view *view)
{
    zs_record_release(&view->record);
    zs_folded_release(&view->title);
    zs_folded_release(&view->text);
    *view = ZS_VIEW_INIT;
}

void zs_view_begin(zs_view *view, zs_texts *texts, bool plain)
{
    view->texts = texts;
    if (view->title.plain != plain) {
        zs_folded_release(&view->title);
        zs_folded_release(&view->text);
        view->title.plain = view->text.plain = plain;
    }
}

zs_status zs_view_read(zs_view *view, zs_reader *reader, uint32_t docid, size_t text_limit,
                       zs_error *error)
{
    view->reader = reader;
    view->docid = docid;
    view->title_folded = view->text_folded = false;
    view->kept = view->texts ? zs_texts_find(view->texts, docid, SIZE_MAX) : NULL;
    view->cut = false;
    if (view->kept) {
        return ZS_OK;
    }
    zs_status status = zs_reader_article(reader, docid, text_limit, &view->record, error);
    view->cut = !view->record.whole;
    return status;
}

zs_status zs_view_title(zs_view *view, const zs_folded **out, zs_error *error)
{
    if (view->kept) {
        *out = &view->kept->title;
        return ZS_OK;
    }
    const char *title = view->record.article.title ? view->record.article.title : "";
    zs_status status = view->title_folded ? ZS_OK
                                          : zs_fold(title, strlen(title), ZS_PURPOSE_INDEX,
                                                    &view->title, error);
    if (!status) {
        view->title_folded = true;
        *out = &view->title;
    }
    return status;
}

/* Keeps the title and all of the text, which have been folded. */
static void keep(zs_view *view)
{
    const zs_kept_text kept =
        zs_kept_text_of(view->docid, SIZE_MAX, &view->record, &view->title, &view->text);
    zs_texts_add(view->texts, &kept);
}

zs_status zs_view_text(zs_view *view, const zs_folded **out, zs_error *error)
{
    if (view->kept) {
        *out = &view->kept->text;
        return ZS_OK;
    }
    const zs_article *article = &view->record.article;
    zs_status status = view->text_folded ? ZS_OK
                                         : zs_fold(article->text, article->text_length,
                                                   ZS_PURPOSE_INDEX, &view->text, error);
    zs_folded *text = &view->text;
    while (!status && !view->text_folded && view->cut && text->length > 0 &&
           text->class[text->length - 1] == ZS_CHAR_WORD) {
        text->length--;
    }
    if (!status && view->texts && !view->cut && !view->text_folded && view->title_folded &&
        text->length >= WORTH_KEEPING) {
        keep(view);
    }
    if (!status) {
        view->text_folded = true;
        *out = text;
    }
    return status;
}
