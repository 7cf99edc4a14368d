#include "records/policy_version.hpp"

#include "records/house.hpp"
#include "store/tables.hpp"

namespace probity::records {
namespace {

constexpr int kAtOnce = 300;

struct Standing {
  Id id;
  std::int64_t version;
};

const std::string& policy_column(const meta::Entity& entity) { return entity.columns[meta::kPolicyVersion].name; }

Result<std::vector<Standing>> older(const Context& context, store::Reader& reader, std::int64_t version, const Id& after) {
  using store::Condition;
  std::vector<Standing> rows;
  Condition wanted = Condition::all_of({Condition::compare_with(policy_column(*context.entity), store::Comparison::less, Cell{version}), Condition::is_null("_deleted_at"),
                                        Condition::compare_with("_id", store::Comparison::greater, cell(after))});
  const store::Query query{.columns = context.catalog->columns(*context.entity, {meta::kId, meta::kPolicyVersion}), .where = std::move(wanted),
                           .order = store::Order{.column = "_id"}, .tie_column = "_id", .limit = kAtOnce};
  PROBITY_TRY(reader.each(query, [&](const Row& row) {
    rows.push_back({row.id(0), row.integer(1)});
    return true;
  }));
  return rows;
}

Result<std::vector<Id>> people_of(const Context& context, store::Reader& reader, const Id& record) {
  if (context.entity->subject.kind == meta::Subject::Kind::self) return std::vector<Id>{record};
  std::vector<Id> people;
  if (context.entity->subject.kind == meta::Subject::Kind::none) return people;
  const store::Query query{.columns = house().concerned_person, .where = store::Condition::equals("record", cell(record)), .order = {}, .tie_column = "person", .limit = 10'000};
  PROBITY_TRY(reader.each(query, [&](const Row& row) {
    people.push_back(row.id(0));
    return true;
  }));
  return people;
}

Result<bool> all_told(const Context& context, store::Reader& reader, const Standing& row, const WasTold& was_told) {
  PROBITY_ASSIGN(const auto people, people_of(context, reader, row.id));
  for (const Id& person : people) {
    PROBITY_ASSIGN(const bool told, was_told(reader, person, row.version));
    if (!told) return false;
  }
  return true;
}

}  // namespace

Result<RaisedPage> raise_policy_version(const Context& context, std::int64_t version, const Id& after, const WasTold& was_told) {
  RaisedPage page{.raised = 0, .last = after, .more = false};
  store::Plan plan;
  plan.bulk = true;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(const auto rows, older(context, reader, version, after));
    page.more = rows.size() == static_cast<std::size_t>(kAtOnce);
    for (const Standing& row : rows) {
      page.last = row.id;
      PROBITY_ASSIGN(const bool may, all_told(context, reader, row, was_told));
      if (!may) continue;
      // Where it was deleted meanwhile there is nothing to raise, and nothing is.
      plan.update(context.catalog->columns(*context.entity, {meta::kPolicyVersion}), {Cell{version}}, {{"_id", cell(row.id)}, {policy_column(*context.entity), Cell{row.version}}});
      ++page.raised;
    }
    return {};
  }));
  if (page.raised > 0) PROBITY_TRY(context.database->write_and_wait(std::move(plan)));
  return page;
}

}  // namespace probity::records
