/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The files that hits are in, one a line and each once, for xargs and the like.
 */
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "cli/clean.h"
#include "cli/memory.h"
#include "cli/render.h"

static int compare(const void *left, const void *right)
{
    return strcmp(left, right);
}

/* Whether the path is seen for the first time. */
static bool remember(zs_page *page, const char *path)
{
    if (tfind(path, &page->printed, compare)) {
        return false;
    }
    if (!tsearch(zs_duplicate(path), &page->printed, compare)) {
        zs_out_of_memory();
    }
    return true;
}

static void render(zs_page *page, const zs_answer *answer)
{
    for (size_t i = 0; i < answer->count; i++) {
        const char *stored = answer->hits[i].article->path;
        /* An article that a program put into the index from memory has no file. */
        if (!stored || !remember(page, stored)) {
            continue;
        }
        const char *path = zs_paths_from_here(page->paths, stored);
        if (page->terminal.is_terminal) {
            zs_builder clean = ZS_BUILDER_INIT;
            zs_append_clean_string(&clean, path);
            zs_put(page->out, clean.data, clean.length);
            zs_builder_release(&clean);
        } else {
            zs_put_string(page->out, path); /* every byte of it, so that it opens the file */
        }
        zs_put_string(page->out, "\n");
    }
}

static void end(zs_page *page)
{
    tdestroy(page->printed, free);
    page->printed = NULL;
}

const zs_renderer zs_renderer_paths = {
    .name = "paths", .needs = {.article = true}, .answer = render, .end = end};
