// Jobs that wait for something that is not there for the moment.
#include "records/test_workspace.hpp"

namespace probity::records {
namespace {

class WaitingJobsTest : public testing::Test {
 protected:
  WaitingJobsTest() {
    workspace.jobs->handle("wait", [this](jobs::Running&) -> Result<std::string> {
      ++tries;
      if (!room) return fail(ErrorKind::unavailable, code, "There is no room.");
      return "{}";
    });
  }
  Id enqueue() { return expect_value(workspace.jobs->enqueue("acme", "wait", "{}", workspace.member)); }
  jobs::Job try_now(const Id& job) {
    expect_value(workspace.jobs->hasten("acme", job));
    return workspace.finish(job);
  }

  TestWorkspace workspace;
  bool room = false;
  std::string code = "storage_full";
  int tries = 0;
};

TEST_F(WaitingJobsTest, says_why_and_when_it_is_tried_again) {
  const jobs::Job job = workspace.finish(enqueue());
  EXPECT_EQ(jobs::State::queued, job.state);
  EXPECT_EQ("There is no room.", job.message);
  EXPECT_GT(job.retry_at(), now());
  EXPECT_LE(job.retry_at(), now() + kMinute);
}

TEST_F(WaitingJobsTest, goes_on_when_there_is_room_and_drops_its_message) {
  const Id id = enqueue();
  workspace.finish(id);
  room = true;
  const jobs::Job job = try_now(id);
  EXPECT_EQ(jobs::State::done, job.state);
  EXPECT_EQ("", job.message);
  EXPECT_EQ(0, job.retry_at());
  EXPECT_EQ(2, tries);
}

TEST_F(WaitingJobsTest, waits_for_room_without_end) {
  const Id id = enqueue();
  workspace.finish(id);
  for (int count = 0; count < 40; ++count) EXPECT_EQ(jobs::State::queued, try_now(id).state);
  EXPECT_EQ(41, tries);
}

TEST_F(WaitingJobsTest, gives_up_on_anything_else_in_the_end) {
  code = "busy";
  const Id id = enqueue();
  jobs::Job job = workspace.finish(id);
  for (int count = 0; count < 40; ++count) job = try_now(id);
  EXPECT_EQ(jobs::State::failed, job.state);
  EXPECT_EQ("There is no room.", job.message);
}

TEST_F(WaitingJobsTest, can_be_cancelled_while_it_waits) {
  const Id id = enqueue();
  workspace.finish(id);
  expect_value(workspace.jobs->cancel("acme", id));
  const jobs::Job job = workspace.finish(id);
  EXPECT_EQ(jobs::State::cancelled, job.state);
  EXPECT_EQ("", job.message);
}

}  // namespace
}  // namespace probity::records
