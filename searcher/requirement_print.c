/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Requirements as text, for people.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "searcher/requirement.h"

static bool put(zs_buffer *out, const char *text)
{
    return zs_buffer_append_string(out, text);
}

/* With at most three digits behind the point. */
static bool put_number(zs_buffer *out, double number)
{
    char text[64];
    (void)snprintf(text, sizeof text, "%.*f", number == floor(number) ? 0 : 3, number);
    return put(out, text);
}

static bool put_units(zs_buffer *out, const zs_requirement *requirement)
{
    return put(out, "\"") && zs_append_units(out, requirement->units, requirement->length) &&
           put(out, "\"");
}

static bool put_more(zs_buffer *out, size_t count)
{
    return put(out, " and ") && put_number(out, (double)count) && put(out, " more");
}

/* Of a great many terms, the first. */
static bool put_terms(zs_buffer *out, const zs_requirement *requirement)
{
    enum { SHOWN = 8 };
    bool kept = put(out, "one of these terms(");
    for (size_t i = 0; kept && i < requirement->term_count && i < SHOWN; i++) {
        const zs_requirement_term *term = &requirement->terms[i];
        kept = put(out, i > 0 ? " " : "") && zs_buffer_append(out, term->bytes, term->length) &&
               put(out, term->prefix ? "*" : "");
    }
    return kept &&
           (requirement->term_count <= SHOWN ||
            put_more(out, requirement->term_count - SHOWN)) &&
           put(out, ")");
}

static const char *name_of(const zs_requirement *requirement)
{
    switch (requirement->kind) {
    case ZS_REQUIRE_ALL: return "all";
    case ZS_REQUIRE_ANY: return "any";
    case ZS_REQUIRE_SHARE: return "share";
    case ZS_REQUIRE_NEAR:
        switch (requirement->near) {
        case ZS_NEAR_ANY_ORDER: return "near";
        case ZS_NEAR_IN_ORDER: return "in order";
        case ZS_NEAR_SENTENCE: return "in a sentence";
        case ZS_NEAR_PARAGRAPH: return "in a paragraph";
        }
        return "near";
    case ZS_REQUIRE_PATTERN: return "a pattern within";
    case ZS_REQUIRE_VALUE: return "a value within";
    case ZS_REQUIRE_PHRASE:
    case ZS_REQUIRE_TERMS:
    case ZS_REQUIRE_ID:
    case ZS_REQUIRE_LANGUAGE:
    case ZS_REQUIRE_DATES:
    case ZS_REQUIRE_NUMBERS: break;
    }
    return "";
}

/* A name and the parts in parentheses. */
static bool put_parts(zs_buffer *out, const zs_requirement *requirement)
{
    bool kept = put(out, name_of(requirement));
    if (requirement->kind == ZS_REQUIRE_SHARE) {
        kept =
            kept && put(out, " of ") && put_number(out, requirement->least) && put(out, " in");
    } else if (requirement->kind == ZS_REQUIRE_NEAR && requirement->near <= ZS_NEAR_IN_ORDER) {
        kept = kept && put(out, " within ") && put_number(out, requirement->distance);
    }
    kept = kept && put(out, "(");
    for (size_t i = 0; kept && i < requirement->count; i++) {
        const zs_requirement *part = requirement->parts[i];
        kept = put(out, i > 0 ? " " : "") && zs_requirement_print(part, out) &&
               (requirement->kind != ZS_REQUIRE_SHARE ||
                (put(out, " ") && put_number(out, part->weight)));
    }
    return kept && put(out, ")");
}

static bool put_field(zs_buffer *out, const zs_requirement *requirement)
{
    static const char *const names[] = {"",         "title", "author", "source", "section",
                                        "language", "url",   "path",   "id",     "date"};
    bool metadata = requirement->field >= ZS_FIELD_METADATA;
    const char *name = metadata ? requirement->key : names[requirement->field];
    return put(out, name ? name : "") && (requirement->field == ZS_FIELD_TEXT || put(out, ":"));
}

bool zs_requirement_print(const zs_requirement *requirement, zs_buffer *out)
{
    if ((requirement->negated && !put(out, "not ")) || !put_field(out, requirement)) {
        return false;
    }
    switch (requirement->kind) {
    case ZS_REQUIRE_PHRASE:
    case ZS_REQUIRE_LANGUAGE: return put_units(out, requirement);
    case ZS_REQUIRE_TERMS: return put_terms(out, requirement);
    case ZS_REQUIRE_ID: return put(out, requirement->key);
    case ZS_REQUIRE_DATES:
        return put(out, requirement->low) && put(out, "..") && put(out, requirement->high);
    case ZS_REQUIRE_NUMBERS:
        return (isinf(requirement->least) || put_number(out, requirement->least)) &&
               put(out, "..") &&
               (isinf(requirement->most) || put_number(out, requirement->most));
    case ZS_REQUIRE_ALL:
    case ZS_REQUIRE_ANY:
    case ZS_REQUIRE_SHARE:
    case ZS_REQUIRE_NEAR:
    case ZS_REQUIRE_PATTERN:
    case ZS_REQUIRE_VALUE: break;
    }
    return put_parts(out, requirement);
}
