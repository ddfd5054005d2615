/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is made of a request before anybody is asked: its parameters, its form, its route, whose
 * token it has, and what its answer is sent as.
 */
#include "support/test.h"

#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/exchange.h"
#include "server/form.h"
#include "server/server.h"
#include "server/tokens.h"
#include "support/folder.h"
#include "support/random.h"

/* ---- Parameters ------------------------------------------------------------------------ */

/* What a value is decoded, one character after another; false if it is in no order. UTF-8 is
 * looked at by the caller, who writes only ASCII. */
static bool slow_decode(const char *raw, size_t length, char *out)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < length; i++) {
        if (raw[i] != '%') {
            *out++ = raw[i] == '+' ? ' ' : raw[i];
            continue;
        }
        char low[3] = {0};
        for (size_t j = 0; j < 2; j++) {
            char c = i + 1 + j < length ? raw[i + 1 + j] : '?';
            low[j] = c >= 'A' && c <= 'F' ? (char)(c - 'A' + 'a') : c;
            if (!low[j] || !strchr(digits, low[j])) {
                return false;
            }
        }
        char byte = (char)strtol(low, NULL, 16);
        if (byte == '\0') {
            return false;
        }
        *out++ = byte;
        i += 2;
    }
    *out = '\0';
    return true;
}

static bool is_ascii(const char *text)
{
    for (; *text; text++) {
        if ((unsigned char)*text >= 0x80) {
            return false;
        }
    }
    return true;
}

static void test_random_values(void **state)
{
    (void)state;
    static const char alphabet[] = "ab%2+0AfF4 9c";
    test_random random = test_random_new(11);
    for (size_t round = 0; round < 20000; round++) {
        char raw[32] = "v=", expected[32];
        size_t length = 2 + test_random_below(&random, 20);
        for (size_t i = 2; i < length; i++) {
            raw[i] = alphabet[test_random_below(&random, sizeof alphabet - 1)];
        }
        bool decodes = slow_decode(raw + 2, length - 2, expected);
        zs_parameters parameters;
        const char *fault = zs_parameters_parse(&parameters, raw, length);
        if (decodes && is_ascii(expected)) {
            assert_null(fault);
            assert_string_equal(zs_parameters_take(&parameters, "v"), expected);
        } else if (!decodes) {
            assert_non_null(fault);
        }
        zs_parameters_release(&parameters);
    }
}

static void test_parameters(void **state)
{
    (void)state;
    zs_parameters parameters;
    static const char raw[] = "q=%E4%BA%BA%E6%89%8D&&n=&facet=a&facet=b&alone&=empty&x=1=2";
    assert_null(zs_parameters_parse(&parameters, raw, strlen(raw)));
    assert_string_equal(zs_parameters_take(&parameters, "q"), "人才");
    assert_null(zs_parameters_take(&parameters, "q"));
    assert_string_equal(zs_parameters_take(&parameters, "n"), "");
    assert_string_equal(zs_parameters_take(&parameters, "facet"), "a");
    assert_string_equal(zs_parameters_take(&parameters, "facet"), "b");
    assert_string_equal(zs_parameters_left(&parameters), "alone");
    assert_string_equal(zs_parameters_take(&parameters, "alone"), "");
    assert_string_equal(zs_parameters_take(&parameters, ""), "empty");
    assert_string_equal(zs_parameters_take(&parameters, "x"), "1=2");
    assert_null(zs_parameters_left(&parameters));
    zs_parameters_release(&parameters);
    static const char *const wrong[] = {"q=%",      "q=%4",     "q=%zz", "q=a%00b",
                                        "q=%ff%fe", "q=%C0%80", "%=1",   "q=%ED%A0%80"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_non_null(zs_parameters_parse(&parameters, wrong[i], strlen(wrong[i])));
        assert_null(parameters.text);
    }
}

/* ---- The form -------------------------------------------------------------------------- */

/* Whether a form can be taken from this. */
static bool takes(const char *raw, zs_search_form *form, zs_problem *problem)
{
    static zs_parameters parameters;
    zs_parameters_release(&parameters);
    *problem = (zs_problem){.status = 0};
    assert_null(zs_parameters_parse(&parameters, raw, strlen(raw)));
    return zs_take_form(&parameters, false, form, problem) &&
           zs_take_no_more(&parameters, problem);
}

static void test_forms(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",
                                        "q=",
                                        "q=+%09",
                                        "n=1",
                                        "q=a&n=0",
                                        "q=a&n=101",
                                        "q=a&n=-1",
                                        "q=a&n=1.5",
                                        "q=a&n=",
                                        "q=a&n=99999999999999",
                                        "q=a&q=b",
                                        "q=a&offset=9999&n=2",
                                        "q=a&date=23",
                                        "q=a&date=..",
                                        "q=a&date=2023-1",
                                        "q=a&date=2023..x",
                                        "q=a&filter=x",
                                        "q=a&filter=:x",
                                        "q=a&filter=x:",
                                        "q=a&facet=a,,b",
                                        "q=a&match=no",
                                        "q=a&format=xml",
                                        "q=a&full=1",
                                        "q=a&nothing=1",
                                        "q=a&facet=1,2,3,4,5,6,7,8,9",
                                        "q=((((((((((((((((("};
    zs_search_form form;
    zs_problem problem;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        bool taken = takes(wrong[i], &form, &problem);
        zs_form_release(&form);
        if (taken || problem.status != 400 || problem.detail[0] == '\0') {
            fail_msg("%s is taken", wrong[i]);
        }
    }
    assert_true(takes("q=a&n=5&offset=10&date=2023..2024-05&filter=source:x:y&facet=year,source"
                      "&facet=section&histogram=month&match=any&explain=true&format=jsonl",
                      &form, &problem));
    assert_int_equal(form.n, 5);
    assert_int_equal(form.offset, 10);
    assert_string_equal(form.date, "2023..2024-05");
    assert_string_equal(form.filters[0].field, "source");
    assert_string_equal(form.filters[0].value, "x:y");
    assert_string_equal(form.facets[0], "year");
    assert_string_equal(form.facets[1], "source");
    assert_string_equal(form.facets[2], "section");
    assert_null(form.facets[3]);
    assert_int_equal(form.histogram, ZS_INTERVAL_MONTH);
    assert_int_equal(form.match, ZS_WORDS_ANY);
    assert_true(form.explain && form.lines && !form.full);
    zs_form_release(&form);
}

/* ---- Routes ---------------------------------------------------------------------------- */

static const char *route_name(const char *path, zs_method method, unsigned *allowed)
{
    const char *rest = NULL;
    const zs_route *route = zs_route_of(path, method, &rest, allowed);
    return route ? route->name : NULL;
}

static void test_routes(void **state)
{
    (void)state;
    unsigned allowed;
    const char *rest;
    assert_string_equal(route_name("/", ZS_METHOD_GET, &allowed), "page");
    assert_string_equal(route_name("/", ZS_METHOD_HEAD, &allowed), "page");
    assert_string_equal(route_name("/api/v1/articles", ZS_METHOD_POST, &allowed), "api_put");
    assert_string_equal(route_name("/api/v1/articles", ZS_METHOD_DELETE, &allowed),
                        "api_delete");
    assert_null(route_name("/api/v1/articles", ZS_METHOD_GET, &allowed));
    assert_int_equal(allowed, ZS_METHOD_POST | ZS_METHOD_DELETE);
    assert_null(route_name("/api/v1/search", ZS_METHOD_OTHER, &allowed));
    assert_int_equal(allowed, ZS_METHOD_GET | ZS_METHOD_HEAD);
    static const char *const none[] = {"",     "x",        "//",       "/article/",  "/article",
                                       "/api", "/api/v1/", "/assets/", "/etc/passwd"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        assert_null(route_name(none[i], ZS_METHOD_GET, &allowed));
        assert_int_equal(allowed, 0);
    }
    assert_non_null(zs_route_of("/api/v1/article/a/b c", ZS_METHOD_GET, &rest, &allowed));
    assert_string_equal(rest, "a/b c");
}

/* ---- Tokens ---------------------------------------------------------------------------- */

static const char *write_tokens(const char *folder, const char *text, zs_api_tokens *tokens,
                                zs_builder *fault)
{
    char *path = test_path(folder, "tokens");
    test_write_file(path, text, strlen(text));
    zs_builder_clear(fault);
    const char *wrong = zs_api_tokens_read(tokens, path, fault);
    free(path);
    return wrong;
}

static void test_tokens(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_api_tokens tokens;
    zs_builder fault = ZS_BUILDER_INIT;
    assert_null(write_tokens(folder,
                             "# those who may\n\ndesk 0123456789abcdef\n"
                             "archive\tfedcba9876543210fedcba\n",
                             &tokens, &fault));
    assert_string_equal(zs_api_tokens_name(&tokens, "Bearer 0123456789abcdef"), "desk");
    assert_string_equal(zs_api_tokens_name(&tokens, "bearer  fedcba9876543210fedcba"),
                        "archive");
    static const char *const wrong[] = {NULL,
                                        "",
                                        "Bearer",
                                        "Bearer ",
                                        "Bearer 0123456789abcde",
                                        "Bearer 0123456789abcdef0",
                                        "Bearer 0123456789abcdeF",
                                        "Basic 0123456789abcdef",
                                        "0123456789abcdef"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_null(zs_api_tokens_name(&tokens, wrong[i]));
    }
    char longest[600] = "Bearer ";
    memset(longest + 7, 'x', 500);
    assert_null(zs_api_tokens_name(&tokens, longest));
    zs_api_tokens_release(&tokens);
    static const char *const files[] = {"", "# nobody\n", "desk\n", "desk short\n",
                                        "desk 0123456789abcdef more\n"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        assert_non_null(write_tokens(folder, files[i], &tokens, &fault));
        zs_api_tokens_release(&tokens);
    }
    zs_builder_release(&fault);
    test_folder_remove(folder);
}

/* ---- Content --------------------------------------------------------------------------- */

/* An answer of so many bytes to a request with these headers. */
static zs_response answer_of(size_t length, const char *encoding, const char *tag)
{
    const zs_request request = {.method = ZS_METHOD_GET,
                                .headers = {.accept_encoding = encoding, .if_none_match = tag}};
    zs_response response = {.status = 200, .type = "text/html; charset=utf-8"};
    for (size_t i = 0; i < length; i++) {
        zs_append(&response.body, "ab", 1 + i % 7 / 6);
    }
    zs_finish_content(&request, &response);
    return response;
}

static void test_compression(void **state)
{
    (void)state;
    static const struct {
        const char *header;
        bool gzip;
    } headers[] = {{NULL, false},       {"", false},
                   {"identity", false}, {"gzip", true},
                   {"GZIP", true},      {"deflate, gzip;q=0.5", true},
                   {"gzip;q=0", false}, {"gzip;q=0.000", false},
                   {"gzip;q=1", true},  {"*", true},
                   {"*;q=0", false},    {"br, *;q=0.1", true},
                   {"gzipped", false}};
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        zs_response response = answer_of(4000, headers[i].header, NULL);
        if (response.gzipped != headers[i].gzip) {
            fail_msg("%s", headers[i].header);
        }
        zs_builder_release(&response.body);
    }
    zs_response little = answer_of(20, "gzip", NULL);
    assert_false(little.gzipped);
    zs_builder_release(&little.body);
}

static void test_what_is_compressed_comes_back(void **state)
{
    (void)state;
    zs_response plain = answer_of(4000, NULL, NULL), gzipped = answer_of(4000, "gzip", NULL);
    struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
    char *out = malloc(plain.body.length);
    size_t length = 0;
    assert_non_null(out);
    assert_int_equal(libdeflate_gzip_decompress(decompressor, gzipped.body.data,
                                                gzipped.body.length, out, plain.body.length,
                                                &length),
                     LIBDEFLATE_SUCCESS);
    assert_int_equal(length, plain.body.length);
    assert_memory_equal(out, plain.body.data, length);
    assert_string_not_equal(plain.tag, gzipped.tag);
    libdeflate_free_decompressor(decompressor);
    free(out);
    zs_builder_release(&plain.body);
    zs_builder_release(&gzipped.body);
}

static void test_tags(void **state)
{
    (void)state;
    char list[128];
    zs_response first = answer_of(100, NULL, NULL), other = answer_of(101, NULL, NULL);
    assert_string_not_equal(first.tag, other.tag);
    (void)snprintf(list, sizeof list, "\"x\", W/%s", first.tag);
    zs_response again = answer_of(100, NULL, list), changed = answer_of(101, NULL, list);
    zs_response any = answer_of(100, NULL, "*");
    assert_int_equal(again.status, 304);
    assert_int_equal(again.body.length, 0);
    assert_int_equal(changed.status, 200);
    assert_int_equal(any.status, 304);
    zs_builder_release(&first.body);
    zs_builder_release(&other.body);
    zs_builder_release(&again.body);
    zs_builder_release(&changed.body);
    zs_builder_release(&any.body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_values),
        cmocka_unit_test(test_parameters),
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_routes),
        cmocka_unit_test(test_tokens),
        cmocka_unit_test(test_compression),
        cmocka_unit_test(test_what_is_compressed_comes_back),
        cmocka_unit_test(test_tags),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
