#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "meta/fields/field_tester.hpp"

namespace probity::meta {
namespace {

const FieldTester kFile("file");
const std::string kSomeId = "0197f3a2-5c1e-7b40-8d52-3f1a9c6e2b10";

TEST(FileField, Reads) {
  expect_json(kFile, {
      {"{\"id\":\"" + kSomeId + R"(","name":"offer.pdf","size":1200,"media_type":"application/pdf"})",
       "{\"id\":\"" + kSomeId + R"(","name":"offer.pdf","size":1200,"media_type":"application/pdf"})"},
      {"\"" + kSomeId + "\"", "{\"id\":\"" + kSomeId + R"(","name":null,"size":null,"media_type":null})"},
      {R"("")", "null"},
  });
}

TEST(FileField, Refuses) {
  expect_refused_json(kFile, {{"5", "wrong_type"}, {"{}", "wrong_type", "id"}, {R"({"id":"x"})", "invalid_id"},
                              {"{\"id\":\"" + kSomeId + R"(","path":"/etc/passwd"})", "unknown_member", "path"},
                              {"{\"id\":\"" + kSomeId + R"(","size":-1})", "wrong_type"},
                              {"{\"id\":\"" + kSomeId + R"(","name":5})", "wrong_type"}});
}

TEST(FileField, IsComparedByIdAndFoundByName) {
  const auto cells = kFile.read_json("{\"id\":\"" + kSomeId + R"(","name":"offer.pdf"})");
  ASSERT_TRUE(cells);
  EXPECT_EQ(kFile.search(*cells).words, "offer.pdf");
  EXPECT_EQ(*kFile.operand(Operator::equal, "\"" + kSomeId + "\""), cell(*Id::parse(kSomeId)));
  EXPECT_THAT(kFile.type().targets(kFile.field, CellRow(*cells), 0), testing::ElementsAre(*Id::parse(kSomeId)));
  EXPECT_EQ(kFile.display({Cell{}, Cell{}}), "");
}

RC_GTEST_PROP(FileField, Survives, (std::uint32_t size)) {
  const auto name = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("aB1 .\"\\/{}\t")));
  JsonDocument object(rapidjson::kObjectType);
  auto& allocator = object.GetAllocator();
  object.AddMember("id", text_value(Id::make().text(), allocator), allocator);
  object.AddMember("name", text_value(name, allocator), allocator);
  object.AddMember("size", size, allocator);
  const auto cells = kFile.read(object);
  RC_ASSERT(cells.has_value());
  RC_ASSERT(kFile.survives(*cells));
}

}  // namespace
}  // namespace probity::meta
