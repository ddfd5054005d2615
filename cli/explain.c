/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/explain.h"

#include <inttypes.h>

#include "answers/clean.h"
#include "cli/columns.h"

/* "0.500", or with a boost "0.500^2". */
static void append_factor(zs_builder *cell, const zs_explained_term *term)
{
    zs_append_format(cell, "%.3f", term->factor);
    if (term->boost < 0.9999 || term->boost > 1.0001) {
        zs_append_format(cell, "^%g", term->boost);
    }
}

static zs_cells cells_of(const zs_explained_term *term, bool found, bool hit)
{
    zs_cells row = {.count = hit ? 7 : 6};
    zs_append_clean_string(&row.cells[0], term->term);
    zs_append_string(&row.cells[1], zs_token_kind_name(term->kind));
    zs_append_format(&row.cells[2], "%" PRIu64, term->document_frequency);
    zs_append_format(&row.cells[3], "%.3f", term->idf);
    append_factor(&row.cells[4], term);
    if (hit) {
        zs_append_format(&row.cells[5], "%" PRIu32, term->count);
        zs_append_format(&row.cells[6], "%.4f", term->score);
    } else {
        zs_append_string(&row.cells[5], found ? "finds and ranks" : "ranks");
    }
    return row;
}

void zs_put_explained_terms(zs_output *out, const zs_explained_term *terms, size_t count,
                            size_t matched, bool hit, size_t indent)
{
    const char *const heads[] = {
        "term", "kind", "articles", "idf", "factor", hit ? "times" : "use", "score"};
    size_t widths[ZS_CELLS_MOST] = {0};
    zs_cells head = zs_cells_of(heads, hit ? 7 : 6);
    zs_cells_widen(&head, widths);
    for (size_t i = 0; i < count; i++) {
        zs_cells row = cells_of(&terms[i], i < matched, hit);
        zs_cells_widen(&row, widths);
        zs_cells_release(&row);
    }
    zs_put_blank(out, indent);
    zs_put_cells(out, &head, widths);
    zs_cells_release(&head);
    for (size_t i = 0; i < count; i++) {
        zs_cells row = cells_of(&terms[i], i < matched, hit);
        zs_put_blank(out, indent);
        zs_put_cells(out, &row, widths);
        zs_cells_release(&row);
    }
}

void zs_put_explanation(zs_output *out, const zs_explanation *explanation, size_t indent)
{
    zs_put_blank(out, indent);
    zs_put_format(out, "%.4f =", explanation->score);
    for (size_t i = 0; i < explanation->part_count; i++) {
        const zs_explained_part *part = &explanation->parts[i];
        const char *sign = part->score < 0 ? " - " : i > 0 ? " + " : " ";
        zs_put_format(out, "%s%s %.4f", sign, part->name,
                      part->score < 0 ? -part->score : part->score);
    }
    zs_put_string(out, explanation->part_count == 0 ? " nothing\n" : "\n");
    if (explanation->term_count > 0) {
        zs_put_explained_terms(out, explanation->terms, explanation->term_count, SIZE_MAX, true,
                               indent);
    }
}
