// Every file of the store, as it stands on a disk that may have been damaged, and with a good
// checksum around contents that we would never write.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include "core/rows.h"

namespace chat {
namespace {

void read_all(std::string_view file) {
  (void)decode_meta(file);
  (void)decode_people(file);
  (void)decode_segment(file);
  (void)salvage_outbox(file);
  Directory directory;
  if (decode_heads(file, directory)) (void)encode_heads(directory, 0);
  // An entry that we take is one that we can keep and send.
  if (const auto entry = decode_outbox(file)) {
    (void)encode_outbox(*entry);
    (void)request_of(*entry);
  }
}

}  // namespace
}  // namespace chat

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  chat::read_all(bytes);
  for (const char* kind : {"meta", "people", "heads", "messages", "outbox"})
    chat::read_all(chat::seal(kind, bytes));
  return 0;
}
