# SPDX-License-Identifier: GPL-2.0-or-later

# A module: readers that stand on a large library, which the shared library loads when it meets
# a file of theirs (formats/module.h). It is built, and installed, in zsearch/ beside the
# library. SOURCES are the readers, LIBRARIES what they stand on, SHARES object libraries that
# are in other modules, too. The static library has the readers' objects in itself, once each.
function(zsearch_module name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "USES;SOURCES;SHARES;LIBRARIES")
    zsearch_objects(zsearch_reads_${name} formats USES ${arg_USES}
        SOURCES ${arg_SOURCES} LIBRARIES ${arg_LIBRARIES})
    zsearch_objects(zsearch_module_${name}_face formats USES ${arg_USES} SOURCES module_${name}.c)
    set_property(GLOBAL APPEND PROPERTY zsearch_linked zsearch_reads_${name} ${arg_SHARES})

    set(objects zsearch_module_${name}_face zsearch_reads_${name} ${arg_SHARES})
    list(TRANSFORM objects REPLACE "(.+)" "$<TARGET_OBJECTS:\\1>")
    set(target zsearch_module_${name})
    add_library(${target} MODULE ${objects})
    set_target_properties(${target} PROPERTIES
        PREFIX "" OUTPUT_NAME ${name} LINKER_LANGUAGE C
        LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/zsearch)
    target_link_libraries(${target} PRIVATE zsearch_shared zsearch_settings ${arg_LIBRARIES})
    set_property(GLOBAL APPEND PROPERTY zsearch_modules ${target})
endfunction()
