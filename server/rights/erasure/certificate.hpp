#pragma once
// What an erasure found, and what was there when it was looked for again, in figures. Nothing of it tells who it was.
#include <map>

#include "rights/erasure/elsewhere.hpp"
#include "rights/erasure/kept_apart.hpp"
#include "rights/erasure/orders.hpp"
#include "rights/erasure/places/place.hpp"
#include "rights/erasure/record.hpp"
#include "rights/erasure/scan.hpp"

namespace probity::erasure {

/// {"records":[{"entity","effect","count"}],"kept":[{"entity","count","because","until"}],"places":[..],"orders":[..]} of before.
std::string found_json(const reach::Reach& reach, const std::map<std::string, std::vector<Find>>& places, const privacy::Policy& policy,
                       const std::vector<disclosure::Recipient>& recipients, const std::vector<KeptApart>& apart, const std::vector<Elsewhere>& elsewhere);
/// The members "records" and "kept" of that. What is emptied goes when the policy says so of such records.
void write_found(const reach::Reach& reach, const privacy::Policy& policy, const std::vector<KeptApart>& apart, const std::vector<Elsewhere>& elsewhere, JsonWriter& writer);
/// [{"name","found":[{"what","count"}]}].
void write_places(const std::map<std::string, std::vector<Find>>& places, JsonWriter& writer);

/// Records of others in which something stays that is their own as well.
struct Kept {
  std::string entity;
  std::vector<Id> records;
};

/// What a rescan saw, sorted out.
struct Rescan {
  Scan scan;
  Timestamp scrubbed_at = 0;
  std::int64_t places = 0;
  std::int64_t together = 1;          ///< erasures for which it was looked at once
  std::vector<Kept> kept = {};        ///< by entity
  std::map<std::string, std::int64_t> cleaned = {};  ///< records that no link led to, by entity
  std::map<std::string, std::vector<Find>> held;  ///< of those who went together: what places held before
  std::vector<std::string> left;      ///< what should not be there, by table and column or by place; empty: all is gone
};

/// The certificate as JSON, signed with the installation's secret.
std::string certificate_json(const Record& record, const Rescan& rescan, std::string_view secret);
/// "2 of invoice until 2032-12-31: tax law demands it" of what a certificate says is kept. Empty: nothing.
std::string kept_in_words(const JsonValue& certificate);
/// Whether it is one, unchanged.
bool is_genuine(const JsonValue& certificate, std::string_view secret);

}  // namespace probity::erasure
