#pragma once
// Who is told of a change of the policy: the people a level holds data about whom a letter can reach.
#include <functional>
#include <string>
#include <vector>

#include "privacy/policy/diff/diff.hpp"
#include "records/records.hpp"

namespace probity::governance {

struct Recipient {
  std::string entity;
  Id id;
  std::string name;
  std::string email;
};

/// Every one with an address, of every entity whose records are people.
Result<std::vector<Recipient>> recipients(records::Records& records, std::string_view level);

/// Whether such changes are announced to each person at all, by what the policy in force promises: members hear
/// of every change, people of a workspace of those that concern what is done with their data.
bool announces(const privacy::Policy& in_force, std::string_view level, const std::vector<privacy::PolicyChange>& changes);

/// Writes a row per person of who is told of version `number`. `told_by` sends the letter and gives its message.
/// Of one person and version there is never a second; one that could not be told is on its way again with a message.
Result<> note_notice(records::Records& records, std::string_view level, const Recipient& person, std::int64_t number, const std::optional<Id>& message);

enum class NoticeState { none, on_its_way, told, not_told };
Result<NoticeState> notice_state(records::Records& records, std::string_view level, const Id& notice);

/// The id of the notice to a person.
Id notice_id(const Id& person, std::int64_t number);
Id message_id(const Id& person, std::int64_t number);

struct NoticeCount {
  std::int64_t on_their_way = 0, told = 0, not_told = 0;
};
Result<NoticeCount> count_notices(records::Records& records, std::string_view level, std::int64_t number);

/// Looks at the messages of notices on their way and notes those that arrived or never will. How many were told now.
struct Followed {
  std::int64_t told = 0;
  bool more = false;   ///< some are still on their way
};
Result<Followed> follow_notices(records::Records& records, std::string_view level);

}  // namespace probity::governance
