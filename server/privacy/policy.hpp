#pragma once
// A policy: what is promised, in one file under policies/. So far: its name, the categories of data
// and the purposes there are.
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "meta/model.hpp"

namespace probity::privacy {

struct Category {
  std::string name;   ///< fideslang data category
  std::string label;
};

struct Purpose {
  std::string name;   ///< "service"
  std::string label;
  std::string basis;  ///< lawful basis, GDPR Art. 6(1)
};

struct Policy {
  std::string name;
  std::vector<Category> categories;
  std::vector<Purpose> purposes;
};

/// Errors name the file and the line: "bad_policy".
Result<Policy> load_policy(const std::filesystem::path& file);

/// The names a model may use under this policy; hooks and computes are added by who knows them.
meta::Vocabulary vocabulary_of(const Policy& policy);

}  // namespace probity::privacy
