/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Any text as a query to an index of a few articles: a byte of options, then the query. It is
 * answered or refused with a place, never refused when lenient; each hit has its snippet, and
 * each line of a concordance its place.
 */
#include <ftw.h>
#include <string.h>
#include <unistd.h>

#include "fuzz.h"
#include "zsearch.h"

static zs_searcher *searcher;
static char folder[] = "/tmp/zsearch-fuzz-XXXXXX";

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *place)
{
    (void)info;
    (void)type;
    (void)place;
    return remove(path);
}

static void remove_index(void)
{
    zs_searcher_close(searcher);
    (void)nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static const zs_field metadata[] = {
    {"pages", "12"}, {"栏目", "要闻"}, {"city", "New York"}, {"pages", "40"}};

static const zs_article articles[] = {
    {.id = "n1",
     .path = "news/郑州.txt",
     .title = "郑州要留住年轻人",
     .text =
         "郑州出台青年人才政策。先进制造业的园区离地铁站不远，国际消费中心城市还只是纸上的字。",
     .date = "2023-05-04",
     .author = "林晓",
     .source = "城市晚报",
     .language = "zh-Hans",
     .metadata = metadata,
     .metadata_count = 2},
    {.id = "n2",
     .path = "news/重庆.zip!坡.txt",
     .title = "重慶的坡",
     .text = "重慶的年輕人下班以後去江邊。\n人才公寓在半山腰。\n\n製造業的老廠房改成了書店。",
     .date = "2022-11",
     .author = "林晓、周原",
     .language = "zh-Hant",
     .url = "https://example.org/2022/slope?id=2",
     .metadata = metadata + 1,
     .metadata_count = 3},
    {.id = "n3",
     .title = "Colours of a city",
     .text =
         "The colour of the harbour changes by the hour; a district of websites and webcams.",
     .date = "2023",
     .author = "Amy Blue",
     .source = "Harbour Daily",
     .section = "city",
     .language = "en"},
    {.id = "n 4", .text = "第一篇讲区块链，第二篇讲5G时代，第三篇什么也不讲。a b c 3.14"},
    {.id = "人", .title = "一个字", .text = "人。", .date = "2021-02-28"},
    {.id = "n6", .title = "", .text = ""},
    {.id = "n7",
     .title = "𠮷野家",
     .text = "𠮷野家 café Straße ２０２３年 ﷺ 한국어 ภาษาไทย \xFF\xE4\xB8"}};

static void open_index(void)
{
    zs_index *index = NULL;
    require(mkdtemp(folder) != NULL, "there is a folder");
    require(zs_index_open(folder, &index, NULL) == ZS_OK, "there is an index");
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++) {
        zs_article article = articles[i];
        article.text_length = strlen(article.text);
        require(zs_index_put(index, &article, NULL) == ZS_OK, "an article is put");
    }
    require(zs_index_commit(index, NULL) == ZS_OK, "the index is committed");
    zs_index_close(index);
    require(zs_searcher_open(folder, &searcher, NULL) == ZS_OK, "the index is opened");
    require(atexit(remove_index) == 0, "the index will be removed");
}

static void check_marks(const zs_span *marks, size_t count, zs_span within)
{
    for (size_t i = 0; i < count; i++) {
        require(marks[i].start < marks[i].end && marks[i].start >= within.start &&
                    marks[i].end <= within.end && (i == 0 || marks[i].start > marks[i - 1].end),
                "marks lie in their passage and ascend");
    }
}

static void check_hit(zs_results *results, size_t i)
{
    const zs_article *article = NULL;
    zs_snippet *snippet = NULL;
    require(zs_results_id(results, i) && zs_results_rank(results, i) == i + 1,
            "a hit has its rank");
    require(i == 0 || zs_results_score(results, i) <= zs_results_score(results, i - 1),
            "scores fall");
    require(i == 0 || zs_results_step(results, i) >= zs_results_step(results, i - 1),
            "steps follow each other");
    for (size_t j = 0; j < i; j++) {
        require(strcmp(zs_results_id(results, i), zs_results_id(results, j)) != 0,
                "no article is found twice");
    }
    require(zs_results_article(results, i, &article, NULL) == ZS_OK, "a hit has its article");
    require(zs_results_snippet(results, i, NULL, &snippet, NULL) == ZS_OK,
            "a hit has its snippet");
    for (size_t j = 0; j < snippet->fragment_count; j++) {
        const zs_fragment *fragment = &snippet->fragments[j];
        require(fragment->span.start < fragment->span.end &&
                    fragment->span.end <= article->text_length,
                "a passage is of the text");
        check_marks(fragment->marks, fragment->mark_count, fragment->span);
    }
    size_t title = article->title ? strlen(article->title) : 0;
    check_marks(snippet->title_marks, snippet->title_mark_count, (zs_span){0, title});
    zs_snippet_free(snippet);
}

static void check_results(zs_results *results, const zs_query_options *options)
{
    size_t count = zs_results_count(results), asked = 0;
    require(count <= options->limit, "there are no more hits than wanted");
    for (size_t i = 0; i < count; i++) {
        check_hit(results, i);
        asked += zs_results_step(results, i) == 0;
    }
    require(options->match == ZS_WORDS_STEPS || asked == count,
            "there is one step but for steps");
    bool exact;
    uint64_t total = zs_results_total(results, &exact);
    require(!exact || total >= asked, "what is found is counted");
    for (size_t i = 0; i < zs_results_note_count(results); i++) {
        require(zs_results_note(results, i) && zs_results_note(results, i)[0],
                "a note says something");
    }
    require(!zs_results_note(results, zs_results_note_count(results)),
            "there are no more notes");
}

static bool check_line(void *context, const zs_kwic_line *line)
{
    uint64_t *lines = context;
    const zs_article *article = NULL;
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++) {
        article = strcmp(articles[i].id, line->id) == 0 ? &articles[i] : article;
    }
    require(article != NULL, "a line is of an article");
    const char *text = line->in_title ? article->title : article->text;
    require(line->span.start < line->span.end && line->span.end <= strlen(text),
            "a line is of the text");
    require(cuts_no_character(text, strlen(text), line->span.start) &&
                cuts_no_character(text, strlen(text), line->span.end),
            "a key cuts no character");
    require(line->number == ++*lines && line->key[0], "a line has its number and its key");
    return false;
}

static void check_concordance(const char *text, bool lenient, zs_kwic_order order)
{
    zs_query *query = NULL;
    zs_error error = {.status = ZS_OK};
    zs_kwic_summary summary;
    uint64_t lines = 0;
    const zs_kwic_options options = {.order = order, .width = 7};
    if (zs_searcher_parse(searcher, text, lenient, &query, NULL)) {
        return;
    }
    zs_status status = zs_kwic(searcher, query, &options, check_line, &lines, &summary, &error);
    require(status == ZS_OK || (status == ZS_ERROR_QUERY && error.message[0] && lines == 0),
            "a concordance is made or refused");
    require(status || (summary.lines == lines && summary.complete && summary.articles <= lines),
            "lines are counted");
    zs_query_free(query);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!searcher) {
        open_index();
    }
    if (size == 0) {
        return 0;
    }
    const zs_query_options options = {.limit = 20,
                                      .match = (zs_words_match)(data[0] & 3),
                                      .lenient = data[0] & 4,
                                      .expand = data[0] & 8,
                                      .first_stage = data[0] & 16};
    char *query = malloc(size);
    require(query != NULL, "there is memory");
    memcpy(query, data + 1, size - 1);
    query[size - 1] = '\0';
    zs_results *results = NULL;
    zs_error error = {.status = ZS_OK};
    zs_status status = zs_searcher_query(searcher, query, &options, &results, &error);
    if (status) {
        require(error.status == status && error.message[0], "a failure is told");
        require(status == ZS_ERROR_QUERY || (status == ZS_ERROR_ARGUMENT && size > 64 << 10),
                "a query is refused for what it is");
        require(!options.lenient || status != ZS_ERROR_QUERY,
                "when lenient, any query is answered");
        require(error.position >= -1 && error.position <= (int64_t)strlen(query),
                "the place is in the query");
    } else {
        check_results(results, &options);
        zs_results_free(results);
    }
    check_concordance(query, options.lenient, (zs_kwic_order)(data[0] >> 5 & 3));
    free(query);
    return 0;
}
