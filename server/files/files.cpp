#include "files/files.hpp"

#include <fmt/format.h>

#include "base/crypto.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "files/disk.hpp"
#include "files/media_type.hpp"

namespace probity::files {
namespace {

constexpr std::size_t kNameCharacters = 255;
constexpr std::string_view kFactsEnding = ".json";

/// Random instead of counted, so that no id can be guessed from another.
Id random_id() {
  Id id = Id::from_raw(random_bytes(16));
  id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0f) | 0x40);
  id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3f) | 0x80);
  return id;
}

std::unexpected<Error> no_such_file() {
  return fail(ErrorKind::not_found, "no_such_file", "There is no such file. It may have been deleted, or never finished.");
}

std::string facts_json(const StoredFile& file) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  key(writer, "owner");
  put(writer, file.owner.text());
  key(writer, "name");
  put(writer, file.name);
  key(writer, "media_type");
  put(writer, file.media_type);
  key(writer, "length");
  writer.Int64(file.length);
  key(writer, "created_at");
  writer.Int64(file.created_at);
  key(writer, "kept");
  writer.Bool(file.kept);
  key(writer, "spared_until");
  writer.Int64(file.spared_until);
  writer.EndObject();
  return std::string(text(buffer));
}

std::string_view text_in(const JsonValue& facts, std::string_view name) {
  const JsonValue* value = probity::find(facts, name);
  return value && value->IsString() ? view(*value) : std::string_view{};
}

/// Nothing where the file beside the bytes was damaged.
std::optional<StoredFile> read_facts(std::string_view json, Id id) {
  const auto facts = parse_json(json);
  if (!facts) return std::nullopt;
  const auto owner = Id::parse(text_in(*facts, "owner"));
  const JsonValue* length = probity::find(*facts, "length");
  const JsonValue* created_at = probity::find(*facts, "created_at");
  const JsonValue* kept = probity::find(*facts, "kept");
  const JsonValue* spared_until = probity::find(*facts, "spared_until");
  const auto is_number = [](const JsonValue* value) { return value && value->IsInt64(); };
  if (!owner || !is_number(length) || !is_number(created_at) || !is_number(spared_until) || !kept || !kept->IsBool()) return std::nullopt;
  return StoredFile{.id = id, .owner = *owner, .name = std::string(text_in(*facts, "name")),
                    .media_type = std::string(text_in(*facts, "media_type")), .length = length->GetInt64(),
                    .received = 0, .created_at = created_at->GetInt64(), .kept = kept->GetBool(),
                    .spared_until = spared_until->GetInt64()};
}

/// Slugs only, so that no name can lead out of the folder.
bool is_folder_name(std::string_view workspace) {
  return !workspace.empty() && std::all_of(workspace.begin(), workspace.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

/// Calls `visit(id, facts)` for each file of one workspace's folder.
template <typename Visit>
void each_file(const std::filesystem::path& folder, Visit visit) {
  std::error_code failed;
  for (std::filesystem::recursive_directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed)) {
    if (entry->path().extension() != kFactsEnding) continue;
    const auto id = Id::parse(entry->path().stem().string());
    const auto json = id ? read_file(entry->path()) : std::nullopt;
    if (const auto facts = json ? read_facts(*json, *id) : std::nullopt) visit(*facts);
  }
}

}  // namespace

std::string clean_file_name(std::string_view name) {
  if (const auto slash = name.find_last_of("/\\"); slash != name.npos) name.remove_prefix(slash + 1);
  std::string clean;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7f) clean += c;
  }
  if (!is_valid_text(clean)) return "file";
  clean = first_characters(trim(clean), kNameCharacters);
  return clean.empty() || clean == "." || clean == ".." ? "file" : clean;
}

Files::Files(std::filesystem::path folder, Limits limits) : folder_(std::move(folder)), limits_(limits) {}

std::filesystem::path Files::path_of(std::string_view workspace, Id id) const {
  const std::string name = id.text();
  return folder_ / workspace / name.substr(0, 2) / name;
}

std::filesystem::path Files::facts_path_of(std::string_view workspace, Id id) const {
  return path_of(workspace, id) += kFactsEnding;
}

std::mutex& Files::lock_of(Id id) const { return locks_[std::hash<Id>{}(id) % locks_.size()]; }

Result<> Files::write_facts(std::string_view workspace, const StoredFile& file) const {
  return replace_file(facts_path_of(workspace, file.id), facts_json(file));
}

Result<StoredFile> Files::begin(std::string_view workspace, Id owner, std::string_view name, std::int64_t length) {
  if (!is_folder_name(workspace)) return no_such_file();
  if (length < 0 || length > limits_.largest) {
    return fail(ErrorKind::too_large, "file_too_large",
                fmt::format("A file may have at most {} MiB. Nothing was stored.", limits_.largest / (1024 * 1024)));
  }
  std::int64_t unfinished = 0;
  each_file(folder_ / workspace, [&](const StoredFile& file) { unfinished += file.owner == owner && !file.kept ? 1 : 0; });
  if (unfinished >= limits_.unfinished_per_owner) {
    return fail(ErrorKind::too_many, "too_many_uploads",
                "Too many of your uploads wait to be used. Use or cancel some; unused ones go after a day.");
  }
  const StoredFile file{.id = random_id(), .owner = owner, .name = clean_file_name(name), .media_type = {},
                        .length = length, .received = 0, .created_at = now(), .kept = false};
  PROBITY_TRY(make_folder(path_of(workspace, file.id).parent_path()));
  PROBITY_TRY(make_file(path_of(workspace, file.id)));
  PROBITY_TRY(write_facts(workspace, file));
  return find(workspace, file.id);
}

Result<StoredFile> Files::append(std::string_view workspace, Id id, std::int64_t offset, std::string_view bytes) {
  const std::lock_guard lock(lock_of(id));
  PROBITY_ASSIGN(StoredFile file, find(workspace, id));
  if (offset != file.received) {
    return fail(ErrorKind::conflict, "wrong_offset",
                fmt::format("The upload stands at byte {}. Nothing was changed; go on from there.", file.received));
  }
  if (static_cast<std::int64_t>(bytes.size()) > file.length - offset) {
    return invalid("too_long", "These are more bytes than were announced for the upload. Nothing was changed.");
  }
  PROBITY_TRY(write_at(path_of(workspace, id), offset, bytes));
  // A slow upload is not swept away while it goes on.
  if (now() - file.created_at > limits_.unkept_for / 2) {
    file.created_at = now();
    PROBITY_TRY(write_facts(workspace, file));
  }
  return find(workspace, id);
}

Result<StoredFile> Files::find(std::string_view workspace, Id id) const {
  if (!is_folder_name(workspace)) return no_such_file();
  const auto json = read_file(facts_path_of(workspace, id));
  auto file = json ? read_facts(*json, id) : std::nullopt;
  std::error_code failed;
  const auto size = std::filesystem::file_size(path_of(workspace, id), failed);
  if (!file || failed) return no_such_file();
  file->received = static_cast<std::int64_t>(size);
  if (file->complete() && file->media_type.empty()) {
    file->media_type = media_type_of(path_of(workspace, id));
    PROBITY_TRY(write_facts(workspace, *file));
  }
  return *file;
}

Result<std::filesystem::path> Files::content(std::string_view workspace, Id id) const {
  PROBITY_ASSIGN(const StoredFile file, find(workspace, id));
  if (!file.complete()) {
    return fail(ErrorKind::conflict, "upload_incomplete", "This file has not arrived completely. Go on with the upload first.");
  }
  return path_of(workspace, id);
}

Result<StoredFile> Files::change(std::string_view workspace, Id id, const std::function<void(StoredFile&)>& change) {
  const std::lock_guard lock(lock_of(id));
  PROBITY_TRY(content(workspace, id));
  PROBITY_ASSIGN(StoredFile file, find(workspace, id));
  change(file);
  PROBITY_TRY(write_facts(workspace, file));
  return file;
}

Result<StoredFile> Files::keep(std::string_view workspace, Id id) {
  bool held = false;
  PROBITY_ASSIGN(const StoredFile file, change(workspace, id, [&](StoredFile& facts) { held = std::exchange(facts.kept, true); }));
  return held ? keep_again(workspace, file) : file;
}

Result<StoredFile> Files::keep_again(std::string_view workspace, const StoredFile& file) {
  StoredFile second = file;
  second.id = random_id();
  PROBITY_TRY(make_folder(path_of(workspace, second.id).parent_path()));
  std::error_code failed;
  std::filesystem::create_hard_link(path_of(workspace, file.id), path_of(workspace, second.id), failed);
  if (failed) return internal(fmt::format("files: linking failed: {}", failed.message()));
  PROBITY_TRY(write_facts(workspace, second));
  return second;
}

Result<> Files::release(std::string_view workspace, Id id) {
  PROBITY_TRY(change(workspace, id, [](StoredFile& facts) {
    facts.kept = false;
    facts.created_at = now();
  }));
  return {};
}

Result<> Files::spare(std::string_view workspace, Id id, Timestamp until) {
  PROBITY_TRY(change(workspace, id, [&](StoredFile& facts) { facts.spared_until = until; }));
  return {};
}

Result<> Files::remove(std::string_view workspace, Id id) const {
  std::error_code failed;
  std::filesystem::remove(path_of(workspace, id), failed);
  std::filesystem::remove(facts_path_of(workspace, id), failed);
  if (failed) return internal(fmt::format("files: deleting failed: {}", failed.message()));
  return {};
}

Result<> Files::destroy(std::string_view workspace, Id id) {
  if (!is_folder_name(workspace)) return {};
  const std::lock_guard lock(lock_of(id));
  return remove(workspace, id);
}

Result<> Files::destroy_workspace(std::string_view workspace) {
  if (!is_folder_name(workspace)) return {};
  std::error_code failed;
  std::filesystem::remove_all(folder_ / workspace, failed);
  if (failed) return internal(fmt::format("files: deleting a workspace's folder failed: {}", failed.message()));
  return {};
}

bool Files::is_over(const StoredFile& file) const {
  return !file.kept && std::max(file.created_at + limits_.unkept_for, file.spared_until) < now();
}

Result<std::vector<std::pair<StoredFile, std::filesystem::path>>> Files::list(std::string_view workspace) const {
  std::vector<std::pair<StoredFile, std::filesystem::path>> files;
  if (!is_folder_name(workspace)) return files;
  each_file(folder_ / std::string(workspace), [&](const StoredFile& file) { files.emplace_back(file, path_of(workspace, file.id)); });
  return files;
}

Result<std::int64_t> Files::sweep() {
  std::int64_t swept = 0;
  std::error_code failed;
  for (std::filesystem::directory_iterator entry(folder_, failed), end; !failed && entry != end; entry.increment(failed)) {
    const std::string workspace = entry->path().filename().string();
    std::vector<Id> over;
    each_file(entry->path(), [&](const StoredFile& file) {
      if (is_over(file)) over.push_back(file.id);
    });
    for (const Id& id : over) {
      const std::lock_guard lock(lock_of(id));
      const auto file = find(workspace, id);
      if (!file || !is_over(*file)) continue;
      PROBITY_TRY(remove(workspace, id));
      ++swept;
    }
  }
  return swept;
}

}  // namespace probity::files
