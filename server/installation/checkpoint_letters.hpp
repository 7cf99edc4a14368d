#pragma once
// Checkpoints of audit logs by mail: to whoever looks after the log, so that they leave the machine even where
// nobody set up a folder for them.
#include <filesystem>
#include <string>

#include "accounts/accounts.hpp"
#include "audit/checkpoints.hpp"
#include "mail/outbox.hpp"

namespace probity::installation {

/// As given on the command line, in the environment or in probity.toml.
struct CheckpointOptions {
  std::filesystem::path folder;  ///< outside the data folder; empty: they stay in it
  std::string mail;              ///< "never", "weekly", "daily"
};

class CheckpointLetters {
 public:
  CheckpointLetters(accounts::Accounts& accounts, mail::Outbox& outbox, std::string_view how_often);

  /// Puts a letter with it in the outbox for each administrator, where mail is set up and they had none this week (or
  /// day) yet.
  Result<> send(std::string_view workspace, const audit::Kept& kept);
  /// Tells them that a log is not whole: once a day, as long as it is so.
  Result<> warn(std::string_view workspace, std::string_view problem);

 private:
  Result<> put(std::string_view workspace, std::string_view template_name, const std::map<std::string, std::string, std::less<>>& values, Timestamp once_in);
  accounts::Accounts& accounts_;
  mail::Outbox& outbox_;
  Timestamp once_in_ = 0;  ///< 0: never
};

}  // namespace probity::installation
