#include "records/forgetting/forget.hpp"

#include "records/house.hpp"
#include "records/subject/state.hpp"
#include "store/tables.hpp"

namespace probity::records {
namespace {

constexpr std::size_t kAtOnce = 200;
constexpr std::size_t kFew = 25;
constexpr int kRounds = 20;

/// Writes plans a few hundred at a time; how many of them were written.
Result<std::int64_t> write_all(const Context& context, std::vector<store::Plan> plans) {
  std::int64_t written = 0;
  for (store::Plan& plan : plans) {
    plan.bulk = true;
    PROBITY_ASSIGN(const auto outcome, context.database->write_and_wait(std::move(plan)));
    written += outcome.committed ? 1 : 0;
  }
  return written;
}

/// Puts several plans without preconditions together.
std::vector<store::Plan> joined(std::vector<store::Plan> plans) {
  std::vector<store::Plan> all;
  std::size_t count = 0;
  for (store::Plan& plan : plans) {
    if (count++ % kAtOnce == 0) all.emplace_back();
    std::ranges::move(plan.operations, std::back_inserter(all.back().operations));
  }
  return all;
}

Result<std::int64_t> write_counted(const Context& context, std::vector<store::Plan> plans) {
  const auto count = static_cast<std::int64_t>(plans.size());
  PROBITY_TRY(write_all(context, joined(std::move(plans))));
  return count;
}

Result<> rewrite_histories(store::Reader& reader, const store::Condition& where, const Rewrite& rewrite, const std::set<Id>& spared, std::vector<store::Plan>& plans) {
  static const auto read = store::Projection::make(store::kHistory, {"record", "id", "changes"});
  static const auto write = store::Projection::make(store::kHistory, {"changes", "salt"});
  const auto told = store::Condition::all_of({store::Condition::not_of(store::Condition::is_null("changes")), where});
  return reader.each({.columns = read, .where = told, .order = {}, .tie_column = "id", .limit = INT_MAX}, [&](const Row& row) {
    const std::string_view changes = row.text(2);
    std::string left = rewrite(changes);
    if (left == changes || spared.contains(row.id(0))) return true;
    store::Plan plan;
    plan.update(write, {std::move(left), Cell{}}, {{"record", row.cell(0)}, {"id", row.cell(1)}});
    plans.push_back(std::move(plan));
    return true;
  });
}

/// What stands against whom a record concerns still.
Result<privacy::SubjectState> state_without(const Context& context, store::Reader& reader, const Id& record, const std::vector<Id>& people) {
  privacy::SubjectState state = privacy::kNobody;
  PROBITY_ASSIGN(const std::set<Id> concerned, people_of(reader, record));
  for (const Id& id : concerned) {
    if (std::ranges::find(people, id) != people.end()) continue;
    PROBITY_ASSIGN(const Person other, find_person(context, reader, id));
    if (other.entity) state = privacy::together(state, other.state);
  }
  return state;
}

Result<> plan_unconcerned(const Context& context, store::Reader& reader, const Left& one, const std::vector<Id>& people, store::Plan& plan) {
  for (const Id& person : people) plan.remove(store::kConcerns, {{"person", cell(person)}, {"entity", cell(one.entity->name)}, {"record", cell(one.record)}});
  if (one.entity->subject.kind != meta::Subject::Kind::via) return {};
  PROBITY_ASSIGN(const privacy::SubjectState state, state_without(context, reader, one.record, people));
  PROBITY_TRY(reader.one(context.catalog->tables(*one.entity).identity, "_id", cell(one.record), [&](const Row& row) {
    plan.require(one.entity->name, {{"_id", cell(one.record)}, {"_version", row.cell(1)}, {"_subject_state", row.cell(3)}});
    plan.update(context.catalog->columns(*one.entity, {meta::kSubjectState}), {state}, {{"_id", cell(one.record)}});
    return false;
  }));
  return {};
}

}  // namespace

Result<std::int64_t> forget_in_histories(const Context& context, const Rewrite& rewrite, const std::set<Id>& spared) {
  std::vector<store::Plan> plans;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) { return rewrite_histories(reader, {}, rewrite, spared, plans); }));
  return write_counted(context, std::move(plans));
}

Result<std::int64_t> forget_in_histories_of(const Context& context, const Rewrite& rewrite, const std::vector<Id>& records) {
  std::vector<store::Plan> plans;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    for (const Id& record : records) PROBITY_TRY(rewrite_histories(reader, store::Condition::equals("record", cell(record)), rewrite, {}, plans));
    return {};
  }));
  return write_counted(context, std::move(plans));
}

Result<std::int64_t> forget_in_settings(const Context& context, const Rewrite& rewrite) {
  static const auto value = store::Projection::make(store::kSetting, {"value"});
  std::int64_t total = 0;
  // A setting that was changed meanwhile is looked at again.
  for (int round = 0; round < kRounds; ++round) {
    std::vector<store::Plan> plans;
    PROBITY_TRY(context.database->read([&](store::Reader& reader) {
      const store::Query query{.columns = house().setting, .where = {}, .order = {}, .tie_column = "name", .limit = INT_MAX};
      return reader.each(query, [&](const Row& row) {
        const std::string_view text = row.text(1);
        std::string left = rewrite(text);
        if (left == text) return true;
        store::Plan plan;
        plan.require(store::kSetting, {{"name", row.cell(0)}, {"value", row.cell(1)}});
        plan.update(value, {std::move(left)}, {{"name", row.cell(0)}});
        plans.push_back(std::move(plan));
        return true;
      });
    }));
    if (plans.empty()) return total;
    PROBITY_ASSIGN(const std::int64_t written, write_all(context, std::move(plans)));
    total += written;
  }
  return fail(ErrorKind::unavailable, "busy", "The settings of this workspace are being changed by others right now; it is tried again.");
}

namespace {

Result<std::int64_t> forget_keys(const Context& context, const store::Condition& where, const std::function<bool(const Row&)>& goes) {
  std::vector<store::Plan> plans;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) {
    const store::Query query{.columns = house().idempotency, .where = where, .order = {}, .tie_column = "key", .limit = INT_MAX};
    return reader.each(query, [&](const Row& row) {
      if (!goes(row)) return true;
      store::Plan plan;
      plan.remove(store::kIdempotency, {{"key", row.cell(0)}, {"actor", row.cell(1)}});
      plans.push_back(std::move(plan));
      return true;
    });
  }));
  return write_counted(context, std::move(plans));
}

}  // namespace

Result<std::int64_t> forget_requests(const Context& context, const std::set<Id>& records, const std::function<bool(std::string_view)>& tells) {
  return forget_keys(context, {}, [&](const Row& row) { return records.contains(row.id(5)) || (tells && tells(row.text(0))); });
}

Result<std::int64_t> forget_requests_before(const Context& context, Timestamp moment) {
  return forget_keys(context, store::Condition::compare_with("at", store::Comparison::less, Cell{moment}), [](const Row&) { return true; });
}

Result<> unconcern(const Context& context, const std::vector<Left>& records, const std::vector<Id>& people) {
  for (std::size_t begin = 0; begin < records.size(); begin += kAtOnce) {
    const std::span some(records.data() + begin, std::min(kAtOnce, records.size() - begin));
    bool written = false;
    for (int round = 0; round < kRounds && !written; ++round) {
      store::Plan plan;
      plan.bulk = true;
      PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
        for (const Left& one : some) PROBITY_TRY(plan_unconcerned(context, reader, one, people, plan));
        return {};
      }));
      PROBITY_ASSIGN(const auto outcome, context.database->write_and_wait(std::move(plan)));
      written = outcome.committed;
    }
    if (!written) return fail(ErrorKind::unavailable, "busy", "Others keep changing what concerns this person; it is tried again.");
  }
  return {};
}

Result<> forget_people(const Context& context, const std::vector<Id>& people) {
  // Few in one plan, for nothing else is written meanwhile.
  for (std::size_t begin = 0; begin < people.size(); begin += kFew) {
    store::Plan plan;
    plan.bulk = true;
    for (const Id& person : std::span(people).subspan(begin, std::min(kFew, people.size() - begin))) {
      plan.remove(store::kConcerns, {{"person", cell(person)}});
      plan.update(house().history_values, {Cell{}, Cell{}, Cell{}}, {{"record", cell(person)}});
    }
    PROBITY_TRY(context.database->write_and_wait(std::move(plan)));
  }
  return {};
}

}  // namespace probity::records
