/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Taking a form from the parameters of a request, and asking the library with it.
 */
#ifndef ZS_SERVER_FORM_H
#define ZS_SERVER_FORM_H

#include <stdbool.h>

#include "answers/answer.h"
#include "server/parameters.h"
#include "server/problem.h"
#include "server/search_form.h"

/* What can be asked for at the most. */
enum {
    ZS_FORM_HITS = 100,
    ZS_FORM_REACH = 10000, /* n and offset together */
    ZS_FORM_CHARACTERS = 1000,
    ZS_FORM_DEPTH = 16 /* parentheses in a query */
};

/* These take one parameter, which may not be there: then the value stays. False, and a problem,
 * if it is not such a value, or there twice. */
bool zs_take_number(zs_parameters *parameters, const char *name, uint64_t least, uint64_t most,
                    uint64_t *value, zs_problem *problem);
/* `n` hits behind the first `offset`, which are no more than ZS_FORM_REACH together. */
bool zs_take_window(zs_parameters *parameters, uint64_t *n, uint64_t *offset,
                    zs_problem *problem);
bool zs_take_boolean(zs_parameters *parameters, const char *name, bool *value,
                     zs_problem *problem);
bool zs_take_one_of(zs_parameters *parameters, const char *name, const char *const *choices,
                    size_t count, size_t *choice, zs_problem *problem);

/* A query, by this name; it may be left out where it is not `needed`, and is "" then. */
bool zs_take_query(zs_parameters *parameters, bool needed, const char **query,
                   zs_problem *problem);

/* Whether nothing is left that nobody has asked for. */
bool zs_take_no_more(const zs_parameters *parameters, zs_problem *problem);

/* Takes all of a form; its strings are those of the parameters. `page`: of the search page,
 * where some more is counted than is asked for. */
bool zs_take_form(zs_parameters *parameters, bool page, zs_search_form *form,
                  zs_problem *problem);
/* What snippets of its hits are to be like. */
zs_snippet_options zs_form_snippets(const zs_search_form *form);

void zs_form_release(zs_search_form *form);

/* Answers a form within so many milliseconds. On success the answer points into the form, and
 * is released before it. */
bool zs_answer_form(const zs_search_form *form, zs_searcher *searcher, unsigned timeout,
                    zs_needs needs, zs_answer *answer, zs_problem *problem);

/* Returns `late`: whether the time was over before anything was found, which is a problem. */
bool zs_came_late(bool late, unsigned timeout, zs_problem *problem);

#endif
