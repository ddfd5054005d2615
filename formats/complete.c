/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/complete.h"

#include <string.h>

#include "formats/dates.h"

const char *zs_date_origin_name(zs_date_origin origin)
{
    switch (origin) {
    case ZS_DATE_NONE: return "none";
    case ZS_DATE_GIVEN: return "given";
    case ZS_DATE_DATELINE: return "dateline";
    case ZS_DATE_NAME: return "name";
    case ZS_DATE_FILE: return "file";
    }
    return "unknown";
}

/* Finds a date where there is none given. */
static zs_date_origin find_date(const zs_draft *draft, int64_t modified, char out[ZS_DATE_SIZE])
{
    const char *url = zs_draft_get(draft, ZS_MEMBER_URL);
    const char *path = zs_draft_get(draft, ZS_MEMBER_PATH);
    if (draft->text.length > 0 && zs_date_of_text(draft->text.data, draft->text.length, out)) {
        return ZS_DATE_DATELINE;
    }
    if ((url && zs_date_of_name(url, out)) || (path && zs_date_of_name(path, out))) {
        return ZS_DATE_NAME;
    }
    return modified != INT64_MIN && zs_date_of_time(modified, out) ? ZS_DATE_FILE
                                                                   : ZS_DATE_NONE;
}

static bool complete_date(zs_draft *draft, int64_t modified)
{
    char date[ZS_DATE_SIZE];
    const char *given = zs_draft_get(draft, ZS_MEMBER_DATE);
    if (draft->date_origin != ZS_DATE_NONE) {
        return true; /* the reader knows */
    }
    if (!given) {
        draft->date_origin = find_date(draft, modified, date);
        return draft->date_origin == ZS_DATE_NONE ||
               zs_draft_set(draft, ZS_MEMBER_DATE, date, strlen(date));
    }
    draft->date_origin = ZS_DATE_GIVEN;
    return !zs_date_read(given, strlen(given), date) ||
           zs_draft_set(draft, ZS_MEMBER_DATE, date, strlen(date));
}

static bool complete_language(zs_draft *draft)
{
    if (zs_draft_get(draft, ZS_MEMBER_LANGUAGE) || draft->text.length == 0) {
        return true;
    }
    const char *language = zs_language_of(draft->text.data, draft->text.length);
    return !language || zs_draft_set(draft, ZS_MEMBER_LANGUAGE, language, strlen(language));
}

bool zs_draft_complete(zs_draft *draft, int64_t modified)
{
    const char *path = zs_draft_get(draft, ZS_MEMBER_PATH);
    const char *id = zs_draft_get(draft, ZS_MEMBER_ID);
    /* One of many rows is not what the file is called after. */
    bool named = !zs_draft_get(draft, ZS_MEMBER_TITLE) && path && id && strcmp(path, id) == 0;
    return (!named || zs_draft_set_title_from_path(draft, path)) &&
           complete_date(draft, modified) && complete_language(draft);
}
