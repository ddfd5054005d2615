/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/progress.h"

#include <stdio.h>
#include <unistd.h>

#include "answers/builder.h"
#include "answers/clock.h"
#include "cli/terminal.h"
#include "cli/units.h"
#include "cli/width.h"

enum { BAR_COLUMNS = 24 };

void zs_progress_begin(zs_progress *progress, bool wanted)
{
    *progress = (zs_progress){
        .wanted = wanted && zs_terminal_of(STDERR_FILENO, ZS_COLOR_NEVER).moves_cursor,
        .began = zs_microseconds_now()};
}

double zs_progress_seconds(const zs_progress *progress)
{
    return (double)(zs_microseconds_now() - progress->began) / 1e6;
}

/* In ASCII: terminals disagree on the width of block characters where East Asian fonts are
 * in use. */
static void append_bar(zs_builder *line, double share)
{
    size_t full = (size_t)(share * BAR_COLUMNS);
    zs_append(line, "[", 1);
    for (size_t i = 0; i < BAR_COLUMNS; i++) {
        zs_append(line, i < full ? "=" : i == full ? ">" : " ", 1);
    }
    zs_append_format(line, "] %2d%%", (int)(share * 100));
}

static void append_state(zs_builder *line, const zs_index_progress *state, double seconds)
{
    if (state->finishing) {
        zs_append_format(line, "writing the index (%s articles read)",
                         zs_count(state->articles).text);
        return;
    }
    if (state->files_total == 0) {
        zs_append_string(line, "looking for files");
        return;
    }
    bool by_bytes = state->bytes_total > 0;
    double done = (double)(by_bytes ? state->bytes_done : state->files_done);
    double total = (double)(by_bytes ? state->bytes_total : state->files_total);
    double share = done < total ? done / total : 1;
    append_bar(line, share);
    /* The first moment says little about the rest. */
    if (seconds > 1 && share > 0) {
        zs_append_format(line, "  %s left", zs_duration(seconds / share - seconds).text);
    }
    if (by_bytes && seconds > 0) {
        zs_append_format(line, "  %s/s", zs_bytes(done / seconds).text);
    }
    zs_append_format(line, "  %s of %s file%s", zs_count(state->files_done).text,
                     zs_count(state->files_total).text, zs_plural(state->files_total));
    zs_append_format(line, "  %s article%s", zs_count(state->articles).text,
                     zs_plural(state->articles));
}

static void draw(zs_progress *progress, const zs_builder *line)
{
    /* The window may have changed. In the last column a terminal might go to the next line. */
    size_t columns = zs_terminal_of(STDERR_FILENO, ZS_COLOR_NEVER).columns;
    bool cut;
    size_t fits = zs_fit_with_ellipsis(line->data, line->length, columns - 1, &cut);
    /* A bar that cannot be drawn is no reason to stop. */
    (void)fprintf(stderr, "\r\033[K%.*s%s", (int)fits, line->data, cut ? "…" : "");
    (void)fflush(stderr);
    progress->drawn = true;
}

void zs_progress_draw(zs_progress *progress, const zs_index_progress *state)
{
    if (!progress->wanted) {
        return;
    }
    zs_builder line = ZS_BUILDER_INIT;
    append_state(&line, state, zs_progress_seconds(progress));
    draw(progress, &line);
    zs_builder_release(&line);
}

void zs_progress_draw_count(zs_progress *progress, uint64_t done, uint64_t total,
                            const char *what)
{
    if (!progress->wanted || total == 0) {
        return;
    }
    double seconds = zs_progress_seconds(progress);
    if (seconds < progress->counted + 0.1) {
        return;
    }
    zs_builder line = ZS_BUILDER_INIT;
    progress->counted = seconds;
    append_bar(&line, done < total ? (double)done / (double)total : 1);
    zs_append_format(&line, "  %s of %s %s", zs_count(done).text, zs_count(total).text, what);
    draw(progress, &line);
    zs_builder_release(&line);
}

void zs_progress_erase(zs_progress *progress)
{
    if (progress->drawn) {
        (void)fputs("\r\033[K", stderr);
        (void)fflush(stderr);
        progress->drawn = false;
    }
}
