/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/report.h"

#include <errno.h>
#include <string.h>

#include "cli/complain.h"
#include "cli/json.h"

bool zs_report_open(zs_report *report, const char *name)
{
    if (!name) {
        report->out.stream = NULL;
        return true;
    }
    FILE *stream = strcmp(name, "-") == 0 ? stdout : fopen(name, "we");
    if (!stream) {
        zs_complain("the report %s cannot be written: %s", name, strerror(errno));
        return false;
    }
    zs_output_init(&report->out, stream);
    return true;
}

void zs_report_write(zs_report *report, zs_paths *paths, const zs_file_report *file)
{
    if (!report->out.stream) {
        return;
    }
    json_t *object = zs_json_object();
    zs_json_set_string(object, "path",
                       paths ? zs_paths_from_here(paths, file->path) : file->path);
    zs_json_set_string(object, "format", file->format);
    zs_json_set_string(object, "encoding", file->encoding);
    zs_json_set(object, "articles", zs_json_number(file->articles));
    zs_json_set_string(object, "status",
                       file->part ? "part" : zs_file_outcome_name(file->outcome));
    if (file->line > 0) {
        zs_json_set(object, "line", zs_json_number(file->line));
    }
    if (file->member) {
        zs_json_set(object, "member", json_true());
    }
    zs_json_set_string(object, "reason", file->message);
    zs_put_json(&report->out, object, 0);
    zs_put_string(&report->out, "\n");
    json_decref(object);
}

bool zs_report_close(zs_report *report, const char *name)
{
    if (!report->out.stream) {
        return true;
    }
    bool written = report->out.stream == stdout ? zs_output_flush(&report->out)
                                                : zs_output_close(&report->out);
    if (!written) {
        zs_complain("the report %s could not be written: %s", name,
                    strerror(report->out.error));
    }
    return written;
}
