/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/facets.h"

#include <string.h>

#include "answers/builder.h"
#include "answers/clean.h"
#include "cli/units.h"
#include "cli/width.h"

/* Rows are indented, columns parted by so much; values are cut to that share of the terminal;
 * bars are no longer than so much, and left out where there is no room for one. */
enum { INDENT = 2, GAP = 2, VALUE_SHARE = 2, BAR_MOST = 40, BAR_LEAST = 4, EIGHTHS = 8 };

/* Of a histogram so many empty bars one behind another are shown as one. */
enum { EMPTY_SHOWN = 3 };

/* The widths of a table of values. */
struct layout {
    size_t value, count, bar; /* columns */
    uint64_t most;            /* the greatest count, which has the longest bar */
};

static struct layout layout_of(const zs_terminal *terminal, const zs_facet_value *values,
                               size_t count)
{
    struct layout layout = {.most = 1};
    zs_builder clean = ZS_BUILDER_INIT;
    for (size_t i = 0; i < count; i++) {
        zs_builder_clear(&clean);
        zs_append_clean_string(&clean, values[i].value);
        size_t columns = zs_columns_of(zs_builder_string(&clean), clean.length);
        layout.value = columns > layout.value ? columns : layout.value;
        zs_figure figure = zs_count(values[i].count);
        columns = zs_columns_of(figure.text, strlen(figure.text));
        layout.count = columns > layout.count ? columns : layout.count;
        layout.most = values[i].count > layout.most ? values[i].count : layout.most;
    }
    zs_builder_release(&clean);
    size_t share = terminal->columns / VALUE_SHARE;
    if (terminal->is_terminal && layout.value > share) {
        layout.value = share;
    }
    size_t used = INDENT + layout.value + GAP + layout.count + GAP;
    size_t left = terminal->columns > used ? terminal->columns - used : 0;
    layout.bar = left < BAR_LEAST ? 0 : left < BAR_MOST ? left : BAR_MOST;
    return layout;
}

static void put_bar(zs_output *out, const struct layout *layout, uint64_t count)
{
    static const char *const parts[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    double share = (double)count / (double)layout->most;
    size_t length = (size_t)(share * (double)layout->bar * EIGHTHS + 0.5);
    length = count > 0 && length == 0 ? 1 : length; /* what is there is seen */
    for (size_t i = 0; i < length / EIGHTHS; i++) {
        zs_put_string(out, "█");
    }
    zs_put_string(out, parts[length % EIGHTHS]);
}

static void put_row(zs_output *out, const zs_terminal *terminal, const struct layout *layout,
                    const zs_facet_value *value)
{
    zs_builder clean = ZS_BUILDER_INIT;
    bool cut = false;
    zs_append_clean_string(&clean, value->value);
    size_t length = clean.length;
    if (terminal->is_terminal) {
        length =
            zs_fit_with_ellipsis(zs_builder_string(&clean), clean.length, layout->value, &cut);
    }
    size_t columns = zs_columns_of(zs_builder_string(&clean), length) + cut;
    zs_figure figure = zs_count(value->count);
    zs_put_blank(out, INDENT);
    zs_put(out, zs_builder_string(&clean), length);
    zs_put_string(out, cut ? "…" : "");
    zs_put_blank(out, (layout->value > columns ? layout->value - columns : 0) + GAP +
                          layout->count - strlen(figure.text));
    zs_put_string(out, figure.text);
    if (layout->bar > 0 && value->count > 0) {
        zs_put_blank(out, GAP);
        put_bar(out, layout, value->count);
    }
    zs_put_string(out, "\n");
    zs_builder_release(&clean);
}

static void put_head(zs_output *out, const zs_terminal *terminal, const char *name)
{
    zs_builder clean = ZS_BUILDER_INIT;
    zs_append_clean_string(&clean, name);
    zs_put_format(out, "\n%s%s%s\n", terminal->color ? ZS_STYLE_BOLD : "",
                  zs_builder_string(&clean), terminal->color ? ZS_STYLE_NONE : "");
    zs_builder_release(&clean);
}

/* What is not in the table, in a line below it. */
static void put_rest(zs_output *out, const zs_terminal *terminal, const zs_builder *rest)
{
    if (rest->length > 0) {
        zs_put_blank(out, INDENT);
        zs_put_string(out, terminal->color ? ZS_STYLE_DIM : "");
        zs_put(out, rest->data, rest->length);
        zs_put_string(out, terminal->color ? ZS_STYLE_NONE : "");
        zs_put_string(out, "\n");
    }
}

static void put_facet(zs_output *out, const zs_terminal *terminal, const zs_facet *facet)
{
    struct layout layout = layout_of(terminal, facet->values, facet->value_count);
    zs_builder rest = ZS_BUILDER_INIT;
    put_head(out, terminal, facet->field);
    for (size_t i = 0; i < facet->value_count; i++) {
        put_row(out, terminal, &layout, &facet->values[i]);
    }
    if (facet->others > 0) {
        zs_append_format(&rest, "%s more value%s", zs_count(facet->others).text,
                         zs_plural(facet->others));
    }
    if (facet->without > 0 || facet->value_count == 0) {
        zs_append_format(&rest, "%s%s article%s without", rest.length > 0 ? "; " : "",
                         zs_count(facet->without).text, zs_plural(facet->without));
    }
    put_rest(out, terminal, &rest);
    zs_builder_release(&rest);
}

static void put_histogram(zs_output *out, const zs_terminal *terminal,
                          const zs_histogram *histogram)
{
    struct layout layout = layout_of(terminal, histogram->values, histogram->value_count);
    zs_builder rest = ZS_BUILDER_INIT;
    put_head(out, terminal, "date");
    for (size_t i = 0; i < histogram->value_count;) {
        size_t empty = 0;
        while (histogram->values[i + empty].count == 0) { /* the last never is */
            empty++;
        }
        if (empty > EMPTY_SHOWN) {
            zs_put_blank(out, INDENT);
            zs_put_string(out, "⋮\n");
            i += empty;
        } else {
            put_row(out, terminal, &layout, &histogram->values[i++]);
        }
    }
    if (histogram->without > 0) {
        zs_append_format(&rest, "%s article%s without a date",
                         zs_count(histogram->without).text, zs_plural(histogram->without));
    }
    if (histogram->without > 0 && histogram->interval != ZS_INTERVAL_YEAR) {
        zs_append_format(&rest, ", or of a %s that is not known",
                         zs_interval_name(histogram->interval));
    }
    put_rest(out, terminal, &rest);
    zs_builder_release(&rest);
}

void zs_put_facets(zs_output *out, const zs_terminal *terminal, const zs_facets *facets)
{
    for (size_t i = 0; i < facets->facet_count; i++) {
        put_facet(out, terminal, &facets->facets[i]);
    }
    if (facets->histogram) {
        put_histogram(out, terminal, facets->histogram);
    }
    if (!facets->exact) {
        zs_put_format(out,
                      "\n%scounted in %s article%s that match, not in all: to know of more, "
                      "they would have to be looked at%s\n",
                      terminal->color ? ZS_STYLE_DIM : "", zs_count(facets->articles).text,
                      zs_plural(facets->articles), terminal->color ? ZS_STYLE_NONE : "");
    }
}
