#include "records/forgetting/forget.hpp"
#include "records/house.hpp"
#include "rights/erasure/places/places.hpp"

namespace probity::erasure {
namespace {

Result<std::vector<Find>> look(const Target& target) {
  std::int64_t settings = 0;
  std::int64_t requests = 0;
  PROBITY_TRY(target.context.database->read([&](store::Reader& reader) -> Result<> {
    const store::Query all{.columns = records::house().setting, .where = {}, .order = {}, .tie_column = "name", .limit = INT_MAX};
    PROBITY_TRY(reader.each(all, [&](const Row& row) {
      settings += target.needles.in(row.text(1)) ? 1 : 0;
      return true;
    }));
    const store::Query keys{.columns = records::house().idempotency, .where = {}, .order = {}, .tie_column = "key", .limit = INT_MAX};
    return reader.each(keys, [&](const Row& row) {
      requests += target.needles.ids().contains(row.id(5)) || target.needles.in(row.text(0)) ? 1 : 0;
      return true;
    });
  }));
  std::vector<Find> found;
  if (settings > 0) found.push_back({"setting that names the person", settings});
  if (requests > 0) found.push_back({"key of a request that made a record of theirs or names them", requests});
  return found;
}

}  // namespace

Place settings_place() {
  return {.name = "settings",
          .find = look,
          .erase = [](const Target& target) -> Result<> {
            PROBITY_TRY(records::forget_in_settings(target.context, [&](std::string_view text) { return target.needles.without(text); }));
            PROBITY_TRY(records::forget_requests(target.context, target.needles.ids(), [&](std::string_view key) { return target.needles.in(key); }));
            return {};
          },
          .rescan = look};
}

}  // namespace probity::erasure
