#include "api_fixture.hpp"

namespace probity::api {
namespace {

TEST_F(ApiTest, security_txt_is_there_once_there_is_somebody_to_tell) {
  const Reply none = server.send({.method = "GET", .target = "/.well-known/security.txt"});
  EXPECT_EQ(none.status, 404);
  EXPECT_EQ(none.code(), "no_security_contact");
  server.security_txt = "Contact: mailto:security@example.org\n";
  const Reply there = server.send({.method = "GET", .target = "/.well-known/security.txt"});
  server.security_txt.clear();
  EXPECT_EQ(there.status, 200);
  EXPECT_EQ(there.header("Content-Type"), "text/plain; charset=utf-8");
  EXPECT_EQ(there.text, "Contact: mailto:security@example.org\n");
}

}  // namespace
}  // namespace probity::api
