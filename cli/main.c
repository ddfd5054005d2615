/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The program: a table of commands, what is said about them, and the exit status.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/complain.h"
#include "cli/nearest.h"
#include "zsearch.h"

static const zs_command *const commands[] = {
    &zs_command_index, &zs_command_query,  &zs_command_similar, &zs_command_suggest,
    &zs_command_kwic,  &zs_command_show,   &zs_command_watch,   &zs_command_serve,
    &zs_command_info,  &zs_command_forget, &zs_command_export,  &zs_command_analyze};
enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

static void put_overview(zs_output *out)
{
    zs_put_string(out, "zsearch finds articles in Chinese.\n"
                       "\n"
                       "  zsearch index articles/     read a folder\n"
                       "  zsearch query 国际消费中心  find articles in it\n"
                       "\n"
                       "Commands:\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        zs_put_format(out, "  %-8s  %s\n", commands[i]->name, commands[i]->summary);
    }
    zs_put_string(out,
                  "\nzsearch help COMMAND says more; zsearch --version says which this is.\n");
}

/* The command of this name; NULL, which has been said, if there is none. */
static const zs_command *find_command(const char *name)
{
    const char *names[COMMAND_COUNT];
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(commands[i]->name, name) == 0) {
            return commands[i];
        }
        names[i] = commands[i]->name;
    }
    const char *nearest = zs_nearest(name, names, COMMAND_COUNT);
    if (nearest) {
        zs_complain("there is no command %s; did you mean %s?", name, nearest);
    } else {
        zs_complain("there is no command %s; zsearch help lists them", name);
    }
    return NULL;
}

static zs_exit run_help(const char *name, zs_output *out)
{
    const zs_command *command = name ? find_command(name) : NULL;
    if (name && !command) {
        return ZS_EXIT_ERROR;
    }
    if (command) {
        zs_put_string(out, command->help);
    } else {
        put_overview(out);
    }
    return ZS_EXIT_OK;
}

static bool is_one_of(const char *word, const char *one, const char *other)
{
    return strcmp(word, one) == 0 || strcmp(word, other) == 0;
}

static zs_exit run(int argc, char **argv, zs_output *out)
{
    const char *name = argv[1];
    if (strcmp(name, "--version") == 0) {
        zs_put_format(out, "zsearch %s\n", zs_version());
        return ZS_EXIT_OK;
    }
    if (strcmp(name, "help") == 0 || is_one_of(name, "-h", "--help")) {
        return run_help(argc > 2 ? argv[2] : NULL, out);
    }
    if (name[0] == '-') {
        zs_complain("there is no option %s before a command; zsearch help lists the commands",
                    name);
        return ZS_EXIT_ERROR;
    }
    const zs_command *command = find_command(name);
    return command ? command->run(argc - 1, argv + 1, out) : ZS_EXIT_ERROR;
}

/* The status of a run, given what became of its output. A reader that has had enough (head)
 * is nobody's error: end as if its signal had not been ignored. */
static int exit_status(zs_exit result, zs_output *out)
{
    if (zs_output_close(out)) {
        return (int)result;
    }
    if (out->error == EPIPE) {
        return ZS_EXIT_SIGNAL + SIGPIPE;
    }
    zs_complain("the output cannot be written: %s", strerror(out->error));
    return ZS_EXIT_ERROR;
}

/* Where a standard file is closed, the next file opened takes its number: messages would be
 * written into the index. Such a number is given to a file on which every read or write
 * fails. */
static void occupy_standard_files(void)
{
    for (int file = STDIN_FILENO; file <= STDERR_FILENO; file++) {
        if (fcntl(file, F_GETFD) < 0) {
            (void)open("/dev/null", file == STDIN_FILENO ? O_WRONLY : O_RDONLY);
        }
    }
}

int main(int argc, char **argv)
{
    occupy_standard_files();
    zs_output out;
    if (argc < 2) {
        zs_output_init(&out, stderr);
        put_overview(&out);
        (void)zs_output_flush(&out); /* it is an error either way */
        return ZS_EXIT_ERROR;
    }
    zs_output_init(&out, stdout);
    return exit_status(run(argc, argv, &out), &out);
}
