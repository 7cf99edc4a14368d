#pragma once
// Other people's data in records that concern a person too: taken out before the person gets a copy. What is looked
// for are the names, addresses, numbers and identifiers on record of those whom the record concerns or names.
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "records/records.hpp"
#include "rights/reach/reach.hpp"

namespace probity::copies {

/// What stands where something of somebody else stood.
inline constexpr std::string_view kSomeoneElse = "[someone else]";

/// What a person is known by.
struct Marks {
  std::set<std::string> words;    ///< folded; found as whole words, whatever their case and accents
  std::set<std::string> numbers;  ///< digits of telephone numbers
  bool every_address = false;     ///< every email address but `own` is somebody else's, whether they are on record or not
  std::set<std::string> own;      ///< folded
  bool empty() const { return words.empty() && numbers.empty() && !every_address; }
};
/// Of a record that is a person.
Marks marks_of(const meta::Entity& entity, const Row& row);

/// The text without those marks, each replaced by kSomeoneElse.
std::string without(std::string_view text, const Marks& marks);

/// For one thread, inside one view of the database.
class Others {
 public:
  Others(const records::Context& context, store::Reader& reader, const reach::Reach& reach);

  /// Reads the person's own marks, which stay wherever they are; first.
  Result<> begin();
  /// The person, or who was merged into them.
  bool is_the_person(const Id& id) const { return people_.contains(id); }
  /// The same, or a record that concerns them and is no person itself.
  bool is_theirs(const Id& id) const { return theirs_.contains(id); }
  /// Marks of all others a record concerns or links to, in the bin or not.
  Result<Marks> of_record(const meta::Entity& entity, const Id& record, const Row& row);

 private:
  Result<const Marks*> of_person(const Id& id);
  const records::Context& context_;
  store::Reader& reader_;
  std::set<Id> people_, theirs_;
  Marks own_;
  std::map<Id, Marks> known_;
};

}  // namespace probity::copies
