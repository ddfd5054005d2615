/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Dates in any bytes: what is found is a date.
 */
#include <string.h>

#include "formats/complete.h"
#include "formats/dates.h"
#include "fuzz.h"

static void require_date(const char *date)
{
    char again[ZS_DATE_SIZE];
    require(strlen(date) < ZS_DATE_SIZE, "a date has an end");
    require(zs_date_read(date, strlen(date), again), "a date can be read");
    require(strcmp(date, again) == 0, "and is the same date");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char date[ZS_DATE_SIZE];
    const char *text = (const char *)data;
    if (zs_date_read(text, size, date)) {
        require_date(date);
    }
    if (zs_date_of_text(text, size, date)) {
        require_date(date);
    }
    (void)zs_language_of(text, size);
    char *name = malloc(size + 1);
    require(name, "there is memory");
    if (size > 0) {
        memcpy(name, data, size);
    }
    name[size] = '\0';
    if (zs_date_of_name(name, date)) {
        require_date(date);
    }
    free(name);
    return 0;
}
