/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/requirement.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "searcher/candidates.h"
#include "searcher/nearness.h"

zs_requirement *zs_requirement_new(zs_requirement_kind kind)
{
    zs_requirement *requirement = calloc(1, sizeof *requirement);
    if (requirement) {
        requirement->kind = kind;
    }
    return requirement;
}

void zs_requirement_free(zs_requirement *requirement)
{
    if (!requirement) {
        return;
    }
    for (size_t i = 0; i < requirement->count; i++) {
        zs_requirement_free(requirement->parts[i]);
    }
    free(requirement->parts);
    free(requirement->key);
    free(requirement->units);
    free(requirement->written);
    free(requirement->terms);
    free(requirement->groups);
    zs_pattern_free(requirement->pattern);
    free(requirement);
}

bool zs_requirement_add(zs_requirement *whole, zs_requirement *part, bool negated)
{
    zs_requirement **parts = zs_array_grow(whole->parts, &whole->capacity, whole->count + 1,
                                           sizeof(zs_requirement *));
    if (!parts) {
        zs_requirement_free(part);
        return false;
    }
    whole->parts = parts;
    parts[whole->count++] = part;
    part->negated = negated;
    return true;
}

void zs_requirement_scratch_release(zs_requirement_scratch *scratch)
{
    zs_folded_release(&scratch->value);
    free(scratch->sentences);
    free(scratch->paragraphs);
    *scratch = (zs_requirement_scratch){.sentences = NULL};
}

/* ---- In a part ----------------------------------------------------------------------- */

/* Whether something that stands in a text stands in this one. */
static zs_status met_in_part(const zs_requirement *requirement, const zs_text_part *part,
                             zs_requirement_scratch *scratch, bool *met, zs_error *error)
{
    const zs_folded *folded = part->folded;
    switch (requirement->kind) {
    case ZS_REQUIRE_PHRASE:
        *met = zs_phrase_next(requirement, part, 0) < folded->length;
        return ZS_OK;
    case ZS_REQUIRE_NEAR: return zs_is_near(requirement, part, scratch, met, error);
    case ZS_REQUIRE_PATTERN: return zs_pattern_found(requirement->pattern, folded, met, error);
    case ZS_REQUIRE_VALUE:
        return zs_pattern_fits(requirement->pattern, folded->units, folded->length, met, error);
    case ZS_REQUIRE_ID:
    case ZS_REQUIRE_LANGUAGE:
    case ZS_REQUIRE_ALL:
    case ZS_REQUIRE_ANY:
    case ZS_REQUIRE_SHARE:
    case ZS_REQUIRE_TERMS:
    case ZS_REQUIRE_DATES:
    case ZS_REQUIRE_NUMBERS: break;
    }
    return zs_fail(error, ZS_ERROR_INTERNAL, "a requirement of no text was sought in one");
}

static zs_status met_in_value(const zs_requirement *requirement, const char *value,
                              zs_requirement_scratch *scratch, bool *met, zs_error *error)
{
    zs_folded folded = scratch->value; /* what is sought uses the rest of the scratch */
    zs_status status = zs_fold(value, strlen(value), ZS_PURPOSE_INDEX, &folded, error);
    scratch->value = ZS_FOLDED_INIT;
    if (!status) {
        const zs_text_part part = {&folded, value};
        status = met_in_part(requirement, &part, scratch, met, error);
    }
    scratch->value = folded;
    return status;
}

/* Of metadata, any value of the name. */
static zs_status met_in_metadata(const zs_requirement *requirement, const zs_article *article,
                                 zs_requirement_scratch *scratch, bool *met, zs_error *error)
{
    size_t next = 0;
    zs_status status = ZS_OK;
    const char *value;
    *met = false;
    while (!status && !*met &&
           (value = zs_field_value_next(article, requirement->key, &next)) != NULL) {
        status = met_in_value(requirement, value, scratch, met, error);
    }
    return status;
}

static zs_status met_in_text(const zs_requirement *requirement, zs_view *view,
                             zs_requirement_scratch *scratch, bool *met, zs_error *error)
{
    const zs_article *article = &view->record.article;
    if (requirement->field > ZS_FIELD_TITLE) {
        const char *value = zs_field_value(article, requirement->field);
        *met = false;
        return requirement->field == ZS_FIELD_METADATA
                   ? met_in_metadata(requirement, article, scratch, met, error)
               : value ? met_in_value(requirement, value, scratch, met, error)
                       : ZS_OK;
    }
    const zs_folded *folded;
    zs_status status = zs_view_title(view, &folded, error);
    if (!status) {
        const zs_text_part title = {folded,
                                    !view->kept && article->title ? article->title : ""};
        status = met_in_part(requirement, &title, scratch, met, error);
    }
    if (status || *met || requirement->field == ZS_FIELD_TITLE) {
        return status;
    }
    status = zs_view_text(view, &folded, error);
    if (!status) {
        const zs_text_part text = {folded, view->kept ? "" : article->text};
        status = met_in_part(requirement, &text, scratch, met, error);
    }
    return status;
}

/* ---- Values --------------------------------------------------------------------------- */

/* The language that is asked for, or a kind of it: zh is also zh-Hant. */
static bool is_language(const zs_requirement *requirement, const zs_folded *value)
{
    size_t length = requirement->length;
    return value->length >= length &&
           memcmp(value->units, requirement->units, length * sizeof *value->units) == 0 &&
           (value->length == length || value->units[length] == '-');
}

static zs_status met_by_language(const zs_requirement *requirement, const zs_article *article,
                                 zs_requirement_scratch *scratch, bool *met, zs_error *error)
{
    const char *language = article->language ? article->language : "";
    zs_status status =
        zs_fold(language, strlen(language), ZS_PURPOSE_INDEX, &scratch->value, error);
    *met = !status && is_language(requirement, &scratch->value);
    return status;
}

static bool met_by_date(const zs_requirement *requirement, const zs_article *article)
{
    char digits[ZS_DATE_DIGITS + 1];
    return zs_article_date(article, digits) && strcmp(digits, requirement->low) >= 0 &&
           (!requirement->high[0] || strcmp(digits, requirement->high) <= 0);
}

/* The first number counts, as in the index. */
static bool met_by_number(const zs_requirement *requirement, const zs_article *article)
{
    size_t next = 0;
    const char *value;
    while ((value = zs_field_value_next(article, requirement->key, &next)) != NULL) {
        double number;
        if (zs_number_of(value, &number)) {
            return number >= requirement->least && number <= requirement->most;
        }
    }
    return false;
}

static zs_status met_by_terms(const zs_requirement *requirement, zs_view *view, bool *met,
                              zs_error *error)
{
    *met = false;
    zs_status status = ZS_OK;
    for (size_t i = 0; !status && !*met && i < requirement->term_count; i++) {
        const zs_requirement_term *term = &requirement->terms[i];
        status = zs_reader_has_term(view->reader, view->docid, term->bytes, term->length,
                                    term->prefix, met, error);
    }
    return status;
}

bool zs_requirement_only_grows(const zs_requirement *requirement)
{
    bool grows = !requirement->negated;
    for (size_t i = 0; grows && !requirement->pattern && i < requirement->count; i++) {
        grows = zs_requirement_only_grows(requirement->parts[i]);
    }
    return grows;
}

bool zs_requirement_is_of_text(const zs_requirement *requirement)
{
    bool parts = requirement->kind == ZS_REQUIRE_ALL || requirement->kind == ZS_REQUIRE_ANY ||
                 requirement->kind == ZS_REQUIRE_SHARE;
    bool stands = requirement->kind == ZS_REQUIRE_PHRASE ||
                  requirement->kind == ZS_REQUIRE_NEAR ||
                  requirement->kind == ZS_REQUIRE_PATTERN;
    bool of_text = (stands && requirement->field <= ZS_FIELD_TITLE) ||
                   requirement->kind == ZS_REQUIRE_TERMS || parts;
    for (size_t i = 0; of_text && parts && i < requirement->count; i++) {
        of_text = zs_requirement_is_of_text(requirement->parts[i]);
    }
    return of_text;
}

bool zs_requirement_needs_text(const zs_requirement *requirement)
{
    bool stands = requirement->kind == ZS_REQUIRE_PHRASE ||
                  requirement->kind == ZS_REQUIRE_NEAR ||
                  requirement->kind == ZS_REQUIRE_PATTERN;
    bool needs = stands && requirement->field == ZS_FIELD_TEXT;
    for (size_t i = 0; !needs && !requirement->pattern && i < requirement->count; i++) {
        needs = zs_requirement_needs_text(requirement->parts[i]);
    }
    return needs;
}

bool zs_requirement_needs_spans(const zs_requirement *requirement)
{
    if (requirement->written ||
        (requirement->kind == ZS_REQUIRE_NEAR && requirement->near >= ZS_NEAR_SENTENCE)) {
        return true;
    }
    bool needs = false;
    for (size_t i = 0; !needs && !requirement->pattern && i < requirement->count; i++) {
        needs = zs_requirement_needs_spans(requirement->parts[i]);
    }
    return needs;
}

/* ---- All of it ------------------------------------------------------------------------ */

static zs_status met_by_parts(const zs_requirement *requirement, zs_view *view,
                              zs_requirement_scratch *scratch, bool *met, zs_error *error)
{
    double sum = 0;
    bool all = requirement->kind == ZS_REQUIRE_ALL;
    for (size_t i = 0; i < requirement->count; i++) {
        const zs_requirement *part = requirement->parts[i];
        bool has = false;
        zs_status status = zs_requirement_met(part, view, scratch, &has, error);
        if (status) {
            return status;
        }
        has = has != part->negated;
        sum += has ? part->weight : 0;
        if (requirement->kind != ZS_REQUIRE_SHARE && has != all) {
            *met = !all;
            return ZS_OK;
        }
    }
    *met = requirement->kind == ZS_REQUIRE_SHARE ? zs_share_suffices(sum, requirement->least)
                                                 : all;
    return ZS_OK;
}

zs_status zs_requirement_met(const zs_requirement *requirement, zs_view *view,
                             zs_requirement_scratch *scratch, bool *met, zs_error *error)
{
    const zs_article *article = &view->record.article;
    switch (requirement->kind) {
    case ZS_REQUIRE_ALL:
    case ZS_REQUIRE_ANY:
    case ZS_REQUIRE_SHARE: return met_by_parts(requirement, view, scratch, met, error);
    case ZS_REQUIRE_PHRASE:
    case ZS_REQUIRE_NEAR:
    case ZS_REQUIRE_PATTERN:
    case ZS_REQUIRE_VALUE: return met_in_text(requirement, view, scratch, met, error);
    case ZS_REQUIRE_TERMS: return met_by_terms(requirement, view, met, error);
    case ZS_REQUIRE_ID: *met = strcmp(article->id, requirement->key) == 0; return ZS_OK;
    case ZS_REQUIRE_LANGUAGE: return met_by_language(requirement, article, scratch, met, error);
    case ZS_REQUIRE_DATES: *met = met_by_date(requirement, article); return ZS_OK;
    case ZS_REQUIRE_NUMBERS: *met = met_by_number(requirement, article); return ZS_OK;
    }
    return ZS_OK;
}
