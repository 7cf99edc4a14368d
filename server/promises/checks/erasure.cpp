// Erasures: that they come to their end, and that what they took stays away.
#include "promises/checks/checks.hpp"
#include "records/subject/state.hpp"

namespace probity::promises {
namespace {

/// An erasure is a matter of minutes; one that a day did not bring to its end is stuck.
constexpr Timestamp kLongest = kDay;

struct Tally {
  std::int64_t certified = 0;
  std::int64_t under_way = 0;
  std::int64_t stuck = 0;
  std::int64_t back = 0;  ///< people who were erased and are there
};

std::vector<Id> ids_in(std::string_view json) {
  std::vector<Id> ids;
  const auto document = parse_json(json);
  if (!document || !document->IsArray()) return ids;
  for (const JsonValue& id : document->GetArray()) {
    if (id.IsString()) ids.push_back(Id::parse(view(id)).value_or(Id{}));
  }
  return ids;
}

Result<> count_back(const records::Context& context, const std::vector<Id>& people, Tally& tally) {
  return context.database->read([&](store::Reader& reader) -> Result<> {
    for (const Id& person : people) {
      PROBITY_ASSIGN(const records::Person found, records::find_person(context, reader, person));
      if (found.entity) ++tally.back;
    }
    return {};
  });
}

Result<Evidence> certified(const Situation& situation) {
  Tally tally;
  PROBITY_TRY(each_place(situation, "erasure", [&](const records::Context& context) -> Result<> {
    std::vector<Id> gone;
    PROBITY_TRY(each_row(context, {}, [&](const Row& row) {
      if (text_of(context, row, "state") == "certified") {
        ++tally.certified;
        std::ranges::move(ids_in(text_of(context, row, "people")), std::back_inserter(gone));
      } else {
        ++tally.under_way;
        if (integer_of(context, row, "begun_at") < now() - kLongest) ++tally.stuck;
      }
      return true;
    }));
    return count_back(context, gone, tally);
  }));
  const std::vector<Figure> figures{{"certified", std::to_string(tally.certified)}, {"under way", std::to_string(tally.under_way)},
                                    {"under way for more than a day", std::to_string(tally.stuck)}, {"erased and there again", std::to_string(tally.back)}};
  if (tally.back > 0) return broken("Somebody who was erased is there again.", figures);
  if (tally.stuck > 0) return broken("An erasure has not come to its end for more than a day.", figures);
  return kept(tally.certified == 0 ? "Nobody was erased yet." : "Whoever was erased is gone, and each has a certificate from looking again.", figures);
}

}  // namespace

std::vector<Check> erasure_checks() {
  return {{"erasure.certified", "erasures, their certificates, and whether those people are there", {}, certified}};
}

}  // namespace probity::promises
