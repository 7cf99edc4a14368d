#include "http/edge/worker_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <latch>
#include <semaphore>
#include <memory>
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
  for (int round = 0; round < 100; ++round) {
    WorkerPool pool(4, 4);
    std::latch together(4);
    const auto meet = [&] { together.arrive_and_wait(); };
    Call second(meet);
    Call third(meet);
    Call fourth(meet);
    // Submitted in one go, so that one wake-up must lead to the next.
    Call first([&] {
      for (auto* job : {&second, &third, &fourth}) EXPECT_TRUE(pool.submit(*job));
      meet();
    });
    EXPECT_TRUE(pool.submit(first));
    together.wait();
    pool.finish();
  }
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
