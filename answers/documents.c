/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "answers/documents.h"

#include "answers/json.h"

void zs_put_articles_begin(zs_output *out, const char *query)
{
    json_t *head = zs_json_object();
    zs_json_set(head, "version", zs_json_number(ZS_JSON_VERSION));
    zs_json_set_string(head, "query", query);
    zs_put_string(out, "{");
    zs_put_json(out, head, JSON_EMBED);
    zs_put_string(out, ",\"articles\":[");
    json_decref(head);
}

void zs_put_article(zs_output *out, const zs_article *article, const zs_marks *marks,
                    zs_paths *paths)
{
    json_t *object = zs_json_object();
    zs_json_set_string(object, "id", article->id);
    zs_json_set_article(object, article, paths);
    zs_json_set(object, "text",
                zs_json_text(article->text ? article->text : "", article->text_length));
    if (marks) {
        zs_json_set(object, "title_marks",
                    zs_json_of_marks(marks->title_marks, marks->title_mark_count));
        zs_json_set(object, "text_marks",
                    zs_json_of_marks(marks->text_marks, marks->text_mark_count));
    }
    zs_put_json(out, object, 0);
    json_decref(object);
}

void zs_put_suggestions(zs_output *out, const char *text, const zs_suggestions *suggestions)
{
    json_t *list = zs_json_array();
    for (size_t i = 0; i < suggestions->count; i++) {
        const zs_suggestion *suggestion = &suggestions->items[i];
        json_t *object = zs_json_object();
        zs_json_set_string(object, "text", suggestion->text);
        zs_json_set(object, "articles", zs_json_number(suggestion->articles));
        zs_json_set(object, "exact", suggestion->exact ? json_true() : json_false());
        zs_json_append(list, object);
    }
    json_t *document = zs_json_object();
    zs_json_set(document, "version", zs_json_number(ZS_JSON_VERSION));
    zs_json_set_string(document, "text", text);
    zs_json_set(document, "suggestions", list);
    zs_put_json(out, document, 0);
    json_decref(document);
}

void zs_put_index_info(zs_output *out, const char *directory, const zs_index_info *info)
{
    json_t *object = zs_json_object();
    zs_json_set(object, "version", zs_json_number(ZS_JSON_VERSION));
    zs_json_set_string(object, "index", directory);
    zs_json_set(object, "articles", zs_json_number(info->articles));
    zs_json_set(object, "files", zs_json_number(info->files));
    zs_json_set(object, "terms", zs_json_number(info->terms));
    zs_json_set(object, "average_length", zs_json_real(info->average_length));
    zs_json_set(object, "text_bytes", zs_json_number(info->text_bytes));
    zs_json_set(object, "index_bytes", zs_json_number(info->index_bytes));
    zs_json_set_string(object, "created", info->created);
    zs_json_set_string(object, "updated", info->updated);
    zs_json_set_string(object, "made_by", info->made_by);
    zs_json_set(object, "schema", zs_json_number(info->schema));
    zs_json_set_string(object, "analyser", info->analyser);
    zs_json_set_string(object, "backend", info->backend);
    zs_json_set_string(object, "without", info->without[0] != '\0' ? info->without : NULL);
    zs_put_json(out, object, 0);
    json_decref(object);
}
