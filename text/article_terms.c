/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The terms of an article: of its title and text together, and of the fields that can be asked
 * for by name.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/field.h"
#include "text/analyser.h"
#include "text/field_terms.h"

/* What of a field has terms; NULL if nothing. */
static const char *text_of_field(const zs_article *article, zs_field_id field,
                                 const char *group)
{
    const char *value = zs_field_value(article, field);
    if (!value || field == ZS_FIELD_TITLE || field == ZS_FIELD_ID || field == ZS_FIELD_DATE ||
        (field == ZS_FIELD_LANGUAGE && strcmp(value, ZS_LANGUAGE_ASSUMED) == 0)) {
        return NULL;
    }
    if (field == ZS_FIELD_PATH && group && strncmp(value, group, strlen(group)) == 0) {
        value += strlen(group);
    }
    return *value ? value : NULL;
}

/* How many fields an article has, and how many bytes the names among them. */
static size_t count_fields(const zs_article *article, const char *group, size_t *names)
{
    size_t count = 0;
    size_t end = ZS_FIELD_METADATA + article->metadata_count;
    for (size_t i = ZS_FIELD_TITLE; i < end; i++) {
        const char *value = text_of_field(article, (zs_field_id)i, group);
        count += value != NULL;
        *names += value && zs_field_is_name((zs_field_id)i) ? strlen(value) : 0;
    }
    return count;
}

zs_status zs_analyser_count_article(zs_analyser *analyser, const zs_article *article,
                                    const char *group, const zs_term_count **terms,
                                    size_t *term_count, zs_error *error)
{
    const char *title = article->title;
    const zs_part title_part = {title, title ? strlen(title) : 0, ZS_FIELD_TEXT};
    const zs_part text_part = {article->text, article->text_length, ZS_FIELD_TEXT};
    size_t names = 0;
    size_t fields = count_fields(article, group, &names);
    if (fields == 0) {
        const zs_part parts[] = {title_part, text_part};
        return zs_analyser_count(analyser, parts, 2, terms, term_count, error);
    }
    zs_part *parts = malloc((fields + 2) * sizeof *parts + names);
    if (!parts) {
        return zs_fail_memory(error);
    }
    char *name = (char *)(parts + fields + 2);
    size_t count = 0;
    for (size_t i = ZS_FIELD_TITLE; count < fields; i++) {
        zs_field_id field = (zs_field_id)i;
        const char *value = text_of_field(article, field, group);
        if (!value) {
            continue;
        }
        size_t length = strlen(value);
        if (zs_field_is_name(field)) {
            zs_field_part_names(value, length, name);
            value = name;
            name += length;
        }
        parts[count++] = (zs_part){value, length, (uint32_t)field};
    }
    parts[count++] = title_part;
    parts[count++] = text_part;
    zs_status status = zs_analyser_count(analyser, parts, count, terms, term_count, error);
    free(parts);
    return status;
}
