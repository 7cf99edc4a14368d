// Several columns of one file tell of one linked record.
#include "records/importing/test_imports.hpp"

namespace probity::records::importing {
namespace {

class LinkedDetailsTest : public ImportsTest {};

TEST_F(LinkedDetailsTest, the_name_makes_the_record_and_the_others_fill_it) {
  const Spec spec = prepare("contact", file("rows.csv", "First Name,Last Name,Company Website,Company,Company Phone\nAda,Lovelace,https://engine.example,Engine,\n"
                                                        "Bob,Builder,,engine,+49 30 901820\nEve,Else,https://other.example,Other,\nGus,Gone,,,\n"));
  auto targets = targets_by_column(spec);
  EXPECT_EQ("company.name", targets["Company"]);
  EXPECT_EQ("company.website", targets["Company Website"]);
  EXPECT_EQ("company.phone", targets["Company Phone"]);
  EXPECT_EQ("Engine (website: https://engine.example)", view(preview("contact", spec)["rows"][0]["record"]["company"]));
  EXPECT_EQ(0, rows("company"));
  const Tally tally = run("contact", spec);
  EXPECT_EQ(4, tally.created);
  EXPECT_EQ(0, tally.failed);
  const JsonDocument list = workspace.list("company", {.sort = "name"});
  ASSERT_EQ(2u, list["items"].Size());
  EXPECT_EQ("https://engine.example", view(list["items"][0]["website"]));
  EXPECT_EQ("+4930901820", view(list["items"][0]["phone"][0]["value"])) << "a later row said it";
  EXPECT_EQ("https://other.example", view(list["items"][1]["website"]));
}

TEST_F(LinkedDetailsTest, of_a_record_that_was_there_only_what_is_empty_is_filled) {
  const Id engine = workspace.create("company", R"({"name":"Engine","website":"https://first.example"})");
  import("contact", "Last Name,Company,Company Website,Company Phone\nLovelace,Engine,https://second.example,+49 30 901820\n");
  const JsonDocument record = workspace.get("company", engine);
  EXPECT_EQ("https://first.example", view(record["website"]));
  EXPECT_EQ("+4930901820", view(record["phone"][0]["value"]));
  EXPECT_EQ(1, rows("company"));
}

TEST_F(LinkedDetailsTest, is_undone_with_the_import) {
  const Id engine = workspace.create("company", R"({"name":"Engine"})");
  const Spec spec = prepare("contact", file("rows.csv", "Last Name,Company,Company Website\nLovelace,Engine,https://second.example\n"));
  run("contact", spec);
  workspace.finish(expect_value(imports->undo(workspace.at("contact"), spec.id)));
  EXPECT_TRUE(workspace.get("company", engine)["website"].IsNull());
}

TEST_F(LinkedDetailsTest, what_cannot_be_read_fails_the_row_and_makes_nothing_of_it) {
  const Spec spec = prepare("contact", file("rows.csv", "Last Name,Company,Company Website\nA,Engine,not a site at all\nB,Other,https://other.example\n"));
  change("contact", spec, R"({"columns":[{"name":"Company Website","field":"company.website"}]})");
  EXPECT_EQ(1, run("contact", spec).failed);
  EXPECT_NE(std::string::npos, failed_rows("contact", spec).find("Website"));
}

TEST_F(LinkedDetailsTest, a_number_and_a_whole_name_do_not_both_find_somebody) {
  const Id ada = workspace.create("contact", R"({"last_name":"Lovelace","reference":"X1"})");
  const Spec spec = prepare("location", file("rows.csv", "Office,Person Reference,Person,City\nX1-a,X1,Ada K. Lovelace,London\n"));
  EXPECT_EQ("contact.reference", targets_by_column(spec)["Person Reference"]);
  EXPECT_EQ("", targets_by_column(spec)["Person"]);
  EXPECT_EQ(1, run("location", spec).created);
  EXPECT_EQ(1, rows("contact"));
  EXPECT_EQ(ada.text(), view(workspace.list("location", {})["items"][0]["contact"]));
}

TEST_F(LinkedDetailsTest, a_website_alone_is_no_name) {
  EXPECT_EQ("", targets_by_column(prepare("contact", file("rows.csv", "Last Name,Company Website\nA,https://engine.example\n")))["Company Website"]);
}

}  // namespace
}  // namespace probity::records::importing
