#include "rights/erasure/held.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "rights/restriction/holds.hpp"
#include "rights/restriction/rows.hpp"

namespace probity::erasure {
namespace {

using reach::Effect;
using reach::Reached;

Result<bool> is_held(const records::Context& context, store::Reader& reader, const Reached& one) {
  bool held = false;
  PROBITY_TRY(reader.one(context.catalog->tables(*one.entity).identity, "_id", cell(one.record), [&](const Row& row) {
    held = (row.integer(3) & privacy::kHeld) != 0;
    return false;
  }));
  return held;
}

/// The holds in force on the people, in words; empty where it is held on account of others.
Result<std::string> words_of_holds(const records::Context& context, store::Reader& reader, const std::vector<Id>& people) {
  std::string words;
  if (!context.model().find("restriction")) return words;
  const records::Context holds = restriction::at_restrictions(context);
  const auto column = [&](std::string_view field) { return holds.entity->field(field)->first_column; };
  for (const Id& person : people) {
    PROBITY_TRY(restriction::each_of(holds, reader, person, [&](const Row& row) {
      const bool over = !row.null(column("lifted_at")) || (!row.null(column("until")) && row.integer(column("until")) <= now());
      if (over || restriction::kind_named(row.text(column("kind"))) != restriction::Kind::hold) return;
      const std::string_view reason = trim(row.text(column("reason")));
      words += fmt::format(" {}: {}.", row.null(column("until")) ? "Held without an end" : "Held until " + format_timestamp(row.integer(column("until"))),
                           reason.empty() ? "no reason was given" : reason);
    }));
  }
  return words;
}

}  // namespace

Result<> check_not_held(const records::Context& context, store::Reader& reader, const reach::Reach& reach) {
  for (const Reached& one : reach.records) {
    if (one.effect != Effect::self) continue;
    PROBITY_ASSIGN(const bool held, is_held(context, reader, one));
    if (!held) continue;
    PROBITY_ASSIGN(const std::string holds, words_of_holds(context, reader, reach.people));
    return fail(ErrorKind::conflict, "held",
                fmt::format("Nothing of this person may be erased while it is held.{} Nothing was changed.", holds));
  }
  return {};
}

Result<> keep_held(const records::Context& context, store::Reader& reader, reach::Reach& reach) {
  for (Reached& one : reach.records) {
    if (one.effect != Effect::remove && one.effect != Effect::mask) continue;
    PROBITY_ASSIGN(const bool held, is_held(context, reader, one));
    if (!held) continue;
    PROBITY_ASSIGN(const auto holds, restriction::holds_on(context, reader, one.record));
    one.effect = Effect::keep;
    one.kept_because = "It is held on account of somebody else.";
    for (const restriction::Hold& hold : holds) {
      one.kept_because += " " + restriction::in_words(hold);
      one.kept_until = std::max(one.kept_until.value_or(0), hold.until.value_or(0));
    }
    if (holds.empty() || std::ranges::any_of(holds, [](const restriction::Hold& hold) { return !hold.until; })) one.kept_until.reset();
  }
  return {};
}

}  // namespace probity::erasure
