#include "stage.hpp"

namespace probity::promises {
namespace {

/// A version as applying a policy keeps it.
Id version(Stage& stage, std::int64_t number, std::string_view state, Timestamp since) {
  return stage.write("system", "policy_version", {{"number", Cell{number}}, {"profile", cell("default")}, {"state", cell(state)}, {"since", Cell{since}}, {"document", cell("{}")}});
}

void only_version(Stage& stage) {
  for (const char* entity : {"policy_notice", "policy_version"}) {
    for (const Id& each : stage.ids("system", entity)) stage.remove_row("system", entity, each);
  }
  version(stage, 1, "in_force", now());
}

Case versions_kept() {
  const auto text = [](Stage& stage, Cell document) { stage.set_column("system", "policy_version", "document", std::move(document), {}); };
  return {.prepare = only_version, .break_it = [text](Stage& stage) { text(stage, Cell{}); }, .mend_it = [text](Stage& stage) { text(stage, cell("{}")); }};
}

Case change_notified() {
  return {.prepare = only_version,
          .break_it = [](Stage& stage) { stage.id = stage.write("system", "policy_notice", {{"number", Cell{std::int64_t{2}}}, {"state", cell("not_told")}}); },
          .mend_it = [](Stage& stage) { stage.set_column("system", "policy_notice", "state", cell("told"), {{"_id", cell(stage.id)}}); }};
}

Case forward_only() {
  return {.prepare = only_version,
          .break_it = [](Stage& stage) { stage.id = version(stage, 2, "pending", now() - kDay); },
          .mend_it = [](Stage& stage) { stage.set_column("system", "policy_version", "since", Cell{now() + kDay}, {{"_id", cell(stage.id)}}); }};
}

}  // namespace

Cases policy_cases() { return {{"policy.versions_kept", versions_kept()}, {"policy.change_notified", change_notified()}, {"policy.forward_only", forward_only()}}; }

}  // namespace probity::promises
