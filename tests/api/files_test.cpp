// Uploads by tus 1.0, documents and the files of records.
#include "api_fixture.hpp"

namespace probity::api {
namespace {

class FilesApi : public ApiTest {
 protected:
  Ask tus(const std::string& token, std::string method, std::string target) const { return server.as(token, std::move(method), std::move(target)).with("Tus-Resumable", "1.0.0"); }
  Ask piece(const std::string& path, std::string bytes, std::string offset) const {
    Ask ask = tus(server.owner_token, "PATCH", path).with("Content-Type", "application/offset+octet-stream").with("Upload-Offset", std::move(offset));
    ask.body = std::move(bytes);
    return ask;
  }
  std::string begin(std::string length) const {
    return std::string(server.send(tus(server.owner_token, "POST", "/api/v1/uploads").with("Upload-Length", std::move(length))).header("Location"));
  }
  std::int64_t files_on_disk() const {
    std::int64_t count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(server.base.folder.path() / "files")) count += entry.is_regular_file() && entry.path().extension() != ".json";
    return count;
  }
};

TEST_F(FilesApi, TheServerSaysWhatItSpeaks) {
  const Reply reply = server.send({.method = "OPTIONS", .target = "/api/v1/uploads"});
  EXPECT_EQ(reply.status, 204);
  EXPECT_EQ(reply.header("Tus-Version"), "1.0.0");
  EXPECT_EQ(reply.header("Tus-Extension"), "creation,termination");
  EXPECT_FALSE(reply.header("Tus-Max-Size").empty());
}

TEST_F(FilesApi, AnUploadIsTakenUpWhereItBroke) {
  const std::string path = begin("10");
  ASSERT_THAT(path, testing::StartsWith("/api/v1/uploads/"));
  EXPECT_EQ(server.send(piece(path, "hello", "0")).header("Upload-Offset"), "5");
  const Reply head = server.send(tus(server.owner_token, "HEAD", path));
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("Upload-Offset"), "5");
  EXPECT_EQ(head.header("Upload-Length"), "10");
  EXPECT_EQ(head.header("Cache-Control"), "no-store");
  EXPECT_EQ(server.send(piece(path, "hello", "0")).status, 409);
  EXPECT_EQ(server.send(piece(path, "world", "5")).status, 204);
  EXPECT_EQ(server.send(piece(path, "more", "10")).code(), "too_long");
}

TEST_F(FilesApi, BadUploadsAreRefused) {
  const auto files = files_on_disk();
  const auto begun = [&](std::string name, std::string value) { return server.send(tus(server.owner_token, "POST", "/api/v1/uploads").with(std::move(name), std::move(value))); };
  EXPECT_EQ(begun("X", "").code(), "bad_upload_header");
  EXPECT_EQ(begun("Upload-Length", "-5").code(), "bad_upload_header");
  EXPECT_EQ(begun("Upload-Length", "ten").code(), "bad_upload_header");
  EXPECT_EQ(begun("Upload-Length", "99999999999999").code(), "file_too_large");
  EXPECT_EQ(begun("Upload-Length", "99999999999999").status, 413);
  const Reply old = server.send(server.as(server.owner_token, "POST", "/api/v1/uploads").with("Upload-Length", "5"));
  EXPECT_EQ(old.status, 412);
  EXPECT_EQ(old.header("Tus-Version"), "1.0.0");
  EXPECT_EQ(files_on_disk(), files);
  const std::string path = begin("10");
  Ask typed = tus(server.owner_token, "PATCH", path).with("Content-Type", "application/json").with("Upload-Offset", "0");
  typed.body = "hello";
  EXPECT_EQ(server.send(typed).status, 415);
  EXPECT_EQ(server.send(piece(path, "hello", "x")).code(), "bad_upload_header");
}

TEST_F(FilesApi, AnUploadIsItsOwners) {
  const std::string path = begin("10");
  for (const std::string& token : {server.member_token, server.administrator_token, server.second_token}) {
    EXPECT_EQ(server.send(tus(token, "HEAD", path)).status, 404);
    EXPECT_EQ(server.send(tus(token, "DELETE", path)).status, 404);
  }
  EXPECT_EQ(server.send(tus(server.owner_token, "DELETE", path)).status, 204);
  EXPECT_EQ(server.send(tus(server.owner_token, "HEAD", path)).status, 404);
}

TEST_F(FilesApi, ADocumentKeepsItsFileAndGivesItAsAnAttachment) {
  const std::string upload = server.upload("<html><script>alert(1)</script></html>", "Ünsere \"Seite\".html");
  const Reply made = server.owner("POST", "/api/v1/documents", fmt::format(R"({{"upload":"{}"}})", upload));
  ASSERT_EQ(made.status, 201) << made.text;
  EXPECT_EQ(made.text_at("name"), "Ünsere \"Seite\".html");
  EXPECT_EQ(made.text_at("file.media_type"), "text/html");
  EXPECT_EQ(made.at("file.size").GetInt(), 38);
  const std::string path = "/api/v1/documents/" + made.text_at("id") + "/content";
  const Reply content = server.owner("GET", path);
  EXPECT_EQ(content.status, 200);
  EXPECT_EQ(content.text, "<html><script>alert(1)</script></html>");
  EXPECT_THAT(std::string(content.header("Content-Disposition")), testing::StartsWith("attachment; filename=\""));
  EXPECT_THAT(std::string(content.header("Content-Disposition")), testing::HasSubstr("filename*=UTF-8''%C3%9Cnsere%20%22Seite%22.html"));
  EXPECT_EQ(content.header("X-Content-Type-Options"), "nosniff");
  EXPECT_THAT(std::string(content.header("Content-Security-Policy")), testing::HasSubstr("sandbox"));
  EXPECT_EQ(server.send(server.as(server.second_token, "GET", path)).status, 404);
  EXPECT_EQ(server.send(Ask{.method = "GET", .target = path}).status, 401);
  EXPECT_EQ(server.send(tus(server.owner_token, "DELETE", "/api/v1/uploads/" + upload)).status, 404);
}

TEST_F(FilesApi, PurgingADocumentDestroysItsFiles) {
  const auto before = files_on_disk();
  const Reply made = server.owner("POST", "/api/v1/documents", fmt::format(R"({{"upload":"{}","name":"Old"}})", server.upload("one")));
  ASSERT_EQ(made.status, 201) << made.text;
  const std::string path = "/api/v1/documents/" + made.text_at("id");
  EXPECT_EQ(server.owner("PATCH", path, fmt::format(R"({{"file":{{"upload":"{}"}}}})", server.upload("two"))).status, 200);
  EXPECT_EQ(server.owner("GET", path + "/content").text, "two");
  EXPECT_EQ(files_on_disk(), before + 2);
  EXPECT_EQ(server.owner("DELETE", path).status, 204);
  EXPECT_EQ(files_on_disk(), before + 2);
  EXPECT_EQ(server.owner("DELETE", path + "?purge=true").status, 204);
  EXPECT_EQ(files_on_disk(), before);
}

TEST_F(FilesApi, OnlyOnesOwnFinishedUploadsCanBeKept) {
  const std::string finished = server.upload("mine");
  const std::string half = begin("10").substr(std::string("/api/v1/uploads/").size());
  const Rows before = server.rows();
  const auto create = [&](const std::string& token, const std::string& file) {
    return server.send(server.as(token, "POST", "/api/v1/documents", fmt::format(R"({{"name":"X","file":{}}})", file)));
  };
  const std::string quoted = '"' + finished + '"';
  EXPECT_EQ(create(server.member_token, quoted).code(), "unknown_file");
  EXPECT_EQ(create(server.owner_token, '"' + half + '"').code(), "unknown_file");
  EXPECT_EQ(create(server.owner_token, "\"0190a000-0000-7000-8000-000000000000\"").code(), "unknown_file");
  EXPECT_EQ(create(server.owner_token, "5").code(), "unknown_file");
  EXPECT_EQ(create(server.owner_token, "\"../../etc/passwd\"").code(), "unknown_file");
  EXPECT_EQ(server.owner("POST", "/api/v1/documents", fmt::format(R"({{"upload":{},"nonsense":1}})", quoted)).code(), "unknown_field");
  EXPECT_EQ(server.rows(), before);
  EXPECT_FALSE(server.files->find(server.first, *Id::parse(finished))->kept);
  EXPECT_EQ(create(server.owner_token, quoted).status, 201);
  EXPECT_TRUE(server.files->find(server.first, *Id::parse(finished))->kept);
}

TEST_F(FilesApi, AFileIsKeptOnceForARepeatedRequest) {
  const std::string body = fmt::format(R"({{"upload":"{}","name":"Once"}})", server.upload("once"));
  const auto create = [&] { return server.send(server.as(server.owner_token, "POST", "/api/v1/documents", body).with("Idempotency-Key", "document-once")); };
  const Reply first = create();
  ASSERT_EQ(first.status, 201) << first.text;
  const Rows before = server.rows();
  const Reply second = create();
  EXPECT_EQ(second.status, 201) << second.text;
  EXPECT_EQ(second.text_at("id"), first.text_at("id"));
  EXPECT_EQ(server.rows(), before);
  EXPECT_EQ(server.owner("GET", "/api/v1/documents/" + first.text_at("id") + "/content").text, "once");
}

TEST_F(FilesApi, WhatTheRecordHoldsMayBeSentBack) {
  const Reply made = server.owner("POST", "/api/v1/documents", fmt::format(R"({{"upload":"{}","name":"Echo"}})", server.upload("echo")));
  const std::string path = "/api/v1/documents/" + made.text_at("id");
  const std::string file = to_json_text(made.at("file"));
  const Reply same = server.send(server.as(server.member_token, "PATCH", path, fmt::format(R"({{"name":"Renamed","file":{}}})", file)));
  EXPECT_EQ(same.status, 200) << same.text;
  EXPECT_EQ(to_json_text(same.at("file")), file);
}

}  // namespace
}  // namespace probity::api
