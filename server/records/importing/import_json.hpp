#pragma once
// An import as the API shows it.
#include "jobs/jobs.hpp"
#include "records/context.hpp"
#include "records/importing/spec.hpp"

namespace probity::records::importing {

/// `state` is that of its job; nothing before the start, when it is being mapped.
void write_spec(const Context& context, const Spec& spec, std::optional<jobs::State> state, std::string_view message, const Tally& tally, JsonWriter& writer);

}  // namespace probity::records::importing
