# The drawing part of the program alone, for tests/web.
add_executable(renderer_harness EXCLUDE_FROM_ALL tests/web/renderer_harness.cc
                                                 src/app/text_painter.cc)
target_compile_options(renderer_harness PRIVATE ${WARNINGS})
target_link_libraries(renderer_harness PRIVATE chat_ui chat_canvas)
set(harness_js ${PROJECT_SOURCE_DIR}/src/platform/web/library.js)
set_target_properties(renderer_harness PROPERTIES SUFFIX ".mjs" LINK_DEPENDS ${harness_js})
target_link_options(
  renderer_harness PRIVATE
  --js-library=${harness_js} --no-entry
  -sENVIRONMENT=web -sMODULARIZE=1 -sEXPORT_ES6=1
  -sEXPORTED_FUNCTIONS=_malloc,_free
  -sEXPORTED_RUNTIME_METHODS=HEAPU8
  -sALLOW_MEMORY_GROWTH=1 -sDYNAMIC_EXECUTION=0
  -sMIN_WEBGL_VERSION=2 -sMAX_WEBGL_VERSION=2
  -sTEXTDECODER=2 -sASSERTIONS=1)

# The simulator as the browser would run it: the same seeds must leave the same traces.
file(GLOB sim_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/sim/*.cc)
add_executable(sim_test EXCLUDE_FROM_ALL ${sim_sources})
target_include_directories(sim_test PRIVATE ${PROJECT_SOURCE_DIR})
target_compile_options(sim_test PRIVATE ${WARNINGS})
target_link_libraries(sim_test PRIVATE chat_core)
set_target_properties(sim_test PROPERTIES SUFFIX ".cjs")
target_link_options(sim_test PRIVATE -sENVIRONMENT=node -sEXIT_RUNTIME=1 -sALLOW_MEMORY_GROWTH=1
                                     -sSTACK_SIZE=1MB)
