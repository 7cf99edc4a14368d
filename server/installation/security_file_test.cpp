#include "installation/security_file.hpp"

#include <gtest/gtest.h>

#include "records/test_workspace.hpp"

namespace probity::installation {
namespace {

using records::expect_value;

std::string text_of(const SecurityOptions& options, const privacy::Policy& policy = {}, const std::string& url = "") {
  const auto text = expect_value(SecurityFile::open(options)).text(policy, url);
  return text ? *text : text.error().code;
}

TEST(SecurityFile, is_made_from_the_setting_or_the_policy) {
  privacy::Policy policy;
  EXPECT_EQ(text_of({}, policy), "no_security_contact");
  policy.controller.email = "privacy@example.org";
  EXPECT_TRUE(text_of({}, policy).starts_with("Contact: mailto:privacy@example.org\n"));
  const std::string text = text_of({.contact = "https://example.org/report", .policy_url = "https://example.org/security", .file = {}}, policy, "https://crm.example.org");
  EXPECT_TRUE(text.starts_with("Contact: https://example.org/report\n")) << text;
  EXPECT_NE(text.find("Canonical: https://crm.example.org/.well-known/security.txt\n"), std::string::npos);
  EXPECT_NE(text.find("Policy: https://example.org/security\n"), std::string::npos);
}

TEST(SecurityFile, may_be_the_operators_own) {
  const records::TestFolder folder;
  const auto path = folder.path() / "security.txt";
  EXPECT_EQ(SecurityFile::open({.contact = {}, .policy_url = {}, .file = path}).error().code, "unreadable_file");
  std::ofstream(path) << "Contact: mailto:a@example.org\nExpires: 2001-01-01T00:00:00Z\n";
  const auto file = expect_value(SecurityFile::open({.contact = {}, .policy_url = {}, .file = path}));
  EXPECT_EQ(expect_value(file.text({}, "")), "Contact: mailto:a@example.org\nExpires: 2001-01-01T00:00:00Z\n");
  EXPECT_EQ(file.own_file_ends().error().code, "bad_security_txt");
  const std::string later = format_timestamp(now() + 20 * kDay);
  std::ofstream(path) << "Contact: mailto:a@example.org\nExpires: " << later << "\n";
  EXPECT_EQ(format_timestamp(*expect_value(file.own_file_ends())), later);
}

TEST(SecurityFile, says_what_is_wrong_with_the_settings) {
  EXPECT_EQ(SecurityFile::open({.contact = "us", .policy_url = {}, .file = {}}).error().code, "bad_security_contact");
  EXPECT_EQ(SecurityFile::open({.contact = {}, .policy_url = "somewhere", .file = {}}).error().code, "bad_security_policy");
}

}  // namespace
}  // namespace probity::installation
