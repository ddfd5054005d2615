/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A concordance in the making: kwic.c goes through the articles, kwic_line.c makes the lines.
 */
#ifndef ZS_SEARCHER_KWIC_H
#define ZS_SEARCHER_KWIC_H

#include "searcher/candidates.h"
#include "searcher/kept_lines.h"
#include "searcher/searcher.h"
#include "searcher/sought.h"

typedef struct zs_kwic_run {
    zs_searcher *searcher;
    zs_kwic_options options; /* all filled in */
    bool (*on_line)(void *context, const zs_kwic_line *line);
    void *context;
    zs_error *error;

    /* Of the index as it is. */
    zs_requirement *requirement;
    zs_candidates candidates;
    zs_sought sought;

    zs_view view;
    zs_passages places;
    zs_buffer strings; /* of the line at hand, and what it is sorted by */
    zs_kept_lines kept;
    bool sorts;
    bool article_begun; /* a place in it has been found */
    bool ended;         /* no more are wanted */
    uint32_t done;      /* the number of the last article that was looked at */
    zs_buffer done_id;
    zs_kwic_summary summary;
} zs_kwic_run;

/* A part of an article in which places are found, and how far its pages have been counted. */
typedef struct zs_kwic_part {
    zs_text_part text;
    size_t length; /* of the source */
    bool title;
    uint32_t page; /* 0: it is in no pages */
    size_t counted;
} zs_kwic_part;

zs_kwic_part zs_kwic_part_of(const zs_folded *folded, const char *source, size_t length,
                             bool title);

/* Tells the line of a place in the article of the view, or keeps it to be sorted. Places of a
 * part are given in order. Errors: CANCELLED, MEMORY. */
zs_status zs_kwic_take(zs_kwic_run *run, zs_kwic_part *part, zs_passage place);

/* Sorts and tells those that were kept. Errors: CANCELLED, MEMORY. */
zs_status zs_kwic_tell_kept(zs_kwic_run *run);

#endif
