#include "installation/data_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/json.hpp"
#include "installation/private_file.hpp"

namespace probity::installation {
namespace {

Result<FolderSettings> settings_of(const std::filesystem::path& folder, const FolderSettings& wanted) {
  const std::filesystem::path file = folder / "folder.json";
  const auto text = read_file(file);
  if (!text) {
    if (holds_data(folder)) return invalid("bad_data_folder", fmt::format("{} is missing, which says how the data beside it is kept. Restore it from a backup.", file.string()));
    PROBITY_TRY(write_private_file(file, fmt::format("{{\"format\":2,\"encrypted\":{},\"test\":{}}}\n", wanted.encrypted, wanted.test)));
    return wanted;
  }
  auto document = parse_json(*text);
  const JsonValue* encrypted = document ? find(*document, "encrypted") : nullptr;
  const JsonValue* test = document ? find(*document, "test") : nullptr;
  const JsonValue* format = document ? find(*document, "format") : nullptr;
  if (!encrypted || !encrypted->IsBool() || !test || !test->IsBool() || !format || !format->IsInt()) {
    return invalid("bad_data_folder", fmt::format("{} is damaged. Restore it from a backup.", file.string()));
  }
  if (encrypted->GetBool() != wanted.encrypted) {
    return invalid("encryption_differs", fmt::format("This data folder was made {} encryption; that cannot be changed by a flag. Start {} --encrypt off, or choose another folder.",
                                                     encrypted->GetBool() ? "with" : "without", encrypted->GetBool() ? "without" : "with"));
  }
  if (wanted.test && !test->GetBool()) {
    return invalid("no_test_folder", "--test works only on a data folder that was made with it. Choose an empty folder.");
  }
  return FolderSettings{encrypted->GetBool(), test->GetBool(), format->GetInt()};
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

}  // namespace probity::installation
