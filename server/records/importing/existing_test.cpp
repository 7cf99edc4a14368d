#include "records/importing/existing.hpp"

#include "records/importing/test_imports.hpp"

namespace probity::records::importing {
namespace {

class ExistingTest : public ImportsTest {};

TEST_F(ExistingTest, a_key_that_several_records_have_fails_the_row) {
  for (int each = 0; each < 24; ++each) workspace.create("contact", fmt::format(R"({{"last_name":"Desk {}","phone":"+49 30 901820"}})", each));
  const Id own = workspace.create("contact", R"({"last_name":"Own","phone":"+49 30 111222"})");
  const Spec spec = prepare("contact", file("rows.csv", "Last Name,Phone\nRenamed,+49 30 901820\nMine,+49 30 111222\n"));
  change("contact", spec, R"({"mode":"upsert","key":"phone"})");
  const JsonDocument seen = preview("contact", spec);
  EXPECT_EQ("24 records have this phone. Choose a key that each has for itself.", view(seen["rows"][0]["errors"][0]["detail"]));
  EXPECT_EQ("update", view(seen["rows"][1]["action"]));
  const Tally tally = run("contact", spec);
  EXPECT_EQ(1, tally.updated);
  EXPECT_EQ(1, tally.failed);
  EXPECT_EQ(0, tally.created);
  EXPECT_EQ(0, workspace.count("contact", store::Condition::equals("last_name", cell("Renamed"))));
  EXPECT_EQ("Mine", view(workspace.get("contact", own)["last_name"]));
  EXPECT_NE(std::string::npos, failed_rows("contact", spec).find("24 records have this phone"));
}

TEST_F(ExistingTest, many_are_not_counted_to_the_end) {
  for (std::size_t each = 0; each <= kMostCounted + 1; ++each) workspace.create("contact", R"({"last_name":"Desk","job_title":"Clerk"})");
  const Spec spec = prepare("contact", file("rows.csv", "Last Name,Department\nDesk,Archive\n"));
  change("contact", spec, R"({"mode":"update","key":"last_name"})");
  EXPECT_EQ(1, run("contact", spec).failed);
  EXPECT_NE(std::string::npos, failed_rows("contact", spec).find("More than 100 records have this last name"));
}

TEST_F(ExistingTest, a_name_that_several_records_have_links_to_none_of_them) {
  for (int each = 0; each < 2; ++each) workspace.create("company", R"({"name":"Engine"})");
  const Spec spec = prepare("contact", file("rows.csv", "Last Name,Company\nLovelace,ENGINE\nBabbage,Other\n"));
  EXPECT_NE(std::string::npos, view(preview("contact", spec)["rows"][0]["errors"][0]["detail"]).find("2 companies are called \"ENGINE\""));
  const Tally tally = run("contact", spec);
  EXPECT_EQ(1, tally.created);
  EXPECT_EQ(1, tally.failed);
  EXPECT_EQ(3, rows("company"));
  EXPECT_NE(std::string::npos, failed_rows("contact", spec).find("2 companies are called"));
}

}  // namespace
}  // namespace probity::records::importing
