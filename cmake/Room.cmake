# A room is a folder of server/ built as one static library that may include only the rooms named
# after BELOW (and what those may include). The include path of a room is not shared: each room sees
# a folder of links to exactly the rooms below it, so an include that points upwards does not compile.
#
#   probity_room(records BELOW privacy LINK PkgConfig::ARCHIVE)
#
# Sources are every *.cpp in the folder and its subfolders, but for *_test.cpp, which become the
# room's test program (records_test) where PROBITY_TESTS is on. Subfolders that are rooms themselves
# (they have a CMakeLists.txt of their own) are left out.
# A room inside a room (store/sqlite in store) is not seen by who sees the outer one; it is named by
# itself. TEST_BELOW names rooms that only the tests may include.
set(PROBITY_VIEW_ROOT ${CMAKE_BINARY_DIR}/views)

# Links one room into a view: as a whole, or piece by piece where there are rooms inside it.
function(probity_show_room view room)
  set(folder ${CMAKE_SOURCE_DIR}/server/${room})
  file(GLOB_RECURSE inner_rooms LIST_DIRECTORIES false ${folder}/*/CMakeLists.txt)
  set(links ${room})
  if(inner_rooms)
    file(GLOB links CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/server ${folder}/*)
    foreach(inner ${inner_rooms})
      get_filename_component(inner_folder ${inner} DIRECTORY)
      file(RELATIVE_PATH inner_path ${CMAKE_SOURCE_DIR}/server ${inner_folder})
      list(REMOVE_ITEM links ${inner_path})
    endforeach()
  endif()
  foreach(link ${links})
    get_filename_component(parent ${view}/${link} DIRECTORY)
    file(MAKE_DIRECTORY ${parent})
    file(CREATE_LINK ${CMAKE_SOURCE_DIR}/server/${link} ${view}/${link} SYMBOLIC)
  endforeach()
endfunction()

function(probity_room name)
  cmake_parse_arguments(ROOM "" "" "BELOW;LINK;TEST_BELOW;TEST_LINK" ${ARGN})
  set(folder ${CMAKE_CURRENT_SOURCE_DIR})
  file(RELATIVE_PATH path ${CMAKE_SOURCE_DIR}/server ${folder})
  string(REPLACE "/" "_" target "probity_${path}")

  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${folder}/*.cpp)
  file(GLOB_RECURSE nested ${folder}/*/CMakeLists.txt)
  foreach(inner ${nested})
    get_filename_component(inner_folder ${inner} DIRECTORY)
    list(FILTER sources EXCLUDE REGEX "^${inner_folder}/")
  endforeach()
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")

  # What may be seen: this room and, transitively, those below.
  set(visible ${path})
  foreach(below ${ROOM_BELOW})
    get_property(seen GLOBAL PROPERTY probity_visible_${below})
    list(APPEND visible ${below} ${seen})
  endforeach()
  list(REMOVE_DUPLICATES visible)
  set_property(GLOBAL PROPERTY probity_visible_${path} "${visible}")
  set(view ${PROBITY_VIEW_ROOT}/${target})
  file(REMOVE_RECURSE ${view} ${view}_test)
  foreach(room ${visible})
    probity_show_room(${view} ${room})
  endforeach()

  add_library(${target} STATIC ${sources})
  target_include_directories(${target} PRIVATE ${view})
  foreach(below ${ROOM_BELOW})
    string(REPLACE "/" "_" below_target "probity_${below}")
    target_link_libraries(${target} PUBLIC ${below_target})
  endforeach()
  target_link_libraries(${target} PUBLIC ${ROOM_LINK})
  if(path STREQUAL "base")
    target_precompile_headers(${target} PRIVATE ${CMAKE_SOURCE_DIR}/server/base/precompiled.hpp)
  else()
    target_precompile_headers(${target} REUSE_FROM probity_base)
  endif()

  if(PROBITY_TESTS AND tests)
    string(REPLACE "/" "_" test_name "${path}_test")
    add_executable(${test_name} ${tests})
    target_include_directories(${test_name} PRIVATE ${view})
    foreach(below ${ROOM_TEST_BELOW})
      probity_show_room(${view}_test ${below})
      string(REPLACE "/" "_" below_target "probity_${below}")
      target_include_directories(${test_name} PRIVATE ${view}_test)
      target_link_libraries(${test_name} PRIVATE ${below_target})
    endforeach()
    target_compile_definitions(${test_name} PRIVATE PROBITY_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    target_precompile_headers(${test_name} REUSE_FROM probity_base)
    target_link_libraries(${test_name} PRIVATE ${target} GTest::gmock GTest::gtest GTest::gtest_main ${ROOM_TEST_LINK})
    gtest_discover_tests(${test_name} DISCOVERY_TIMEOUT 60)
  endif()
endfunction()
