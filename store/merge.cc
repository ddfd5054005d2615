/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/merge.h"

#include <sys/stat.h>

#include "base/error.h"
#include "store/exceptions.h"
#include "store/glass_version.h"

namespace zs
{
namespace
{
/* Merging reads both databases and writes them: 262 MB took 3.3 s. Xapian's writer takes up
 * what belongs to a posting in 1.5 to 3 µs, as it has to split blocks that are full: into an
 * index of 118 MB both took as long with about a million postings. To put some in the place of
 * others takes twice the time, and is done twice if there is a merge. */
constexpr std::uint64_t NANOSECONDS_A_BYTE = 12;
constexpr std::uint64_t NANOSECONDS_A_POSTING = 2000;
constexpr std::uint64_t NANOSECONDS_A_CHANGE = 4000;

/* Xapian keeps postings that are not in its tables yet in maps of some 60 bytes each. */
constexpr std::uint64_t POSTINGS_IN_MEMORY = 2'000'000;

/* What keys of metadata begin with in the table, which is how they are told to a compactor. */
constexpr char IN_TABLE[] = {'\0', '\xC0'};

std::uint64_t size_of(const std::string &database)
{
    std::uint64_t sum = 0;
    for (const zs_glass_table_number table :
         {ZS_GLASS_POSTLIST, ZS_GLASS_DOCDATA, ZS_GLASS_TERMLIST}) {
        struct stat info;
        const std::string path = database + "/" + zs_glass_table_file(table);
        if (stat(path.c_str(), &info) == 0) {
            sum += static_cast<std::uint64_t>(info.st_size);
        }
    }
    return sum;
}

/* Says which metadata stands if both have it. */
class newest : public Xapian::Compactor
{
  public:
    explicit newest(const metadata_map &newer) : values(newer)
    {
    }
    std::string resolve_duplicate_metadata(const std::string &key, std::size_t count,
                                           const std::string tags[]) override
    {
        const std::string prefix(IN_TABLE, sizeof IN_TABLE);
        const bool prefixed = key.compare(0, prefix.size(), prefix) == 0;
        const auto found = values.find(prefixed ? key.substr(prefix.size()) : key);
        return found == values.end() ? tags[count - 1] : found->second;
    }

  private:
    const metadata_map &values;
};

void check_merged(const Xapian::Database &both, const std::string &to)
{
    const Xapian::Database merged(to);
    zs_error error;
    if (merged.get_doccount() != both.get_doccount() ||
        merged.get_total_length() != both.get_total_length()) {
        must(zs_fail(&error, ZS_ERROR_INTERNAL,
                     "merging lost articles; the index is left as it was"),
             error);
    }
}
} // namespace

bool is_worth_merging(const std::string &first, const std::string &second,
                      std::uint64_t postings, std::uint64_t changed)
{
    const std::uint64_t bytes = size_of(first) + size_of(second);
    return postings * NANOSECONDS_A_POSTING >
           bytes * NANOSECONDS_A_BYTE + changed * NANOSECONDS_A_CHANGE;
}

void merge(const std::string &first, const std::string &second, const metadata_map &newer,
           const std::string &to)
{
    newest values(newer);
    Xapian::Database both(first);
    both.add_database(Xapian::Database(second));
    both.compact(to, Xapian::DBCOMPACT_NO_RENUMBER, 0, values);
    check_merged(both, to);
}

void append(Xapian::WritableDatabase &database, const std::string &second)
{
    const Xapian::Database source(second);
    std::uint64_t pending = 0;
    for (auto article = source.postlist_begin(""); article != source.postlist_end("");
         ++article) {
        database.replace_document(*article, source.get_document(*article));
        pending += source.get_unique_terms(*article);
        if (pending >= POSTINGS_IN_MEMORY) {
            /* Asked for all terms, it puts the postings into its tables, but commits nothing.
             */
            (void)database.allterms_begin();
            pending = 0;
        }
    }
}
} // namespace zs
