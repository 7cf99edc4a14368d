#include "rights/copies/copies_fixture.hpp"

namespace probity::copies {
namespace {

TEST_F(CopiesTest, IsTriedOutAndLeavesNothing) {
  std::int64_t made = 0;
  EXPECT_EQ(expect_value(copies->try_out("acme", made)), "");
  EXPECT_EQ(made, 1);
  EXPECT_EQ(workspace.count("access_copy"), 0);
  const Id file = stored_file("abc", "x.txt");
  document(bob, file, "x.txt");
  std::filesystem::remove(expect_value(files.content("acme", file)));
  EXPECT_THAT(expect_value(copies->try_out("acme", made)), HasSubstr("cannot be made"));
  for (const auto& left : std::filesystem::recursive_directory_iterator(workspace.folder.path() / "copies")) EXPECT_FALSE(left.is_regular_file()) << left.path();
}

}  // namespace
}  // namespace probity::copies
