#include "mail/settings.hpp"

#include <gtest/gtest.h>

namespace probity::mail {
namespace {

using Security = privacy::MailServer::Security;

TEST(MailSettings, reads_what_operators_write) {
  const auto submission = parse_mail_server("smtp://crm%40example.org@mail.example.org:2525");
  ASSERT_TRUE(submission);
  EXPECT_EQ(submission->host, "mail.example.org");
  EXPECT_EQ(submission->port, 2525);
  EXPECT_EQ(submission->user, "crm@example.org");
  EXPECT_EQ(submission->security, Security::starttls) << "never in the clear";

  EXPECT_EQ(parse_mail_server("smtp://crm@example.org@mail.example.org")->user, "crm@example.org");
  EXPECT_EQ(parse_mail_server("smtp://mail.example.org")->port, 587);
  EXPECT_EQ(parse_mail_server("SMTPS://mail.example.org/")->port, 465);
  EXPECT_EQ(parse_mail_server("smtps://mail.example.org")->security, Security::tls);
  EXPECT_EQ(parse_mail_server("smtps://[2001:db8::1]:465")->host, "2001:db8::1");
}

TEST(MailSettings, refuses_the_rest_and_says_why) {
  for (const char* wrong : {"", "mail.example.org", "http://mail.example.org", "smtp://", "smtp://:25", "smtp://user@", "smtp://host:0", "smtp://host:65536", "smtp://host:25x", "smtp://[::1",
                            "smtp://host/path", "smtp://us%0d%0aer@host", "smtp://us%4@host", "smtp://@host", "smtp://ho st"}) {
    const auto server = parse_mail_server(wrong);
    ASSERT_FALSE(server) << wrong;
    EXPECT_EQ(server.error().code, "bad_smtp");
  }
}

TEST(MailSettings, a_password_is_not_given_where_others_see_it) {
  const auto server = parse_mail_server("smtp://user:s3cret@host");
  ASSERT_FALSE(server);
  EXPECT_NE(server.error().message.find("PROBITY_SMTP_PASSWORD"), std::string::npos);
  EXPECT_EQ(server.error().message.find("s3cret"), std::string::npos);
}

}  // namespace
}  // namespace probity::mail
