#pragma once
// What is left to do after a change of somebody's state, as it stands in the database: one setting for each person.
#include "records/subject/state.hpp"

namespace probity::records {

inline constexpr std::string_view kMarkPrefix = "subject.";

struct Concerning {
  std::string entity;
  Id record;
};

/// Rows that concern a person, by id.
Result<std::vector<Concerning>> concerning(store::Reader& reader, const Id& person, const std::optional<Id>& after, int limit);

/// Adds what makes the row's state right, if these people's are what they say and that of others what is stored; requires
/// that the row stays as it is.
Result<> plan_row(const Context& context, store::Reader& reader, const Concerning& row, std::span<const Person> people, store::Plan& plan);

}  // namespace probity::records
