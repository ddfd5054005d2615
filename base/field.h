/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The fields of an article that can be asked for by name, and how their values are compared:
 * what indexing writes and what searching looks for is settled here.
 */
#ifndef ZS_BASE_FIELD_H
#define ZS_BASE_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zsearch.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A term is of the text (title and body together) or of a field. */
typedef enum zs_field_id {
    ZS_FIELD_TEXT,
    ZS_FIELD_TITLE, /* its terms are those of the text */
    ZS_FIELD_AUTHOR,
    ZS_FIELD_SOURCE,
    ZS_FIELD_SECTION,
    ZS_FIELD_LANGUAGE,
    ZS_FIELD_URL,
    ZS_FIELD_PATH,
    ZS_FIELD_ID,
    ZS_FIELD_DATE,
    ZS_FIELD_METADATA /* and all above it: number i - ZS_FIELD_METADATA of the metadata */
} zs_field_id;

/* The field of this name; ZS_FIELD_METADATA if it is none of those that every article may
 * have. */
zs_field_id zs_field_named(const char *name, size_t length);

/* The value of a field of an article, NULL if it has none. Of metadata, which may say something
 * more than once, use zs_field_value_next. */
const char *zs_field_value(const zs_article *article, zs_field_id field);

/* The value number *next or a later one of the metadata `name`; NULL if there is no more.
 * Begins with *next = 0. */
const char *zs_field_value_next(const zs_article *article, const char *name, size_t *next);

/* The digits of a date that begins as ISO 8601 does: "2023", "202305" or "20230504" in
 * `digits`. False if it begins otherwise. */
enum { ZS_DATE_DIGITS = 8 };
bool zs_date_digits(const char *date, char digits[ZS_DATE_DIGITS + 1]);

/* The digits of the date by which an article is found and sorted. When a file was last changed
 * says nothing of what stands in it: such an article has none. */
bool zs_article_date(const zs_article *article, char digits[ZS_DATE_DIGITS + 1]);

/* How many days a date with these digits is after 1970-01-01; a year or a month begins with its
 * first day. By the Gregorian calendar at all times. */
int64_t zs_days_of_date(const char *digits);

/* How many days a month has, from 1 to 12, by the same calendar. */
uint32_t zs_days_of_month(uint32_t year, uint32_t month);

/* A value that is a number and nothing else: -12, 3.5, +7. In any locale. */
bool zs_number_of(const char *value, double *number);

#ifdef __cplusplus
}
#endif

#endif
