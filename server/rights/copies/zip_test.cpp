#include "rights/copies/zip.hpp"

#include <fstream>

#include "records/test_workspace.hpp"
#include "rights/copies/open_zip.hpp"

namespace probity::copies {
namespace {

using records::expect_value;

const std::string kPassword = "K7QP2-M4XTN-9RWHC-3VJDF";

std::string bytes_of_file(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

TEST(Zip, GivesBackWhatWasPutIn) {
  const records::TestFolder folder;
  const auto large = folder.path() / "large";
  const std::string bytes = random_bytes(3'000'001);
  std::ofstream(large, std::ios::binary) << bytes;
  for (const std::string& password : {std::string(), kPassword}) {
    const auto file = folder.path() / "a.zip";
    Zip zip = expect_value(Zip::create(file, password));
    expect_value(zip.add("index.html", "<p>Ada Lovelace</p>"));
    expect_value(zip.add("csv/empty.csv", ""));
    expect_value(zip.add_file("files/1.bin", large));
    expect_value(zip.finish());
    const auto entries = open_zip(file, password);
    EXPECT_EQ(entries.size(), 3u);
    EXPECT_EQ(entries.at("index.html"), "<p>Ada Lovelace</p>");
    EXPECT_EQ(entries.at("csv/empty.csv"), "");
    EXPECT_EQ(entries.at("files/1.bin"), bytes);
    EXPECT_EQ(std::filesystem::status(file).permissions(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  }
}

TEST(Zip, WithoutThePasswordNothingOfItIsRead) {
  const records::TestFolder folder;
  const auto file = folder.path() / "a.zip";
  Zip zip = expect_value(Zip::create(file, kPassword));
  const std::string text(10'000, 'x');
  expect_value(zip.add("index.html", "Ada Lovelace " + text));
  expect_value(zip.finish());
  EXPECT_EQ(bytes_of_file(file).find("Lovelace"), std::string::npos);
  EXPECT_TRUE(open_zip(file, "").empty());
  EXPECT_TRUE(open_zip(file, "K7QP2-M4XTN-9RWHC-3VJDE").empty());
  EXPECT_EQ(open_zip(file, kPassword).size(), 1u);
}

TEST(Zip, SaysThatTheFolderIsNotThere) {
  EXPECT_EQ(Zip::create("/nonexistent/a.zip", kPassword).error().code, "cannot_write");
  const records::TestFolder folder;
  Zip zip = expect_value(Zip::create(folder.path() / "a.zip", {}));
  EXPECT_FALSE(zip.add_file("files/1", folder.path() / "none"));
}

}  // namespace
}  // namespace probity::copies
