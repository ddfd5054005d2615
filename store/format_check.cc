/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/format_check.h"

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <utility>
#include <vector>

#include <unistd.h>

#include <xapian.h>

#include "base/buffer.h"
#include "store/glass_table.h"
#include "store/glass_version.h"

namespace zs
{
namespace
{
using items = std::vector<std::pair<std::string, std::string>>;

template <std::size_t N> std::string bytes(const char (&literal)[N])
{
    return {literal, N - 1};
}

/* A folder that goes with all that a database has. */
struct scratch_folder {
    std::string path;

    explicit scratch_folder(const std::string &directory) : path(directory + "/probe.XXXXXX")
    {
        if (!mkdtemp(&path[0])) {
            path.clear();
        }
    }
    ~scratch_folder()
    {
        if (path.empty()) {
            return;
        }
        for (const char *name :
             {"iamglass", "flintlock", "postlist.glass", "docdata.glass", "termlist.glass",
              "position.glass", "spelling.glass", "synonym.glass"}) {
            (void)unlink((path + "/" + name).c_str());
        }
        (void)rmdir(path.c_str());
    }
    scratch_folder(const scratch_folder &) = delete;
    scratch_folder &operator=(const scratch_folder &) = delete;
};

void make_database(const std::string &path)
{
    Xapian::WritableDatabase database(path, Xapian::DB_CREATE_OR_OVERWRITE |
                                                Xapian::DB_BACKEND_GLASS | Xapian::DB_NO_SYNC);
    Xapian::Document first;
    first.add_term("t", 3);
    first.add_value(0, "v");
    first.set_data("data");
    Xapian::Document third;
    third.add_term("t", 1);
    third.add_term("tu", 1);
    database.replace_document(1, first);
    database.replace_document(3, third);
    database.set_metadata("k", "m");
    database.commit();
}

const items &expected_items(zs_glass_table_number table)
{
    static const items postlist = {
        {"", ""},
        {bytes("\0\xC0k"), "m"},
        {bytes("\0\xD0"), "\x01\x01v"},
        {bytes("\0\xD8\0\0\x01"), "\x01v"},
        {bytes("\0\xE0"), bytes("\0\0\0"
                                "1\x02\x03\x01\x02")},
        {"t", bytes("\x02\x04\0"
                    "1\x02\x03\x01\x01")},
        {"tu", bytes("\x01\x01\x02"
                     "1\0\x01")},
    };
    static const items docdata = {{"", ""}, {bytes("\0\x01"), "data"}};
    static const items termlist = {
        {"", ""},
        {bytes("\0\x01"), "\x03\x01\x01t\x03"},
        {bytes("\0\x01\0"), bytes("\0")},
        {bytes("\0\x03"), "\x02\x02\x01t\x01\x05\x01u"},
    };
    return table == ZS_GLASS_POSTLIST  ? postlist
           : table == ZS_GLASS_DOCDATA ? docdata
                                       : termlist;
}

std::string content_of(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

unsigned byte_at(const std::string &content, std::size_t at)
{
    return at < content.size() ? static_cast<unsigned char>(content[at]) : 0;
}

unsigned pair_at(const std::string &content, std::size_t at)
{
    return byte_at(content, at) << 8 | byte_at(content, at + 1);
}

/* The items of a leaf, all of one piece and none compressed; none if it is otherwise. */
items items_of(const std::string &block)
{
    constexpr std::size_t header = 11;
    constexpr unsigned whole = 0x6000;
    items found;
    const std::size_t end = pair_at(block, 9);
    if (byte_at(block, 4) != 0) {
        return {};
    }
    for (std::size_t at = header; at + 1 < end; at += 2) {
        const std::size_t item = pair_at(block, at);
        const unsigned head = pair_at(block, item);
        const std::size_t size = (head & 0x1FFF) + 3, key = byte_at(block, item + 2);
        if ((head & ~0x1FFFU) != whole || 3 + key > size || item + size > block.size()) {
            return {};
        }
        found.emplace_back(block.substr(item + 3, key),
                           block.substr(item + 3 + key, size - 3 - key));
    }
    return found;
}

/* Reads the version file. */
struct version {
    const std::string &content;
    std::size_t at;

    std::uint64_t number()
    {
        std::uint64_t value = UINT64_MAX;
        return zs_varint_read(content.data(), content.size(), &at, &value) ? value : UINT64_MAX;
    }
};

bool table_is_known(const std::string &folder, zs_glass_table_number table, version &version)
{
    const std::uint64_t root = version.number(), shape = version.number(),
                        keys = version.number(), blocks = version.number(),
                        least = version.number(), list = version.number();
    version.at += list;
    if (list > version.content.size() || version.at > version.content.size()) {
        return false;
    }
    if (table > ZS_GLASS_TERMLIST) {
        return (shape & 1) == 1; /* there is none */
    }
    const std::string content = content_of(folder + "/" + zs_glass_table_file(table));
    const std::size_t size = blocks << 11;
    return shape >> 2 == 0 && (shape & 1) == 0 && size == ZS_GLASS_BLOCK &&
           least == zs_glass_compress_least(table) &&
           keys + 1 == expected_items(table).size() && root < content.size() / size &&
           items_of(content.substr(root * size, size)) == expected_items(table);
}

bool database_is_known(const std::string &folder)
{
    const std::string content = content_of(folder + "/" ZS_GLASS_VERSION_FILE);
    if (!zs_glass_version_is_known(content.data(), content.size())) {
        return false;
    }
    version version{content, ZS_GLASS_VERSION_HEAD};
    bool known = version.number() != UINT64_MAX; /* its revision */
    for (unsigned table = 0; known && table < ZS_GLASS_TABLES; table++) {
        known = table_is_known(folder, static_cast<zs_glass_table_number>(table), version);
    }
    /* Articles; docids beyond these; the least length, the greatest count and how much greater
     * a length is; no changes kept; all lengths; and that of spelling. */
    for (const std::uint64_t expected :
         std::initializer_list<std::uint64_t>{2, 1, 2, 3, 0, 0, 5, 0}) {
        known = known && version.number() == expected;
    }
    return known && version.at == content.size();
}
} // namespace

bool format_is_known(const std::string &directory)
{
    try {
        const scratch_folder folder(directory);
        if (folder.path.empty()) {
            return false;
        }
        make_database(folder.path);
        return database_is_known(folder.path);
    } catch (...) {
        return false; /* then the ordinary way will say why */
    }
}
} // namespace zs
