/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "server/assets.h"
#include "server/html.h"
#include "server/page.h"
#include "server/page_shell.h"
#include "server/words.h"

/* What OpenSearch allows a short name, in characters. */
enum { SHORT_NAME = 16 };

/* The first characters of a name. */
static void append_short(zs_builder *out, const char *name)
{
    size_t length = 0;
    for (size_t i = 0; name[length] && i < SHORT_NAME; i++) {
        do {
            length++;
        } while (((unsigned char)name[length] & 0xC0) == 0x80);
    }
    zs_append_html(out, name, length);
}

static void append_url(zs_builder *out, const zs_page_context *context, const char *type,
                       const char *path)
{
    zs_append_format(out, "<Url type=\"%s\" method=\"get\" template=\"", type);
    zs_append_html_string(out, context->origin ? context->origin : "");
    zs_append_format(out, "%s\"/>\n", path);
}

void zs_page_opensearch(zs_builder *out, const zs_page_context *context)
{
    const char *brand = zs_brand(context);
    zs_append_string(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                          "<OpenSearchDescription "
                          "xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n<ShortName>");
    append_short(out, brand);
    zs_append_string(out, "</ShortName>\n<Description>");
    zs_append_html_string(out, brand);
    zs_append_string(out, "</Description>\n<InputEncoding>UTF-8</InputEncoding>\n");
    zs_append_format(out, "<Language>%s</Language>\n", zs_language_of(context->tongue));
    zs_append_string(out, "<Image width=\"16\" height=\"16\" type=\"image/svg+xml\">");
    zs_append_html_string(out, context->origin ? context->origin : "");
    zs_append_html_string(out, zs_asset_icon());
    zs_append_string(out, "</Image>\n");
    append_url(out, context, "text/html", "/?q={searchTerms}");
    zs_append_string(out, "</OpenSearchDescription>\n");
}
