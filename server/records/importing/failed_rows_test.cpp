#include "records/importing/failed_rows.hpp"

#include "base/text.hpp"
#include "records/importing/test_imports.hpp"

namespace probity::records::importing {
namespace {

class FailedRowsTest : public ImportsTest {
 protected:
  /// Mended and imported again.
  Tally import_again(const Spec& spec, std::string_view wrong, std::string_view right) {
    std::string rows = failed_rows("contact", spec);
    for (std::size_t at = 0; (at = rows.find(wrong, at)) != std::string::npos; at += right.size()) rows.replace(at, wrong.size(), right);
    return run("contact", prepare("contact", file("mended.csv", rows)));
  }
};

TEST_F(FailedRowsTest, are_written_as_the_source_was_and_can_be_mended_and_imported_again) {
  const Spec spec = prepare("contact", file("rows.csv", "Last Name;Email;Birthday;Shoe size\nGood;good@example.org;1980-01-02;41\n\"Semi;colon\";nobody@;1980-01-02;42\n=Sum;nobody@;1980-01-02;43\n"));
  change("contact", spec, R"({"columns":[{"name":"Email","field":"email"}]})");
  EXPECT_EQ(2, run("contact", spec).failed);
  EXPECT_TRUE(failed_rows("contact", spec).starts_with("Last Name;Email;Birthday;Shoe size;Row;Reason\r\n\"Semi;colon\";nobody@;1980-01-02;42;3;")) << failed_rows("contact", spec);
  const Tally again = import_again(spec, ";nobody@;", ";mended@example.org;");
  EXPECT_EQ(2, again.created);
  EXPECT_EQ(0, again.failed);
  EXPECT_EQ(1, workspace.count("contact", store::Condition::equals("last_name", cell("Semi;colon"))));
  EXPECT_EQ(1, workspace.count("contact", store::Condition::equals("last_name", cell("=Sum"))));
  const JsonDocument notes = workspace.list("note", {});
  EXPECT_EQ(3u, notes["items"].Size());
  EXPECT_EQ(std::string::npos, to_json_text(notes).find("Reason:")) << "its own columns are left out";
}

TEST_F(FailedRowsTest, that_fail_again_have_one_reason) {
  const Spec spec = prepare("contact", file("rows.csv", "Last Name,Email\nA,nobody@\n"));
  change("contact", spec, R"({"columns":[{"name":"Email","field":"email"}]})");
  run("contact", spec);
  const Spec again = prepare("contact", file("again.csv", failed_rows("contact", spec)));
  change("contact", again, R"({"columns":[{"name":"Email","field":"email"}]})");
  EXPECT_EQ(1, run("contact", again).failed);
  EXPECT_TRUE(failed_rows("contact", again).starts_with("Last Name,Email,Row,Reason\r\nA,nobody@,2,")) << failed_rows("contact", again);
}

TEST_F(FailedRowsTest, of_a_huge_cell_the_others_are_there) {
  for (const std::size_t size : {std::size_t{1'100'000}, std::size_t{20'000'000}}) {
    const Spec spec = prepare("contact", file("rows.csv", "First Name,Last Name,Job Title\nAda,A,Poet\nBob,\"" + std::string(size, 'x') + "\",Clerk\nEve,E,\n"));
    EXPECT_EQ(1, run("contact", spec).failed);
    const std::string rows = failed_rows("contact", spec);
    EXPECT_TRUE(rows.starts_with("First Name,Last Name,Job Title,Row,Reason\r\nBob,xxxxxx")) << first_characters(rows, 100);
    EXPECT_NE(std::string::npos, rows.find("xxx,Clerk,3,A cell of this row is larger than 1 MiB")) << rows.size();
    EXPECT_LT(rows.size(), 100'000u);
    std::string mended = std::regex_replace(rows, std::regex("x+"), "B");
    EXPECT_EQ(1, run("contact", prepare("contact", file("mended.csv", mended))).created);
  }
}

TEST_F(FailedRowsTest, that_are_no_rows_keep_what_could_be_read) {
  const Spec spec = prepare("contact", file("rows.csv", "First Name,Last Name\nAda,Lovelace\nBob,Builder,too,much\n\"Eve,Open\nGus,Good\n"));
  run("contact", spec);
  const std::string rows = failed_rows("contact", spec);
  EXPECT_NE(std::string::npos, rows.find("Bob,\"Builder,too,much\",3,")) << rows;
  EXPECT_NE(std::string::npos, rows.find("Open,4,")) << rows;
}

TEST_F(FailedRowsTest, of_a_damaged_card_hold_what_could_be_read) {
  const Spec spec = prepare("contact", file("cards.vcf", "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lovelace;Ada;;;\r\nTEL:+4930901820\r\nBEGIN:VCARD\r\nVERSION:3.0\r\nN:Boole;George;;;\r\nEND:VCARD\r\n"));
  const Tally tally = run("contact", spec);
  EXPECT_EQ(1, tally.created);
  EXPECT_EQ(1, tally.failed);
  EXPECT_NE(std::string::npos, failed_rows("contact", spec).find("Ada,,Lovelace")) << failed_rows("contact", spec);
  EXPECT_EQ(1, run("contact", prepare("contact", file("again.csv", failed_rows("contact", spec)))).created);
  EXPECT_EQ(1, workspace.count("contact", store::Condition::equals("last_name", cell("Lovelace"))));
}

TEST_F(FailedRowsTest, do_not_hold_what_the_policy_keeps_out) {
  const Spec spec = prepare("contact", file("rows.csv", "Last Name,Notes,Shoe size\nGood,none,41\nBad,pays with 4111 1111 1111 1111,42\nWorse,none,5555555555554444\n"));
  for (const Column& column : spec.columns) {
    for (const std::string& sample : column.samples) EXPECT_TRUE(sample.find("4111 1111") == std::string::npos && sample.find("55555555") == std::string::npos) << sample;
  }
  change("contact", spec, R"({"columns":[{"name":"Notes","field":"description"}]})");
  const Tally tally = run("contact", spec);
  EXPECT_EQ(1, tally.created);
  EXPECT_EQ(2, tally.failed);
  const std::string rows = failed_rows("contact", spec);
  EXPECT_NE(std::string::npos, rows.find("**** **** **** 1111")) << rows;
  EXPECT_NE(std::string::npos, rows.find("************4444")) << rows;
  EXPECT_NE(std::string::npos, rows.find("looks like a payment card number")) << rows;
  EXPECT_EQ(std::string::npos, rows.find("4111 1111")) << rows;
  EXPECT_EQ(1, workspace.count("contact"));
  EXPECT_EQ(1, workspace.count("note"));
}

}  // namespace
}  // namespace probity::records::importing
