/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/run_count.h"

#include <unicode/ustring.h>

#include "text/utf.h"

/* So many articles are looked at for one that has the run. */
enum { LOOKS_MOST = 24 };

/* If no more articles than this have the pairs, all are looked at. */
enum { FEW = 8 };

/* The run as UTF-8, and where its characters begin; as UTF-16 for looking through texts. */
struct spelt_run {
    char bytes[4 * ZS_RUN_MOST];
    size_t begins[ZS_RUN_MOST + 1];
    UChar units[2 * ZS_RUN_MOST];
    size_t unit_count;
};

static void spell(const UChar32 *run, size_t length, struct spelt_run *out)
{
    size_t at = 0;
    out->unit_count = 0;
    for (size_t i = 0; i < length; i++) {
        out->begins[i] = at;
        at += zs_utf8_put(out->bytes + at, run[i]);
        out->unit_count += zs_utf16_put(out->units + out->unit_count, run[i]);
    }
    out->begins[length] = at;
}

static bool stands_in(const zs_folded *folded, const struct spelt_run *run)
{
    return folded->length > 0 && u_strFindFirst(folded->units, (int32_t)folded->length,
                                                run->units, (int32_t)run->unit_count) != NULL;
}

/* Whether an article has the run in its title or its text. */
static zs_status look_at(zs_searcher *searcher, uint32_t docid, const struct spelt_run *run,
                         bool *has, zs_error *error)
{
    zs_view *view = &searcher->view;
    const zs_folded *title = NULL, *text = NULL;
    zs_status status = zs_view_read(view, searcher->reader, docid, SIZE_MAX, error);
    if (!status) {
        status = zs_view_title(view, &title, error);
    }
    if (!status) {
        status = zs_view_text(view, &text, error);
    }
    *has = !status && (stands_in(title, run) || stands_in(text, run));
    return status;
}

/* Of the articles that have all the pairs, how many have the run: as large a part as of those
 * that are looked at. More than one is looked at only until there is one that has it. */
static zs_status look_through(zs_searcher *searcher, const struct spelt_run *run,
                              zs_together *together, size_t looks, zs_run_count *out,
                              zs_error *error)
{
    size_t looked = 0, has_it = 0;
    zs_status status = zs_reader_shortest_first(searcher->reader, together, error);
    looks = together->exact && together->count <= FEW ? FEW : looks;
    zs_view_begin(&searcher->view, &searcher->texts, true);
    while (!status && looked < together->kept && looked < LOOKS_MOST &&
           (looked < looks || has_it == 0)) {
        bool has = false;
        status = look_at(searcher, together->docids[looked++], run, &has, error);
        has_it += has;
    }
    if (!status && looked > 0) {
        out->articles = (uint32_t)((uint64_t)together->count * has_it / looked);
        out->exact = together->exact && looked == together->count;
    }
    return status;
}

zs_status zs_count_run(zs_searcher *searcher, const UChar32 *run, size_t length,
                       zs_run_effort effort, zs_run_count *out, zs_error *error)
{
    struct spelt_run spelt;
    spell(run, length, &spelt);
    uint32_t word = 0;
    zs_status status = zs_reader_document_frequency(searcher->reader, spelt.bytes,
                                                    spelt.begins[length], &word, error);
    *out = (zs_run_count){.articles = word, .exact = true};
    if (status || length == 2) {
        return status;
    }
    zs_term_text pairs[ZS_RUN_MOST];
    zs_together together;
    for (size_t i = 0; i + 1 < length; i++) {
        pairs[i] = (zs_term_text){.bytes = spelt.bytes + spelt.begins[i],
                                  .length = spelt.begins[i + 2] - spelt.begins[i]};
    }
    status = zs_reader_together(searcher->reader, pairs, length - 1, effort.steps, UINT32_MAX,
                                &together, error);
    if (status) {
        return status;
    }
    /* A word of the dictionary has a term of its own, where it was cut so: it stands in no
     * fewer articles than have that, and in no more than have the pairs. */
    if (together.exact && word == together.count) {
        return ZS_OK;
    }
    if (together.count < effort.least && word < effort.least) {
        *out = (zs_run_count){.articles = 0};
        return ZS_OK;
    }
    *out = (zs_run_count){.articles = together.count, .exact = false};
    if (effort.looks > 0 && 2 * (uint64_t)word < together.count) {
        status = look_through(searcher, &spelt, &together, effort.looks, out, error);
    }
    out->articles = out->articles < word ? word : out->articles;
    return status;
}
