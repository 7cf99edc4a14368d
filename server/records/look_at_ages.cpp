#include "records/look_at_ages.hpp"

#include "base/json.hpp"
#include "base/time.hpp"
#include "records/ages.hpp"
#include "store/tables.hpp"

namespace probity::records {
namespace {

constexpr const char* kKind = "ages";
constexpr std::string_view kSetting = "ages.looked";
constexpr int kAtOnce = 500;
constexpr Day kLongestYear = 366;

privacy::Access program(const std::string& workspace) {
  static const auto grants = privacy::Grants::make({.role = "program", .administrator = true});
  return {.actor = {}, .workspace = workspace, .purpose = std::string(privacy::kLegalObligation), .grants = grants, .origin = "ages"};
}

int highest_limit(const privacy::AgeLimit& age) {
  int years = age.years.value_or(0);
  for (const auto& [country, own] : age.by_country) years = std::max(years, own);
  return years;
}

/// Two policies that say the same give the same text.
std::string text_of_limits(const privacy::AgeLimit& age) {
  std::string text = fmt::format("{}{}", age.years.value_or(0), age.parental_consent ? " or a parent" : "");
  for (const auto& [country, years] : age.by_country) text += fmt::format(", {} {}", country, years);
  return text;
}

/// What was looked at last: under which limits, on which day, and how old people could be to be under one.
struct Looked {
  std::string limits;
  Day day = 0;
  int years = 0;
  bool operator==(const Looked&) const = default;
};

Result<Looked> read_looked(store::Database& database) {
  Looked looked;
  PROBITY_ASSIGN(const auto stored, read_setting(database, kSetting));
  const auto json = stored ? parse_json(*stored) : parse_json("{}");
  if (!json || !json->IsObject() || !json->HasMember("day")) return looked;
  looked.limits = view((*json)["limits"]);
  looked.day = static_cast<Day>((*json)["day"].GetInt64());
  looked.years = (*json)["years"].GetInt();
  return looked;
}

Result<> write_looked(store::Database& database, const Looked& looked) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  key(writer, "limits");
  put(writer, looked.limits);
  key(writer, "day");
  writer.Int64(looked.day);
  key(writer, "years");
  writer.Int(looked.years);
  writer.EndObject();
  return write_setting(database, kSetting, text(buffer));
}

using Visit = std::function<void(const Row&)>;

/// Every row of the context's entity born on a day or later, the bin included.
Result<> each_born_since(const Context& context, const meta::Field& field, Day since, const Visit& visit) {
  std::optional<store::Position> after;
  for (;;) {
    int rows = 0;
    store::Query query{.columns = context.tables->all,
                       .where = store::Condition::compare_with(field.name, store::Comparison::greater_or_equal, Cell{std::int64_t{since}}),
                       .order = store::Order{.column = field.name},
                       .tie_column = "_id",
                       .limit = kAtOnce};
    query.after = after;
    PROBITY_TRY(context.database->read([&](store::Reader& reader) {
      return reader.each(query, [&](const Row& row) {
        ++rows;
        after = store::Position{row.cell(field.first_column), row.cell(meta::kId)};
        visit(row);
        return true;
      });
    }));
    if (rows < kAtOnce) return {};
  }
}

/// The same for every entity whose records are people; false where none says when somebody was born.
Result<bool> each_person_born_since(const Context& workspace, Day since, const std::function<void(const Context&, const Row&)>& visit) {
  bool any = false;
  const bool system = workspace.workspace->slug() == kSystemWorkspace;
  for (const auto& entity : workspace.model().entities()) {
    if (entity->subject.kind != meta::Subject::Kind::self || entity->system != system) continue;
    const Context context = by_program(workspace, *entity);
    for (const meta::Field* field : dates_of_birth(*entity)) {
      any = true;
      PROBITY_TRY(each_born_since(context, *field, since, [&](const Row& row) { visit(context, row); }));
    }
  }
  return any;
}

Result<> mark_all(store::Database& database, const std::vector<Id>& people) {
  store::Plan plan;
  plan.bulk = true;
  for (const Id& person : people) mark_person(person, plan);
  if (!people.empty()) PROBITY_TRY(database.write_and_wait(std::move(plan)));
  return {};
}

Timestamp start_of(Day day) { return std::int64_t{day} * kDay; }

}  // namespace

Ages::Ages(Records& records, Subjects& subjects, jobs::Jobs& jobs) : records_(records), subjects_(subjects) {
  jobs.watch(kKind, {.ring = [this](const std::string& workspace) { return look(workspace); }});
  listener_ = records_.changes().listen([&jobs](const Change& change) {
    if (change.operation == kPolicyInForce) jobs.look_again(change.workspace, kKind);
  });
}

Ages::~Ages() { records_.changes().forget(listener_); }

Result<std::optional<Timestamp>> Ages::look(const std::string& workspace) {
  // Whoever is too young has no account.
  if (workspace == kSystemWorkspace) return std::nullopt;
  const privacy::Access access = program(workspace);
  PROBITY_ASSIGN(const Context context, records_.enter(access));
  const privacy::AgeLimit& age = context.policy->policy->age;
  const Looked now_in_force{.limits = text_of_limits(age), .day = day_of(now(), context.input->time_zone), .years = highest_limit(age)};
  // The next day begins at another hour than that of Greenwich; an hour late is early enough.
  const Timestamp next = std::max(start_of(now_in_force.day + 1), now()) + kHour;
  PROBITY_ASSIGN(const Looked before, read_looked(*context.database));
  if (before == now_in_force) return next;
  const Day first = std::min(before.day == 0 ? now_in_force.day : before.day, now_in_force.day);
  const Day since = first - (std::max(before.years, now_in_force.years) + 1) * kLongestYear;
  std::vector<Id> people;
  PROBITY_TRY(each_person_born_since(context, since, [&](const Context& there, const Row& row) {
    const bool marked = (row.integer(meta::kSubjectState) & privacy::kMinor) != 0;
    if (marked != is_minor_by_age(there, *there.entity, row)) people.push_back(row.id(meta::kId));
  }));
  PROBITY_TRY(mark_all(*context.database, people));
  PROBITY_TRY(subjects_.settle(workspace));
  PROBITY_TRY(write_looked(*context.database, now_in_force));
  return next;
}

Result<std::optional<std::int64_t>> count_under_age(const Context& workspace, const privacy::Policy& policy) {
  Context context = workspace;
  context.policy = privacy::PolicyInForce::make({.policy = std::make_shared<const privacy::Policy>(policy)});
  const Day since = day_of(now(), workspace.input->time_zone) - (highest_limit(policy.age) + 1) * kLongestYear;
  std::set<Id> people;
  PROBITY_ASSIGN(const bool any, each_person_born_since(context, since, [&](const Context& there, const Row& row) {
    if (is_minor_by_age(there, *there.entity, row)) people.insert(row.id(meta::kId));
  }));
  if (!any) return std::nullopt;
  return std::optional(static_cast<std::int64_t>(people.size()));
}

}  // namespace probity::records
