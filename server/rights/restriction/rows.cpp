#include "rights/restriction/rows.hpp"

#include "base/time.hpp"
#include "records/subject/same_person.hpp"

namespace probity::restriction {
namespace {

using records::Context;
using store::Condition;

int column_of(const Context& context, std::string_view field) { return context.entity->field(field)->first_column; }

/// What one row puts into the state while it is in force.
privacy::SubjectState bits_in(const Context& context, const Row& row) {
  const auto kind = kind_named(row.text(column_of(context, "kind")));
  return kind ? bits_of(*context.policy->policy, *kind, row.text(column_of(context, "purpose"))) : 0;
}

}  // namespace

bool is_in_force(const Context& context, const Row& row) {
  const int until = column_of(context, "until");
  return row.null(column_of(context, "lifted_at")) && (row.null(until) || row.integer(until) > now());
}

Context at_restrictions(const Context& context) { return records::by_program(context, *context.model().find("restriction")); }

privacy::SubjectState bits_of(const privacy::Policy& policy, Kind kind, std::string_view purpose) {
  switch (kind) {
    case Kind::restriction: return privacy::kRestricted;
    case Kind::minor: return privacy::kMinor;
    case Kind::hold: return privacy::kHeld;
    case Kind::objection: break;
  }
  const privacy::Purpose* found = policy.purpose(purpose);
  return found ? privacy::objected_to(found->id) : 0;
}

Result<> each_of(const Context& context, store::Reader& reader, const Id& person, const std::function<void(const Row&)>& visit) {
  PROBITY_ASSIGN(const auto theirs, records::records_of_person(context, reader, person));
  std::vector<Cell> ids;
  for (const Id& id : theirs) ids.push_back(cell(id));
  const store::Query query{.columns = context.tables->all,
                           .where = Condition::all_of({Condition::is_in("person", std::move(ids)), Condition::is_null("_deleted_at")}),
                           .order = store::Order{.column = "_id", .descending = true},
                           .limit = INT_MAX};
  return reader.each(query, [&](const Row& row) {
    visit(row);
    return true;
  });
}

Result<> plan_lifted(const Context& context, store::Reader& reader, const Id& person, const Id& restriction, store::Plan& plan) {
  privacy::SubjectState own = 0;
  privacy::SubjectState others = 0;
  PROBITY_TRY(each_of(context, reader, person, [&](const Row& row) {
    if (row.id(meta::kId) == restriction) own = bits_in(context, row);
    else if (is_in_force(context, row)) others |= bits_in(context, row);
  }));
  records::mark_person(person, plan);
  // Whether they are a minor by their birthday as well is asked with the other facts.
  const privacy::SubjectState gone = own & ~others & ~privacy::kMinor;
  return records::plan_state(context, reader, person, [&](privacy::SubjectState state) { return state & ~gone; }, plan);
}

Result<privacy::SubjectState> state_of(const Context& context, store::Reader& reader, const Id& person) {
  privacy::SubjectState state = 0;
  if (!context.model().find("restriction")) return state;
  const Context restrictions = at_restrictions(context);
  PROBITY_TRY(each_of(restrictions, reader, person, [&](const Row& row) {
    if (is_in_force(restrictions, row)) state |= bits_in(restrictions, row);
  }));
  return state;
}

}  // namespace probity::restriction
