#include "installation/mail_setup.hpp"

#include <gtest/gtest.h>

#include "records/test_workspace.hpp"

namespace probity::installation {
namespace {

using records::expect_value;

const std::string kKey(32, 'k');

MailOptions options() {
  return {.server = "smtp://crm@mail.example.org", .password = "s3cret", .password_file = {}, .authorities = {}, .sender = "Example, Ltd <crm@example.org>"};
}

std::string code_of(const MailOptions& options, std::string_view url = "") {
  const auto settings = mail_settings(options, url, kKey);
  if (settings) return "";
  EXPECT_EQ(settings.error().message.find("s3cret"), std::string::npos);
  return settings.error().code;
}

TEST(MailSetup, without_a_server_nothing_else_is_needed) {
  const auto settings = expect_value(mail_settings({}, "", kKey));
  EXPECT_FALSE(settings.server);
  EXPECT_EQ(settings.keep_trying, 3 * kDay);
}

TEST(MailSetup, reads_what_the_operator_set) {
  MailOptions given = options();
  given.keep_trying = "PT12H";
  const auto settings = expect_value(mail_settings(given, "https://crm.example.org/", kKey));
  EXPECT_EQ(settings.server->host, "mail.example.org");
  EXPECT_EQ(settings.server->password, "s3cret");
  EXPECT_EQ(settings.sender, "crm@example.org");
  EXPECT_EQ(settings.sender_name, "Example, Ltd");
  EXPECT_EQ(settings.public_url, "https://crm.example.org");
  EXPECT_EQ(settings.keep_trying, 12 * kHour);
}

TEST(MailSetup, a_password_may_lie_in_a_file) {
  const records::TestFolder folder;
  MailOptions given = options();
  given.password.clear();
  EXPECT_EQ(code_of(given), "no_smtp_password");
  given.password_file = folder.path() / "password";
  EXPECT_EQ(code_of(given), "unreadable_file");
  std::ofstream(given.password_file) << "from the file\n";
  EXPECT_EQ(expect_value(mail_settings(given, "", kKey)).server->password, "from the file");
}

TEST(MailSetup, says_what_is_wrong) {
  const auto with = [](auto&& change) {
    MailOptions other = options();
    change(other);
    return code_of(other);
  };
  EXPECT_EQ(with([](MailOptions& one) { one.server = "mail.example.org"; }), "bad_smtp");
  EXPECT_EQ(with([](MailOptions& one) { one.sender = ""; }), "no_mail_from");
  EXPECT_EQ(with([](MailOptions& one) { one.sender = "Example"; }), "bad_mail_from");
  EXPECT_EQ(with([](MailOptions& one) { one.sender = "crm@example.org\r\nBcc: x@example.org"; }), "bad_mail_from");
  EXPECT_EQ(with([](MailOptions& one) { one.authorities = "/nowhere/ca.pem"; }), "unreadable_file");
  for (const char* wrong : {"", "3 days", "PT1S", "P31D", "P1Y"}) EXPECT_EQ(with([&](MailOptions& one) { one.keep_trying = wrong; }), "bad_keep_trying") << wrong;
  for (const char* wrong : {"crm.example.org", "ftp://crm.example.org", "https://crm example.org"}) EXPECT_EQ(code_of(options(), wrong), "bad_public_url") << wrong;
}

}  // namespace
}  // namespace probity::installation
