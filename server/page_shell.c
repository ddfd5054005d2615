/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "server/page_shell.h"

#include <string.h>

#include "server/assets.h"
#include "server/html.h"
#include "server/links.h"

const char *zs_brand(const zs_page_context *context)
{
    return context->title ? context->title : zs_words_of(context->tongue, ZS_SAY_BRAND);
}

static bool is_start(const zs_shell *shell)
{
    return strcmp(shell->kind, "start") == 0;
}

static void append_head(zs_builder *out, const zs_shell *shell)
{
    const char *brand = zs_brand(shell->context);
    zs_append_string(out, "<head>\n<meta charset=\"utf-8\">\n<title>");
    if (shell->title && shell->title[0]) {
        zs_append_html_string(out, shell->title);
        zs_append_string(out, " – ");
    }
    zs_append_html_string(out, brand);
    zs_append_string(out, "</title>\n"
                          "<meta name=\"viewport\" content=\"width=device-width, "
                          "initial-scale=1\">\n"
                          "<meta name=\"color-scheme\" content=\"light dark\">\n"
                          "<meta name=\"robots\" content=\"noindex\">\n"
                          "<link rel=\"stylesheet\"");
    zs_append_attribute(out, "href", zs_asset_style());
    zs_append_string(out, ">\n<link rel=\"icon\" type=\"image/svg+xml\"");
    zs_append_attribute(out, "href", zs_asset_icon());
    zs_append_string(out, ">\n<link rel=\"search\" "
                          "type=\"application/opensearchdescription+xml\" "
                          "href=\"/opensearch.xml\"");
    zs_append_attribute(out, "title", brand);
    zs_append_string(out, ">\n<script defer");
    zs_append_attribute(out, "src", zs_asset_script());
    zs_append_string(out, "></script>\n</head>\n");
}

static void append_form(zs_builder *out, const zs_shell *shell)
{
    zs_tongue tongue = shell->context->tongue;
    zs_append_string(out, "<form id=\"search\" class=\"search\" role=\"search\" action=\"/\" "
                          "method=\"get\"");
    zs_append_attribute(out, "aria-label", zs_words_of(tongue, ZS_SAY_SEARCH_FORM));
    zs_append_string(out, ">\n<label class=\"unseen\" for=\"q\">");
    zs_append_string(out, zs_words_of(tongue, ZS_SAY_QUERY));
    zs_append_string(
        out, "</label>\n<div class=\"field\"><input id=\"q\" name=\"q\" "
             "type=\"text\" inputmode=\"search\" maxlength=\"1000\" autocomplete=\"off\" "
             "autocapitalize=\"off\" spellcheck=\"false\" enterkeyhint=\"search\"");
    zs_append_attribute(out, "placeholder", zs_words_of(tongue, ZS_SAY_PLACEHOLDER));
    /* What the script names its list of completions. */
    zs_append_attribute(out, "data-list", zs_words_of(tongue, ZS_SAY_SUGGESTIONS));
    zs_append_attribute(out, "value", shell->form ? shell->form->q : "");
    zs_append_string(out, is_start(shell) ? " autofocus>" : ">");
    zs_append_string(out, "<button type=\"submit\">");
    zs_append_string(out, zs_words_of(tongue, ZS_SAY_SEARCH));
    zs_append_string(out, "</button></div>\n");
    if (shell->form) {
        zs_append_hidden_inputs(out, shell->form, true);
    }
    zs_append_string(out, "</form>\n");
}

void zs_append_shell_begin(zs_builder *out, const zs_shell *shell)
{
    zs_tongue tongue = shell->context->tongue;
    zs_append_string(out, "<!DOCTYPE html>\n<html");
    zs_append_attribute(out, "lang", zs_language_of(tongue));
    zs_append_string(out, ">\n");
    append_head(out, shell);
    zs_append_format(out, "<body class=\"%s\">\n<a class=\"skip\" href=\"#main\">",
                     shell->kind);
    zs_append_string(out, zs_words_of(tongue, ZS_SAY_SKIP));
    zs_append_string(out, "</a>\n<header class=\"masthead\"><div class=\"inner\">\n");
    /* What the page is headed by: on the first one there is nothing else. */
    zs_append_format(out, "<%s class=\"brand\"><a href=\"/\">", is_start(shell) ? "h1" : "p");
    zs_append_html_string(out, zs_brand(shell->context));
    zs_append_format(out, "</a></%s>\n", is_start(shell) ? "h1" : "p");
    append_form(out, shell);
    zs_append_string(out, "</div></header>\n<p id=\"status\" class=\"unseen\" role=\"status\">"
                          "</p>\n<main id=\"main\" tabindex=\"-1\">\n");
}

void zs_append_shell_end(zs_builder *out, const zs_shell *shell)
{
    zs_tongue tongue = shell->context->tongue;
    zs_append_string(out, "</main>\n<footer class=\"foot\"><div class=\"inner\">\n");
    if (shell->context->articles > 0) {
        zs_append_string(out, "<p>");
        zs_say(out, tongue, ZS_SAY_ARTICLES, shell->context->articles, NULL);
        zs_append_string(out, "</p>\n");
    }
    if (shell->has_keys) {
        zs_append_string(out, "<p class=\"keys\">");
        zs_append_string(out, zs_words_of(tongue, shell->keys));
        zs_append_string(out, "</p>\n");
    }
    zs_append_string(out, "</div></footer>\n</body>\n</html>\n");
}
