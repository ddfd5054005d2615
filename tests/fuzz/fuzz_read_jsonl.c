/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_read("folder/文章.jsonl", data, size);
    return 0;
}
