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
/// Forgets the idempotency keys by which these records were created; how many.
Result<std::int64_t> forget_requests(const Context& workspace, const std::set<Id>& records);

/// Everything a history says of one record, as if it had been purged.
void plan_forgotten(const Id& record, store::Plan& plan);

}  // namespace probity::records
