/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the module exports. CSV and TSV, by libcsv.
 */
#include "formats/module.h"

const zs_module zs_module_readers = {
    .version = ZS_MODULE_VERSION, .read_csv = zs_read_csv, .read_tsv = zs_read_tsv};
