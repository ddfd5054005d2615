/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/regex.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>
#include <unicode/uversion.h>

#include "base/error.h"

/* Of the same version as the ICU that zsearch is linked with: its functions carry that in their
 * names. */
#define LIBRARY "libicui18n.so." U_ICU_VERSION_SHORT

#define NAME_OF(function) AS_STRING(function)
#define AS_STRING(name) #name

static zs_regex functions;
static bool loaded;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of both */

/* Finds a function, whose pointer POSIX lets be one to an object. */
static bool find(void *library, const char *name, void *function)
{
    void *symbol = dlsym(library, name);
    memcpy(function, &symbol, sizeof symbol);
    return symbol != NULL;
}

static bool load(void)
{
    void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
    bool found = library != NULL;
#define FIND(name) found = found && find(library, NAME_OF(uregex_##name), &functions.name);
    ZS_REGEX_FUNCTIONS(FIND)
#undef FIND
    return found; /* it stays loaded */
}

static const char *why_not(void)
{
    const char *reason = dlerror();
    return reason ? reason : LIBRARY;
}

const zs_regex *zs_regex_load(zs_error *error)
{
    (void)pthread_mutex_lock(&lock); /* cannot fail: nobody who holds it comes here */
    loaded = loaded || load();
    const char *reason = loaded ? NULL : why_not();
    (void)pthread_mutex_unlock(&lock);
    if (!reason) {
        return &functions;
    }
    (void)zs_fail(error, ZS_ERROR_IO,
                  "ICU's library of regular expressions, which wildcards need too, cannot be "
                  "loaded: %s; install it",
                  reason);
    return NULL;
}
