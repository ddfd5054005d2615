/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "allocation.h"

#include <errno.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>

#include "support/random.h"
#include "support/test.h"

/* What is to fail, in the thread of the test. */
static _Thread_local struct {
    bool armed;
    bool onwards; /* not only one */
    test_victims victims;
    size_t left;  /* until it fails */
    size_t count; /* of all since it was armed */
    bool failed;
} plan;

/* Where the code of the program or of a library lies. */
struct range {
    const char *name; /* the beginning of its file's name; empty for the program */
    uintptr_t start, end;
};

static struct range known[] = {
    {.name = ""}, {.name = "libicuuc"}, {.name = "libicui18n"}, {.name = "libzstd"}};
enum { PROGRAM, ICU_UC, ICU_I18N, ZSTD, KNOWN };

static int note_range(struct dl_phdr_info *library, size_t size, void *context)
{
    (void)size;
    (void)context;
    const char *slash = strrchr(library->dlpi_name, '/');
    const char *name = slash ? slash + 1 : library->dlpi_name;
    for (size_t i = 0; i < KNOWN; i++) {
        bool program = name[0] == '\0';
        if (program != (i == PROGRAM) ||
            strncmp(name, known[i].name, strlen(known[i].name)) != 0) {
            continue;
        }
        for (size_t part = 0; part < library->dlpi_phnum; part++) {
            const ElfW(Phdr) *header = &library->dlpi_phdr[part];
            if (header->p_type == PT_LOAD && header->p_flags & PF_X && known[i].end == 0) {
                known[i].start = library->dlpi_addr + header->p_vaddr;
                known[i].end = known[i].start + header->p_memsz;
            }
        }
    }
    return 0;
}

static bool is_of(size_t which, uintptr_t caller)
{
    return caller >= known[which].start && caller < known[which].end;
}

static bool is_spared(uintptr_t caller)
{
    switch (plan.victims) {
    case TEST_LIBRARIES: return is_of(ICU_UC, caller) || is_of(ICU_I18N, caller);
    case TEST_LIBRARIES_BUT_ZSTD:
        return is_of(ICU_UC, caller) || is_of(ICU_I18N, caller) || is_of(ZSTD, caller);
    case TEST_ZSEARCH: return !is_of(PROGRAM, caller);
    }
    return true;
}

/* Whether an allocation that is asked for at the address `caller` is to fail. */
static bool fails(const void *caller)
{
    if (!plan.armed || is_spared((uintptr_t)caller)) {
        return false;
    }
    plan.count++;
    if (plan.left > 1) {
        plan.left--;
        return false;
    }
    if (plan.left == 1 || plan.onwards) {
        plan.left = 0;
        plan.failed = true;
        errno = ENOMEM;
        return true;
    }
    return false;
}

#ifdef ZSEARCH_TEST_SANITIZED
/* The linker puts these in the place of the real ones, wherever our own objects call them. */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
#define ALLOCATOR(name) __wrap_##name
#define UNDERLYING(name) __real_##name
#else
/* Names that the C library keeps for those who put their own functions over its. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
#define ALLOCATOR(name) name
#define UNDERLYING(name) __libc_##name
#endif

__attribute__((visibility("default"))) void *ALLOCATOR(malloc)(size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : UNDERLYING(malloc)(size);
}

__attribute__((visibility("default"))) void *ALLOCATOR(calloc)(size_t count, size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : UNDERLYING(calloc)(count, size);
}

__attribute__((visibility("default"))) void *ALLOCATOR(realloc)(void *memory, size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : UNDERLYING(realloc)(memory, size);
}

/* Runs once with allocation `number` failing; 0: none. Returns how many there were. */
static size_t try_once(const test_trial *trial, size_t number, bool onwards)
{
    zs_error error = {.status = ZS_OK};
    plan.onwards = onwards;
    plan.victims = trial->victims;
    plan.left = number;
    plan.count = 0;
    plan.failed = false;
    plan.armed = true;
    zs_status status = trial->run(trial->context, &error);
    plan.armed = false;
    check(status == ZS_OK || (plan.failed && status == ZS_ERROR_MEMORY),
          "allocation %zu%s: %s: %s", number, onwards ? " and all behind it" : "",
          zs_status_name(status), error.message);
    check(status == ZS_OK || error.status == ZS_ERROR_MEMORY,
          "allocation %zu: the error is not filled in", number);
    if (status == ZS_OK && trial->verify) {
        trial->verify(trial->context);
    }
    trial->reset(trial->context);
    return plan.count;
}

void test_without_memory(const test_trial *trial, size_t most)
{
    dl_iterate_phdr(note_range, NULL);
    /* Once before, for what is made on first use and kept, once to count. */
    (void)try_once(trial, 0, false);
    size_t count = try_once(trial, 0, false);
    check(count > 0, "nothing is allocated");
    test_random random = test_random_new(count);
    bool all = count <= most;
    for (size_t i = 1; i <= (all ? count : most); i++) {
        size_t number = all ? i : 1 + test_random_below(&random, count);
        (void)try_once(trial, number, false);
        (void)try_once(trial, number, true);
    }
    /* And it still works. */
    (void)try_once(trial, 0, false);
}
