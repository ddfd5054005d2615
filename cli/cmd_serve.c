/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * zsearch serve: a search page and an API. The server is a module, so that other commands do
 * not load what it stands on.
 */
#include <dlfcn.h>
#include <inttypes.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>

#include "answers/builder.h"
#include "answers/memory.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/locate.h"
#include "cli/name_list.h"
#include "cli/options.h"
#include "server/serve.h"
#include "zsearch.h"

static const char help[] =
    "Usage: zsearch serve [OPTIONS]\n"
    "\n"
    "Serve a search page, and an API for other programs, until it is told to stop (Ctrl-C). "
    "What\n"
    "zsearch index and zsearch watch write meanwhile is found at once.\n"
    "\n"
    "Examples:\n"
    "  zsearch serve                                  then open http://127.0.0.1:8080/\n"
    "  zsearch serve --listen 0.0.0.0:8080            for others, too\n"
    "  zsearch serve --listen 0.0.0.0:8443 --tls-cert cert.pem --tls-key key.pem\n"
    "  zsearch serve --token-file tokens --writable   articles may be put and deleted\n"
    "  curl 'http://127.0.0.1:8080/api/v1/search?q=青年人才&n=5'\n"
    "\n"
    "Options:\n"
    "  --index DIR           the index; else $ZSEARCH_INDEX, else .zsearch here or in a "
    "parent\n"
    "  --listen ADDRESS:PORT where to listen (127.0.0.1:8080: this machine alone); port 0 is "
    "any\n"
    "                        that is free\n"
    "  --host NAME           a name that the server is called by; may be given more than "
    "once,\n"
    "                        or several with commas. With it, and on 127.0.0.1, others are "
    "refused\n"
    "  --title TEXT          what the page is called\n"
    "  --tls-cert FILE       a certificate (PEM): HTTPS\n"
    "  --tls-key FILE        its key, if that is not in the same file\n"
    "  --token-file FILE     the API asks for a token: lines of a name, a space and a token of "
    "16\n"
    "                        characters or more\n"
    "  --writable            who has a token may put and delete articles\n"
    "  --no-page             only the API\n"
    "  --timeout MS          milliseconds that an answer may take (5000)\n"
    "  --workers N           answers that are made at once (one for each core)\n"
    "  --max-waiting N       requests that wait for that; more are turned away (256)\n"
    "  --max-per-client N    requests of one address at once (64)\n"
    "  --max-connections N   connections at once (1000)\n"
    "  --max-body MB         of what is put at once (16)\n"
    "  --idle SECONDS        after which a silent connection is closed (30)\n"
    "  --quiet               no access log, which is otherwise a JSON object a line on "
    "standard\n"
    "                        output\n"
    "  -h, --help            show this\n"
    "\n"
    "Exit status: 0 when it was told to stop, 2 after an error.\n";

struct settings {
    const char *index, *listen, *title, *certificate, *key, *token_file;
    zs_name_list hosts;
    bool writable, no_page, quiet;
    uint64_t timeout, workers, waiting, of_client, connections, body, idle;
};

static bool take_host(void *context, const char *value)
{
    struct settings *settings = context;
    if (!zs_name_list_add(&settings->hosts, value)) {
        zs_complain("--host takes names, parted by commas, and one in %s is empty", value);
        return false;
    }
    return true;
}

/* Takes 127.0.0.1:8080 or [::1]:8080 apart, in place. */
static bool take_apart(char *listen, const char **address, uint16_t *port)
{
    char *colon = strrchr(listen, ':');
    char *end = NULL;
    unsigned long number = colon ? strtoul(colon + 1, &end, 10) : 0;
    if (!colon || colon == listen || colon[1] == '\0' || *end || number > UINT16_MAX) {
        zs_complain("--listen takes an address and a port, such as 127.0.0.1:8080, not %s",
                    listen);
        return false;
    }
    *colon = '\0';
    *port = (uint16_t)number;
    *address = listen;
    if (listen[0] == '[' && colon[-1] == ']') {
        colon[-1] = '\0';
        *address = listen + 1;
    }
    *address = strcmp(*address, "localhost") == 0 ? "127.0.0.1" : *address;
    return true;
}

/* The server: in zsearch/ beside libzsearch, wherever that lies. NULL, which has been said, if
 * it cannot be loaded. */
static zs_serve_function *load(void)
{
    Dl_info library;
    const char *(*inside)(void) = zs_version;
    void *address;
    zs_serve_function *serve = NULL;
    memcpy(&address, &inside, sizeof address);
    char *place = dladdr(address, &library) != 0 ? realpath(library.dli_fname, NULL) : NULL;
    zs_builder path = ZS_BUILDER_INIT;
    zs_append_format(&path, "%s/zsearch/serve.so", place ? dirname(place) : ".");
    void *handle = dlopen(zs_builder_string(&path), RTLD_NOW | RTLD_LOCAL);
    void *symbol = handle ? dlsym(handle, "zs_serve") : NULL;
    if (symbol) {
        memcpy(&serve, &symbol, sizeof serve);
    } else {
        const char *reason = dlerror();
        zs_complain(
            "the server cannot be loaded: %s; install zsearch again, with its server, or "
            "the library that is missing",
            reason ? reason : zs_builder_string(&path));
    }
    zs_builder_release(&path);
    free(place);
    return serve;
}

static zs_exit serve(const struct settings *settings, const char *directory, char *listen)
{
    zs_serve_options options = {.version = zs_version(),
                                .directory = directory,
                                .certificate = settings->certificate,
                                .key = settings->key ? settings->key : settings->certificate,
                                .token_file = settings->token_file,
                                .title = settings->title,
                                .hosts =
                                    settings->hosts.count > 0 ? settings->hosts.names : NULL,
                                .writable = settings->writable,
                                .no_page = settings->no_page,
                                .quiet = settings->quiet,
                                .workers = (unsigned)settings->workers,
                                .waiting = (unsigned)settings->waiting,
                                .of_client = (unsigned)settings->of_client,
                                .connections = (unsigned)settings->connections,
                                .idle = (unsigned)settings->idle,
                                .timeout = (unsigned)settings->timeout,
                                .body = settings->body << 20};
    if (!take_apart(listen, &options.address, &options.port)) {
        return ZS_EXIT_ERROR;
    }
    zs_serve_function *function = load();
    return function && function(&options) == 0 ? ZS_EXIT_OK : ZS_EXIT_ERROR;
}

static zs_exit run_on_index(const struct settings *settings)
{
    if (settings->key && !settings->certificate) {
        zs_complain("--tls-key goes with --tls-cert");
        return ZS_EXIT_ERROR;
    }
    if (settings->writable && !settings->token_file) {
        zs_complain("--writable goes with --token-file: else anybody could change the index");
        return ZS_EXIT_ERROR;
    }
    char *directory = zs_locate_to_read(settings->index);
    if (!directory) {
        return ZS_EXIT_ERROR;
    }
    char *listen = zs_duplicate(settings->listen);
    zs_exit result = serve(settings, directory, listen);
    free(listen);
    free(directory);
    return result;
}

static zs_exit run_serve(int argc, char **argv, zs_output *out)
{
    struct settings settings = {.listen = "127.0.0.1:8080",
                                .timeout = 5000,
                                .waiting = 256,
                                .of_client = 64,
                                .connections = 1000,
                                .body = 16,
                                .idle = 30};
    const zs_option options[] = {
        {.name = "index", .string = &settings.index},
        {.name = "listen", .string = &settings.listen},
        {.name = "host", .take = take_host, .context = &settings},
        {.name = "title", .string = &settings.title},
        {.name = "tls-cert", .string = &settings.certificate},
        {.name = "tls-key", .string = &settings.key},
        {.name = "token-file", .string = &settings.token_file},
        {.name = "writable", .flag = &settings.writable},
        {.name = "no-page", .flag = &settings.no_page},
        {.name = "timeout", .number = &settings.timeout, .least = 1, .most = 600000},
        {.name = "workers", .number = &settings.workers, .least = 1, .most = 256},
        {.name = "max-waiting", .number = &settings.waiting, .most = 100000},
        {.name = "max-per-client", .number = &settings.of_client, .least = 1, .most = 100000},
        {.name = "max-connections",
         .number = &settings.connections,
         .least = 1,
         .most = 100000},
        {.name = "max-body", .number = &settings.body, .least = 1, .most = 1024},
        {.name = "idle", .number = &settings.idle, .least = 1, .most = 3600},
        {.name = "quiet", .flag = &settings.quiet}};
    zs_exit result;
    if (zs_take_options(&zs_command_serve, argc, argv, options,
                        sizeof options / sizeof *options, out, &result)) {
        if (optind < argc) {
            zs_complain("serve takes no arguments, and %s is one; --index names the index",
                        argv[optind]);
            result = ZS_EXIT_ERROR;
        } else {
            result = run_on_index(&settings);
        }
    }
    zs_name_list_release(&settings.hosts);
    return result;
}

const zs_command zs_command_serve = {.name = "serve",
                                     .summary = "serve a search page and an API",
                                     .help = help,
                                     .run = run_serve};
