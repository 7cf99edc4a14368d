#pragma once
// Deals, their stages and their pipelines.
#include "records/records.hpp"

namespace probity::sales {

/// Stage, pipeline, state and dates of a deal always tell the same story, whichever of them was set: a stage
/// brings its pipeline and its state; a state moves the deal to the first stage of that kind in its pipeline
/// (where there is none, the stage stays); a pipeline moves it to a stage of its own. "contradiction" (422) where
/// one request names two that do not agree.
Result<> keep_deal_stage(const records::Context& context, store::Reader& reader, records::Draft& draft);

/// "in_use" (conflict, extras {"deals":n}): a stage or pipeline that live deals are in, and the default pipeline,
/// are not deleted.
Result<> refuse_stage_in_use(const records::Context& context, store::Reader& reader, records::Draft& draft);
Result<> refuse_pipeline_in_use(const records::Context& context, store::Reader& reader, records::Draft& draft);

}  // namespace probity::sales
