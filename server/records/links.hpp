#pragma once
// Links of a record: that they lead somewhere, and the rows that make them found from the other end.
#include "records/draft.hpp"

namespace probity::records {

/// Finds what each new link leads to and has the plan require that it is there still when it is written.
/// A person's input may only link to what is not in the bin and not hidden from them; "unknown_link".
Result<> resolve_links(const Context& context, store::Reader& reader, Draft& draft, store::Plan& plan);

/// The rows of the edge table: those the draft no longer has go, those it did not have come.
Result<> plan_edges(const Context& context, store::Reader& reader, const Draft& draft, store::Plan& plan);

/// Adds the people that linked records lead to, and those on record who have an address that the record names, as a mail
/// does. Nothing is ever taken away: a record that once concerned
/// a person goes on doing so until that person is erased. Sets the draft's subject state to what stands against any
/// of them, and has the plan require that theirs stay.
Result<> plan_concerns(const Context& context, store::Reader& reader, Draft& draft, store::Plan& plan);

/// The entity of a record of which only the id is known; null where there is none.
Result<const meta::Entity*> entity_of(const Context& context, store::Reader& reader, const Id& id);

/// One record that links to another, by one of its fields.
struct IncomingLink {
  const meta::Entity* entity;
  Id record;
  std::vector<const meta::Field*> fields;
};
/// At most `limit` records that link to this one, those in the bin included.
Result<std::vector<IncomingLink>> incoming_links(const Context& context, store::Reader& reader, const Id& id, int limit);

/// Makes a link field of the draft lead to `to` instead of `from`; nil: to nothing.
void relink(Draft& draft, const meta::Field& field, const Id& from, const Id& to);

/// Where the draft's record stands on timelines.
Timestamp timeline_date(const meta::Entity& entity, const std::vector<Cell>& cells);

}  // namespace probity::records
