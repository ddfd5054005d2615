/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Indexes that cannot be honoured: of another version, cut, overwritten, half gone. Each says
 * what it is, none brings the program down, and a rebuild helps.
 */
#include <xapian.h> /* first: it has a function called check */

#include "support/test.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/schema.h"
#include "support/folder.h"
#include "support/random.h"
#include "support/store.h"

namespace
{
constexpr const char *ANALYSER = "tests 1";
constexpr std::uint32_t ARTICLES = 60;

/* A sound index that is copied to be damaged. */
struct sound {
    std::string folder;
    std::string index;
};

sound *whole;

zs_status open_writer(const std::string &directory, bool rebuild, zs_writer **out,
                      zs_error *error)
{
    return zs_writer_open(directory.c_str(), ANALYSER, rebuild, out, error);
}

zs_status open_reader(const std::string &directory, zs_reader **out, zs_error *error)
{
    return zs_reader_open(directory.c_str(), ANALYSER, out, error);
}

zs_status put(zs_writer *writer, const std::string &id, const std::string &text,
              zs_error *error)
{
    zs_article article{};
    article.id = id.c_str();
    article.text = text.data();
    article.text_length = text.size();
    const zs_term_count terms[] = {{"common", 6, 1, 0},
                                   {id.data(), static_cast<std::uint32_t>(id.size()), 2, 0}};
    zs_document document{};
    document.key = id.data();
    document.key_length = id.size();
    document.article = &article;
    document.terms = terms;
    document.term_count = 2;
    zs_put_outcome outcome;
    return zs_writer_put(writer, &document, &outcome, nullptr, error);
}

int make_whole(void **)
{
    whole = new sound;
    char *folder = test_folder_new();
    whole->folder = folder;
    std::free(folder);
    whole->index = whole->folder + "/index";
    zs_writer *writer = nullptr;
    zs_error error;
    check_ok(open_writer(whole->index, false, &writer, &error), error);
    for (std::uint32_t i = 0; i < ARTICLES; i++) {
        const std::string id = "id" + std::to_string(i);
        std::string text;
        for (std::uint32_t line = 0; line < 30; line++) {
            text += "第" + std::to_string(i * line) + "行，文章的内容。\n";
        }
        check_ok(put(writer, id, text, &error), error);
        if (i == ARTICLES / 2) {
            check_ok(zs_writer_commit(writer, &error), error);
        }
    }
    check_ok(zs_writer_set_note(writer, "note", 4, "value", 5, &error), error);
    zs_writer_close(writer);
    return 0;
}

int remove_whole(void **)
{
    test_folder_remove(strdup(whole->folder.c_str()));
    delete whole;
    return 0;
}

std::string copy_whole()
{
    static unsigned number = 0;
    const std::string copy = whole->folder + "/copy" + std::to_string(number++);
    test_copy_folder(whole->index.c_str(), copy.c_str());
    return copy;
}

void remove_copy(const std::string &copy)
{
    test_folder_remove(strdup(copy.c_str()));
}

/* Reading and writing both give this status, and a rebuild makes the index usable. */
void check_refused(const std::string &index, zs_status wanted)
{
    zs_reader *reader = nullptr;
    zs_writer *writer = nullptr;
    zs_error error;
    check_status(open_reader(index, &reader, &error), wanted, error);
    check(std::strstr(error.message, "--rebuild"), "%s", error.message);
    check_status(open_writer(index, false, &writer, &error), wanted, error);
    check(std::strstr(error.message, "--rebuild"), "%s", error.message);
    assert_null(reader);
    assert_null(writer);

    check_ok(open_writer(index, true, &writer, &error), error);
    check_ok(put(writer, "new", "新的", &error), error);
    check_ok(zs_writer_commit(writer, &error), error);
    check_ok(open_reader(index, &reader, &error), error);
    assert_int_equal(zs_reader_collection(reader).articles, 1);
    zs_reader_close(reader);
    zs_writer_close(writer);
}

/* The database in use, as the path of an index has it. */
std::string database_of(const std::string &index)
{
    char *path = test_database(index.c_str());
    std::string name = std::string(path).substr(index.size());
    std::free(path);
    return name;
}

void set_metadata(const std::string &index, const char *key, const std::string &value)
{
    Xapian::WritableDatabase database(index + database_of(index), Xapian::DB_OPEN);
    database.set_metadata(key, value);
    database.commit();
}

void test_another_schema_is_refused(void **)
{
    for (const char *schema : {"", "0", "1", "999", "1 ", "one"}) {
        const std::string index = copy_whole();
        set_metadata(index, zs::META_SCHEMA, schema);
        check_refused(index, ZS_ERROR_VERSION);
        remove_copy(index);
    }
}

void test_another_analyser_is_refused(void **)
{
    const std::string index = copy_whole();
    set_metadata(index, zs::META_ANALYSER, "tests 2");
    zs_reader *reader = nullptr;
    zs_error error;
    check_status(open_reader(index, &reader, &error), ZS_ERROR_VERSION, error);
    assert_non_null(std::strstr(error.message, "tests 1"));
    assert_non_null(std::strstr(error.message, "tests 2"));
    check_refused(index, ZS_ERROR_VERSION);
    remove_copy(index);
}

void test_a_foreign_database_is_refused(void **)
{
    const std::string index = whole->folder + "/foreign";
    assert_int_equal(mkdir(index.c_str(), 0777), 0);
    Xapian::WritableDatabase(index + "/glass.1", Xapian::DB_CREATE).close();
    const std::string stub = index + "/XAPIANDB";
    test_write_file(stub.c_str(), "glass glass.1\n", 14);
    check_refused(index, ZS_ERROR_VERSION);
    remove_copy(index);
}

void test_a_bad_stub_is_refused(void **)
{
    const std::string index = copy_whole();
    const std::string stub = index + "/XAPIANDB";
    test_write_file(stub.c_str(), "nonsense", 8);
    check_refused(index, ZS_ERROR_CORRUPT);
    remove_copy(index);
}

void test_a_database_that_is_gone_is_refused(void **)
{
    const std::string index = copy_whole();
    remove_copy(index + database_of(index));
    check_refused(index, ZS_ERROR_CORRUPT);
    remove_copy(index);
}

void test_an_error_is_filled_in_also_when_rebuilding(void **)
{
    const std::string index = copy_whole();
    const std::string stub = index + "/XAPIANDB";
    assert_int_equal(unlink(stub.c_str()), 0);
    assert_int_equal(mkdir(stub.c_str(), 0777), 0);
    zs_writer *writer = nullptr;
    zs_error error;
    check_status(open_writer(index, true, &writer, &error), ZS_ERROR_IO, error);
    remove_copy(index);
}

/* What may come of damage. That nothing is noticed may be, too: not all bytes are in use. */
bool is_honest(zs_status status)
{
    return status == ZS_OK || status == ZS_ERROR_CORRUPT || status == ZS_ERROR_IO ||
           status == ZS_ERROR_NOT_FOUND || status == ZS_ERROR_VERSION ||
           status == ZS_ERROR_CHANGED;
}

/* Uses all that a reader has. Returns whether all went as it may. */
bool read_all(const std::string &index)
{
    zs_reader *reader = nullptr;
    zs_error error;
    const zs_status opened = open_reader(index, &reader, &error);
    if (opened) {
        return is_honest(opened);
    }
    bool honest = true;
    zs_index_info info;
    honest = honest && is_honest(zs_reader_info(reader, &info, &error));
    zs_match_term term{};
    term.term = "common";
    term.length = 6;
    term.factor = 1;
    zs_matches matches{};
    honest = honest && is_honest(zs_reader_match(reader, &term, 1, 100, &matches, &error));
    term.length = 1;
    term.prefix = true;
    honest = honest && is_honest(zs_reader_match(reader, &term, 1, 100, &matches, &error));
    zs_record record{};
    zs_buffer id{};
    for (std::uint32_t docid = 1; honest && docid <= ARTICLES + 1; docid++) {
        honest = is_honest(zs_reader_article(reader, docid, SIZE_MAX, &record, &error)) &&
                 is_honest(zs_reader_id(reader, docid, &id, &error));
    }
    if (!honest) {
        print_error("%s\n", error.message);
    }
    zs_buffer_release(&id);
    zs_record_release(&record);
    zs_matches_release(&matches);
    zs_reader_close(reader);
    return honest;
}

bool write_more(const std::string &index)
{
    zs_writer *writer = nullptr;
    zs_error error;
    const zs_status opened = open_writer(index, false, &writer, &error);
    if (opened) {
        return is_honest(opened);
    }
    bool honest = is_honest(put(writer, "id3", "另外的内容", &error)) &&
                  is_honest(put(writer, "id99", "新的内容", &error)) &&
                  is_honest(zs_writer_delete(writer, "id5", 3, &error)) &&
                  is_honest(zs_writer_commit(writer, &error)) &&
                  is_honest(zs_writer_compact(writer, &error));
    if (!honest) {
        print_error("%s\n", error.message);
    }
    zs_writer_close(writer);
    return honest;
}

/* Reads and writes a damaged index in a process of its own, which may neither fall nor hang. */
void check_survives(const std::string &index, const std::string &what)
{
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        alarm(60);
        _exit(read_all(index) && write_more(index) && read_all(index) ? 0 : 3);
    }
    int result = 0;
    assert_int_equal(waitpid(child, &result, 0), child);
    check(!WIFSIGNALED(result), "%s: signal %d", what.c_str(), WTERMSIG(result));
    check(WEXITSTATUS(result) == 0, "%s: exit %d", what.c_str(), WEXITSTATUS(result));
}

const std::vector<const char *> &files()
{
    static const std::vector<const char *> names = {"iamglass", "postlist.glass",
                                                    "termlist.glass", "docdata.glass"};
    return names;
}

void test_cut_files(void **)
{
    for (const char *file : files()) {
        zs_buffer content = ZS_BUFFER_INIT;
        const std::string name = database_of(whole->index) + "/" + file;
        test_read_file((whole->index + name).c_str(), &content);
        for (std::size_t part = 0; part < 8; part++) {
            const std::string index = copy_whole();
            const std::size_t length = content.length * part / 8;
            test_write_file((index + name).c_str(), content.data, length);
            check_survives(index, name + " of " + std::to_string(length) + " bytes");
            remove_copy(index);
        }
        const std::string index = copy_whole();
        assert_int_equal(unlink((index + name).c_str()), 0);
        check_survives(index, name + " gone");
        remove_copy(index);
        zs_buffer_release(&content);
    }
}

/* Blocks of zeros, as a file system leaves them behind after a crash. What looks like a block
 * and is none is another matter: Xapian believes it. */
void test_overwritten_blocks(void **)
{
    constexpr std::size_t BLOCK = 4096;
    for (const char *file : files()) {
        zs_buffer content = ZS_BUFFER_INIT;
        const std::string name = database_of(whole->index) + "/" + file;
        test_read_file((whole->index + name).c_str(), &content);
        for (std::size_t at = 0; at < content.length; at += BLOCK) {
            zs_buffer damaged = ZS_BUFFER_INIT;
            assert_true(zs_buffer_append(&damaged, content.data, content.length));
            const std::size_t end = std::min(content.length, at + BLOCK);
            std::memset(damaged.data + at, 0, end - at);
            const std::string index = copy_whole();
            test_write_file((index + name).c_str(), damaged.data, damaged.length);
            check_survives(index, name + " overwritten at " + std::to_string(at));
            remove_copy(index);
            zs_buffer_release(&damaged);
        }
        zs_buffer_release(&content);
    }
}
} // namespace

int main()
{
    const CMUnitTest tests[] = {
        cmocka_unit_test(test_another_schema_is_refused),
        cmocka_unit_test(test_another_analyser_is_refused),
        cmocka_unit_test(test_a_foreign_database_is_refused),
        cmocka_unit_test(test_a_bad_stub_is_refused),
        cmocka_unit_test(test_a_database_that_is_gone_is_refused),
        cmocka_unit_test(test_an_error_is_filled_in_also_when_rebuilding),
        cmocka_unit_test(test_cut_files),
        cmocka_unit_test(test_overwritten_blocks),
    };
    return cmocka_run_group_tests(tests, make_whole, remove_whole);
}
