#pragma once
// A workspace with two people who share records, and copies of what is held about them, for tests.
#include <gmock/gmock.h>

#include <map>

#include "records/test_workspace.hpp"
#include "rights/copies/copies.hpp"
#include "rights/copies/open_zip.hpp"

namespace probity::copies {

using records::expect_value;
using testing::HasSubstr;
using testing::Not;

class CopiesTest : public testing::Test {
 protected:
  CopiesTest()
      : workspace({.model = records::product_model()}),
        book(*workspace.records),
        consents({.records = *workspace.records, .jobs = *workspace.jobs, .secret = std::string(32, 'k'), .public_url = "https://crm.example", .send = [](const mail::Letter&) -> Result<Id> { return Id::make(); },
                  .mark = [](const records::Context&, const Id&, privacy::SubjectState, privacy::SubjectState) { return Result<>{}; }}),
        files(workspace.folder.path() / "files"),
        copies(std::make_unique<Copies>(Copies::Parts{.sources = sources(), .jobs = *workspace.jobs, .files = files, .folder = workspace.folder.path() / "copies", .secret = std::string(32, 's'),
                                                      .public_url = [] { return std::string("https://crm.example"); }})) {
    ada = workspace.create("contact", R"({"first_name":"Ada","last_name":"Lovelace","email":"ada@example.org","phone":"+491701234567","job_title":"Countess"})");
    bob = workspace.create("contact", R"({"first_name":"Bob","last_name":"Babbage","email":"bob@example.net","phone":"+442079460958"})");
  }
  ~CopiesTest() override { (void)shift_clock("-PT0S"); }

  Sources sources() {
    return {.records = *workspace.records, .book = book, .consents = consents,
            .kept_until = [](const records::Context&, const Id&) -> Result<Kept> { return Kept{.until = Timestamp{1'800'000'000} * kSecond, .because = "The rule \"contacts\" keeps it."}; }};
  }
  static void later(std::string_view span) { expect_value(shift_clock(span)); }
  records::Context at(std::string_view entity) { return workspace.at(by_law, entity); }
  Started start(const Id& person, Kind kind = Kind::access) { return expect_value(copies->start(at("contact"), {.person = person, .kind = kind, .request = {}})); }
  Started made(const Id& person, Kind kind = Kind::access) {
    const Started started = start(person, kind);
    expect_value(workspace.jobs->run_due("acme"));
    return started;
  }
  std::map<std::string, std::string> opened(const Started& started) { return open_zip(copies->path_of("acme", started.id), started.password); }
  std::map<std::string, std::string> copy_of(const Id& person, Kind kind = Kind::access) {
    const auto file = workspace.folder.path() / "copy.zip";
    expect_value(copies->write_file(at("contact"), {.person = person, .kind = kind, .request = {}}, file, {}));
    return open_zip(file, {});
  }
  static std::string token_of(const Started& started) { return started.url.substr(started.url.rfind('/') + 1); }
  std::string state_of(const Id& copy) {
    const JsonDocument row = workspace.answer([&](JsonWriter& writer) { return workspace.records->get(at("access_copy"), copy, {}, writer); });
    return std::string(view(row["state"]));
  }
  Id stored_file(std::string_view bytes, std::string_view name) {
    const auto begun = expect_value(files.begin("acme", workspace.member, name, static_cast<std::int64_t>(bytes.size())));
    expect_value(files.append("acme", begun.id, 0, bytes));
    return expect_value(files.keep("acme", begun.id)).id;
  }
  Id document(const Id& person, const Id& file, std::string_view name) {
    return workspace.create("document", fmt::format(R"({{"name":"Letter","contacts":["{}"],"file":{{"id":"{}","name":"{}","size":3}}}})", person.text(), file.text(), name));
  }

  records::TestWorkspace workspace;
  disclosure::Book book;
  rights::Consents consents;
  files::Files files;
  std::unique_ptr<Copies> copies;
  privacy::Access by_law = workspace.access_with({.role = "owner", .administrator = true}, std::string(privacy::kLegalObligation));
  Id ada, bob;
};

}  // namespace probity::copies
