/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "server/words.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "server/html.h"

static const char *const table[ZS_SAY_COUNT][3] = {
#define WORDS(name, simplified, traditional, english) {simplified, traditional, english},
#include "server/words.inc"
#undef WORDS
};

const char *zs_words_of(zs_tongue tongue, zs_words words)
{
    return table[words][tongue];
}

void zs_append_number(zs_builder *out, uint64_t number)
{
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%" PRIu64, number);
    for (int i = 0; i < length; i++) {
        zs_append(out, ",", i > 0 && (length - i) % 3 == 0 ? 1 : 0);
        zs_append(out, digits + i, 1);
    }
}

void zs_say(zs_builder *out, zs_tongue tongue, zs_words words, uint64_t count, const char *html)
{
    for (const char *at = table[words][tongue]; *at;) {
        size_t plain = strcspn(at, "#@$");
        zs_append(out, at, plain);
        at += plain;
        switch (*at) {
        case '#': zs_append_number(out, count); break;
        case '@': zs_append_string(out, html ? html : ""); break;
        case '$': zs_append_string(out, count == 1 ? "" : "s"); break;
        default: return;
        }
        at++;
    }
}

const char *zs_language_of(zs_tongue tongue)
{
    switch (tongue) {
    case ZS_TRADITIONAL: return "zh-Hant";
    case ZS_ENGLISH: return "en";
    default: return "zh-Hans";
    }
}

/* ---- Accept-Language ------------------------------------------------------------- */

/* A language range without its weight. */
struct range {
    const char *begin;
    size_t length;
};

/* Whether one of the subtags of a range, parted by hyphens, is this. */
static bool has_subtag(struct range range, const char *subtag)
{
    size_t wanted = strlen(subtag);
    for (size_t at = 0; at < range.length;) {
        size_t end = at;
        while (end < range.length && range.begin[end] != '-') {
            end++;
        }
        if (end - at == wanted && strncasecmp(range.begin + at, subtag, wanted) == 0) {
            return true;
        }
        at = end + 1;
    }
    return false;
}

static bool begins_with(struct range range, const char *subtag)
{
    size_t length = strlen(subtag);
    return range.length >= length && strncasecmp(range.begin, subtag, length) == 0 &&
           (range.length == length || range.begin[length] == '-');
}

/* The language that a range asks for; false if there is none of it. */
static bool tongue_of_range(struct range range, zs_tongue *tongue)
{
    if (begins_with(range, "en")) {
        *tongue = ZS_ENGLISH;
        return true;
    }
    if (begins_with(range, "zh") || begins_with(range, "yue") || begins_with(range, "cmn")) {
        bool traditional = has_subtag(range, "hant") ||
                           (!has_subtag(range, "hans") &&
                            (has_subtag(range, "tw") || has_subtag(range, "hk") ||
                             has_subtag(range, "mo") || begins_with(range, "yue")));
        *tongue = traditional ? ZS_TRADITIONAL : ZS_SIMPLIFIED;
        return true;
    }
    if (begins_with(range, "*")) {
        *tongue = ZS_SIMPLIFIED;
        return true;
    }
    return false;
}

/* The weight in thousandths of what stands behind a range: " ; q=0.5". What is not one counts
 * nothing, so that it is not taken for the best. */
static unsigned weight_of(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == ';')) {
        at++;
    }
    if (at == end) {
        return 1000;
    }
    if (end - at < 3 || (at[0] != 'q' && at[0] != 'Q') || at[1] != '=' ||
        (at[2] != '0' && at[2] != '1')) {
        return 0;
    }
    unsigned weight = at[2] == '1' ? 1000 : 0;
    unsigned unit = 100;
    at += 3;
    if (at < end && *at == '.') {
        for (at++; at < end && unit > 0 && *at >= '0' && *at <= '9'; at++, unit /= 10) {
            weight += (unsigned)(*at - '0') * unit;
        }
    }
    return weight > 1000 ? 1000 : weight;
}

zs_tongue zs_tongue_of(const char *accept_language)
{
    zs_tongue best = ZS_SIMPLIFIED;
    unsigned best_weight = 0;
    for (const char *at = accept_language; at && *at;) {
        at += strspn(at, " \t,");
        size_t length = strcspn(at, ",");
        struct range range = {at, strcspn(at, ",; \t")};
        zs_tongue tongue;
        unsigned weight = weight_of(at + range.length, at + length);
        if (weight > best_weight && tongue_of_range(range, &tongue)) {
            best = tongue;
            best_weight = weight;
        }
        at += length;
    }
    return best;
}

/* ---- Dates and fields ------------------------------------------------------------ */

static bool has_digits(const char *text, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!isdigit((unsigned char)text[i])) {
            return false;
        }
    }
    return true;
}

static unsigned number_at(const char *text)
{
    return (unsigned)(text[0] - '0') * 10 + (unsigned)(text[1] - '0');
}

/* Two digits behind a hyphen, from 1 to `most`. */
static bool has_part(const char *text, unsigned most)
{
    return text[0] == '-' && has_digits(text + 1, 2) && number_at(text + 1) >= 1 &&
           number_at(text + 1) <= most;
}

size_t zs_date_length(const char *date)
{
    size_t length = 0;
    if (has_digits(date, 4)) {
        length = 4;
        if (has_part(date + 4, 12)) {
            length = has_part(date + 7, 31) ? 10 : 7;
        }
    }
    char behind = date[length];
    return behind == '\0' || behind == ' ' || (behind == 'T' && length == 10) ? length : 0;
}

void zs_append_date(zs_builder *out, zs_tongue tongue, const char *date)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    size_t length = zs_date_length(date);
    if (length == 0) {
        zs_append_html_string(out, date);
        return;
    }
    unsigned month = length >= 7 ? number_at(date + 5) : 0;
    unsigned day = length == 10 ? number_at(date + 8) : 0;
    if (tongue == ZS_ENGLISH) {
        if (day > 0) {
            zs_append_format(out, "%u ", day);
        }
        if (month > 0) {
            zs_append_format(out, "%s ", months[month - 1]);
        }
        zs_append(out, date, 4);
        return;
    }
    zs_append(out, date, 4);
    zs_append_string(out, "年");
    if (month > 0) {
        zs_append_format(out, "%u月", month);
    }
    if (day > 0) {
        zs_append_format(out, "%u日", day);
    }
}

void zs_append_field_name(zs_builder *out, zs_tongue tongue, const char *field)
{
    static const struct {
        const char *field;
        zs_words words;
    } names[] = {{"source", ZS_SAY_FIELD_SOURCE}, {"section", ZS_SAY_FIELD_SECTION},
                 {"author", ZS_SAY_FIELD_AUTHOR}, {"language", ZS_SAY_FIELD_LANGUAGE},
                 {"year", ZS_SAY_FIELD_YEAR},     {"month", ZS_SAY_FIELD_MONTH},
                 {"date", ZS_SAY_FIELD_DATE},     {"url", ZS_SAY_FIELD_URL},
                 {"path", ZS_SAY_FIELD_PATH},     {"id", ZS_SAY_FIELD_ID}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(field, names[i].field) == 0) {
            zs_append_string(out, zs_words_of(tongue, names[i].words));
            return;
        }
    }
    zs_append_html_string(out, field);
}

static void append_language_name(zs_builder *out, zs_tongue tongue, const char *language)
{
    static const struct {
        const char *language;
        zs_words words;
    } names[] = {{"zh-Hans", ZS_SAY_LANGUAGE_HANS}, {"zh-Hant", ZS_SAY_LANGUAGE_HANT},
                 {"zh", ZS_SAY_LANGUAGE_ZH},        {"en", ZS_SAY_LANGUAGE_EN},
                 {"ja", ZS_SAY_LANGUAGE_JA},        {"ko", ZS_SAY_LANGUAGE_KO}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcasecmp(language, names[i].language) == 0) {
            zs_append_string(out, zs_words_of(tongue, names[i].words));
            return;
        }
    }
    zs_append_html_string(out, language);
}

void zs_append_field_value(zs_builder *out, zs_tongue tongue, const char *field,
                           const char *value)
{
    if (strcmp(field, "language") == 0) {
        append_language_name(out, tongue, value);
    } else if (strcmp(field, "date") == 0 || strcmp(field, "month") == 0 ||
               strcmp(field, "year") == 0) {
        zs_append_date(out, tongue, value);
    } else {
        zs_append_html_string(out, value);
    }
}
