// What must hold whatever the rules and the records are.
#include <rapidcheck.h>

#include "rights/retention/retention_fixture.hpp"

namespace probity::retention {
namespace {

using privacy::Starts;
using records::expect_value;

struct Made {
  std::string entity;
  Id id;
};

class PropertyTest : public RetentionFixture {
 protected:
  privacy::RetentionRule any_rule(int number) {
    privacy::RetentionRule rule = rule_of(fmt::format("rule-{}", number), *rc::gen::element<std::string>("contact", "lead", "company", "*"),
                                          *rc::gen::element(Starts::created, Starts::updated, Starts::last_accessed, Starts::deleted), {.days = *rc::gen::inRange(1, 400)});
    if (*rc::gen::inRange(0, 4) == 0) rule.minimum = privacy::Period{.days = *rc::gen::inRange(1, 400)};
    if (*rc::gen::inRange(0, 6) == 0) rule.keep.reset();
    if (*rc::gen::inRange(0, 5) == 0) {
      rule.categories = {"user.contact"};
      rule.action = privacy::RetentionAction::mask;
    }
    return rule;
  }

  Made any_record() {
    const auto plural = *rc::gen::element<std::string>("contacts", "leads", "companies");
    const Id id = workspace_.create(plural, plural == "companies" ? R"({"name":"Some Ltd"})" : R"({"last_name":"Somebody","email":"somebody@example.org"})");
    if (*rc::gen::inRange(0, 3) == 0) {
      workspace_.remove(plural, id);
      age(plural, id, *rc::gen::inRange(0, 400) * kDay, meta::kDeletedAt);
    } else if (plural != "companies" && *rc::gen::inRange(0, 4) == 0) {
      expect_value(restriction::impose(*workspace_.records, context(), id, {.kind = restriction::Kind::hold, .purpose = {}, .reason = "A claim", .until = {}}));
    }
    age(plural, id, *rc::gen::inRange(0, 400) * kDay);
    age(plural, id, *rc::gen::inRange(0, 400) * kDay, meta::kUpdatedAt);
    if (*rc::gen::inRange(0, 3) == 0) reading_->note(records::by_program(workspace_.at(plural), *workspace_.at(plural).entity), id);
    return {plural, id};
  }

  /// As the explanation of each record has it.
  std::set<std::string> over_by_explanation(const std::vector<Made>& made) {
    std::set<std::string> over;
    for (const Made& record : made) {
      const auto explanation = expect_value(retention_->explain(expect_value(workspace_.records->enter(access_, record.entity)), record.id));
      if (explanation.record.until && *explanation.record.until <= now()) over.insert(record.id.text());
    }
    return over;
  }

  /// Removals alone; what is masked stays.
  std::set<std::string> removals_shown() {
    std::set<std::string> shown;
    const JsonDocument page = preview({.rule = {}, .after = {}, .limit = 1'000, .at = {}});
    for (const JsonValue& item : page["items"].GetArray()) {
      if (view(item["action"]) == "remove") shown.emplace(view(item["id"]));
    }
    return shown;
  }
};

TEST_F(PropertyTest, what_is_explained_shown_and_done_is_the_same) {
  const bool held = rc::check("the same for random rows, rules and holds", [&] {
    std::vector<privacy::RetentionRule> rules;
    for (int number = *rc::gen::inRange(1, 5); number > 0; --number) rules.push_back(any_rule(number));
    rule(std::move(rules));
    std::vector<Made> made;
    for (int number = *rc::gen::inRange(1, 12); number > 0; --number) made.push_back(any_record());
    const auto explained = over_by_explanation(made);
    const auto shown = removals_shown();
    std::set<std::string> shown_of_these;
    for (const Made& record : made) {
      if (shown.contains(record.id.text())) shown_of_these.insert(record.id.text());
    }
    RC_ASSERT(shown_of_these == explained);
    const JsonDocument counts = preview();
    const jobs::Job job = run();
    RC_ASSERT(job.state == jobs::State::done);
    const JsonDocument summary = expect_value(parse_json(job.result));
    for (const JsonValue& count : counts["rules"].GetArray()) RC_ASSERT(counted(counts, view(count["rule"])) == counted(summary, view(count["rule"])));
    for (const Made& record : made) {
      const std::string entity = workspace_.at(record.entity).entity->name;
      RC_ASSERT(is_there(entity, record.id) != shown_of_these.contains(record.id.text()));
    }
    RC_ASSERT(due().empty());
    RC_ASSERT(run().state == jobs::State::done);
    RC_ASSERT(expect_value(last_summaries(context(), 1)).front().total() == 0);
  });
  EXPECT_TRUE(held);
}

}  // namespace
}  // namespace probity::retention
