#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "installation/private_file.hpp"

namespace probity::cli {
namespace {

using installation::KeyRing;

/// Nothing where the program is to make one itself.
Result<std::optional<std::string>> new_key_of(const Invocation& invocation) {
  if (!invocation.arguments.has("new-key-file")) return std::nullopt;
  const std::filesystem::path file = invocation.path("new-key-file");
  const auto text = installation::read_file(file);
  auto key = text ? installation::parse_key(*text) : std::nullopt;
  if (!key) return invalid("bad_key", fmt::format("{} cannot be read, or holds no key: 32 bytes, or 64 hexadecimal digits. Nothing was changed.", file.string()));
  return key;
}

std::string what_to_do(const KeyRing::Rotated& rotated, const installation::KeySource& source) {
  if (rotated.key_written) return fmt::format("The new key is in {}. Keep a copy elsewhere, and destroy the copies of the old one.", source.name());
  return fmt::format("Put the new key where the old one came from ({}) before the next start, keep a copy elsewhere, and destroy the copies of the old one.", source.name());
}

Result<> rotate(Invocation& invocation) {
  KeyRing& keys = invocation.installation.keys();
  PROBITY_ASSIGN(auto new_key, new_key_of(invocation));
  PROBITY_ASSIGN(const auto rotated, keys.rotate(std::move(new_key)));
  if (invocation.json()) {
    invocation.print(json_document([&](JsonWriter& writer) {
      writer.StartObject();
      key(writer, "sealed");
      writer.Int(rotated.sealed);
      key(writer, "was_done");
      writer.Bool(rotated.was_done);
      key(writer, "key_written");
      writer.Bool(rotated.key_written);
      writer.EndObject();
    }));
    return {};
  }
  invocation.print(rotated.was_done ? fmt::format("Everything ({} keys and secrets) was sealed under that key already.", rotated.sealed)
                                    : fmt::format("{} keys and secrets are sealed under the new key; the old one opens nothing here any more.", rotated.sealed));
  invocation.print(what_to_do(rotated, keys.source()));
  return {};
}

}  // namespace

Command key_rotate() {
  return {.words = {"key", "rotate"},
          .help = "Change the installation's key: seal every key and secret under a new one",
          .options = {{.name = "--new-key-file", .help = "File with the new key, for an installation whose key is handed to it from outside"}},
          .run = rotate};
}

}  // namespace probity::cli
