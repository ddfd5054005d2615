# SPDX-License-Identifier: GPL-2.0-or-later
# libzsearch, shared and static, from the folders' objects; what a program that links it needs.

get_property(folders GLOBAL PROPERTY zsearch_folders)
set(objects ${folders})
list(TRANSFORM objects REPLACE "(.+)" "$<TARGET_OBJECTS:\\1>")

add_library(zsearch_shared SHARED ${objects})
add_library(zsearch_static STATIC ${objects})
foreach(target zsearch_shared zsearch_static)
    set_target_properties(${target} PROPERTIES OUTPUT_NAME zsearch LINKER_LANGUAGE CXX)
    target_include_directories(${target}
        INTERFACE $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
                  $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
    target_link_libraries(${target} PRIVATE ${zsearch_libraries} $<BUILD_INTERFACE:zsearch_settings>)
endforeach()
set_target_properties(zsearch_shared PROPERTIES
    EXPORT_NAME shared VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR})
set_target_properties(zsearch_static PROPERTIES EXPORT_NAME static)
