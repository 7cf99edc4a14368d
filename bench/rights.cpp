// What people's rights cost in a large workspace while others go on working: erasing somebody, copying what is held about
// them, and deleting what is over its time.
// Usage: probity_rights_bench PROGRAM [CONTACTS]
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>

#include "figure.hpp"
#include "workspace.hpp"

namespace {

using namespace bench;
using Clock = std::chrono::steady_clock;

constexpr int kPort = 18'091;
constexpr int kLinked = 500;
constexpr double kInvisible = 1;        // seconds, at most
constexpr double kCertified = 60;
constexpr double kCopied = 2;
constexpr double kOthers = 50;          // milliseconds, p99
constexpr double kRetained = 20 * 60;   // seconds, for a million rows
constexpr double kRetainedRows = 1'000'000;
constexpr auto kPause = std::chrono::milliseconds(5);

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Somebody else at work meanwhile: reads of records, pages of the list and now and then a new record, some 200 a second.
class Others {
 public:
  explicit Others(Workspace& workspace) : get_(workspace.get_one()), list_(workspace.list("limit=50&sort=last_name")), create_(workspace.create()) {
    thread_ = std::thread([this, port = workspace.port()] { work(port); });
  }
  ~Others() { stop(); }
  /// Milliseconds; of everything since the start.
  double p99() {
    stop();
    std::sort(latencies_.begin(), latencies_.end());
    return latencies_.empty() ? 0 : latencies_[std::min(latencies_.size() - 1, latencies_.size() * 99 / 100)];
  }
  /// "p99 of others meanwhile: 12.3 ms (...), of writes 20.1, worst 40, of 5,000".
  std::string told() {
    const double all = p99();
    std::sort(writes_.begin(), writes_.end());
    const double write = writes_.empty() ? 0 : writes_[writes_.size() * 99 / 100];
    return fmt::format("p99 of others meanwhile: {:.1f} ms ({}); of their writes {:.1f} ms; the worst of {} took {:.0f} ms", all, judged("50", all <= kOthers), write,
                       latencies_.size(), latencies_.empty() ? 0 : latencies_.back());
  }

 private:
  void work(int port) {
    for (std::uint64_t number = 0; !stopped_; ++number) {
      const std::string wish = number % 20 == 0 ? create_(number) : number % 3 == 0 ? list_(number) : get_(number);
      const auto start = Clock::now();
      int status = 0;
      fetch(port, wish, status);
      if (status >= 500) throw std::runtime_error(fmt::format("somebody else was answered {}", status));
      latencies_.push_back(seconds_since(start) * 1000);
      if (number % 20 == 0) writes_.push_back(latencies_.back());
      std::this_thread::sleep_for(kPause);
    }
  }
  void stop() {
    stopped_ = true;
    if (thread_.joinable()) thread_.join();
  }
  NextRequest get_, list_, create_;
  std::atomic<bool> stopped_ = false;
  std::vector<double> latencies_;
  std::vector<double> writes_;
  std::thread thread_;
};

class Bench {
 public:
  Bench(const std::string& program, std::uint64_t contacts)
      : folder_(std::filesystem::temp_directory_path() / fmt::format("probity-rights-{}", ::getpid())), workspace_(program, folder_, contacts, kPort) {
    workspace_.serve();
  }
  ~Bench() { std::filesystem::remove_all(folder_); }

  void run() {
    fmt::print("With {} contacts, others at work meanwhile:\n\n", workspace_.contacts());
    const std::string person = somebody();
    idle();
    copy(person);
    erase(person);
    retain();
  }

 private:
  std::string ask(const std::string& method, const std::string& target, const std::string& body, int expected) {
    int status = 0;
    std::string wish = workspace_.request_for(method, target, body);
    wish.insert(wish.find("\r\n") + 2, "Probity-Purpose: legal_obligation\r\n");
    std::string text = fetch(kPort, wish, status);
    if (expected != 0 && status != expected) throw std::runtime_error(fmt::format("{} {} answered {}: {}", method, target, status, text.substr(0, 300)));
    last_status_ = status;
    return text;
  }

  std::string somebody() {
    const std::string made = ask("POST", "/api/v1/contacts?allow_duplicate=true", R"({"first_name":"Erika","last_name":"Mustermann-Erasable","email":[{"value":"erika.erasable@probity.example"}]})", 201);
    const std::string id = member(made, "id");
    for (int number = 0; number < kLinked; ++number) {
      ask("POST", "/api/v1/notes", fmt::format(R"({{"text":"What was said the {}th time","contacts":["{}"]}})", number, id), 201);
    }
    return id;
  }

  /// What the same load costs when nothing else is done.
  void idle() {
    Others others(workspace_);
    std::this_thread::sleep_for(std::chrono::seconds(5));
    fmt::print("- nothing else at work\n  {}\n", others.told());
  }

  void copy(const std::string& person) {
    Others others(workspace_);
    const auto start = Clock::now();
    const std::string id = member(ask("POST", "/api/v1/access_copies", fmt::format(R"({{"entity":"contact","id":"{}"}})", person), 202), "id");
    while (ask("GET", "/api/v1/access_copies/" + id, {}, 200).find("\"state\":\"ready\"") == std::string::npos) std::this_thread::sleep_for(kPause);
    const double seconds = seconds_since(start);
    fmt::print("- access copy of a person with {} linked records: {:.2f} s ({})\n", kLinked, seconds, judged("2", seconds <= kCopied));
  }

  void erase(const std::string& person) {
    Others others(workspace_);
    const auto start = Clock::now();
    const std::string id = member(ask("POST", "/api/v1/erasures", fmt::format(R"({{"entity":"contact","id":"{}","ground":"request"}})", person), 202), "id");
    ask("GET", "/api/v1/contacts/" + person, {}, 404);
    const double invisible = seconds_since(start);
    while (ask("GET", "/api/v1/erasures/" + id + "/certificate", {}, 0), last_status_ == 409) std::this_thread::sleep_for(kPause * 20);
    if (last_status_ != 200) throw std::runtime_error(fmt::format("the certificate: {}", last_status_));
    const double certified = seconds_since(start);
    const std::string told = others.told();
    fmt::print("- erasure of a person with {} linked records: nobody sees them after {:.2f} s ({}); bytes gone and certified after {:.1f} s ({})\n", kLinked,
               invisible, judged("1", invisible <= kInvisible), certified, judged("60", certified <= kCertified));
    fmt::print("  {}\n", told);
  }

  /// Everybody who was imported is over their time, two days later.
  void retain() {
    workspace_.serve_later("+P2D");
    workspace_.apply_policy(R"({"retention":{"people":{"entity":"contact","starts":"created","keep":"P1D","reason":"So that there is something to delete."}}})");
    Others others(workspace_);
    const auto start = Clock::now();
    const std::string id = member(ask("POST", "/api/v1/retention/run", "{}", 202), "id");
    const auto is = [&](std::string_view state) { return ask("GET", "/api/v1/jobs/" + id, {}, 200).find(fmt::format("\"state\":\"{}\"", state)) != std::string::npos; };
    while (is("queued") || is("running")) std::this_thread::sleep_for(kPause * 20);
    const double seconds = seconds_since(start);
    if (!is("done")) throw std::runtime_error("the run of retention did not end well");
    const double allowed = kRetained * static_cast<double>(workspace_.contacts()) / kRetainedRows;
    fmt::print("- retention of {} people, each with the ledger and a certificate: {:.0f} s, {:.0f}/s ({})\n", workspace_.contacts(), seconds,
               static_cast<double>(workspace_.contacts()) / seconds, judged(fmt::format("{:.0f} s", allowed), seconds <= allowed));
    fmt::print("  {}\n", others.told());
  }

  std::filesystem::path folder_;
  Workspace workspace_;
  int last_status_ = 0;
};

}  // namespace

int main(int count, char** words) {
  if (count < 2) {
    fmt::print(stderr, "Usage: {} PROGRAM [CONTACTS]\n", words[0]);
    return 2;
  }
  // Caught, so that the server is stopped whatever happens.
  try {
    Bench(words[1], count > 2 ? std::stoull(words[2]) : 1'000'000).run();
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}
