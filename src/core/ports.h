// Everything the core asks of the world, and everything the world tells the core. This file
// is the whole border: an adapter is complete when it performs each Effect and reports each
// Event. All numbers that pass it fit in a double exactly.
#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>
#include "base/time.h"

namespace chat {

struct RequestId {
  uint64_t value = 0;
  friend auto operator<=>(const RequestId&, const RequestId&) = default;
};

/// Where the backend lives: config.json of the site, written by the deployment.
struct Endpoints {
  std::string graphql;  // https://.../graphql
  std::string cognito;  // https://cognito-idp.REGION.amazonaws.com/
  std::string region;
  std::string user_pool_id;  // REGION_NAME; the part after "_" enters the SRP proof.
  std::string client_id;
};

/// One file below the mount of the signed-in user; paths are relative to it.
struct File {
  std::string path;
  std::string bytes;
};
struct FileChange {
  std::string path;
  std::optional<std::string> bytes;  // Absent: delete.
};

// --- Effects -----------------------------------------------------------------------------

/// POST. Answered by HttpDone or HttpLost, once, unless cancelled.
struct PostHttp {
  RequestId id;
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};
struct CancelHttp {
  RequestId id;
};

/// Replaces the socket there is, if any. Answered by SocketOpened or SocketClosed.
struct OpenSocket {
  std::string url;
  std::vector<std::string> protocols;
};
struct SendFrame {
  std::string text;
};
struct CloseSocket {};

/// Mounts the store of one user and reads all of it. Answered by StoreOpened.
struct OpenStore {
  std::string mount;  // "/u/<hash of the user id>"
};
/// All or nothing, in order of batch. Answered by Persisted. `strict`: on the disk, not only
/// handed to the system, before the answer.
struct Persist {
  uint64_t batch = 0;
  std::vector<FileChange> changes;
  bool strict = false;
};
/// Deletes everything this user left on the device: the key of the credential first, so that
/// what cannot be deleted at once can no longer be read; then stores and caches.
/// Answered by UserErased.
struct EraseUser {
  std::string mount;
};

/// Encrypts with a key that cannot be exported, and keeps; handed back in Started.
struct SaveCredential {
  std::string bytes;
};

/// Draws the client's SRP secret and keeps it. Answered by SrpBegun. RFC 5054 group 3072.
struct BeginSrp {
  RequestId id;
};
/// Proves the password to Cognito (PASSWORD_VERIFIER). Answered by SrpAnswered.
struct AnswerSrp {
  RequestId id;  // Its own; the secret is that of the last BeginSrp.
  std::string pool_name, user_id_for_srp, password;
  std::string salt_hex, server_public_hex, secret_block_base64, timestamp;
};

using Effect = std::variant<PostHttp, CancelHttp, OpenSocket, SendFrame, CloseSocket, OpenStore,
                            Persist, EraseUser, SaveCredential, BeginSrp, AnswerSrp>;

// --- Events ------------------------------------------------------------------------------

/// Always the first event, once.
struct Started {
  Endpoints endpoints;
  std::string credential;  // What SaveCredential kept; empty when signed out.
  bool online = true;
};
struct HttpDone {
  RequestId id;
  int status = 0;
  std::string body;
  std::optional<WallTime> server_date{};  // Of the Date header, where the page may read it.
};
struct HttpLost {  // No answer: offline, refused, reset.
  RequestId id;
};
struct SocketOpened {};
struct SocketFrame {
  std::string text;
};
struct SocketClosed {};
struct StoreOpened {
  bool ok = false;
  std::vector<File> files;
};
enum class PersistResult : uint8_t { ok, disk_full, fenced, failed };
struct Persisted {
  uint64_t batch = 0;
  PersistResult result = PersistResult::ok;
};
struct UserErased {};
struct SrpBegun {
  RequestId id;
  std::string client_public_hex;  // SRP_A
};
struct SrpAnswered {
  RequestId id;
  bool ok = false;               // False: the server's numbers are not valid SRP.
  std::string signature_base64;  // PASSWORD_CLAIM_SIGNATURE
};
struct NetworkChanged {
  bool online = true;
};
struct VisibilityChanged {
  bool visible = true;
};
struct DeadlineReached {};

using Event = std::variant<Started, HttpDone, HttpLost, SocketOpened, SocketFrame, SocketClosed,
                           StoreOpened, Persisted, UserErased, SrpBegun, SrpAnswered,
                           NetworkChanged, VisibilityChanged, DeadlineReached>;

}  // namespace chat
