#pragma once
// What the law says that a policy may not fall short of: data under policies/law, never constants here.
// Immutable once loaded.
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"
#include "privacy/policy/policy.hpp"

namespace probity::privacy {

struct Law {
  /// Valid from `from` to before `until`; empty: open.
  struct Framework {
    std::string label;
    std::optional<Day> from, until;
    std::set<std::string, std::less<>> countries;
    bool valid_on(Day day) const { return (!from || *from <= day) && (!until || day < *until); }
  };
  struct Minimum {
    Period keep;
    std::string law;
  };

  std::set<std::string, std::less<>> eea;
  std::map<std::string, Framework, std::less<>> adequate;    ///< by country
  std::map<std::string, Framework, std::less<>> frameworks;  ///< by the name of the safeguard
  std::map<std::string, std::map<std::string, Minimum, std::less<>>, std::less<>> minimums;  ///< by entity, then country or "*"

  bool is_adequate(std::string_view country, Day day) const;
  const Minimum* minimum(std::string_view entity, std::string_view country) const;
};

/// "bad_law" with file and line.
Result<Law> load_law(const std::filesystem::path& folder);

}  // namespace probity::privacy
