# SPDX-License-Identifier: GPL-2.0-or-later

# Settings of every target of ours.
add_library(zsearch_settings INTERFACE)
target_compile_options(zsearch_settings INTERFACE
    -Wall -Wextra -Wshadow -Wconversion -Wpointer-arith -Wcast-qual -Wundef -Wvla
    -Wformat=2 -Wwrite-strings -Wimplicit-fallthrough
    $<$<COMPILE_LANGUAGE:C>:-Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition>
    $<$<BOOL:${ZSEARCH_WERROR}>:-Werror>
    # What is exported is called, and inlined, as what is not: nobody puts his own in its place.
    -fvisibility=hidden -fno-semantic-interposition -fno-omit-frame-pointer)
target_compile_definitions(zsearch_settings INTERFACE _GNU_SOURCE)
if(ZSEARCH_SANITIZE)
    target_compile_options(zsearch_settings INTERFACE
        -fsanitize=${ZSEARCH_SANITIZE} -fno-sanitize-recover=all)
    target_link_options(zsearch_settings INTERFACE -fsanitize=${ZSEARCH_SANITIZE})
endif()
if(ZSEARCH_FUZZ)
    target_compile_options(zsearch_settings INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(ZSEARCH_COVERAGE)
    target_compile_options(zsearch_settings INTERFACE --coverage -fprofile-update=atomic)
    target_link_options(zsearch_settings INTERFACE --coverage)
endif()

# What a folder is reached through by those that may see it.
function(zsearch_view name)
    set(views ${PROJECT_BINARY_DIR}/view)
    file(MAKE_DIRECTORY ${views}/${name})
    file(CREATE_LINK ${PROJECT_SOURCE_DIR}/${name} ${views}/${name}/${name} SYMBOLIC)
endfunction()

# A folder of the project as one object library, zsearch_NAME; called from the folder's own
# CMakeLists.txt. Headers are included by folder ("text/fold.h"), and a folder sees only the
# headers of those it USES: each folder is reached through a directory of its own that holds
# nothing but a link to it, so an include in the wrong direction does not compile.
function(zsearch_folder name)
    zsearch_view(${name})
    zsearch_objects(zsearch_${name} ${name} ${ARGN})
    set_property(GLOBAL APPEND PROPERTY zsearch_folders zsearch_${name})
endfunction()

# Files of a folder as an object library of their own.
function(zsearch_objects target folder)
    cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "USES;SOURCES;LIBRARIES")
    add_library(${target} OBJECT ${arg_SOURCES})
    set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
    target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/include)
    foreach(seen IN ITEMS ${folder} ${arg_USES})
        target_include_directories(${target} PRIVATE ${PROJECT_BINARY_DIR}/view/${seen})
    endforeach()
    target_link_libraries(${target} PRIVATE zsearch_settings ${arg_LIBRARIES})
endfunction()
