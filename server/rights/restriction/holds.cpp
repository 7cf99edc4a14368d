#include "rights/restriction/holds.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "records/subject/state.hpp"
#include "rights/restriction/rows.hpp"

namespace probity::restriction {

Result<std::vector<Hold>> holds_on(const records::Context& context, store::Reader& reader, const Id& record) {
  std::vector<Hold> holds;
  if (!context.model().find("restriction")) return holds;
  const records::Context restrictions = at_restrictions(context);
  PROBITY_ASSIGN(std::set<Id> people, records::people_of(reader, record));
  people.insert(record);
  const auto column = [&](std::string_view field) { return restrictions.entity->field(field)->first_column; };
  for (const Id& person : people) {
    PROBITY_TRY(each_of(restrictions, reader, person, [&](const Row& row) {
      if (row.text(column("kind")) != name_of(Kind::hold) || !is_in_force(restrictions, row)) return;
      const int until = column("until");
      holds.push_back({.id = row.id(meta::kId), .person = person, .kind = std::string(row.text(column("hold_kind"))), .reason = std::string(row.text(column("reason"))),
                       .owner = row.id(column("owner")), .until = row.null(until) ? std::nullopt : std::optional(row.integer(until))});
    }));
  }
  return holds;
}

std::string in_words(const Hold& hold) {
  std::string words = "It is held";
  const std::string until = hold.until ? "until " + format_day(day_of(*hold.until, {})) : std::string();
  if (!hold.kind.empty() || hold.until) words += fmt::format(" ({}{}{})", hold.kind, hold.kind.empty() || until.empty() ? "" : ", ", until);
  if (!is_blank(hold.reason)) words += ": " + hold.reason;
  if (!words.ends_with('.')) words += '.';
  return words + (hold.until ? " Nothing of it may be deleted before." : " Nothing of it may be deleted until the hold is lifted.");
}

}  // namespace probity::restriction
