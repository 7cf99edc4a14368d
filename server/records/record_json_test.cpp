#include "records/record_json.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace probity::records {
namespace {

template <typename Write>
std::string written(Write&& write) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  write(writer);
  return std::string(text(buffer));
}

TEST(RecordJsonTest, InstantsAreWrittenAsEverywhere) {
  const Timestamp edges[] = {0, 1, -1, 1'769'853'600'000'000, 1'769'853'600'000'001, 4'102'444'799'999'999, -62'135'596'800'000'000, 253'402'300'799'999'999, 951'782'400'000'000};
  for (Timestamp at : edges) EXPECT_EQ(written([&](JsonWriter& writer) { write_time(writer, at); }), '"' + format_timestamp(at) + '"') << at;
  EXPECT_TRUE(rc::check([] {
    const Timestamp at = *rc::gen::inRange<Timestamp>(-62'135'596'800'000'000, 253'402'300'799'999'999);
    RC_ASSERT(written([&](JsonWriter& writer) { write_time(writer, at); }) == '"' + format_timestamp(at) + '"');
  }));
}

TEST(RecordJsonTest, IdsAreWrittenAsEverywhere) {
  for (int index = 0; index < 100; ++index) {
    const Id id = Id::make();
    EXPECT_EQ(written([&](JsonWriter& writer) { write_id(writer, id); }), '"' + id.text() + '"');
  }
}

TEST(RecordJsonTest, ColumnsOfSparseRowsAreFound) {
  const int columns[] = {5, 0, 9};
  const ColumnMap map(columns);
  EXPECT_EQ(map.at(5), 0);
  EXPECT_EQ(map.at(0), 1);
  EXPECT_EQ(map.at(9), 2);
  EXPECT_EQ(ColumnMap::full().at(7), 7);
}

}  // namespace
}  // namespace probity::records
