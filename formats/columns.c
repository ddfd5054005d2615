/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/columns.h"

#include <string.h>
#include <strings.h>

/* Other names that columns go by, in order of preference. */
static const struct {
    const char *member;
    const char *names[9];
} aliases[] = {
    {"text", {"content", "body", "正文", "内容", "內容", "文本", "全文"}},
    {"title", {"headline", "标题", "標題", "题目", "題目", "篇名"}},
    {"id", {"编号", "編號", "_id"}},
    {"date",
     {"日期", "发布时间", "發布時間", "时间", "時間", "pubdate", "published", "publish_time"}},
    {"author", {"作者", "记者", "記者", "creator"}},
    {"source", {"来源", "來源", "媒体", "媒體", "publisher", "site"}},
    {"section", {"栏目", "欄目", "版块", "频道", "category", "channel"}},
    {"language", {"语言", "語言", "lang"}},
    {"url", {"链接", "網址", "网址", "連結", "link"}},
};

static zs_column column_named(const char *member, unsigned rank)
{
    zs_column column = {.kind = ZS_COLUMN_OTHER, .rank = rank};
    if (strcmp(member, "text") == 0) {
        column.kind = ZS_COLUMN_TEXT;
    } else if (zs_member_named(member, &column.member)) {
        column.kind = ZS_COLUMN_MEMBER;
    }
    return column;
}

zs_column zs_column_of(const zs_reading *reading, const char *name)
{
    const zs_reading_options *options = reading->options;
    for (size_t i = 0; i < options->name_count; i++) {
        if (strcmp(options->names[i].value, name) == 0) {
            return column_named(options->names[i].name, 0);
        }
    }
    if (strcmp(name, "path") == 0) {
        return (zs_column){.kind = ZS_COLUMN_PATH};
    }
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++) {
        if (strcasecmp(name, aliases[i].member) == 0) {
            return column_named(aliases[i].member, 1);
        }
        for (unsigned j = 0; j < 9 && aliases[i].names[j]; j++) {
            if (strcasecmp(name, aliases[i].names[j]) == 0) {
                return column_named(aliases[i].member, 2 + j);
            }
        }
    }
    return (zs_column){.kind = ZS_COLUMN_OTHER};
}

bool zs_column_same(const zs_column *a, const zs_column *b)
{
    return a->kind == b->kind && a->kind != ZS_COLUMN_OTHER &&
           (a->kind != ZS_COLUMN_MEMBER || a->member == b->member);
}
