#pragma once
// A checkpoint of an audit log as a file that leaves the machine: a signed note with the head of the tree, in
// the formats of C2SP (signed-note and tlog-checkpoint), so that tools of others read it too:
//
//   probity/acme              origin: which log
//   1234                      how many leaves
//   CsUYapGGPo4d...           root of their tree (RFC 9162), base64
//                             (an empty line)
//   — probity/acme Az3grl...  signature by Ed25519 over the three lines
#include <cstdint>
#include <string>
#include <string_view>

#include "base/crypto.hpp"
#include "base/result.hpp"
#include "base/signature.hpp"

namespace probity::audit {

struct Checkpoint {
  std::string origin;  ///< also the name of the key that signs for this log
  std::int64_t size = 0;
  std::string root;    ///< 32 bytes
  bool operator==(const Checkpoint&) const = default;
};

std::string sign_note(const SigningKey& key, const Checkpoint& checkpoint);

/// "bad_checkpoint" (invalid), in words, where it is none, or was not signed by that key. Signatures by others, such
/// as witnesses, are passed over.
Result<Checkpoint> read_note(std::string_view public_key, std::string_view note);

/// The key as such notes name it: "probity/acme+4f0a2c1d+AW...". One line without its end.
std::string verifier_key(std::string_view name, std::string_view public_key);

}  // namespace probity::audit
