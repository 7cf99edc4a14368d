# SQLite with whole-file encryption, as the static library target `probity_sqlite3`.
#
# Debian 12's SQLite cannot remove the words of an erased person from a full-text index, so the
# amalgamation that an npm package ships is compiled here (scripts/lib/sqlite.sh fetches it).
#
# In:  PROBITY_SQLITE_DIR, the folder with sqlite3.c and sqlite3.h
# Out: target probity_sqlite3; linking it is all that a user needs

set(PROBITY_SQLITE_DIR "${PROJECT_SOURCE_DIR}/build/tools/sqlite" CACHE PATH
    "Folder with sqlite3.c and sqlite3.h")

if(NOT EXISTS "${PROBITY_SQLITE_DIR}/sqlite3.c")
  message(FATAL_ERROR
    "SQLite's source is not in ${PROBITY_SQLITE_DIR}.\n"
    "Run scripts/fetch-sqlite (./run and ./test do), or name its folder: -DPROBITY_SQLITE_DIR=DIR")
endif()

enable_language(C)
find_package(Threads REQUIRED)
add_subdirectory("${CMAKE_CURRENT_LIST_DIR}/sqlite" "${CMAKE_BINARY_DIR}/sqlite")
