#pragma once
// A whole installation on which promises are broken and mended: its data folder, a workspace with an owner, its pages.
#include <gmock/gmock.h>

#include "installation/installation.hpp"
#include "privacy/policy/load.hpp"
#include "promises/registry.hpp"
#include "promises/runs.hpp"
#include "records/test_workspace.hpp"
#include "wire_http.hpp"

namespace probity::promises {

using records::expect_value;

inline std::filesystem::path policies() { return std::filesystem::path(PROBITY_SOURCE_DIR) / "policies"; }

/// Rows taken out of a table, to be put back.
struct Taken {
  store::ProjectionPointer columns;
  std::vector<std::vector<Cell>> rows;
};

class Stage {
 public:
  Stage();
  /// As it was in the beginning, but for the records.
  void reset();

  installation::Installation& installation() { return *installation_; }
  Facts& facts() { return installation_->facts(); }
  /// Changed by cases; in force, at both levels, once it is applied.
  privacy::Policy policy;
  void apply();
  Timestamp since = 0;  ///< when the policy took effect
  privacy::Processor& add_processor();

  Evidence ask(std::string_view check, const std::map<std::string, std::string>& with, std::string_view level, bool applied = true);
  Situation situation(std::string_view level, privacy::PolicyPointer in_force, bool applied);

  records::Context at(std::string_view level, std::string_view entity);
  Id create(std::string_view level, std::string_view entity, std::string_view json);
  /// A record written by the program, its fields by name.
  Id write(std::string_view level, std::string_view entity, const std::map<std::string, Cell>& values);
  /// Sets a column past every rule, as somebody with the file in hand could; without a condition in every row.
  void set_column(std::string_view level, std::string_view table, const std::string& column, Cell value, store::Equalities where);
  std::vector<Id> ids(std::string_view level, std::string_view table);
  Taken take(std::string_view level, const std::string& table, const std::vector<std::string>& columns, const store::Equalities& where);
  void put_back(std::string_view level, const Taken& taken);
  void remove_row(std::string_view level, std::string_view table, const Id& id);
  std::shared_ptr<store::Database> database(std::string_view level);
  std::int64_t count(std::string_view level, std::string_view entity, const store::Condition& where = {});
  /// Somebody signs in; their session's id.
  Id sign_in(std::string_view device, std::string_view address = "192.0.2.17");

  // What a case keeps between breaking and mending.
  Id id;
  Taken taken;
  const Id owner;

 private:
  records::TestFolder folder_;
  std::unique_ptr<installation::Installation> installation_;
  std::unique_ptr<HttpSide> http_;
  Facts facts_;
};

inline constexpr std::string_view kOwnerEmail = "owner@example.org";
inline constexpr std::string_view kPassword = "correct horse battery";

/// How a promise that names the check is broken for real, and mended.
struct Case {
  std::map<std::string, std::string> with = {};
  std::function<void(Stage&)> prepare = {};
  std::function<void(Stage&)> break_it;
  std::function<void(Stage&)> mend_it;
  std::string level = "system";
};
using Cases = std::map<std::string, Case, std::less<>>;

Cases record_cases();
Cases recipient_cases();
Cases consent_cases();
Cases setting_cases();
Cases publication_cases();
Cases request_cases();
Cases security_cases();
Cases policy_cases();

}  // namespace probity::promises
