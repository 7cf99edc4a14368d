#include "http/edge/worker_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <semaphore>
#include <vector>

namespace probity::http {
namespace {

struct Call final : Job {
  explicit Call(std::function<void()> call) : call_(std::move(call)) {}
  void run() noexcept override { call_(); }
  std::function<void()> call_;
};

TEST(WorkerPool, RunsEveryJobOnce) {
  std::atomic<int> runs{0};
  std::vector<std::unique_ptr<Call>> jobs;
  for (int i = 0; i < 10'000; ++i) jobs.push_back(std::make_unique<Call>([&] { ++runs; }));
  {
    WorkerPool pool(4, jobs.size());
    for (auto& job : jobs) EXPECT_TRUE(pool.submit(*job));
  }
  EXPECT_EQ(runs, 10'000);
}

TEST(WorkerPool, AllThreadsWorkWhenJobsTakeLong) {
  std::latch together(4);
  std::vector<std::unique_ptr<Call>> jobs;
  for (int i = 0; i < 4; ++i) jobs.push_back(std::make_unique<Call>([&] { together.arrive_and_wait(); }));
  WorkerPool pool(4, jobs.size());
  for (auto& job : jobs) EXPECT_TRUE(pool.submit(*job));
  pool.finish();
}

TEST(WorkerPool, RefusesMoreThanMayWait) {
  std::binary_semaphore entered{0};
  std::binary_semaphore leave{0};
  Call running([&] {
    entered.release();
    leave.acquire();
  });
  Call first([] {});
  Call second([] {});
  WorkerPool pool(1, 1);
  EXPECT_TRUE(pool.submit(running));
  entered.acquire();
  EXPECT_TRUE(pool.submit(first));
  EXPECT_FALSE(pool.submit(second));
  leave.release();
}

}  // namespace
}  // namespace probity::http
