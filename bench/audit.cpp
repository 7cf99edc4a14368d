// What the audit costs: the same contacts written with and without their history and their leaf in the audit tree, in
// turn, through the store as it is: group commit, many writers at once, on disk before an answer. What stands around the
// store in a whole request (reading it, rights, duplicates) is left out on both sides, so that the share is rather too large
// than too small. CPU time beside the time by the clock, for a machine that others use as well.
// Usage: probity_audit_bench PRODUCT [CONTACTS]
#include <condition_variable>
#include <filesystem>
#include <iostream>

#include <unistd.h>

#include "installation/installation.hpp"
#include "store/tables.hpp"

namespace {

using namespace probity;
using Clock = std::chrono::steady_clock;

constexpr int kRounds = 21;
constexpr int kAtOnce = 32;
constexpr double kGoal = 30;

template <typename T>
T take(Result<T>&& result) {
  if (!result) throw std::runtime_error(result.error().message + " " + result.error().cause);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// What the store was given to write one contact, taken from a real one.
struct Sample {
  store::ProjectionPointer contact, match_key, history;
  std::vector<Cell> row, history_row, leaf;
  std::vector<std::vector<Cell>> keys;
};

std::vector<std::vector<Cell>> rows_of(store::Database& database, const store::ProjectionPointer& columns, const store::Condition& where, const std::string& tie) {
  std::vector<std::vector<Cell>> rows;
  take(database.read([&](store::Reader& reader) {
    return reader.each({.columns = columns, .where = where, .order = std::nullopt, .tie_column = tie, .limit = 100}, [&](const Row& row) {
      auto& cells = rows.emplace_back();
      for (std::size_t i = 0; i < columns->columns.size(); ++i) cells.push_back(row.cell(static_cast<int>(i)));
      return true;
    });
  }));
  return rows;
}

Sample sample_of(installation::Installation& installation, const std::string& slug) {
  const auto access = installation.command_access(slug);
  const auto context = take(installation.records().enter(access, "contact"));
  const auto input = parse_json(R"({"first_name":"Ada","last_name":"Lovelace","email":["ada@example.org"],"phone":["+493012345678"],"job_title":"Countess","birthday":"1815-12-10"})");
  const Id id = take(installation.records().create(context, *input)).id;
  store::Database& database = *context.database;
  std::vector<std::string> columns;
  for (const auto& column : context.entity->columns) columns.push_back(column.name);
  Sample sample{.contact = store::Projection::make("contact", columns),
                .match_key = store::Projection::make(store::kMatchKey, {"entity", "field", "key", "record"}),
                .history = store::Projection::make(store::kHistory, {"record", "id", "entity", "at", "actor", "operation", "origin", "group_id", "changes", "salt", "address", "undone"})};
  const auto leaf = store::Projection::make(store::kLeaf, {"at", "entity", "record", "operation", "actor", "group_id", "history", "commitment"});
  sample.row = rows_of(database, sample.contact, store::Condition::equals("_id", cell(id)), "_id").at(0);
  sample.keys = rows_of(database, sample.match_key, store::Condition::equals("record", cell(id)), "record");
  sample.history_row = rows_of(database, sample.history, store::Condition::equals("record", cell(id)), "id").at(0);
  sample.leaf = rows_of(database, leaf, store::Condition::equals("record", cell(id)), "sequence").at(0);
  return sample;
}

store::Plan plan_of(const Sample& sample, int number, bool audited) {
  const Id id = Id::make(), history = Id::make();
  store::Plan plan;
  std::vector<Cell> row = sample.row;
  row[meta::kId] = cell(id);
  plan.insert(sample.contact, std::move(row));
  for (std::vector<Cell> key : sample.keys) {
    key[2] = cell(fmt::format("{}-{}", number, id.text()));
    key[3] = cell(id);
    plan.insert_or_ignore(sample.match_key, std::move(key));
  }
  plan.put_document("contact", id, fmt::format("ada lovelace countess {}", number), fmt::format("ada{}@example.org 4930{:08}", number, number));
  if (!audited) return plan;
  // The commitment is part of what it costs.
  const std::string salt = random_bytes(16), changes = R"({"last_name":{"to":"Lovelace"},"email":{"to":[{"value":"ada@example.org"}]}})";
  std::vector<Cell> told = sample.history_row, leaf = sample.leaf;
  told[0] = cell(id), told[1] = cell(history), told[9] = Blob{salt};
  leaf[2] = cell(id), leaf[6] = cell(history), leaf[7] = Blob{std::string(bytes_of(sha256(salt, changes)))};
  plan.insert(sample.history, std::move(told));
  plan.append_leaf(std::move(leaf));
  return plan;
}

struct Cost {
  double clock = 0;  ///< seconds
  double cpu = 0;    ///< of every thread of the process
};

double cpu_seconds() {
  timespec spent{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
  return static_cast<double>(spent.tv_sec) + static_cast<double>(spent.tv_nsec) / 1e9;
}

/// For so many, always `kAtOnce` under way.
Cost cost_of(store::Database& database, const Sample& sample, int contacts, bool audited) {
  std::mutex mutex;
  std::condition_variable changed;
  int under_way = 0;
  const auto begun = Clock::now();
  const double spent = cpu_seconds();
  for (int number = 0; number < contacts; ++number) {
    store::Plan plan = plan_of(sample, number, audited);
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return under_way < kAtOnce; });
    ++under_way;
    lock.unlock();
    database.write(std::move(plan), [&](Result<store::Outcome> outcome) {
      if (!outcome || !outcome->committed) std::terminate();
      const std::scoped_lock done(mutex);
      --under_way;
      changed.notify_all();
    });
  }
  std::unique_lock lock(mutex);
  changed.wait(lock, [&] { return under_way == 0; });
  return {std::chrono::duration<double>(Clock::now() - begun).count(), cpu_seconds() - spent};
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

/// What the audit adds to a write without it, round by round; their median.
void print_row(std::string_view name, int contacts, std::string_view unit, const std::vector<Cost>& with, const std::vector<Cost>& without, double Cost::*measure) {
  std::vector<double> costs, one, other;
  for (std::size_t round = 0; round < with.size(); ++round) {
    one.push_back(with[round].*measure);
    other.push_back(without[round].*measure);
    costs.push_back(100 * (one.back() - other.back()) / other.back());
  }
  const auto figure = [&](double seconds) { return unit == "/s" ? contacts / seconds : 1e6 * seconds / contacts; };
  fmt::print("| {} | {:.0f}{} | {:.0f}{} | {:+.0f} % | {} |\n", name, figure(median(one)), unit, figure(median(other)), unit, median(costs), median(costs) <= kGoal ? "met" : "not met");
}

}  // namespace

int main(int count, char** words) {
  if (count < 2) return 2;
  const std::filesystem::path product = words[1], folder = std::filesystem::temp_directory_path() / fmt::format("probity-audit-bench-{}", ::getpid());
  const int contacts = count > 2 ? std::atoi(words[2]) : 5000;
  {
    const auto installation = take(installation::Installation::open({.data = folder, .model = product / "model", .policies = product / "policies"}));
    const auto slug = take(installation->accounts().create_workspace({.name = "Bench", .input = {.country = "DE", .currency = "EUR", .time_zone = "Europe/Berlin"}, .reference = {}})).slug;
    const Sample sample = sample_of(*installation, slug);
    const auto database = take(take(installation->workspaces().find(slug))->database());
    std::vector<Cost> with, without;
    for (int round = 0; round <= kRounds; ++round) {
      const bool first = round % 2 == 0;
      const Cost one = cost_of(*database, sample, contacts, first), other = cost_of(*database, sample, contacts, !first);
      if (round == 0) continue;  // warms up
      with.push_back(first ? one : other);
      without.push_back(first ? other : one);
    }
    fmt::print("| create, {} contacts a round, {} at once | with audit | without | costs | goal: {:.0f} % at most |\n|---|---:|---:|---:|---|\n", contacts, kAtOnce, kGoal);
    print_row("by the clock, contacts/s", contacts, "/s", with, without, &Cost::clock);
    print_row("CPU, us a contact", contacts, " us", with, without, &Cost::cpu);
  }
  std::filesystem::remove_all(folder);
}
