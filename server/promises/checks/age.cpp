// Ages: the limit in force, and people under it.
#include <set>

#include "base/text.hpp"
#include "promises/checks/checks.hpp"
#include "records/ages.hpp"

namespace probity::promises {
namespace {

using store::Condition;

std::string limit_in_words(const privacy::AgeLimit& age) { return age.years ? fmt::format("{} years", *age.years) : "none"; }

Result<Evidence> limit_in_force(const Situation& situation) {
  const privacy::AgeLimit& age = situation.policy().age;
  const std::vector<Figure> figures{{"age limit in force", limit_in_words(age)}, {"countries with one of their own", std::to_string(age.by_country.size())}};
  const std::string& promised = situation.parameter("years");
  const std::string in_force = age.years ? std::to_string(*age.years) : "none";
  if (in_force != promised && !situation.applied) {
    return broken(fmt::format("The age limit would be {}, because it was set so here over the policy, and {} is promised. Leave out the age that was set, and it is kept.", in_force, promised), figures);
  }
  if (in_force != promised) return broken(fmt::format("The age limit in force is {}, and {} is promised.", in_force, promised), figures);
  return kept(age.years ? fmt::format("Data of people known to be under {} is not used.", *age.years) : "No age limit is promised, and none is in force.", figures);
}

/// People of whom a parent's verified consent stands; nobody where the policy knows none.
Result<std::set<Id>> with_a_parents_consent(const Situation& situation, const records::Context& workspace) {
  std::set<Id> people;
  const meta::Entity* entity = workspace.model().find("parental_consent");
  if (!entity || !situation.policy().age.parental_consent) return people;
  const records::Context consents = records::by_program(workspace, *entity);
  const meta::Field* person = entity->field("person");
  PROBITY_TRY(each_row(consents, Condition::all_of({Condition::is_null("withdrawn_at"), Condition::is_null("_deleted_at")}), [&](const Row& row) {
    if (!row.null(person->first_column)) people.insert(row.id(person->first_column));
    return true;
  }));
  return people;
}

struct Minors {
  std::int64_t dated = 0;       ///< people with a date of birth
  std::int64_t over_a_day = 0;  ///< under the limit of their country, and on record for so long since that was written down
  std::int64_t just_found = 0;
  std::int64_t consented = 0;   ///< under it, with a parent's verified consent
};

Result<> count_minors(const Situation& situation, const records::Context& workspace, Minors& minors) {
  PROBITY_ASSIGN(const std::set<Id> consented, with_a_parents_consent(situation, workspace));
  for (const auto& entity : workspace.model().entities()) {
    const auto dates = records::dates_of_birth(*entity);
    if (entity->subject.kind != meta::Subject::Kind::self || dates.empty()) continue;
    std::vector<Condition> dated;
    for (const meta::Field* field : dates) dated.push_back(Condition::not_of(Condition::is_null(entity->columns[static_cast<std::size_t>(field->first_column)].name)));
    records::Context people = records::by_program(workspace, *entity);
    // Under the policy that is looked at, which may not be in force.
    people.policy = situation.in_force;
    PROBITY_TRY(each_row(people, Condition::any_of(std::move(dated)), [&](const Row& row) {
      ++minors.dated;
      if (!records::is_minor_by_age(people, *entity, row)) return true;
      if (consented.contains(row.id(meta::kId))) ++minors.consented;
      else ++(row.integer(meta::kUpdatedAt) < now() - kDay ? minors.over_a_day : minors.just_found);
      return true;
    }));
  }
  return {};
}

/// Under the limit of their country, without a parent's consent, and still on record a day after that was written down.
Result<Evidence> no_minor_kept(const Situation& situation) {
  const privacy::AgeLimit& age = situation.policy().age;
  if (!age.years) return kept("No age limit is in force.");
  Minors minors;
  PROBITY_TRY(each_workspace(situation, [&](const records::Context& workspace) { return count_minors(situation, workspace, minors); }));
  const std::vector<Figure> figures{{"people with a date of birth", std::to_string(minors.dated)}, {"under the limit for over a day", std::to_string(minors.over_a_day)}, {"found within a day", std::to_string(minors.just_found)},
                                    {"with a parent's verified consent", std::to_string(minors.consented)}, {"limit", limit_in_words(age)}};
  if (minors.over_a_day > 0) return broken("Data of people under the age limit is on record for over a day.", figures);
  return kept(minors.just_found > 0 ? "Somebody under the age limit was found within the last day, and is to be deleted." : "Nobody on record is known to be under the age limit without a parent's consent where that is enough.", figures);
}

}  // namespace

std::vector<Check> age_checks() {
  return {
      {"age.limit_in_force", "the age limit of the policy in force", {"years"}, limit_in_force},
      {"age.no_minor_kept", "people on record for over a day with a date of birth under the limit of their country, but those of whom a parent's consent stands", {}, no_minor_kept},
  };
}

}  // namespace probity::promises
