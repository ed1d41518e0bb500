# Native tests. One binary per layer, tests/LAYER/*_test.cc; the simulator; the fuzz targets.
file(GLOB support_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/support/*.cc)
add_library(chat_test_support INTERFACE)
target_include_directories(chat_test_support INTERFACE ${PROJECT_SOURCE_DIR}
                                                       ${PROJECT_SOURCE_DIR}/src)
target_compile_options(chat_test_support INTERFACE ${WARNINGS})
target_sources(chat_test_support INTERFACE ${support_sources})
target_link_libraries(chat_test_support INTERFACE chat_core)

if(CHATQL_FUZZ)
  file(GLOB fuzz_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/fuzz/*_fuzz.cc)
  foreach(source ${fuzz_sources})
    get_filename_component(name ${source} NAME_WE)
    add_executable(${name} ${source})
    target_link_libraries(${name} PRIVATE chat_test_support)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  endforeach()
  target_sources(client_fuzz PRIVATE ${PROJECT_SOURCE_DIR}/tests/fuzz/some_json.cc)
  return()
endif()

# Debian ships GoogleTest as source as well; built here, it shares our flags.
add_subdirectory(/usr/src/googletest ${PROJECT_BINARY_DIR}/googletest EXCLUDE_FROM_ALL)
foreach(target gtest gtest_main gmock gmock_main)
  target_compile_options(${target} PRIVATE -w)
endforeach()

# test_binary(NAME FOLDER target...): a GoogleTest program of tests/FOLDER/*_test.cc.
function(test_binary name folder)
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/${folder}/*.cc)
  if(sources)
    add_executable(${name} ${sources})
    target_link_libraries(${name} PRIVATE chat_test_support gtest_main ${ARGN})
  endif()
endfunction()

test_binary(base_test base)
test_binary(protocol_test protocol)
test_binary(core_test core)
test_binary(ui_test ui chat_ui)
test_binary(canvas_test canvas chat_canvas)
target_sources(canvas_test PRIVATE tests/ui/items.cc)

file(GLOB sim_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/sim/*.cc)
if(sim_sources)
  add_executable(sim_test ${sim_sources})
  target_link_libraries(sim_test PRIVATE chat_test_support)
endif()

# Only `./dev bench core` installs Google Benchmark.
find_package(benchmark QUIET)
if(benchmark_FOUND)
  add_executable(core_bench EXCLUDE_FROM_ALL tests/bench/core_bench.cc)
  target_link_libraries(core_bench PRIVATE chat_test_support benchmark::benchmark)
endif()

# The conversations of `./dev bench canvas`.
