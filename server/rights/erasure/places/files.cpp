#include "rights/erasure/places/bytes.hpp"
#include "rights/erasure/places/places.hpp"

namespace probity::erasure {
namespace {

struct Lost {
  std::vector<Id> held;     ///< of the person's records
  std::vector<Id> uploads;  ///< of no record
};

Result<Lost> look(const files::Files& files, const Target& target) {
  PROBITY_ASSIGN(const auto all, files.list(target.workspace));
  Lost lost;
  for (const auto& [file, path] : all) {
    if (target.needles.files().contains(file.id)) {
      lost.held.push_back(file.id);
    } else if (!file.kept && (target.needles.in(file.name) || file_holds(path, target.needles))) {
      lost.uploads.push_back(file.id);
    }
  }
  return lost;
}

Result<std::vector<Find>> count(const files::Files& files, const Target& target) {
  PROBITY_ASSIGN(const Lost lost, look(files, target));
  std::vector<Find> found;
  if (!lost.held.empty()) found.push_back({"file of the person's records", static_cast<std::int64_t>(lost.held.size())});
  if (!lost.uploads.empty()) found.push_back({"upload that names the person", static_cast<std::int64_t>(lost.uploads.size())});
  return found;
}

bool belongs(const std::filesystem::path& file, const Needles& needles) {
  const auto id = Id::parse(file.filename().string().substr(0, 36));
  return (id && needles.ids().contains(*id)) || file_holds(file, needles);
}

std::vector<std::filesystem::path> files_of(const std::filesystem::path& folder, const Target& target) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (std::filesystem::recursive_directory_iterator entry(folder / target.workspace, error), end; entry != end && !error; entry.increment(error)) {
    if (entry->is_regular_file(error) && belongs(entry->path(), target.needles)) files.push_back(entry->path());
  }
  return files;
}

}  // namespace

Place files_place(files::Files& files) {
  const auto find = [&files](const Target& target) { return count(files, target); };
  return {.name = "files",
          .find = find,
          .erase = [&files](const Target& target) -> Result<> {
            PROBITY_ASSIGN(const Lost lost, look(files, target));
            for (const Id& id : lost.held) PROBITY_TRY(files.destroy(target.workspace, id));
            for (const Id& id : lost.uploads) PROBITY_TRY(files.destroy(target.workspace, id));
            return {};
          },
          .rescan = find};
}

Place folder_place(std::string name, std::filesystem::path folder) {
  const auto find = [name, folder](const Target& target) -> Result<std::vector<Find>> {
    const auto files = files_of(folder, target);
    return files.empty() ? std::vector<Find>{} : std::vector<Find>{{"file", static_cast<std::int64_t>(files.size())}};
  };
  return {.name = name,
          .find = find,
          .erase = [folder](const Target& target) -> Result<> {
            for (const auto& file : files_of(folder, target)) {
              std::error_code error;
              std::filesystem::remove(file, error);
              if (error) return fail(ErrorKind::unavailable, "cannot_delete", "A file cannot be deleted; it is tried again.");
            }
            return {};
          },
          .rescan = find};
}

}  // namespace probity::erasure
