#include "rights/erasure/ledger.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>

#include "base/json.hpp"

namespace probity::erasure {
namespace {

std::string line_of(const Entry& entry) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  key(writer, "erasure");
  put(writer, entry.erasure.text());
  key(writer, "entity");
  put(writer, entry.entity);
  key(writer, "people");
  writer.StartArray();
  for (const Id& id : entry.people) put(writer, id.text());
  writer.EndArray();
  key(writer, "ground");
  put(writer, entry.ground);
  key(writer, "state");
  put(writer, entry.certified ? "certified" : "begun");
  key(writer, "at");
  put(writer, format_timestamp(entry.at));
  writer.EndObject();
  return std::string(text(buffer)) + '\n';
}

std::string_view member(const JsonValue& object, std::string_view name) {
  const JsonValue* value = find(object, name);
  return value && value->IsString() ? view(*value) : std::string_view();
}

std::optional<Entry> entry_of(std::string_view line) {
  const auto document = parse_json(line);
  if (!document || !document->IsObject()) return std::nullopt;
  Entry entry{.erasure = Id::parse(member(*document, "erasure")).value_or(Id{}), .entity = std::string(member(*document, "entity")), .people = {},
              .ground = std::string(member(*document, "ground")), .at = 0, .certified = member(*document, "state") == "certified"};
  if (const auto at = parse_timestamp(member(*document, "at"))) entry.at = *at;
  const JsonValue* people = find(*document, "people");
  if (!people || !people->IsArray()) return std::nullopt;
  for (const JsonValue& id : people->GetArray()) {
    if (id.IsString()) entry.people.push_back(Id::parse(view(id)).value_or(Id{}));
  }
  return entry;
}

std::unexpected<Error> unwritable() {
  return fail(ErrorKind::unavailable, "ledger_unwritable", "The ledger of erasures cannot be written: the disk is full, or its folder is not writable. It is tried again.");
}

bool write_whole(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

Result<> Ledger::append(const std::string& workspace, const Entry& entry) {
  const std::lock_guard lock(mutex_);
  return write(workspace, entry);
}

Result<> Ledger::append_once(const std::string& workspace, const Entry& entry) {
  const std::lock_guard lock(mutex_);
  const auto& certified = known(workspace).certified;
  const auto there = certified.find(entry.erasure);
  if (there != certified.end() && (there->second || !entry.certified)) return {};
  return write(workspace, entry);
}

Result<> Ledger::write(const std::string& workspace, const Entry& entry) {
  Known& before = known(workspace);
  std::error_code error;
  std::filesystem::create_directories(folder_, error);
  if (!error) std::filesystem::permissions(folder_, std::filesystem::perms::owner_all, error);
  const int file = ::open(file_of(workspace).c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return unwritable();
  // A line that a kill cut short must not take the next one with it.
  char last = '\n';
  const off_t end = ::lseek(file, 0, SEEK_END);
  if (end > 0) (void)!::pread(file, &last, 1, end - 1);
  const bool written = write_whole(file, (last == '\n' ? "" : "\n") + line_of(entry)) && ::fsync(file) == 0;
  ::close(file);
  if (!written) return unwritable();
  before.certified[entry.erasure] |= entry.certified;
  before.size = size(workspace);
  return {};
}

Result<std::vector<Entry>> Ledger::read(const std::string& workspace, std::uint64_t from) const {
  const std::lock_guard lock(mutex_);
  return lines(workspace, from);
}

Result<std::vector<Id>> Ledger::unfinished(const std::string& workspace) const {
  const std::lock_guard lock(mutex_);
  std::vector<Id> ids;
  for (const auto& [id, certified] : known(workspace).certified) {
    if (!certified) ids.push_back(id);
  }
  return ids;
}

std::uint64_t Ledger::size(const std::string& workspace) const {
  std::error_code error;
  const auto size = std::filesystem::file_size(file_of(workspace), error);
  return error ? 0 : size;
}

std::vector<Entry> Ledger::lines(const std::string& workspace, std::uint64_t from) const {
  std::vector<Entry> entries;
  std::ifstream stream(file_of(workspace), std::ios::binary);
  if (from > 0) {
    stream.seekg(static_cast<std::streamoff>(from) - 1);
    if (stream.get() != '\n') {
      stream.clear();
      stream.seekg(0);
    }
  }
  for (std::string line; std::getline(stream, line);) {
    if (auto entry = entry_of(line)) entries.push_back(std::move(*entry));
  }
  return entries;
}

Ledger::Known& Ledger::known(const std::string& workspace) const {
  Known& known = known_[workspace];
  const std::uint64_t now = size(workspace);
  if (known.size == now) return known;
  known = {.size = now, .certified = {}};
  for (const Entry& entry : lines(workspace, 0)) known.certified[entry.erasure] |= entry.certified;
  return known;
}

std::vector<std::string> Ledger::workspaces() const {
  std::vector<std::string> names;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder_, error), end; entry != end && !error; entry.increment(error)) {
    if (entry->path().extension() == ".jsonl") names.push_back(entry->path().stem().string());
  }
  return names;
}

}  // namespace probity::erasure
