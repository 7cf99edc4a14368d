#pragma once
// Long work: queued in the workspace's own database, run in the background, seen while it runs,
// stopped when asked, taken up again after a kill.
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include "store/database.hpp"

namespace probity::jobs {

enum class State { queued, running, done, failed, cancelled };
std::string_view name_of(State state);

struct Job {
  Id id;
  std::string kind;
  State state = State::queued;
  std::string payload;    ///< JSON, for its handler
  std::string result;     ///< JSON, once done
  std::string message;    ///< public, when it failed or waits to be tried again: what happened and what to do
  std::int64_t done = 0;
  std::int64_t total = 0;
  std::int64_t failed = 0;
  Timestamp run_at = 0;
  int attempts = 0;
  Timestamp created_at = 0;
  Id created_by;
  Timestamp finished_at = 0;

  bool ended() const { return state != State::queued && state != State::running; }
  /// When it is tried again, while something that it needs is not there ("message" says what); 0 otherwise.
  Timestamp retry_at() const { return state == State::queued && !message.empty() ? run_at : 0; }
};

/// What a handler sees of the job it runs. For its own thread only.
class Running {
 public:
  virtual ~Running() = default;
  virtual const Job& job() const = 0;
  virtual const std::string& workspace() const = 0;
  virtual store::Database& database() = 0;
  /// Shown to whoever watches; written to the database at most twice a second.
  virtual void progress(std::int64_t done, std::int64_t total, std::int64_t failed = 0) = 0;
  /// Replaces the payload durably, so that a job taken up again goes on from there.
  virtual Result<> remember(std::string payload) = 0;
  /// True once somebody cancelled it or the program shuts down; return soon after.
  virtual bool should_stop() const = 0;
  /// True when it must stop because of a shutdown: it stays queued and is taken up again.
  virtual bool shutting_down() const = 0;
};

/// Returns the result as JSON. After an error of kind `unavailable` it is tried again by itself (2, 5, 10, 30 s
/// later, then every minute): up to 24 times, without end where the disk is full. Others fail the job with
/// their public message.
using Handler = std::function<Result<std::string>(Running&)>;

/// What falls due at times that the rows of a workspace themselves tell, such as reminders: nothing is queued
/// for it, and nothing is lost with the program.
struct Watch {
  /// Does what is due now and tells when the next is; nothing: not before look_again() says so. An error is logged
  /// and tried again in a minute.
  std::function<Result<std::optional<Timestamp>>(const std::string& workspace)> ring;
};

class Jobs {
 public:
  explicit Jobs(store::Backend& backend, int threads = 2);
  ~Jobs();
  Jobs(const Jobs&) = delete;

  /// Before start().
  void handle(std::string kind, Handler handler);
  void watch(std::string kind, Watch watch);
  /// Rows that tell when something of this kind is due may have changed. Returns at once.
  void look_again(std::string_view workspace, std::string_view kind);
  /// Nothing of that workspace begins any more but jobs of the kinds named, until wake(); what is at work goes on. Any thread.
  void rest(std::string_view workspace, std::set<std::string, std::less<>> but_for);
  /// What waited meanwhile begins.
  void wake(std::string_view workspace);
  /// Runs what is queued from now on, and takes up what was queued or running in every workspace when the
  /// program last ended: in the background, so that a start does not wait for thousands of workspaces.
  Result<> start();
  /// Waits for running handlers to notice should_stop(). What they leave stays queued. Called by the destructor.
  void stop();

  Result<Id> enqueue(std::string_view workspace, std::string kind, std::string payload, Id created_by, Timestamp run_at = 0);
  Result<Job> find(std::string_view workspace, Id id);
  Result<std::vector<Job>> list(std::string_view workspace, std::string_view kind, int limit);
  /// A queued job ends at once, a running one when its handler notices. Done ones: "already_finished".
  Result<> cancel(std::string_view workspace, Id id);
  /// Waits until a job has ended or the program stops; `look` sees it meanwhile. Where the queue was not
  /// started, runs it on the calling thread until it has ended or has to wait (see Job::retry_at).
  Result<Job> finish(std::string_view workspace, Id id, const std::function<void(const Job&)>& look = {});
  /// One that waits to be tried again is tried now. Others stay as they are.
  Result<> hasten(std::string_view workspace, Id id);
  /// Empties payload, result and message of every job of which one of them is held by `holds`: an ended job keeps its
  /// state and its figures, a waiting one is cancelled, a running one is told to stop. How many there were; "busy"
  /// (unavailable) while one of them still runs.
  Result<std::int64_t> forget(std::string_view workspace, const std::function<bool(std::string_view)>& holds);
  /// How many jobs that would be.
  Result<std::int64_t> count_held(std::string_view workspace, const std::function<bool(std::string_view)>& holds);
  /// Runs everything due now on the calling thread until nothing is left (commands, tests).
  Result<> run_due(std::string_view workspace);

  /// {"id","kind","state","done","total","failed","message","retry_at","result","created_at","finished_at"}.
  static void write(const Job& job, JsonWriter& writer);

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace probity::jobs
