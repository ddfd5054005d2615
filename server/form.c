/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "server/form.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answers/memory.h"
#include "server/page.h"

/* The usual length of passages, all together, and of each if there are more. */
enum { PASSAGES = 3, PASSAGE = 40 };

/* ---- Parameters ------------------------------------------------------------------------ */

static bool take_text(zs_parameters *parameters, const char *name, const char **value,
                      zs_problem *problem)
{
    const char *taken = zs_parameters_take(parameters, name);
    if (!taken) {
        return true;
    }
    if (zs_parameters_take(parameters, name)) {
        return zs_fault(problem, 400, "the parameter %s is there twice", name);
    }
    *value = taken;
    return true;
}

bool zs_take_number(zs_parameters *parameters, const char *name, uint64_t least, uint64_t most,
                    uint64_t *value, zs_problem *problem)
{
    const char *text = NULL;
    if (!take_text(parameters, name, &text, problem) || !text) {
        return !text && problem->status == 0;
    }
    size_t length = strlen(text);
    bool digits = length > 0 && length <= 12 && strspn(text, "0123456789") == length;
    uint64_t number = digits ? strtoull(text, NULL, 10) : 0;
    if (!digits || number < least || number > most) {
        return zs_fault(problem, 400,
                        "the parameter %s takes a number from %" PRIu64 " to %" PRIu64, name,
                        least, most);
    }
    *value = number;
    return true;
}

bool zs_take_window(zs_parameters *parameters, uint64_t *n, uint64_t *offset,
                    zs_problem *problem)
{
    if (!zs_take_number(parameters, "n", 1, ZS_FORM_HITS, n, problem) ||
        !zs_take_number(parameters, "offset", 0, ZS_FORM_REACH - 1, offset, problem)) {
        return false;
    }
    if (*n + *offset > ZS_FORM_REACH) {
        return zs_fault(problem, 400,
                        "n and offset are more than %d together: narrow the query down instead",
                        ZS_FORM_REACH);
    }
    return true;
}

bool zs_take_one_of(zs_parameters *parameters, const char *name, const char *const *choices,
                    size_t count, size_t *choice, zs_problem *problem)
{
    const char *text = NULL;
    if (!take_text(parameters, name, &text, problem) || !text) {
        return !text && problem->status == 0;
    }
    zs_builder all = ZS_BUILDER_INIT;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(choices[i], text) == 0) {
            *choice = i;
            zs_builder_release(&all);
            return true;
        }
        zs_append_format(&all, "%s%s", i > 0 ? ", " : "", choices[i]);
    }
    (void)zs_fault(problem, 400, "the parameter %s takes one of %s", name,
                   zs_builder_string(&all));
    zs_builder_release(&all);
    return false;
}

bool zs_take_boolean(zs_parameters *parameters, const char *name, bool *value,
                     zs_problem *problem)
{
    static const char *const names[] = {"false", "true"};
    size_t choice = *value;
    bool taken = zs_take_one_of(parameters, name, names, 2, &choice, problem);
    *value = choice == 1;
    return taken;
}

static size_t characters_of(const char *text)
{
    size_t count = 0;
    for (; *text; text++) {
        count += ((unsigned char)*text & 0xC0) != 0x80;
    }
    return count;
}

/* Parentheses in parentheses, of which each is another level of the tree. */
static unsigned depth_of(const char *text)
{
    unsigned depth = 0, most = 0;
    for (; *text; text++) {
        depth += *text == '(';
        depth -= *text == ')' && depth > 0;
        most = depth > most ? depth : most;
    }
    return most;
}

bool zs_take_query(zs_parameters *parameters, bool needed, const char **query,
                   zs_problem *problem)
{
    *query = "";
    if (!take_text(parameters, "q", query, problem)) {
        return false;
    }
    if (needed && (*query)[strspn(*query, " \t\r\n")] == '\0') {
        return zs_fault(problem, 400,
                        "the parameter q says what to look for, and is not there");
    }
    if (characters_of(*query) > ZS_FORM_CHARACTERS) {
        return zs_fault(problem, 400, "the query is longer than %d characters",
                        ZS_FORM_CHARACTERS);
    }
    if (depth_of(*query) > ZS_FORM_DEPTH) {
        return zs_fault(problem, 400, "the query has more than %d parentheses in each other",
                        ZS_FORM_DEPTH);
    }
    return true;
}

bool zs_take_no_more(const zs_parameters *parameters, zs_problem *problem)
{
    const char *left = zs_parameters_left(parameters);
    return left ? zs_fault(problem, 400, "there is no parameter %s here", left) : true;
}

/* ---- The form -------------------------------------------------------------------------- */

/* Parts of a list with commas between. Names are kept as places until all are there. */
static bool take_facets(zs_parameters *parameters, zs_search_form *form, zs_problem *problem)
{
    size_t places[ZS_FORM_FACETS], count = 0;
    const char *list;
    while ((list = zs_parameters_take(parameters, "facet")) != NULL) {
        for (size_t length; *list; list += length + (list[length] == ',')) {
            length = strcspn(list, ",");
            if (length == 0) {
                return zs_fault(problem, 400, "the parameter facet has an empty name");
            }
            if (count == ZS_FORM_FACETS) {
                return zs_fault(problem, 400, "no more than %d facets are counted at once",
                                ZS_FORM_FACETS);
            }
            places[count++] = form->names.length;
            zs_append(&form->names, list, length);
            zs_append(&form->names, "", 1);
        }
    }
    for (size_t i = 0; i < count; i++) {
        form->facets[i] = form->names.data + places[i];
    }
    form->facets[count] = NULL;
    return true;
}

/* "field:value" */
static bool take_filters(zs_parameters *parameters, zs_search_form *form, zs_problem *problem)
{
    const char *filter;
    while ((filter = zs_parameters_take(parameters, "filter")) != NULL) {
        const char *colon = strchr(filter, ':');
        if (!colon || colon == filter || colon[1] == '\0') {
            return zs_fault(problem, 400,
                            "the parameter filter takes a field, a colon and a "
                            "value, such as source:人民日报");
        }
        if (form->filter_count == ZS_FORM_FILTERS) {
            return zs_fault(problem, 400, "there are no more than %d filters at once",
                            ZS_FORM_FILTERS);
        }
        char *field = zs_duplicate(filter);
        field[colon - filter] = '\0';
        form->filters[form->filter_count++] =
            (zs_form_filter){.field = field, .value = colon + 1};
    }
    return true;
}

/* 2023, 2023-05 or 2023-05-04, and no more than `length` bytes. */
static bool is_date(const char *text, size_t length)
{
    static const char form[] = "0000-00-00";
    if (length != 4 && length != 7 && length != 10) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        if (form[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != form[i]) {
            return false;
        }
    }
    return true;
}

/* A date, or two with .. between, of which either may be missing. */
static bool take_date(zs_parameters *parameters, zs_search_form *form, zs_problem *problem)
{
    if (!take_text(parameters, "date", &form->date, problem)) {
        return false;
    }
    if (!form->date || form->date[0] == '\0') {
        form->date = NULL;
        return true;
    }
    const char *dots = strstr(form->date, "..");
    size_t low = dots ? (size_t)(dots - form->date) : strlen(form->date);
    const char *high = dots ? dots + 2 : "";
    bool fits = (low == 0 ? dots && *high : is_date(form->date, low)) &&
                (*high == '\0' || is_date(high, strlen(high)));
    return fits ? true
                : zs_fault(problem, 400,
                           "the parameter date takes a date such as 2023, 2023-05 or "
                           "2023-05-04, or two with .. between");
}

static bool take_choices(zs_parameters *parameters, zs_search_form *form, zs_problem *problem)
{
    static const char *const intervals[] = {"none", "auto", "year", "month", "day"};
    static const char *const matches[] = {"steps", "all", "most", "any"};
    static const char *const formats[] = {"json", "jsonl"};
    size_t interval = (size_t)form->histogram, match = (size_t)form->match,
           format = form->lines;
    bool taken = zs_take_one_of(parameters, "histogram", intervals, 5, &interval, problem) &&
                 zs_take_one_of(parameters, "match", matches, 4, &match, problem) &&
                 zs_take_one_of(parameters, "format", formats, 2, &format, problem);
    form->histogram = (zs_interval)interval;
    form->match = (zs_words_match)match;
    form->lines = format == 1;
    return taken;
}

static bool take_numbers(zs_parameters *parameters, zs_search_form *form, zs_problem *problem)
{
    return zs_take_window(parameters, &form->n, &form->offset, problem) &&
           zs_take_number(parameters, "facet_values", 1, 100, &form->facet_values, problem) &&
           zs_take_number(parameters, "fragments", 1, 10, &form->fragments, problem) &&
           zs_take_number(parameters, "characters", 20, 1000, &form->characters, problem) &&
           zs_take_number(parameters, "keywords", 0, 50, &form->keywords, problem);
}

static bool take_booleans(zs_parameters *parameters, zs_search_form *form, zs_problem *problem)
{
    return zs_take_boolean(parameters, "expand", &form->expand, problem) &&
           zs_take_boolean(parameters, "explain", &form->explain, problem) &&
           zs_take_boolean(parameters, "full", &form->full, problem) &&
           zs_take_boolean(parameters, "lenient", &form->lenient, problem);
}

bool zs_take_form(zs_parameters *parameters, bool page, zs_search_form *form,
                  zs_problem *problem)
{
    *form = (zs_search_form){.q = "", .n = page ? 0 : 10, .facet_values = page ? 0 : 10};
    bool taken =
        zs_take_query(parameters, !page, &form->q, problem) &&
        take_text(parameters, "sort", &form->sort, problem) &&
        take_text(parameters, "collapse", &form->collapse, problem) &&
        take_numbers(parameters, form, problem) && take_choices(parameters, form, problem) &&
        take_booleans(parameters, form, problem) && take_date(parameters, form, problem) &&
        take_filters(parameters, form, problem) && take_facets(parameters, form, problem);
    if (taken && page) {
        zs_page_complete(form);
    }
    return taken;
}

zs_snippet_options zs_form_snippets(const zs_search_form *form)
{
    uint64_t usual = form->fragments > PASSAGES ? PASSAGE * form->fragments : 0;
    return (zs_snippet_options){.characters = form->characters > 0 ? form->characters : usual,
                                .fragments = form->fragments};
}

void zs_form_release(zs_search_form *form)
{
    for (size_t i = 0; i < form->filter_count; i++) {
        free((void *)(uintptr_t)form->filters[i].field);
    }
    zs_builder_release(&form->names);
}

/* ---- Asking ---------------------------------------------------------------------------- */

static bool is_of_dates(const char *field)
{
    return strcmp(field, "year") == 0 || strcmp(field, "month") == 0 ||
           strcmp(field, "date") == 0;
}

/* From one date to another; `high` empty: only the one. */
static zs_status add_dates(zs_query *group, const char *dates, zs_error *error)
{
    const char *dots = strstr(dates, "..");
    char low[16] = "";
    size_t length = dots ? (size_t)(dots - dates) : strlen(dates);
    memcpy(low, dates, length < sizeof low ? length : 0);
    const char *high = dots ? dots + 2 : low;
    zs_query *clause = NULL;
    zs_status status =
        zs_query_range("date", low[0] ? low : NULL, high[0] ? high : NULL, &clause, error);
    if (!status) {
        status = zs_query_add(group, ZS_SHOULD, clause, error);
        if (status) {
            zs_query_free(clause);
        }
    }
    return status;
}

/* Whether a clause, printed, is parsed as what it is: not if its field is none of the index, or
 * has in its name what means something in a query. */
static bool is_of_index(zs_searcher *searcher, const zs_query *clause)
{
    char *once = NULL, *twice = NULL;
    zs_query *parsed = NULL;
    bool same = !zs_query_string(clause, &once, NULL) &&
                !zs_searcher_parse(searcher, once, false, &parsed, NULL) &&
                !zs_query_string(parsed, &twice, NULL) && strcmp(once, twice) == 0;
    zs_query_free(parsed);
    free(once);
    free(twice);
    return same;
}

static zs_status fail_field(const char *field, zs_error *error)
{
    *error = (zs_error){.status = ZS_ERROR_ARGUMENT, .position = -1};
    (void)snprintf(error->message, sizeof error->message,
                   "there is no field \"%s\" to filter by", field);
    return error->status;
}

static zs_status add_filter(zs_query *group, zs_searcher *searcher,
                            const zs_form_filter *filter, zs_error *error)
{
    if (is_of_dates(filter->field)) {
        return add_dates(group, filter->value, error);
    }
    zs_query *clause = NULL;
    zs_status status = zs_query_phrase(filter->value, &clause, error);
    if (!status) {
        status = zs_query_set_field(clause, filter->field, error);
    }
    if (!status && !is_of_index(searcher, clause)) {
        status = fail_field(filter->field, error);
    }
    if (!status) {
        status = zs_query_add(group, ZS_SHOULD, clause, error);
    }
    if (status) {
        zs_query_free(clause);
    }
    return status;
}

/* A query of what was typed and all that hits must have besides, as text. Fields restrict as
 * they are; something that must be there would make what was typed something that only may. */
static zs_status compose(const zs_search_form *form, zs_searcher *searcher, char **text,
                         zs_error *error)
{
    zs_query *group = NULL, *typed = NULL;
    zs_status status = zs_query_group(false, &group, error);
    if (!status && form->q[0]) {
        status = zs_searcher_parse(searcher, form->q, form->lenient, &typed, error);
        if (!status) {
            status = zs_query_add(group, ZS_SHOULD, typed, error);
            if (status) {
                zs_query_free(typed);
            }
        }
    }
    if (!status && form->date) {
        status = add_dates(group, form->date, error);
    }
    for (size_t i = 0; !status && i < form->filter_count; i++) {
        status = add_filter(group, searcher, &form->filters[i], error);
    }
    if (!status) {
        status = zs_query_string(group, text, error);
    }
    zs_query_free(group);
    return status;
}

bool zs_answer_form(const zs_search_form *form, zs_searcher *searcher, unsigned timeout,
                    zs_needs needs, zs_answer *answer, zs_problem *problem)
{
    const zs_query_options options = {.limit = form->n,
                                      .offset = form->offset,
                                      .match = form->match,
                                      .timeout = timeout,
                                      .expand = form->expand,
                                      .lenient = form->lenient,
                                      .sort = form->sort,
                                      .collapse = form->collapse,
                                      .facets = form->facets,
                                      .facet_values = form->facet_values,
                                      .histogram = form->histogram};
    bool narrowed = form->date || form->filter_count > 0;
    zs_error error;
    char *composed = NULL;
    zs_status status = narrowed ? compose(form, searcher, &composed, &error) : ZS_OK;
    needs.correction = needs.correction && !narrowed;
    if (!status) {
        status = zs_answer_find(answer, searcher, "1", composed ? composed : form->q, &options,
                                needs, &error);
    }
    free(composed);
    if (status) {
        return zs_fault_of(problem, &error);
    }
    answer->query = form->q;
    answer->collapse = form->collapse;
    if (zs_came_late(zs_answer_is_cut_off(answer), timeout, problem)) {
        zs_answer_release(answer);
        return false;
    }
    return true;
}

bool zs_came_late(bool late, unsigned timeout, zs_problem *problem)
{
    return late && !zs_fault(problem, 504,
                             "the time, %u ms, was over before anything was found", timeout);
}
