#pragma once
// Where the key of the installation comes from. The first of these that is there holds:
//   PROBITY_KEY_FILE               a file, best on another disk
//   PROBITY_INSTALLATION_KEY                    the key itself, as 64 hexadecimal digits
//   CREDENTIALS_DIRECTORY          a credential "probity.key" of systemd (LoadCredential, LoadCredentialEncrypted)
//   installation.key               in the data folder
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace probity::installation {

inline constexpr std::size_t kKeyBytes = 32;

/// 32 bytes as they are, or as 64 hexadecimal digits with or without a line end. Nothing for anything else.
std::optional<std::string> parse_key(std::string_view text);

struct KeySource {
  enum class Kind { folder, file, environment, credential };
  Kind kind = Kind::folder;
  std::filesystem::path file = {};  ///< empty for the environment

  /// Whether a key is made where there is none, and written there when it changes. What others hand to the program
  /// they change themselves.
  bool is_ours() const { return kind == Kind::folder || kind == Kind::file; }
  /// For people: "PROBITY_INSTALLATION_KEY", or the file's path.
  std::string name() const;
  /// Nothing where there is no key. "bad_key" for what is none.
  Result<std::optional<std::string>> read() const;
};

/// "two_keys" where both variables are set: which was meant cannot be told.
Result<KeySource> find_key_source(const std::filesystem::path& data_folder);

}  // namespace probity::installation
