# SPDX-License-Identifier: GPL-2.0-or-later
# libzsearch, shared and static, from the folders' objects; what a program that links it needs.

# The objects of the libraries that these global properties name.
function(zsearch_objects_of variable)
    set(targets "")
    foreach(property IN LISTS ARGN)
        get_property(named GLOBAL PROPERTY ${property})
        list(APPEND targets ${named})
    endforeach()
    list(REMOVE_DUPLICATES targets)
    list(TRANSFORM targets REPLACE "(.+)" "$<TARGET_OBJECTS:\\1>")
    set(${variable} ${targets} PARENT_SCOPE)
endfunction()

# Only the static library has in itself what the shared one loads.
zsearch_objects_of(objects_shared zsearch_folders zsearch_loaded)
zsearch_objects_of(objects_static zsearch_folders zsearch_linked)
add_library(zsearch_shared SHARED ${objects_shared})
add_library(zsearch_static STATIC ${objects_static})
foreach(target zsearch_shared zsearch_static)
    set_target_properties(${target} PROPERTIES OUTPUT_NAME zsearch LINKER_LANGUAGE CXX)
    target_include_directories(${target}
        INTERFACE $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
                  $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
    target_link_libraries(${target} PRIVATE ${zsearch_libraries} $<BUILD_INTERFACE:zsearch_settings>)
endforeach()
target_link_libraries(zsearch_static PRIVATE ${zsearch_module_libraries})
target_link_libraries(zsearch_shared PRIVATE ${CMAKE_DL_LIBS})
target_link_options(zsearch_shared PRIVATE LINKER:-Bsymbolic-functions,--as-needed)
set_target_properties(zsearch_shared PROPERTIES
    EXPORT_NAME shared VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR})
set_target_properties(zsearch_static PROPERTIES EXPORT_NAME static)
