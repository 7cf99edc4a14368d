// Ages: the limit in force, and people under it.
#include <charconv>

#include "base/text.hpp"
#include "privacy/subject_state.hpp"
#include "promises/checks/checks.hpp"

namespace probity::promises {
namespace {

using store::Condition;

std::string limit_in_words(const privacy::AgeLimit& age) { return age.years ? fmt::format("{} years", *age.years) : "none"; }

Result<Evidence> limit_in_force(const Situation& situation) {
  const privacy::AgeLimit& age = situation.policy().age;
  const std::vector<Figure> figures{{"age limit in force", limit_in_words(age)}, {"countries with one of their own", std::to_string(age.by_country.size())}};
  const std::string& promised = situation.parameter("years");
  const std::string in_force = age.years ? std::to_string(*age.years) : "none";
  if (in_force != promised) return broken(fmt::format("The age limit in force is {}, and {} is promised.", in_force, promised), figures);
  return kept(age.years ? fmt::format("Data of people known to be under {} is not used.", *age.years) : "No age limit is promised, and none is in force.", figures);
}

/// Born after the youngest day of birth that is allowed, and still on record a day after that was written down.
Result<Evidence> no_minor_kept(const Situation& situation) {
  const privacy::AgeLimit& age = situation.policy().age;
  if (!age.years) return kept("No age limit is in force.");
  const Day youngest = day_of(privacy::Period{.years = *age.years}.before(now()), {});
  std::int64_t minors = 0;
  std::int64_t just_found = 0;
  std::int64_t dated = 0;
  PROBITY_TRY(each_workspace(situation, [&](const records::Context& workspace) -> Result<> {
    for (const auto& entity : workspace.model().entities()) {
      for (const meta::Field& field : entity->fields) {
        if (entity->subject.kind != meta::Subject::Kind::self || field.category != "user.demographic.date_of_birth") continue;
        const std::string& column = entity->columns[static_cast<std::size_t>(field.first_column)].name;
        PROBITY_TRY(workspace.database->read([&](store::Reader& reader) -> Result<> {
          PROBITY_ASSIGN(const std::int64_t all, reader.count(entity->name, Condition::not_of(Condition::is_null(column))));
          const Condition under = Condition::compare_with(column, store::Comparison::greater, Cell{std::int64_t{youngest}});
          PROBITY_ASSIGN(const std::int64_t young, reader.count(entity->name, under));
          PROBITY_ASSIGN(const std::int64_t over_a_day, reader.count(entity->name, Condition::all_of({under, Condition::compare_with("_updated_at", store::Comparison::less, Cell{now() - kDay})})));
          dated += all;
          minors += over_a_day;
          just_found += young - over_a_day;
          return {};
        }));
      }
    }
    return {};
  }));
  const std::vector<Figure> figures{{"people with a date of birth", std::to_string(dated)}, {"under the limit for over a day", std::to_string(minors)}, {"found within a day", std::to_string(just_found)}, {"limit", limit_in_words(age)}};
  if (minors > 0) return broken("Data of people under the age limit is on record for over a day.", figures);
  return kept(just_found > 0 ? "Somebody under the age limit was found within the last day, and is to be deleted." : "Nobody on record is known to be under the age limit.", figures);
}

}  // namespace

std::vector<Check> age_checks() {
  return {
      {"age.limit_in_force", "the age limit of the policy in force", {"years"}, limit_in_force},
      {"age.no_minor_kept", "people on record for over a day with a date of birth under the limit in force", {}, no_minor_kept},
  };
}

}  // namespace probity::promises
