#include "installation/data_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>

#include "base/crypto.hpp"
#include "base/json.hpp"

namespace probity::installation {
namespace {

constexpr std::size_t kKeyBytes = 32;

std::optional<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

/// A file's name outlives a power failure only once its folder is on disk too.
bool name_is_on_disk(const std::filesystem::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool done = descriptor >= 0 && ::fsync(descriptor) == 0;
  if (descriptor >= 0) ::close(descriptor);
  return done;
}

/// Whether databases are kept here already, so that nothing that belongs to them may be made anew.
bool holds_data(const std::filesystem::path& folder) {
  std::error_code error;
  const std::filesystem::directory_iterator files(folder / "workspaces", error);
  return !error && files != std::filesystem::directory_iterator();
}

/// Written whole or not at all, readable by the owner only.
Result<> write_private_file(const std::filesystem::path& path, std::string_view content) {
  const std::filesystem::path unfinished = path.string() + ".new";
  const int descriptor = ::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const bool written = descriptor >= 0 && ::write(descriptor, content.data(), content.size()) == static_cast<ssize_t>(content.size()) && ::fsync(descriptor) == 0;
  const int error = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (!written || ::rename(unfinished.c_str(), path.c_str()) != 0 || !name_is_on_disk(path.parent_path())) {
    return fail(Error{.kind = ErrorKind::unavailable, .code = "cannot_write", .message = fmt::format("Cannot write {}: {}. Check the rights and the free space of the data folder.", path.string(), std::strerror(error))});
  }
  return {};
}

Result<FolderSettings> settings_of(const std::filesystem::path& folder, const FolderSettings& wanted) {
  const std::filesystem::path file = folder / "folder.json";
  const auto text = read_file(file);
  if (!text) {
    if (holds_data(folder)) return invalid("bad_data_folder", fmt::format("{} is missing, which says how the data beside it is kept. Restore it from a backup.", file.string()));
    PROBITY_TRY(write_private_file(file, fmt::format("{{\"format\":1,\"encrypted\":{},\"test\":{}}}\n", wanted.encrypted, wanted.test)));
    return wanted;
  }
  auto document = parse_json(*text);
  const JsonValue* encrypted = document ? find(*document, "encrypted") : nullptr;
  const JsonValue* test = document ? find(*document, "test") : nullptr;
  if (!encrypted || !encrypted->IsBool() || !test || !test->IsBool()) {
    return invalid("bad_data_folder", fmt::format("{} is damaged. Restore it from a backup.", file.string()));
  }
  if (encrypted->GetBool() != wanted.encrypted) {
    return invalid("encryption_differs", fmt::format("This data folder was made {} encryption; that cannot be changed by a flag. Start {} --encrypt off, or choose another folder.",
                                                     encrypted->GetBool() ? "with" : "without", encrypted->GetBool() ? "without" : "with"));
  }
  if (wanted.test && !test->GetBool()) {
    return invalid("no_test_folder", "--test works only on a data folder that was made with it. Choose an empty folder.");
  }
  return FolderSettings{encrypted->GetBool(), test->GetBool()};
}

}  // namespace

Result<std::unique_ptr<DataFolder>> DataFolder::open(const std::filesystem::path& path, const FolderSettings& wanted) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) {
    return invalid("cannot_use_folder", fmt::format("Cannot use {} as data folder: {}. Choose another with --data.", path.string(), error.message()));
  }
  ::chmod(path.c_str(), 0700);
  std::unique_ptr<DataFolder> folder(new DataFolder());
  folder->path_ = std::filesystem::absolute(path);
  folder->lock_ = ::open((folder->path_ / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (folder->lock_ < 0) {
    return invalid("cannot_use_folder", fmt::format("Cannot write in {}: {}. Check its owner and rights.", path.string(), std::strerror(errno)));
  }
  if (::flock(folder->lock_, LOCK_EX | LOCK_NB) != 0) {
    return fail(ErrorKind::conflict, "data_folder_in_use", fmt::format("Another Probity is working in {}. Stop it first, or choose another folder with --data.", path.string()));
  }
  PROBITY_ASSIGN(folder->settings_, settings_of(folder->path_, wanted));
  return folder;
}

DataFolder::~DataFolder() {
  if (lock_ >= 0) ::close(lock_);
}

Result<std::unique_ptr<KeyRing>> KeyRing::open(const std::filesystem::path& folder) {
  auto ring = std::make_unique<KeyRing>();
  ring->folder_ = folder / "keys";
  std::error_code error;
  std::filesystem::create_directories(ring->folder_, error);
  ::chmod(ring->folder_.c_str(), 0700);
  const char* outside = std::getenv("PROBITY_KEY_FILE");
  const std::filesystem::path file = outside ? std::filesystem::path(outside) : folder / "installation.key";
  ring->file_ = file;
  if (auto key = read_file(file)) {
    if (key->size() != kKeyBytes) return invalid("bad_key", fmt::format("{} is no key of this program: it must hold {} bytes.", file.string(), kKeyBytes));
    ring->key_ = std::move(*key);
    return ring;
  }
  if (holds_data(folder) || !std::filesystem::is_empty(ring->folder_, error)) {
    return invalid("key_missing", fmt::format("{} is missing. Without it the data cannot be read: restore it from where you keep it.", file.string()));
  }
  ring->key_ = random_bytes(kKeyBytes);
  PROBITY_TRY(write_private_file(file, ring->key_));
  return ring;
}

Result<std::string> KeyRing::workspace_key(std::string_view name, bool may_make) {
  std::lock_guard lock(mutex_);
  const std::filesystem::path file = folder_ / (std::string(name) + ".key");
  const std::string context = fmt::format("workspace key {}", name);
  if (auto sealed = read_file(file)) return unseal(key_, *sealed, context);
  if (!may_make) {
    return fail(ErrorKind::internal, "key_missing", fmt::format("{} is missing. Without it this workspace cannot be read: restore it from a backup. Nothing was changed.", file.string()));
  }
  std::string key = random_bytes(kKeyBytes);
  PROBITY_TRY(write_private_file(file, seal(key_, key, context)));
  return key;
}

Result<> KeyRing::destroy_workspace_key(std::string_view name) {
  std::lock_guard lock(mutex_);
  std::error_code error;
  std::filesystem::remove(folder_ / (std::string(name) + ".key"), error);
  if (error) return internal(fmt::format("key not removed: {}", error.message()));
  return {};
}

std::string KeyRing::derive(std::string_view use) const { return std::string(bytes_of(keyed_hash(key_, use))); }

}  // namespace probity::installation
