#pragma once
// An import as the API shows it.
#include "jobs/jobs.hpp"
#include "records/context.hpp"
#include "records/importing/spec.hpp"

namespace probity::records::importing {

/// No job before the start, when it is being mapped.
void write_spec(const Context& context, const Spec& spec, const std::optional<jobs::Job>& job, const Tally& tally, JsonWriter& writer);

}  // namespace probity::records::importing
