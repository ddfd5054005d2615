/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/batch.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/complain.h"

bool zs_batch_open(zs_batch *batch, const char *path)
{
    bool standard = strcmp(path, "-") == 0;
    *batch = (zs_batch){.name = standard ? "standard input" : path};
    batch->stream = standard ? stdin : fopen(path, "re");
    if (!batch->stream) {
        zs_complain("%s cannot be read: %s", path, strerror(errno));
    }
    return batch->stream != NULL;
}

void zs_batch_close(zs_batch *batch)
{
    if (batch->stream && batch->stream != stdin) {
        (void)fclose(batch->stream); /* it was only read */
    }
    free(batch->line);
    *batch = (zs_batch){.stream = NULL};
}

/* Takes the line apart, in place. */
static zs_batch_outcome split(const zs_batch *batch, char *line, size_t length,
                              const char **qid, const char **query)
{
    char *tab = memchr(line, '\t', length);
    if (!tab || tab == line || memchr(line, '\0', length)) {
        zs_complain("%s, line %" PRIu64 ": expected an id, a TAB and a query", batch->name,
                    batch->number);
        return ZS_BATCH_FAILED;
    }
    *tab = '\0';
    *qid = line;
    *query = tab + 1;
    return ZS_BATCH_QUERY;
}

zs_batch_outcome zs_batch_next(zs_batch *batch, const char **qid, const char **query)
{
    static const char byte_order_mark[] = "\xEF\xBB\xBF";
    for (;;) {
        errno = 0;
        ssize_t size = getline(&batch->line, &batch->capacity, batch->stream);
        if (size < 0) {
            if (feof(batch->stream)) {
                return ZS_BATCH_END;
            }
            zs_complain("%s cannot be read: %s", batch->name, strerror(errno));
            return ZS_BATCH_FAILED;
        }
        char *line = batch->line;
        size_t length = (size_t)size;
        if (++batch->number == 1 && strncmp(line, byte_order_mark, 3) == 0) {
            line += 3;
            length -= 3;
        }
        while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r')) {
            line[--length] = '\0';
        }
        if (length > 0) {
            return split(batch, line, length, qid, query);
        }
    }
}
