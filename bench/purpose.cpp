// What it costs to ask of every row whether it may be used: the same list and the same get with and without the
// conditions of a purpose, in turn, within one process. CPU time, without HTTP, so that nothing hides it.
// Usage: probity_purpose_bench PRODUCT [CONTACTS]
#include <ctime>
#include <filesystem>
#include <iostream>

#include <unistd.h>

#include "installation/installation.hpp"
#include "records/batch/bulk.hpp"

namespace {

using namespace probity;
using records::Context;

constexpr int kRounds = 60;
constexpr int kAtOnce = 500;

template <typename T>
T take(Result<T>&& result) {
  if (!result) throw std::runtime_error(result.error().message + " " + result.error().cause);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

double cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

std::vector<Id> fill(records::Records& records, const Context& context, int contacts) {
  std::vector<Id> ids;
  while (static_cast<int>(ids.size()) < contacts) {
    records::Bulk bulk(records, context);
    for (int row = 0; row < kAtOnce; ++row) {
      const int number = static_cast<int>(ids.size()) + row;
      bulk.create({.allow_duplicate = true}, [&context, number](store::Reader&, records::Draft& draft) {
        const auto input = parse_json(fmt::format(R"({{"first_name":"Given{0}","last_name":"Family{1}","email":["person{0}@example.org"],"phone":["+4930{2:07}"],"job_title":"Engineer","birthday":"1980-01-01"}})",
                                                  number, number * 7919 % 100'003, number));
        return records::apply_input(context, *input, draft);
      });
    }
    for (const auto& written : bulk.run()) ids.push_back(written.value().id);
  }
  return ids;
}

/// The same without anything that is asked of rows.
Context unconditional(Context context) {
  privacy::Decision decision = *context.decision;
  decision.forbidden_state = decision.required_state = 0;
  decision.since_version = 1;
  decision.shown_since.clear();
  context.decision = std::make_shared<const privacy::Decision>(std::move(decision));
  return context;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

using Work = std::function<void(const Context&)>;

/// The median of the rounds' ratios; both take turns, so that what else the machine does meets both.
void compare(std::string_view name, const Context& asked, const Context& free, int times, const Work& work) {
  std::vector<double> ratios, each;
  const auto spent = [&](const Context& context) {
    const double begun = cpu_seconds();
    for (int time = 0; time < times; ++time) work(context);
    return cpu_seconds() - begun;
  };
  spent(asked), spent(free);
  for (int round = 0; round < kRounds; ++round) {
    const double first = round % 2 == 0 ? spent(free) : 0;
    const double with = spent(asked);
    const double without = first > 0 ? first : spent(free);
    ratios.push_back(with / without);
    each.push_back(with / times * 1e6);
  }
  const double ratio = median(ratios);
  fmt::print("| {} | {:.1f} | {:+.1f} % | {} |\n", name, median(each), (ratio - 1) * 100, ratio <= 1.1 ? "met" : "not met");
}

void run(const std::filesystem::path& product, int contacts) {
  const auto folder = std::filesystem::temp_directory_path() / fmt::format("probity-purpose-bench-{}", ::getpid());
  const auto installation = take(installation::Installation::open({.data = folder, .model = product / "model", .policies = product / "policies"}));
  records::Records& records = installation->records();
  const auto workspace = take(installation->workspaces().create("bench", {.country = "DE", .currency = "EUR", .time_zone = "Europe/Berlin"}));
  privacy::Access access = installation->command_access("bench");
  const std::vector<Id> ids = fill(records, take(records.enter(access, "contact")), contacts);
  const Context at = take(records.enter(access, "contact"));
  store::Plan agreed;
  agreed.update(at.catalog->columns(*at.entity, {meta::kSubjectState}), {privacy::kEveryAgreement}, {{"_policy_version", at.policy->version}});
  take(at.database->write_and_wait(std::move(agreed)));

  std::size_t next = 0;
  const auto list = [&](std::string sort, records::ListOptions::Count count) -> Work {
    return [&records, sort = std::move(sort), count](const Context& context) {
      JsonBuffer buffer;
      JsonWriter writer(buffer);
      records::ListOptions options;
      options.sort = sort;
      options.count = count;
      take(records.list(context, options, writer));
    };
  };
  const Work get = [&](const Context& context) {
    JsonBuffer buffer;
    JsonWriter writer(buffer);
    take(records.get(context, ids[next++ % ids.size()], {}, writer));
  };
  using enum records::ListOptions::Count;
  const auto all = [&](std::string_view name) {
    const Context asked = take(records.enter(access, "contact"));
    const Context free = unconditional(asked);
    compare(fmt::format("{}: get", name), asked, free, 200, get);
    compare(fmt::format("{}: list 50, newest first", name), asked, free, 20, list("", none));
    compare(fmt::format("{}: list 50, by last name", name), asked, free, 20, list(asked.readable_field("last_name") ? "last_name" : "", none));
    compare(fmt::format("{}: list 50, counted", name), asked, free, 2, list("", estimate));
  };
  fmt::print("| {} contacts | CPU, µs | checks cost | goal: 10 % at most |\n|---|---:|---:|---|\n", contacts);
  all("service");
  access.purpose = "marketing";
  all("marketing (consent)");
  access.purpose = "service";
  installation->workspaces().govern(*workspace, privacy::PolicyInForce::make({.policy = workspace->policy()->policy, .version = 2, .widened = {{{"service", "user.demographic.date_of_birth"}, 2}}}));
  all("service, a category since version 2");
  std::filesystem::remove_all(folder);
}

}  // namespace

int main(int count, char** words) {
  if (count < 2) {
    fmt::print(stderr, "Usage: probity_purpose_bench PRODUCT [CONTACTS]\n");
    return 2;
  }
  run(words[1], count > 2 ? std::stoi(words[2]) : 20'000);
}
