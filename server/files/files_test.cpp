#include "files/files.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "files/disk.hpp"

namespace probity::files {
namespace {

class FilesTest : public testing::Test {
 protected:
  FilesTest() { std::filesystem::remove_all(folder_); }
  ~FilesTest() override { std::filesystem::remove_all(folder_); }

  StoredFile upload(std::string_view bytes, std::string_view name = "letter.txt") {
    const auto begun = files_.begin("acme", owner_, name, static_cast<std::int64_t>(bytes.size()));
    return files_.append("acme", begun->id, 0, bytes).value();
  }

  const std::filesystem::path folder_ = std::filesystem::path(testing::TempDir()) / fmt::format("probity-files-{}", Id::make().text());
  const Id owner_ = Id::make();
  Files files_{folder_, Limits{.largest = 1000, .unfinished_per_owner = 3, .unkept_for = kDay}};
};

TEST_F(FilesTest, AnUploadGoesOnWhereItStands) {
  const StoredFile begun = files_.begin("acme", owner_, "a.txt", 10).value();
  EXPECT_FALSE(begun.complete());
  EXPECT_EQ(files_.append("acme", begun.id, 0, "hello")->received, 5);
  EXPECT_EQ(Files(folder_).find("acme", begun.id)->received, 5);
  const StoredFile done = files_.append("acme", begun.id, 5, "world").value();
  EXPECT_TRUE(done.complete());
  EXPECT_EQ(done.media_type, "text/plain");
  EXPECT_EQ(read_file(files_.content("acme", begun.id).value()), "helloworld");
}

TEST_F(FilesTest, WrongOffsetsAndTooManyBytesChangeNothing) {
  const StoredFile begun = files_.begin("acme", owner_, "a.txt", 10).value();
  (void)files_.append("acme", begun.id, 0, "hello");
  EXPECT_EQ(files_.append("acme", begun.id, 4, "x").error().code, "wrong_offset");
  EXPECT_EQ(files_.append("acme", begun.id, 5, "worlds").error().code, "too_long");
  EXPECT_EQ(files_.find("acme", begun.id)->received, 5);
}

TEST_F(FilesTest, LimitsAreKept) {
  EXPECT_EQ(files_.begin("acme", owner_, "a", 1001).error().code, "file_too_large");
  EXPECT_EQ(files_.begin("acme", owner_, "a", -1).error().code, "file_too_large");
  for (int count = 0; count < 3; ++count) EXPECT_TRUE(files_.begin("acme", owner_, "a", 1));
  EXPECT_EQ(files_.begin("acme", owner_, "a", 1).error().code, "too_many_uploads");
  EXPECT_TRUE(files_.begin("acme", Id::make(), "a", 1));
}

TEST_F(FilesTest, TheTypeComesFromTheContent) {
  EXPECT_EQ(upload("%PDF-1.7\n%\xe2\xe3\n", "innocent.txt").media_type, "application/pdf");
  EXPECT_EQ(upload("<html><script>alert(1)</script></html>", "photo.png").media_type, "text/html");
}

TEST_F(FilesTest, NamesLeadNowhere) {
  EXPECT_EQ(upload("x", "../../etc/passwd").name, "passwd");
  EXPECT_EQ(clean_file_name("C:\\temp\\a\r\nb.txt"), "ab.txt");
  EXPECT_EQ(clean_file_name(".."), "file");
  EXPECT_EQ(clean_file_name("\xff"), "file");
  EXPECT_EQ(files_.find("../acme", Id::make()).error().code, "no_such_file");
  EXPECT_FALSE(files_.begin("../acme", owner_, "a", 1));
}

TEST_F(FilesTest, NobodyElseOnTheMachineReadsThem) {
  const auto file = files_.content("acme", upload("x").id).value();
  EXPECT_EQ(std::filesystem::status(file).permissions(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_EQ(std::filesystem::status(folder_).permissions(), std::filesystem::perms::owner_all);
}

TEST_F(FilesTest, AnotherWorkspacesFileIsUnknown) {
  EXPECT_EQ(files_.find("other", upload("x").id).error().code, "no_such_file");
}

TEST_F(FilesTest, OnlyWhatNoRecordKeepsIsSweptAway) {
  const StoredFile kept = upload("kept");
  EXPECT_TRUE(files_.keep("acme", kept.id)->kept);
  const StoredFile loose = upload("loose");
  Files later(folder_, Limits{.largest = 1000, .unfinished_per_owner = 3, .unkept_for = -kSecond});
  EXPECT_EQ(files_.sweep().value(), 0);
  EXPECT_EQ(later.sweep().value(), 1);
  EXPECT_TRUE(files_.find("acme", kept.id));
  EXPECT_FALSE(files_.find("acme", loose.id));
  EXPECT_TRUE(later.release("acme", kept.id));
  EXPECT_EQ(later.sweep().value(), 1);
}

TEST_F(FilesTest, WhatSomeWorkReadsIsSpared) {
  const StoredFile file = upload("import me");
  Files later(folder_, Limits{.largest = 1000, .unfinished_per_owner = 3, .unkept_for = -kSecond});
  EXPECT_TRUE(later.spare("acme", file.id, now() + kDay));
  EXPECT_EQ(later.sweep().value(), 0);
  EXPECT_TRUE(later.spare("acme", file.id, now() - kDay));
  EXPECT_EQ(later.sweep().value(), 1);
}

TEST_F(FilesTest, EachRecordLetsGoOfItsOwn) {
  const StoredFile first = upload("shared");
  EXPECT_EQ(files_.keep("acme", first.id)->id, first.id);
  const StoredFile second = files_.keep("acme", first.id).value();
  EXPECT_NE(second.id, first.id);
  EXPECT_TRUE(second.kept);
  EXPECT_TRUE(files_.destroy("acme", first.id));
  EXPECT_EQ(read_file(files_.content("acme", second.id).value()), "shared");
}

TEST_F(FilesTest, AnIncompleteUploadCannotBeKeptOrRead) {
  const StoredFile begun = files_.begin("acme", owner_, "a.txt", 10).value();
  EXPECT_EQ(files_.keep("acme", begun.id).error().code, "upload_incomplete");
  EXPECT_EQ(files_.content("acme", begun.id).error().code, "upload_incomplete");
}

TEST_F(FilesTest, DestroyingIsFinal) {
  const StoredFile file = upload("x");
  EXPECT_TRUE(files_.destroy("acme", file.id));
  EXPECT_TRUE(files_.destroy("acme", file.id));
  EXPECT_FALSE(files_.find("acme", file.id));
  (void)upload("y");
  EXPECT_TRUE(files_.destroy_workspace("acme"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "acme"));
}

TEST_F(FilesTest, DamagedFactsAreNoFile) {
  const StoredFile file = upload("x");
  std::ofstream(files_.content("acme", file.id)->string() + ".json") << R"({"owner":1,"length":"x"})";
  EXPECT_EQ(files_.find("acme", file.id).error().code, "no_such_file");
}

}  // namespace
}  // namespace probity::files
