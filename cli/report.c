/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/report.h"

#include <errno.h>
#include <string.h>

#include "answers/json.h"
#include "cli/complain.h"

bool zs_report_open(zs_report *report, const char *path, zs_output *standard)
{
    *report = (zs_report){.name = path};
    if (!path) {
        return true;
    }
    if (strcmp(path, "-") == 0) {
        report->out = standard;
        return true;
    }
    FILE *stream = fopen(path, "we");
    if (!stream) {
        zs_complain("the report %s cannot be written: %s", path, strerror(errno));
        return false;
    }
    zs_output_init(&report->file, stream);
    report->out = &report->file;
    return true;
}

void zs_report_write(zs_report *report, const zs_file_report *file)
{
    if (!report->name) {
        return;
    }
    bool moved = file->outcome == ZS_FILE_MOVED;
    json_t *line = zs_json_object();
    zs_json_set_string(line, "path", zs_paths_from_here(report->paths, file->path));
    zs_json_set_string(line, "format", file->format);
    zs_json_set_string(line, "encoding", file->encoding);
    if (!file->part) {
        zs_json_set(line, "articles", zs_json_number(file->articles));
    }
    zs_json_set_string(line, "status",
                       file->part ? "part" : zs_file_outcome_name(file->outcome));
    if (file->message) {
        zs_json_set_string(line, moved ? "from" : "reason",
                           moved ? zs_paths_from_here(report->paths, file->message)
                                 : file->message);
    }
    if (file->line > 0) {
        zs_json_set(line, "line", zs_json_number(file->line));
    }
    if (file->member) {
        zs_json_set(line, "member", json_true());
    }
    zs_put_json(report->out, line, 0);
    zs_put_string(report->out, "\n");
    json_decref(line);
}

bool zs_report_failed(const zs_report *report)
{
    return report->name && report->out->error != 0;
}

bool zs_report_close(zs_report *report)
{
    bool written = true;
    if (report->name && report->out == &report->file) {
        written = zs_output_close(&report->file);
        if (!written) {
            zs_complain("the report %s cannot be written: %s", report->name,
                        strerror(report->file.error));
        }
    }
    *report = (zs_report){.name = NULL};
    return written;
}
