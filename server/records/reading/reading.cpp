#include "records/reading/reading.hpp"

#include "base/log.hpp"
#include "base/time.hpp"
#include "records/house.hpp"
#include "store/tables.hpp"

namespace probity::records {
namespace {

constexpr std::chrono::seconds kEvery{1};
/// Somebody who looks again and again at the same record is written down so often.
constexpr Timestamp kRepeatsEvery = kMinute;
/// Looks remembered in one of the shards, so that a repeat need not be looked up; beyond it those written go.
constexpr std::size_t kMostRemembered = 8'000;
/// Few enough that one record which has gone meanwhile costs little to leave out.
constexpr std::size_t kRowsOfAPlan = 100;

Day utc_day(Timestamp at) { return static_cast<Day>(at / kDay); }

/// What was counted that day before; 0 where nothing was.
Result<std::int64_t> times_before(store::Reader& reader, const Id& record, const Id& actor, Day day) {
  std::int64_t times = 0;
  const store::Query query{.columns = house().reading,
                           .where = store::Condition::all_of({store::Condition::equals("record", cell(record)), store::Condition::equals("day", std::int64_t{day}),
                                                              store::Condition::equals("actor", cell(actor))}),
                           .order = {}, .tie_column = "actor", .limit = 1};
  PROBITY_TRY(reader.each(query, [&](const Row& row) {
    times = row.integer(4);
    return false;
  }));
  return times;
}

}  // namespace

std::size_t Reading::KeyHash::operator()(const Key& key) const {
  const std::hash<std::string_view> hash;
  return hash(key.record.raw()) ^ (hash(key.actor.raw()) * 31) ^ static_cast<std::size_t>(key.day);
}

Reading::Reading(Records& records) : records_(records) {}

Reading::~Reading() { stop(); }

void Reading::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { keep_writing(stop); });
}

void Reading::stop() {
  if (thread_.joinable()) {
    thread_.request_stop();
    thread_.join();
  }
  const auto written = write(Which::all, {});
  if (!written) log::error("who looked at records could not be written: {} {}", written.error().code, written.error().cause);
}

void Reading::keep_writing(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    std::unique_lock lock(sleeping_);
    wake_.wait_for(lock, stop, kEvery, [] { return false; });
    lock.unlock();
    const auto written = write(Which::due, {});
    if (!written) log::warning("who looked at records is written later: {} {}", written.error().code, written.error().cause);
  }
}

void Reading::note(const Context& context, const Id& record) {
  if (context.access.actor.is_nil()) return;
  const Timestamp at = now();
  const Key key{context.workspace.get(), record, context.access.actor, utc_day(at)};
  Shard& shard = shards_[KeyHash{}(key) % shards_.size()];
  const std::scoped_lock lock(shard.mutex);
  Look& look = shard.looks[key];
  if (!look.workspace) {
    look.workspace = context.workspace;
    look.entity = context.entity->name;
  }
  ++look.unwritten;
  look.last_at = std::max(look.last_at, at);
}

Result<> Reading::flush(std::string_view workspace) { return write(Which::all, workspace); }

std::vector<Reading::Taken> Reading::take(Which which, std::string_view workspace) {
  std::vector<Taken> taken;
  const Timestamp repeats_before = now() - kRepeatsEvery;
  for (Shard& shard : shards_) {
    const std::scoped_lock lock(shard.mutex);
    const bool crowded = shard.looks.size() > kMostRemembered;
    for (auto at = shard.looks.begin(); at != shard.looks.end();) {
      Look& look = at->second;
      const bool here = workspace.empty() || look.workspace->slug() == workspace;
      const bool due = which == Which::all || crowded || look.written_at == 0 || look.written_at < repeats_before;
      if (here && due && look.unwritten > 0) {
        taken.push_back({at->first, look});
        look.unwritten = 0;
      }
      at = crowded && here ? shard.looks.erase(at) : std::next(at);
    }
  }
  return taken;
}

void Reading::put_back(const std::vector<Taken>& taken, bool written) {
  const Timestamp at = now();
  for (const Taken& each : taken) {
    Shard& shard = shards_[KeyHash{}(each.key) % shards_.size()];
    const std::scoped_lock lock(shard.mutex);
    const auto found = shard.looks.find(each.key);
    if (written) {
      if (found == shard.looks.end()) continue;
      found->second.times = each.look.times;
      found->second.written_at = at;
      continue;
    }
    Look& look = found == shard.looks.end() ? shard.looks[each.key] : found->second;
    if (!look.workspace) {
      look = each.look;
      continue;
    }
    look.unwritten += each.look.unwritten;
    look.last_at = std::max(look.last_at, each.look.last_at);
  }
}

Result<> Reading::write(Which which, std::string_view workspace) {
  const std::scoped_lock one(writing_);
  std::vector<Taken> taken = take(which, workspace);
  std::ranges::stable_sort(taken, {}, [](const Taken& each) { return each.look.workspace.get(); });
  Result<> result;
  for (std::size_t begin = 0; begin < taken.size();) {
    std::size_t end = begin;
    while (end < taken.size() && end - begin < kRowsOfAPlan && taken[end].look.workspace == taken[begin].look.workspace) ++end;
    const auto written = write_rows(std::span(taken).subspan(begin, end - begin));
    put_back({taken.begin() + static_cast<std::ptrdiff_t>(begin), taken.begin() + static_cast<std::ptrdiff_t>(end)}, written.has_value());
    if (!written) result = written;
    begin = end;
  }
  return result;
}

/// A record that has gone meanwhile is left out, so that nothing of it comes back.
Result<> Reading::write_rows(std::span<Taken> taken) {
  PROBITY_ASSIGN(const auto database, taken.front().look.workspace->database());
  PROBITY_TRY(database->read([&](store::Reader& reader) -> Result<> {
    for (Taken& each : taken) {
      if (each.look.written_at == 0) {
        PROBITY_ASSIGN(each.look.times, times_before(reader, each.key.record, each.key.actor, each.key.day));
      }
      each.look.times += each.look.unwritten;
    }
    return {};
  }));
  std::vector<const Taken*> left;
  for (const Taken& each : taken) left.push_back(&each);
  while (!left.empty()) {
    store::Plan plan{.preconditions = {}, .operations = {}, .bulk = true};
    for (const Taken* each : left) {
      const auto& [key, look] = *each;
      plan.require(look.entity, {{"_id", cell(key.record)}});
      plan.insert_or_replace(house().reading, {cell(key.record), std::int64_t{key.day}, cell(key.actor), cell(look.entity), look.times, look.last_at});
    }
    PROBITY_ASSIGN(const auto outcome, database->write_and_wait(std::move(plan)));
    if (outcome.committed) return {};
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(outcome.missed_precondition));
  }
  return {};
}

Result<std::optional<Timestamp>> last_look(store::Reader& reader, const Id& record) {
  std::optional<Timestamp> last;
  std::int64_t day = 0;
  const store::Query query{.columns = house().reading, .where = store::Condition::equals("record", cell(record)), .order = store::Order{.column = "day", .descending = true},
                           .tie_column = "actor", .limit = INT_MAX};
  PROBITY_TRY(reader.each(query, [&](const Row& row) {
    if (last && row.integer(1) != day) return false;
    day = row.integer(1);
    last = std::max(last.value_or(0), row.integer(5));
    return true;
  }));
  return last;
}

store::Condition looked_at_after(Timestamp at) {
  return store::Condition::related_to("_id", store::kReading, "record", store::Condition::compare_with("last_at", store::Comparison::greater, at));
}

void forget_looks(const Id& record, store::Plan& plan) { plan.remove(store::kReading, {{"record", cell(record)}}); }

}  // namespace probity::records
