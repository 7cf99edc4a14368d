// Every period of the five profiles, on records of the kinds it is about: a second before its end they stay, at its end
// they go. Kinds that are not recorded yet are added to the model under their names.
#include <filesystem>
#include <fstream>
#include <numeric>

#include "rights/retention/retention_fixture.hpp"

namespace probity::retention {
namespace {

using privacy::RetentionRule;
using privacy::Starts;
using records::expect_value;

/// Has every moment from which a rule may count, and data of every kind a rule may name.
constexpr std::string_view kFields = R"(subject: {via: [person]}
title: [label]
timeline: none
fields:
  label: {id: 1, type: text, max: 100, search: false, category: none, purposes: [service]}
  person: {id: 2, type: link, to: contact, on_erase: mask, category: none, purposes: [service]}
  issued_on: {id: 3, type: date_time, category: none, purposes: [service]}
  received_at: {id: 4, type: date_time, category: none, purposes: [service]}
  signed_on: {id: 5, type: date_time, category: none, purposes: [service]}
  closed_at: {id: 6, type: date_time, category: none, purposes: [service]}
  ended_at: {id: 7, type: date_time, category: none, purposes: [service]}
  address: {id: 8, type: text, max: 100, search: false, category: user.device.ip_address, purposes: [security]}
  place: {id: 9, type: text, max: 100, search: false, category: user.location, purposes: [security]}
  account: {id: 10, type: text, max: 100, search: false, category: user.account, purposes: [service]}
  subject_id: {id: 11, type: text, max: 100, search: false, category: user.unique_id, purposes: [service]}
  used: {id: 12, type: text, max: 100, search: false, category: user.behavior, purposes: [service]}
  card: {id: 13, type: text, max: 100, search: false, category: user.payment, purposes: [billing]}
)";
const std::set<std::string> kToCome{"quote", "invoice", "chat", "visit", "order", "signature", "payment", "usage", "request_log", "error_report"};
/// What the accounts themselves are made of.
const std::set<std::string> kOfAccounts{"workspace", "member", "session"};

struct Figure {
  std::string profile;
  RetentionRule rule;
};

std::vector<Figure> figures() {
  std::vector<Figure> all;
  for (const char* profile : {"real-estate-investor", "small-business", "pay-as-you-go", "consultancy", "customer-success"}) {
    const auto policy = expect_value(privacy::load_policy(std::filesystem::path(PROBITY_SOURCE_DIR) / "policies" / (std::string(profile) + ".yaml")));
    for (const RetentionRule& rule : policy.retention) {
      if (rule.keep && !kOfAccounts.contains(rule.entity)) all.push_back({profile, rule});
    }
  }
  return all;
}

/// The model of the product and what is to come.
std::filesystem::path whole_model() {
  static const records::TestFolder folder;
  const auto model = folder.path() / "model";
  if (std::filesystem::exists(model)) return model;
  std::filesystem::copy(records::product_model(), model, std::filesystem::copy_options::recursive);
  for (const std::string& entity : kToCome) {
    if (!std::filesystem::exists(model / (entity + ".yaml"))) std::ofstream(model / (entity + ".yaml")) << "entity: " << entity << '\n' << kFields;
  }
  return model;
}

class FiguresTest : public RetentionFixture, public testing::WithParamInterface<std::size_t> {
 protected:
  FiguresTest() : RetentionFixture(whole_model()) {}

  const Figure figure_ = figures()[GetParam()];
  const std::string kind_ = figure_.rule.entity == "*" ? "contact" : figure_.rule.entity;

  records::Context kind() { return expect_value(workspace_.records->enter(access_, kind_)); }

  /// The column in which the rule's clock starts.
  int column() {
    const Clock clock = clock_of(*kind().entity, figure_.rule.starts);
    return figure_.rule.starts == Starts::last_accessed ? int{meta::kCreatedAt} : clock.column;
  }

  /// As an erasure leaves it: its links lead to nobody.
  void lead_nowhere(const Id& id) {
    for (const std::string& name : kind().entity->subject.via) {
      store::Plan plan;
      plan.update(kind().catalog->columns(*kind().entity, {kind().entity->field(name)->first_column}), {Cell{}}, {{"_id", cell(id)}});
      expect_value(kind().database->write_and_wait(std::move(plan)));
    }
  }

  /// One whose clock started at that moment.
  Id made(Timestamp start) {
    const Id person = kind_ == "consent" ? workspace_.create("contacts", R"({"last_name":"One"})") : Id();
    const records::Context context = records::by_program(kind(), *kind().entity);
    const Id id = expect_value(workspace_.records->create_by(context, {.allow_duplicate = true}, [&](store::Reader&, records::Draft& draft) -> Result<> {
      for (const meta::Field& field : draft.entity->fields) {
        if (field.type->name() == "text" && field.compute.empty()) draft.value(field) = cell("One");
        if (field.required && field.type->name() == "date_time") draft.value(field) = Cell{now()};
        if (field.required && field.type->name() == "date") draft.value(field) = Cell{std::int64_t{20'000}};
        if (field.required && field.type->name() == "link" && !person.is_nil()) draft.value(field) = cell(person);
        if (field.required && field.type->name() == "choice") draft.value(field) = cell(field.choices.front().value);
      }
      return {};
    })).id;
    if (figure_.rule.starts == Starts::erased) lead_nowhere(id);
    if (figure_.rule.starts == Starts::deleted) workspace_.remove(kind_, id);
    set(kind_, id, column(), start);
    return id;
  }

  bool is_due(const Id& id, Timestamp at) {
    const JsonDocument page = preview({.rule = figure_.rule.id, .after = {}, .limit = 100, .at = at});
    return std::ranges::any_of(page["items"].GetArray(), [&](const JsonValue& item) { return view(item["id"]) == id.text(); });
  }
};

std::vector<std::size_t> places() {
  std::vector<std::size_t> places(figures().size());
  std::iota(places.begin(), places.end(), 0);
  return places;
}

TEST_P(FiguresTest, a_second_too_young_stays_and_at_the_end_it_goes) {
  rule({figure_.rule});
  ASSERT_GE(column(), 0) << "nothing of \"" << kind_ << "\" starts the clock";
  // A day on which no month is cut short, so that counting back leads to where counting on began.
  const Timestamp start = std::int64_t{*parse_day("2026-03-15")} * kDay + 11 * kHour;
  const Timestamp end = figure_.rule.keep->after(start);
  const Id one = made(start);
  EXPECT_FALSE(is_due(one, end - kSecond));
  EXPECT_TRUE(is_due(one, end));
  EXPECT_TRUE(is_due(one, end + kSecond));
}

TEST_P(FiguresTest, a_run_takes_what_is_too_old_and_leaves_what_is_too_young) {
  rule({figure_.rule});
  Timestamp over = figure_.rule.keep->before(now()) - kSecond;
  if (figure_.rule.keep->after(over) > now()) over -= 4 * kDay;
  const Id old = made(over);
  // Its time is over in an hour.
  const Id young = made(figure_.rule.keep->before(now()) + kHour);
  ASSERT_EQ(run().state, jobs::State::done);
  const bool stays_masked = figure_.rule.action == privacy::RetentionAction::mask || kind().entity->subject.kind == meta::Subject::Kind::none || !figure_.rule.categories.empty();
  EXPECT_TRUE(is_there(kind_, young));
  if (figure_.rule.action == privacy::RetentionAction::mask) EXPECT_TRUE(is_there(kind_, old));
  if (!stays_masked || !is_there(kind_, old)) {
    EXPECT_FALSE(is_there(kind_, old));
  } else {
    const auto empty = [&](const Id& id) {
      const auto cells = expect_value(workspace_.records->cells(kind(), id));
      return std::ranges::count_if(cells, [](const Cell& cell) { return is_null(cell); });
    };
    EXPECT_GT(empty(old), empty(young));
  }
  EXPECT_FALSE(is_due(old, now()));
}

std::string name_of(const testing::TestParamInfo<std::size_t>& info) {
  const Figure figure = figures()[info.param];
  std::string name = figure.profile + "_" + figure.rule.id;
  std::ranges::replace(name, '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(EveryProfile, FiguresTest, testing::ValuesIn(places()), name_of);

}  // namespace
}  // namespace probity::retention
