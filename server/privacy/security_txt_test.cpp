#include "privacy/security_txt.hpp"

#include <gtest/gtest.h>

namespace probity::privacy {
namespace {

Timestamp at(std::string_view day) { return *parse_day(day) * kDay + 12 * kHour; }

TEST(SecurityTxt, says_where_to_report) {
  const std::string text = write_security_txt({.contact = "mailto:security@example.org", .canonical_url = "https://crm.example.org/.well-known/security.txt", .policy_url = "https://example.org/security"}, at("2026-11-22"));
  EXPECT_EQ(text,
            "Contact: mailto:security@example.org\n"
            "Expires: 2027-05-01T00:00:00Z\n"
            "Preferred-Languages: en\n"
            "Canonical: https://crm.example.org/.well-known/security.txt\n"
            "Policy: https://example.org/security\n");
  EXPECT_EQ(write_security_txt({.contact = "mailto:a@example.org", .canonical_url = {}, .policy_url = {}}, at("2026-11-22")).find("Canonical"), std::string::npos);
}

TEST(SecurityTxt, is_valid_on_every_day_and_changes_once_a_month) {
  std::string before;
  int changes = 0;
  const Day start = *parse_day("2026-01-01");
  for (Day day = start; day < start + 365 * 5; ++day) {
    const Timestamp moment = day * kDay;
    const std::string text = write_security_txt({.contact = "mailto:a@example.org", .canonical_url = {}, .policy_url = {}}, moment);
    const auto expires = check_security_txt(text, moment);
    ASSERT_TRUE(expires) << format_day(day) << text;
    ASSERT_GT(*expires - moment, 5 * 30 * kDay) << format_day(day);
    ASSERT_LT(*expires - moment, 185 * kDay) << format_day(day);
    changes += text != before;
    before = text;
  }
  EXPECT_EQ(changes, 12 * 5);
}

TEST(SecurityTxt, finds_what_is_wrong_with_a_file_of_somebody_else) {
  const Timestamp today = at("2026-11-22");
  const auto check = [&](std::string_view text) {
    const auto checked = check_security_txt(text, today);
    return checked ? "" : checked.error().message;
  };
  EXPECT_EQ(check("# comment: here\r\nCONTACT: mailto:a@example.org\r\nExpires: 2027-01-01T00:00:00+02:00\r\n"), "");
  EXPECT_NE(check("Expires: 2027-01-01T00:00:00Z\n").find("no Contact"), std::string::npos);
  EXPECT_NE(check("Contact: mailto:a@example.org\n").find("does not say when"), std::string::npos);
  EXPECT_NE(check("Contact: x\nExpires: 2027-01-01T00:00:00Z\nExpires: 2027-01-01T00:00:00Z\n").find("twice"), std::string::npos);
  EXPECT_NE(check("Contact: x\nExpires: next year\n").find("no date"), std::string::npos);
  EXPECT_NE(check("Contact: x\nExpires: 2026-11-21T00:00:00Z\n").find("expired on 2026-11-21"), std::string::npos);
  EXPECT_NE(check("Contact: x\nExpires: 2028-11-21T00:00:00Z\n").find("more than a year"), std::string::npos);
}

TEST(SecurityTxt, a_contact_is_an_address_of_mail_or_web) {
  EXPECT_EQ(*security_contact("security@example.org"), "mailto:security@example.org");
  EXPECT_EQ(*security_contact("mailto:security@example.org"), "mailto:security@example.org");
  EXPECT_EQ(*security_contact("https://example.org/report"), "https://example.org/report");
  for (const char* wrong : {"", "us", "http://example.org", "https://", "https://example.org/\nExpires: 2099-01-01T00:00:00Z", "a@example.org\nPolicy: x", "javascript:alert(1)"}) EXPECT_FALSE(security_contact(wrong)) << wrong;
}

}  // namespace
}  // namespace probity::privacy
