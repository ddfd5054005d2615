/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Filters: programs of the user's that turn a file which zsearch does not read into text.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "encoding/utf8.h"
#include "formats/format.h"
#include "formats/spool.h"

extern char **environ;

enum {
    ARGUMENTS = 64,
    CHUNK = 1 << 16,
    SECONDS = 120, /* a program that takes longer for one file will never end */
    SAID = 200     /* bytes of its complaints that are passed on */
};
#define TEXT_LIMIT ((size_t)1 << 30)

static const zs_field *filter_for(const zs_reading_options *options, const char *path)
{
    size_t length = strlen(path);
    for (size_t i = 0; i < options->filter_count; i++) {
        const char *extension = options->filters[i].name;
        size_t size = strlen(extension);
        if (size > 0 && size < length && strcasecmp(path + length - size, extension) == 0) {
            return &options->filters[i];
        }
    }
    return NULL;
}

bool zs_filter_fits(const zs_reading_options *options, const char *path)
{
    return filter_for(options, path) != NULL;
}

/* ---- The command ------------------------------------------------------------------- */

/* A command cut into words, which lie one behind another in `words`. */
struct command {
    zs_buffer words;
    char *arguments[ARGUMENTS + 1];
    bool names_file; /* it has a {} */
};

/* Appends a word of the command, from *at on: up to white space outside of quotes. */
static bool append_word(struct command *command, const char **at, const char *file)
{
    char quote = '\0';
    bool kept = true;
    for (; kept && **at && (quote || !strchr(" \t", **at)); (*at)++) {
        if (quote ? **at == quote : **at == '"' || **at == '\'') {
            quote = quote ? '\0' : **at;
        } else if (strncmp(*at, "{}", 2) == 0) {
            kept = zs_buffer_append_string(&command->words, file);
            command->names_file = true;
            (*at)++;
        } else {
            kept = zs_buffer_append_byte(&command->words, **at);
        }
    }
    return kept && zs_buffer_append_byte(&command->words, '\0');
}

static zs_status cut_command(const char *line, const char *file, struct command *command,
                             zs_error *error)
{
    size_t places[ARGUMENTS], count = 0;
    for (const char *at = line + strspn(line, " \t"); *at; at += strspn(at, " \t")) {
        if (count == ARGUMENTS) {
            return zs_fail(error, ZS_ERROR_ARGUMENT, "the filter \"%s\" has too many words",
                           line);
        }
        places[count++] = command->words.length;
        if (!append_word(command, &at, file)) {
            return zs_fail_memory(error);
        }
    }
    if (count == 0) {
        return zs_fail(error, ZS_ERROR_ARGUMENT, "a filter has no command");
    }
    for (size_t i = 0; i < count; i++) {
        command->arguments[i] = command->words.data + places[i];
    }
    return ZS_OK;
}

/* ---- Running it -------------------------------------------------------------------- */

/* A program that is running. Its output comes through `out`, its complaints go to a file. */
struct running {
    pid_t process;
    int out;
    int complaints;
};

static int set_up(posix_spawn_file_actions_t *actions, posix_spawnattr_t *attributes,
                  const struct command *command, const char *file, int out, int complaints)
{
    /* The signals that this thread blocks are not blocked in the program. */
    sigset_t none;
    sigemptyset(&none);
    const char *in = command->names_file || !file ? "/dev/null" : file;
    int number = posix_spawn_file_actions_addopen(actions, STDIN_FILENO, in, O_RDONLY, 0);
    number = number ? number : posix_spawn_file_actions_adddup2(actions, out, STDOUT_FILENO);
    number =
        number ? number : posix_spawn_file_actions_adddup2(actions, complaints, STDERR_FILENO);
    number = number ? number : posix_spawnattr_setsigmask(attributes, &none);
    /* A group of its own, so that what it starts can be ended with it. */
    number = number ? number : posix_spawnattr_setpgroup(attributes, 0);
    return number ? number
                  : posix_spawnattr_setflags(attributes,
                                             POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
}

static zs_status start(const struct command *command, const char *file, struct running *running,
                       zs_error *error)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return zs_fail_errno(error, errno, "the filter cannot be started");
    }
    running->out = ends[0];
    zs_status status = zs_temporary_file(&running->complaints, error);
    if (!status) {
        posix_spawn_file_actions_t actions;
        posix_spawnattr_t attributes;
        /* With glibc neither can fail. */
        (void)posix_spawn_file_actions_init(&actions);
        (void)posix_spawnattr_init(&attributes);
        int number = set_up(&actions, &attributes, command, file, ends[1], running->complaints);
        number = number ? number
                        : posix_spawnp(&running->process, command->arguments[0], &actions,
                                       &attributes, command->arguments, environ);
        (void)posix_spawnattr_destroy(&attributes);
        (void)posix_spawn_file_actions_destroy(&actions);
        if (number != 0) {
            status = zs_fail(error, ZS_ERROR_FORMAT, "the filter %s cannot be run: %s",
                             command->arguments[0], strerror(number));
        }
    }
    (void)close(ends[1]);
    return status;
}

static int64_t milliseconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static zs_status take_output(const struct running *running, zs_buffer *text, zs_error *error)
{
    int64_t deadline = milliseconds_now() + (int64_t)SECONDS * 1000;
    for (;;) {
        int64_t left = deadline - milliseconds_now();
        struct pollfd wanted = {.fd = running->out, .events = POLLIN};
        int ready = left > 0 ? poll(&wanted, 1, (int)left) : 0;
        if (ready == 0) {
            return zs_fail(error, ZS_ERROR_FORMAT, "the filter has not ended after %d seconds",
                           SECONDS);
        }
        if (!zs_buffer_reserve(text, CHUNK)) {
            return zs_fail_memory(error);
        }
        ssize_t count = ready < 0 ? -1 : read(running->out, text->data + text->length, CHUNK);
        if (count < 0 && errno != EINTR) {
            return zs_fail_errno(error, errno, "what the filter writes cannot be read");
        }
        if (count == 0) {
            return ZS_OK;
        }
        text->length += count > 0 ? (size_t)count : 0;
        if (text->length > TEXT_LIMIT) {
            return zs_fail(error, ZS_ERROR_FORMAT, "the filter writes more than 1 GiB");
        }
    }
}

/* The first line that the program complained with, for the message. */
static void read_complaint(int file, char said[SAID + 1])
{
    ssize_t count = lseek(file, 0, SEEK_SET) == 0 ? read(file, said, SAID) : 0;
    said[count > 0 ? count : 0] = '\0';
    said[strcspn(said, "\r\n")] = '\0';
    said[zs_utf8_valid(said, strlen(said))] = '\0';
}

static zs_status finish(const struct running *running, const char *program, zs_status status,
                        zs_error *error)
{
    int state = 0;
    if (status) {
        (void)kill(-running->process, SIGKILL);
    }
    while (waitpid(running->process, &state, 0) < 0) {
        if (errno != EINTR) {
            state = 0; /* the host program has it waited for elsewhere */
            break;
        }
    }
    if (status || state == 0) {
        return status;
    }
    char said[SAID + 1];
    read_complaint(running->complaints, said);
    return WIFEXITED(state)
               ? zs_fail(error, ZS_ERROR_FORMAT, "the filter %s failed with status %d%s%s",
                         program, WEXITSTATUS(state), said[0] ? ": " : "", said)
               : zs_fail(error, ZS_ERROR_FORMAT, "the filter %s was ended by signal %d",
                         program, WTERMSIG(state));
}

static zs_status run(const char *line, const char *file, zs_buffer *text, zs_error *error)
{
    struct command command = {.names_file = false};
    struct running running = {.process = -1, .out = -1, .complaints = -1};
    zs_status status = cut_command(line, file, &command, error);
    if (!status) {
        status = start(&command, file, &running, error);
    }
    if (!status) {
        status = take_output(&running, text, error);
        status = finish(&running, command.arguments[0], status, error);
    }
    if (running.out >= 0) {
        (void)close(running.out);
    }
    if (running.complaints >= 0) {
        (void)close(running.complaints);
    }
    zs_buffer_release(&command.words);
    return status;
}

/* ---- Members of archives, which lie in no file ------------------------------------------ */

/* Writes the stream to a file of the same extension, whose name is malloc'd. */
static zs_status write_out(const zs_stream *stream, const char *extension, char **name,
                           zs_error *error)
{
    const char *folder = getenv("TMPDIR");
    zs_buffer path = ZS_BUFFER_INIT, chunk = ZS_BUFFER_INIT;
    if (!zs_buffer_append_string(&path, folder && folder[0] ? folder : "/tmp") ||
        !zs_buffer_append_string(&path, "/zsearch-XXXXXX") ||
        !zs_buffer_append_string(&path, extension) || !zs_buffer_terminate(&path) ||
        !zs_buffer_reserve(&chunk, CHUNK)) {
        zs_buffer_release(&path);
        return zs_fail_memory(error);
    }
    int file = mkostemps(path.data, (int)strlen(extension), O_CLOEXEC);
    zs_status status =
        file < 0 ? zs_fail_errno(error, errno, "a temporary file cannot be made") : ZS_OK;
    *name = file < 0 ? NULL : path.data;
    for (size_t size = 1; !status && size > 0;) {
        status = stream->read(stream->context, chunk.data, CHUNK, &size, error);
        if (!status) {
            status = zs_temporary_write(file, chunk.data, size, error);
        }
    }
    if (file >= 0) {
        (void)close(file); /* the program reads it, or fails to */
    } else {
        zs_buffer_release(&path);
    }
    zs_buffer_release(&chunk);
    return status;
}

zs_status zs_read_filtered(const zs_stream *stream, zs_reading *reading, zs_error *error)
{
    const zs_field *filter = filter_for(reading->options, reading->path);
    zs_buffer text = ZS_BUFFER_INIT;
    char *written = NULL;
    zs_status status = ZS_OK;
    if (!filter) {
        return zs_fail_format(error, reading->path);
    }
    if (!reading->file) {
        status = write_out(stream, filter->name, &written, error);
    }
    if (!status) {
        status = run(filter->value, written ? written : reading->file, &text, error);
    }
    if (!status) {
        reading->derived = true;
        status = zs_read_text(text.data ? text.data : "", text.length, reading, error);
    }
    if (written) {
        (void)unlink(written);
        free(written);
    }
    zs_buffer_release(&text);
    return status;
}
