// Measures the built program the way people use it, beside what raw SQLite does in the same run.
// Usage: probity_bench PROGRAM FOLDER [CONTACTS] [ROUNDS] [MANY]
// FOLDER is the product's: model/, policies/ and web/dist are in it.
#include <filesystem>
#include <stdexcept>

#include <fmt/format.h>
#include <unistd.h>

#include "ceiling.hpp"
#include "figure.hpp"
#include "workspace.hpp"

namespace {

using namespace bench;

constexpr int kPort = 18'090;
constexpr std::uint64_t kFew = 10'000;
constexpr std::uint64_t kImportedMore = 20'000;

struct Options {
  std::string program;
  std::filesystem::path product;
  std::uint64_t contacts = 100'000;
  int rounds = 3;
  std::uint64_t many = 1'000'000;  ///< 0: leaves out what needs them
};

class Bench {
 public:
  explicit Bench(Options options) : options_(std::move(options)) {
    folder_ = std::filesystem::temp_directory_path() / fmt::format("probity-bench-{}", ::getpid());
    std::filesystem::create_directories(folder_);
  }
  ~Bench() { std::filesystem::remove_all(folder_); }

  void run() {
    measure_work();
    if (options_.many > 0) compare_few_and_many();
    print_install_size();
  }

 private:
  LoadResult round(Workspace& workspace, const NextRequest& next, int connections) {
    return run_load({.port = workspace.port(), .connections = connections, .warm_up_seconds = 0.5, .seconds = 3}, next);
  }

  void load(Workspace& workspace, Figure figure, const NextRequest& next, int connections = 16) {
    for (int number = 0; number < options_.rounds; ++number) figure.rounds.push_back(round(workspace, next, connections));
    print(figure);
  }

  void measure_work() {
    const Ceiling ceiling = measure_ceiling(folder_, options_.contacts);
    Workspace workspace(options_.program, folder_ / "work", options_.contacts, kPort);
    fmt::print("- import CSV, duplicates checked, {} rows into an empty workspace (whole command): {:.0f} rows/s ({})\n", options_.contacts,
               workspace.rows_per_second(), judged("12,000", workspace.rows_per_second() >= 12'000));
    workspace.serve();
    print_start(workspace);
    fmt::print("\n");
    print_heading();
    load(workspace, {"health check (the edge alone)"}, workspace.health());
    load(workspace, {"get one", ceiling.get, Goal{.at_least = 25'000}}, workspace.get_one());
    const Goal list{.at_least = 6'000, .p99_milliseconds = 10};
    load(workspace, {"list 50, first page, by last name", ceiling.list, list}, workspace.list("limit=50&sort=last_name"));
    load(workspace, {"list 50, newest first", ceiling.list, list}, workspace.list("limit=50"));
    load(workspace, {"list 50, half-way in, by last name", ceiling.list, list}, workspace.list_from_half("limit=50&sort=last_name"));
    load(workspace, {"search, part of an email", ceiling.search, Goal{.at_least = 300, .share = 0.6}}, workspace.search_part_of_email());
    load(workspace, {"create, 16 connections", ceiling.create, Goal{.at_least = 3'000}}, workspace.create(), 16);
    load(workspace, {"create, 64 connections", ceiling.create, Goal{.at_least = 5'000}}, workspace.create(), 64);
    const double memory = workspace.server().memory();
    fmt::print("\n- memory under load: {:.0f} MiB ({})\n", memory, judged("250", memory <= 250));
    print_page_weight(workspace);
  }

  void print_start(const Workspace& workspace) const {
    const Server& server = workspace.server();
    fmt::print("- start with {} contacts: {:.0f} ms ({}); memory at rest: {:.0f} MiB ({})\n", workspace.contacts(), server.start_milliseconds(),
               judged("300", server.start_milliseconds() <= 300), server.memory(), judged("60", server.memory() <= 60));
    std::fflush(stdout);
  }

  /// Rounds take turns, so that what else the machine does meets both alike.
  void compare(const std::string& work, Workspace& few, const NextRequest& of_few, Workspace& many, const NextRequest& of_many, double at_most) {
    Figure small{"few"};
    Figure large{"many"};
    for (int number = 0; number < options_.rounds; ++number) {
      small.rounds.push_back(round(few, of_few, 16));
      large.rounds.push_back(round(many, of_many, 16));
    }
    const double small_rate = median_of(small, &LoadResult::per_second);
    const double large_rate = median_of(large, &LoadResult::per_second);
    fmt::print("| {} | {:.0f}/s | {:.0f}/s | {:.2f} | {} |\n", work, small_rate, large_rate, small_rate / large_rate,
               judged(fmt::format("{:.1f} times", at_most), small_rate <= at_most * large_rate));
    std::fflush(stdout);
  }

  void compare_few_and_many() {
    Workspace few(options_.program, folder_ / "few", kFew, kPort + 1);
    Workspace many(options_.program, folder_ / "many", options_.many, kPort + 2);
    fmt::print("- import CSV, {} rows into an empty workspace: {:.0f} rows/s\n", options_.many, many.rows_per_second());
    const double more = many.import_more(kImportedMore);
    fmt::print("- import CSV, {} rows into {}: {:.0f} rows/s ({})\n", kImportedMore, options_.many, more, judged("6,000", more >= 6'000));
    few.serve();
    many.serve();
    print_start(many);
    fmt::print("\n| work | {} contacts | {} contacts | costs so many times more | at most |\n|---|---|---|---|---|\n", kFew, many.contacts());
    compare("get one", few, few.get_one(), many, many.get_one(), 1.3);
    const std::string by_name = "limit=50&sort=last_name";
    compare("list 50, first page, by last name", few, few.list(by_name), many, many.list(by_name), 1.3);
    compare("list 50, half-way in, by last name", few, few.list_from_half(by_name), many, many.list_from_half(by_name), 1.3);
    compare("create", few, few.create(), many, many.create(), 2);
    fmt::print("\n- memory under load with {} contacts: {:.0f} MiB ({})\n", many.contacts(), many.server().memory(), judged("250", many.server().memory() <= 250));
  }

  void print_page_weight(const Workspace& workspace) const {
    const std::filesystem::path script = options_.product / "bench" / "page-weight.mjs";
    const std::string weighed = run_program({"/usr/bin/env", "node", script.string(), fmt::format("http://127.0.0.1:{}", workspace.port()), workspace.slug(),
                                             kMemberEmail, kMemberPassword});
    const double kilobytes = std::stod(weighed) / 1000;
    fmt::print("- contact list, first visit, everything that a browser loads, compressed as served: {:.0f} KB ({})\n", kilobytes, judged("400", kilobytes <= 400));
    std::fflush(stdout);
  }

  void print_install_size() const {
    std::uintmax_t bytes = 0;
    for (const std::filesystem::path& part : {std::filesystem::path(options_.program), options_.product / "model", options_.product / "policies", options_.product / "web/dist"}) {
      if (std::filesystem::is_regular_file(part)) bytes += std::filesystem::file_size(part);
      if (!std::filesystem::is_directory(part)) continue;
      for (const auto& entry : std::filesystem::recursive_directory_iterator(part)) bytes += entry.is_regular_file() ? entry.file_size() : 0;
    }
    const double megabytes = static_cast<double>(bytes) / 1e6;
    fmt::print("- install on disk (program, model, policies, web app): {:.1f} MB ({})\n", megabytes, judged("60", megabytes <= 60));
  }

  Options options_;
  std::filesystem::path folder_;
};

}  // namespace

int main(int count, char** words) {
  if (count < 3) {
    fmt::print(stderr, "usage: probity_bench PROGRAM FOLDER [CONTACTS] [ROUNDS] [MANY]\n");
    return 2;
  }
  try {
    Options options{words[1], words[2]};
    if (count > 3) options.contacts = std::stoull(words[3]);
    if (count > 4) options.rounds = std::stoi(words[4]);
    if (count > 5) options.many = std::stoull(words[5]);
    Bench(std::move(options)).run();
  } catch (const std::exception& fault) {
    fmt::print(stderr, "bench: {}\n", fault.what());
    return 1;
  }
}
