/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The format of trec_eval: fields parted by spaces, an id that holds none.
 */
#include <inttypes.h>
#include <string.h>

#include "answers/clean.h"
#include "cli/render.h"

/* White space of an id as %20 and the like, whatever splits the line later; and on a terminal
 * what that would act on. Elsewhere every other byte is as it was given. */
static void put_id(zs_page *page, const char *id)
{
    zs_output *out = page->out;
    size_t length = strlen(id);
    size_t begin = 0;
    for (size_t at = 0; at < length;) {
        int32_t character;
        size_t size = zs_character_at(id + at, length - at, &character);
        if (zs_is_space(character) || (page->terminal.is_terminal && zs_is_unfit(character))) {
            zs_put(out, id + begin, at - begin);
            for (size_t i = 0; i < size; i++) {
                zs_put_format(out, "%%%02X", (unsigned)(unsigned char)id[at + i]);
            }
            begin = at + size;
        }
        at += size;
    }
    zs_put(out, id + begin, length - begin);
}

static void render(zs_page *page, const zs_answer *answer)
{
    zs_output *out = page->out;
    for (size_t i = 0; i < answer->count; i++) {
        const zs_hit *hit = &answer->hits[i];
        put_id(page, answer->qid);
        zs_put_string(out, " Q0 ");
        put_id(page, hit->id);
        zs_put_format(out, " %" PRIu64 " %.9g zsearch\n", hit->rank, hit->score);
    }
}

/* Evaluations judge every article by itself. */
const zs_renderer zs_renderer_trec = {.name = "trec", .expands = true, .answer = render};
