#include <gtest/gtest.h>

#include <condition_variable>

#include "jobs/jobs.hpp"

namespace probity::jobs {
namespace {

/// One workspace that cannot be opened: what is watched needs none of the job table.
class NoDatabase : public store::Backend {
 public:
  Result<std::shared_ptr<store::Database>> open(std::string_view, bool) override { return fail(ErrorKind::unavailable, "closed", "Closed."); }
  Result<bool> exists(std::string_view) override { return true; }
  Result<> destroy(std::string_view) override { return {}; }
  Result<std::vector<std::string>> list() override { return std::vector<std::string>{"acme"}; }
};

class Bell {
 public:
  void ring(const std::string& workspace) {
    const std::scoped_lock lock(mutex_);
    rung_.push_back(workspace);
    changed_.notify_all();
  }
  /// The workspaces it rang for, once there are so many.
  std::vector<std::string> wait_for(std::size_t rings) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::minutes(1), [&] { return rung_.size() >= rings; });
    return rung_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> rung_;
};

TEST(Watch, rings_for_every_workspace_at_the_start_and_when_told_to_look_again) {
  NoDatabase backend;
  Bell bell;
  Jobs jobs(backend, 1);
  jobs.watch("bell", {.ring = [&](const std::string& workspace) -> Result<std::optional<Timestamp>> {
               bell.ring(workspace);
               return std::nullopt;
             }});
  ASSERT_TRUE(jobs.start());
  EXPECT_EQ(bell.wait_for(1), std::vector<std::string>{"acme"});
  jobs.look_again("other", "bell");
  EXPECT_EQ(bell.wait_for(2), (std::vector<std::string>{"acme", "other"}));
}

TEST(Watch, rings_again_when_it_said_so) {
  NoDatabase backend;
  Bell bell;
  Jobs jobs(backend, 1);
  int left = 2;
  jobs.watch("bell", {.ring = [&](const std::string& workspace) -> Result<std::optional<Timestamp>> {
               bell.ring(workspace);
               if (--left == 0) return std::nullopt;
               return now();
             }});
  ASSERT_TRUE(jobs.start());
  EXPECT_EQ(bell.wait_for(2).size(), 2u);
}

}  // namespace
}  // namespace probity::jobs
