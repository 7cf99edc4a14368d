#pragma once
// Values taken out of what the store keeps beside the records: histories, settings, keys of requests. That there was
// a change stays known, and so does its commitment; without its salt that leads back to no value.
#include <functional>
#include <set>
#include <string>

#include "records/context.hpp"

namespace probity::records {

/// What a text becomes: the same where nothing of it goes.
using Rewrite = std::function<std::string(std::string_view)>;

/// Rewrites what histories say was changed, in every record but `spared`; how many entries. An entry that is
/// rewritten loses its salt.
Result<std::int64_t> forget_in_histories(const Context& workspace, const Rewrite& rewrite, const std::set<Id>& spared);
/// The same for the histories of these records alone.
Result<std::int64_t> forget_in_histories_of(const Context& workspace, const Rewrite& rewrite, const std::vector<Id>& records);
/// Rewrites the settings of the workspace; how many.
Result<std::int64_t> forget_in_settings(const Context& workspace, const Rewrite& rewrite);
/// Forgets the idempotency keys by which these records were created, and those that say something themselves; how many.
Result<std::int64_t> forget_requests(const Context& workspace, const std::set<Id>& records, const std::function<bool(std::string_view)>& tells = {});
/// The same of those used before a moment.
Result<std::int64_t> forget_requests_before(const Context& workspace, Timestamp moment);

/// A record that concerned people who are about to go.
struct Left {
  const meta::Entity* entity;
  Id record;
};
/// Records that stay no longer concern the people, and what stood against those stands against them no more: in one
/// transaction for many, so that a record is found by them until it is right. "busy" (unavailable).
Result<> unconcern(const Context& workspace, const std::vector<Left>& records, const std::vector<Id>& people);
/// People whose rows are gone: nothing concerns them, and their histories keep no values.
Result<> forget_people(const Context& workspace, const std::vector<Id>& people);

}  // namespace probity::records
