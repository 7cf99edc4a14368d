#pragma once
// The versions of the policy of one level, as records. Thread-safe.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "records/records.hpp"

namespace probity::governance {

struct Version {
  Id id;
  std::int64_t number = 0;
  std::string profile;
  std::string state;       ///< "pending", "in_force", "past", "withdrawn"
  Timestamp since = 0;     ///< when it took effect, or will
  Timestamp until = 0;     ///< when it ended; 0: it has not
  Timestamp created_at = 0;
  Id by;                   ///< nil: the program
  std::string note;
  std::string overrides;   ///< JSON object, or empty
  std::string changes;     ///< JSON list, see privacy::write_changes()
  std::string document;    ///< JSON
  std::string widened;     ///< JSON
};

class Versions {
 public:
  explicit Versions(records::Records& records) : records_(records) {}

  /// Newest first, with everything.
  Result<std::vector<Version>> list(std::string_view workspace);
  /// "no_such_version" (not_found).
  Result<Version> find(std::string_view workspace, std::int64_t number);

  /// `also` happens with it, or neither does.
  Result<> add(std::string_view workspace, const Id& by, const Version& version, const store::Plan& also);
  /// Changes state, since and until alone.
  Result<> change(std::string_view workspace, const Version& version, const store::Plan& also);

 private:
  records::Records& records_;
};

/// The program's own hand on an entity of a level; `access` is filled and must outlive what is returned.
Result<records::Context> enter(records::Records& records, std::string_view workspace, const Id& actor, std::string_view entity, privacy::Access& access);
Cell& cell_of(records::Draft& draft, std::string_view field);
std::string text_in(const meta::Entity& entity, const Row& row, std::string_view field);
std::int64_t integer_in(const meta::Entity& entity, const Row& row, std::string_view field);
Id id_in(const meta::Entity& entity, const Row& row, std::string_view field);

}  // namespace probity::governance
