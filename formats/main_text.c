/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/main_text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "formats/markup.h"

/* Words of ids and classes, whole between anything that is no letter. */
static bool has_word(const char *names, const char *const *words, size_t count)
{
    for (size_t i = 0; names && i < count; i++) {
        size_t length = strlen(words[i]);
        for (const char *at = names; (at = strcasestr(at, words[i])) != NULL; at++) {
            bool begins = at == names || !isalpha((unsigned char)at[-1]);
            bool ends = !isalpha((unsigned char)at[length]);
            if (begins && ends) {
                return true;
            }
        }
    }
    return false;
}

bool zs_is_boilerplate(const xmlNode *element)
{
    static const char *const tags[] = {"nav", "footer", "aside"};
    static const char *const words[] = {
        "nav",     "navbar",   "menu",      "breadcrumb", "breadcrumbs", "crumb",   "sidebar",
        "sidenav", "footer",   "foot",      "copyright",  "share",       "sharing", "social",
        "related", "relate",   "recommend", "comment",    "comments",    "ad",      "ads",
        "advert",  "banner",   "pager",     "pagination", "toolbar",     "login",   "search",
        "hotnews", "hot",      "rank",      "topbar",     "friendlink",  "links",   "面包屑",
        "导航",    "相关阅读", "广告"};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        if (zs_node_is(element, tags[i])) {
            return true;
        }
    }
    if (zs_node_is(element, "body") || zs_node_is(element, "article") ||
        zs_node_is(element, "main")) {
        return false;
    }
    size_t count = sizeof words / sizeof *words;
    return has_word(zs_node_attribute(element, "id"), words, count) ||
           has_word(zs_node_attribute(element, "class"), words, count) ||
           has_word(zs_node_attribute(element, "role"), words, count);
}

/* Whether an element says that it is the article. */
static bool is_named_article(const xmlNode *element)
{
    static const char *const words[] = {"article",     "content",  "TRS_Editor", "artibody",
                                        "articleBody", "mainText", "正文",       "newsContent",
                                        "post",        "entry",    "endText",    "contentText"};
    if (zs_node_is(element, "article") || zs_node_is(element, "main")) {
        return true;
    }
    const char *property = zs_node_attribute(element, "itemprop");
    size_t count = sizeof words / sizeof *words;
    return (property && strcasecmp(property, "articleBody") == 0) ||
           has_word(zs_node_attribute(element, "id"), words, count) ||
           has_word(zs_node_attribute(element, "class"), words, count);
}

/* ---- Judging ----------------------------------------------------------------------------- */

/* An element on the way down, and what has been found in it. */
struct level {
    const xmlNode *element;
    double good;     /* text that is worth reading, in bytes */
    double own_good; /* of it, not in an element below that was judged */
    bool boilerplate, link;
};

struct judging {
    struct level *levels; /* from the body to where we are */
    size_t depth, capacity;
    double total;
    const xmlNode *best;
    double best_score;
};

static bool enter(struct judging *judging, const xmlNode *element)
{
    struct level *levels =
        zs_array_grow(judging->levels, &judging->capacity, judging->depth + 1, sizeof *levels);
    if (!levels) {
        return false;
    }
    judging->levels = levels;
    const struct level *above = judging->depth > 0 ? &levels[judging->depth - 1] : NULL;
    levels[judging->depth++] = (struct level){
        .element = element,
        .boilerplate = (above && above->boilerplate) || zs_is_boilerplate(element),
        .link = (above && above->link) || zs_node_is(element, "a")};
    return true;
}

/* How much a piece of text is worth: sentences more than words. */
static double worth(const char *text)
{
    static const char *const marks[] = {"，", "。", "、", "；", "！", "？", "：", "”"};
    size_t length = 0, found = 0;
    for (const char *at = text; *at; at++) {
        length += !isspace((unsigned char)*at);
    }
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        for (const char *at = text; (at = strstr(at, marks[i])) != NULL; at += 3) {
            found++;
        }
    }
    for (const char *at = text; (at = strpbrk(at, ",.")) != NULL; at++) {
        found += at[1] == ' ';
    }
    return found > 0 || length > 60 ? (double)length + 20 * (double)found
                                    : (double)length * 0.2;
}

/* Leaves the innermost element: what it holds counts for those around it, too. */
static void leave(struct judging *judging)
{
    struct level level = judging->levels[--judging->depth];
    if (judging->depth == 0) {
        judging->total = level.good;
        return;
    }
    judging->levels[judging->depth - 1].good += level.good;
    double score = level.good * (is_named_article(level.element) ? 1.5 : 1);
    /* A parent with the same text comes later and takes over only if it has clearly more. */
    if (!level.boilerplate && score > judging->best_score * 1.15) {
        judging->best = level.element;
        judging->best_score = score;
    }
}

const xmlNode *zs_main_element(const xmlNode *body)
{
    struct judging judging = {.levels = NULL};
    bool enough = enter(&judging, body);
    for (const xmlNode *node = body; enough && node;) {
        if (node != body && node->type == XML_ELEMENT_NODE) {
            if (zs_element_of(node) == ZS_ELEMENT_NOTHING) {
                /* Not even looked into. */
                const xmlNode *next = zs_node_next(body, node, false);
                const xmlNode *parent = next ? next->parent : NULL;
                while (judging.depth > 1 &&
                       judging.levels[judging.depth - 1].element != parent) {
                    leave(&judging);
                }
                node = next;
                continue;
            }
            enough = enter(&judging, node);
        } else if (node->type == XML_TEXT_NODE && node->content) {
            struct level *level = &judging.levels[judging.depth - 1];
            double found = worth((const char *)node->content);
            level->good += level->boilerplate ? found * 0.1 : level->link ? found * 0.2 : found;
        }
        const xmlNode *next = zs_node_next(body, node, true);
        const xmlNode *parent = next ? next->parent : NULL;
        while (enough && judging.depth > 1 &&
               judging.levels[judging.depth - 1].element != parent) {
            leave(&judging);
        }
        node = next;
    }
    while (judging.depth > 0) {
        leave(&judging);
    }
    free(judging.levels);
    /* Most of what is good must be in it. */
    double held = judging.best && is_named_article(judging.best) ? judging.best_score / 1.5
                                                                 : judging.best_score;
    return enough && judging.best && held > 0.75 * judging.total ? judging.best : body;
}
