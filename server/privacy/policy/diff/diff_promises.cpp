#include "privacy/policy/diff/sentences.hpp"
#include "privacy/policy/publish/placeholders.hpp"

namespace probity::privacy {
namespace {

using Statement = std::pair<std::string, std::string>;

bool looks_alike(const std::vector<Promise::Check>& left, const std::vector<Promise::Check>& right) {
  return std::ranges::equal(left, right, [](const Promise::Check& one, const Promise::Check& other) { return one.name == other.name && one.with == other.with; });
}

void changed(Sentences& to, const Promise& old, const Promise& now) {
  const std::string where = "promises." + now.id;
  // Whether other words promise less, no program can say: people are told.
  if (old.text != now.text) to.wider(where, fmt::format("A promise is worded anew: \"{}\" Before: \"{}\"", in_words(to.after, now), in_words(to.before, old)));
  else if (!looks_alike(old.checks, now.checks) || old.needs != now.needs) to.same(where, fmt::format("It is checked in another way whether this is kept: \"{}\"", in_words(to.after, now)));
}

void statement_changed(Sentences& to, const Statement& old, const Statement& now) {
  if (old.second != now.second) to.same("statements." + now.first, fmt::format("The text of the policy says in other words: \"{}\"", now.second));
}

}  // namespace

void diff_promises(Sentences& to) {
  compare_lists(
      to.before.promises, to.after.promises, &Promise::id, [&](const Promise& promise) { to.narrower("promises." + promise.id, fmt::format("A new promise: \"{}\"", in_words(to.after, promise))); },
      [&](const Promise& promise) { to.wider("promises." + promise.id, fmt::format("No longer promised: \"{}\"", in_words(to.before, promise))); }, [&](const Promise& old, const Promise& now) { changed(to, old, now); });
  compare_lists(
      to.before.statements, to.after.statements, &Statement::first, [&](const Statement& statement) { to.same("statements." + statement.first, fmt::format("The text of the policy says in addition: \"{}\"", statement.second)); },
      [&](const Statement& statement) { to.same("statements." + statement.first, fmt::format("The text of the policy no longer says: \"{}\"", statement.second)); },
      [&](const Statement& old, const Statement& now) { statement_changed(to, old, now); });
}

}  // namespace probity::privacy
