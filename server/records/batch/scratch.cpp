#include "records/batch/scratch.hpp"

#include "base/time.hpp"
#include "records/house.hpp"
#include "records/workspace.hpp"
#include "store/tables.hpp"

namespace probity::records {
namespace {

constexpr std::string_view kPrefix = "scratch.";
constexpr Timestamp kKeptFor = 7 * kDay;

Result<std::vector<std::string>> names_with(store::Database& database, const std::string& prefix) {
  std::vector<std::string> names;
  const auto where = store::Condition::compare_with("name", store::Comparison::starts_with, cell(prefix));
  store::Query query{.columns = house().setting, .where = where, .order = {}, .tie_column = "name", .limit = INT_MAX};
  PROBITY_TRY(database.read([&](store::Reader& reader) {
    return reader.each(query, [&](const Row& row) {
      names.emplace_back(row.text(0));
      return true;
    });
  }));
  return names;
}

Result<> remove(store::Database& database, const std::vector<std::string>& names) {
  if (names.empty()) return {};
  store::Plan plan;
  for (const std::string& name : names) plan.remove(store::kSetting, {{"name", cell(name)}});
  PROBITY_TRY(database.write_and_wait(std::move(plan)));
  return {};
}

/// The instant inside a UUID of version 7.
Timestamp made_at(const Id& id) {
  std::int64_t milliseconds = 0;
  for (int index = 0; index < 6; ++index) milliseconds = milliseconds << 8 | id.bytes[static_cast<std::size_t>(index)];
  return milliseconds * kMillisecond;
}

}  // namespace

std::string Scratch::name(std::int64_t number) const { return fmt::format("{}{}.{}", kPrefix, id_.text(), number); }

Result<> Scratch::put(std::int64_t number, std::string_view text) { return write_setting(database_, name(number), text); }

Result<std::string> Scratch::get(std::int64_t number) {
  PROBITY_ASSIGN(auto text, read_setting(database_, name(number)));
  if (text) return std::move(*text);
  return internal("a list of a job is missing");
}

Result<> Scratch::clear() {
  PROBITY_ASSIGN(const auto names, names_with(database_, fmt::format("{}{}.", kPrefix, id_.text())));
  return remove(database_, names);
}

Result<> clear_old_scratch(store::Database& database) {
  PROBITY_ASSIGN(auto names, names_with(database, std::string(kPrefix)));
  std::erase_if(names, [](const std::string& name) {
    const auto id = Id::parse(std::string_view(name).substr(kPrefix.size()).substr(0, 36));
    return !id || now() - made_at(*id) < kKeptFor;
  });
  return remove(database, names);
}

}  // namespace probity::records
