#pragma once
// Two ways of doing the same work within one process, in turn: CPU time, without HTTP, so that nothing hides the
// difference.
#include <ctime>
#include <filesystem>
#include <iostream>

#include <unistd.h>

#include "installation/installation.hpp"
#include "records/batch/bulk.hpp"

namespace probity::bench {

using records::Context;

inline constexpr int kRounds = 60;

template <typename T>
T take(Result<T>&& result) {
  if (!result) throw std::runtime_error(result.error().message + " " + result.error().cause);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

inline double cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

/// Contacts, five hundred at a time; `owner` names whose each is, or nobody's (nil).
inline std::vector<Id> fill(records::Records& records, const Context& context, int contacts, const std::function<Id(int)>& owner = [](int) { return Id{}; }) {
  constexpr int kAtOnce = 500;
  std::vector<Id> ids;
  while (static_cast<int>(ids.size()) < contacts) {
    records::Bulk bulk(records, context);
    for (int row = 0; row < kAtOnce; ++row) {
      const int number = static_cast<int>(ids.size()) + row;
      const Id of = owner(number);
      bulk.create({.allow_duplicate = true}, [&context, number, of](store::Reader&, records::Draft& draft) {
        const std::string owned = of.is_nil() ? std::string() : fmt::format(R"(,"owner":"{}")", of.text());
        const auto input = parse_json(fmt::format(R"({{"first_name":"Given{0}","last_name":"Family{1}","email":["person{0}@example.org"],"phone":["+4930{2:07}"],"job_title":"Engineer","birthday":"1980-01-01"{3}}})",
                                                  number, number * 7919 % 100'003, number, owned));
        return records::apply_input(context, *input, draft);
      });
    }
    for (const auto& written : bulk.run()) ids.push_back(written.value().id);
  }
  return ids;
}

inline double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

using Work = std::function<void(const Context&)>;

/// The median of the rounds' ratios; both take turns, so that what else the machine does meets both.
inline void compare(std::string_view name, const Context& asked, const Context& free, int times, double most, const Work& work) {
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
  fmt::print("| {} | {:.1f} | {:+.1f} % | {} |\n", name, median(each), (ratio - 1) * 100, ratio <= most ? "met" : "not met");
}

inline Work listing(records::Records& records, std::string sort, records::ListOptions::Count count) {
  return [&records, sort = std::move(sort), count](const Context& context) {
    JsonBuffer buffer;
    JsonWriter writer(buffer);
    records::ListOptions options;
    options.sort = sort;
    options.count = count;
    take(records.list(context, options, writer));
  };
}

}  // namespace probity::bench
