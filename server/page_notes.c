/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "server/page_notes.h"

#include <string.h>

#include "answers/clean.h"
#include "server/html.h"
#include "server/links.h"
#include "server/page_filters.h"

/* ---- What may have been meant ---------------------------------------------------- */

/* The corrected query as HTML, what was changed in <em>. */
static void append_corrected(zs_builder *out, const zs_correction *correction)
{
    size_t length = strlen(correction->query);
    size_t at = 0;
    for (size_t i = 0; i < correction->change_count; i++) {
        zs_span change = correction->changes[i].corrected;
        if (change.start < at || change.end > length || change.end <= change.start) {
            continue;
        }
        zs_append_html(out, correction->query + at, change.start - at);
        zs_append_string(out, "<em>");
        zs_append_html(out, correction->query + change.start, change.end - change.start);
        zs_append_string(out, "</em>");
        at = change.end;
    }
    zs_append_html(out, correction->query + at, length - at);
}

static void append_offer(zs_builder *out, zs_tongue tongue, const zs_search_form *form,
                         const zs_correction *correction)
{
    zs_search_form corrected = zs_form_anew(form);
    corrected.q = correction->query;
    zs_builder link = ZS_BUILDER_INIT;
    zs_append_string(&link, "<a");
    zs_append_search_link(&link, &corrected);
    zs_append_string(&link, ">");
    append_corrected(&link, correction);
    zs_append_string(&link, "</a>");
    zs_append_string(out, "<p class=\"offer\">");
    zs_say(out, tongue, ZS_SAY_DID_YOU_MEAN, 0, link.data);
    zs_say(out, tongue, correction->exact ? ZS_SAY_IT_HAS : ZS_SAY_IT_HAS_ABOUT,
           correction->total, NULL);
    zs_append_string(out, "</p>\n");
    zs_builder_release(&link);
}

static void append_applied(zs_builder *out, zs_tongue tongue, const zs_answer *answer)
{
    zs_builder text = ZS_BUILDER_INIT;
    zs_append_html_string(&text, answer->query);
    zs_append_string(out, "<p class=\"offer\">");
    zs_say(out, tongue, ZS_SAY_CORRECTED, 0, zs_builder_string(&text));
    zs_builder_clear(&text);
    append_corrected(&text, answer->correction);
    zs_say(out, tongue, ZS_SAY_CORRECTED_TO, 0, zs_builder_string(&text));
    zs_append_string(out, "</p>\n");
    zs_builder_release(&text);
}

/* ---- What else is to be said ----------------------------------------------------- */

/* "同时找了：軟體（软件）、網路（网络）" */
static void append_synonyms(zs_builder *out, zs_tongue tongue, const zs_results *results)
{
    const char *word, *synonym;
    zs_builder html = ZS_BUILDER_INIT;
    size_t count = 0;
    for (; zs_results_synonym(results, count, &word, &synonym); count++) {
        zs_append_string(out, count == 0 ? "<p class=\"note\">" : "");
        zs_append_string(out,
                         zs_words_of(tongue, count == 0 ? ZS_SAY_ALSO_SOUGHT : ZS_SAY_COMMA));
        zs_append_html_string(out, synonym);
        zs_builder_clear(&html);
        zs_append_html_string(&html, word);
        zs_say(out, tongue, ZS_SAY_ALSO_FOR, 0, zs_builder_string(&html));
    }
    zs_append_string(out, count > 0 ? "</p>\n" : "");
    zs_builder_release(&html);
}

void zs_append_notes(zs_builder *out, zs_tongue tongue, const zs_search_form *form,
                     const zs_answer *answer)
{
    if (answer->correction && answer->corrected) {
        append_applied(out, tongue, answer);
    } else if (answer->correction) {
        append_offer(out, tongue, form, answer->correction);
    }
    if (answer->partial) {
        zs_append_string(out, "<p class=\"note\">");
        zs_append_string(out, zs_words_of(tongue, ZS_SAY_PARTIAL));
        zs_append_string(out, "</p>\n");
    }
    if (!answer->results) {
        return;
    }
    append_synonyms(out, tongue, answer->results);
    for (size_t i = 0; i < zs_results_note_count(answer->results); i++) {
        zs_append_string(out, "<p class=\"note\" lang=\"en\">");
        zs_append_html_string(out, zs_results_note(answer->results, i));
        zs_append_string(out, "</p>\n");
    }
}

/* ---- If nothing is found --------------------------------------------------------- */

/* AND and OR are between two clauses. The length of one that a text begins with; 0: it does
 * not.
 */
static size_t operator_at(const char *text)
{
    size_t length = strncmp(text, "AND", 3) == 0 ? 3 : strncmp(text, "OR", 2) == 0 ? 2 : 0;
    return length > 0 && (text[length] == ' ' || !text[length]) ? length : 0;
}

/* Where a query ends before a clause that is to go, without an operator that would be left. */
static size_t end_before(const char *query, size_t place)
{
    size_t end = place;
    while (end > 0 && query[end - 1] == ' ') {
        end--;
    }
    size_t word = end;
    while (word > 0 && query[word - 1] != ' ') {
        word--;
    }
    return word < end && operator_at(query + word) == end - word ? word : place;
}

/* The query without what stands in a span of it, and the operator that joined it. */
static void append_without(zs_builder *out, const char *query, zs_span span)
{
    size_t end = end_before(query, span.start);
    const char *behind = query + span.end;
    zs_append(out, query, end);
    if (end == span.start) {
        const char *word = behind + strspn(behind, " ");
        behind = operator_at(word) > 0 ? word + operator_at(word) : behind;
    }
    zs_append_string(out, behind);
}

/* Whether there is anything in a query that is not only left out: alone, that cannot be asked.
 */
static bool seeks(const char *query)
{
    while (query[strspn(query, " ")]) {
        query += strspn(query, " ");
        if (query[0] != '-') {
            return true;
        }
        query += strcspn(query, " ");
    }
    return false;
}

/* The query without the quotation marks in a span of it. */
static void append_unquoted(zs_builder *out, const char *query, zs_span span)
{
    static const char *const quotes[] = {"\"", "“", "”", "「", "」", "『", "』", "＂"};
    zs_append(out, query, span.start);
    for (size_t at = span.start; at < span.end;) {
        size_t length = 0;
        for (size_t i = 0; i < sizeof quotes / sizeof *quotes && length == 0; i++) {
            if (strncmp(query + at, quotes[i], strlen(quotes[i])) == 0) {
                length = strlen(quotes[i]);
            }
        }
        zs_append(out, query + at, length > 0 ? 0 : 1);
        at += length > 0 ? length : 1;
    }
    zs_append_string(out, query + span.end);
}

/* Appends "（12 篇）", if that is known. */
static void append_count(zs_builder *out, zs_tongue tongue, const zs_advice_entry *entry)
{
    if (entry->count > 0) {
        zs_say(out, tongue, entry->exact ? ZS_SAY_IT_HAS : ZS_SAY_IT_HAS_ABOUT, entry->count,
               NULL);
    }
}

/* Appends words as a link to what to ask instead; without a query to ask, as they are. */
static void append_way(zs_builder *out, const zs_search_form *form, const char *query,
                       const char *html)
{
    zs_search_form instead = zs_form_anew(form);
    instead.q = query;
    if (seeks(query)) {
        zs_append_string(out, "<a");
        zs_append_search_link(out, &instead);
        zs_append_format(out, ">%s</a>", html);
    } else {
        zs_append_string(out, html);
    }
}

/* Whether it is known where a clause stands in what was typed: what narrows a search is asked
 * for as clauses of the query too, which was then another text. */
static bool is_in_query(const zs_search_form *form, zs_span span)
{
    return !form->date && form->filter_count == 0 && span.start < span.end &&
           span.end <= strlen(form->q);
}

/* What is done about a clause of the query, as a link if it is known where that stands. */
static void append_remedy(zs_builder *out, zs_tongue tongue, const zs_search_form *form,
                          const zs_advice_entry *entry, const char *text)
{
    bool known = is_in_query(form, entry->span);
    zs_builder query = ZS_BUILDER_INIT;
    zs_builder words = ZS_BUILDER_INIT;
    if (entry->kind == ZS_ADVICE_UNQUOTED) {
        zs_say(out, tongue, ZS_SAY_ADVICE_UNQUOTED, 0, text);
        zs_append_string(out, zs_words_of(tongue, ZS_SAY_COLON));
        zs_append_string(&words, zs_words_of(tongue, ZS_SAY_ADVICE_UNQUOTED_DO));
    } else {
        zs_say(&words, tongue, ZS_SAY_ADVICE_WITHOUT, 0, text);
    }
    if (known && entry->kind == ZS_ADVICE_UNQUOTED) {
        append_unquoted(&query, form->q, entry->span);
    } else if (known) {
        append_without(&query, form->q, entry->span);
    }
    append_way(out, form, zs_builder_string(&query), words.data);
    append_count(out, tongue, entry);
    zs_builder_release(&query);
    zs_builder_release(&words);
}

static void append_any(zs_builder *out, zs_tongue tongue, const zs_search_form *form,
                       const zs_advice_entry *entry)
{
    zs_search_form any = zs_form_anew(form);
    any.match = ZS_WORDS_ANY;
    zs_append_string(out, "<a");
    zs_append_search_link(out, &any);
    zs_append_string(out, ">");
    zs_append_string(out, zs_words_of(tongue, ZS_SAY_ADVICE_ANY));
    zs_append_string(out, "</a>");
    append_count(out, tongue, entry);
}

/* What there is instead of a value or of dates. */
static void append_suggestion(zs_builder *out, zs_tongue tongue, zs_words words,
                              const char *suggestion)
{
    zs_builder html = ZS_BUILDER_INIT;
    if (suggestion) {
        zs_append_html_string(&html, suggestion);
        zs_say(out, tongue, words, 0, zs_builder_string(&html));
    }
    zs_builder_release(&html);
}

/* The text of an entry without what says to the parser what it is: "+date:1990" */
static const char *shown_text(const zs_advice_entry *entry)
{
    const char *text = entry->text ? entry->text : "";
    text += text[0] == '+' ? 1 : 0;
    if (entry->kind == ZS_ADVICE_DATES && strncmp(text, "date:", 5) == 0) {
        text += 5;
    }
    return text;
}

static void append_entry(zs_builder *out, zs_tongue tongue, const zs_search_form *form,
                         const zs_advice_entry *entry)
{
    zs_builder text = ZS_BUILDER_INIT;
    zs_append_html_string(&text, shown_text(entry));
    zs_append_string(out, "<li>");
    switch (entry->kind) {
    case ZS_ADVICE_UNKNOWN:
        zs_say(out, tongue, ZS_SAY_ADVICE_UNKNOWN, 0, zs_builder_string(&text));
        break;
    case ZS_ADVICE_VALUE:
        zs_say(out, tongue, ZS_SAY_ADVICE_VALUE, 0, zs_builder_string(&text));
        append_suggestion(out, tongue, ZS_SAY_ADVICE_VALUE_ARE, entry->suggestion);
        break;
    case ZS_ADVICE_DATES:
        zs_say(out, tongue, ZS_SAY_ADVICE_DATES, 0, zs_builder_string(&text));
        append_suggestion(out, tongue, ZS_SAY_ADVICE_DATES_ARE, entry->suggestion);
        break;
    case ZS_ADVICE_UNQUOTED:
    case ZS_ADVICE_WITHOUT:
        append_remedy(out, tongue, form, entry, zs_builder_string(&text));
        break;
    case ZS_ADVICE_ANY: append_any(out, tongue, form, entry); break;
    }
    zs_append_string(out, "</li>\n");
    zs_builder_release(&text);
}

static void append_link_to(zs_builder *out, zs_tongue tongue, const zs_search_form *form,
                           zs_words words)
{
    zs_append_string(out, "<li><a");
    zs_append_search_link(out, form);
    zs_append_string(out, ">");
    zs_append_string(out, zs_words_of(tongue, words));
    zs_append_string(out, "</a></li>\n");
}

void zs_append_advice(zs_builder *out, zs_tongue tongue, const zs_search_form *form,
                      const zs_answer *answer)
{
    zs_append_string(out, "<section class=\"advice\"><h2>");
    zs_append_string(out, zs_words_of(tongue, ZS_SAY_ADVICE));
    zs_append_string(out, "</h2>\n<ul>\n");
    size_t count = answer->advice ? answer->advice->count : 0;
    for (size_t i = 0; i < count; i++) {
        append_entry(out, tongue, form, &answer->advice->entries[i]);
    }
    if (answer->total > 0 && form->offset > 0) {
        zs_search_form first = zs_form_anew(form);
        append_link_to(out, tongue, &first, ZS_SAY_ADVICE_FIRST);
    } else if (zs_form_is_narrowed(form)) {
        zs_search_form widened = zs_form_widened(form);
        append_link_to(out, tongue, &widened, ZS_SAY_ADVICE_FILTERS);
    } else if (count == 0) {
        zs_append_string(out, "<li>");
        zs_append_string(out, zs_words_of(tongue, ZS_SAY_ADVICE_FEWER));
        zs_append_string(out, "</li>\n");
    }
    zs_append_string(out, "</ul></section>\n");
}

/* ---- If something is wrong ------------------------------------------------------- */

zs_words zs_words_of_problem(const zs_page_problem *problem)
{
    switch (problem->status) {
    case 400: return problem->position >= 0 ? ZS_SAY_PROBLEM_QUERY : ZS_SAY_PROBLEM_400;
    case 401:
    case 403: return ZS_SAY_PROBLEM_403;
    case 404: return ZS_SAY_PROBLEM_404;
    case 405: return ZS_SAY_PROBLEM_405;
    case 413:
    case 414: return ZS_SAY_PROBLEM_414;
    case 421: return ZS_SAY_PROBLEM_421;
    case 429: return ZS_SAY_PROBLEM_429;
    case 503: return ZS_SAY_PROBLEM_503;
    case 504: return ZS_SAY_PROBLEM_504;
    default: return problem->status < 500 ? ZS_SAY_PROBLEM_400 : ZS_SAY_PROBLEM_500;
    }
}

/* The query, with the character marked that it is wrong at. */
static void append_place(zs_builder *out, zs_tongue tongue, const char *query, size_t position)
{
    size_t length = strlen(query);
    size_t at = 0;
    uint64_t number = 1;
    int32_t character;
    while (at < position && at < length) {
        at += zs_character_at(query + at, length - at, &character);
        number++;
    }
    size_t size = at < length ? zs_character_at(query + at, length - at, &character) : 0;
    zs_append_string(out, "<p class=\"place\">");
    zs_say(out, tongue, size > 0 ? ZS_SAY_PROBLEM_QUERY_AT : ZS_SAY_PROBLEM_QUERY_END, number,
           NULL);
    zs_append_string(out, "<code>");
    zs_append_html(out, query, at);
    zs_append_string(out, "<mark>");
    if (size > 0) {
        zs_append_html(out, query + at, size);
    } else {
        zs_append_string(out, "▁");
    }
    zs_append_string(out, "</mark>");
    zs_append_html(out, query + at + size, length - at - size);
    zs_append_string(out, "</code></p>\n");
}

void zs_append_problem(zs_builder *out, zs_tongue tongue, const char *query,
                       const zs_page_problem *problem)
{
    if (query && problem->position >= 0) {
        append_place(out, tongue, query, (size_t)problem->position);
    }
    if (problem->detail && problem->detail[0]) {
        zs_append_string(out, "<p class=\"detail\" lang=\"en\">");
        zs_append_html_string(out, problem->detail);
        zs_append_string(out, "</p>\n");
    }
}
