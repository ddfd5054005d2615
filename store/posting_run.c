/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/posting_run.h"

#include <string.h>
#include <unistd.h>

#include "base/error.h"

/* The head of a list is no longer than this. */
enum { HEAD_MOST = ZS_GLASS_TERM_MOST + 32 };

bool zs_posting_list_append_head(zs_buffer *out, const char *term, size_t length,
                                 uint32_t articles, uint64_t occurrences, size_t size)
{
    return zs_buffer_append_varint(out, length) && zs_buffer_append(out, term, length) &&
           zs_buffer_append_varint(out, articles) &&
           zs_buffer_append_varint(out, occurrences) && zs_buffer_append_varint(out, size);
}

void zs_posting_run_release(zs_posting_run *run)
{
    if (run->window.file >= 0) {
        close(run->window.file);
    }
    run->window.file = -1;
    zs_window_release(&run->window);
}

static bool read_head(zs_posting_run *run)
{
    const zs_buffer *content = &run->window.content;
    size_t *at = &run->window.at;
    zs_posting_list *list = &run->list;
    uint64_t length, articles, occurrences, size;
    if (!zs_varint_read(content->data, content->length, at, &length) ||
        length > sizeof list->term || length > content->length - *at) {
        return false;
    }
    memcpy(list->term, content->data + *at, (size_t)length);
    *at += (size_t)length;
    if (!zs_varint_read(content->data, content->length, at, &articles) ||
        !zs_varint_read(content->data, content->length, at, &occurrences) ||
        !zs_varint_read(content->data, content->length, at, &size)) {
        return false;
    }
    list->length = (size_t)length;
    list->articles = (uint32_t)articles;
    list->occurrences = occurrences;
    list->size = (size_t)size;
    return true;
}

zs_status zs_posting_run_next(zs_posting_run *run, zs_error *error)
{
    zs_window *window = &run->window;
    zs_status status = zs_window_fill(window, HEAD_MOST, error);
    run->ended = status || window->at == window->content.length;
    if (run->ended) {
        return status;
    }
    status = read_head(run)
                 ? zs_window_need(window, run->list.size, error)
                 : zs_fail(error, ZS_ERROR_IO, "what an index is made of was cut off");
    if (status) {
        run->ended = true;
        return status;
    }
    run->list.postings = window->content.data + window->at;
    window->at += run->list.size;
    return ZS_OK;
}
