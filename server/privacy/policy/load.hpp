#pragma once
// Policies from files: inheritance resolved, overrides merged, every problem told at once.
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "privacy/policy/policy.hpp"

namespace probity::privacy {

/// Where each part of a policy was written: "purposes.marketing.basis" -> "policies/default.yaml", 40.
class Places {
 public:
  struct Place {
    std::string file;
    int line = 0;
  };
  /// Of that path, or of the nearest above it that is known; an empty file where none is.
  Place of(std::string_view path) const;
  void note(std::string path, Place place) { places_[std::move(path)] = std::move(place); }

 private:
  std::map<std::string, Place, std::less<>> places_;
};

/// A policy with the one document it was read from.
struct PolicyDocument {
  Policy policy;
  std::string json;  ///< complete: nothing is inherited any more; read_policy() reads it again
  Places places;
};

/// The profile `name` of a folder, with `overrides` (a JSON object of the same shape, or empty) merged over
/// it as a file is over the one it extends. "unknown_profile" (not_found), "bad_policy", "bad_overrides".
Result<PolicyDocument> load_profile(const std::filesystem::path& folder, std::string_view name, std::string_view overrides = {});
/// A document as load_profile() made it. `file` appears in problems.
Result<PolicyDocument> read_policy(std::string_view json, std::string_view file);
/// The document as a policy file.
Result<std::string> yaml_of_document(std::string_view json);

/// The profiles of a folder, by name, default first.
std::vector<std::string> profiles_of(const std::filesystem::path& folder);

}  // namespace probity::privacy
