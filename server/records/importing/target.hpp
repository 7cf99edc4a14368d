#pragma once
// Where a column of a file goes. As text, in mappings that people change:
//   "last_name"           a field
//   "address.city"        a part of an address
//   "phone:mobile"        a value of a many-valued field, under that label
//   "company.name"        a link, to the record whose field has that value
//                         Where several columns go to fields of one linked record, what it is called by finds or
//                         makes it, else the first of them; the others fill those of its fields that are empty.
//   "contact"             a link, to the person of that whole name or email address; any link takes an id
//   "person"              a link that may lead to anything, to the one person who has that email address or phone number
//   "attendees:people"    those named by address, several: colleagues to the field of users, others to the links
//   "owner:email"         colleagues by address; somebody on record to the links beside it
//   "full_name"           a person's whole name, taken apart into the name fields
#include <string>
#include <string_view>

#include "records/context.hpp"

namespace probity::records::importing {

struct Target {
  enum class Kind { field, address_part, labelled, link, full_name, people } kind = Kind::field;
  const meta::Field* field = nullptr;          ///< null for full_name
  std::string part;                            ///< of an address
  std::string label;
  const meta::Entity* linked = nullptr;        ///< entity the link leads to; null where it leads to any
  const meta::Field* users = nullptr;          ///< of people: where colleagues go
  const meta::Field* linked_field = nullptr;   ///< field by which the record is found there; null: see reference.hpp
};

/// Errors: "unknown_field", "read_only_field", "cannot_import" (a file, a computed field ...).
Result<Target> parse_target(const Context& context, std::string_view text);

/// The field that the text of a column is read as; null where that is a whole name or people.
const meta::Field* read_as(const Target& target);

/// Parts of an address as targets name them.
inline constexpr std::array<std::string_view, 6> kAddressParts{"street", "street2", "city", "region", "postal_code", "country"};

/// True where the entity has the fields a whole name is taken apart into.
bool has_name_parts(const meta::Entity& entity);

/// The field by which people refer to a record of that entity: its single title field; null where its
/// title is made of several.
const meta::Field* naming_field(const meta::Entity& entity);

/// Whether people refer to a record of the entity by that field: what it is called, or a number or an
/// address that is its own. That a company is tagged or of an industry does not say which one it is.
bool refers(const meta::Entity& entity, const meta::Field& by);

/// Every target there is for an entity, best known first; for choosing in the wizard.
std::vector<std::string> targets_of(const Context& context);

}  // namespace probity::records::importing
