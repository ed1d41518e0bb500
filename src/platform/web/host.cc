#include "platform/web/host.h"
#include <dirent.h>
#include <emscripten.h>
#include <emscripten/html5.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <optional>
#include "base/check.h"
#include "base/json.h"
#include "platform/web/imports.h"

namespace chat::web {
namespace {

std::string mount;  // Of the open store; empty: none.

/// The core names files by its own ids; a path that could leave the mount is a bug.
void check_path(std::string_view path) {
  CHAT_CHECK(!path.empty() && path.front() != '/' && path.back() != '/');
  CHAT_CHECK(path.find("..") == path.npos && path.find("//") == path.npos);
}

void make_parents(const std::string& path) {
  for (size_t at = path.find('/', mount.size() + 1); at != path.npos; at = path.find('/', at + 1)) {
    mkdir(path.substr(0, at).c_str(), 0777);
  }
}

void write_file(const std::string& path, std::string_view bytes) {
  make_parents(path);
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
  if (file < 0) return;  // The page will not find it and answers that the commit failed.
  write(file, bytes.data(), bytes.size());
  close(file);
}

std::optional<std::string> read_file(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY);
  if (file < 0) return std::nullopt;
  struct stat about {};
  fstat(file, &about);
  std::string bytes(static_cast<size_t>(about.st_size), '\0');
  const ssize_t size = read(file, bytes.data(), bytes.size());
  close(file);
  bytes.resize(size < 0 ? 0 : static_cast<size_t>(size));
  return bytes;
}

/// `relative` is empty or ends with a slash.
void read_directory(const std::string& relative, std::vector<File>& files) {
  DIR* directory = opendir((mount + "/" + relative).c_str());
  if (directory == nullptr) return;
  while (const dirent* entry = readdir(directory)) {
    const std::string name = entry->d_name;
    if (name == "." || name == "..") continue;
    if (entry->d_type == DT_DIR) {
      read_directory(relative + name + "/", files);
    } else if (auto bytes = read_file(mount + "/" + relative + name)) {
      files.push_back({relative + name, std::move(*bytes)});
    }
  }
  closedir(directory);
}

double number(RequestId id) { return static_cast<double>(id.value); }

std::string array_of(const std::vector<std::string>& texts) {
  json::Writer writer;
  writer.begin_array();
  for (const std::string& text : texts) writer.value(text);
  return writer.end_array().take();
}

struct Performer {
  void operator()(const PostHttp& post) const {
    json::Writer headers;
    headers.begin_object();
    for (const auto& [name, value] : post.headers) headers.member(name, value);
    host_http_post(number(post.id), post.url.c_str(), headers.end_object().take().c_str(),
                   post.body.data(), static_cast<int>(post.body.size()));
  }
  void operator()(const CancelHttp& cancel) const { host_http_cancel(number(cancel.id)); }

  void operator()(const OpenSocket& socket) const {
    host_socket_open(socket.url.c_str(), array_of(socket.protocols).c_str());
  }
  void operator()(const SendFrame& frame) const {
    host_socket_send(frame.text.data(), static_cast<int>(frame.text.size()));
  }
  void operator()(const CloseSocket&) const { host_socket_close(); }

  void operator()(const OpenStore& store) const {
    mount = store.mount;
    host_store_open(mount.c_str());
  }
  void operator()(const Persist& persist) const {
    std::vector<std::string> puts, deletes;
    for (const FileChange& change : persist.changes) {
      check_path(change.path);
      const std::string path = mount + "/" + change.path;
      if (change.bytes) {
        write_file(path, *change.bytes);
        puts.push_back(path);
      } else {
        unlink(path.c_str());
        deletes.push_back(path);
      }
    }
    host_store_commit(static_cast<double>(persist.batch), mount.c_str(), array_of(puts).c_str(),
                      array_of(deletes).c_str(), persist.strict);
  }
  void operator()(const EraseUser& erase) const {
    mount.clear();
    host_user_erase(erase.mount.c_str());
  }
  void operator()(const SaveCredential& credential) const {
    host_credential_save(credential.bytes.data(), static_cast<int>(credential.bytes.size()));
  }

  void operator()(const BeginSrp& begin) const { host_srp_begin(number(begin.id)); }
  void operator()(const AnswerSrp& answer) const {
    json::Writer parameters;
    parameters.begin_object()
        .member("pool_name", answer.pool_name)
        .member("user_id_for_srp", answer.user_id_for_srp)
        .member("password", answer.password)
        .member("salt_hex", answer.salt_hex)
        .member("server_public_hex", answer.server_public_hex)
        .member("secret_block_base64", answer.secret_block_base64)
        .member("timestamp", answer.timestamp)
        .end_object();
    host_srp_answer(number(answer.id), parameters.take().c_str());
  }
};

}  // namespace

void perform(const Effect& effect) { std::visit(Performer{}, effect); }

std::vector<File> read_store() {
  std::vector<File> files;
  read_directory("", files);
  return files;
}

Now now() {
  return {{static_cast<int64_t>(emscripten_get_now())},
          {static_cast<int64_t>(emscripten_date_now())}};
}

}  // namespace chat::web
