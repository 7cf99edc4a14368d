#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "meta/fields/field_tester.hpp"

namespace probity::meta {
namespace {

const FieldTester kAddress("address");

std::string shown(const std::vector<std::string>& parts) {
  const char* names[] = {"street", "street2", "city", "region", "postal_code", "country"};
  std::string json;
  for (std::size_t at = 0; at < 6; ++at) {
    const bool empty = at >= parts.size() || parts[at].empty();
    json += std::string(at ? ",\"" : "{\"") + names[at] + "\":" + (empty ? "null" : "\"" + parts[at] + "\"");
  }
  return json + "}";
}

TEST(AddressField, ReadsJson) {
  expect_json(kAddress, {
      {R"({"street":"205 4th Ave. NE","street2":"Suite 104","city":"Cullman","region":"AL","postal_code":"35055","country":"us"})",
       shown({"205 4th Ave. NE", "Suite 104", "Cullman", "AL", "35055", "US"})},
      {R"({"city":"Köln","country":"Germany"})", shown({"", "", "Köln", "", "", "Germany"})},
      {R"({"city":" "})", "null"},
      {R"({"street":null})", "null"},
      {R"("Main Street 1")", shown({"Main Street 1"})},
      {R"("")", "null"},
  });
}

TEST(AddressField, Refuses) {
  expect_refused_json(kAddress, {{"5", "wrong_type"}, {"[]", "wrong_type"}, {R"({"street":5})", "wrong_type", "street"},
                                 {R"({"zip":"35055"})", "unknown_member", "postal_code"},
                                 {R"({"city":")" + std::string(201, 'x') + "\"}", "too_long"}});
  expect_refused_text(kAddress, {{"a;b;c;d;e;f;g", "invalid_address"}, {"\xff", "invalid_text"}});
}

TEST(AddressField, ReadsTheTextOfACell) {
  expect_text(kAddress, {
      {"511 Hart Senate Office Building Washington DC 20510", shown({"511 Hart Senate Office Building Washington DC 20510"})},
      {"205 4th Ave. NE; Suite 104; Cullman; AL; 35055; US", shown({"205 4th Ave. NE", "Suite 104", "Cullman", "AL", "35055", "US"})},
      {";;Berlin", shown({"", "", "Berlin"})},
      {"a\\;b", shown({"a;b"})},
  });
}

TEST(AddressField, IsComparedAndFoundByOneLine) {
  const auto cells = kAddress.read_json(R"({"street":"205 4th Ave.","city":"Cullman","region":"AL","postal_code":"35055"})");
  ASSERT_TRUE(cells);
  EXPECT_EQ((*cells)[1], Cell("205 4th Ave., Cullman, AL 35055"));
  EXPECT_EQ(kAddress.display(*cells), "205 4th Ave., Cullman, AL 35055");
  EXPECT_EQ(kAddress.search(*cells).words, "205 4th Ave., Cullman, AL 35055");
  EXPECT_EQ(*kAddress.operand(Operator::contains, R"("KÖLN")"), Cell("koln"));
  EXPECT_THAT(kAddress.type().parts(), testing::Contains("postal_code"));
}

RC_GTEST_PROP(AddressField, Survives, ()) {
  JsonDocument object(rapidjson::kObjectType);
  for (const std::string_view part : kAddress.type().parts()) {
    const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("aB1 ;\\,.\n")));
    object.AddMember(text_value(part, object.GetAllocator()), text_value(text, object.GetAllocator()), object.GetAllocator());
  }
  const auto cells = kAddress.read(object);
  RC_PRE((cells.has_value() && !is_null(cells->front())));
  RC_ASSERT(kAddress.survives(*cells));
}

}  // namespace
}  // namespace probity::meta
