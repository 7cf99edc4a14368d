#include "stage.hpp"

namespace probity::promises {
namespace {

/// A page that says something else, as one would that somebody put in front of the program's own.
void show(Stage& stage, std::string path, std::string body) {
  const auto own = stage.facts().page;
  stage.facts().page = [own, path, body](std::string_view asked) { return asked == path ? body : own(asked); };
}

Case of_page(std::string path, std::string good, std::string bad) {
  return {.prepare = [=](Stage& stage) { show(stage, path, good); }, .break_it = [=](Stage& stage) { show(stage, path, bad); }, .mend_it = [=](Stage& stage) { show(stage, path, good); }};
}

std::string expiring_in(int days) { return fmt::format("Contact: mailto:security@example.org\nExpires: {}\n", format_timestamp(now() + days * kDay)); }

Case dated() {
  const auto take_effect = [](Stage& stage, Timestamp at) {
    stage.since = at;
    stage.apply();
  };
  return {.break_it = [=](Stage& stage) { take_effect(stage, 0); }, .mend_it = [=](Stage& stage) { take_effect(stage, now() - kDay); }};
}

/// What browsers are told comes from the policy in force.
Case gpc() {
  const auto honour = [](Stage& stage, bool honoured) {
    stage.policy.signals.global_privacy_control = honoured;
    stage.apply();
  };
  return {.prepare = [=](Stage& stage) { honour(stage, true); }, .break_it = [=](Stage& stage) { honour(stage, false); }, .mend_it = [=](Stage& stage) { honour(stage, true); }};
}

}  // namespace

Cases publication_cases() {
  return {
      {"policy.published", of_page("/privacy", "<html>Version 1</html>", "")},
      {"policy.dated", dated()},
      {"links.marked", of_page("/privacy", "<html><a href=\"https://authority.example\" class=\"away\">Authority</a></html>", "<html><a href=\"https://authority.example\">Authority</a></html>")},
      {"security_txt.valid", of_page("/.well-known/security.txt", expiring_in(200), expiring_in(-1))},
      {"signals.gpc", gpc()},
  };
}

}  // namespace probity::promises
