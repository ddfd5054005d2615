/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * zsearch query: one query from the arguments, or many from a file, answered in one of the
 * formats.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/advise.h"
#include "cli/asked.h"
#include "cli/batch.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/name_list.h"
#include "cli/offer.h"
#include "cli/options.h"
#include "cli/render.h"
#include "cli/searching.h"
#include "cli/units.h"

/* More hits than this are no answer for anybody, and the sum of limit and offset stays far
 * from the largest number. */
enum { HITS_MOST = 1000 * 1000 * 1000 };

enum { FRESH_MOST = 1000 * 1000 }; /* days */

/* Passages are as long together as this many would be, unless more are wanted. */
enum { PASSAGES = 3, PASSAGE = 40, PASSAGES_MOST = 1000 * 1000 };

enum { FACET_VALUES_MOST = 1000 * 1000 };

enum { TIMEOUT_MOST = 24 * 60 * 60 * 1000 }; /* ms: a day */

enum { KEYWORDS_MOST = 1000 };

static const char help[] =
    "Usage: zsearch query [OPTIONS] WORDS...\n"
    "       zsearch query [OPTIONS] --batch FILE\n"
    "\n"
    "Find articles. Several WORDS are one query; the best articles come first.\n"
    "\n"
    "Examples:\n"
    "  zsearch query 国际消费中心               the ten best articles\n"
    "  zsearch query 青年人才 政策 -n 5 --json  five, as JSON\n"
    "  zsearch query 消费 --format paths | xargs -d '\\n' wc -m\n"
    "  zsearch query '+郑州 \"国际消费中心\" date:2023..2024 -title:简讯'\n"
    "  zsearch query 消费 --facet source,year --histogram month\n"
    "  zsearch query 消费 --sort date:asc --collapse source\n"
    "  zsearch query qingnianrencai             by pinyin; qnrc and qing年人才 do as well\n"
    "  zsearch query --batch queries.tsv --format trec -n 100 > run.txt\n"
    "\n"
    "Options:\n"
    "  -n N             show at most N hits (10)\n"
    "  --offset N       leave out the first N\n"
    "  --sort FIELD     relevance, date (the newest first), source, section, author, language\n"
    "                   or any metadata; :asc or :desc behind it say which end comes first\n"
    "  --collapse FIELD of each value of a field, only the first hit\n"
    "  --facet FIELDS   count the values of fields in all articles that match: source, "
    "section,\n"
    "                   author, language, year, month, date, any metadata; several with "
    "commas\n"
    "  --facet-values N of each, the N most frequent (10)\n"
    "  --histogram WHAT count dates by year, month or day, or auto, as suits them\n"
    "  --match WHAT     how many of the words a hit has: all, most (all of up to three; of "
    "more, half\n"
    "                   of their weight) or any; without this, most, and where that gives too "
    "few\n"
    "                   hits, any behind them\n"
    "  --timeout MS     answer within so many milliseconds, with what was found by then "
    "(5000)\n"
    "  --fresh DAYS     the newer, the sooner: what counts for being of today is halved for "
    "each\n"
    "                   so many days of an article's age\n"
    "  --auto-correct   where no article has all of the words and something else may have "
    "been\n"
    "                   meant, answer that\n"
    "  --no-correct     do not look for what else may have been meant\n"
    "  --lenient        what cannot be understood in the query is searched for as text\n"
    "  --no-synonyms    words as they are: not as they are called elsewhere (软件, 軟體) or "
    "as\n"
    "                   numbers are written otherwise (10条, 十条)\n"
    "  --synonyms FILE  words that FILE says mean the same: a line 番茄, 西红柿\n"
    "  --words FILE     words that count as one, one a line, whatever the dictionary says\n"
    "  --stop-words FILE\n"
    "                   words that say nothing, one a line, besides 的, 怎么 and their like\n"
    "  --no-pinyin      qnrc is only qnrc: without this, 青年人才 is looked for too, behind "
    "it\n"
    "  --exact-script   words as they are typed, in simplified or in traditional characters\n"
    "  --expand         of articles that are nearly the same, show each; else the best stands\n"
    "                   for all of them\n"
    "  --first-stage    rank by BM25 alone, without looking at the texts: faster, not as good\n"
    "  --format FORMAT  text, json, jsonl (a hit a line), paths or trec\n"
    "  --json           short for --format json\n"
    "  --explain        why each hit is where it is: the parts of its score, and what each "
    "term\n"
    "                   counts (text, json and jsonl)\n"
    "  --fragments N    show so many passages of a hit (up to 3, each with something new)\n"
    "  --characters N   of so many characters together, about (120, or 40 for each passage)\n"
    "  --full           each hit whole, with everything that is found in it marked\n"
    "  --keywords N     also N words that say what the best fifty articles are about (text, "
    "json)\n"
    "  --no-snippet     no passages, only what articles are called\n"
    "  --batch FILE     answer each line of FILE: an id, a TAB, a query; - is standard input\n"
    "  --timings FILE   write a line for each query: its id, a TAB, the microseconds it took\n"
    "  --index DIR      the index; else $ZSEARCH_INDEX, else .zsearch here or in a parent\n"
    "  --color WHEN     auto, always or never\n"
    "  -h, --help       show this\n"
    "\n"
    "Exit status: 0 if there were hits, 1 if there were none, 2 after an error.\n";

struct settings {
    uint64_t limit, offset;
    uint64_t timeout; /* ms */
    uint64_t fresh;   /* days; 0: dates do not count */
    uint64_t facet_values;
    uint64_t fragments, characters;            /* of a snippet; 0: as usual */
    uint64_t keywords;                         /* 0: none */
    const char *synonyms, *words, *stop_words; /* files; NULL: none */
    const char *sort;
    const char *collapse;
    const char *batch;   /* NULL: the query is in the arguments */
    const char *timings; /* NULL: not wanted */
    const char *index;
    zs_name_list facets;
    const zs_renderer *renderer;
    zs_words_match match;
    zs_interval histogram;
    zs_color color;
    bool expand;
    bool exact_script;
    bool lenient;
    bool no_synonyms;
    bool auto_correct;
    bool no_correct;
    bool no_pinyin;
    bool first_stage;
    bool json;
    bool full;
    bool no_snippet;
    bool explain;
};

/* What a run works with. */
struct run {
    const struct settings *settings;
    zs_searcher *searcher;
    zs_page page;
    zs_needs needs;
    zs_output *timings; /* NULL if not wanted */
    bool any_hits;
};

static bool take_format(void *context, const char *value)
{
    struct settings *settings = context;
    settings->renderer = zs_renderer_named(value);
    return settings->renderer;
}

static bool take_match(void *context, const char *value)
{
    static const struct {
        const char *name;
        zs_words_match match;
    } names[] = {{"steps", ZS_WORDS_STEPS},
                 {"all", ZS_WORDS_ALL},
                 {"most", ZS_WORDS_MOST},
                 {"any", ZS_WORDS_ANY}};
    struct settings *settings = context;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(value, names[i].name) == 0) {
            settings->match = names[i].match;
            return true;
        }
    }
    zs_complain("--match takes all, most or any, not %s", value);
    return false;
}

static bool take_facet(void *context, const char *value)
{
    struct settings *settings = context;
    if (!zs_name_list_add(&settings->facets, value)) {
        zs_complain("--facet takes names of fields, parted by commas, and one in %s is empty",
                    value);
        return false;
    }
    return true;
}

static bool take_histogram(void *context, const char *value)
{
    /* In the order of zs_interval. */
    static const char *const names[] = {"auto", "year", "month", "day"};
    struct settings *settings = context;
    size_t choice;
    if (!zs_take_choice("option --histogram", value, names, sizeof names / sizeof *names,
                        &choice)) {
        return false;
    }
    settings->histogram = (zs_interval)(ZS_INTERVAL_AUTO + choice);
    return true;
}

/* ---- Answering ------------------------------------------------------------------- */

/* Whether nothing is to be said but that no article has what was asked for. */
static bool says_no_more(const zs_advice *advice, const char *query)
{
    return advice->count == 0 ||
           (advice->count == 1 && advice->entries[0].kind == ZS_ADVICE_UNKNOWN &&
            strcmp(advice->entries[0].text, query) == 0);
}

/* Says why there is nothing to see, and what to try. */
static void advise(zs_searcher *searcher, const zs_answer *answer)
{
    zs_index_info info;
    if (answer->total > 0) {
        zs_complain("%s%s article%s match%s %s; --offset %" PRIu64 " is behind the last",
                    answer->exact ? "" : "about ", zs_count(answer->total).text,
                    zs_plural(answer->total), answer->total == 1 ? "es" : "", answer->query,
                    answer->offset);
    } else if (!zs_query_has_words(answer->query)) {
        zs_complain("the query %s has no words to search for", answer->query);
    } else if (zs_searcher_info(searcher, &info, NULL) == ZS_OK && info.articles == 0) {
        zs_complain("the index holds no articles; add some with: zsearch index FOLDER");
    } else if (answer->correction) {
        zs_builder offer = ZS_BUILDER_INIT;
        zs_append_offer(&offer, answer);
        zs_complain("no article matches %s; %s", answer->query, zs_builder_string(&offer));
        zs_builder_release(&offer);
    } else if (!answer->advice || says_no_more(answer->advice, answer->query)) {
        zs_complain("no article matches %s; try fewer or other words", answer->query);
    } else {
        zs_complain("no article matches %s", answer->query);
        for (size_t i = 0; i < answer->advice->count; i++) {
            zs_complain_of_advice(&answer->advice->entries[i]);
        }
    }
}

/* Where it cannot be said that hits have only some of the words, there are none. */
static zs_words_match match_for(const struct settings *settings)
{
    return settings->match == ZS_WORDS_STEPS && settings->renderer->silent ? ZS_WORDS_MOST
                                                                           : settings->match;
}

/* Answers one query; false if that failed, which has been said. */
static bool answer_one(struct run *run, const char *qid, const char *query)
{
    zs_answer answer;
    zs_error error;
    const zs_query_options options = {.limit = run->settings->limit,
                                      .offset = run->settings->offset,
                                      .match = match_for(run->settings),
                                      .fresh = (double)run->settings->fresh,
                                      .timeout = (unsigned)run->settings->timeout,
                                      .expand = run->settings->expand ||
                                                run->settings->renderer->expands,
                                      .exact_script = run->settings->exact_script,
                                      .lenient = run->settings->lenient || run->page.batch,
                                      .no_pinyin = run->settings->no_pinyin,
                                      .no_synonyms = run->settings->no_synonyms,
                                      .first_stage = run->settings->first_stage,

                                      .sort = run->settings->sort,
                                      .collapse = run->settings->collapse,
                                      .facets = run->settings->facets.names,
                                      .facet_values = run->settings->facet_values,
                                      .histogram = run->settings->histogram};
    if (zs_answer_find(&answer, run->searcher, qid, query, &options, run->needs, &error)) {
        zs_complain_of_query(&error, query);
        return false;
    }
    zs_page *page = &run->page;
    bool silent =
        answer.count == 0 && !page->batch && run->settings->renderer == &zs_renderer_text;
    if (silent && answer.partial) {
        zs_complain("the time was over before any hit for %s was found; --timeout gives more",
                    query);
    } else if (silent) {
        advise(run->searcher, &answer);
    } else {
        run->settings->renderer->answer(page, &answer);
        page->answers++;
    }
    if (run->timings) {
        zs_put_format(run->timings, "%s\t%" PRIu64 "\n", qid, answer.microseconds);
    }
    if (answer.partial && run->settings->renderer != &zs_renderer_text) {
        zs_complain("the time was over before all was looked at: there may be more and better "
                    "hits for %s; --timeout gives more",
                    query);
    }
    run->any_hits = run->any_hits || answer.count > 0;
    zs_answer_release(&answer);
    /* main says that writing failed. */
    return page->out->error == 0;
}

static bool answer_batch(struct run *run)
{
    zs_batch batch;
    if (!zs_batch_open(&batch, run->settings->batch)) {
        return false;
    }
    bool live = strcmp(run->settings->batch, "-") == 0;
    zs_batch_outcome outcome;
    const char *qid;
    const char *query;
    while ((outcome = zs_batch_next(&batch, &qid, &query)) == ZS_BATCH_QUERY) {
        if (!answer_one(run, qid, query)) {
            outcome = ZS_BATCH_FAILED;
            break;
        }
        if (live) {
            /* Whoever asks may wait for the answer before asking again. A failure is
             * remembered. */
            (void)zs_output_flush(run->page.out);
        }
    }
    zs_batch_close(&batch);
    return outcome == ZS_BATCH_END;
}

static bool answer_all(struct run *run, const char *query)
{
    const zs_renderer *renderer = run->settings->renderer;
    if (renderer->begin) {
        renderer->begin(&run->page);
    }
    bool answered = run->page.batch ? answer_batch(run) : answer_one(run, "1", query);
    if (renderer->end) {
        renderer->end(&run->page);
    }
    return answered;
}

/* ---- The command ------------------------------------------------------------------ */

/* Opens what is wanted besides the index, runs, and closes it. */
static bool run_with_timings(struct run *run, const char *query)
{
    const char *path = run->settings->timings;
    if (!path) {
        return answer_all(run, query);
    }
    FILE *stream = fopen(path, "we");
    if (!stream) {
        zs_complain("%s cannot be written: %s", path, strerror(errno));
        return false;
    }
    zs_output timings;
    zs_output_init(&timings, stream);
    run->timings = &timings;
    bool answered = answer_all(run, query);
    run->timings = NULL;
    if (!zs_output_close(&timings)) {
        zs_complain("%s cannot be written: %s", path, strerror(timings.error));
        return false;
    }
    return answered;
}

/* The usual words, and those of files. */
static zs_status load_vocabulary(const struct settings *settings, zs_vocabulary **out,
                                 zs_error *error)
{
    const struct {
        zs_vocabulary_kind kind;
        const char *path;
    } files[] = {{ZS_VOCABULARY_SYNONYMS, settings->synonyms},
                 {ZS_VOCABULARY_WORDS, settings->words},
                 {ZS_VOCABULARY_STOP_WORDS, settings->stop_words}};
    if (!settings->synonyms && !settings->words && !settings->stop_words) {
        return ZS_OK;
    }
    zs_status status = zs_vocabulary_new(true, out, error);
    for (size_t i = 0; !status && i < sizeof files / sizeof *files; i++) {
        if (files[i].path) {
            status = zs_vocabulary_load(*out, files[i].kind, files[i].path, error);
        }
    }
    return status;
}

static zs_exit run_on_index(const struct settings *settings, const char *query, zs_output *out)
{
    zs_error error;
    zs_searching searching;
    zs_vocabulary *vocabulary = NULL;
    if (load_vocabulary(settings, &vocabulary, &error)) {
        zs_vocabulary_free(vocabulary);
        return zs_complain_of(&error);
    }
    if (!zs_searching_open(&searching, settings->index)) {
        zs_vocabulary_free(vocabulary);
        return ZS_EXIT_ERROR;
    }
    zs_searcher_set_vocabulary(searching.searcher, vocabulary);
    struct run run = {.settings = settings,
                      .searcher = searching.searcher,
                      .needs = settings->renderer->needs,
                      .page = {.out = out,
                               .terminal = zs_terminal_of(STDOUT_FILENO, settings->color),
                               .paths = &searching.paths,
                               .batch = settings->batch != NULL}};
    run.needs.marks = run.needs.snippet && settings->full;
    run.needs.snippet = run.needs.snippet && !settings->full && !settings->no_snippet;
    uint64_t usual = settings->fragments > PASSAGES ? PASSAGE * settings->fragments : 0;
    run.needs.snippets = (zs_snippet_options){
        .characters = settings->characters > 0 ? settings->characters : usual,
        .fragments = settings->fragments};
    run.needs.keywords = settings->renderer->keywords ? (size_t)settings->keywords : 0;
    run.needs.advice = !settings->batch && (settings->renderer == &zs_renderer_text ||
                                            settings->renderer == &zs_renderer_json);
    run.needs.explanation = settings->explain && settings->renderer->explains;
    run.needs.corrected = settings->auto_correct;
    run.needs.correction =
        (run.needs.correction && !settings->no_correct) || settings->auto_correct;
    bool answered = run_with_timings(&run, query);
    zs_searching_close(&searching);
    zs_vocabulary_free(vocabulary);
    if (!answered) {
        return ZS_EXIT_ERROR;
    }
    return run.any_hits ? ZS_EXIT_OK : ZS_EXIT_NONE;
}

static zs_exit run_words(const struct settings *settings, int argc, char **argv, zs_output *out)
{
    bool has_arguments = optind < argc;
    if (settings->full && settings->no_snippet) {
        zs_complain("--full shows all of an article and --no-snippet none of it; take one");
        return ZS_EXIT_ERROR;
    }
    if (settings->batch && has_arguments) {
        zs_complain("--batch takes its queries from a file; leave out the words");
        return ZS_EXIT_ERROR;
    }
    if (!settings->batch && !has_arguments) {
        zs_complain("what should be found? For example: zsearch query 国际消费中心");
        return ZS_EXIT_ERROR;
    }
    bool counts = settings->facets.count > 0 || settings->histogram != ZS_INTERVAL_NONE;
    if (counts && !settings->renderer->counts) {
        zs_complain("--facet and --histogram go with --format text or json; %s has no room for "
                    "them",
                    settings->renderer->name);
        return ZS_EXIT_ERROR;
    }
    zs_builder query = ZS_BUILDER_INIT;
    zs_join_words(argc, argv, &query);
    zs_exit result = ZS_EXIT_ERROR;
    if (!settings->batch && zs_is_blank_query(&query)) {
        zs_complain("the query is empty; for example: zsearch query 国际消费中心");
    } else {
        result = run_on_index(settings, zs_builder_string(&query), out);
    }
    zs_builder_release(&query);
    return result;
}

static zs_exit run_query(int argc, char **argv, zs_output *out)
{
    struct settings settings = {.limit = 10, .timeout = 5000, .renderer = &zs_renderer_text};
    const zs_option options[] = {
        {.letter = 'n', .number = &settings.limit, .least = 1, .most = HITS_MOST},
        {.name = "offset", .number = &settings.offset, .most = HITS_MOST},
        {.name = "match", .take = take_match, .context = &settings},
        {.name = "timeout", .number = &settings.timeout, .least = 1, .most = TIMEOUT_MOST},
        {.name = "fresh", .number = &settings.fresh, .least = 1, .most = FRESH_MOST},
        {.name = "exact-script", .flag = &settings.exact_script},
        {.name = "expand", .flag = &settings.expand},
        {.name = "lenient", .flag = &settings.lenient},
        {.name = "no-synonyms", .flag = &settings.no_synonyms},
        {.name = "synonyms", .string = &settings.synonyms},
        {.name = "words", .string = &settings.words},
        {.name = "stop-words", .string = &settings.stop_words},
        {.name = "auto-correct", .flag = &settings.auto_correct},
        {.name = "no-correct", .flag = &settings.no_correct},
        {.name = "no-pinyin", .flag = &settings.no_pinyin},
        {.name = "first-stage", .flag = &settings.first_stage},
        {.name = "sort", .string = &settings.sort},
        {.name = "collapse", .string = &settings.collapse},
        {.name = "facet", .take = take_facet, .context = &settings},
        {.name = "facet-values",
         .number = &settings.facet_values,
         .least = 1,
         .most = FACET_VALUES_MOST},
        {.name = "histogram", .take = take_histogram, .context = &settings},
        {.name = "format", .take = take_format, .context = &settings},
        {.name = "json", .flag = &settings.json},
        {.name = "fragments", .number = &settings.fragments, .least = 1, .most = PASSAGES_MOST},
        {.name = "characters",
         .number = &settings.characters,
         .least = 1,
         .most = PASSAGES_MOST},
        {.name = "full", .flag = &settings.full},
        {.name = "keywords", .number = &settings.keywords, .least = 1, .most = KEYWORDS_MOST},
        {.name = "no-snippet", .flag = &settings.no_snippet},
        {.name = "explain", .flag = &settings.explain},
        {.name = "batch", .string = &settings.batch},
        {.name = "timings", .string = &settings.timings},
        {.name = "index", .string = &settings.index},
        {.name = "color", .color = &settings.color}};
    zs_exit result;
    if (zs_take_options(&zs_command_query, argc, argv, options,
                        sizeof options / sizeof *options, out, &result)) {
        settings.renderer = settings.json ? &zs_renderer_json : settings.renderer;
        result = run_words(&settings, argc, argv, out);
    }
    zs_name_list_release(&settings.facets);
    return result;
}

const zs_command zs_command_query = {.name = "query",
                                     .summary = "find articles, the best first",
                                     .help = help,
                                     .run = run_query};
