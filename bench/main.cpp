// Measures the built program the way people use it, beside what raw SQLite does in the same run.
// Usage: probity_bench PROGRAM [CONTACTS] [ROUNDS]
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <stdexcept>

#include <fmt/format.h>
#include <unistd.h>

#include "ceiling.hpp"
#include "load.hpp"
#include "people.hpp"
#include "program.hpp"

namespace {

using namespace bench;

constexpr int kPort = 18'090;
constexpr const char* kPassword = "correct horse battery staple";

struct Figure {
  std::string work;
  std::vector<LoadResult> rounds;
  double ceiling = 0;
};

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

template <typename Part>
double median_of(const Figure& figure, Part part) {
  std::vector<double> values;
  for (const LoadResult& round : figure.rounds) values.push_back(round.*part);
  return median(std::move(values));
}

void print(const Figure& figure) {
  const double rate = median_of(figure, &LoadResult::per_second);
  fmt::print("| {} | {:.0f}/s | {:.2f} | {:.2f} | {:.1f} | {} | {:.0f} % |\n", figure.work, rate, median_of(figure, &LoadResult::p50_milliseconds),
             median_of(figure, &LoadResult::p99_milliseconds), median_of(figure, &LoadResult::worst_milliseconds),
             figure.ceiling > 0 ? fmt::format("{:.2f} of {:.0f}/s", rate / figure.ceiling, figure.ceiling) : "–",
             100 * median_of(figure, &LoadResult::generator_share));
  for (const LoadResult& round : figure.rounds) {
    if (round.refused > 0) throw std::runtime_error(fmt::format("{}: {} answers were refused, the first: {}", figure.work, round.refused, round.first_refusal));
  }
  std::fflush(stdout);
}

/// One workspace filled with made-up people, and how to reach it.
class Bench {
 public:
  Bench(std::string program, std::uint64_t contacts, int rounds) : program_(std::move(program)), contacts_(contacts), rounds_(rounds) {
    folder_ = std::filesystem::temp_directory_path() / fmt::format("probity-bench-{}", ::getpid());
    std::filesystem::create_directories(folder_);
  }
  ~Bench() { std::filesystem::remove_all(folder_); }

  void run() {
    const Ceiling ceiling = measure_ceiling(folder_, contacts_);
    fill();
    measure(ceiling);
  }

 private:
  std::string command(std::vector<std::string> words, const std::string& input = {}) {
    words.insert(words.begin(), program_);
    words.insert(words.end(), {"--data", (folder_ / "data").string(), "--json"});
    return run_program(words, input);
  }

  double import(const std::string& entity, const std::filesystem::path& file) {
    const auto start = std::chrono::steady_clock::now();
    command({"import", "--workspace", slug_, "--entity", entity, file.string()});
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }

  void fill() {
    slug_ = member(command({"workspace", "create", "--name", "Bench"}), "slug");
    command({"user", "add", "--workspace", slug_, "--email", "bench@probity.example", "--role", "owner"}, kPassword);
    token_ = member(command({"token", "create", "--workspace", slug_, "--email", "bench@probity.example"}), "token");
    const std::uint64_t companies = contacts_ / 5;
    write_companies(folder_ / "companies.csv", companies);
    write_people(folder_ / "people.csv", 0, contacts_, companies);
    write_people(folder_ / "more.csv", contacts_, 20'000, companies);
    import("companies", folder_ / "companies.csv");
    const double empty = import("contacts", folder_ / "people.csv");
    const double full = import("contacts", folder_ / "more.csv");
    fmt::print("import CSV, duplicates checked: {:.0f} rows/s into an empty workspace, {:.0f} rows/s into {} (whole command)\n\n",
               static_cast<double>(contacts_) / empty, 20'000 / full, contacts_);
    contacts_ += 20'000;
  }

  Figure load(const std::string& work, const NextRequest& next, double ceiling = 0, int connections = 16) {
    Figure figure{work, {}, ceiling};
    for (int round = 0; round < rounds_; ++round) {
      figure.rounds.push_back(run_load({.port = kPort, .connections = connections, .warm_up_seconds = 0.5, .seconds = 3}, next));
    }
    print(figure);
    return figure;
  }

  void measure(const Ceiling& ceiling) {
    Server server(program_, folder_ / "data", kPort);
    const double rest = server.memory();
    fmt::print("start: {:.0f} ms with {} contacts; memory at rest {:.0f} MiB\n\n", server.start_milliseconds(), contacts_, rest);
    fmt::print("| work | rate | p50 ms | p99 ms | worst ms | share of raw SQLite, one thread | generator's CPU |\n|---|---|---|---|---|---|---|\n");
    collect_ids();
    load("health check (the edge alone)", [&](std::uint64_t) { return get("/healthz"); });
    load("get one", [&](std::uint64_t number) { return get("/api/v1/contacts/" + ids_[number * 7919 % ids_.size()]); }, ceiling.get);
    load("list 50, first page, by last name", [&](std::uint64_t) { return get("/api/v1/contacts?limit=50&sort=last_name"); }, ceiling.list);
    load("list 50, newest first", [&](std::uint64_t) { return get("/api/v1/contacts?limit=50"); }, ceiling.list);
    const std::string deep = deep_cursor();
    load("list 50, half-way in, by last name", [&](std::uint64_t) { return get("/api/v1/contacts?limit=50&sort=last_name&cursor=" + deep); }, ceiling.list);
    load("search, part of an email", [&](std::uint64_t number) {
      return get("/api/v1/search?limit=20&q=" + person(number * 48'271 % contacts_, contacts_ / 5).email.substr(1, 9));
    }, ceiling.search);
    std::uint64_t next = 100'000'000;
    const auto create = [&](std::uint64_t) {
      Person made = person(next, 1000);
      made.last_name += fmt::format(" {}", next++);  // Namesakes would be refused as duplicates.
      return request("POST", "/api/v1/contacts", token_, person_json(made));
    };
    load("create, 16 connections", create, ceiling.create, 16);
    load("create, 64 connections", create, ceiling.create, 64);
    fmt::print("\nmemory under load {:.0f} MiB\n", server.memory());
  }

  std::string get(const std::string& target) const { return request("GET", target, token_); }

  std::string body(const std::string& target) const {
    int status = 0;
    std::string text = fetch(kPort, get(target), status);
    if (status != 200) throw std::runtime_error(fmt::format("{} answered {}: {}", target, status, text.substr(0, 300)));
    return text;
  }

  void collect_ids() {
    for (int fraction = 0; fraction < 50; ++fraction) {
      const std::string page = body(fmt::format("/api/v1/contacts?limit=200&fields=last_name&at={}", fraction / 50.0));
      for (std::size_t at = page.find("\"id\":\""); at != std::string::npos; at = page.find("\"id\":\"", at + 6)) ids_.push_back(page.substr(at + 6, 36));
    }
  }

  /// A cursor half-way in, reached as a dragged scrollbar does.
  std::string deep_cursor() const { return member(body("/api/v1/contacts?limit=50&sort=last_name&at=0.5"), "next"); }

  std::string program_;
  std::uint64_t contacts_;
  int rounds_;
  std::filesystem::path folder_;
  std::string slug_;
  std::string token_;
  std::vector<std::string> ids_;
};

}  // namespace

int main(int count, char** words) {
  if (count < 2) {
    fmt::print(stderr, "usage: probity_bench PROGRAM [CONTACTS] [ROUNDS]\n");
    return 2;
  }
  try {
    Bench(words[1], count > 2 ? std::stoull(words[2]) : 100'000, count > 3 ? std::stoi(words[3]) : 3).run();
  } catch (const std::exception& fault) {
    fmt::print(stderr, "bench: {}\n", fault.what());
    return 1;
  }
}
