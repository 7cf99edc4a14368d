#include "stage.hpp"

namespace probity::promises {
namespace {

/// A breach that nobody reported, until somebody writes down why that is not needed.
Case in_time() {
  return {.prepare = [](Stage& stage) { stage.id = stage.create("acme", "breach", fmt::format(R"({{"title":"Lost laptop","aware_at":"{}"}})", format_timestamp(now() - kDay))); },
          .break_it = [](Stage& stage) { stage.set_column("acme", "breach", "due_at", Cell{now() - kMinute}, {{"_id", cell(stage.id)}}); },
          .mend_it = [](Stage& stage) { stage.set_column("acme", "breach", "state", cell("not_reported"), {{"_id", cell(stage.id)}}); }};
}

}  // namespace

Cases breach_cases() { return {{"breach.in_time", in_time()}}; }

}  // namespace probity::promises
