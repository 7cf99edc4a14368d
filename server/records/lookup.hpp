#pragma once
// Records found by the value of one field, as files and links from outside name them.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "records/records.hpp"

namespace probity::records {

/// The value in the form by which it is looked up: a normalised address or number, folded text. Empty for
/// an empty value. `column` is the first column of the field in `row`.
std::string lookup_key(const meta::Field& field, const Row& row, int column);

/// The live record of the context's entity whose field has that value, where there is one alone; nothing where
/// several have it. Hidden ones are not found.
Result<std::optional<Id>> find_only_by_key(const Context& context, store::Reader& reader, const meta::Field& field, const std::string& key);

struct FieldKey {
  const meta::Field* field;
  std::string key;  ///< empty: the field is empty
};

/// Counted no further, because one more or less helps nobody who is told of it.
inline constexpr std::size_t kMostCounted = 100;
struct Match {
  std::optional<Id> record;  ///< where there is one alone
  std::size_t count = 0;     ///< up to kMostCounted + 1
};
/// Who has all those values. Counts only where it is more than one.
Result<Match> find_match(const Context& context, store::Reader& reader, std::span<const FieldKey> keys);

/// Whether a live record has that value which may not be used now: something stands against a person it
/// concerns. For whoever would write another beside it.
Result<bool> is_withheld(const Context& context, store::Reader& reader, const FieldKey& key);

/// The oldest live records of which all those fields have those values, `most` of them.
Result<std::vector<Id>> find_by_keys(const Context& context, store::Reader& reader, std::span<const FieldKey> keys, int most);

/// Somebody on record whom an address reaches, of whichever entity of people.
struct Reached {
  const meta::Entity* entity;
  Id id;
};
enum class Bin { left_out, included };
/// Who has that email address or phone number, `most` of them, of every entity of people that this access may read.
/// Those in the bin come after the others.
Result<std::vector<Reached>> find_people(const Context& context, store::Reader& reader, std::string_view address, std::size_t most, Bin bin = Bin::left_out);

/// Whether the context's entity has that record, not in the bin, and it may be seen.
Result<bool> is_live(const Context& context, store::Reader& reader, const Id& id);

}  // namespace probity::records
