#pragma once
// The program under measurement, as a person would run it.
#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace bench {

/// Runs the program to its end; gives its standard output, throws when it fails.
std::string run_program(const std::vector<std::string>& words, const std::string& input = {});

/// A running server; stopped when destroyed.
class Server {
 public:
  Server(const std::string& program, const std::filesystem::path& data, int port, const std::vector<std::string>& more = {});
  ~Server();
  Server(const Server&) = delete;
  double start_milliseconds() const { return start_milliseconds_; }
  /// Resident memory now, in MiB.
  double memory() const;
  /// CPU seconds used since its start.
  double cpu_seconds() const;
  /// Returns once it does nothing any more: after an import, it merges the search index in the background.
  void wait_until_calm() const;

 private:
  pid_t process_ = -1;
  double start_milliseconds_ = 0;
};

/// The text of a string member of a flat JSON document.
std::string member(const std::string& json, const std::string& name);

}  // namespace bench
