#include "http/form.hpp"

#include <gmock/gmock.h>

namespace probity::http {
namespace {

Request sent(std::string type, std::string body) {
  Request request;
  request.headers = {{"Content-Type", std::move(type)}};
  request.body = std::move(body);
  return request;
}

TEST(Form, reads_what_a_page_sends) {
  const auto form = read_form(sent("application/x-www-form-urlencoded; charset=utf-8", "action=save&on=a%7Cb&on=c+d&empty="));
  ASSERT_TRUE(form);
  EXPECT_EQ(form->value("action"), "save");
  EXPECT_THAT(form->values("on"), testing::ElementsAre("a|b", "c d"));
  EXPECT_EQ(form->value("empty"), "");
  EXPECT_EQ(form->value("missing"), "");
}

TEST(Form, reads_the_one_click_of_a_mail_program) {
  const std::string body = "--XyZ\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--XyZ--\r\n";
  const auto form = read_form(sent("multipart/form-data; boundary=XyZ", body));
  ASSERT_TRUE(form);
  EXPECT_EQ(form->value("List-Unsubscribe"), "One-Click");
  EXPECT_TRUE(read_form(sent("multipart/form-data; boundary=\"XyZ\"", body)));
}

TEST(Form, refuses_what_is_no_form) {
  EXPECT_EQ(read_form(sent("application/json", "{}")).error().code, "unsupported_media_type");
  EXPECT_EQ(read_form(sent("multipart/form-data", "x")).error().code, "unsupported_media_type");
  EXPECT_EQ(read_form(sent("application/x-www-form-urlencoded", "a=%GG")).error().code, "bad_form");
  EXPECT_EQ(read_form(sent("application/x-www-form-urlencoded", "a=%FF")).error().code, "bad_form");
  for (const char* body : {"", "--X", "--X\r\n", "--X\r\n\r\n", "--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1", "--X\r\n\r\n1\r\n--X--", "nothing"}) {
    EXPECT_EQ(read_form(sent("multipart/form-data; boundary=X", body)).error().code, "bad_form") << body;
  }
}

}  // namespace
}  // namespace probity::http
