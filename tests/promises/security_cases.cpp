#include <fstream>

#include "stage.hpp"

namespace probity::promises {
namespace {

void reach_by(Stage& stage, std::string url) {
  stage.facts().public_url = [url] { return url; };
}

Case tls() {
  return {.prepare = [](Stage& stage) { reach_by(stage, "https://crm.example.org"); },
          .break_it = [](Stage& stage) { reach_by(stage, "http://crm.example.org"); },
          .mend_it = [](Stage& stage) { reach_by(stage, "https://crm.example.org"); }};
}

Case encrypted() {
  const auto file = [](Stage& stage) { return stage.facts().databases / "copy.db"; };
  return {.break_it = [file](Stage& stage) { std::ofstream(file(stage), std::ios::binary) << "SQLite format 3" << '\0' << std::string(4096, 'x'); },
          .mend_it = [file](Stage& stage) { std::filesystem::remove(file(stage)); }};
}

Case roles() {
  const auto give = [](Stage& stage, std::string_view role) { stage.set_column("system", "membership", "role", cell(role), {}); };
  return {.break_it = [give](Stage& stage) { give(stage, "superuser"); }, .mend_it = [give](Stage& stage) { give(stage, "owner"); }};
}

Case devices() {
  return {.prepare = [](Stage& stage) { stage.sign_in("Firefox on Linux"); },
          .break_it = [](Stage& stage) { stage.id = stage.sign_in(""); },
          .mend_it = [](Stage& stage) { stage.set_column("system", "session", "device", cell("Firefox on Linux"), {{"_id", cell(stage.id)}}); }};
}

/// Sessions are to keep masked addresses, and one keeps a whole one.
Case address_form() {
  const auto keep = [](Stage& stage, std::string_view address) { stage.set_column("system", "session", "address", cell(address), {}); };
  return {.with = {{"log", "sign_in"}, {"form", "masked"}},
          .prepare = [keep](Stage& stage) {
            for (auto& log : stage.policy.logs) {
              if (log.id == "sign_in") log.address = privacy::AddressForm::masked;
            }
            stage.apply();
            stage.sign_in("Firefox on Linux");
            keep(stage, "192.0.0.0");
          },
          .break_it = [keep](Stage& stage) { keep(stage, "192.0.2.17"); },
          .mend_it = [keep](Stage& stage) { keep(stage, "192.0.0.0"); }};
}

/// A file that somebody put in front of the program hands out.
Case files_private() {
  return {.prepare = [](Stage& stage) {
            auto& files = stage.installation().files();
            const auto begun = expect_value(files.begin("acme", stage.owner, "quote.txt", 3));
            expect_value(files.append("acme", begun.id, 0, "abc"));
            const Id file = expect_value(files.keep("acme", begun.id)).id;
            stage.create("acme", "document", fmt::format(R"({{"name":"Quote","file":{{"id":"{}","name":"quote.txt","size":3}}}})", file.text()));
          },
          .break_it = [](Stage& stage) {
            const auto own = stage.facts().page;
            stage.facts().page = [own](std::string_view path) { return path.starts_with("/api/v1/documents/") ? std::string("abc") : own(path); };
          },
          .mend_it = [](Stage& stage) { stage.reset(); }};
}

Case no_personal_data() {
  const auto carry = [](Stage& stage, bool random) {
    stage.facts().cookies = [random] { return std::vector<OwnCookie>{{.name = "probity_session", .kind = "essential", .seconds = 60, .random_value = random}}; };
  };
  return {.break_it = [carry](Stage& stage) { carry(stage, false); }, .mend_it = [carry](Stage& stage) { carry(stage, true); }};
}

}  // namespace

Cases security_cases() {
  return {{"transport.tls", tls()}, {"storage.encrypted", encrypted()}, {"access.roles_enforced", roles()}, {"sessions.devices_kept", devices()}, {"files.private", files_private()},
          {"logs.address_form", address_form()}, {"cookies.no_personal_data", no_personal_data()}};
}

}  // namespace probity::promises
