#include "workspace.hpp"

#include <cstdlib>

#include <chrono>
#include <fstream>
#include <stdexcept>

#include <fmt/format.h>

#include "people.hpp"

namespace bench {

Workspace::Workspace(std::string program, std::filesystem::path folder, std::uint64_t contacts, int port)
    : program_(std::move(program)), folder_(std::move(folder)), filled_(contacts), contacts_(contacts), port_(port) {
  std::filesystem::create_directories(folder_);
  // Its clock may be moved later.
  Server(program_, folder_ / "data", port_, {"--test"});
  slug_ = member(command({"workspace", "create", "--name", "Bench"}), "slug");
  command({"user", "add", "--workspace", slug_, "--email", kMemberEmail, "--role", "owner"}, kMemberPassword);
  token_ = member(command({"token", "create", "--workspace", slug_, "--email", kMemberEmail}), "token");
  write_companies(folder_ / "companies.csv", companies());
  write_people(folder_ / "people.csv", 0, contacts_, companies());
  import("companies", folder_ / "companies.csv");
  rows_per_second_ = static_cast<double>(contacts_) / import("contacts", folder_ / "people.csv");
}

std::string Workspace::command(std::vector<std::string> words, const std::string& input) const {
  words.insert(words.begin(), program_);
  words.insert(words.end(), {"--data", (folder_ / "data").string(), "--json"});
  return run_program(words, input);
}

double Workspace::import(const std::string& entity, const std::filesystem::path& file) const {
  const auto start = std::chrono::steady_clock::now();
  command({"import", "--workspace", slug_, "--entity", entity, file.string()});
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double Workspace::import_more(std::uint64_t rows) {
  const std::filesystem::path file = folder_ / "more.csv";
  write_people(file, contacts_, rows, companies());
  const double seconds = import("contacts", file);
  contacts_ += rows;
  return static_cast<double>(rows) / seconds;
}

void Workspace::serve() {
  server_ = std::make_unique<Server>(program_, folder_ / "data", port_);
  // A workspace opens with the first request to it.
  body("/api/v1/contacts?limit=1");
  server_->wait_until_calm();
}

void Workspace::serve_later(const std::string& by) {
  server_.reset();
  ::setenv("PROBITY_TEST_CLOCK", by.c_str(), 1);
  serve();
}

void Workspace::apply_policy(const std::string& overrides) const {
  const std::filesystem::path file = folder_ / "overrides.json";
  std::ofstream(file) << overrides;
  command({"policy", "apply", "--workspace", slug_, "--profile", "default", "--overrides", file.string(), "--yes"});
}

NextRequest Workspace::health() const {
  return [this](std::uint64_t) { return get("/healthz"); };
}

NextRequest Workspace::get_one() const {
  std::vector<std::string> ids;
  for (int part = 0; part < 50; ++part) {
    const std::string page = body(fmt::format("/api/v1/contacts?limit=200&fields=last_name&at={}", part / 50.0));
    for (std::size_t at = page.find("\"id\":\""); at != std::string::npos; at = page.find("\"id\":\"", at + 6)) ids.push_back(page.substr(at + 6, 36));
  }
  return [this, ids = std::move(ids)](std::uint64_t number) { return get("/api/v1/contacts/" + ids[number * 7919 % ids.size()]); };
}

NextRequest Workspace::list(const std::string& parameters) const {
  return [this, parameters](std::uint64_t) { return get("/api/v1/contacts?" + parameters); };
}

NextRequest Workspace::list_from_half(const std::string& parameters) const {
  return list(parameters + "&cursor=" + member(body("/api/v1/contacts?at=0.5&" + parameters), "next"));
}

NextRequest Workspace::search_part_of_email() const {
  return [this](std::uint64_t number) { return get("/api/v1/search?limit=20&q=" + part_of_email(number * 48'271 % filled_, companies())); };
}

NextRequest Workspace::create() {
  return [this](std::uint64_t) {
    Person made = person(next_created_, 1000);
    made.last_name += fmt::format(" {}", next_created_++);
    return request("POST", "/api/v1/contacts", token_, person_json(made));
  };
}

std::string Workspace::body(const std::string& target) const {
  int status = 0;
  std::string text = fetch(port_, get(target), status);
  if (status != 200) throw std::runtime_error(fmt::format("{} answered {}: {}", target, status, text.substr(0, 300)));
  return text;
}

}  // namespace bench
