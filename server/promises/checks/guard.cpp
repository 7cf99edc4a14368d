// The guard: whether it looks for what should not be stored, and whether such a thing is stored.
#include "privacy/guard/guard.hpp"

#include "base/text.hpp"
#include "promises/checks/checks.hpp"

namespace probity::promises {
namespace {

using privacy::GuardAct;
namespace guard = privacy::guard;

/// Texts of one kind of record that one look reads at most, newest first: so that an hour's look ends within it.
constexpr int kMostTexts = 20'000;

std::string_view name_of(GuardAct act) {
  switch (act) {
    case GuardAct::allow: return "allow";
    case GuardAct::warn: return "warn";
    case GuardAct::mask: return "mask";
    case GuardAct::refuse: return "refuse";
  }
  return "allow";
}

/// A text that holds one of the kind: examples of issuers, and made up ones.
std::string_view sample_of(guard::Kind kind) {
  switch (kind) {
    case guard::Kind::payment_card: return "Card 4111 1111 1111 1111";
    case guard::Kind::iban: return "IBAN DE89 3704 0044 0532 0130 00";
    case guard::Kind::us_ssn: return "SSN 536-22-8145";
    case guard::Kind::uk_nino: return "National insurance number AB 12 34 56 C";
    case guard::Kind::national_id: return "PESEL 44051401359";
    case guard::Kind::health: return {};
  }
  return {};
}

Result<Evidence> in_force(const Situation& situation) {
  const std::string& least = situation.parameter("at_least");
  const guard::Guard look;
  std::vector<Figure> figures;
  for (const std::string& name : situation.list("kinds")) {
    const auto rule = situation.policy().guard.find(name);
    const GuardAct act = rule == situation.policy().guard.end() ? GuardAct::allow : rule->second;
    figures.push_back({name, std::string(name_of(act))});
    const int wanted = least == "refuse" ? 3 : least == "mask" ? 2 : 1;
    if (static_cast<int>(act) < wanted) return broken(fmt::format("By the policy in force, \"{}\" is not looked for as strictly as promised ({} instead of {}).", name, name_of(act), least), figures);
    const auto kind = guard::kind_named(name);
    if (!kind) return broken(fmt::format("The program does not know how to look for \"{}\".", name), figures);
    const std::string_view sample = sample_of(*kind);
    if (!sample.empty() && look.look(sample, guard::Kinds().with(*kind)).empty()) return broken(fmt::format("The program did not notice an example of \"{}\".", name), figures);
  }
  return kept("The program looks for these in every text that is written, and noticed an example of each just now.", figures);
}

/// Columns of an entity that people write texts into.
std::vector<std::string> text_columns(const meta::Entity& entity) {
  std::vector<std::string> columns;
  for (const meta::Field& field : entity.fields) {
    const std::string_view type = field.type->name();
    if ((type == "text" || type == "long_text") && !field.read_only && !field.is_credential()) columns.push_back(entity.columns[static_cast<std::size_t>(field.first_column)].name);
  }
  return columns;
}

struct Looked {
  std::int64_t texts = 0;
  std::int64_t finds = 0;
};

Result<> look_through(const records::Context& workspace, const meta::Entity& entity, guard::Kinds kinds, Looked& looked) {
  const auto columns = text_columns(entity);
  if (columns.empty()) return {};
  const store::Query newest{.columns = store::Projection::make(entity.name, columns), .where = {}, .order = store::Order{.column = "_id", .descending = true}, .limit = kMostTexts};
  const guard::Guard look;
  return workspace.database->read([&](store::Reader& reader) {
    return reader.each(newest, [&](const Row& row) {
      for (int column = 0; column < static_cast<int>(columns.size()); ++column) {
        const std::string_view text = row.text(column);
        if (text.empty()) continue;
        ++looked.texts;
        looked.finds += static_cast<std::int64_t>(look.look(text, kinds).size());
      }
      return true;
    });
  });
}

Result<Evidence> nothing_stored(const Situation& situation) {
  guard::Kinds kinds;
  for (const std::string& name : situation.list("kinds")) {
    if (const auto kind = guard::kind_named(name)) kinds = kinds.with(*kind);
    else return broken(fmt::format("The program does not know how to look for \"{}\".", name));
  }
  Looked looked;
  PROBITY_TRY(each_workspace(situation, [&](const records::Context& workspace) -> Result<> {
    for (const auto& entity : workspace.model().entities()) PROBITY_TRY(look_through(workspace, *entity, kinds, looked));
    return {};
  }));
  const std::vector<Figure> figures{{"texts looked through", std::to_string(looked.texts)}, {"finds", std::to_string(looked.finds)}};
  if (looked.finds > 0) return broken("There are texts in which such a number stands.", figures);
  return kept("No such number stands in any text that was looked through.", figures);
}

}  // namespace

std::vector<Check> guard_checks() {
  return {
      {"guard.in_force", "what the policy in force does with such finds, and whether an example is noticed", {"kinds", "at_least"}, in_force},
      {"guard.nothing_stored", "stored texts, newest first, up to 20,000 of each kind of record", {"kinds"}, nothing_stored},
  };
}

}  // namespace probity::promises
