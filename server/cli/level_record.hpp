#pragma once
// Records that a workspace and the operator both keep (requests, breaches), on the command line: which level is meant,
// and who acts there.
#include "cli/command.hpp"
#include "cli/options.hpp"

namespace probity::cli {

Option level_option(std::string_view what);

/// The records of an entity at the level that is named, for a duty under the law. Keep it as long as its context is used.
class LevelRecords {
 public:
  static Result<std::unique_ptr<LevelRecords>> enter(Invocation& invocation, std::string_view entity);
  LevelRecords(const LevelRecords&) = delete;
  const records::Context& context() const { return *context_; }

 private:
  explicit LevelRecords(privacy::Access access) : access_(std::move(access)) {}
  privacy::Access access_;
  std::optional<records::Context> context_;
};

/// The id that a positional gives; "bad_id".
Result<Id> id_given(Invocation& invocation, const char* option, std::string_view list_command);
/// A list, newest first, as JSON or a line of `columns` for each. `nothing` is said where there are none.
Result<> print_list(Invocation& invocation, const LevelRecords& level, std::vector<std::string> columns, std::string_view nothing);

}  // namespace probity::cli
