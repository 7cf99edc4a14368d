// What is answered, and when, while the disk takes its time or fails.
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <future>
#include <mutex>

#include "store/contract/contract.hpp"
#include "store/sqlite/test_place.hpp"

namespace {

/// Between the flushers and the disk.
struct Disk {
  std::mutex mutex;
  std::condition_variable changed;
  bool held = false;
  bool failing = false;
  int asked = 0;

  void set(bool Disk::*what, bool value) {
    const std::scoped_lock lock(mutex);
    this->*what = value;
    changed.notify_all();
  }
  void wait_until_asked() {
    std::unique_lock lock(mutex);
    changed.wait(lock, [this] { return asked > 0; });
  }
};

Disk& disk() {
  static Disk disk;
  return disk;
}

}  // namespace

/// In place of the C library's: SQLite itself calls fsync.
extern "C" int fdatasync(int descriptor) {
  Disk& disk = ::disk();
  std::unique_lock lock(disk.mutex);
  ++disk.asked;
  disk.changed.notify_all();
  disk.changed.wait(lock, [&disk] { return !disk.held; });
  if (disk.failing) {
    errno = EIO;
    return -1;
  }
  return static_cast<int>(::syscall(SYS_fdatasync, descriptor));
}

namespace probity::store::contract {
namespace {

class Flushing : public testing::Test {
 protected:
  Flushing() {
    start_crypto();
    open();
    disk().asked = 0;
  }
  ~Flushing() override {
    disk().set(&Disk::held, false);
    disk().set(&Disk::failing, false);
  }
  void open() {
    database_.reset();
    backend_.reset();
    backend_ = value(open_sqlite(sqlite::test_options(folder_.path(), true)));
    database_ = value(backend_->open("w", true));
    value(database_->migrate(sample_schema(), false, false));
  }
  std::future<Result<Outcome>> write(const std::string& name) {
    auto promise = std::make_shared<std::promise<Result<Outcome>>>();
    database_->write(insert_person({.name = name}), [promise](Result<Outcome> outcome) { promise->set_value(std::move(outcome)); });
    return promise->get_future();
  }
  std::int64_t people() {
    std::int64_t counted = -1;
    succeed(database_->read([&](Reader& reader) -> Result<> {
      PROBITY_ASSIGN(counted, reader.count("person", {}));
      return {};
    }));
    return counted;
  }
  static bool is_answered(const std::future<Result<Outcome>>& answer) { return answer.wait_for(std::chrono::seconds(0)) == std::future_status::ready; }

  sqlite::TemporaryFolder folder_;
  std::unique_ptr<Backend> backend_;
  std::shared_ptr<Database> database_;
};

TEST_F(Flushing, nothing_is_answered_before_it_is_on_disk_and_the_next_is_written_meanwhile) {
  disk().set(&Disk::held, true);
  std::vector<std::future<Result<Outcome>>> answers;
  answers.push_back(write("first"));
  disk().wait_until_asked();
  for (int number = 0; number < 200; ++number) answers.push_back(write("later"));
  while (people() < 25) std::this_thread::yield();
  for (const auto& answer : answers) EXPECT_FALSE(is_answered(answer));
  disk().set(&Disk::held, false);
  for (auto& answer : answers) EXPECT_TRUE(value(answer.get()).committed);
  EXPECT_EQ(people(), 201);
}

TEST_F(Flushing, after_a_failure_nothing_is_acknowledged_until_the_file_is_opened_again) {
  disk().set(&Disk::failing, true);
  EXPECT_EQ(write("first").get().error().code, "storage_failed");
  disk().set(&Disk::failing, false);
  EXPECT_EQ(write("second").get().error().code, "storage_failed");
  open();
  EXPECT_TRUE(value(write("third").get()).committed);
  EXPECT_TRUE(value(database_->verify_audit()).ok);
}

TEST_F(Flushing, a_workspace_is_destroyed_after_its_last_flush) {
  disk().set(&Disk::held, true);
  auto answer = write("last");
  disk().wait_until_asked();
  auto destroyed = std::async(std::launch::async, [this] { return backend_->destroy("w"); });
  EXPECT_FALSE(is_answered(answer));
  disk().set(&Disk::held, false);
  EXPECT_TRUE(value(answer.get()).committed);
  succeed(destroyed.get());
  EXPECT_FALSE(value(backend_->exists("w")));
}

TEST_F(Flushing, what_waits_for_the_disk_is_answered_when_the_server_stops) {
  disk().set(&Disk::held, true);
  auto answer = write("last");
  disk().wait_until_asked();
  auto stopped = std::async(std::launch::async, [this] { backend_.reset(); });
  disk().set(&Disk::held, false);
  EXPECT_TRUE(value(answer.get()).committed);
  stopped.get();
}

}  // namespace
}  // namespace probity::store::contract
