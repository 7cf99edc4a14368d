#pragma once
// What only the running program knows of itself: how it listens, what is configured, what it did and when.
// Filled by the installation; each function is for any thread.
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/checkpoints.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "promises/capabilities.hpp"
#include "rights/retention/retention.hpp"

namespace probity::promises {

/// A way out that the operator has configured.
struct Integration {
  std::string name;  ///< as `integration` of a processor writes it: "smtp"
  std::string host;
};

/// A cookie as the program sets it.
struct OwnCookie {
  std::string name;
  std::string kind;                     ///< "essential", ...
  std::optional<std::int64_t> seconds;  ///< how long it stays; nothing: as long as the browser is open
  bool where_listed = false;            ///< set only where the policy lists it
  bool random_value = true;             ///< what it holds was drawn by chance, or is a choice of the visitor's; nothing of theirs
};

/// What an installation does without whose connections are not encrypted.
inline constexpr std::string_view kPlainHttpLacks =
    "whoever is on the network can read passwords and records along, cookies are not marked Secure, and browsers offer no passkeys except on the machine itself";

struct Facts {
  /// Whether the server that runs takes encrypted connections itself; nothing where none runs here.
  std::function<std::optional<bool>()> tls = [] { return std::nullopt; };
  /// When the certificate in use ends; nothing where there is none, or it cannot be told.
  std::function<std::optional<Timestamp>()> certificate_ends = [] { return std::nullopt; };
  /// Where people reach it ("https://crm.example.org"); empty where nobody said.
  std::function<std::string()> public_url = [] { return std::string(); };
  /// Whether the data folder was made to be encrypted, and where the databases' files are (empty: elsewhere).
  std::function<bool()> encrypted = [] { return false; };
  std::filesystem::path databases = {};
  std::function<std::vector<Integration>()> integrations = [] { return std::vector<Integration>{}; };
  std::function<std::vector<OwnCookie>()> cookies = [] { return std::vector<OwnCookie>{}; };
  /// How many connections the program opened to elsewhere since it started.
  std::function<std::int64_t()> connections = [] { return std::int64_t{0}; };
  /// When the program started.
  Timestamp started_at = now();
  /// The last time a job of that name ended well; nothing: never since it is known.
  std::function<std::optional<Timestamp>(std::string_view job)> last_run = [](std::string_view) { return std::nullopt; };
  /// The audit log of that workspace held against its seal and every signed checkpoint.
  std::function<Result<audit::Verification>(std::string_view workspace, store::Database&)> verify_audit = [](std::string_view, store::Database& database) -> Result<audit::Verification> {
    PROBITY_ASSIGN(const store::AuditCheck check, database.verify_audit());
    return audit::Verification{.head = check.head, .problem = check.problem};
  };
  /// How long things are kept; never null in a program that runs.
  retention::Retention* retention = nullptr;
  /// Copies of the newest people made, opened again and deleted: how many, and what was wrong with one (names nobody).
  struct TriedCopies {
    std::int64_t made = 0;
    std::string trouble = {};
  };
  std::function<Result<TriedCopies>(std::string_view workspace)> try_copies = [](std::string_view) { return Result<TriedCopies>(TriedCopies{}); };
  /// A page of the program as a stranger gets it: its body; empty where there is none.
  std::function<std::string(std::string_view path)> page = [](std::string_view) { return std::string(); };
  /// Slugs of every workspace, without "system".
  std::function<Result<std::vector<std::string>>()> workspaces = [] { return Result<std::vector<std::string>>(std::vector<std::string>{}); };
  std::function<Ready(std::string_view capability)> ready = [](std::string_view name) {
    const Capability* known = capability(name);
    return known && known->built ? Ready::yes : Ready::not_built;
  };
};

}  // namespace probity::promises
