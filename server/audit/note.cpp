#include "audit/note.hpp"

#include <charconv>
#include <optional>

namespace probity::audit {
namespace {

constexpr std::string_view kDash = "\xE2\x80\x94 ";
/// What the algorithm is called in keys and their hashes.
constexpr std::string_view kEd25519{"\x01", 1};
constexpr std::size_t kKeyHashSize = 4;

std::string key_hash(std::string_view name, std::string_view public_key) {
  const std::string hashed = std::string(name) + "\n" + std::string(kEd25519) + std::string(public_key);
  return std::string(bytes_of(sha256(hashed)).substr(0, kKeyHashSize));
}

std::unexpected<Error> bad(std::string what) { return invalid("bad_checkpoint", "This is no checkpoint of this audit log: " + what + "."); }

/// The line up to the next end, which it takes away.
std::optional<std::string_view> take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < 0 || std::to_string(number) != text) return std::nullopt;
  return number;
}

bool is_signed(std::string_view public_key, const std::string& origin, std::string_view text, std::string_view signatures) {
  const std::string wanted = std::string(kDash) + origin + " ";
  while (const auto line = take_line(signatures)) {
    if (!line->starts_with(wanted)) continue;
    const auto signature = decode_base64(line->substr(wanted.size()));
    if (!signature || signature->size() != kKeyHashSize + kSignatureSize) continue;
    if (!signature->starts_with(key_hash(origin, public_key))) continue;
    if (is_signed_by(public_key, text, std::string_view(*signature).substr(kKeyHashSize))) return true;
  }
  return false;
}

}  // namespace

std::string sign_note(const SigningKey& key, const Checkpoint& checkpoint) {
  const std::string text = fmt::format("{}\n{}\n{}\n", checkpoint.origin, checkpoint.size, base64(checkpoint.root));
  const std::string signature = key_hash(checkpoint.origin, key.public_key()) + key.sign(text);
  return fmt::format("{}\n{}{} {}\n", text, kDash, checkpoint.origin, base64(signature));
}

Result<Checkpoint> read_note(std::string_view public_key, std::string_view note) {
  const std::size_t split = note.rfind("\n\n");
  if (split == std::string_view::npos) return bad("it has no signature");
  const std::string_view text = note.substr(0, split + 1);
  std::string_view rest = text;
  const auto origin = take_line(rest);
  const auto size = take_line(rest);
  const auto root = take_line(rest);
  if (!origin || !size || !root) return bad("its three lines are missing");
  const auto number = whole_number(*size);
  const auto hash = decode_base64(*root);
  if (origin->empty() || !number || !hash || hash->size() != sizeof(Hash)) return bad("its lines cannot be read");
  Checkpoint checkpoint{std::string(*origin), *number, *hash};
  if (!is_signed(public_key, checkpoint.origin, text, note.substr(split + 2))) return bad("it does not bear the signature of this installation");
  return checkpoint;
}

std::string verifier_key(std::string_view name, std::string_view public_key) {
  return fmt::format("{}+{}+{}", name, hex(key_hash(name, public_key)), base64(std::string(kEd25519) + std::string(public_key)));
}

}  // namespace probity::audit
