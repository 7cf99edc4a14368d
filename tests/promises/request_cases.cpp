#include "stage.hpp"

namespace probity::promises {
namespace {

Id request(Stage& stage, std::string_view kind, std::string_view state, Timestamp due, std::map<std::string, Cell> more = {}) {
  more.insert({{"kind", cell(kind)}, {"state", cell(state)}, {"received_at", due - 30 * kDay}, {"due_at", due}, {"clock", cell("month")}, {"identity", cell("proven")}, {"source", cell("email")}});
  return stage.write("acme", "request", more);
}

void set(Stage& stage, const std::string& column, Cell value) { stage.set_column("acme", "request", column, std::move(value), {{"_id", cell(stage.id)}}); }

}  // namespace

Cases request_cases() {
  return {
      {"requests.within_clock",
       {.break_it = [](Stage& stage) { stage.id = request(stage, "access", "in_progress", now() - kDay); }, .mend_it = [](Stage& stage) { set(stage, "due_at", now() + kDay); }, .level = "acme"}},
      {"requests.answered",
       {.break_it = [](Stage& stage) { stage.id = request(stage, "question", "fulfilled", now() + kDay, {{"ended_at", now() - kHour}}); },
        .mend_it = [](Stage& stage) { set(stage, "outcome", cell("Answered.")); },
        .level = "acme"}},
      {"requests.proven",
       {.break_it = [](Stage& stage) { stage.id = request(stage, "access", "fulfilled", now() + kDay, {{"ended_at", now() - kHour}, {"outcome", cell("A copy was made.")}}); set(stage, "identity", cell("unproven")); },
        .mend_it = [](Stage& stage) { set(stage, "identity", cell("proven")); },
        .level = "acme"}},
      {"requests.erased_at_once",
       {.prepare = [](Stage& stage) {
          stage.policy.rights.erase_at_once = true;
          stage.apply();
        },
        .break_it = [](Stage& stage) { stage.id = request(stage, "erasure", "in_progress", now() + 20 * kDay); set(stage, "_updated_at", now() - 3 * kDay); },
        .mend_it = [](Stage& stage) { set(stage, "state", cell("fulfilled")); set(stage, "outcome", cell("Erased.")); },
        .level = "acme"}},
      {"contact.answers",
       {.prepare = [](Stage& stage) {
          stage.policy.controller = {.name = "Acme", .address = "Street 1", .country = "DE", .email = "privacy@example.org"};
          stage.apply();
        },
        .break_it = [](Stage& stage) { stage.id = request(stage, "question", "open", now() - kDay); },
        .mend_it = [](Stage& stage) { set(stage, "due_at", now() + kDay); },
        .level = "acme"}},
  };
}

}  // namespace probity::promises
