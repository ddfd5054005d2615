/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * HTML: pages of any age, as they were saved.
 */
#include <ctype.h>
#include <jansson.h>
#include <libxml/HTMLparser.h>
#include <limits.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "formats/format.h"
#include "formats/main_text.h"
#include "formats/markup.h"

/* Where browsers look for a declaration of the charset (HTML, 13.2.3.2: 1,024 bytes; pages of
 * today put much before it). */
enum { HEAD_BYTES = 8192 };

/* The charset that the page declares, in ASCII whatever its encoding; empty if none. */
static void find_charset(const char *data, size_t length, char out[40])
{
    size_t limit = length < HEAD_BYTES ? length : HEAD_BYTES;
    size_t kept = 0;
    for (size_t i = 0; i + 9 < limit && kept == 0; i++) {
        size_t name = strncasecmp(data + i, "charset", 7) == 0    ? 7
                      : strncasecmp(data + i, "encoding", 8) == 0 ? 8
                                                                  : 0;
        size_t at = i + name;
        if (name == 0) {
            continue;
        }
        while (at < limit && isspace((unsigned char)data[at])) {
            at++;
        }
        if (at >= limit || data[at] != '=') {
            continue;
        }
        for (at++; at < limit &&
                   (isspace((unsigned char)data[at]) || data[at] == '"' || data[at] == '\'');
             at++) {
        }
        while (at < limit && kept < 39 &&
               (isalnum((unsigned char)data[at]) || strchr("-_:.", data[at])) &&
               data[at] != '\0') {
            out[kept++] = data[at++];
        }
    }
    out[kept] = '\0';
}

/* ---- What the page says of itself ----------------------------------------------------------
 */

/* The first value found for each; they live in the tree. */
struct said {
    const char *og_title, *site, *author, *date, *source, *section, *language, *url;
    const char *keywords, *description;
    const xmlNode *title_element, *heading, *body, *json;
};

static const struct {
    const char *name;
    size_t place; /* in struct said */
} metas[] = {
#define PLACE(member) offsetof(struct said, member)
    {"og:title", PLACE(og_title)},
    {"og:site_name", PLACE(site)},
    {"og:url", PLACE(url)},
    {"author", PLACE(author)},
    {"article:author", PLACE(author)},
    {"byl", PLACE(author)},
    {"dc.creator", PLACE(author)},
    {"article:published_time", PLACE(date)},
    {"weibo: article:create_at", PLACE(date)},
    {"pubdate", PLACE(date)},
    {"publishdate", PLACE(date)},
    {"publish_date", PLACE(date)},
    {"publishtime", PLACE(date)},
    {"dc.date", PLACE(date)},
    {"dc.date.issued", PLACE(date)},
    {"datepublished", PLACE(date)},
    {"date", PLACE(date)},
    {"source", PLACE(source)},
    {"mediaid", PLACE(source)},
    {"contentsource", PLACE(source)},
    {"publisher", PLACE(source)},
    {"dc.publisher", PLACE(source)},
    {"article:section", PLACE(section)},
    {"channel", PLACE(section)},
    {"columnname", PLACE(section)},
    {"keywords", PLACE(keywords)},
    {"description", PLACE(description)},
    {"content-language", PLACE(language)},
#undef PLACE
};

static void say(struct said *said, size_t place, const char *value)
{
    const char **member = (const char **)(void *)((char *)said + place);
    if (value && value[strspn(value, " \t\r\n")] != '\0' && !*member) {
        *member = value;
    }
}

static void hear_meta(struct said *said, const xmlNode *meta)
{
    static const char *const attributes[] = {"name", "property", "http-equiv", "itemprop"};
    const char *content = zs_node_attribute(meta, "content");
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        const char *name = zs_node_attribute(meta, attributes[i]);
        for (size_t j = 0; name && j < sizeof metas / sizeof *metas; j++) {
            if (strcasecmp(name, metas[j].name) == 0) {
                say(said, metas[j].place, content);
            }
        }
    }
}

static void hear(struct said *said, const xmlNode *node)
{
    if (zs_node_is(node, "meta")) {
        hear_meta(said, node);
    } else if (zs_node_is(node, "html")) {
        const char *language = zs_node_attribute(node, "lang");
        said->language = language ? language : zs_node_attribute(node, "xml:lang");
    } else if (zs_node_is(node, "title") && !said->title_element) {
        said->title_element = node;
    } else if (zs_node_is(node, "h1") && !said->heading) {
        said->heading = node;
    } else if (zs_node_is(node, "body") && !said->body) {
        said->body = node;
    } else if (zs_node_is(node, "link")) {
        const char *relation = zs_node_attribute(node, "rel");
        if (relation && strcasecmp(relation, "canonical") == 0) {
            said->url = zs_node_attribute(node, "href");
        }
    } else if (zs_node_is(node, "time")) {
        say(said, offsetof(struct said, date), zs_node_attribute(node, "datetime"));
    } else if (zs_node_is(node, "script") && !said->json) {
        const char *type = zs_node_attribute(node, "type");
        said->json = type && strcasecmp(type, "application/ld+json") == 0 ? node : NULL;
    }
}

/* ---- JSON-LD (schema.org's NewsArticle and the like)
 * ------------------------------------------ */

/* A member that is a string, or an object (or the first of an array) with a name. */
static const char *json_text(const json_t *object, const char *member)
{
    const json_t *value = json_object_get(object, member);
    value = json_is_array(value) ? json_array_get(value, 0) : value;
    return json_string_value(json_is_object(value) ? json_object_get(value, "name") : value);
}

static bool keep_json(const xmlNode *script, struct said *said, zs_draft *draft)
{
    const xmlNode *text = script->children;
    json_t *root =
        text && text->content ? json_loads((const char *)text->content, 0, NULL) : NULL;
    const json_t *object = json_is_array(root) ? json_array_get(root, 0) : root;
    const json_t *graph = json_object_get(object, "@graph");
    object = graph ? json_array_get(graph, 0) : object;
    const struct {
        const char *name, *said;
        zs_member member;
    } wanted[] = {{"datePublished", said->date, ZS_MEMBER_DATE},
                  {"author", said->author, ZS_MEMBER_AUTHOR},
                  {"publisher", said->source ? said->source : said->site, ZS_MEMBER_SOURCE},
                  {"articleSection", said->section, ZS_MEMBER_SECTION}};
    bool kept = true;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        const char *value = wanted[i].said ? NULL : json_text(object, wanted[i].name);
        kept = kept && (!value || zs_draft_set(draft, wanted[i].member, value, strlen(value)));
    }
    json_decref(root);
    return kept;
}

/* ---- Keeping it
 * ------------------------------------------------------------------------------ */

static bool keep_trimmed(zs_draft *draft, zs_member member, const char *value)
{
    if (!value) {
        return true;
    }
    value += strspn(value, " \t\r\n");
    size_t length = strlen(value);
    while (length > 0 && isspace((unsigned char)value[length - 1])) {
        length--;
    }
    return zs_draft_set(draft, member, value, length);
}

/* BCP 47, as zsearch names the scripts. */
static const char *language_name(const char *language)
{
    static const struct {
        const char *prefix, *name;
    } names[] = {{"zh-tw", "zh-Hant"},   {"zh-hk", "zh-Hant"}, {"zh-mo", "zh-Hant"},
                 {"zh-hant", "zh-Hant"}, {"zh-cn", "zh-Hans"}, {"zh-sg", "zh-Hans"},
                 {"zh-hans", "zh-Hans"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strncasecmp(language, names[i].prefix, strlen(names[i].prefix)) == 0) {
            return names[i].name;
        }
    }
    /* "zh" alone, or "en" that a template brought along, says less than the text. */
    return strncasecmp(language, "zh", 2) == 0 || strncasecmp(language, "en", 2) == 0
               ? NULL
               : language;
}

/* Without the name of the site behind it: "标题_新浪新闻", "标题 - 人民网". Only if what is
 * cut off is short against the title, or the heading says so. */
static size_t title_length(const char *title, const char *heading, const char *site)
{
    size_t length = strlen(title), shortest = length;
    static const char *const marks[] = {"_", "|", " - ", "-", "—", "–", "｜", "--", "·"};
    if (heading && strncmp(title, heading, strlen(heading)) == 0) {
        return strlen(heading);
    }
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        for (const char *at = title; (at = strstr(at, marks[i])) != NULL; at++) {
            const char *rest = at + strlen(marks[i]);
            rest += strspn(rest, " -_|");
            size_t before = (size_t)(at - title);
            bool named = site && strncmp(rest, site, strlen(site)) == 0;
            bool outlet = strstr(rest, "网") || strstr(rest, "網") || strstr(rest, "新闻") ||
                          strstr(rest, "频道") || strstr(rest, "報") || strstr(rest, "报");
            if (before >= 6 && (named || (outlet && strlen(rest) <= 36)) && before < shortest) {
                shortest = before;
            }
        }
    }
    while (shortest > 0 && isspace((unsigned char)title[shortest - 1])) {
        shortest--;
    }
    return shortest;
}

/* The text of an element as one line, NUL-terminated. */
static bool line_of(const xmlNode *element, zs_buffer *out)
{
    zs_buffer_clear(out);
    bool kept = true;
    for (const xmlNode *child = element ? element->children : NULL; child && kept;
         child = child->next) {
        kept = child->type != XML_TEXT_NODE || !child->content
                   ? child->type != XML_ELEMENT_NODE || zs_markup_text(child, out)
                   : zs_buffer_append_string(out, (const char *)child->content);
    }
    for (size_t i = 0; i < out->length; i++) {
        out->data[i] = isspace((unsigned char)out->data[i]) ? ' ' : out->data[i];
    }
    while (out->length > 0 && out->data[out->length - 1] == ' ') {
        out->length--;
    }
    size_t blank = 0;
    while (blank < out->length && out->data[blank] == ' ') {
        blank++;
    }
    if (blank > 0) {
        memmove(out->data, out->data + blank, out->length - blank);
        out->length -= blank;
    }
    return kept && zs_buffer_terminate(out);
}

static bool keep_title(const struct said *said, zs_draft *draft)
{
    zs_buffer title = ZS_BUFFER_INIT, heading = ZS_BUFFER_INIT;
    bool kept = line_of(said->title_element, &title) && line_of(said->heading, &heading);
    if (kept && said->og_title) {
        size_t length =
            title_length(said->og_title, heading.length > 0 ? heading.data : NULL, said->site);
        kept = zs_draft_set(draft, ZS_MEMBER_TITLE, said->og_title, length);
    } else if (kept && title.length > 0) {
        size_t length =
            title_length(title.data, heading.length > 0 ? heading.data : NULL, said->site);
        kept = zs_draft_set(draft, ZS_MEMBER_TITLE, title.data, length);
    } else if (kept) {
        kept = zs_draft_set(draft, ZS_MEMBER_TITLE, heading.data, heading.length);
    }
    zs_buffer_release(&title);
    zs_buffer_release(&heading);
    return kept;
}

/* A line near the beginning that begins with a label: 来源：新华网, 作者：某某. */
static bool keep_labelled(zs_draft *draft, zs_member member, const char *const *labels)
{
    if (zs_draft_get(draft, member)) {
        return true;
    }
    const char *text = draft->text.data;
    size_t limit = draft->text.length < 1200 ? draft->text.length : 1200;
    for (; *labels; labels++) {
        const char *found = memmem(text, limit, *labels, strlen(*labels));
        if (!found) {
            continue;
        }
        const char *value = found + strlen(*labels), *end = text + limit;
        while (value < end && *value == ' ') {
            value++;
        }
        const char *stop = value;
        while (stop < end && !strchr(" \t\n\r|)", *stop) && stop - value < 60 &&
               (end - stop < 3 ||
                (memcmp(stop, "）", 3) != 0 && memcmp(stop, "\u3000", 3) != 0))) {
            stop++;
        }
        /* Not cut within a character. */
        if (stop > value && stop - value < 60) {
            return zs_draft_set(draft, member, value, (size_t)(stop - value));
        }
    }
    return true;
}

static bool keep_said(const struct said *said, zs_draft *draft)
{
    static const char *const sources[] = {"来源：", "來源：", "来源:", NULL};
    static const char *const authors[] = {"作者：", "作者:", "记者：", NULL};
    const char *language = said->language ? language_name(said->language) : NULL;
    const char *source = said->source ? said->source : said->site;
    bool kept = keep_trimmed(draft, ZS_MEMBER_AUTHOR, said->author) &&
                keep_trimmed(draft, ZS_MEMBER_DATE, said->date) &&
                keep_trimmed(draft, ZS_MEMBER_SOURCE, source) &&
                keep_trimmed(draft, ZS_MEMBER_SECTION, said->section) &&
                keep_trimmed(draft, ZS_MEMBER_LANGUAGE, language) &&
                keep_trimmed(draft, ZS_MEMBER_URL, said->url);
    if (kept && said->keywords) {
        kept = zs_draft_add(draft, "keywords", said->keywords, strlen(said->keywords));
    }
    if (kept && said->description) {
        kept = zs_draft_add(draft, "description", said->description, strlen(said->description));
    }
    return kept && keep_labelled(draft, ZS_MEMBER_SOURCE, sources) &&
           keep_labelled(draft, ZS_MEMBER_AUTHOR, authors);
}

/* The main text; its title at the beginning is left out, since it is the title. */
static bool keep_text(const struct said *said, const xmlNode *root, zs_draft *draft)
{
    const xmlNode *body = said->body ? said->body : root;
    const xmlNode *main = zs_main_element(body);
    zs_buffer *text = &draft->text;
    zs_buffer_clear(text);
    if (!zs_markup_text_but(main, zs_is_boilerplate, text)) {
        return false;
    }
    if (text->length == 0 && !zs_markup_text(body, text)) {
        return false;
    }
    const char *title = zs_draft_get(draft, ZS_MEMBER_TITLE);
    size_t length = title ? strlen(title) : 0;
    if (length > 0 && text->length > length && memcmp(text->data, title, length) == 0 &&
        text->data[length] == '\n') {
        while (length < text->length && text->data[length] == '\n') {
            length++;
        }
        memmove(text->data, text->data + length, text->length - length);
        text->length -= length;
    }
    return true;
}

static bool keep_page(const xmlNode *root, zs_draft *draft)
{
    struct said said = {.og_title = NULL};
    for (const xmlNode *node = root; node; node = zs_node_next(root, node, true)) {
        if (node->type == XML_ELEMENT_NODE) {
            hear(&said, node);
        }
    }
    return keep_title(&said, draft) && keep_text(&said, root, draft) &&
           keep_said(&said, draft) && (!said.json || keep_json(said.json, &said, draft));
}

zs_status zs_read_html(const char *data, size_t length, zs_reading *reading, zs_error *error)
{
    char charset[40];
    const char *text;
    size_t text_length;
    zs_draft *draft;
    find_charset(data, length, charset);
    zs_status status = zs_reading_decode(reading, data, length, charset[0] ? charset : NULL,
                                         &text, &text_length, error);
    if (!status) {
        status = zs_reading_begin(reading, &draft, error);
    }
    if (status) {
        return status;
    }
    if (text_length > INT_MAX) {
        return zs_fail(error, ZS_ERROR_FORMAT, "a page of more than 2 GiB is not read");
    }
    /* The encoding is settled, whatever the page says. */
    htmlDocPtr document =
        htmlReadMemory(text, (int)text_length, NULL, "UTF-8", ZS_HTML_OPTIONS);
    const xmlNode *root = document ? xmlDocGetRootElement(document) : NULL;
    bool kept = !root || keep_page(root, draft);
    xmlFreeDoc(document);
    return kept ? zs_reading_put(reading, 0, error) : zs_fail_memory(error);
}
