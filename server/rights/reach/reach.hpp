#pragma once
// From a person to everything that concerns them: followed from the schema's links and what records resolved when
// they were written (store::kConcerns), so that a new entity, field or link is reached with no change here.
#include <optional>
#include <string>
#include <vector>

#include "records/records.hpp"

namespace probity::reach {

/// What erasing the person does to a record, or `self`: it is the person, or was merged into them.
///   remove  the row goes
///   mask    its personal values go; where it concerns others too, only the person's own
///   unlink  its links to the person go; it is itself somebody else, or says nothing but that link
///   keep    nothing of it goes now: `kept_because` says what asks for that, `kept_until` for how long
enum class Effect { self, remove, mask, unlink, keep };
std::string_view name_of(Effect effect);

struct Reached {
  const meta::Entity* entity = nullptr;
  Id record;
  Effect effect = Effect::unlink;
  bool binned = false;
  bool concerns_others = false;           ///< live or in the bin, and not merged into the person
  std::vector<const meta::Field*> links;  ///< its fields that lead to the person, or to a record of theirs; none where it was unlinked
  std::string kept_because;               ///< in words; empty where nothing is kept
  std::optional<Timestamp> kept_until;    ///< empty: no end is known, or nothing is kept
};

struct Reach {
  std::vector<Id> people;        ///< the person, then what is them by what was done: merged into them and still is, or
                                 ///< became them (a person's record whose link to them says delete)
  std::vector<Reached> records;  ///< the people first, then by entity and id; each record once
};

/// Everything that concerns a person: in the bin or not, merged into them, unlinked since, and what leads to them
/// by any link of the model, over any number of records between. `context` is of any entity of the person's
/// database; nothing is left out for want of a right, so whether the caller may was decided before. "not_found".
Result<Reach> reach_of(records::Records& records, const records::Context& context, const Id& person);
/// The same in a view of the database that is already open.
Result<Reach> reach_of(const records::Context& context, store::Reader& reader, const Id& person);

/// The same from people of whom some may be gone already, as an erasure that was cut short finds them.
Result<Reach> reach_of(const records::Context& context, store::Reader& reader, std::vector<Id> people);

/// Of many people at once, each with what is them; those who are gone are left out.
Result<Reach> reach_of_all(const records::Context& context, store::Reader& reader, const std::vector<Id>& people);

/// A record that is probably the same human.
struct Candidate {
  const meta::Entity* entity = nullptr;
  Id id;
  bool binned = false;
  std::string display;  ///< as this access may see it; empty where it may not
  std::string reason;   ///< "same email"
};

/// Others who share an address or a number with the person or with what was merged into them, of whichever entity
/// of people; to be offered, never taken along unasked. At most fifty, by entity and id. "not_found".
Result<std::vector<Candidate>> same_human(records::Records& records, const records::Context& context, const Id& person);

void write(const std::vector<Candidate>& candidates, JsonWriter& writer);

/// The members of the object that write_reach() writes, so that more may follow.
Result<> write_members(records::Records& records, const records::Context& context, const Reach& reach, JsonWriter& writer);

/// {"people":[..],"records":[{"entity","id","effect","binned","concerns_others","display","kept_because","kept_until"}],
/// "counts":{"remove":n,..},"same_human":[..]}; names of records only as far as this access sees them.
Result<> write_reach(records::Records& records, const records::Context& context, const Id& person, JsonWriter& writer);

}  // namespace probity::reach
