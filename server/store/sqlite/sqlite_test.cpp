// What only this backend does: files, their keys and limits, what survives a kill, and what a question costs.
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <thread>

#include "store/contract/contract.hpp"
#include "store/sqlite/test_place.hpp"

namespace probity::store::contract {
namespace {

class Sqlite : public testing::Test {
 protected:
  Sqlite() { start_crypto(); }
  void open(SqliteOptions options, std::string_view name = "w") {
    database_.reset();
    backend_.reset();
    backend_ = value(open_sqlite(std::move(options)));
    database_ = value(backend_->open(name, true));
    value(database_->migrate(sample_schema(), false, false));
  }
  std::string bytes(const std::string& name) {
    std::ifstream file(folder_.path() / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  std::int64_t people(Database& database) {
    std::int64_t counted = -1;
    succeed(database.read([&](Reader& reader) -> Result<> {
      PROBITY_ASSIGN(counted, reader.count("person", {}));
      return {};
    }));
    return counted;
  }

  sqlite::TemporaryFolder folder_;
  std::unique_ptr<Backend> backend_;
  std::shared_ptr<Database> database_;
};

TEST_F(Sqlite, files_are_for_their_owner_alone) {
  open(sqlite::test_options(folder_.path(), true));
  value(database_->write_and_wait(insert_person({.name = "Ada"})));
  int files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path())) {
    struct stat found {};
    ASSERT_EQ(::stat(entry.path().c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777, entry.is_directory() ? 0700u : 0600u) << entry.path();
    ++files;
  }
  EXPECT_GE(files, 2);
}

TEST_F(Sqlite, an_encrypted_file_shows_nothing_and_opens_with_its_key_only) {
  open(sqlite::test_options(folder_.path(), true));
  value(database_->write_and_wait(insert_person({.name = "Lovelace"})));
  succeed(database_->copy_to(folder_.path() / "copy"));
  for (const char* name : {"w.db", "w.db-wal", "copy"}) {
    EXPECT_FALSE(bytes(name).empty()) << name;
    EXPECT_EQ(bytes(name).find("Lovelace"), std::string::npos) << name;
    EXPECT_EQ(bytes(name).find("SQLite format"), std::string::npos) << name;
  }
  backend_.reset();
  SqliteOptions other = sqlite::test_options(folder_.path(), true);
  other.keys.encryption = [](std::string_view) -> Result<std::string> { return std::string(32, 'x'); };
  backend_ = value(open_sqlite(std::move(other)));
  EXPECT_EQ(backend_->open("w", false).error().kind, ErrorKind::internal);
}

TEST_F(Sqlite, a_copy_is_whole_and_opens_as_a_workspace) {
  for (const bool encrypted : {false, true}) {
    const std::filesystem::path folder = folder_.path() / (encrypted ? "encrypted" : "plain");
    open(sqlite::test_options(folder, encrypted));
    for (int i = 0; i < 50; ++i) value(database_->write_and_wait(insert_person({.name = "P"})));
    succeed(database_->copy_to(folder / "copied.db"));
    EXPECT_EQ(database_->copy_to(folder / "copied.db").error().code, "file_exists");
    SqliteOptions options = sqlite::test_options(folder, encrypted);
    if (encrypted) options.keys.encryption = [](std::string_view) -> Result<std::string> { return std::string(bytes_of(keyed_hash("a key for tests", "w"))); };
    backend_.reset();
    backend_ = value(open_sqlite(std::move(options)));
    const auto copy = value(backend_->open("copied", false));
    EXPECT_EQ(people(*copy), 50);
    EXPECT_EQ(value(copy->check_integrity()), "");
    EXPECT_TRUE(value(copy->verify_audit()).ok);
  }
}

TEST_F(Sqlite, a_damaged_file_is_an_error_and_not_a_crash) {
  open(sqlite::test_options(folder_.path(), false));
  backend_.reset();
  { std::ofstream(folder_.path() / "w.db", std::ios::binary | std::ios::trunc) << std::string(8192, 'x'); }
  backend_ = value(open_sqlite(sqlite::test_options(folder_.path(), false)));
  EXPECT_EQ(backend_->open("w", false).error().kind, ErrorKind::internal);
}

TEST_F(Sqlite, a_full_store_refuses_what_does_not_fit_and_goes_on) {
  SqliteOptions options = sqlite::test_options(folder_.path(), true);
  options.maximum_bytes = 2 * 1024 * 1024;
  open(std::move(options));
  const auto large = [](int i) {
    Plan plan = insert_person({.name = "P" + std::to_string(i)});
    plan.insert(setting_columns(), setting(std::to_string(i), std::string(40'000, 'x')));
    plan.append_leaf({std::int64_t{i}, Cell{}, Cell{}, std::string("create"), Cell{}, Cell{}, Cell{}, Cell{}});
    return plan;
  };
  Answers answers;
  for (int i = 0; i < 100; ++i) database_->write(large(i), answers.next());
  answers.wait();
  ASSERT_FALSE(answers.errors().empty());
  for (const std::string& code : answers.errors()) EXPECT_EQ(code, "storage_full");
  const auto written = static_cast<std::int64_t>(100 - answers.errors().size());
  EXPECT_GT(written, 20);
  EXPECT_EQ(people(*database_), written);
  EXPECT_EQ(value(database_->audit_head()).size, written);
  EXPECT_TRUE(value(database_->verify_audit()).ok);
  EXPECT_EQ(value(database_->check_integrity()), "");
  Plan room;
  for (int i = 0; i < 100; ++i) room.remove(kSetting, {{"name", std::to_string(i)}});
  EXPECT_TRUE(value(database_->write_and_wait(std::move(room))).committed);
  EXPECT_TRUE(value(database_->write_and_wait(large(200))).committed);
}

TEST_F(Sqlite, what_was_acknowledged_survives_a_kill) {
  for (const bool encrypted : {false, true}) {
    const std::filesystem::path folder = folder_.path() / (encrypted ? "encrypted" : "plain");
    int acknowledged[2];
    ASSERT_EQ(::pipe(acknowledged), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      auto backend = open_sqlite(sqlite::test_options(folder, encrypted));
      auto database = *(*backend)->open("w", true);
      if (!database->migrate(sample_schema(), false, false)) ::_exit(1);
      const auto write_one = [&](int number) {
        Plan plan = insert_person({.name = std::to_string(number)});
        plan.put_document("person", Id::make(), "word" + std::to_string(number), "");
        plan.append_leaf({std::int64_t{number}, Cell{}, Cell{}, std::string("create"), Cell{}, Cell{}, Cell{}, Cell{}});
        database->write(std::move(plan), [&, number](Result<Outcome> outcome) {
          if (outcome && outcome->committed) (void)!::write(acknowledged[1], &number, sizeof number);
        });
      };
      for (int number = 0;; ++number) {
        write_one(number);
        if (number % 64 == 0) ::usleep(500);
      }
    }
    ::close(acknowledged[1]);
    std::set<std::string> promised;
    int number = 0;
    while (promised.size() < 2'000 && ::read(acknowledged[0], &number, sizeof number) == sizeof number) promised.insert(std::to_string(number));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    while (::read(acknowledged[0], &number, sizeof number) == sizeof number) promised.insert(std::to_string(number));
    ::close(acknowledged[0]);
    ASSERT_GE(promised.size(), 2'000u);

    open(sqlite::test_options(folder, encrypted));
    std::set<std::string> found;
    succeed(database_->read([&](Reader& reader) {
      return reader.each({.columns = Projection::make("person", {"name"}), .where = {}, .order = {}, .limit = 1 << 30, .after = {}}, [&](const Row& row) {
        found.emplace(row.text(0));
        return true;
      });
    }));
    EXPECT_TRUE(std::ranges::includes(found, promised));
    EXPECT_EQ(value(database_->audit_head()).size, static_cast<std::int64_t>(found.size()));
    EXPECT_TRUE(value(database_->verify_audit()).ok);
    EXPECT_EQ(value(database_->check_integrity()), "");
  }
}

TEST_F(Sqlite, few_files_stay_open_and_those_that_closed_open_again) {
  SqliteOptions options = sqlite::test_options(folder_.path(), true);
  options.open_workspaces = 3;
  backend_ = value(open_sqlite(std::move(options)));
  std::vector<std::shared_ptr<Database>> databases;
  for (int i = 0; i < 10; ++i) {
    databases.push_back(value(backend_->open("w" + std::to_string(i), true)));
    value(databases.back()->migrate(sample_schema(), false, false));
  }
  const auto open_files = [] {
    std::set<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
      std::error_code ignored;
      const std::string target = std::filesystem::read_symlink(entry.path(), ignored).string();
      if (target.ends_with(".db")) files.insert(target);
    }
    return files.size();
  };
  EXPECT_LE(open_files(), 3u);
  for (int round = 0; round < 3; ++round) {
    for (const auto& database : databases) EXPECT_TRUE(value(database->write_and_wait(insert_person({.name = "P"}))).committed);
  }
  EXPECT_LE(open_files(), 4u);  // one may still be in a writer's hands
  for (const auto& database : databases) EXPECT_EQ(people(*database), 3);
}

TEST_F(Sqlite, many_threads_use_more_workspaces_than_stay_open) {
  SqliteOptions options = sqlite::test_options(folder_.path(), false);
  options.open_workspaces = 2;
  backend_ = value(open_sqlite(std::move(options)));
  std::vector<std::shared_ptr<Database>> databases;
  for (int i = 0; i < 5; ++i) {
    databases.push_back(value(backend_->open("w" + std::to_string(i), true)));
    value(databases.back()->migrate(sample_schema(), false, false));
  }
  std::vector<std::jthread> threads;
  for (int t = 0; t < 6; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 60; ++i) {
        Database& database = *databases[static_cast<std::size_t>((i * 7 + t) % 5)];
        if (i % 2 == 0) {
          EXPECT_TRUE(value(database.write_and_wait(insert_person({.name = "P"}))).committed);
        } else {
          EXPECT_GE(people(database), 0);
        }
      }
    });
  }
  threads.clear();
  std::int64_t all = 0;
  for (const auto& database : databases) all += people(*database);
  EXPECT_EQ(all, 6 * 30);
}

TEST_F(Sqlite, a_destroyed_workspace_is_gone_with_its_copies_and_its_key) {
  std::vector<std::string> forgotten;
  SqliteOptions options = sqlite::test_options(folder_.path(), true);
  options.keys.forget = [&](std::string_view name) -> Result<> {
    forgotten.emplace_back(name);
    return {};
  };
  open(std::move(options));
  Schema larger = sample_schema();
  larger.tables.back().columns.push_back({"city", meta::ColumnKind::text, false});
  larger.tables.back().field_ids.push_back(9);
  value(database_->migrate(larger, false, true));
  EXPECT_FALSE(std::filesystem::is_empty(folder_.path() / "copies"));
  succeed(backend_->destroy("w"));
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path() / "copies"));
  EXPECT_EQ(forgotten, (std::vector<std::string>{"w"}));
  EXPECT_EQ(database_->write_and_wait(insert_person({.name = "P"})).error().kind, ErrorKind::not_found);
  EXPECT_EQ(database_->read([](Reader&) -> Result<> { return {}; }).error().kind, ErrorKind::not_found);
  const auto anew = value(backend_->open("w", true));
  EXPECT_EQ(value(anew->plan_migration(sample_schema())).steps.size(), sample_schema().tables.size());
}

}  // namespace
}  // namespace probity::store::contract
