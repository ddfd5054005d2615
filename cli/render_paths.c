/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The files that hits are in, one a line and each once, for xargs and the like.
 */
#include "answers/clean.h"
#include "cli/render.h"

static void render(zs_page *page, const zs_answer *answer)
{
    for (size_t i = 0; i < answer->count; i++) {
        const char *stored = answer->hits[i].article->path;
        /* An article that a program put into the index from memory has no file. */
        if (!stored || !zs_string_set_add(&page->printed, stored)) {
            continue;
        }
        zs_put_name(page->out, zs_paths_from_here(page->paths, stored),
                    page->terminal.is_terminal);
    }
}

static void end(zs_page *page)
{
    zs_string_set_release(&page->printed);
}

const zs_renderer zs_renderer_paths = {
    .name = "paths", .needs = {.article = true}, .silent = true, .answer = render, .end = end};
