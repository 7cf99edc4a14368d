#include "rights/erasure/places/places.hpp"

namespace probity::erasure {
namespace {

std::vector<Find> found(std::string what, std::int64_t count) { return count == 0 ? std::vector<Find>{} : std::vector<Find>{{std::move(what), count}}; }

auto holds(const Target& target) {
  return [&needles = target.needles](std::string_view text) { return needles.in(text) || needles.names_id(text); };
}

}  // namespace

Place jobs_place(jobs::Jobs& jobs) {
  const auto look = [&jobs](const Target& target) -> Result<std::vector<Find>> {
    PROBITY_ASSIGN(const std::int64_t count, jobs.count_held(target.workspace, holds(target)));
    return found("background job that names the person", count);
  };
  return {.name = "jobs",
          .find = look,
          .erase = [&jobs](const Target& target) -> Result<> {
            PROBITY_TRY(jobs.forget(target.workspace, holds(target)));
            return {};
          },
          .rescan = look};
}

Place exports_place(records::exporting::Exports& exports) {
  const auto look = [&exports](const Target& target) -> Result<std::vector<Find>> { return found("exported file", exports.count(target.workspace)); };
  return {.name = "exports",
          .find = look,
          .erase = [&exports](const Target& target) -> Result<> {
            exports.forget(target.workspace);
            return {};
          },
          // A file made since the erasure began was made without the person.
          .rescan = [](const Target&) -> Result<std::vector<Find>> { return std::vector<Find>{}; }};
}

}  // namespace probity::erasure
