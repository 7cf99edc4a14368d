#include "installation/key_source.hpp"

#include <cstdlib>

#include "base/text.hpp"
#include "installation/private_file.hpp"

namespace probity::installation {
namespace {

constexpr const char* kFileVariable = "PROBITY_KEY_FILE";
constexpr const char* kKeyVariable = "PROBITY_INSTALLATION_KEY";

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::optional<std::string> parse_key(std::string_view text) {
  if (text.size() == kKeyBytes) return std::string(text);
  const std::string_view digits = trim(text);
  if (digits.size() != 2 * kKeyBytes) return std::nullopt;
  std::string key;
  for (std::size_t at = 0; at < digits.size(); at += 2) {
    const int high = digit_of(digits[at]);
    const int low = digit_of(digits[at + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    key += static_cast<char>(high * 16 + low);
  }
  return key;
}

std::string KeySource::name() const { return kind == Kind::environment ? kKeyVariable : file.string(); }

Result<std::optional<std::string>> KeySource::read() const {
  const auto text = kind == Kind::environment ? std::optional(variable(kKeyVariable)) : read_file(file);
  if (!text) return std::nullopt;
  auto key = parse_key(*text);
  if (!key) return invalid("bad_key", fmt::format("{} is no key of this program: it must hold {} bytes, or {} hexadecimal digits.", name(), kKeyBytes, 2 * kKeyBytes));
  return key;
}

Result<KeySource> find_key_source(const std::filesystem::path& data_folder) {
  const std::string file = variable(kFileVariable);
  const bool given = !variable(kKeyVariable).empty();
  if (!file.empty() && given) return invalid("two_keys", fmt::format("{} and {} are both set. Set one of them.", kFileVariable, kKeyVariable));
  if (!file.empty()) return KeySource{KeySource::Kind::file, file};
  if (given) return KeySource{KeySource::Kind::environment};
  std::error_code error;
  const std::filesystem::path credential = std::filesystem::path(variable("CREDENTIALS_DIRECTORY")) / "probity.key";
  if (credential.is_absolute() && std::filesystem::exists(credential, error)) return KeySource{KeySource::Kind::credential, credential};
  return KeySource{KeySource::Kind::folder, data_folder / "installation.key"};
}

}  // namespace probity::installation
