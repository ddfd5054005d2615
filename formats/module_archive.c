/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the module exports. Archives and the documents that are archives, by libarchive.
 */
#include "formats/module.h"

const zs_module zs_module_readers = {.version = ZS_MODULE_VERSION,
                                     .read_docx = zs_read_docx,
                                     .read_odt = zs_read_odt,
                                     .read_epub = zs_read_epub,
                                     .read_archive = zs_read_archive,
                                     .read_warc = zs_read_warc};
