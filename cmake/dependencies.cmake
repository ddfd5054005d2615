# SPDX-License-Identifier: GPL-2.0-or-later
# What zsearch stands on. docs/hacking.md says why each was chosen.

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(ICU 70 REQUIRED COMPONENTS uc i18n)

pkg_check_modules(UTF8PROC REQUIRED IMPORTED_TARGET libutf8proc>=2.5)
pkg_check_modules(XAPIAN REQUIRED IMPORTED_TARGET xapian-core>=1.4.17)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd>=1.4.5)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash>=0.8)
pkg_check_modules(ZLIB REQUIRED IMPORTED_TARGET zlib>=1.2.11)
pkg_check_modules(DEFLATE REQUIRED IMPORTED_TARGET libdeflate>=1.7)
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson>=2.11)
pkg_check_modules(YAML REQUIRED IMPORTED_TARGET yaml-0.1>=0.2)
pkg_check_modules(MD4C REQUIRED IMPORTED_TARGET md4c>=0.4)
pkg_check_modules(XML REQUIRED IMPORTED_TARGET libxml-2.0>=2.9.10)
pkg_check_modules(INIH REQUIRED IMPORTED_TARGET inih) # for the program alone

# libcsv comes without a file for pkg-config.
find_path(CSV_INCLUDE_DIR csv.h REQUIRED)
find_library(CSV_LIBRARY csv REQUIRED)
add_library(CSV::CSV UNKNOWN IMPORTED)
set_target_properties(CSV::CSV PROPERTIES
    IMPORTED_LOCATION ${CSV_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${CSV_INCLUDE_DIR})

# Of OpenCC a table is read while zsearch is built; nothing of it is linked.
find_program(OPENCC_DICT opencc_dict REQUIRED)
find_file(OPENCC_REGIONAL_WORDS TWPhrases.ocd2 PATH_SUFFIXES share/opencc opencc REQUIRED
    PATHS /usr/share /usr/local/share)
# How characters are read is taken from the Unihan database while zsearch is built.
find_file(UNIHAN_READINGS NAMES Unihan_Readings.txt Unihan_Readings.txt.bz2
    PATHS /usr/share/unicode /usr/share/unicode/ucd /usr/share/unicode-character-database
    DOC "Unihan_Readings.txt, or the same with .bz2" NO_DEFAULT_PATH)
if(NOT UNIHAN_READINGS)
    message(FATAL_ERROR
        "Unihan_Readings.txt is not found. Install unicode-data (Debian), or get Unihan.zip from "
        "https://www.unicode.org/Public/UCD/latest/ucd/ and set UNIHAN_READINGS to the file in it.")
endif()
# And how they look.
find_file(UNIHAN_SHAPES NAMES Unihan_DictionaryLikeData.txt Unihan_DictionaryLikeData.txt.bz2
    PATHS /usr/share/unicode /usr/share/unicode/ucd /usr/share/unicode-character-database
    DOC "Unihan_DictionaryLikeData.txt, or the same with .bz2" NO_DEFAULT_PATH)
if(NOT UNIHAN_SHAPES)
    message(FATAL_ERROR
        "Unihan_DictionaryLikeData.txt is not found. It comes with Unihan_Readings.txt; set "
        "UNIHAN_SHAPES to it.")
endif()
if(UNIHAN_READINGS MATCHES "\\.bz2$" OR UNIHAN_SHAPES MATCHES "\\.bz2$")
    find_program(BZIP2 bzip2 REQUIRED)
endif()

# What zsearch stands on always, and as a library says that it does; and what its modules do.
set(zsearch_libraries
    ICU::uc PkgConfig::UTF8PROC PkgConfig::XAPIAN PkgConfig::ZSTD PkgConfig::XXHASH
    PkgConfig::ZLIB PkgConfig::DEFLATE
    PkgConfig::JANSSON Threads::Threads m)
set(zsearch_module_libraries PkgConfig::MD4C PkgConfig::YAML PkgConfig::XML CSV::CSV)
set(zsearch_packages
    icu-uc libutf8proc xapian-core libzstd libxxhash zlib libdeflate jansson yaml-0.1 md4c libxml-2.0)

# The heavy ones can be left out.
if(ZSEARCH_ARCHIVES)
    pkg_check_modules(ARCHIVE REQUIRED IMPORTED_TARGET libarchive>=3.5)
    list(APPEND zsearch_module_libraries PkgConfig::ARCHIVE)
    list(APPEND zsearch_packages libarchive)
endif()
if(ZSEARCH_PDF)
    pkg_check_modules(POPPLER REQUIRED IMPORTED_TARGET poppler-glib>=20)
    list(APPEND zsearch_module_libraries PkgConfig::POPPLER)
    list(APPEND zsearch_packages poppler-glib)
endif()
if(ZSEARCH_MAIL)
    pkg_check_modules(GMIME REQUIRED IMPORTED_TARGET gmime-3.0>=3.2)
    list(APPEND zsearch_module_libraries PkgConfig::GMIME)
    list(APPEND zsearch_packages gmime-3.0)
endif()
if(ZSEARCH_SERVER)
    pkg_check_modules(MICROHTTPD REQUIRED IMPORTED_TARGET libmicrohttpd>=0.9.71) # for the program alone
endif()
