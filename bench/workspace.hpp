#pragma once
// One workspace in a data folder of its own, filled with made-up people, and the requests to it.
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "load.hpp"
#include "program.hpp"

namespace bench {

inline constexpr const char* kMemberEmail = "bench@probity.example";
inline constexpr const char* kMemberPassword = "correct horse battery staple";

class Workspace {
 public:
  /// Makes the workspace, its companies and its contacts, by the program's own command. The folder must not exist.
  Workspace(std::string program, std::filesystem::path folder, std::uint64_t contacts, int port);

  double rows_per_second() const { return rows_per_second_; }
  /// Rows per second of importing so many more, while no server runs.
  double import_more(std::uint64_t rows);
  std::uint64_t contacts() const { return contacts_; }
  const std::string& slug() const { return slug_; }
  int port() const { return port_; }

  /// Starts the server, which runs for as long as this lives, and waits until it is calm.
  void serve();
  /// Starts it anew with its clock moved, "+P2D".
  void serve_later(const std::string& by);
  /// Puts settings, as JSON, over the policy of the workspace.
  void apply_policy(const std::string& overrides) const;
  const Server& server() const { return *server_; }

  /// Any request of the workspace's owner.
  std::string request_for(const std::string& method, const std::string& target, const std::string& body) const { return request(method, target, token_, body); }

  /// What the rows of the table ask for; the server must run.
  NextRequest health() const;
  NextRequest get_one() const;
  NextRequest list(const std::string& parameters) const;
  /// Half-way in, reached as a dragged scrollbar does.
  NextRequest list_from_half(const std::string& parameters) const;
  NextRequest search_part_of_email() const;
  /// People that are there but once: namesakes would be refused as duplicates.
  NextRequest create();

 private:
  std::string command(std::vector<std::string> words, const std::string& input = {}) const;
  double import(const std::string& entity, const std::filesystem::path& file) const;
  std::string get(const std::string& target) const { return request("GET", target, token_); }
  std::string body(const std::string& target) const;
  std::uint64_t companies() const { return filled_ / 5; }

  std::string program_;
  std::filesystem::path folder_;
  std::uint64_t filled_;
  std::uint64_t contacts_;
  int port_;
  std::string slug_;
  std::string token_;
  double rows_per_second_ = 0;
  std::uint64_t next_created_ = 100'000'000;
  std::unique_ptr<Server> server_;
};

}  // namespace bench
