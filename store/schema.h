/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How an index lies in a Xapian database: which terms, value slots and metadata mean what.
 * docs/index-format.md is written from this. Prefixes are Omega's where it has one, so that
 * Xapian's own tools can read the index.
 */
#ifndef ZS_STORE_SCHEMA_H
#define ZS_STORE_SCHEMA_H

#include <string>

#include "base/field.h"

/* Raise it when an older zsearch could not read what this one writes, or the reverse. */
constexpr unsigned ZS_SCHEMA_VERSION = 4;

namespace zs
{
/* Terms of the text have no prefix; they never begin with a capital, since text is folded. */
constexpr const char *PREFIX_KEY = "Q";     /* + key: the one article of no group */
constexpr const char *PREFIX_MEMBER = "XM"; /* + number of the group + key: one of a group */
constexpr const char *PREFIX_GROUP = "P";   /* + number of the group: all of a group */

/* Fields: + a term of their value, spelt as those of the text are. A title's are the text's. */
constexpr const char *PREFIX_AUTHOR = "A";
constexpr const char *PREFIX_LANGUAGE = "L";
constexpr const char *PREFIX_SOURCE = "XS";
constexpr const char *PREFIX_SECTION = "XC";
constexpr const char *PREFIX_URL = "XU";
constexpr const char *PREFIX_PATH = "XP";     /* what is behind the name of the group, if any */
constexpr const char *PREFIX_METADATA = "XK"; /* + number of the key */

constexpr const char *PREFIX_DUPLICATES = "XD"; /* + number: articles nearly the same */

/* The signature of the text, 8 bytes, and the id that is shown behind it: two slots would take
 * twice the room. */
constexpr unsigned SLOT_ID = 0;
constexpr unsigned SLOT_DATE = 1;       /* 2023, 202305 or 20230504 */
constexpr unsigned SLOT_DUPLICATES = 2; /* number of the group, only of those in one */
/* Values by which articles are counted and sorted (facets.h). */
constexpr unsigned SLOT_SOURCE = 3;
constexpr unsigned SLOT_SECTION = 4;
constexpr unsigned SLOT_AUTHOR = 5;
constexpr unsigned SLOT_LANGUAGE = 6;
constexpr unsigned SLOT_NUMBERS = 16;  /* + number of a metadata key: values that are numbers */
constexpr unsigned SLOT_FACETS = 1100; /* + number of a metadata key: as those from 3 to 6 */

/* Metadata. Those of notes begin with a byte of their own, so that none clash. */
constexpr const char *META_SCHEMA = "zsearch.schema";
constexpr const char *META_ANALYSER = "zsearch.analyser";
constexpr const char *META_MADE_BY = "zsearch.made-by";
constexpr const char *META_CREATED = "zsearch.created";
constexpr const char *META_UPDATED = "zsearch.updated";
constexpr const char *META_DICTIONARY = "zsearch.dictionary"; /* zstd's, for texts */
constexpr const char *META_TEXT_BYTES = "zsearch.text-bytes";
constexpr const char *META_DUPLICATES =
    "zsearch.duplicates"; /* the last number given to articles nearly the same */
constexpr const char *META_GROUPS = "zsearch.groups";   /* the last number given to a group */
constexpr const char *META_KEYS = "zsearch.keys";       /* the last number given to one */
constexpr const char *META_WITHOUT = "zsearch.without"; /* names of parts that are left out */
constexpr char META_GROUP = 'g';                        /* + name -> number */
constexpr char META_NOTE = 'n';                         /* + key -> value */
constexpr char META_LONG_NOTE =
    'o'; /* + beginning of the key + hash -> key length, key, value */

constexpr char META_KEY = 'k'; /* + key of metadata -> its number, in decimal */
constexpr char META_VALUE =
    'v'; /* + slot + value + zero + number of the value, which is all that counts */
constexpr char META_VALUES = 'w'; /* + slot -> the last number given to a value */

/* Keys of metadata that are longer have no terms and no values; those numbered higher have no
 * slot for numbers or facets. */
constexpr std::size_t METADATA_KEY_LIMIT = 200;
constexpr unsigned long NUMBERED_KEYS = 1000;

/* The longest term or metadata key that Xapian surely takes, zero bytes counted twice. */
constexpr std::size_t NAME_LIMIT = 240;

/* The term for a name of any length and content, behind a prefix: long ones end in a hash. */
std::string name_term(const std::string &prefix, const std::string &name);

/* The term of a field. */
std::string field_term(const std::string &prefix, const char *term, std::size_t length);

/* What the terms of a field begin with; metadata has prefixes by the numbers of the keys. */
const char *field_prefix(zs_field_id field);
std::string metadata_prefix(unsigned long number);

/* A number from 1 as it stands in terms: without zero bytes, which Xapian would double, and
 * so that it is clear where it ends. */
std::string number_code(unsigned long number);
unsigned long number_of(const std::string &code); /* 0 if it is empty */

/* Where the number of a group is kept. */
std::string group_key(const std::string &name);

/* Whether a name there may be but the beginning of a longer one. */
bool is_shortened(const std::string &name);

/* Metadata key and value of a note, and back. */
std::string note_key(const std::string &key);
std::string note_value(const std::string &key, const std::string &value);
/* Notes whose key begins with `prefix` have a metadata key that begins with one of these; of
 * the long ones, others may too. */
std::string short_notes(const std::string &prefix);
std::string long_notes(const std::string &prefix);

bool read_note(const std::string &metadata_key, const std::string &metadata_value,
               std::string *key, std::string *value);

/* The time now, as ISO 8601 in UTC. */
std::string time_now();
} // namespace zs

#endif
