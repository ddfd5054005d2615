/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "answers/answer_json.h"

#include <string.h>

#include "answers/json.h"

static json_t *json_of_fragments(const zs_article *article, const zs_snippet *snippet)
{
    json_t *array = zs_json_array();
    for (size_t i = 0; snippet && i < snippet->fragment_count; i++) {
        const zs_fragment *fragment = &snippet->fragments[i];
        zs_span span = fragment->span;
        json_t *object = zs_json_object();
        zs_json_set(object, "text",
                    zs_json_text(article->text + span.start, span.end - span.start));
        zs_json_set(object, "start", zs_json_number(span.start));
        zs_json_set(object, "end", zs_json_number(span.end));
        zs_json_set(object, "marks", zs_json_of_marks(fragment->marks, fragment->mark_count));
        if (fragment->page > 0) {
            zs_json_set(object, "page", zs_json_number(fragment->page));
        }
        zs_json_append(array, object);
    }
    return array;
}

static json_t *json_of_strings(char *const *strings)
{
    json_t *array = zs_json_array();
    for (; strings && *strings; strings++) {
        zs_json_append(array, zs_json_text(*strings, strlen(*strings)));
    }
    return array;
}

static json_t *json_of_explanation(const zs_explanation *explanation)
{
    json_t *parts = zs_json_array();
    for (size_t i = 0; i < explanation->part_count; i++) {
        json_t *part = zs_json_object();
        zs_json_set_string(part, "name", explanation->parts[i].name);
        zs_json_set(part, "score", zs_json_real(explanation->parts[i].score));
        zs_json_append(parts, part);
    }
    json_t *terms = zs_json_array();
    for (size_t i = 0; i < explanation->term_count; i++) {
        const zs_explained_term *term = &explanation->terms[i];
        json_t *object = zs_json_of_term(term);
        zs_json_set(object, "count", zs_json_number(term->count));
        zs_json_set(object, "score", zs_json_real(term->score));
        zs_json_append(terms, object);
    }
    json_t *object = zs_json_object();
    zs_json_set(object, "parts", parts);
    zs_json_set(object, "terms", terms);
    return object;
}

static void add_hit(json_t *object, zs_paths *paths, const zs_hit *hit)
{
    const zs_article *article = hit->article;
    const zs_snippet *snippet = hit->snippet;
    zs_json_set(object, "rank", zs_json_number(hit->rank));
    zs_json_set_string(object, "id", hit->id);
    zs_json_set(object, "score", zs_json_real(hit->score));
    zs_json_set(object, "step", zs_json_number(hit->step));
    zs_json_set_article(object, article, paths);
    zs_json_set(object, "title_marks",
                zs_json_of_marks(hit->title_marks, hit->title_mark_count));
    zs_json_set(object, "fragments", json_of_fragments(article, snippet));
    if (hit->marks) {
        zs_json_set(object, "text", zs_json_text(article->text, article->text_length));
        zs_json_set(object, "text_marks",
                    zs_json_of_marks(hit->marks->text_marks, hit->marks->text_mark_count));
    }
    if (hit->explanation) {
        zs_json_set(object, "explanation", json_of_explanation(hit->explanation));
    }
    if (hit->collapsed > 0) {
        zs_json_set(object, "collapsed", zs_json_number(hit->collapsed));
    }
    if (hit->duplicates > 0) {
        zs_json_set(object, "duplicates", zs_json_number(hit->duplicates));
        zs_json_set(object, "duplicate_ids", json_of_strings(hit->duplicate_ids));
    }
}

static json_t *json_of_correction(const zs_answer *answer)
{
    const zs_correction *correction = answer->correction;
    json_t *changes = zs_json_array();
    for (size_t i = 0; i < correction->change_count; i++) {
        json_t *change = zs_json_object();
        zs_json_set(change, "typed", zs_json_span(correction->changes[i].typed));
        zs_json_set(change, "corrected", zs_json_span(correction->changes[i].corrected));
        zs_json_append(changes, change);
    }
    json_t *object = zs_json_object();
    zs_json_set_string(object, "query", correction->query);
    zs_json_set(object, "changes", changes);
    zs_json_set(object, "total", zs_json_number(correction->total));
    zs_json_set(object, "total_exact", correction->exact ? json_true() : json_false());
    zs_json_set(object, "applied", answer->corrected ? json_true() : json_false());
    return object;
}

static json_t *json_of_keywords(const zs_keywords *keywords)
{
    json_t *array = zs_json_array();
    for (size_t i = 0; i < keywords->count; i++) {
        const zs_keyword *keyword = &keywords->items[i];
        json_t *object = zs_json_object();
        zs_json_set_string(object, "keyword", keyword->text);
        zs_json_set(object, "weight", zs_json_real(keyword->weight));
        zs_json_set(object, "count", zs_json_number(keyword->count));
        zs_json_set(object, "texts", zs_json_number(keyword->texts));
        zs_json_set(object, "document_frequency", zs_json_number(keyword->document_frequency));
        zs_json_append(array, object);
    }
    return array;
}

static json_t *json_of_advice(const zs_advice *advice)
{
    json_t *array = zs_json_array();
    for (size_t i = 0; i < advice->count; i++) {
        const zs_advice_entry *entry = &advice->entries[i];
        json_t *object = zs_json_object();
        zs_json_set_string(object, "kind", zs_advice_kind_name(entry->kind));
        zs_json_set_string(object, "text", entry->text);
        zs_json_set(object, "span", zs_json_span(entry->span));
        if (entry->count > 0) {
            zs_json_set(object, "count", zs_json_number(entry->count));
            zs_json_set(object, "exact", entry->exact ? json_true() : json_false());
        }
        zs_json_set_string(object, "suggestion", entry->suggestion);
        zs_json_append(array, object);
    }
    return array;
}

static json_t *json_of_notes(const zs_results *results)
{
    json_t *array = zs_json_array();
    for (size_t i = 0; i < zs_results_note_count(results); i++) {
        const char *note = zs_results_note(results, i);
        zs_json_append(array, zs_json_text(note, strlen(note)));
    }
    return array;
}

static json_t *json_of_synonyms(const zs_results *results)
{
    json_t *array = zs_json_array();
    const char *word, *synonym;
    for (size_t i = 0; zs_results_synonym(results, i, &word, &synonym); i++) {
        json_t *object = zs_json_object();
        zs_json_set_string(object, "word", word);
        zs_json_set_string(object, "synonym", synonym);
        zs_json_append(array, object);
    }
    return array;
}

static json_t *json_of_values(const zs_facet_value *values, size_t count)
{
    json_t *array = zs_json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *object = zs_json_object();
        zs_json_set_string(object, "value", values[i].value);
        zs_json_set(object, "count", zs_json_number(values[i].count));
        zs_json_append(array, object);
    }
    return array;
}

static json_t *json_of_histogram(const zs_histogram *histogram)
{
    json_t *object = zs_json_object();
    zs_json_set_string(object, "interval", zs_interval_name(histogram->interval));
    zs_json_set(object, "values", json_of_values(histogram->values, histogram->value_count));
    zs_json_set(object, "without", zs_json_number(histogram->without));
    return object;
}

static json_t *json_of_facets(const zs_facets *facets)
{
    json_t *array = zs_json_array();
    for (size_t i = 0; i < facets->facet_count; i++) {
        const zs_facet *facet = &facets->facets[i];
        json_t *object = zs_json_object();
        zs_json_set_string(object, "field", facet->field);
        zs_json_set(object, "values", json_of_values(facet->values, facet->value_count));
        zs_json_set(object, "others", zs_json_number(facet->others));
        zs_json_set(object, "without", zs_json_number(facet->without));
        zs_json_append(array, object);
    }
    json_t *object = zs_json_object();
    zs_json_set(object, "articles", zs_json_number(facets->articles));
    zs_json_set(object, "exact", facets->exact ? json_true() : json_false());
    zs_json_set(object, "facets", array);
    if (facets->histogram) {
        zs_json_set(object, "histogram", json_of_histogram(facets->histogram));
    }
    return object;
}

/* What a document and a line begin with. */
static json_t *json_of_head(const zs_answer *answer, const char *qid)
{
    json_t *object = zs_json_object();
    zs_json_set(object, "version", zs_json_number(ZS_JSON_VERSION));
    zs_json_set_string(object, "qid", qid);
    zs_json_set_string(object, "query", answer->query);
    if (answer->correction) {
        zs_json_set(object, "correction", json_of_correction(answer));
    }
    return object;
}

static json_t *json_of_rest(const zs_answer *answer, const char *qid)
{
    json_t *head = json_of_head(answer, qid);
    zs_json_set(head, "total", zs_json_number(answer->total));
    zs_json_set(head, "total_exact", answer->exact ? json_true() : json_false());
    zs_json_set(head, "offset", zs_json_number(answer->offset));
    zs_json_set(head, "partial", answer->partial ? json_true() : json_false());
    zs_json_set(head, "notes", json_of_notes(answer->results));
    zs_json_set(head, "synonyms", json_of_synonyms(answer->results));
    if (zs_results_facets(answer->results)) {
        zs_json_set(head, "counted", json_of_facets(zs_results_facets(answer->results)));
    }
    if (answer->advice) {
        zs_json_set(head, "advice", json_of_advice(answer->advice));
    }
    if (answer->keywords) {
        zs_json_set(head, "keywords", json_of_keywords(answer->keywords));
    }
    return head;
}

/* Hit by hit, each on a line: readable without being three times as long, and never all in
 * memory. */
void zs_put_answer(zs_output *out, const zs_answer *answer, const char *qid, zs_paths *paths)
{
    json_t *head = json_of_rest(answer, qid);
    zs_put_string(out, "{");
    zs_put_json(out, head, JSON_EMBED);
    json_decref(head);
    zs_put_string(out, ",\"hits\":[");
    for (size_t i = 0; i < answer->count; i++) {
        json_t *hit = zs_json_object();
        add_hit(hit, paths, &answer->hits[i]);
        zs_put_string(out, i > 0 ? ",\n" : "\n");
        zs_put_json(out, hit, 0);
        json_decref(hit);
    }
    zs_put_string(out, answer->count > 0 ? "\n]}" : "]}");
}

void zs_put_answer_lines(zs_output *out, const zs_answer *answer, const char *qid,
                         zs_paths *paths)
{
    for (size_t i = 0; i < answer->count; i++) {
        json_t *line = json_of_head(answer, qid);
        add_hit(line, paths, &answer->hits[i]);
        zs_put_json(out, line, 0);
        zs_put_string(out, "\n");
        json_decref(line);
    }
}
