# SPDX-License-Identifier: GPL-2.0-or-later
# What goes onto a system: the library both ways, its modules, its header, and what tells pkg-config and
# CMake how to link it. The program installs itself in cli/.

include(CMakePackageConfigHelpers)

install(TARGETS zsearch_shared zsearch_static EXPORT zsearch
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
get_property(modules GLOBAL PROPERTY zsearch_modules)
install(TARGETS ${modules} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/zsearch)
install(FILES include/zsearch.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})

# The prefix is told from where zsearch.pc lies, so that the tree can be installed anywhere
# (cmake --install --prefix) and moved.
set(pc_folder ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig)
file(RELATIVE_PATH pc_prefix ${pc_folder} ${CMAKE_INSTALL_PREFIX})
string(PREPEND pc_prefix "\${pcfiledir}/")

# A static library is linked with all it stands on; a shared one has that in itself.
list(JOIN zsearch_packages " " pc_requires)
set(config_modules
    UTF8PROC=libutf8proc XAPIAN=xapian-core ZSTD=libzstd XXHASH=libxxhash ZLIB=zlib DEFLATE=libdeflate JANSSON=jansson
    YAML=yaml-0.1 MD4C=md4c XML=libxml-2.0)
if(ZSEARCH_ARCHIVES)
    list(APPEND config_modules ARCHIVE=libarchive)
endif()
if(ZSEARCH_PDF)
    list(APPEND config_modules POPPLER=poppler-glib)
endif()
if(ZSEARCH_MAIL)
    list(APPEND config_modules GMIME=gmime-3.0)
endif()
list(JOIN config_modules "\n    " config_modules)
configure_file(cmake/zsearch.pc.in zsearch.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/zsearch.pc
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/zsearch)
configure_package_config_file(cmake/zsearch-config.cmake.in zsearch-config.cmake
    INSTALL_DESTINATION ${package})
write_basic_package_version_file(zsearch-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES
    ${CMAKE_CURRENT_BINARY_DIR}/zsearch-config.cmake
    ${CMAKE_CURRENT_BINARY_DIR}/zsearch-config-version.cmake
    DESTINATION ${package})
install(EXPORT zsearch NAMESPACE zsearch:: DESTINATION ${package})
