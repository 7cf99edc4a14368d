// Requests of people: answered in time, by proof, and with a reason where they were not granted.
#include "base/text.hpp"
#include "promises/checks/checks.hpp"
#include "promises/checks/requests.hpp"

namespace probity::promises {
namespace {

using records::Context;
using store::Condition;

/// An answer that came late is held against the promise for so long.
constexpr Timestamp kRemembered = 28 * kDay;
/// At once: within the time that a letter and the work itself take.
constexpr Timestamp kAtOnce = kDay;

Condition under_way() { return Condition::is_in("state", {cell("open"), cell("in_progress")}); }
Condition before(std::string column, Timestamp at) { return Condition::compare_with(std::move(column), store::Comparison::less, Cell{at}); }
Condition since(std::string column, Timestamp at) { return Condition::compare_with(std::move(column), store::Comparison::greater_or_equal, Cell{at}); }

/// A clock that stands still is not over; California's never does.
Condition runs() { return Condition::any_of({Condition::is_null("awaits"), Condition::equals("clock", cell("ccpa"))}); }

Result<std::int64_t> answered_late(const Situation& situation) {
  std::int64_t late = 0;
  PROBITY_TRY(each_place(situation, "request", [&](const Context& context) {
    const Condition ended = Condition::all_of({Condition::is_in("state", {cell("fulfilled"), cell("denied")}), since("ended_at", now() - kRemembered), Condition::is_null("_deleted_at")});
    return each_row(context, ended, [&](const Row& row) {
      if (integer_of(context, row, "ended_at") > integer_of(context, row, "due_at")) ++late;
      return true;
    });
  }));
  return late;
}

Result<Evidence> within_clock(const Situation& situation) {
  PROBITY_ASSIGN(const std::int64_t overdue, requests_overdue(situation, {}));
  PROBITY_ASSIGN(const std::int64_t late, answered_late(situation));
  PROBITY_ASSIGN(const std::int64_t open, count(situation, "request", [](const Context&) { return under_way(); }));
  PROBITY_ASSIGN(const std::int64_t untold, count(situation, "request", [](const Context&) {
    return Condition::all_of({under_way(), before("acknowledge_by", now()), Condition::is_null("acknowledged_at")});
  }));
  const std::vector<Figure> figures{{"under way", std::to_string(open)}, {"past their date", std::to_string(overdue)}, {"answered late in four weeks", std::to_string(late)}, {"not acknowledged in time", std::to_string(untold)}};
  if (overdue > 0) return broken("Somebody waits longer for an answer about their data than was promised.", figures);
  if (untold > 0) return broken("Somebody was not told in time that their request came in.", figures);
  if (late > 0) return broken("Somebody was answered later than was promised.", figures);
  return kept("Nobody who asked about their data waits longer than promised.", figures);
}

Result<Evidence> proven(const Situation& situation) {
  PROBITY_ASSIGN(const std::int64_t done, count(situation, "request", [](const Context&) { return Condition::equals("state", cell("fulfilled")); }));
  PROBITY_ASSIGN(const std::int64_t unproven, count(situation, "request", [](const Context&) {
    return Condition::all_of({Condition::equals("state", cell("fulfilled")), Condition::equals("identity", cell("unproven"))});
  }));
  const std::vector<Figure> figures{{"carried out", std::to_string(done)}, {"without proof", std::to_string(unproven)}};
  if (unproven > 0) return broken("Something was done with data for somebody who had not proven that it is theirs.", figures);
  return kept("Nothing is shown or changed for anybody who has not proven that the data is theirs.", figures);
}

Result<Evidence> answered(const Situation& situation) {
  std::int64_t ended = 0, silent = 0;
  PROBITY_TRY(each_place(situation, "request", [&](const Context& context) {
    const Condition over = Condition::all_of({Condition::is_in("state", {cell("fulfilled"), cell("denied")}), Condition::is_null("_deleted_at")});
    return each_row(context, over, [&](const Row& row) {
      ++ended;
      const bool denied = text_of(context, row, "state") == "denied";
      const bool says = denied ? !text_of(context, row, "reason").empty() : !text_of(context, row, "outcome").empty();
      if (!says) ++silent;
      return true;
    });
  }));
  PROBITY_ASSIGN(const std::int64_t open, count(situation, "request", [](const Context&) { return under_way(); }));
  const std::vector<Figure> figures{{"ended", std::to_string(ended)}, {"without outcome or reason", std::to_string(silent)}, {"under way", std::to_string(open)}};
  if (silent > 0) return broken("A request ended without saying what was done, or why not.", figures);
  return kept("Every request is followed to its end, and each end says what was done, or why not.", figures);
}

Result<Evidence> erased_at_once(const Situation& situation) {
  if (!situation.policy().rights.erase_at_once) return broken("The policy in force does not erase at once.");
  PROBITY_ASSIGN(const std::int64_t waiting_for_it, count(situation, "request", [](const Context&) {
    return Condition::all_of({under_way(), Condition::equals("kind", cell("erasure")), Condition::equals("identity", cell("proven")), before("_updated_at", now() - kAtOnce)});
  }));
  const std::vector<Figure> figures{{"proven and not erased", std::to_string(waiting_for_it)}};
  if (waiting_for_it > 0) return broken("Somebody asked to be erased, proved who they are, and is still on record.", figures);
  return kept("Whoever asks to be erased and proves who they are is erased at once.", figures);
}

}  // namespace

Result<std::int64_t> requests_overdue(const Situation& situation, const std::vector<std::string>& kinds) {
  return count(situation, "request", [&](const Context&) {
    std::vector<Condition> all{under_way(), runs(), before("due_at", now()), Condition::is_null("_deleted_at")};
    if (!kinds.empty()) {
      std::vector<Cell> cells;
      for (const std::string& kind : kinds) cells.push_back(cell(kind));
      all.push_back(Condition::is_in("kind", std::move(cells)));
    }
    return Condition::all_of(std::move(all));
  });
}

std::vector<Check> request_checks() {
  return {
      {"requests.within_clock", "requests under way and answered, against the day on which each was due", {}, within_clock},
      {"requests.answered", "what requests that ended say of their end", {}, answered},
      {"requests.proven", "requests carried out, and whether the identity was proven", {}, proven},
      {"requests.erased_at_once", "requests for erasure that were proven, and how long they wait", {}, erased_at_once},
  };
}

}  // namespace probity::promises
