/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "server/page.h"
#include "server/page_notes.h"
#include "server/page_shell.h"
#include "server/words.h"

void zs_page_of_problem(zs_builder *out, const zs_page_context *context,
                        const zs_page_problem *problem)
{
    const char *title = zs_words_of(context->tongue, zs_words_of_problem(problem));
    const zs_shell shell = {.context = context, .kind = "problem", .title = title};
    zs_append_shell_begin(out, &shell);
    zs_append_string(out, "<section class=\"problem\"><h1>");
    zs_append_string(out, title);
    zs_append_string(out, "</h1>\n");
    zs_append_problem(out, context->tongue, NULL, problem);
    zs_append_string(out, "<p><a href=\"/\">");
    zs_append_string(out, zs_words_of(context->tongue, ZS_SAY_HOME));
    zs_append_string(out, "</a></p>\n</section>\n");
    zs_append_shell_end(out, &shell);
}
