#include "installation/file_text.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

namespace probity::installation {
namespace {

class FileText : public testing::Test {
 protected:
  FileText() { std::filesystem::create_directories(folder_); }
  ~FileText() override { std::filesystem::remove_all(folder_); }

  std::string text_of(std::string_view name, std::string_view bytes) {
    const auto begun = files_.begin("acme", Id::make(), name, static_cast<std::int64_t>(bytes.size()));
    EXPECT_TRUE(begun && files_.append("acme", begun->id, 0, bytes));
    return text_of_file(files_, "acme", begun->id);
  }

  std::filesystem::path folder_ = std::filesystem::temp_directory_path() / fmt::format("probity-file-text-{}", ::getpid());
  files::Files files_{folder_};
};

TEST_F(FileText, IsReadWhereTheFileIsText) {
  EXPECT_EQ(text_of("a.txt", "card 4111 1111 1111 1111\n"), "card 4111 1111 1111 1111\n");
  EXPECT_NE(text_of("a.csv", "name,card\nAda,4111111111111111\nBob,1\n").find("4111111111111111"), std::string::npos);
  const std::string page = text_of("a.html", "<!doctype html><html><head><title>x</title></head><body>4111<b>1111</b>1111<i>1111</i></body></html>");
  EXPECT_NE(page.find("4111111111111111"), std::string::npos) << page;
  const std::string mail = text_of("a.eml", "Return-Path: <a@example.org>\r\nReceived: from x by y; Sun, 22 Nov 2026 10:00:00 +0000\r\nFrom: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\n\r\n4111 1111 11=\r\n11 1111\r\n");
  EXPECT_NE(mail.find("4111 1111 1111 1111"), std::string::npos) << mail;
}

TEST_F(FileText, IsEmptyForOtherFiles) {
  EXPECT_EQ(text_of("a.png", std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR 4111111111111111", 42)), "");
  EXPECT_EQ(text_of_file(files_, "acme", Id::make()), "");
}

TEST_F(FileText, EndsAtItsLimit) { EXPECT_EQ(text_of("long.txt", std::string(3'000'000, 'a')).size(), 1024u * 1024u); }

TEST_F(FileText, SurvivesBrokenTags) {
  EXPECT_EQ(without_tags("a<b"), "a");
  EXPECT_EQ(without_tags("a>b<"), "a>b");
  EXPECT_EQ(without_tags("<<>x"), "x");
}

}  // namespace
}  // namespace probity::installation
