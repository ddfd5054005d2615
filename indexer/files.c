/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * zs_index_files: a run over files and folders, from the plan to the last commit.
 *
 *     plan       what is there, what the ledger knows: what has to be read
 *     pipeline   source ──► analysers ──► intake
 *     finish     what needed no reading is reported, what has vanished is taken away
 *     commit     and compact if much is new
 */
#include "base/error.h"
#include "indexer/index.h"
#include "indexer/intake.h"
#include "indexer/pipeline.h"
#include "indexer/plan.h"
#include "indexer/source.h"

const char *zs_file_outcome_name(zs_file_outcome outcome)
{
    switch (outcome) {
    case ZS_FILE_ADDED: return "added";
    case ZS_FILE_UPDATED: return "updated";
    case ZS_FILE_UNCHANGED: return "unchanged";
    case ZS_FILE_MOVED: return "moved";
    case ZS_FILE_DELETED: return "deleted";
    case ZS_FILE_SKIPPED: return "skipped";
    case ZS_FILE_READ: return "read";
    }
    return "unknown";
}

/* Compacting costs time in proportion to the whole index; worth it if at least this share of
 * it is new, and so was not written densely. */
static const double worth_compacting = 0.25;

static bool changed(const zs_index_summary *summary)
{
    return summary->added > 0 || summary->updated > 0 || summary->moved > 0 ||
           summary->deleted > 0;
}

static zs_status read_files(zs_index *index, const zs_plan *plan, zs_intake *intake,
                            zs_error *error)
{
    if (plan->files_to_read == 0) {
        return ZS_OK;
    }
    zs_source source;
    zs_status status = zs_source_init(&source, &index->place, plan, error);
    if (status) {
        return status;
    }
    const zs_stages stages = {.read = zs_source_run,
                              .read_context = &source,
                              .prepare = zs_intake_prepare,
                              .leave = zs_intake_leave,
                              .prepare_context = intake,
                              .write = zs_intake_write,
                              .tick = zs_intake_tick,
                              .write_context = intake,
                              .analysers = intake->options->threads};
    status = zs_pipeline_run(&stages, error);
    zs_source_release(&source);
    return status;
}

/* Commits. A run that was cancelled keeps what it has done, but does no more. */
static zs_status finish_run(zs_index *index, zs_intake *intake, bool cancelled, zs_error *error)
{
    intake->progress.finishing = true;
    cancelled = zs_intake_tick(intake) || cancelled;
    zs_status status = zs_writer_commit(index->writer, error);
    if (!status && cancelled) {
        return zs_fail(error, ZS_ERROR_CANCELLED,
                       "stopped; what was done until then is in the index");
    }
    if (!status && changed(intake->summary) &&
        zs_writer_share_new(index->writer) > worth_compacting) {
        status = zs_writer_compact(index->writer, error);
    }
    return status;
}

static zs_status check_encoding(const char *name, zs_error *error)
{
    zs_decoder *decoder;
    zs_status status = zs_decoder_new(name, &decoder, error);
    if (!status) {
        zs_decoder_free(decoder);
    }
    return status;
}

zs_status zs_check_reading_options(const zs_reading_options *options, zs_error *error)
{
    zs_status status = options->encoding ? check_encoding(options->encoding, error) : ZS_OK;
    for (size_t i = 0; !status && i < options->encoding_count; i++) {
        status = check_encoding(options->encodings[i].value, error);
    }
    return status;
}

zs_status zs_index_files(zs_index *index, const char *const *paths, size_t path_count,
                         const zs_index_files_options *options, zs_index_summary *summary,
                         zs_error *error)
{
    static const zs_index_files_options defaults = {.threads = 0};
    zs_index_summary counted = {.added = 0};
    if (!index || (!paths && path_count > 0)) {
        return zs_fail(error, ZS_ERROR_ARGUMENT, "zs_index_files needs an index and paths");
    }
    options = options ? options : &defaults;
    zs_status status =
        options->reading ? zs_check_reading_options(options->reading, error) : ZS_OK;
    if (status) {
        return status;
    }
    zs_plan plan;
    zs_intake intake;
    zs_plan_init(&plan, options);
    zs_intake_init(&intake, index->writer, &plan, options, &counted);
    status = zs_plan_make(&plan, index->writer, &index->place, paths, path_count,
                          zs_intake_tick_when_due, &intake, error);
    if (!status && options->dry_run) {
        zs_intake_pretend(&intake);
    } else if (!status) {
        status = read_files(index, &plan, &intake, error);
        if (!status) {
            status = zs_intake_finish(&intake, error);
        }
        if (!status || status == ZS_ERROR_CANCELLED) {
            status = finish_run(index, &intake, status != ZS_OK, error);
        }
    }
    zs_intake_release(&intake);
    zs_plan_release(&plan);
    if (summary) {
        *summary = counted;
    }
    return status;
}
