#include "installation/key_ring.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "base/crypto.hpp"
#include "base/fault.hpp"
#include "installation/private_file.hpp"

namespace probity::installation {
namespace {

struct KeyRingTest : testing::Test {
  std::filesystem::path path = std::filesystem::temp_directory_path() / fmt::format("probity-keys-{}", ::getpid());
  void SetUp() override {
    start_crypto();
    forget_variables();
    std::filesystem::remove_all(path);
    std::filesystem::create_directories(path);
  }
  void TearDown() override {
    forget_variables();
    std::filesystem::remove_all(path);
  }
  static void forget_variables() {
    for (const char* name : {"PROBITY_INSTALLATION_KEY", "PROBITY_KEY_FILE", "CREDENTIALS_DIRECTORY"}) ::unsetenv(name);
  }
  std::unique_ptr<KeyRing> ring(int format = 2) const {
    auto opened = KeyRing::open(path, format);
    EXPECT_TRUE(opened) << (opened ? "" : opened.error().message);
    return opened ? std::move(*opened) : nullptr;
  }
  std::string installation_key() const { return read_file(path / "installation.key").value_or(""); }
  std::string code_of_open() const {
    const auto opened = KeyRing::open(path);
    return opened ? "" : opened.error().code;
  }
};

/// What an installation has sealed, so that two states can be compared.
struct Held {
  std::string acme, other, derived;
  bool operator==(const Held&) const = default;
};

Held held_by(KeyRing& ring) { return {ring.workspace_key("acme").value_or(""), ring.workspace_key("other").value_or(""), ring.derive("mail")}; }

mode_t mode_of(const std::filesystem::path& path) {
  struct stat status {};
  ::stat(path.c_str(), &status);
  return status.st_mode & 0777U;
}

TEST_F(KeyRingTest, KeysAreStableAndUselessWithoutTheInstallationKey) {
  const Held held = held_by(*ring());
  EXPECT_EQ(held.acme.size(), 32U);
  EXPECT_NE(held.acme, held.other);
  EXPECT_EQ(mode_of(path / "installation.key"), 0600U);
  EXPECT_EQ(held_by(*ring()), held);
  std::filesystem::remove(path / "installation.key");
  EXPECT_EQ(code_of_open(), "key_missing");
  std::ofstream(path / "installation.key") << random_bytes(kKeyBytes);
  EXPECT_EQ(code_of_open(), "sealed_data_unreadable");
}

TEST_F(KeyRingTest, ADestroyedKeyDoesNotComeBack) {
  const auto keys = ring();
  const std::string key = *keys->workspace_key("acme");
  ASSERT_TRUE(keys->destroy_workspace_key("acme"));
  EXPECT_NE(key, *keys->workspace_key("acme"));
}

TEST_F(KeyRingTest, AMissingSecretIsNotMadeAnew) {
  held_by(*ring());
  std::filesystem::remove(path / "keys/secret.sealed");
  EXPECT_EQ(code_of_open(), "key_missing");
}

TEST_F(KeyRingTest, AnOlderFolderDerivesAsItDid) {
  const std::string key = random_bytes(kKeyBytes);
  std::ofstream(path / "installation.key", std::ios::binary) << key;
  const std::string derived = ring(1)->derive("mail");
  EXPECT_EQ(derived, bytes_of(keyed_hash(key, "mail")));
  ASSERT_TRUE(ring(1)->rotate({}));
  EXPECT_EQ(ring(1)->derive("mail"), derived);
}

TEST_F(KeyRingTest, AChangedKeyOpensAllAndTheOldOneNothing) {
  auto keys = ring();
  const Held held = held_by(*keys);
  const std::string old_key = installation_key();
  const auto rotated = keys->rotate({});
  ASSERT_TRUE(rotated);
  EXPECT_EQ(rotated->sealed, 3);
  EXPECT_TRUE(rotated->key_written);
  EXPECT_EQ(held_by(*keys), held) << "while the program runs";
  EXPECT_EQ(held_by(*ring()), held) << "and at its next start";
  EXPECT_NE(installation_key(), old_key);
  EXPECT_EQ(mode_of(path / "installation.key"), 0600U);
  EXPECT_FALSE(std::filesystem::exists(path / "keys/rotation"));
  for (const auto& entry : std::filesystem::directory_iterator(path / "keys")) {
    const std::string context = entry.path().filename() == "secret.sealed" ? std::string("secret of the installation") : "workspace key " + entry.path().stem().string();
    EXPECT_FALSE(unseal(old_key, *read_file(entry.path()), context)) << entry.path();
    EXPECT_TRUE(unseal(installation_key(), *read_file(entry.path()), context)) << entry.path();
  }
  std::ofstream(path / "installation.key", std::ios::binary) << old_key;
  EXPECT_EQ(code_of_open(), "sealed_data_unreadable");
}

TEST_F(KeyRingTest, NothingIsBegunWhileAKeyDoesNotOpen) {
  auto keys = ring();
  held_by(*keys);
  const std::string old_key = installation_key();
  std::ofstream(path / "keys/other.key") << "noise";
  const auto rotated = keys->rotate({});
  ASSERT_FALSE(rotated);
  EXPECT_EQ(rotated.error().code, "sealed_data_unreadable");
  EXPECT_EQ(installation_key(), old_key);
  EXPECT_FALSE(std::filesystem::exists(path / "keys/rotation"));
  EXPECT_TRUE(ring()->workspace_key("acme", false));
}

/// Changes the key in another process, which is killed at `fault`; whether it was.
bool killed_at(const std::filesystem::path& path, const std::string& fault, const std::optional<std::string>& new_key) {
  const pid_t child = ::fork();
  if (child == 0) {
    arm_fault(fault);
    auto keys = KeyRing::open(path);
    if (keys) (void)(*keys)->rotate(new_key);
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

const char* const kFaults[] = {"key.rotation_begun", "key.one_sealed_anew:1", "key.one_sealed_anew:2", "key.one_sealed_anew:3", "key.new_key_written"};

TEST_F(KeyRingTest, AKillAtAnyPointIsTakenUpByTheNextStart) {
  const Held held = held_by(*ring());
  for (const char* fault : kFaults) {
    const std::string old_key = installation_key();
    ASSERT_TRUE(killed_at(path, fault, {})) << fault;
    EXPECT_EQ(held_by(*ring()), held) << fault;
    EXPECT_NE(installation_key(), old_key) << fault;
    EXPECT_FALSE(std::filesystem::exists(path / "keys/rotation")) << fault;
    const std::string new_key = installation_key();
    std::ofstream(path / "installation.key", std::ios::binary) << old_key;
    EXPECT_EQ(code_of_open(), "sealed_data_unreadable") << fault << ": the old key opens something";
    std::ofstream(path / "installation.key", std::ios::binary) << new_key;
  }
}

TEST_F(KeyRingTest, AKeyFromOutsideIsChangedWithEitherOfTheTwo) {
  std::string current(64, 'a');
  ::setenv("PROBITY_INSTALLATION_KEY", current.c_str(), 1);
  const Held held = held_by(*ring());
  EXPECT_FALSE(std::filesystem::exists(path / "installation.key"));
  EXPECT_EQ(ring()->rotate({}).error().code, "key_from_outside");
  int turn = 0;
  for (const char* fault : kFaults) {
    for (const bool starts_with_new : {false, true}) {
      const std::string next = fmt::format("{:064x}", ++turn);
      ASSERT_TRUE(killed_at(path, fault, parse_key(next))) << fault;
      if (starts_with_new) ::setenv("PROBITY_INSTALLATION_KEY", next.c_str(), 1);
      const auto keys = ring();
      ASSERT_TRUE(keys) << fault;
      EXPECT_EQ(held_by(*keys), held) << fault;
      const auto again = keys->rotate(parse_key(next));
      ASSERT_TRUE(again) << fault;
      EXPECT_TRUE(again->was_done) << fault;
      ::setenv("PROBITY_INSTALLATION_KEY", current.c_str(), 1);
      EXPECT_EQ(code_of_open(), "sealed_data_unreadable") << fault;
      current = next;
      ::setenv("PROBITY_INSTALLATION_KEY", current.c_str(), 1);
    }
  }
}

TEST_F(KeyRingTest, TheKeyIsTakenFromWhereItWasPut) {
  const auto source = [&] { return find_key_source(path); };
  EXPECT_EQ(source()->kind, KeySource::Kind::folder);
  std::filesystem::create_directories(path / "credentials");
  ::setenv("CREDENTIALS_DIRECTORY", (path / "credentials").c_str(), 1);
  EXPECT_EQ(source()->kind, KeySource::Kind::folder) << "no such credential";
  std::ofstream(path / "credentials/probity.key") << std::string(64, 'c') << "\n";
  EXPECT_EQ(source()->kind, KeySource::Kind::credential);
  EXPECT_EQ(**source()->read(), std::string(32, '\xcc'));
  EXPECT_TRUE(ring());
  ::setenv("PROBITY_INSTALLATION_KEY", std::string(64, 'd').c_str(), 1);
  EXPECT_EQ(source()->kind, KeySource::Kind::environment);
  EXPECT_EQ(code_of_open(), "sealed_data_unreadable");
  ::setenv("PROBITY_KEY_FILE", "/elsewhere", 1);
  EXPECT_EQ(source().error().code, "two_keys");
  ::unsetenv("PROBITY_INSTALLATION_KEY");
  EXPECT_EQ(source()->kind, KeySource::Kind::file);
}

TEST(ParseKey, TakesBytesAndDigitsOnly) {
  EXPECT_EQ(parse_key(std::string(32, '\0')), std::string(32, '\0'));
  EXPECT_EQ(parse_key(std::string(64, 'F') + "\r\n"), std::string(32, '\xff'));
  for (const std::string& bad : {std::string(), std::string("short"), std::string(31, 'x'), std::string(33, 'x'), std::string(64, 'g'), std::string(63, 'a'), std::string(66, 'a')}) {
    EXPECT_FALSE(parse_key(bad)) << bad;
  }
}

}  // namespace
}  // namespace probity::installation
