/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/intake.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* An article of the file at hand, as it went into the store. */
struct zs_taken {
    uint32_t docid;
    zs_put_outcome outcome;
    uint64_t line;
};

void zs_intake_init(zs_intake *intake, zs_writer *writer, const zs_plan *plan,
                    const zs_index_files_options *options, zs_index_summary *summary)
{
    *intake =
        (zs_intake){.writer = writer, .plan = plan, .options = options, .summary = summary};
    zs_pace_begin(&intake->pace);
}

void zs_intake_release(zs_intake *intake)
{
    free(intake->taken);
    free(intake->moved);
    zs_analyser_free(intake->analyser);
    zs_buffer_release(&intake->message);
    zs_buffer_release(&intake->key);
}

bool zs_intake_tick_when_due(void *context)
{
    zs_intake *intake = context;
    return zs_pace_due(&intake->pace) && zs_intake_tick(intake);
}

bool zs_intake_tick(void *context)
{
    zs_intake *intake = context;
    intake->progress.files_total = intake->plan->walk.count;
    intake->progress.files_done = intake->settled;
    intake->progress.bytes_total = intake->plan->bytes_to_read;
    return intake->options->on_progress &&
           intake->options->on_progress(intake->options->context, &intake->progress);
}

static void report(const zs_intake *intake, const zs_file_report *report)
{
    if (intake->options->on_file) {
        intake->options->on_file(intake->options->context, report);
    }
}

static const char *format_of(const zs_entry *entry)
{
    return entry->format ? entry->format->name : NULL;
}

static const char *encoding_of(const zs_item *item)
{
    return item->encoding[0] ? item->encoding : NULL;
}

static void report_skipped(zs_intake *intake, const zs_entry *entry, zs_status reason,
                           const char *message)
{
    intake->summary->files_skipped++;
    report(intake, &(zs_file_report){.path = entry->path,
                                     .outcome = ZS_FILE_SKIPPED,
                                     .format = format_of(entry),
                                     .reason = reason,
                                     .message = message});
}

static void report_part(zs_intake *intake, const char *path, uint64_t line,
                        const zs_error *reason)
{
    intake->summary->parts_skipped++;
    report(intake, &(zs_file_report){.path = path,
                                     .outcome = ZS_FILE_SKIPPED,
                                     .part = true,
                                     .line = line,
                                     .reason = reason->status,
                                     .message = reason->message});
}

static void report_member(zs_intake *intake, const zs_item *item)
{
    intake->summary->files_skipped += item->status != ZS_OK;
    report(intake, &(zs_file_report){.path = zs_draft_get(&item->draft, ZS_MEMBER_PATH),
                                     .outcome = item->status ? ZS_FILE_SKIPPED : ZS_FILE_READ,
                                     .member = true,
                                     .format = item->format,
                                     .encoding = encoding_of(item),
                                     .articles = item->articles,
                                     .reason = item->status,
                                     .message = item->status ? item->error.message : NULL});
}

/* Reports the entries that needed no reading, up to the one with this number. */
static void settle_up_to(zs_intake *intake, size_t number)
{
    for (; intake->settled < number; intake->settled++) {
        const zs_entry *entry = &intake->plan->walk.entries[intake->settled];
        if (entry->reason) {
            report_skipped(intake, entry, entry->reason, entry->message);
        } else if (!entry->format || !zs_format_can_read(entry->format)) {
            zs_error error;
            (void)zs_fail_format(&error, entry->path);
            report_skipped(intake, entry, error.status, error.message);
        } else if (entry->unchanged) {
            intake->summary->unchanged += entry->note.articles;
            report(intake, &(zs_file_report){.path = entry->path,
                                             .outcome = ZS_FILE_UNCHANGED,
                                             .format = format_of(entry),
                                             .articles = entry->note.articles});
        }
    }
}

/* Takes all articles of a file away, and what the ledger says of it. */
static zs_status remove_file(zs_intake *intake, const char *path, const zs_note *note,
                             uint64_t *deleted, zs_error *error)
{
    zs_status status;
    *deleted = 0;
    if (note->group) {
        status = zs_writer_delete_group(intake->writer, path, NULL, 0, deleted, error);
    } else {
        zs_error found;
        status = zs_writer_delete(intake->writer, path, strlen(path), &found);
        if (!status) {
            *deleted = 1;
        } else if (status == ZS_ERROR_NOT_FOUND) {
            /* It has been deleted by its id, or a run was broken off before it was put. */
            status = ZS_OK;
        } else if (error) {
            *error = found;
        }
    }
    intake->summary->deleted += *deleted;
    return status ? status : zs_ledger_remove(intake->writer, path, error);
}

/* ---- One file --------------------------------------------------------------------- */

static zs_status begin_file(zs_intake *intake, const zs_item *item, zs_error *error)
{
    const zs_entry *entry = &intake->plan->walk.entries[item->file];
    settle_up_to(intake, item->file);
    intake->begun = true;
    intake->changed = false;
    intake->bytes = 0;
    intake->refused.status = ZS_OK;
    intake->taken_count = 0;
    if (item->kind == ZS_ITEM_FILE_END) {
        return ZS_OK;
    }
    /* Until it is finished, nothing that the ledger said of it before holds. */
    zs_note note = zs_note_unfinished(entry->format->many);
    return zs_ledger_set(intake->writer, entry->path, &note, error);
}

/* Counts how far the file has been read. It may have grown since the plan was made. */
static void count_bytes(zs_intake *intake, const zs_entry *entry, uint64_t offset)
{
    uint64_t bytes = offset < entry->stamp.size ? offset : entry->stamp.size;
    if (bytes > intake->bytes) {
        intake->progress.bytes_done += bytes - intake->bytes;
        intake->bytes = bytes;
    }
}

static void count_outcome(zs_intake *intake, zs_put_outcome outcome)
{
    intake->summary->added += outcome == ZS_PUT_ADDED;
    intake->summary->updated += outcome == ZS_PUT_REPLACED;
    intake->summary->unchanged += outcome == ZS_PUT_SAME;
    intake->changed = intake->changed || outcome != ZS_PUT_SAME;
}

/* What an article is known by: in a plain file, by the file's path; one of many, by its id
 * there. In a member of an archive an id may stand as in another, so the member goes before
 * it, without the archive's path, which may change. */
static bool make_key(zs_buffer *key, const zs_entry *entry, const zs_article *article)
{
    size_t length = strlen(entry->path);
    zs_buffer_clear(key);
    if (!entry->format->many) {
        return zs_buffer_append(key, entry->path, length);
    }
    const char *member = article->path && strncmp(article->path, entry->path, length) == 0
                             ? article->path + length
                             : "";
    if (member[0] != '!') {
        return zs_buffer_append_string(key, article->id);
    }
    return zs_buffer_append_string(key, member) &&
           (strcmp(article->id, article->path) == 0 ||
            (zs_buffer_append_byte(key, '\n') && zs_buffer_append_string(key, article->id)));
}

static zs_status put(zs_intake *intake, const zs_entry *entry, zs_item *item,
                     struct zs_taken *taken, zs_error *error)
{
    const zs_article *article = zs_draft_article(&item->draft);
    bool many = entry->format->many;
    if (!make_key(&intake->key, entry, article)) {
        return zs_fail_memory(error);
    }
    const zs_document document = {.key = intake->key.data,
                                  .key_length = intake->key.length,
                                  .group = many ? entry->path : NULL,
                                  .article = article,
                                  .signature = item->signature,
                                  .prepared = item->prepared};
    return zs_writer_put(intake->writer, &document, &taken->outcome, &taken->docid, error);
}

static zs_status take_article(zs_intake *intake, const zs_entry *entry, zs_item *item,
                              zs_error *error)
{
    struct zs_taken *list = zs_array_grow(intake->taken, &intake->taken_capacity,
                                          intake->taken_count + 1, sizeof *list);
    if (!list) {
        return zs_fail_memory(error);
    }
    intake->taken = list;
    struct zs_taken *taken = &list[intake->taken_count];
    taken->line = item->line;

    zs_error reason = item->error;
    zs_status status = item->status;
    if (!status) {
        status = put(intake, entry, item, taken, &reason);
    }
    if (status == ZS_ERROR_ARGUMENT) {
        /* This one cannot be taken; others can. */
        if (item->line > 0) {
            report_part(intake, entry->path, item->line, &reason);
        } else {
            intake->refused = reason;
        }
        return ZS_OK;
    }
    if (status) {
        if (error) {
            *error = reason;
        }
        return status;
    }
    intake->taken_count++;
    const zs_article *article = &item->draft.article;
    count_outcome(intake, taken->outcome);
    intake->progress.articles++;
    intake->summary->text_bytes +=
        article->text_length + (article->title ? strlen(article->title) : 0);
    return ZS_OK;
}

zs_status zs_intake_prepare(void *context, void **own, zs_item *item,
                            const zs_term_count *terms, size_t count, zs_error *error)
{
    const zs_intake *intake = context;
    zs_preparer *preparer = *own;
    zs_status status = preparer ? ZS_OK : zs_preparer_new(intake->writer, &preparer, error);
    if (status) {
        return status;
    }
    *own = preparer;
    const zs_document document = {
        .article = &item->draft.article, .terms = terms, .term_count = count};
    return zs_prepare(preparer, &document, &item->prepared, error);
}

void zs_intake_leave(void *own)
{
    zs_preparer_free(own);
}

static int compare_taken(const void *left, const void *right)
{
    const struct zs_taken *a = left, *b = right;
    if (a->docid != b->docid) {
        return a->docid < b->docid ? -1 : 1;
    }
    return a->line < b->line ? -1 : a->line > b->line;
}

static void report_replaced(zs_intake *intake, const zs_entry *entry, uint64_t earlier,
                            uint64_t later)
{
    zs_error error;
    (void)zs_fail(&error, ZS_ERROR_FORMAT,
                  later > 0 ? "line %llu has the same id and takes the place of this line"
                            : "another article with the same id takes the place of one",
                  (unsigned long long)later);
    report_part(intake, entry->path, earlier, &error);
}

/* Sorts the articles by docid. One that was put twice had its id on two lines, and only the
 * last of them is in the index: the others are lines skipped, and were counted too early. */
static void drop_replaced(zs_intake *intake, const zs_entry *entry)
{
    struct zs_taken *taken = intake->taken;
    size_t kept = 0;
    if (intake->taken_count == 0) {
        return;
    }
    qsort(taken, intake->taken_count, sizeof *taken, compare_taken);
    for (size_t i = 1; i < intake->taken_count; i++) {
        if (taken[i].docid != taken[kept].docid) {
            taken[++kept] = taken[i];
            continue;
        }
        report_replaced(intake, entry, taken[kept].line, taken[i].line);
        intake->summary->updated -= taken[i].outcome == ZS_PUT_REPLACED;
        intake->summary->unchanged -= taken[i].outcome == ZS_PUT_SAME;
        intake->progress.articles--;
        taken[kept].line = taken[i].line;
    }
    intake->taken_count = kept + 1;
}

/* Takes away what was once in the file and is no longer. */
static zs_status delete_others(zs_intake *intake, const zs_entry *entry, zs_error *error)
{
    uint32_t *keep = malloc((intake->taken_count + 1) * sizeof *keep);
    if (!keep) {
        return zs_fail_memory(error);
    }
    for (size_t i = 0; i < intake->taken_count; i++) {
        keep[i] = intake->taken[i].docid;
    }
    uint64_t deleted = 0;
    zs_status status = zs_writer_delete_group(intake->writer, entry->path, keep,
                                              intake->taken_count, &deleted, error);
    free(keep);
    intake->summary->deleted += deleted;
    intake->changed = intake->changed || deleted > 0;
    return status;
}

static zs_status move_article(zs_intake *intake, const char *from, const char *to,
                              zs_error *error)
{
    const zs_article moved = {.path = to};
    const zs_term_count *terms;
    size_t count;
    zs_status status = intake->analyser ? ZS_OK : zs_analyser_new(&intake->analyser, error);
    if (!status) {
        status =
            zs_analyser_count_article(intake->analyser, &moved, NULL, &terms, &count, error);
    }
    return status ? status : zs_writer_move(intake->writer, from, to, terms, count, error);
}

/* The file is one that has vanished from elsewhere: its articles only get another path. */
static zs_status move_file(zs_intake *intake, const zs_entry *entry, const zs_item *item,
                           zs_error *error)
{
    const zs_plan *plan = intake->plan;
    size_t number = item->moved_from - 1;
    const zs_vanished *from = &plan->vanished[number];
    if (!intake->moved) {
        intake->moved = calloc(plan->vanished_count, sizeof *intake->moved);
        if (!intake->moved) {
            return zs_fail_memory(error);
        }
    }
    intake->moved[number] = true;
    uint64_t moved = 1;
    zs_status status = from->note.group ? zs_writer_move_group(intake->writer, from->path,
                                                               entry->path, &moved, error)
                                        : move_article(intake, from->path, entry->path, error);
    zs_note note = item->note;
    note.articles = moved;
    note.named_title = from->note.named_title;
    note.named_date = from->note.named_date;
    if (status == ZS_ERROR_NOT_FOUND) {
        /* The ledger spoke of what is not there: the next run reads the file. */
        note = zs_note_unfinished(note.group);
        status = ZS_OK;
    }
    if (!status) {
        status = zs_ledger_remove(intake->writer, from->path, error);
    }
    if (!status) {
        status = zs_ledger_set(intake->writer, entry->path, &note, error);
    }
    if (!status) {
        intake->summary->moved += note.articles;
        report(intake, &(zs_file_report){.path = entry->path,
                                         .outcome = ZS_FILE_MOVED,
                                         .format = format_of(entry),
                                         .articles = note.articles,
                                         .message = from->path});
    }
    return status;
}

static zs_status finish_file(zs_intake *intake, const zs_entry *entry, const zs_item *item,
                             zs_error *error)
{
    zs_note note = item->note;
    zs_file_outcome outcome = entry->known ? ZS_FILE_UPDATED : ZS_FILE_ADDED;
    if (item->unchanged) {
        note.articles = entry->note.articles;
        intake->summary->unchanged += note.articles;
        outcome = ZS_FILE_UNCHANGED;
    } else {
        if (note.group) {
            drop_replaced(intake, entry);
            zs_status status = delete_others(intake, entry, error);
            if (status) {
                return status;
            }
        }
        note.articles = intake->taken_count;
        if (!intake->changed && (entry->known || note.articles > 0)) {
            outcome = ZS_FILE_UNCHANGED;
        }
    }
    zs_status status = zs_ledger_set(intake->writer, entry->path, &note, error);
    if (!status) {
        report(intake, &(zs_file_report){.path = entry->path,
                                         .outcome = outcome,
                                         .format = format_of(entry),
                                         .encoding = encoding_of(item),
                                         .articles = note.articles});
    }
    return status;
}

/* Nothing of the file can be used. What the index has of it goes if it cannot stand in the
 * file any more, and stays if the file could not be read. */
static zs_status skip_file(zs_intake *intake, const zs_entry *entry, const zs_error *reason,
                           zs_error *error)
{
    bool unfit = reason->status == ZS_ERROR_ENCODING || reason->status == ZS_ERROR_FORMAT ||
                 reason->status == ZS_ERROR_ARGUMENT;
    bool removes = unfit && (entry->known || intake->refused.status != ZS_OK);
    uint64_t deleted = 0;
    if (removes) {
        zs_note note = entry->known ? entry->note : zs_note_unfinished(false);
        zs_status status = remove_file(intake, entry->path, &note, &deleted, error);
        if (status) {
            return status;
        }
    }
    zs_buffer *message = &intake->message;
    zs_buffer_clear(message);
    if (!zs_buffer_append_string(message, reason->message) ||
        (deleted > 0 &&
         !zs_buffer_append_string(message, "; what it held before was taken from the index")) ||
        !zs_buffer_terminate(message)) {
        return zs_fail_memory(error);
    }
    report_skipped(intake, entry, reason->status, message->data);
    return ZS_OK;
}

static zs_status end_file(zs_intake *intake, const zs_entry *entry, const zs_item *item,
                          zs_error *error)
{
    if (item->status == ZS_ERROR_MEMORY) {
        return zs_fail_memory(error);
    }
    zs_status status = ZS_OK;
    if (item->status) {
        status = skip_file(intake, entry, &item->error, error);
    } else if (intake->refused.status) {
        status = skip_file(intake, entry, &intake->refused, error);
    } else if (item->moved_from > 0) {
        status = move_file(intake, entry, item, error);
    } else {
        status = finish_file(intake, entry, item, error);
    }
    count_bytes(intake, entry, entry->stamp.size);
    intake->begun = false;
    intake->settled++;
    return status;
}

zs_status zs_intake_write(void *context, zs_item *item, zs_error *error)
{
    zs_intake *intake = context;
    const zs_entry *entry = &intake->plan->walk.entries[item->file];
    if (!intake->begun) {
        zs_status status = begin_file(intake, item, error);
        if (status) {
            return status;
        }
    }
    count_bytes(intake, entry, item->offset);
    switch (item->kind) {
    case ZS_ITEM_ARTICLE: return take_article(intake, entry, item, error);
    case ZS_ITEM_REMARK:
        report_part(intake, zs_draft_get(&item->draft, ZS_MEMBER_PATH), item->line,
                    &item->error);
        return ZS_OK;
    case ZS_ITEM_MEMBER: report_member(intake, item); return ZS_OK;
    case ZS_ITEM_FILE_END: return end_file(intake, entry, item, error);
    }
    return ZS_OK;
}

zs_status zs_intake_finish(zs_intake *intake, zs_error *error)
{
    const zs_plan *plan = intake->plan;
    settle_up_to(intake, plan->walk.count);
    for (size_t i = 0; i < plan->vanished_count; i++) {
        if (zs_intake_tick_when_due(intake)) {
            return zs_fail(error, ZS_ERROR_CANCELLED, "stopped before all was done");
        }
        const zs_vanished *vanished = &plan->vanished[i];
        uint64_t deleted;
        if (intake->moved && intake->moved[i]) {
            continue;
        }
        zs_status status =
            remove_file(intake, vanished->path, &vanished->note, &deleted, error);
        if (status) {
            return status;
        }
        report(intake, &(zs_file_report){.path = vanished->path,
                                         .outcome = ZS_FILE_DELETED,
                                         .articles = deleted});
    }
    return ZS_OK;
}

void zs_intake_pretend(zs_intake *intake)
{
    const zs_plan *plan = intake->plan;
    for (size_t i = 0; i < plan->walk.count; i++) {
        const zs_entry *entry = &plan->walk.entries[i];
        if (!zs_plan_reads(entry)) {
            settle_up_to(intake, i + 1);
            continue;
        }
        intake->settled = i + 1;
        report(intake,
               &(zs_file_report){.path = entry->path,
                                 .outcome = entry->known ? ZS_FILE_UPDATED : ZS_FILE_ADDED,
                                 .format = format_of(entry)});
    }
    for (size_t i = 0; i < plan->vanished_count; i++) {
        const zs_vanished *vanished = &plan->vanished[i];
        intake->summary->deleted += vanished->note.articles;
        report(intake, &(zs_file_report){.path = vanished->path,
                                         .outcome = ZS_FILE_DELETED,
                                         .articles = vanished->note.articles});
    }
}
