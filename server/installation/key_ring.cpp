#include "installation/key_ring.hpp"

#include <sys/stat.h>

#include <algorithm>

#include "base/crypto.hpp"
#include "base/fault.hpp"
#include "base/log.hpp"
#include "installation/private_file.hpp"

namespace probity::installation {
namespace {

constexpr std::string_view kSecretFile = "secret.sealed";
constexpr std::string_view kRotationFile = "rotation";
constexpr std::string_view kToNew = "rotation to the new key";
constexpr std::string_view kToOld = "rotation to the old key";

/// A sealed key opens only as what it is.
std::string context_of(const std::filesystem::path& file) {
  return file.filename() == kSecretFile ? std::string("secret of the installation") : fmt::format("workspace key {}", file.stem().string());
}

/// Both keys, each under the other; the halves are of one length.
std::string rotation_of(const std::string& old_key, const std::string& new_key) { return seal(old_key, new_key, kToNew) + seal(new_key, old_key, kToOld); }

struct KeyChange {
  std::string old_key;
  std::string new_key;
};

/// What was begun, read with either of its keys.
std::optional<KeyChange> read_rotation(std::string_view text, const std::string& key) {
  const std::string_view to_new = text.substr(0, text.size() / 2);
  const std::string_view to_old = text.substr(text.size() / 2);
  if (auto new_key = unseal(key, to_new, kToNew)) return KeyChange{key, *new_key};
  if (auto old_key = unseal(key, to_old, kToOld)) return KeyChange{*old_key, key};
  return std::nullopt;
}

}  // namespace

Result<std::unique_ptr<KeyRing>> KeyRing::open(const std::filesystem::path& folder, int format) {
  auto ring = std::make_unique<KeyRing>();
  ring->folder_ = folder / "keys";
  std::error_code error;
  std::filesystem::create_directories(ring->folder_, error);
  ::chmod(ring->folder_.c_str(), 0700);
  PROBITY_ASSIGN(ring->source_, find_key_source(folder));
  PROBITY_TRY(ring->read_or_make_key(folder));
  PROBITY_TRY(ring->finish_rotation());
  PROBITY_TRY(ring->read_or_make_secret(format < 2));
  return ring;
}

Result<> KeyRing::read_or_make_key(const std::filesystem::path& data_folder) {
  PROBITY_ASSIGN(auto key, source_.read());
  if (key) {
    key_ = std::move(*key);
    return {};
  }
  std::error_code error;
  if (!source_.is_ours() || holds_data(data_folder) || !std::filesystem::is_empty(folder_, error)) {
    return invalid("key_missing", fmt::format("{} is missing. Without it the data cannot be read: restore it from where you keep it.", source_.name()));
  }
  key_ = random_bytes(kKeyBytes);
  return write_private_file(source_.file, key_);
}

Result<> KeyRing::read_or_make_secret(bool made_before) {
  const std::filesystem::path file = folder_ / kSecretFile;
  if (const auto sealed = read_file(file)) {
    PROBITY_ASSIGN(secret_, unseal(key_, *sealed, context_of(file)));
    return {};
  }
  if (!made_before && (!sealed_files().empty() || holds_data(folder_.parent_path()))) {
    return invalid("key_missing", fmt::format("{} is missing. Without it what the program sealed cannot be read: restore it from a backup.", file.string()));
  }
  // In an older folder everything was derived from the installation's key itself, and still is.
  secret_ = made_before ? key_ : random_bytes(kKeyBytes);
  return write_private_file(file, seal(key_, secret_, context_of(file)));
}

Result<std::string> KeyRing::workspace_key(std::string_view name, bool may_make) {
  std::lock_guard lock(mutex_);
  const std::filesystem::path file = folder_ / (std::string(name) + ".key");
  if (auto sealed = read_file(file)) return unseal(key_, *sealed, context_of(file));
  if (!may_make) {
    return fail(ErrorKind::internal, "key_missing", fmt::format("{} is missing. Without it this workspace cannot be read: restore it from a backup. Nothing was changed.", file.string()));
  }
  std::string key = random_bytes(kKeyBytes);
  PROBITY_TRY(write_private_file(file, seal(key_, key, context_of(file))));
  return key;
}

Result<> KeyRing::destroy_workspace_key(std::string_view name) {
  std::lock_guard lock(mutex_);
  std::error_code error;
  std::filesystem::remove(folder_ / (std::string(name) + ".key"), error);
  if (error) return internal(fmt::format("key not removed: {}", error.message()));
  return {};
}

std::string KeyRing::derive(std::string_view use) const { return std::string(bytes_of(keyed_hash(secret_, use))); }

std::vector<std::filesystem::path> KeyRing::sealed_files() const {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    if (entry.path().extension() == ".key" || entry.path().filename() == kSecretFile) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

Result<KeyRing::Rotated> KeyRing::rotate(std::optional<std::string> new_key) {
  std::lock_guard lock(mutex_);
  if (!new_key && !source_.is_ours()) {
    return invalid("key_from_outside", fmt::format("The key comes from {}, which this program cannot change. Make a new one (openssl rand -hex 32 > FILE), give it with --new-key-file FILE, and hand it over at the next start. Nothing was changed.", source_.name()));
  }
  if (!new_key) new_key = random_bytes(kKeyBytes);
  const std::vector<std::filesystem::path> files = sealed_files();
  if (*new_key == key_) return Rotated{.sealed = static_cast<int>(files.size()), .was_done = true, .key_written = source_.is_ours()};
  for (const auto& file : files) {
    if (unseal(key_, read_file(file).value_or(""), context_of(file))) continue;
    return invalid("sealed_data_unreadable", fmt::format("{} does not open with the key there is. Restore it from a backup first; nothing was changed.", file.string()));
  }
  // What cannot be written now could not be at the end either.
  if (source_.is_ours()) PROBITY_TRY(write_private_file(source_.file, key_));
  PROBITY_TRY(write_private_file(folder_ / kRotationFile, rotation_of(key_, *new_key)));
  fault_point("key.rotation_begun");
  return seal_anew(key_, *new_key);
}

/// What is sealed under the new key already stays. Something that opens with neither is told by who needs it.
Result<KeyRing::Rotated> KeyRing::seal_anew(const std::string& old_key, const std::string& new_key) {
  Rotated rotated;
  for (const auto& file : sealed_files()) {
    const std::string sealed = read_file(file).value_or("");
    if (!unseal(new_key, sealed, context_of(file))) {
      const auto plain = unseal(old_key, sealed, context_of(file));
      if (!plain) log::error("a sealed key opens with neither the old nor the new key of the installation; doctor says which");
      if (plain) PROBITY_TRY(write_private_file(file, seal(new_key, *plain, context_of(file))));
      if (!plain) continue;
    }
    ++rotated.sealed;
    fault_point("key.one_sealed_anew");
  }
  key_ = new_key;
  if (source_.is_ours()) PROBITY_TRY(write_private_file(source_.file, new_key));
  rotated.key_written = source_.is_ours();
  fault_point("key.new_key_written");
  PROBITY_TRY(remove_file(folder_ / kRotationFile));
  return rotated;
}

Result<> KeyRing::finish_rotation() {
  const auto text = read_file(folder_ / kRotationFile);
  if (!text) return {};
  const auto change = read_rotation(*text, key_);
  // Of no key that is in use here: a wrong key is told by what it does not open.
  if (!change) return {};
  PROBITY_TRY(seal_anew(change->old_key, change->new_key));
  log::warning("a change of the installation's key that had been cut off was finished{}", source_.is_ours() ? "" : "; from now on hand over the new key");
  return {};
}

}  // namespace probity::installation
