/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Putting articles into the index and deleting them, for those who may. What is put is read as
 * `zsearch index` reads a file of it, so that names of members, errors and all else are the
 * same.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "answers/memory.h"
#include "server/form.h"
#include "server/server.h"

/* A request's body as a file. */
struct body_file {
    char folder[64];
    char path[96];
};

/* What is read of it. */
struct reading {
    const char *path;
    zs_index *index; /* NULL: it is only looked at */
    uint64_t count;
    zs_problem *problem;
    zs_error error; /* of the index */
};

/* Whether a media type, perhaps with parameters behind it, is this one. */
static bool is_type(const char *text, const char *beginning)
{
    size_t length = strlen(beginning);
    return strncasecmp(text, beginning, length) == 0 && strchr("; \t", text[length]) != NULL;
}

/* The ending of a file of this media type; NULL if it is not one that is read. */
static const char *ending_of(const char *content_type)
{
    if (!content_type) {
        return NULL;
    }
    return is_type(content_type, "application/json")       ? ".json"
           : is_type(content_type, "application/x-ndjson") ? ".jsonl"
           : is_type(content_type, "application/jsonl")    ? ".jsonl"
                                                           : NULL;
}

static void remove_file(struct body_file *file)
{
    (void)unlink(file->path);
    (void)rmdir(file->folder);
}

static bool make_file(struct body_file *file, const zs_builder *body, const char *ending,
                      zs_problem *problem)
{
    const char *folder = getenv("TMPDIR");
    int length = snprintf(file->folder, sizeof file->folder, "%s/zsearch-put-XXXXXX",
                          folder && strlen(folder) < 32 ? folder : "/tmp");
    if (length < 0 || !mkdtemp(file->folder)) {
        return zs_fault(problem, 503, "there is no room for what is put: %s", strerror(errno));
    }
    (void)snprintf(file->path, sizeof file->path, "%s/body%s", file->folder, ending);
    FILE *stream = fopen(file->path, "wxe");
    bool written =
        stream && fwrite(zs_builder_string(body), 1, body->length, stream) == body->length;
    written = stream && fclose(stream) == 0 && written;
    if (!written) {
        (void)zs_fault(problem, 503, "there is no room for what is put: %s", strerror(errno));
        remove_file(file);
    }
    return written;
}

/* An article without an id of its own has been called by the file, which means nothing. */
static bool on_article(void *context, const zs_article *article)
{
    struct reading *reading = context;
    if (strncmp(article->id, reading->path, strlen(reading->path)) == 0) {
        (void)zs_fault(reading->problem, 400, "article %" PRIu64 " has no id",
                       reading->count + 1);
        return true;
    }
    zs_article put = *article;
    put.path = NULL;
    put.text_offset = 0;
    if (put.date_origin == ZS_DATE_FILE) {
        put.date = NULL;
        put.date_origin = ZS_DATE_NONE;
    }
    if (reading->index && zs_index_put(reading->index, &put, &reading->error)) {
        return !zs_fault_of(reading->problem, &reading->error);
    }
    reading->count++;
    return false;
}

static void on_file(void *context, const zs_file_report *report)
{
    struct reading *reading = context;
    if (report->outcome == ZS_FILE_SKIPPED && reading->problem->status == 0) {
        const char *message = report->message ? report->message : "it cannot be read";
        if (report->line > 0) {
            (void)zs_fault(reading->problem, 400, "line %" PRIu64 ": %s", report->line,
                           message);
        } else {
            (void)zs_fault(reading->problem, 400, "%s", message);
        }
    }
}

/* Reads what is in the file; true if all of it was of use. */
static bool read_all(struct reading *reading)
{
    const zs_read_file_callbacks callbacks = {
        .on_article = on_article, .on_file = on_file, .context = reading};
    zs_error error;
    reading->count = 0;
    zs_status status = zs_read_file(reading->path, NULL, &callbacks, &error);
    if (status && reading->problem->status == 0) {
        return zs_fault_of(reading->problem, &error);
    }
    if (reading->problem->status == 0 && reading->count == 0) {
        return zs_fault(reading->problem, 400, "there is no article in it");
    }
    return reading->problem->status == 0;
}

static bool open_index(zs_server *server, zs_index **index, zs_problem *problem)
{
    zs_error error;
    return zs_index_open(server->options->directory, index, &error)
               ? zs_fault_of(problem, &error)
               : true;
}

/* Makes what was changed visible, and lets the next writer in. */
static bool commit(zs_index *index, bool changed, zs_problem *problem)
{
    zs_error error;
    bool committed = changed;
    if (changed && zs_index_commit(index, &error)) {
        committed = zs_fault_of(problem, &error);
    }
    zs_index_close(index);
    return committed;
}

static bool put_file(zs_server *server, const char *path, uint64_t *count, zs_problem *problem)
{
    struct reading reading = {.path = path, .problem = problem};
    if (!read_all(&reading) || !open_index(server, &reading.index, problem)) {
        return false;
    }
    bool put = commit(reading.index, read_all(&reading), problem);
    *count = reading.count;
    return put;
}

bool zs_put_articles(zs_server *server, zs_worker *worker, zs_request *request,
                     zs_response *response, zs_problem *problem)
{
    (void)worker;
    const char *ending = ending_of(request->headers.content_type);
    struct body_file file;
    uint64_t count = 0;
    if (!zs_take_no_more(&request->parameters, problem)) {
        return false;
    }
    if (!ending) {
        return zs_fault(problem, 415,
                        "articles are put as application/json or application/x-ndjson");
    }
    if (!make_file(&file, &request->body, ending, problem)) {
        return false;
    }
    bool put = put_file(server, file.path, &count, problem);
    remove_file(&file);
    if (put) {
        zs_append_format(&response->body, "{\"version\":2,\"put\":%" PRIu64 "}\n", count);
        response->type = "application/json";
        response->status = 200;
    }
    return put;
}

static bool delete_all(zs_index *index, zs_request *request, uint64_t *count,
                       zs_problem *problem)
{
    const char *id;
    while ((id = zs_parameters_take(&request->parameters, "id")) != NULL) {
        zs_error error;
        zs_status status = zs_index_delete(index, id, &error);
        if (status && status != ZS_ERROR_NOT_FOUND) {
            return zs_fault_of(problem, &error);
        }
        *count += status == ZS_OK;
    }
    return *count > 0 ? true : zs_fault(problem, 404, "there is no article that is called so");
}

bool zs_delete_articles(zs_server *server, zs_worker *worker, zs_request *request,
                        zs_response *response, zs_problem *problem)
{
    (void)worker;
    zs_index *index;
    uint64_t count = 0;
    for (size_t i = 0; i < request->parameters.count; i++) {
        if (strcmp(request->parameters.items[i].name, "id") != 0) {
            return zs_fault(problem, 400, "there is no parameter %s here",
                            request->parameters.items[i].name);
        }
    }
    if (request->parameters.count == 0) {
        return zs_fault(problem, 400, "the parameter id says which article, and is not there");
    }
    bool deleted = open_index(server, &index, problem) &&
                   commit(index, delete_all(index, request, &count, problem), problem);
    if (deleted) {
        zs_append_format(&response->body, "{\"version\":2,\"deleted\":%" PRIu64 "}\n", count);
        response->type = "application/json";
        response->status = 200;
    }
    return deleted;
}
