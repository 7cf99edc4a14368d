#include "records/house.hpp"
#include "rights/retention/retention_fixture.hpp"
#include "store/tables.hpp"

namespace probity::retention {
namespace {

using privacy::Period;
using privacy::RetentionAction;
using privacy::Starts;
using records::expect_value;

constexpr Period kYear{.years = 1};
constexpr Timestamp kLongAgo = 400 * kDay;

class RetentionTest : public RetentionFixture {
 protected:
  /// As an erasure leaves a consent.
  void lead_nowhere(const Id& consent) {
    const records::Context at = expect_value(workspace_.records->enter(access_, "consents"));
    store::Plan plan;
    plan.update(at.catalog->columns(*at.entity, {at.entity->field("person")->first_column}), {Cell{}}, {{"_id", cell(consent)}});
    expect_value(at.database->write_and_wait(std::move(plan)));
  }
  Id suppress() {
    const auto at = records::by_program(context(), *context().model().find("suppression"));
    const auto written = expect_value(workspace_.records->create_by(at, {.allow_duplicate = true}, [](store::Reader&, records::Draft& draft) -> Result<> {
      for (const auto& [field, value] : {std::pair{"hash", "0123"}, {"kind", "email"}, {"reason", "The person said no"}}) draft.value(*draft.entity->field(field)) = cell(value);
      draft.value(*draft.entity->field("since")) = now();
      return {};
    }));
    return written.id;
  }
};

TEST_F(RetentionTest, what_is_shown_before_goes_and_nothing_else) {
  rule({rule_of("enquiries", "lead", Starts::created, kYear)});
  const Id old = workspace_.create("leads", R"({"last_name":"Old"})");
  const Id young = workspace_.create("leads", R"({"last_name":"Young"})");
  const Id contact = workspace_.create("contacts", R"({"last_name":"Other"})");
  age("leads", old, kLongAgo);
  age("contacts", contact, kLongAgo);
  EXPECT_EQ(due(), std::set<std::string>{old.text()});
  EXPECT_EQ(counted(preview(), "enquiries"), 1);
  const jobs::Job job = run();
  ASSERT_EQ(job.state, jobs::State::done) << job.message;
  EXPECT_EQ(counted(expect_value(parse_json(job.result)), "enquiries"), 1);
  EXPECT_FALSE(is_there("lead", old));
  EXPECT_TRUE(is_there("lead", young));
  EXPECT_TRUE(is_there("contact", contact));
  EXPECT_EQ(counted(preview(), "enquiries"), 0);
}

TEST_F(RetentionTest, a_look_puts_the_end_off) {
  rule({rule_of("unused", "*", Starts::last_accessed, kYear)});
  const Id forgotten = workspace_.create("contacts", R"({"last_name":"Forgotten"})");
  const Id seen = workspace_.create("contacts", R"({"last_name":"Seen"})");
  for (const Id& id : {forgotten, seen}) age("contacts", id, kLongAgo);
  reading_->note(workspace_.at("contacts"), seen);
  run();
  EXPECT_FALSE(is_there("contact", forgotten));
  EXPECT_TRUE(is_there("contact", seen));
}

TEST_F(RetentionTest, the_bin_empties_itself_of_everything) {
  rule({rule_of("bin", "*", Starts::deleted, {.days = 30}), rule_of("people", "contact", Starts::created, {.years = 6})});
  const Id contact = workspace_.create("contacts", R"({"last_name":"Thrown away"})");
  const Id company = workspace_.create("companies", R"({"name":"Gone Ltd"})");
  const Id recent = workspace_.create("companies", R"({"name":"Recent Ltd"})");
  workspace_.remove("contacts", contact);
  for (const Id& id : {company, recent}) workspace_.remove("companies", id);
  age("contacts", contact, 31 * kDay, meta::kDeletedAt);
  age("companies", company, 31 * kDay, meta::kDeletedAt);
  run();
  EXPECT_FALSE(is_there("contact", contact));
  EXPECT_FALSE(is_there("company", company));
  EXPECT_TRUE(is_there("company", recent));
}

TEST_F(RetentionTest, a_hold_keeps_it_and_says_so) {
  rule({rule_of("people", "contact", Starts::created, kYear)});
  const Id held = workspace_.create("contacts", R"({"last_name":"Held"})");
  age("contacts", held, kLongAgo);
  expect_value(restriction::impose(*workspace_.records, context(), held, {.kind = restriction::Kind::hold, .purpose = {}, .reason = "An open claim", .until = {}, .hold_kind = "dispute", .owner = workspace_.member}));
  EXPECT_EQ(due(), std::set<std::string>{});
  run();
  EXPECT_TRUE(is_there("contact", held));
  const Explanation explanation = expect_value(retention_->explain(expect_value(workspace_.records->enter(access_, "contacts")), held));
  EXPECT_EQ(explanation.record.decided_by->kind, privacy::Ground::Kind::hold);
  EXPECT_NE(explanation.record.because.find("dispute"), std::string::npos) << explanation.record.because;
}

TEST_F(RetentionTest, a_minimum_goes_before_a_shorter_rule) {
  auto books = rule_of("books", "deal", Starts::created, kYear);
  books.minimum = Period{.years = 6};
  rule({books});
  const Id deal = workspace_.create("notes", R"({"text":"x"})");
  (void)deal;
  EXPECT_EQ(due(), std::set<std::string>{});
}

TEST_F(RetentionTest, masking_empties_what_the_rule_names_and_once_only) {
  auto masking = rule_of("addresses", "contact", Starts::created, kYear);
  masking.categories = {"user.contact.email"};
  masking.action = RetentionAction::mask;
  rule({masking});
  const Id ada = workspace_.create("contacts", R"({"last_name":"Lovelace","email":"ada@example.org"})");
  age("contacts", ada, kLongAgo);
  EXPECT_EQ(due(), std::set<std::string>{ada.text()});
  run();
  const JsonDocument record = workspace_.get("contacts", ada);
  EXPECT_EQ(view(record["last_name"]), "Lovelace");
  EXPECT_EQ(record["email"].Size(), 0u);
  EXPECT_EQ(due(), std::set<std::string>{});
  EXPECT_EQ(workspace_.count(store::kHistory, store::Condition::all_of({store::Condition::equals("record", cell(ada)), store::Condition::not_of(store::Condition::is_null("salt"))})), 0)
      << "the history keeps no value";
}

TEST_F(RetentionTest, what_an_erasure_leaves_goes_at_its_end_and_not_before) {
  rule({rule_of("erased-consents", "consent", Starts::erased, {.years = 6}), rule_of("refused-addresses", "suppression", Starts::created, {.years = 10})});
  const Id ada = workspace_.create("contacts", R"({"last_name":"Lovelace"})");
  const auto consent = [&] { return workspace_.create("consents", fmt::format(R"({{"person":"{}","purpose":"marketing","state":"refused","at":"2020-01-01T00:00:00Z","method":"form","source":"Page"}})", ada.text())); };
  const Id hers = consent(), young = consent(), old = consent();
  for (const Id& erased : {young, old}) lead_nowhere(erased);
  const Timestamp six_years_ago = Period{.years = 6}.before(now());
  age("consents", hers, kLongAgo * 20, meta::kUpdatedAt);
  set("consents", young, meta::kUpdatedAt, six_years_ago + kMinute);
  set("consents", old, meta::kUpdatedAt, six_years_ago - kSecond);
  const Id listed = suppress();
  const Id listed_long_ago = suppress();
  set("suppressions", listed, meta::kCreatedAt, Period{.years = 10}.before(now()) + kMinute);
  set("suppressions", listed_long_ago, meta::kCreatedAt, Period{.years = 10}.before(now()) - kSecond);
  EXPECT_EQ(due(), (std::set<std::string>{old.text(), listed_long_ago.text()}));
  run();
  EXPECT_TRUE(is_there("consent", hers));
  EXPECT_TRUE(is_there("consent", young));
  EXPECT_FALSE(is_there("consent", old));
  EXPECT_TRUE(is_there("suppression", listed));
  EXPECT_FALSE(is_there("suppression", listed_long_ago));
}

TEST_F(RetentionTest, what_is_put_away_is_seen_for_the_law_alone) {
  auto archive = rule_of("archive", "contact", Starts::created, kYear);
  archive.action = RetentionAction::archive;
  rule({archive});
  const Id ada = workspace_.create("contacts", R"({"last_name":"Lovelace"})");
  age("contacts", ada, kLongAgo);
  run();
  EXPECT_TRUE(is_there("contact", ada));
  EXPECT_FALSE(workspace_.records->cells(workspace_.at("contacts"), ada));
  EXPECT_TRUE(workspace_.records->cells(expect_value(workspace_.records->enter(access_, "contacts")), ada));
  EXPECT_EQ(due(), std::set<std::string>{});
}

TEST_F(RetentionTest, what_is_put_away_goes_when_a_later_rule_has_it_gone) {
  auto archive = rule_of("archive", "contact", Starts::created, kYear);
  archive.action = RetentionAction::archive;
  rule({archive, rule_of("people", "contact", Starts::created, {.years = 2})});
  const Id ada = workspace_.create("contacts", R"({"last_name":"Lovelace"})");
  age("contacts", ada, kLongAgo);
  run();
  EXPECT_TRUE(is_there("contact", ada));
  const Explanation explanation = expect_value(retention_->explain(expect_value(workspace_.records->enter(access_, "contacts")), ada));
  EXPECT_EQ(explanation.record.decided_by->rule, "people");
  age("contacts", ada, 2 * kLongAgo);
  EXPECT_EQ(due(), std::set<std::string>{ada.text()});
  run();
  EXPECT_FALSE(is_there("contact", ada));
}

TEST_F(RetentionTest, masking_does_not_start_the_clock_again) {
  auto masking = rule_of("addresses", "lead", Starts::updated, kYear);
  masking.categories = {"user.contact"};
  masking.action = RetentionAction::mask;
  rule({masking, rule_of("leads", "lead", Starts::updated, {.years = 2})});
  const Id ada = workspace_.create("leads", R"({"last_name":"Lovelace","email":"ada@example.org"})");
  const Timestamp touched = now() - kLongAgo;
  set("leads", ada, meta::kUpdatedAt, touched);
  run();
  EXPECT_EQ(workspace_.get("leads", ada)["email"].Size(), 0u);
  EXPECT_EQ(view(workspace_.get("leads", ada)["updated_at"]), format_timestamp(touched));
}

TEST_F(RetentionTest, keys_of_requests_go_after_days) {
  const auto keys = [&] { return workspace_.count(store::kIdempotency, {}); };
  store::Plan plan;
  for (const Timestamp at : {now(), now() - 3 * kDay}) {
    plan.insert(records::house().idempotency, {cell(std::to_string(at)), cell(Id::make()), Blob{"x"}, std::int64_t{201}, Cell{}, Cell{}, at});
  }
  expect_value(workspace_.database()->write_and_wait(std::move(plan)));
  EXPECT_EQ(keys(), 2);
  run();
  EXPECT_EQ(keys(), 1);
}

TEST_F(RetentionTest, goes_with_what_links_to_it_as_the_links_say) {
  rule({rule_of("people", "contact", Starts::created, kYear)});
  const Id ada = workspace_.create("contacts", R"({"last_name":"Lovelace"})");
  workspace_.create("notes", fmt::format(R"({{"text":"About her","contacts":["{}"]}})", ada.text()));
  age("contacts", ada, kLongAgo);
  const jobs::Job job = run();
  EXPECT_EQ(counted(expect_value(parse_json(job.result)), "people"), 1) << job.result;
  EXPECT_FALSE(is_there("contact", ada));
}

TEST_F(RetentionTest, summaries_are_signed_and_follow_each_other) {
  rule({rule_of("people", "contact", Starts::created, kYear)});
  for (int i = 0; i < 3; ++i) ASSERT_EQ(run().state, jobs::State::done);
  EXPECT_EQ(expect_value(retention_->check_summaries("acme")), "");
  const auto summaries = expect_value(last_summaries(context(), 10));
  ASSERT_EQ(summaries.size(), 3u);
  store::Plan plan;
  const auto at = records::by_program(context(), *context().model().find("retention_run"));
  plan.update(at.catalog->columns(*at.entity, {at.entity->field("rules")->first_column}), {cell("[]x")}, {{"_id", cell(summaries[1].id)}});
  expect_value(at.database->write_and_wait(std::move(plan)));
  EXPECT_NE(expect_value(retention_->check_summaries("acme")), "");
}

TEST_F(RetentionTest, a_run_is_begun_once_and_daily) {
  expect_value(retention_->begin_daily({"acme"}));
  const Id first = expect_value(retention_->begin("acme", {}));
  EXPECT_EQ(expect_value(retention_->begin("acme", {})), first);
  workspace_.finish(first);
  expect_value(retention_->begin_daily({"acme"}));
  EXPECT_EQ(expect_value(workspace_.jobs->list("acme", "retention", 10)).size(), 1u);
}

}  // namespace
}  // namespace probity::retention
