#pragma once
// Selling: leads become contacts, deals move through stages, line items add up.
#include <optional>
#include <string>

#include "records/records.hpp"

namespace probity::sales {

/// The hooks and computes that model/ names for selling.
void add_hooks(records::Hooks& hooks);

struct Conversion {
  Id contact;
  std::optional<Id> company;
  std::optional<Id> deal;
};

/// What `POST /leads/{id}/convert` says: a company and a contact to use instead of the lead's own, values for
/// the deal, or no deal.
struct ConversionWish {
  std::optional<Id> company;
  std::optional<Id> contact;       ///< what is empty in it is filled; what it has otherwise is told in a note
  bool allow_duplicate = false;    ///< a second contact, where one looks the same
  bool with_deal = true;
  std::string deal;  ///< JSON object of fields, or empty
};

/// Makes a contact, its company and a deal of a lead without losing anything: every field, link, note, comment
/// and call goes along, the lead is marked as converted. All of it has one group, so that one undo takes it
/// back; where it fails half way, what was made goes to the bin again. Errors: "already_converted" (conflict)
/// the second time, "duplicate" (conflict) where there is such a contact, "unknown_link".
Result<Conversion> convert_lead(records::Records& records, const privacy::Access& access, const Id& lead, const ConversionWish& wish);

/// {"currencies":[{"currency","subtotal","discount","tax","total"}],"mixed":bool}: line items of a deal. Sums of
/// several currencies are never added up.
Result<> write_deal_totals(records::Records& records, const privacy::Access& access, const Id& deal, JsonWriter& writer);

/// What a new workspace starts with: a pipeline and its stages. Does nothing where there is one already.
Result<> prepare_workspace(records::Records& records, const privacy::Access& access);

/// Fills a workspace with sample data that tells a story; everything in it is made up, and belongs to
/// that member (nil: to nobody).
Result<> fill_sample(records::Records& records, const privacy::Access& access, Id owner);

}  // namespace probity::sales
