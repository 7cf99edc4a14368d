#pragma once
// Who would have to be in two places at once.
#include <string>
#include <vector>

#include "domains/calendar/api.hpp"
#include "domains/calendar/series.hpp"

namespace probity::calendar {

struct Person {
  const char* entity;  ///< "member" or "contact"
  Id id;
  std::string display;
};

struct Conflict {
  Id meeting;
  std::string display;
  Timestamp start = 0;  ///< of the occurrence that is in the way
  Timestamp end = 0;
  std::vector<Person> who;
};

/// The first meetings in the way of this one, by time; a repeated meeting is looked at for half a year ahead. None
/// for one that is cancelled or in the bin.
Result<std::vector<Conflict>> find_conflicts(const records::Context& meetings, store::Reader& reader, const records::Draft& draft, const MemberName& member_name);

void write_list(const std::vector<Conflict>& conflicts, JsonWriter& writer);

}  // namespace probity::calendar
