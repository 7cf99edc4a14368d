#pragma once
// Addresses that must not be written to, kept as keyed hashes: they outlive the erasure of the address itself, and
// whoever reads the list learns no address from it. Records of the entity "suppression". Thread-safe.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "records/records.hpp"

namespace probity::rights {

/// An address by its hash.
struct AddressHash {
  std::string kind;   ///< "email" or "phone"
  std::string text;   ///< HMAC-SHA-256 of the normalised address, hexadecimal
  std::string masked; ///< for people to recognise; never kept with the hash
};

struct Suppression {
  Id id;
  std::string purpose;  ///< empty: every purpose that a person may say no to
  std::string channel;  ///< empty: every channel of that kind of address
  Id topic;             ///< nil: every topic
  std::string reason;
  Timestamp since = 0;
  Timestamp made_at = 0;  ///< when it was put on the list
};

class Suppressions {
 public:
  Suppressions(records::Records& records, std::string secret) : records_(records), secret_(std::move(secret)) {}

  /// "bad_address" (invalid) for what is neither an email address nor a phone number.
  Result<AddressHash> hash(const records::Context& workspace, std::string_view address) const;

  /// How many are in force.
  Result<std::int64_t> count(const records::Context& workspace);
  /// Those in force for the address.
  Result<std::vector<Suppression>> find(const records::Context& workspace, const AddressHash& address);
  /// For administrators; `wish.reason` is required ("no_reason"). What stands there already is left.
  Result<Id> add(const records::Context& workspace, const AddressHash& address, const Suppression& wish);
  /// Lifts every entry of the address; says how many. `reason` is required.
  Result<int> lift(const records::Context& workspace, const AddressHash& address, std::string_view reason);

 private:
  records::Records& records_;
  std::string secret_;
};

/// The hash of one normalised address.
std::string suppression_hash(std::string_view secret, std::string_view kind, std::string_view normalised);
/// Every email address and phone number that a person's record has.
std::vector<AddressHash> addresses_of(const meta::Entity& entity, const Row& row, std::string_view secret);
/// The kind of address a channel uses: "email", "phone", or empty.
std::string_view address_kind(std::string_view channel);
/// Whether the entry speaks to that use.
bool covers(const Suppression& entry, std::string_view purpose, std::string_view channel, const Id& topic);
/// Fills a new record of the list.
void fill_suppression(records::Draft& draft, const AddressHash& address, const Suppression& wish, const Id& by);
/// Entries in force of any of these hashes, read within a write.
Result<std::vector<std::pair<std::string, Suppression>>> suppressions_of(const records::Context& workspace, store::Reader& reader, const std::vector<AddressHash>& addresses);

/// The same of every address that these people's records have.
Result<std::vector<Suppression>> suppressions_of_people(const records::Context& workspace, store::Reader& reader, const std::vector<Id>& people, std::string_view secret);

}  // namespace probity::rights
