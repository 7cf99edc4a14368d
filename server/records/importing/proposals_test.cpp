// What columns are taken for, and what the wizard is told of it.
#include "records/importing/test_imports.hpp"

namespace probity::records::importing {
namespace {

class ProposalsTest : public ImportsTest {
 protected:
  std::map<std::string, std::string> targets(std::string_view entity, std::string_view content) { return targets_by_column(prepare(entity, file("rows.csv", content))); }
  JsonDocument shown(std::string_view entity, const Spec& spec) {
    return workspace.answer([&](JsonWriter& writer) { return imports->write(workspace.at(entity), spec, writer); });
  }
};

TEST_F(ProposalsTest, an_organisation_and_a_beginning_are_known_by_their_short_names) {
  EXPECT_EQ("company.name", targets("contact", "Last Name,Org\nA,Engine\n")["Org"]);
  EXPECT_EQ("at", targets("call", "Subject,Start\nA,2026-01-02 10:00\n")["Start"]);
  EXPECT_EQ("start", targets("meeting", "Title,Date\nA,2026-01-02 10:00\n")["Date"]);
  EXPECT_EQ("", targets("contact", "Last Name,Start\nA,2026-01-02 10:00\n")["Start"]);
}

TEST_F(ProposalsTest, a_proposal_is_never_surer_than_sure) {
  const Spec spec = prepare("contact", file("rows.csv", "last_name,Email\nA,a@example.org\n"));
  for (const Column& column : spec.columns) EXPECT_LE(column.confidence, 1.0) << column.name;
}

TEST_F(ProposalsTest, a_key_that_finds_nothing_is_refused_at_once) {
  const Spec spec = prepare("contact", file("rows.csv", "Last Name\nA\n"));
  for (const char* key : {"nope", "birthday"}) {
    const auto changed = imports->change(workspace.at("contact"), spec.id, expect_value(parse_json(fmt::format(R"({{"key":"{}"}})", key))));
    ASSERT_FALSE(changed) << key;
    EXPECT_EQ("bad_key", changed.error().code) << key;
  }
  EXPECT_EQ("", expect_value(imports->find(workspace.at("contact"), spec.id)).key);
}

TEST_F(ProposalsTest, progress_ends_at_its_total) {
  // Lines of very different lengths make the estimate wrong.
  std::string content = "Last Name\n";
  for (int row = 0; row < 100; ++row) content += "A\n";
  const Spec spec = prepare("contact", file("rows.csv", content + "\n\n\n\n\n\n\n\n"));
  run("contact", spec);
  const JsonDocument done = shown("contact", expect_value(imports->find(workspace.at("contact"), spec.id)));
  EXPECT_EQ(100, done["progress"]["done"].GetInt64());
  EXPECT_EQ(100, done["progress"]["total"].GetInt64());
}

TEST_F(ProposalsTest, several_phones_in_one_cell_are_several) {
  import("contact", "Last Name,Phone\nA,\"+49 30 901820, +49 30 901821\"\nB,030 901820/030 901822\nC,\"+49 30 901820, 12\"\nD,030/901820\n");
  const JsonDocument list = workspace.list("contact", {.sort = "last_name"});
  const unsigned expected[] = {2, 2, 1, 1};
  for (unsigned each = 0; each < 4; ++each) EXPECT_EQ(expected[each], list["items"][each]["phone"].Size()) << each;
}

TEST_F(ProposalsTest, what_is_no_table_makes_no_records) {
  const std::string long_json = "[" + std::string(5000, ' ').replace(0, 12, "{\"a\":\"b\"}, ") + "{}]";
  for (const std::string& content : {std::string(R"([{"first_name":"Ada"},{"first_name":"Bob"}])"), std::string(R"({"first_name":"Ada"})"), std::string("\xef\xbb\xbf [1,\n2]\n"), long_json,
                                     std::string("<!DOCTYPE html>\n<html><body>Ada,Lovelace</body></html>"), std::string("<?xml version=\"1.0\"?><people/>")}) {
    for (const char* format : {"", "csv"}) {
      const auto prepared = imports->prepare(workspace.at("contact"), file("people.csv", content), "people.csv", format);
      ASSERT_FALSE(prepared) << content.substr(0, 40);
      EXPECT_EQ("not_a_table", prepared.error().code);
    }
  }
  EXPECT_EQ(1, import("contact", "Last Name\n[A]\n").created) << "only the whole file counts";
}

}  // namespace
}  // namespace probity::records::importing
