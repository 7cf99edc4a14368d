#include "stage.hpp"

namespace probity::promises {
namespace {

/// With an address of their own: the no of another case counts for its address.
Id contact(Stage& stage) { return stage.create("acme", "contact", fmt::format(R"({{"last_name":"Lovelace","email":"{}@example.org"}})", Id::make().text())); }

void say(Stage& stage, const Id& person, std::string_view state, Timestamp at) {
  stage.write("acme", "consent", {{"person", cell(person)}, {"purpose", cell("marketing")}, {"channel", cell("email")}, {"state", cell(state)}, {"at", Cell{at}}, {"method", cell("form")}, {"source", cell("Test")}});
}

Id message(Stage& stage, const Id& person, Timestamp sent) {
  const Id id = stage.write("acme", "message", {{"to", cell(R"([{"value":"ada@example.org","primary":true}])")}, {"person", cell(person)}, {"state", cell("sent")}, {"purpose", cell("marketing")}, {"sent_at", Cell{sent}}});
  return id;
}

Case needed_for() {
  return {.with = {{"purpose", "marketing"}},
          .prepare = [](Stage& stage) {
            const Id person = contact(stage);
            say(stage, person, "given", now() - kMinute);
            message(stage, person, now());
          },
          .break_it = [](Stage& stage) { stage.id = message(stage, contact(stage), now()); },
          .mend_it = [](Stage& stage) { stage.remove_row("acme", "message", stage.id); }};
}

Case opt_out_honoured() {
  return {.with = {{"purpose", "marketing"}, {"channel", "email"}},
          .prepare = [](Stage& stage) {
            stage.id = contact(stage);
            message(stage, stage.id, now() - 2 * kHour);
            say(stage, stage.id, "withdrawn", now() - kHour);
          },
          .break_it = [](Stage& stage) { stage.id = message(stage, stage.id, now()); },
          .mend_it = [](Stage& stage) { stage.remove_row("acme", "message", stage.id); }};
}

Case withdrawal_link() {
  return {.prepare = [](Stage& stage) {
            // Messages of other cases went to people without links.
            for (const Id& each : stage.ids("acme", "message")) stage.remove_row("acme", "message", each);
            const Id person = contact(stage);
            stage.write("acme", "consent_link", {{"person", cell(person)}, {"kind", cell("preferences")}, {"hash", cell("0")}});
            message(stage, person, now() + kMinute);
          },
          .break_it = [](Stage& stage) { stage.id = message(stage, contact(stage), now()); },
          .mend_it = [](Stage& stage) { stage.remove_row("acme", "message", stage.id); }};
}

Case preferences_open() {
  return {.prepare = [](Stage& stage) { stage.facts().public_url = [] { return std::string("https://crm.example.org"); }; },
          .break_it = [](Stage& stage) {
            const auto own = stage.facts().page;
            stage.facts().page = [own](std::string_view path) { return path.starts_with("/preferences/") ? std::string() : own(path); };
          },
          .mend_it = [](Stage& stage) { stage.facts().page = [](std::string_view) { return std::string("<html></html>"); }; }};
}

}  // namespace

Cases consent_cases() {
  return {{"consent.needed_for", needed_for()}, {"consent.opt_out_honoured", opt_out_honoured()}, {"consent.withdrawal_link", withdrawal_link()}, {"consent.preferences_open", preferences_open()}};
}

}  // namespace probity::promises
