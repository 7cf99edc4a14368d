#include "records/reading/reading.hpp"

#include "base/time.hpp"
#include "records/test_workspace.hpp"

namespace probity::records {
namespace {

class ReadingTest : public testing::Test {
 protected:
  std::int64_t times(const Id& record) {
    JsonDocument looks = this->looks("people", record);
    std::int64_t times = 0;
    for (const JsonValue& item : looks["items"].GetArray()) times += item["times"].GetInt64();
    return times;
  }
  JsonDocument looks(std::string_view entity, const Id& record, int limit = 100) {
    return workspace_.answer([&](JsonWriter& writer) { return write_looks(*workspace_.records, workspace_.at(entity), record, limit, writer); });
  }
  std::optional<Timestamp> last(const Id& record) {
    std::optional<Timestamp> at;
    expect_value(workspace_.database()->read([&](store::Reader& reader) -> Result<> {
      PROBITY_ASSIGN(at, last_look(reader, record));
      return {};
    }));
    return at;
  }

  TestWorkspace workspace_;
  std::unique_ptr<Reading> reading_ = std::make_unique<Reading>(*workspace_.records);
};

TEST_F(ReadingTest, looks_of_a_day_are_one_row_and_nothing_is_lost_on_a_clean_stop) {
  const Id ada = workspace_.create("people", R"({"first_name":"Ada"})");
  EXPECT_EQ(last(ada), std::nullopt);
  const Context context = workspace_.at("people");
  for (int i = 0; i < 5; ++i) reading_->note(context, ada);
  expect_value(reading_->flush());
  for (int i = 0; i < 2; ++i) reading_->note(context, ada);
  reading_.reset();
  EXPECT_EQ(workspace_.count(store::kReading), 1);
  EXPECT_EQ(times(ada), 7);
  ASSERT_TRUE(last(ada));
  EXPECT_NEAR(static_cast<double>(*last(ada)), static_cast<double>(now()), 60.0 * kSecond);
  reading_ = std::make_unique<Reading>(*workspace_.records);
  reading_->note(context, ada);
  expect_value(reading_->flush("acme"));
  EXPECT_EQ(times(ada), 8) << "a new start counts on";
}

TEST_F(ReadingTest, each_member_has_a_line_and_the_program_has_none) {
  const Id ada = workspace_.create("people", R"({"first_name":"Ada"})");
  privacy::Access other = workspace_.access;
  other.actor = Id::make();
  privacy::Access program = workspace_.access;
  program.actor = {};
  for (const privacy::Access* access : {&workspace_.access, &other, &program}) reading_->note(workspace_.at(*access, "people"), ada);
  expect_value(reading_->flush());
  EXPECT_EQ(looks("people", ada)["items"].Size(), 2u);
  const JsonDocument first = looks("people", ada, 1);
  EXPECT_EQ(first["items"].Size(), 1u);
  EXPECT_TRUE(first["more"].GetBool());
}

TEST_F(ReadingTest, a_person_shows_who_looked_at_what_concerns_them) {
  const Id ada = workspace_.create("people", R"({"first_name":"Ada"})");
  const Id memo = workspace_.create("memos", fmt::format(R"({{"text":"Met her","people":["{}"]}})", ada.text()));
  reading_->note(workspace_.at("memos"), memo);
  expect_value(reading_->flush());
  const JsonDocument seen = looks("people", ada);
  ASSERT_EQ(seen["items"].Size(), 1u);
  EXPECT_EQ(view(seen["items"][0]["entity"]), "memo");
  EXPECT_EQ(view(seen["items"][0]["member"]["name"]), "Olga Owner");
}

TEST_F(ReadingTest, goes_with_the_record_and_does_not_come_back) {
  const Id ada = workspace_.create("people", R"({"first_name":"Ada"})");
  const Id bob = workspace_.create("people", R"({"first_name":"Bob"})");
  const Context context = workspace_.at("people");
  reading_->note(context, ada);
  expect_value(reading_->flush());
  reading_->note(context, ada);
  reading_->note(context, bob);
  workspace_.remove("people", ada);
  expect_value(workspace_.records->purge(context, ada));
  EXPECT_EQ(workspace_.count(store::kReading), 0);
  expect_value(reading_->flush());
  EXPECT_EQ(workspace_.count(store::kReading), 1) << "only Bob's, who is there still";
  EXPECT_EQ(workspace_.count_of(store::kReading, "record", bob), 1);
}

}  // namespace
}  // namespace probity::records
