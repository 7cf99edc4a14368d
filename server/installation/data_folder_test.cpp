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

TEST_F(DataFolderTest, keys_are_stable_and_useless_without_the_installation_key) {
  std::filesystem::create_directories(path);
  std::string key;
  {
    auto ring = KeyRing::open(path);
    ASSERT_TRUE(ring);
    key = *(*ring)->workspace_key("acme");
    EXPECT_EQ(32U, key.size());
    EXPECT_NE(key, *(*ring)->workspace_key("other"));
  }
  EXPECT_EQ(0600U, mode_of(path / "installation.key"));
  EXPECT_EQ(key, *(*KeyRing::open(path))->workspace_key("acme"));
  std::filesystem::remove(path / "installation.key");
  auto without = KeyRing::open(path);
  ASSERT_FALSE(without);
  EXPECT_EQ("key_missing", without.error().code);
}

TEST_F(DataFolderTest, a_destroyed_key_does_not_come_back) {
  std::filesystem::create_directories(path);
  auto ring = KeyRing::open(path);
  const std::string key = *(*ring)->workspace_key("acme");
  ASSERT_TRUE((*ring)->destroy_workspace_key("acme"));
  EXPECT_NE(key, *(*ring)->workspace_key("acme"));
}

}  // namespace
}  // namespace probity::installation
