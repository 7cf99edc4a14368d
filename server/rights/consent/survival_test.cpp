// Whatever is done to the records of people, what they said stays: after any sequence of statements, merges,
// unmerges, undos and changes of address, each person's events are those said by whoever they are now, and the noes
// said while they were one with somebody else.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>

#include "records/duplicates/merge.hpp"
#include "records/test_workspace.hpp"
#include "records/undo/undo.hpp"
#include "rights/consent/consents.hpp"
#include "rights/consent/rows.hpp"

namespace probity::rights {
namespace {

using privacy::consent::State;
using records::expect_value;

const std::string kSecret(32, 'k');

class Lives {
 public:
  Lives()
      : workspace_({.model = records::product_model(), .add_hooks = [](records::Hooks& hooks) { add_consent_hooks(hooks, [] { return kSecret; }); }}),
        consents_({.records = *workspace_.records, .jobs = *workspace_.jobs, .secret = kSecret, .public_url = {}, .send = {}, .mark = {}}) {
    for (int each = 0; each < 4; ++each) {
      people_.push_back(workspace_.create("contact", fmt::format(R"({{"last_name":"Person {0}","email":"p{0}@example.org"}})", each)));
      part_of_[people_.back()] = people_.back();
    }
  }

  /// One of everything that can happen; what cannot happen now does not.
  void happen(int what, std::size_t who, std::size_t other, int state) {
    const Id person = alive(who);
    if (what <= 3) say(person, static_cast<State>(state));
    if (what == 4) merge(person, alive(other));
    if (what == 5) unmerge();
    if (what == 6) (void)records::undo_last(*workspace_.records, workspace_.access);
    if (what == 7) write_to(person, R"({"email":[]})");
    if (what == 8) write_to(person, fmt::format(R"({{"email":"p{}@example.org"}})", who));
    look_who_is_who();
  }

  void check() {
    for (const Id& person : people_) {
      if (part_of_[person] != person) continue;
      std::set<Id> expected;
      for (const auto& [event, by] : said_) {
        if (now_is(by) == person) expected.insert(event);
      }
      std::set<Id> kept;
      const auto history = expect_value(consents_.history(workspace_.at("contact"), person));
      for (const Recorded& each : history) {
        const bool no_of_both = !said_.contains(each.event.id) && (each.event.state == State::refused || each.event.state == State::withdrawn);
        if (!no_of_both) kept.insert(each.event.id);
      }
      RC_ASSERT(kept == expected);
      const auto verdict = expect_value(consents_.why(workspace_.at("contact"), person, "marketing", "email"));
      RC_ASSERT(verdict.standing.state == privacy::consent::standing(events_of(history), {.purpose = "marketing", .channel = "email"}, now()).state);
    }
  }

 private:
  Id now_is(Id person) {
    while (part_of_[person] != person) person = part_of_[person];
    return person;
  }
  Id alive(std::size_t who) { return now_is(people_[who % people_.size()]); }

  /// Merges may be taken back by more than one way.
  void look_who_is_who() {
    expect_value(workspace_.database()->read([&](store::Reader& reader) -> Result<> {
      for (const Id& person : people_) {
        PROBITY_ASSIGN(const auto winner, records::winner_over(reader, person));
        part_of_[person] = winner.value_or(person);
      }
      return {};
    }));
  }

  void say(const Id& person, State state) {
    const Statement statement{.state = state, .purpose = "marketing", .channel = "email", .method = "form", .source = "Page"};
    // Of somebody in the bin nothing is recorded.
    if (const auto recorded = consents_.record(workspace_.at("contact"), person, statement)) said_[*recorded] = person;
  }
  /// Nothing is changed in somebody who is in the bin.
  void write_to(const Id& person, const std::string& patch) {
    (void)workspace_.records->update(workspace_.at("contact"), person, expect_value(parse_json(patch)));
  }
  void merge(const Id& winner, const Id& loser) {
    if (winner == loser) return;
    const auto context = workspace_.at("contact");
    JsonBuffer buffer;
    JsonWriter writer(buffer);
    if (!records::merge(*workspace_.records, context, {.winner = winner, .losers = {loser}, .fields = {}}, writer)) return;
    merges_.push_back(*Id::parse(view(expect_value(parse_json(text(buffer)))["merge"])));
  }
  void unmerge() {
    if (merges_.empty()) return;
    JsonBuffer buffer;
    JsonWriter writer(buffer);
    if (records::unmerge(*workspace_.records, workspace_.access, merges_.back(), writer)) merges_.pop_back();
  }

  records::TestWorkspace workspace_;
  Consents consents_;
  std::vector<Id> people_;
  std::map<Id, Id> part_of_;   ///< whom a person was merged into; themselves
  std::map<Id, Id> said_;      ///< by whom, as they were then
  std::vector<Id> merges_;
};

RC_GTEST_PROP(ConsentSurvival, what_was_said_stays_whatever_becomes_of_the_records, ()) {
  Lives lives;
  const int steps = *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(4, 16));
  for (int step = 0; step < steps; ++step) {
    const auto pick = [](int beyond) { return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, beyond)); };
    lives.happen(pick(9), static_cast<std::size_t>(pick(4)), static_cast<std::size_t>(pick(4)), 1 + pick(privacy::consent::kStates - 1));
  }
  lives.check();
}

}  // namespace
}  // namespace probity::rights
