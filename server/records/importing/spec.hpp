#pragma once
// One import as it is prepared, chosen and remembered.
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/id.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include "records/importing/row_source.hpp"

namespace probity::records::importing {

enum class Mode { create, update, upsert };
enum class Unmapped { note, leave_out };

struct Column {
  std::string name;
  std::vector<std::string> samples;
  std::string target;     ///< see target.hpp; empty: maps to no field
  double confidence = 0;  ///< of the proposal, 0 to 1
  std::string format;     ///< how it writes dates or numbers, see value_format.hpp; empty where its target has neither
  std::string dates;      ///< the format where its target has dates
  std::string numbers;    ///< and where it has numbers
};

struct Spec {
  Id id;
  std::string entity;               ///< name
  std::filesystem::path file;
  std::string file_name;            ///< as the person called it
  Detected detected;
  std::vector<Column> columns;
  Mode mode = Mode::create;
  std::string key;                  ///< field by which rows find their record; for update and upsert
  Unmapped unmapped = Unmapped::note;
  std::optional<Id> job;            ///< once started
  Timestamp created_at = 0;
};

std::string to_json(const Spec& spec);
Result<Spec> spec_from_json(std::string_view json);

std::string_view name_of(Mode mode);
std::optional<Mode> mode_named(std::string_view name);

/// What an import has done so far.
struct Tally {
  std::int64_t rows = 0;
  std::int64_t created = 0;
  std::int64_t updated = 0;
  std::int64_t skipped = 0;
  std::int64_t failed = 0;
  std::int64_t possible_duplicates = 0;
  std::int64_t suppressed = 0;       ///< rows written with an address to which nothing may be sent
  formats::Position position;        ///< end of the last row dealt with
  std::uint64_t failed_bytes = 0;    ///< length of the file of failed rows at that point
};
void write_members(const Tally& tally, JsonWriter& writer);
Tally tally_of(const JsonValue& object);

}  // namespace probity::records::importing
