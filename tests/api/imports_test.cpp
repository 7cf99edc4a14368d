// A file becomes records: looked at, mapped, previewed, run, undone.
#include "api_fixture.hpp"

namespace probity::api {
namespace {

constexpr const char* kPeople = "First name,Last name,Email\nGrace,Import,grace.import@example.org\nMary,Import,not an address\n";

class ImportsApi : public ApiTest {
 protected:
  Reply prepare(const std::string& upload, std::string_view entity = "contacts") const {
    return server.owner("POST", "/api/v1/imports", fmt::format(R"({{"entity":"{}","upload":"{}"}})", entity, upload));
  }
};

TEST_F(ImportsApi, AFileIsMappedPreviewedImportedAndUndone) {
  const Reply prepared = prepare(server.upload(kPeople, "people.csv"));
  ASSERT_EQ(prepared.status, 201) << prepared.text;
  EXPECT_EQ(prepared.text_at("state"), "mapping");
  EXPECT_EQ(prepared.text_at("columns.1.field"), "last_name");
  const std::string path(prepared.header("Location"));
  EXPECT_EQ(server.owner("GET", path).text_at("id"), prepared.text_at("id"));
  const Rows before = server.rows();
  const Reply preview = server.owner("GET", path + "/preview");
  EXPECT_EQ(preview.text_at("rows.0.record.last_name"), "Import") << preview.text;
  EXPECT_EQ(server.owner("PATCH", path, R"({"unmapped":"leave_out"})").text_at("unmapped"), "leave_out");
  EXPECT_EQ(server.rows().counts.at("contact"), before.counts.at("contact"));
  const Reply started = server.owner("POST", path + "/start");
  ASSERT_EQ(started.status, 202) << started.text;
  EXPECT_EQ(server.owner("POST", path + "/start").status, 409);
  expect_value(server.base.jobs->run_due(server.first));
  const Reply done = server.owner("GET", path);
  EXPECT_EQ(done.text_at("state"), "done") << done.text;
  EXPECT_EQ(done.at("progress.created").GetInt() + done.at("progress.failed").GetInt(), 2) << done.text;
  EXPECT_GE(server.rows().counts.at("contact"), before.counts.at("contact") + 1);
  if (done.at("progress.failed").GetInt() > 0) {
    const Reply failed = server.owner("GET", path + "/failed_rows");
    EXPECT_EQ(failed.status, 200);
    EXPECT_EQ(failed.header("Content-Type"), "text/csv; charset=utf-8");
    EXPECT_THAT(failed.text, testing::HasSubstr("not an address"));
  }
  const Reply undo = server.owner("POST", path + "/undo");
  ASSERT_EQ(undo.status, 202) << undo.text;
  EXPECT_EQ(server.finish(undo.text_at("id")).text_at("state"), "done");
  EXPECT_EQ(server.owner("GET", "/api/v1/contacts?q=grace.import").at("items").Size(), 0u);
}

TEST_F(ImportsApi, BadImportsAreRefused) {
  EXPECT_EQ(prepare("0190a000-0000-7000-8000-000000000000").code(), "wrong_type");
  EXPECT_EQ(prepare(server.upload(kPeople), "dragons").status, 404);
  const Reply binary = prepare(server.upload(std::string("\x7f" "ELF\0\0\1\2\3\0\0", 12), "people.csv"));
  EXPECT_GE(binary.status, 400) << binary.text;
  EXPECT_LT(binary.status, 500) << binary.text;
  EXPECT_GE(prepare(server.upload("", "empty.csv")).status, 400);
  const std::string path(prepare(server.upload(kPeople)).header("Location"));
  EXPECT_GE(server.owner("PATCH", path, R"({"columns":[{"name":"Email","field":"nonsense"}]})").status, 400);
  EXPECT_GE(server.owner("PATCH", path, R"({"mode":"explode"})").status, 400);
  EXPECT_EQ(server.owner("GET", path + "/failed_rows").status, 404);
  EXPECT_EQ(server.send(server.as(server.second_token, "GET", path)).status, 404);
  EXPECT_EQ(server.send(server.as(server.reader_token, "POST", path + "/start")).status, 404) << "somebody else's";
}

TEST_F(ImportsApi, AnImportCanBeCancelled) {
  const std::string path(prepare(server.upload(kPeople)).header("Location"));
  server.owner("POST", path + "/start");
  EXPECT_EQ(server.owner("DELETE", path).status, 204);
  EXPECT_EQ(server.owner("GET", path).text_at("state"), "cancelled");
}

}  // namespace
}  // namespace probity::api
