#include "jobs/jobs.hpp"

#include <condition_variable>
#include <thread>

#include "base/log.hpp"
#include "jobs/job_table.hpp"
#include "jobs/running_job.hpp"

namespace probity::jobs {
namespace {

/// A job that waits for its time, or for a free thread.
struct Due {
  Timestamp at;
  Id id;
  std::string workspace;
  std::string watch = {};  ///< kind of what is watched; empty for a job
  std::string kind = {};   ///< of a job
  auto operator<=>(const Due&) const = default;
};

/// A job whose state could not even be written down: what its row says is out of date until the next try.
struct PutOff {
  std::string message;
  Timestamp again_at = 0;
  int tries = 0;
  std::shared_ptr<std::atomic<bool>> cancelled;  ///< as it was when the try ended
};

}  // namespace

struct Jobs::Implementation {
  store::Backend& backend;
  int thread_count;
  std::map<std::string, Handler, std::less<>> handlers;
  std::map<std::string, Watch, std::less<>> watches;
  std::mutex mutex;
  std::condition_variable wake;
  std::condition_variable retry;  ///< for the one that looks into the workspaces
  std::set<Due> due;
  /// Those of `due` that are no jobs, by workspace and kind: one of each waits at a time, the earliest wished for.
  std::map<std::pair<std::string, std::string>, Due> rings;
  std::map<Id, std::shared_ptr<std::atomic<bool>>> running;  ///< claimed by a thread; true: cancelled
  std::map<Id, PutOff> put_off;
  std::map<std::string, std::set<std::string, std::less<>>, std::less<>> resting;  ///< workspaces, and the kinds that go on
  std::atomic<bool> stopping{false};
  std::atomic<bool> started{false};
  std::vector<std::jthread> threads;

  Result<> take_up(const std::string& workspace);
  void take_up_all(std::vector<std::string> workspaces);
  void work();
  /// Takes a job that is due out of the queue for the caller to run; nothing where none is. With the mutex held.
  std::optional<Due> claim(std::string_view workspace);
  /// With the mutex held.
  bool rests(const Due& one) const;
  Result<> run(const Due& next, const std::atomic<bool>& cancelled);
  Result<> run_claimed(const Due& next);
  void put_off_or_forget(const Due& next, const Result<>& outcome);
  void show_put_off(Job& job);
  void schedule(Due next);
  Result<> ring(const Due& next);
  void schedule_ring(std::string_view workspace, std::string_view kind, Timestamp at);
};

void Jobs::Implementation::schedule(Due next) {
  {
    std::lock_guard lock(mutex);
    due.insert(std::move(next));
  }
  wake.notify_one();
}

void Jobs::Implementation::schedule_ring(std::string_view workspace, std::string_view kind, Timestamp at) {
  {
    std::lock_guard lock(mutex);
    const auto [waiting, added] = rings.try_emplace({std::string(workspace), std::string(kind)}, Due{at, Id::make(), std::string(workspace), std::string(kind)});
    if (!added) {
      if (waiting->second.at <= at) return;
      due.erase(waiting->second);
      waiting->second.at = at;
    }
    due.insert(waiting->second);
  }
  wake.notify_one();
}

Result<> Jobs::Implementation::ring(const Due& next) {
  Result<std::optional<Timestamp>> rung = internal("a watch did not finish");
  try {
    rung = watches.at(next.watch).ring(next.workspace);
  } catch (const std::exception& fault) {
    rung = internal(fmt::format("exception in a watch: {}", fault.what()));
  }
  if (!rung) {
    schedule_ring(next.workspace, next.watch, now() + kMinute);
    return std::unexpected(rung.error());
  }
  if (*rung) schedule_ring(next.workspace, next.watch, **rung);
  return {};
}

bool Jobs::Implementation::rests(const Due& one) const {
  const auto found = resting.find(one.workspace);
  return found != resting.end() && (!one.watch.empty() || !found->second.contains(one.kind));
}

std::optional<Due> Jobs::Implementation::claim(std::string_view workspace) {
  const Timestamp at = now();
  for (auto next = due.begin(); next != due.end() && next->at <= at; ++next) {
    // One that is at work may stand here a second time: it was found in the database meanwhile.
    if ((!workspace.empty() && next->workspace != workspace) || running.contains(next->id) || rests(*next)) continue;
    const auto waiting = put_off.find(next->id);
    running[next->id] = waiting == put_off.end() ? std::make_shared<std::atomic<bool>>(false) : waiting->second.cancelled;
    if (!next->watch.empty()) rings.erase({next->workspace, next->watch});
    return due.extract(next).value();
  }
  return std::nullopt;
}

Result<> Jobs::Implementation::run(const Due& next, const std::atomic<bool>& cancelled) {
  if (!next.watch.empty()) return ring(next);
  PROBITY_ASSIGN(auto database, backend.open(next.workspace, false));
  PROBITY_ASSIGN(Job job, read_job(*database, next.id));
  // Running here means: a program that was killed left it so.
  if (job.state != State::queued && job.state != State::running) return {};
  const State found = job.state;
  if (found == State::queued && job.run_at > now()) {
    schedule({job.run_at, next.id, next.workspace, {}, job.kind});
    return {};
  }
  job.state = State::running;
  job.message.clear();
  ++job.attempts;
  PROBITY_ASSIGN(bool claimed, update_job(*database, job, found));
  const auto handler = handlers.find(job.kind);
  if (!claimed || handler == handlers.end()) return {};
  RunningJob view(std::move(job), next.workspace, database, cancelled, stopping);
  Result<std::string> outcome = internal("handler did not finish");
  try {
    outcome = handler->second(view);
  } catch (const std::exception& fault) {
    outcome = internal(fmt::format("exception in a handler: {}", fault.what()));
  }
  view.settle(std::move(outcome));
  PROBITY_TRY(update_job(*database, view.job(), State::running));
  if (view.job().state == State::queued && !stopping) schedule({view.job().run_at, next.id, next.workspace, {}, next.kind});
  return {};
}

Result<> Jobs::Implementation::run_claimed(const Due& next) {
  std::shared_ptr<std::atomic<bool>> cancelled;
  {
    std::lock_guard lock(mutex);
    cancelled = running.at(next.id);
  }
  auto outcome = run(next, *cancelled);
  std::lock_guard lock(mutex);
  put_off_or_forget(next, outcome);
  running.erase(next.id);
  return outcome;
}

/// With the mutex held.
void Jobs::Implementation::put_off_or_forget(const Due& next, const Result<>& outcome) {
  const bool job_waits = !outcome && outcome.error().kind == ErrorKind::unavailable && next.watch.empty();
  if (!job_waits) {
    put_off.erase(next.id);
    return;
  }
  PutOff& waiting = put_off[next.id];
  waiting.message = outcome.error().message;
  waiting.again_at = now() + wait_after(++waiting.tries);
  waiting.cancelled = running.at(next.id);
  due.insert({waiting.again_at, next.id, next.workspace, {}, next.kind});
}

/// A job as it stands, where its row could not be written.
void Jobs::Implementation::show_put_off(Job& job) {
  std::lock_guard lock(mutex);
  const auto waiting = put_off.find(job.id);
  if (waiting == put_off.end() || running.contains(job.id) || job.ended()) return;
  job.state = State::queued;
  job.message = waiting->second.message;
  job.run_at = waiting->second.again_at;
}

void Jobs::Implementation::work() {
  while (!stopping) {
    std::optional<Due> next;
    {
      std::unique_lock lock(mutex);
      next = claim({});
      if (!next) {
        const auto later = std::ranges::find_if(due, [&](const Due& one) { return !running.contains(one.id) && !rests(one); });
        const Timestamp wait = later == due.end() ? kMinute : std::clamp<Timestamp>(later->at - now(), 0, kMinute);
        wake.wait_for(lock, std::chrono::microseconds(wait));
        continue;
      }
    }
    if (auto ran = run_claimed(*next); !ran) log::error("{} could not run: {} {}", next->watch.empty() ? "job " + next->id.text() : next->watch, ran.error().code, ran.error().cause);
  }
}

Result<> Jobs::Implementation::take_up(const std::string& workspace) {
  PROBITY_ASSIGN(auto database, backend.open(workspace, false));
  const auto unfinished = store::Condition::is_in("state", {cell(name_of(State::queued)), cell(name_of(State::running))});
  PROBITY_ASSIGN(auto found, read_jobs(*database, unfinished, 100'000));
  std::lock_guard lock(mutex);
  for (const Job& job : found) {
    const auto waiting = put_off.find(job.id);
    due.insert({waiting == put_off.end() ? job.run_at : waiting->second.again_at, job.id, workspace, {}, job.kind});
  }
  return {};
}

/// A workspace that cannot be looked into for the moment is looked into again until it can.
void Jobs::Implementation::take_up_all(std::vector<std::string> workspaces) {
  for (int tries = 1; !workspaces.empty(); ++tries) {
    std::erase_if(workspaces, [&](const std::string& workspace) {
      if (stopping) return true;
      const auto taken = take_up(workspace);
      if (!taken) log::error("jobs of a workspace were not taken up: {} {}", taken.error().code, taken.error().cause);
      for (const auto& [kind, watch] : watches) schedule_ring(workspace, kind, now());
      wake.notify_all();
      return taken || taken.error().kind != ErrorKind::unavailable;
    });
    std::unique_lock lock(mutex);
    const auto wait = std::chrono::microseconds(workspaces.empty() ? 0 : wait_after(tries));
    if (retry.wait_for(lock, wait, [&] { return stopping.load(); })) return;
  }
}

Jobs::Jobs(store::Backend& backend, int threads) : implementation_(new Implementation{.backend = backend, .thread_count = threads}) {}
Jobs::~Jobs() { stop(); }

void Jobs::handle(std::string kind, Handler handler) { implementation_->handlers.insert_or_assign(std::move(kind), std::move(handler)); }

void Jobs::watch(std::string kind, Watch watch) { implementation_->watches.emplace(std::move(kind), std::move(watch)); }

void Jobs::look_again(std::string_view workspace, std::string_view kind) { implementation_->schedule_ring(workspace, kind, now()); }

void Jobs::rest(std::string_view workspace, std::set<std::string, std::less<>> but_for) {
  std::lock_guard lock(implementation_->mutex);
  implementation_->resting[std::string(workspace)] = std::move(but_for);
}

void Jobs::wake(std::string_view workspace) {
  {
    std::lock_guard lock(implementation_->mutex);
    const auto found = implementation_->resting.find(workspace);
    if (found != implementation_->resting.end()) implementation_->resting.erase(found);
  }
  implementation_->wake.notify_all();
}

Result<> Jobs::start() {
  PROBITY_ASSIGN(auto workspaces, implementation_->backend.list());
  // Looking into thousands of workspaces takes a while; nobody has to wait for that.
  implementation_->threads.emplace_back([this, workspaces = std::move(workspaces)] { implementation_->take_up_all(workspaces); });
  for (int index = 0; index < implementation_->thread_count; ++index) {
    implementation_->threads.emplace_back([this] { implementation_->work(); });
  }
  implementation_->started = true;
  return {};
}

void Jobs::stop() {
  {
    std::lock_guard lock(implementation_->mutex);
    implementation_->stopping = true;
  }
  implementation_->wake.notify_all();
  implementation_->retry.notify_all();
  implementation_->threads.clear();
}

Result<Id> Jobs::enqueue(std::string_view workspace, std::string kind, std::string payload, Id created_by, Timestamp run_at) {
  PROBITY_ASSIGN(auto database, implementation_->backend.open(workspace, false));
  Job job{.id = Id::make(), .kind = std::move(kind), .payload = std::move(payload), .run_at = run_at ? run_at : now(), .created_at = now(), .created_by = created_by};
  PROBITY_TRY(insert_job(*database, job));
  implementation_->schedule({job.run_at, job.id, std::string(workspace), {}, job.kind});
  return job.id;
}

Result<Job> Jobs::find(std::string_view workspace, Id id) {
  PROBITY_ASSIGN(auto database, implementation_->backend.open(workspace, false));
  PROBITY_ASSIGN(Job job, read_job(*database, id));
  implementation_->show_put_off(job);
  return job;
}

Result<std::vector<Job>> Jobs::list(std::string_view workspace, std::string_view kind, int limit) {
  PROBITY_ASSIGN(auto database, implementation_->backend.open(workspace, false));
  PROBITY_ASSIGN(auto jobs, read_jobs(*database, kind.empty() ? store::Condition{} : store::Condition::equals("kind", cell(kind)), limit));
  for (Job& job : jobs) implementation_->show_put_off(job);
  return jobs;
}

Result<> Jobs::cancel(std::string_view workspace, Id id) {
  PROBITY_ASSIGN(auto database, implementation_->backend.open(workspace, false));
  PROBITY_ASSIGN(Job job, read_job(*database, id));
  {
    std::lock_guard lock(implementation_->mutex);
    if (auto found = implementation_->running.find(id); found != implementation_->running.end()) {
      *found->second = true;
      return {};
    }
  }
  if (job.ended()) return fail(ErrorKind::conflict, "already_finished", "This job has already ended.");
  // One that no thread runs is left so by a try that could not be written down.
  const State found = std::exchange(job.state, State::cancelled);
  job.message.clear();
  job.finished_at = now();
  PROBITY_ASSIGN(bool updated, update_job(*database, job, found));
  if (!updated) return cancel(workspace, id);
  return {};
}

namespace {

Result<std::vector<Job>> jobs_held(store::Database& database, const std::function<bool(std::string_view)>& holds) {
  PROBITY_ASSIGN(std::vector<Job> jobs, read_jobs(database, {}, INT_MAX));
  std::erase_if(jobs, [&](const Job& job) { return !holds(job.payload) && !holds(job.result) && !holds(job.message); });
  return jobs;
}

}  // namespace

Result<std::int64_t> Jobs::count_held(std::string_view workspace, const std::function<bool(std::string_view)>& holds) {
  PROBITY_ASSIGN(auto database, implementation_->backend.open(workspace, false));
  PROBITY_ASSIGN(const auto held, jobs_held(*database, holds));
  return static_cast<std::int64_t>(held.size());
}

Result<std::int64_t> Jobs::forget(std::string_view workspace, const std::function<bool(std::string_view)>& holds) {
  PROBITY_ASSIGN(auto database, implementation_->backend.open(workspace, false));
  PROBITY_ASSIGN(auto held, jobs_held(*database, holds));
  bool still_runs = false;
  for (Job& job : held) {
    if (!job.ended()) PROBITY_TRY(cancel(workspace, job.id));
    PROBITY_ASSIGN(job, read_job(*database, job.id));
    const State state = job.state;
    job.payload = "{}";
    job.result.clear();
    job.message.clear();
    const bool ended = job.ended();
    PROBITY_ASSIGN(const bool forgotten, ended ? update_job(*database, job, state) : Result<bool>(false));
    still_runs |= !forgotten;
  }
  if (still_runs) return fail(ErrorKind::unavailable, "busy", "A job that works on this person's data has not stopped yet; it is tried again.");
  return static_cast<std::int64_t>(held.size());
}

Result<Job> Jobs::finish(std::string_view workspace, Id id, const std::function<void(const Job&)>& look) {
  if (!implementation_->started) PROBITY_TRY(run_due(workspace));
  while (true) {
    PROBITY_ASSIGN(Job job, find(workspace, id));
    if (job.ended() || !implementation_->started || implementation_->stopping) return job;
    if (look) look(job);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

Result<> Jobs::hasten(std::string_view workspace, Id id) {
  PROBITY_ASSIGN(Job shown, find(workspace, id));
  if (shown.retry_at() == 0) return {};
  PROBITY_ASSIGN(auto database, implementation_->backend.open(workspace, false));
  PROBITY_ASSIGN(Job job, read_job(*database, id));
  job.run_at = now();
  PROBITY_TRY(update_job(*database, job, job.state));
  implementation_->schedule({job.run_at, id, std::string(workspace), {}, job.kind});
  return {};
}

Result<> Jobs::run_due(std::string_view workspace) {
  PROBITY_TRY(implementation_->take_up(std::string(workspace)));
  for (const auto& [kind, watch] : implementation_->watches) implementation_->schedule_ring(workspace, kind, now());
  while (true) {
    std::optional<Due> next;
    {
      std::lock_guard lock(implementation_->mutex);
      next = implementation_->claim(workspace);
    }
    if (!next) return {};
    const auto ran = implementation_->run_claimed(*next);
    if (!ran && ran.error().kind != ErrorKind::unavailable) return ran;
  }
}

void Jobs::write(const Job& job, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "id");
  put(writer, job.id.text());
  key(writer, "kind");
  put(writer, job.kind);
  key(writer, "state");
  put(writer, name_of(job.state));
  key(writer, "done");
  writer.Int64(job.done);
  key(writer, "total");
  writer.Int64(job.total);
  key(writer, "failed");
  writer.Int64(job.failed);
  key(writer, "message");
  job.message.empty() ? (void)writer.Null() : put(writer, job.message);
  key(writer, "retry_at");
  job.retry_at() == 0 ? (void)writer.Null() : put(writer, format_timestamp(job.retry_at()));
  key(writer, "result");
  job.result.empty() ? (void)writer.Null() : raw(writer, job.result, rapidjson::kObjectType);
  key(writer, "created_at");
  put(writer, format_timestamp(job.created_at));
  key(writer, "finished_at");
  job.finished_at == 0 ? (void)writer.Null() : put(writer, format_timestamp(job.finished_at));
  writer.EndObject();
}

}  // namespace probity::jobs
