/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Modules as the shared library has them: loaded when the first file comes that needs one, and
 * kept. What they stand on has state of its own for the whole process, which would not bear to
 * be unloaded.
 */
#include <dlfcn.h>
#include <libgen.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "formats/module.h"

struct module {
    const char *name;
    const zs_module *readers;
    zs_error fault; /* if it has been tried and there are no readers */
};

static struct module markdown = {.name = "markdown"};
static struct module html = {.name = "html"};
static struct module csv = {.name = "csv"};
static struct module archive = {.name = "archive"};
static struct module pdf = {.name = "pdf"};
static struct module mail = {.name = "mail"};
static struct module *const modules[] = {&markdown, &html, &csv, &archive, &pdf, &mail};

/* Of all of them: loading is rare, and readers take far longer than this is held. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* Where the module lies: in zsearch/ beside the library as it lies on the disk, so that a tree
 * can be moved, and one that has not been installed has its own. */
static bool find(const char *name, zs_buffer *path)
{
    Dl_info library;
    char *place = dladdr(&lock, &library) != 0 ? realpath(library.dli_fname, NULL) : NULL;
    bool found = place && zs_buffer_append_string(path, dirname(place)) &&
                 zs_buffer_append_string(path, "/zsearch/") &&
                 zs_buffer_append_string(path, name) && zs_buffer_append_string(path, ".so") &&
                 zs_buffer_terminate(path);
    free(place);
    return found;
}

/* The loader names the file if it is at fault itself, but not if that is a library it needs. */
static void fail_to_load(const char *path, const char *reason, zs_error *error)
{
    bool named = strstr(reason, path) != NULL;
    (void)zs_fail(
        error, ZS_ERROR_IO,
        "the module that reads it cannot be loaded: %s%s%s; install zsearch again, or "
        "the library that is missing",
        named ? "" : path, named ? "" : ": ", reason);
}

static const zs_module *load(const char *path, zs_error *error)
{
    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    const zs_module *readers = handle ? dlsym(handle, "zs_module_readers") : NULL;
    if (!readers) {
        const char *reason = dlerror();
        fail_to_load(path, reason ? reason : "it has no readers", error);
    } else if (readers->version != ZS_MODULE_VERSION) {
        readers = NULL;
        (void)zs_fail(error, ZS_ERROR_IO,
                      "the module that reads it, %s, is not of this version of zsearch, %s; "
                      "install both anew",
                      path, zs_version());
    }
    return readers;
}

/* Tries once; what came of it holds for the process. */
static void open_once(struct module *module)
{
    if (module->readers || module->fault.status) {
        return;
    }
    zs_buffer path = ZS_BUFFER_INIT;
    if (find(module->name, &path)) {
        module->readers = load(path.data, &module->fault);
    } else {
        (void)zs_fail(&module->fault, ZS_ERROR_IO,
                      "the module that reads it, %s.so, cannot be looked for: the folder of "
                      "libzsearch cannot be told",
                      module->name);
    }
    zs_buffer_release(&path);
}

static const zs_module *open_module(struct module *module, zs_error *error)
{
    (void)pthread_mutex_lock(&lock); /* cannot fail: nobody who holds it comes here */
    open_once(module);
    (void)pthread_mutex_unlock(&lock);
    if (!module->readers && error) {
        *error = module->fault;
    }
    return module->readers;
}

const char *zs_module_fault(const char *name)
{
    for (size_t i = 0; i < sizeof modules / sizeof *modules; i++) {
        if (strcmp(modules[i]->name, name) == 0) {
            return open_module(modules[i], NULL) ? NULL : modules[i]->fault.message;
        }
    }
    return "there is no such module";
}

/* ---- The readers ------------------------------------------------------------------- */

/* Each calls the one of its name in its module. */
#define BYTES_READER(format, in)                                                               \
    zs_status zs_read_##format(const char *data, size_t length, zs_reading *reading,           \
                               zs_error *error)                                                \
    {                                                                                          \
        const zs_module *module = open_module(in, error);                                      \
        return module ? module->read_##format(data, length, reading, error) : ZS_ERROR_IO;     \
    }
#define STREAM_READER(format, in)                                                              \
    zs_status zs_read_##format(const zs_stream *stream, zs_reading *reading, zs_error *error)  \
    {                                                                                          \
        const zs_module *module = open_module(in, error);                                      \
        return module ? module->read_##format(stream, reading, error) : ZS_ERROR_IO;           \
    }

BYTES_READER(markdown, &markdown)
BYTES_READER(html, &html)
BYTES_READER(docx, &archive)
BYTES_READER(odt, &archive)
BYTES_READER(epub, &archive)
BYTES_READER(pdf, &pdf)
BYTES_READER(mail, &mail)

STREAM_READER(csv, &csv)
STREAM_READER(tsv, &csv)
STREAM_READER(archive, &archive)
STREAM_READER(warc, &archive)
STREAM_READER(mbox, &mail)
