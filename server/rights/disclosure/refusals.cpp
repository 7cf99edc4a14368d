#include "rights/disclosure/refusals.hpp"

#include "records/subject/same_person.hpp"

namespace probity::disclosure {
namespace {

using records::Context;
using records::Draft;

std::string name_in(const privacy::Policy& policy, std::string_view processor) {
  return processor == kEveryVendor ? std::string("Every service that may be refused") : policy.processor(processor)->name;
}

Result<> check(const privacy::Policy& policy, std::string_view id) {
  if (id == kEveryVendor) return {};
  const privacy::Processor* processor = policy.processor(id);
  if (!processor) return fail(ErrorKind::not_found, "unknown_processor", "The policy lists no such service.", "processor");
  if (processor->may_refuse) return {};
  return fail(ErrorKind::conflict, "may_not_be_refused", fmt::format("{} cannot be refused alone: {} The way to end it is to object to the purpose, or to have the data erased.", processor->name, processor->task), "processor");
}

}  // namespace

bool covers(const std::set<std::string, std::less<>>& refusals, const privacy::Processor& processor) {
  return processor.may_refuse && (refusals.contains(kEveryVendor) || refusals.contains(processor.id));
}

Result<std::vector<std::pair<Id, std::string>>> Refusals::rows_of(const Context& context, const Id& person) {
  using store::Condition;
  std::vector<std::pair<Id, std::string>> rows;
  const int processor = context.entity->field("processor")->first_column;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(const auto theirs, records::records_of_person(context, reader, person));
    std::vector<Cell> ids;
    for (const Id& id : theirs) ids.push_back(cell(id));
    const store::Query query{.columns = context.tables->all,
                             .where = Condition::all_of({Condition::is_in("person", std::move(ids)), Condition::is_null("_deleted_at")}),
                             .limit = std::numeric_limits<int>::max()};
    return reader.each(query, [&](const Row& row) {
      rows.emplace_back(row.id(meta::kId), row.text(processor));
      return true;
    });
  }));
  return rows;
}

Result<std::set<std::string, std::less<>>> Refusals::of(std::string_view workspace, const Id& person) {
  privacy::Access access;
  PROBITY_ASSIGN(const Context context, book_.enter(workspace, "vendor_refusal", access));
  PROBITY_ASSIGN(const auto rows, rows_of(context, person));
  std::set<std::string, std::less<>> refused;
  for (const auto& row : rows) refused.insert(row.second);
  return refused;
}

Result<> Refusals::refuse(std::string_view workspace, const Id& person, std::string_view processor, const Id& by) {
  privacy::Access access;
  PROBITY_ASSIGN(const Context context, book_.enter(workspace, "vendor_refusal", access));
  const privacy::Policy& policy = *context.policy->policy;
  PROBITY_TRY(check(policy, processor));
  PROBITY_ASSIGN(const auto before, rows_of(context, person));
  if (std::ranges::any_of(before, [&](const auto& row) { return row.second == processor; })) return {};
  PROBITY_TRY(records_.create_by(context, {.allow_duplicate = true}, [&](store::Reader&, Draft& draft) -> Result<> {
    const auto value = [&](std::string_view field) -> Cell& { return draft.value(*draft.entity->field(field)); };
    value("person") = cell(person);
    value("processor") = cell(processor);
    value("name") = cell(name_in(policy, processor));
    if (!by.is_nil()) value("by") = cell(by);
    return {};
  }));
  return {};
}

Result<> Refusals::allow(std::string_view workspace, const Id& person, std::string_view processor) {
  privacy::Access access;
  PROBITY_ASSIGN(const Context context, book_.enter(workspace, "vendor_refusal", access));
  PROBITY_ASSIGN(const auto rows, rows_of(context, person));
  for (const auto& [id, name] : rows) {
    if (name == processor) PROBITY_TRY(records_.remove(context, id));
  }
  return {};
}

}  // namespace probity::disclosure
