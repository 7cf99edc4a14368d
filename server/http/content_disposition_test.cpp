#include "http/content_disposition.hpp"

#include <gtest/gtest.h>

namespace probity::http {
namespace {

TEST(ContentDisposition, OffersTheNameAndNothingElse) {
  EXPECT_EQ(attachment_named("letter.txt"), "attachment; filename=\"letter.txt\"; filename*=UTF-8''letter.txt");
  EXPECT_EQ(attachment_named("a\"b\r\nc.txt"), "attachment; filename=\"a_b__c.txt\"; filename*=UTF-8''a%22b%0D%0Ac.txt");
  EXPECT_EQ(attachment_named("é.txt"), "attachment; filename=\"__.txt\"; filename*=UTF-8''%C3%A9.txt");
  EXPECT_EQ(attachment_named("../x"), "attachment; filename=\".._x\"; filename*=UTF-8''..%2Fx");
}

}  // namespace
}  // namespace probity::http
