/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/field.h"

#include <string.h>

static const struct {
    const char *name;
    zs_field_id id;
} fields[] = {{"title", ZS_FIELD_TITLE},       {"author", ZS_FIELD_AUTHOR},
              {"source", ZS_FIELD_SOURCE},     {"section", ZS_FIELD_SECTION},
              {"language", ZS_FIELD_LANGUAGE}, {"url", ZS_FIELD_URL},
              {"path", ZS_FIELD_PATH},         {"id", ZS_FIELD_ID},
              {"date", ZS_FIELD_DATE}};

zs_field_id zs_field_named(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (strlen(fields[i].name) == length && memcmp(fields[i].name, name, length) == 0) {
            return fields[i].id;
        }
    }
    return ZS_FIELD_METADATA;
}

const char *zs_field_value(const zs_article *article, zs_field_id field)
{
    switch (field) {
    case ZS_FIELD_TITLE: return article->title;
    case ZS_FIELD_AUTHOR: return article->author;
    case ZS_FIELD_SOURCE: return article->source;
    case ZS_FIELD_SECTION: return article->section;
    case ZS_FIELD_LANGUAGE: return article->language;
    case ZS_FIELD_URL: return article->url;
    case ZS_FIELD_PATH: return article->path;
    case ZS_FIELD_ID: return article->id;
    case ZS_FIELD_DATE: return article->date;
    case ZS_FIELD_TEXT: return NULL;
    case ZS_FIELD_METADATA: break;
    }
    size_t number = (size_t)field - ZS_FIELD_METADATA;
    return number < article->metadata_count ? article->metadata[number].value : NULL;
}

const char *zs_field_value_next(const zs_article *article, const char *name, size_t *next)
{
    while (*next < article->metadata_count) {
        const zs_field *field = &article->metadata[(*next)++];
        if (strcmp(field->name, name) == 0) {
            return field->value;
        }
    }
    return NULL;
}

static bool take_digits(const char **at, size_t count, char *out)
{
    for (size_t i = 0; i < count; i++) {
        if ((*at)[i] < '0' || (*at)[i] > '9') {
            return false;
        }
    }
    memcpy(out, *at, count);
    *at += count;
    return true;
}

bool zs_date_digits(const char *date, char digits[ZS_DATE_DIGITS + 1])
{
    if (!take_digits(&date, 4, digits)) {
        return false;
    }
    size_t length = 4;
    while (length < ZS_DATE_DIGITS && *date == '-') {
        date++;
        if (!take_digits(&date, 2, digits + length)) {
            break;
        }
        length += 2;
    }
    digits[length] = '\0';
    return true;
}

bool zs_article_date(const zs_article *article, char digits[ZS_DATE_DIGITS + 1])
{
    return article->date && article->date_origin != ZS_DATE_FILE &&
           zs_date_digits(article->date, digits);
}

/* Counted in eras of 400 years that begin with a March (Richards, "Mapping Time", 1998, 24). */
int64_t zs_days_of_date(const char *digits)
{
    enum { ERA_DAYS = 146097, DAYS_TO_1970 = 719468 };
    size_t length = strlen(digits);
    int64_t year = (digits[0] - '0') * 1000 + (digits[1] - '0') * 100 + (digits[2] - '0') * 10 +
                   (digits[3] - '0');
    int64_t month = length >= 6 ? (digits[4] - '0') * 10 + (digits[5] - '0') : 1;
    int64_t day = length >= 8 ? (digits[6] - '0') * 10 + (digits[7] - '0') : 1;
    year += month <= 2 ? 399 : 400; /* never below 0 */
    int64_t era = year / 400, year_of_era = year % 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (era - 1) * ERA_DAYS + day_of_era - DAYS_TO_1970;
}

uint32_t zs_days_of_month(uint32_t year, uint32_t month)
{
    static const uint32_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap);
}

bool zs_number_of(const char *value, double *number)
{
    const char *at = value + (*value == '-' || *value == '+');
    double digits = 0, scale = 1;
    size_t count = 0;
    bool fraction = false;
    for (; *at; at++) {
        if (*at == '.' && !fraction) {
            fraction = true;
        } else if (*at >= '0' && *at <= '9') {
            digits = digits * 10 + (*at - '0');
            scale *= fraction ? 10 : 1;
            count++;
        } else {
            return false;
        }
    }
    /* Longer ones are names made of digits, and lose some as a number. */
    if (count == 0 || count > 15) {
        return false;
    }
    *number = (*value == '-' ? -digits : digits) / scale;
    return true;
}
