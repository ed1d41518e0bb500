# The page's module: chatql.mjs (an ES module) and chatql.wasm. tools/build_web.mjs minifies,
# hashes and packs what this links.
layer(chat_platform_web platform/web OBJECT chat_base chat_canvas)
layer(chat_app app OBJECT chat_ui chat_platform_web)

get_target_property(app_type chat_app TYPE)
if(app_type STREQUAL "INTERFACE_LIBRARY")
  return()
endif()

add_executable(chatql $<TARGET_OBJECTS:chat_app>)
target_link_libraries(chatql PRIVATE chat_app chat_platform_web)
set(library_js ${PROJECT_SOURCE_DIR}/src/platform/web/library.js)
set_target_properties(chatql PROPERTIES SUFFIX ".mjs" LINK_DEPENDS ${library_js})

string(JOIN "," runtime_methods HEAPU8 HEAP32 HEAPU32 HEAPF32 UTF8ToString stringToUTF8
       lengthBytesUTF8 GL FS IDBFS)
string(JOIN "," incoming_api canvas instantiateWasm locateFile noInitialRun onAbort
       onRuntimeInitialized preRun print printErr)
target_link_options(
  chatql PRIVATE
  --js-library=${library_js} -lidbfs.js
  -sFORCE_FILESYSTEM=1
  -sENVIRONMENT=web
  -sMODULARIZE=1 -sEXPORT_ES6=1 -sEXPORT_NAME=create_chatql
  -sEXPORTED_FUNCTIONS=_main,_malloc,_free
  -sEXPORTED_RUNTIME_METHODS=${runtime_methods}
  -sINCOMING_MODULE_JS_API=${incoming_api}
  -sMALLOC=emmalloc -sALLOW_MEMORY_GROWTH=1
  -sDYNAMIC_EXECUTION=0
  -sMIN_WEBGL_VERSION=2 -sMAX_WEBGL_VERSION=2
  -sGL_ENABLE_GET_PROC_ADDRESS=0
  -sTEXTDECODER=2
  -sSUPPORT_LONGJMP=0)
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_link_options(chatql PRIVATE -Oz -flto -sASSERTIONS=0)
else()
  target_link_options(chatql PRIVATE -g2 -sASSERTIONS=2 -sSTACK_OVERFLOW_CHECK=2)
endif()

include(cmake/web_tests.cmake)
