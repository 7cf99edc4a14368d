#include "audit/checkpoint_folder.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <charconv>
#include <cerrno>
#include <fstream>

#include "audit/leaves.hpp"
#include "audit/whole_file.hpp"

namespace probity::audit {
namespace {

constexpr std::string_view kEnding = ".note";

/// The time a note was signed at is that of its file, by the program's clock.
void set_time(const std::filesystem::path& file, Timestamp at) {
  const timespec time{.tv_sec = at / kSecond, .tv_nsec = at % kSecond * 1000};
  const timespec times[]{time, time};
  ::utimensat(AT_FDCWD, file.c_str(), times, 0);
}

Timestamp time_of(const std::filesystem::path& file) {
  struct stat found {};
  if (::stat(file.c_str(), &found) != 0) return 0;
  return found.st_mtim.tv_sec * kSecond + found.st_mtim.tv_nsec / 1000;
}

std::optional<std::int64_t> size_in(const std::string& name) {
  if (!name.ends_with(kEnding)) return std::nullopt;
  const char* end = name.data() + name.size() - kEnding.size();
  std::int64_t size = 0;
  const auto [read, error] = std::from_chars(name.data(), end, size);
  if (error != std::errc{} || read != end || size <= 0) return std::nullopt;
  return size;
}

}  // namespace

std::filesystem::path CheckpointFolder::file_of(std::int64_t size) const { return folder_ / fmt::format("{:012}{}", size, kEnding); }

std::vector<std::int64_t> CheckpointFolder::sizes() const {
  std::vector<std::int64_t> sizes;
  std::error_code error;
  for (const auto& file : std::filesystem::directory_iterator(folder_, error)) {
    if (const auto size = size_in(file.path().filename().string())) sizes.push_back(*size);
  }
  std::ranges::sort(sizes);
  return sizes;
}

Result<Kept> CheckpointFolder::find(std::int64_t size) const {
  const auto file = file_of(size);
  std::error_code error;
  if (!std::filesystem::exists(file, error)) return fail(ErrorKind::not_found, "not_found", "There is no checkpoint of that many leaves.");
  PROBITY_ASSIGN(std::string note, read_whole(file));
  auto checkpoint = read_note(public_key_, note);
  if (!checkpoint) return invalid("bad_checkpoint", fmt::format("{} was replaced or damaged. {}", file.string(), checkpoint.error().message));
  if (checkpoint->origin != origin_ || checkpoint->size != size) {
    return invalid("bad_checkpoint", fmt::format("{} was replaced: it holds the checkpoint of {} leaves of {}.", file.string(), checkpoint->size, checkpoint->origin));
  }
  return Kept{std::move(*checkpoint), std::move(note), time_of(file)};
}

Result<std::optional<Kept>> CheckpointFolder::newest() const {
  const auto all = sizes();
  if (all.empty()) return std::nullopt;
  PROBITY_ASSIGN(Kept kept, find(all.back()));
  return kept;
}

Result<> CheckpointFolder::keep(const Kept& kept) const {
  const auto file = file_of(kept.checkpoint.size);
  std::error_code error;
  if (std::filesystem::exists(file, error)) return {};
  PROBITY_TRY(write_whole(file, [&](std::ostream& stream) -> Result<> {
    stream << kept.note;
    return {};
  }));
  set_time(file, kept.at);
  return {};
}

Result<> CheckpointFolder::keep_hashes(store::Database& database) const {
  const auto file = folder_ / "leaf-hashes";
  std::error_code error;
  std::filesystem::create_directories(folder_, error);
  const auto bytes = std::filesystem::exists(file, error) ? std::filesystem::file_size(file, error) : 0;
  const auto from = static_cast<std::int64_t>(bytes / sizeof(Hash));
  // What a power cut left of half a hash goes.
  if (bytes % sizeof(Hash) != 0) std::filesystem::resize_file(file, static_cast<std::uintmax_t>(from) * sizeof(Hash), error);
  std::ofstream stream(file, std::ios::binary | std::ios::app);
  PROBITY_TRY(database.read([&](store::Reader& reader) {
    return each_hash(reader, from, [&](std::int64_t, std::string_view hash) -> Result<> {
      stream << hash;
      return {};
    });
  }));
  stream.close();
  if (!stream) return cannot_write(file, std::strerror(errno));
  return {};
}

}  // namespace probity::audit
