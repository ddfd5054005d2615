/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/office.h"

#include <string.h>
#include <strings.h>

#include "formats/markup.h"

bool zs_office_title_is_empty(const char *title)
{
    static const char *const made_up[] = {"Microsoft Word", "Microsoft PowerPoint",
                                          "untitled",       "无标题",
                                          "未命名",         "Document",
                                          "文档",           "PowerPoint"};
    for (size_t i = 0; i < sizeof made_up / sizeof *made_up; i++) {
        if (strncasecmp(title, made_up[i], strlen(made_up[i])) == 0) {
            return true;
        }
    }
    return title[strspn(title, " \t\r\n")] == '\0';
}

/* What is being written. Line ends wait until there is text behind them. */
struct writing {
    zs_draft *draft;
    zs_office_kind_of kind_of;
    int line_ends;
    unsigned text_depth; /* of elements whose character data are text */
    const xmlNode *heading;
    size_t heading_begin;
};

static bool separate(struct writing *writing)
{
    zs_buffer *text = &writing->draft->text;
    bool kept = true;
    for (; writing->line_ends > 0; writing->line_ends--) {
        kept = kept && (text->length == 0 || zs_buffer_append_byte(text, '\n'));
    }
    return kept;
}

static bool write_string(struct writing *writing, const char *string)
{
    return *string == '\0' ||
           (separate(writing) && zs_buffer_append_string(&writing->draft->text, string));
}

static bool enter(struct writing *writing, const xmlNode *node, zs_office_kind kind,
                  size_t count)
{
    bool kept = true;
    switch (kind) {
    case ZS_OFFICE_TEXT: writing->text_depth++; break;
    case ZS_OFFICE_HEADING:
        if (!writing->heading && !zs_draft_get(writing->draft, ZS_MEMBER_TITLE)) {
            kept = separate(writing);
            writing->heading = node;
            writing->heading_begin = writing->draft->text.length;
        }
        break;
    case ZS_OFFICE_TAB: kept = write_string(writing, "\t"); break;
    case ZS_OFFICE_SPACES:
        for (size_t i = 0; i < count && i < 100 && kept; i++) {
            kept = write_string(writing, " ");
        }
        break;
    case ZS_OFFICE_BREAK: writing->line_ends = 1; break;
    default: break;
    }
    return kept;
}

/* The heading becomes the title. */
static bool take_heading(struct writing *writing)
{
    zs_buffer *text = &writing->draft->text;
    size_t length = text->length - writing->heading_begin;
    writing->heading = NULL;
    if (length == 0 || length > 400) {
        return true;
    }
    bool kept = zs_draft_set(writing->draft, ZS_MEMBER_TITLE,
                             text->data + writing->heading_begin, length);
    if (writing->heading_begin == 0) {
        zs_buffer_clear(text);
    }
    return kept;
}

static bool leave(struct writing *writing, const xmlNode *node, zs_office_kind kind)
{
    bool kept = true;
    if (kind == ZS_OFFICE_TEXT) {
        writing->text_depth--;
    } else if (kind == ZS_OFFICE_PARAGRAPH || kind == ZS_OFFICE_HEADING) {
        kept = node != writing->heading || take_heading(writing);
        writing->line_ends = writing->line_ends < 2 ? writing->line_ends + 1 : 2;
    } else if (kind == ZS_OFFICE_CELL && writing->draft->text.length > 0) {
        /* The paragraph in a cell ends its line; the next cell stands beside it. */
        writing->line_ends = 0;
        kept = zs_buffer_append_byte(&writing->draft->text, '\t');
    }
    return kept;
}

bool zs_office_text(const xmlNode *root, zs_office_kind_of kind_of, zs_draft *draft)
{
    struct writing writing = {.draft = draft, .kind_of = kind_of};
    bool kept = true;
    for (const xmlNode *node = root; kept && node;) {
        size_t count = 1;
        zs_office_kind kind = ZS_OFFICE_INSIDE;
        if (node->type == XML_ELEMENT_NODE) {
            kind = kind_of(node, &count);
            kept = enter(&writing, node, kind, count);
        } else if (writing.text_depth > 0 && node->content &&
                   (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)) {
            kept = write_string(&writing, (const char *)node->content);
        }
        if (kind != ZS_OFFICE_NOTHING && node->type == XML_ELEMENT_NODE && node->children) {
            node = node->children;
            continue;
        }
        for (;;) {
            if (kept && node->type == XML_ELEMENT_NODE) {
                kept = leave(&writing, node, kind_of(node, &count));
            }
            if (node == root || node->next) {
                break;
            }
            node = node->parent;
        }
        node = node == root ? NULL : node->next;
    }
    while (draft->text.length > 0 &&
           strchr("\t\n ", draft->text.data[draft->text.length - 1])) {
        draft->text.length--;
    }
    return kept;
}
