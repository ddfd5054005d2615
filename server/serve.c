/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "server/serve.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "answers/complain.h"
#include "answers/memory.h"
#include "server/http.h"

enum { EXIT_FAILED = 2, WORKERS_LEAST = 2, FIRST_SOCKET = 3 /* sd_listen_fds(3) */ };

/* ---- The socket ------------------------------------------------------------------------ */

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

/* False if it is no address. */
static bool make_address(const zs_serve_options *options, union address *address,
                         socklen_t *length)
{
    memset(address, 0, sizeof *address);
    if (inet_pton(AF_INET, options->address, &address->v4.sin_addr) == 1) {
        address->v4.sin_family = AF_INET;
        address->v4.sin_port = htons(options->port);
        *length = sizeof address->v4;
        return true;
    }
    address->v6.sin6_family = AF_INET6;
    address->v6.sin6_port = htons(options->port);
    *length = sizeof address->v6;
    return inet_pton(AF_INET6, options->address, &address->v6.sin6_addr) == 1;
}

static bool is_loopback(const union address *address)
{
    return address->any.sa_family == AF_INET
               ? ntohl(address->v4.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET
               : IN6_IS_ADDR_LOOPBACK(&address->v6.sin6_addr);
}

/* The socket that a service manager has handed over; -1: none has. */
static int handed_over(void)
{
    const char *process = getenv("LISTEN_PID"), *count = getenv("LISTEN_FDS");
    bool ours =
        process && count && strtol(process, NULL, 10) == getpid() && strcmp(count, "1") == 0;
    return ours ? FIRST_SOCKET : -1;
}

static int listen_at(const union address *address, socklen_t length)
{
    int one = 1;
    int listening =
        socket(address->any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (listening < 0) {
        return -1;
    }
    if (setsockopt(listening, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) != 0 ||
        bind(listening, &address->any, length) != 0 || listen(listening, SOMAXCONN) != 0) {
        int reason = errno;
        (void)close(listening);
        errno = reason;
        return -1;
    }
    return listening;
}

static unsigned port_of(int listening, unsigned otherwise)
{
    union address address = {.any.sa_family = AF_UNSPEC};
    socklen_t length = sizeof address;
    if (getsockname(listening, &address.any, &length) != 0) {
        return otherwise;
    }
    return ntohs(address.any.sa_family == AF_INET ? address.v4.sin_port : address.v6.sin6_port);
}

/* ---- Files ----------------------------------------------------------------------------- */

/* All of a small file; NULL, which has been said, if it cannot be read. */
static char *read_file(const char *path)
{
    enum { MOST = 1 << 20 };
    FILE *file = path ? fopen(path, "re") : NULL;
    if (!file) {
        zs_complain("%s cannot be read: %s", path, strerror(errno));
        return NULL;
    }
    char *text = zs_allocate(MOST + 1, 1);
    size_t length = fread(text, 1, MOST, file);
    bool failed = ferror(file);
    (void)fclose(file); /* it was only read */
    if (failed || length == 0 || length == MOST) {
        zs_complain("%s cannot be read, or is no certificate or key", path);
        free(text);
        return NULL;
    }
    return text;
}

/* ---- Its life -------------------------------------------------------------------------- */

static void init(zs_server *server, const zs_serve_options *options)
{
    *server = (zs_server){.options = options};
    (void)pthread_mutex_init(&server->clients_lock, NULL); /* cannot fail without attributes */
    server->metrics.route_count = zs_route_count() + 1;
    for (size_t i = 0; i < zs_route_count(); i++) {
        server->metrics.routes[i].name = zs_route_at(i)->name;
    }
    server->metrics.routes[zs_route_count()].name = "none";
}

static void release(zs_server *server)
{
    zs_api_tokens_release(&server->tokens);
    free(server->clients);
    zs_workers_free(server->readers);
    zs_workers_free(server->writer);
    (void)pthread_mutex_destroy(&server->clients_lock);
}

/* Looks once whether the index can be read, while somebody reads what is said about it. */
static bool look_at_index(zs_server *server)
{
    zs_searcher *searcher = NULL;
    zs_index_info info;
    zs_error error;
    bool readable = zs_searcher_open(server->options->directory, &searcher, &error) == ZS_OK &&
                    zs_searcher_info(searcher, &info, &error) == ZS_OK;
    if (readable) {
        atomic_store(&server->articles, info.articles);
        atomic_store(&server->index_bytes, info.index_bytes);
    } else {
        zs_complain("%s", error.message);
    }
    zs_searcher_close(searcher);
    return readable;
}

static size_t workers_of(const zs_serve_options *options)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    size_t usual = cores > WORKERS_LEAST ? (size_t)cores : WORKERS_LEAST;
    return options->workers > 0 ? options->workers : usual;
}

static void say_where(const zs_serve_options *options, int listening)
{
    bool v6 = strchr(options->address, ':') != NULL;
    (void)fprintf(stderr, "zsearch: serving %s at http%s://%s%s%s:%u/\n", options->directory,
                  options->certificate ? "s" : "", v6 ? "[" : "", options->address,
                  v6 ? "]" : "", port_of(listening, options->port));
}

static bool start_workers(zs_server *server)
{
    const zs_serve_options *options = server->options;
    server->readers =
        zs_workers_new(options->directory, workers_of(options), options->waiting, zs_http_work);
    server->writer = server->readers
                         ? zs_workers_new(options->directory, 1, options->waiting, zs_http_work)
                         : NULL;
    if (!server->writer) {
        zs_complain("no threads can be had: %s", strerror(EAGAIN));
        if (server->readers) {
            zs_workers_end(server->readers);
        }
    }
    return server->writer != NULL;
}

/* Serves until a signal of `ends` comes, which all threads hold back. */
static int serve_until(zs_server *server, int listening, const sigset_t *ends)
{
    const zs_serve_options *options = server->options;
    char *certificate = options->certificate ? read_file(options->certificate) : NULL;
    char *key = certificate ? read_file(options->key) : NULL;
    zs_http *http = NULL;
    int result = EXIT_FAILED;
    bool ready = (!options->certificate || key) && start_workers(server);
    if (ready) {
        http = zs_http_start(server, listening, certificate, key);
    }
    if (ready && !http) {
        zs_complain(certificate ? "the server cannot be started: the certificate and the key "
                                  "may not fit each other"
                                : "the server cannot be started");
        zs_workers_end(server->readers);
        zs_workers_end(server->writer);
    }
    if (http) {
        int signal;
        say_where(options, listening);
        (void)sigwait(ends, &signal); /* fails for no set of ours */
        zs_http_stop(http);
        result = 0;
    } else {
        (void)close(listening);
    }
    if (key) {
        explicit_bzero(key, strlen(key));
    }
    free(certificate);
    free(key);
    return result;
}

static int listen_and_serve(zs_server *server)
{
    const zs_serve_options *options = server->options;
    union address address;
    socklen_t length;
    sigset_t ends, before;
    if (!make_address(options, &address, &length)) {
        zs_complain("%s is no address; --listen takes numbers and a port, such as "
                    "127.0.0.1:8080 or [::1]:8080",
                    options->address);
        return EXIT_FAILED;
    }
    server->loopback = is_loopback(&address);
    int listening = handed_over();
    listening = listening >= 0 ? listening : listen_at(&address, length);
    if (listening < 0) {
        zs_complain("%s:%u cannot be listened at: %s%s", options->address, options->port,
                    strerror(errno), errno == EADDRINUSE ? "; --listen takes another" : "");
        return EXIT_FAILED;
    }
    (void)sigemptyset(&ends);
    (void)sigaddset(&ends, SIGTERM);
    (void)sigaddset(&ends, SIGINT);
    (void)pthread_sigmask(SIG_BLOCK, &ends, &before);
    int result = serve_until(server, listening, &ends);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return result;
}

/* Each connection is a file, and so is each table of the index that a worker reads. */
static void make_room_for_files(const zs_serve_options *options)
{
    enum { BESIDES = 1024 };
    struct rlimit limit;
    rlim_t wanted = (rlim_t)options->connections + BESIDES;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < wanted) {
        limit.rlim_cur = wanted < limit.rlim_max ? wanted : limit.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &limit); /* with fewer it goes as far as they reach */
    }
}

int zs_serve(const zs_serve_options *options)
{
    const struct sigaction ignore = {.sa_handler = SIG_IGN};
    struct sigaction before;
    if (strcmp(options->version, zs_version()) != 0) {
        zs_complain("the server is not of this version of zsearch, %s; install both anew",
                    options->version);
        return EXIT_FAILED;
    }
    /* Whoever reads the log may go away. */
    (void)sigaction(SIGPIPE, &ignore, &before);
    make_room_for_files(options);
    zs_server server;
    zs_builder fault = ZS_BUILDER_INIT;
    init(&server, options);
    int result = EXIT_FAILED;
    if (options->token_file &&
        zs_api_tokens_read(&server.tokens, options->token_file, &fault)) {
        zs_complain("%s", zs_builder_string(&fault));
    } else if (look_at_index(&server)) {
        result = listen_and_serve(&server);
    }
    zs_builder_release(&fault);
    release(&server);
    (void)sigaction(SIGPIPE, &before, NULL);
    return result;
}
