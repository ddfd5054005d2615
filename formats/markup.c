/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/markup.h"

#include <string.h>
#include <strings.h>

bool zs_node_is(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcasecmp((const char *)node->name, name) == 0;
}

const char *zs_node_attribute(const xmlNode *node, const char *name)
{
    if (node->type != XML_ELEMENT_NODE) {
        return NULL;
    }
    for (const xmlAttr *attribute = node->properties; attribute; attribute = attribute->next) {
        const xmlNode *value = attribute->children;
        if (strcasecmp((const char *)attribute->name, name) == 0) {
            return value && value->content && !value->next ? (const char *)value->content
                                                           : NULL;
        }
    }
    return NULL;
}

/* Names in order, for a search by halves. */
static const struct {
    const char *name;
    zs_element element;
} elements[] = {
    {"address", ZS_ELEMENT_BLOCK},    {"article", ZS_ELEMENT_BLOCK},
    {"aside", ZS_ELEMENT_BLOCK},      {"blockquote", ZS_ELEMENT_BLOCK},
    {"body", ZS_ELEMENT_BLOCK},       {"br", ZS_ELEMENT_BREAK},
    {"button", ZS_ELEMENT_NOTHING},   {"canvas", ZS_ELEMENT_NOTHING},
    {"caption", ZS_ELEMENT_LINE},     {"center", ZS_ELEMENT_BLOCK},
    {"dd", ZS_ELEMENT_LINE},          {"details", ZS_ELEMENT_BLOCK},
    {"div", ZS_ELEMENT_BLOCK},        {"dl", ZS_ELEMENT_BLOCK},
    {"dt", ZS_ELEMENT_LINE},          {"fieldset", ZS_ELEMENT_BLOCK},
    {"figcaption", ZS_ELEMENT_BLOCK}, {"figure", ZS_ELEMENT_BLOCK},
    {"footer", ZS_ELEMENT_BLOCK},     {"form", ZS_ELEMENT_BLOCK},
    {"h1", ZS_ELEMENT_BLOCK},         {"h2", ZS_ELEMENT_BLOCK},
    {"h3", ZS_ELEMENT_BLOCK},         {"h4", ZS_ELEMENT_BLOCK},
    {"h5", ZS_ELEMENT_BLOCK},         {"h6", ZS_ELEMENT_BLOCK},
    {"head", ZS_ELEMENT_NOTHING},     {"header", ZS_ELEMENT_BLOCK},
    {"hr", ZS_ELEMENT_BLOCK},         {"iframe", ZS_ELEMENT_NOTHING},
    {"input", ZS_ELEMENT_NOTHING},    {"li", ZS_ELEMENT_LINE},
    {"main", ZS_ELEMENT_BLOCK},       {"map", ZS_ELEMENT_NOTHING},
    {"nav", ZS_ELEMENT_BLOCK},        {"noscript", ZS_ELEMENT_NOTHING},
    {"object", ZS_ELEMENT_NOTHING},   {"ol", ZS_ELEMENT_BLOCK},
    {"option", ZS_ELEMENT_NOTHING},   {"p", ZS_ELEMENT_BLOCK},
    {"pre", ZS_ELEMENT_LITERAL},      {"rp", ZS_ELEMENT_NOTHING},
    {"rt", ZS_ELEMENT_NOTHING},       {"script", ZS_ELEMENT_NOTHING},
    {"section", ZS_ELEMENT_BLOCK},    {"select", ZS_ELEMENT_NOTHING},
    {"style", ZS_ELEMENT_NOTHING},    {"svg", ZS_ELEMENT_NOTHING},
    {"table", ZS_ELEMENT_BLOCK},      {"td", ZS_ELEMENT_CELL},
    {"template", ZS_ELEMENT_NOTHING}, {"textarea", ZS_ELEMENT_NOTHING},
    {"th", ZS_ELEMENT_CELL},          {"title", ZS_ELEMENT_NOTHING},
    {"tr", ZS_ELEMENT_LINE},          {"ul", ZS_ELEMENT_BLOCK},
};

static bool is_hidden(const xmlNode *node)
{
    const char *style = zs_node_attribute(node, "style");
    return zs_node_attribute(node, "hidden") ||
           (style && (strcasestr(style, "display:none") || strcasestr(style, "display: none")));
}

zs_element zs_element_of(const xmlNode *node)
{
    size_t low = 0, high = sizeof elements / sizeof *elements;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcasecmp((const char *)node->name, elements[middle].name);
        if (order == 0) {
            zs_element element = elements[middle].element;
            return element != ZS_ELEMENT_NOTHING && is_hidden(node) ? ZS_ELEMENT_NOTHING
                                                                    : element;
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return is_hidden(node) ? ZS_ELEMENT_NOTHING : ZS_ELEMENT_INLINE;
}

const xmlNode *zs_node_next(const xmlNode *root, const xmlNode *node, bool below)
{
    if (below && node->type != XML_ENTITY_REF_NODE && node->children) {
        return node->children;
    }
    while (node != root && !node->next) {
        node = node->parent;
    }
    return node == root ? NULL : node->next;
}

/* What is being written: separators wait until there is text behind them. */
struct writing {
    zs_buffer *out;
    size_t begin;  /* nothing before it is ours */
    int line_ends; /* 1 or 2 wait to be written */
    bool space, tab;
    unsigned literal; /* depth of elements whose white space stays */
};

static bool separate(struct writing *writing)
{
    bool kept = true;
    if (writing->out->length > writing->begin) {
        for (int i = 0; i < writing->line_ends; i++) {
            kept = kept && zs_buffer_append_byte(writing->out, '\n');
        }
        if (writing->line_ends == 0 && (writing->tab || writing->space)) {
            kept = kept && zs_buffer_append_byte(writing->out, writing->tab ? '\t' : ' ');
        }
    }
    writing->line_ends = 0;
    writing->space = writing->tab = false;
    return kept;
}

static bool write_text(struct writing *writing, const char *text)
{
    bool kept = true;
    while (kept && *text) {
        size_t blank = strspn(text, " \t\r\n\f");
        if (blank > 0 && writing->literal > 0) {
            kept = separate(writing) && zs_buffer_append(writing->out, text, blank);
        } else if (blank > 0) {
            writing->space = true;
        }
        text += blank;
        size_t solid = strcspn(text, " \t\r\n\f");
        if (solid > 0) {
            kept = kept && separate(writing) && zs_buffer_append(writing->out, text, solid);
        }
        text += solid;
    }
    return kept;
}

/* At the begin or the end of an element. */
static void part(struct writing *writing, zs_element element)
{
    int wanted = element == ZS_ELEMENT_BLOCK || element == ZS_ELEMENT_LITERAL ? 2
                 : element == ZS_ELEMENT_LINE || element == ZS_ELEMENT_BREAK  ? 1
                                                                              : 0;
    /* Two breaks are an empty line. */
    if (element == ZS_ELEMENT_BREAK && writing->line_ends == 1) {
        wanted = 2;
    }
    writing->line_ends = wanted > writing->line_ends ? wanted : writing->line_ends;
    writing->tab = writing->tab || element == ZS_ELEMENT_CELL;
}

bool zs_markup_text_but(const xmlNode *root, bool (*leave_out)(const xmlNode *element),
                        zs_buffer *out)
{
    struct writing writing = {.out = out, .begin = out->length};
    bool kept = true;
    const xmlNode *node = root;
    while (kept && node) {
        bool below = false;
        zs_element element = ZS_ELEMENT_INLINE;
        if (node->type == XML_ELEMENT_NODE) {
            element = zs_element_of(node);
            below = element != ZS_ELEMENT_NOTHING && !(leave_out && leave_out(node));
            if (below) {
                part(&writing, element);
                writing.literal += element == ZS_ELEMENT_LITERAL;
            }
        } else if ((node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) &&
                   node->content) {
            kept = write_text(&writing, (const char *)node->content);
        }
        if (below && node->children) {
            node = node->children;
            continue;
        }
        /* Out of all that ends here. */
        for (bool left = below;; left = true) {
            if (left && node->type == XML_ELEMENT_NODE) {
                element = zs_element_of(node);
                part(&writing, element == ZS_ELEMENT_BREAK ? ZS_ELEMENT_INLINE : element);
                writing.literal -= element == ZS_ELEMENT_LITERAL;
            }
            if (node == root || node->next) {
                break;
            }
            node = node->parent;
        }
        node = node == root ? NULL : node->next;
    }
    return kept;
}

bool zs_markup_text(const xmlNode *node, zs_buffer *out)
{
    return zs_markup_text_but(node, NULL, out);
}
