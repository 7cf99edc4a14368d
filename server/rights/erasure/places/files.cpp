#include <array>
#include <fstream>

#include "rights/erasure/places/bytes.hpp"
#include "rights/erasure/places/places.hpp"

namespace probity::erasure {
namespace {

struct Lost {
  std::vector<Id> held;     ///< of the person's records
  std::vector<Id> uploads;  ///< of no record
  std::int64_t of_others = 0;  ///< of somebody else's record, and it names the person
  std::int64_t packed = 0;     ///< nobody looks into it
};

/// What says nothing as it lies there: archives, and documents that are some.
bool is_packed(const std::filesystem::path& path) {
  using namespace std::string_view_literals;
  std::ifstream stream(path, std::ios::binary);
  std::array<char, 6> begin{};
  stream.read(begin.data(), begin.size());
  const std::string_view bytes(begin.data(), static_cast<std::size_t>(stream.gcount()));
  return std::ranges::any_of(std::array{"PK\x03\x04"sv, "\x1f\x8b"sv, "7z\xbc\xaf\x27\x1c"sv, "BZh"sv, "\xfd""7zXZ"sv, "\x28\xb5\x2f\xfd"sv, "Rar!"sv},
                             [&](std::string_view magic) { return bytes.starts_with(magic); });
}

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

/// What stays, so that nobody takes it for gone: somebody else's file is theirs, and a packed one tells nothing.
Result<> look_at_others(const files::Files& files, const Target& target, Lost& lost) {
  PROBITY_ASSIGN(const auto all, files.list(target.workspace));
  for (const auto& [file, path] : all) {
    if (target.needles.files().contains(file.id)) continue;
    if (file.kept && (target.needles.in(file.name) || file_holds(path, target.needles))) ++lost.of_others;
    else if (is_packed(path)) ++lost.packed;
  }
  return {};
}

Result<std::vector<Find>> count(const files::Files& files, const Target& target) {
  PROBITY_ASSIGN(const Lost lost, look(files, target));
  std::vector<Find> found;
  if (!lost.held.empty()) found.push_back({"file of the person's records", static_cast<std::int64_t>(lost.held.size())});
  if (!lost.uploads.empty()) found.push_back({"upload that names the person", static_cast<std::int64_t>(lost.uploads.size())});
  return found;
}

Result<std::vector<Find>> count_all(const files::Files& files, const Target& target) {
  PROBITY_ASSIGN(auto found, count(files, target));
  Lost others;
  PROBITY_TRY(look_at_others(files, target, others));
  if (others.of_others > 0) found.push_back({"kept: file of somebody else's record that names the person", others.of_others});
  if (others.packed > 0) found.push_back({"kept: packed file of somebody else's that is not looked into", others.packed});
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
  return {.name = "files",
          .find = [&files](const Target& target) { return count_all(files, target); },
          .erase = [&files](const Target& target) -> Result<> {
            PROBITY_ASSIGN(const Lost lost, look(files, target));
            for (const Id& id : lost.held) PROBITY_TRY(files.destroy(target.workspace, id));
            for (const Id& id : lost.uploads) PROBITY_TRY(files.destroy(target.workspace, id));
            return {};
          },
          .rescan = [&files](const Target& target) { return count(files, target); }};
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
