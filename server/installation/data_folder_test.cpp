#include "installation/data_folder.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/crypto.hpp"

namespace probity::installation {
namespace {

struct DataFolderTest : testing::Test {
  std::filesystem::path path = std::filesystem::temp_directory_path() / fmt::format("probity-folder-{}", ::getpid());
  void SetUp() override { start_crypto(); std::filesystem::remove_all(path); }
  void TearDown() override { std::filesystem::remove_all(path); }
};

mode_t mode_of(const std::filesystem::path& path) {
  struct stat status {};
  ::stat(path.c_str(), &status);
  return status.st_mode & 0777U;
}

TEST_F(DataFolderTest, is_made_for_its_owner_and_locked) {
  auto folder = DataFolder::open(path, {});
  ASSERT_TRUE(folder);
  EXPECT_EQ(0700U, mode_of(path));
  auto second = DataFolder::open(path, {});
  ASSERT_FALSE(second);
  EXPECT_EQ("data_folder_in_use", second.error().code);
  folder->reset();
  EXPECT_TRUE(DataFolder::open(path, {}));
}

TEST_F(DataFolderTest, keeps_what_it_was_made_with) {
  { ASSERT_TRUE(DataFolder::open(path, {.encrypted = false, .test = true})); }
  auto other = DataFolder::open(path, {.encrypted = true});
  ASSERT_FALSE(other);
  EXPECT_EQ("encryption_differs", other.error().code);
  auto same = DataFolder::open(path, {.encrypted = false});
  ASSERT_TRUE(same);
  EXPECT_TRUE((*same)->settings().test);
}

TEST_F(DataFolderTest, becomes_no_test_folder_later) {
  { ASSERT_TRUE(DataFolder::open(path, {})); }
  auto test = DataFolder::open(path, {.test = true});
  ASSERT_FALSE(test);
  EXPECT_EQ("no_test_folder", test.error().code);
}

}  // namespace
}  // namespace probity::installation
