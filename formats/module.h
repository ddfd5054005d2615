/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Modules. Readers that stand on libraries of their own live in shared objects of their own, so
 * that a program that only searches does not load what reads PDF: that took longer than a
 * query.
 *
 * The shared library has, in the place of such a reader, a function of the same name that
 * loads the module at its first call and then calls the reader in it (modules_loaded.c). The
 * static library has the readers themselves (modules_linked.c). Nobody else need know.
 *
 * A module lies in the folder zsearch/ beside the library, wherever that is; there is no other
 * place, and no variable that names one, from which code could come into a process. It links
 * with the library, of which it calls what is marked ZS_FOR_MODULES.
 */
#ifndef ZS_FORMATS_MODULE_H
#define ZS_FORMATS_MODULE_H

#include "base/for_modules.h"
#include "formats/format.h"
#include "zsearch.h"

/* A module is of one version of the library, and of no other. */
#define ZS_MODULE_VERSION                                                                      \
    ((ZS_VERSION_MAJOR * 1000U + ZS_VERSION_MINOR) * 1000U + ZS_VERSION_PATCH)

/* What a module exports, as zs_module_readers: the readers that it has; NULL for others. */
typedef struct zs_module {
    unsigned version; /* always first: ZS_MODULE_VERSION of when it was built */
    zs_bytes_reader read_markdown, read_html, read_docx, read_odt, read_epub, read_pdf,
        read_mail;
    zs_stream_reader read_csv, read_tsv, read_archive, read_warc, read_mbox;
} zs_module;

extern ZS_FOR_MODULES const zs_module zs_module_readers;

/* Why the readers of the module of this name, one of formats.c, cannot be had; NULL if they
 * can. Loads it. Static. */
const char *zs_module_fault(const char *name);

#endif
