/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Stands in for the pages until they are there.
 */
#include "server/page.h"

zs_tongue zs_tongue_of(const char *accept_language)
{
    (void)accept_language;
    return ZS_SIMPLIFIED;
}

void zs_page_search(zs_builder *out, const zs_page_context *context, const zs_search_form *form,
                    const zs_answer *answer, const zs_page_problem *problem, bool part)
{
    (void)context, (void)form, (void)answer, (void)problem, (void)part;
    zs_append_string(out, "<!DOCTYPE html><title>zsearch</title>");
}

void zs_page_article(zs_builder *out, const zs_page_context *context, const zs_article *article,
                     const char *query, const zs_marks *marks, const zs_answer *similar)
{
    (void)context, (void)article, (void)query, (void)marks, (void)similar;
    zs_append_string(out, "<!DOCTYPE html><title>zsearch</title>");
}

void zs_page_of_problem(zs_builder *out, const zs_page_context *context,
                        const zs_page_problem *problem)
{
    (void)context, (void)problem;
    zs_append_string(out, "<!DOCTYPE html><title>zsearch</title>");
}

void zs_page_opensearch(zs_builder *out, const zs_page_context *context)
{
    (void)context;
    zs_append_string(out, "<OpenSearchDescription/>");
}

const zs_asset *zs_asset_at(const char *path)
{
    (void)path;
    return NULL;
}
