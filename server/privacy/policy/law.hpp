#pragma once
// What the law says that a policy may not fall short of: data under policies/law, never constants here.
// Immutable once loaded.
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "privacy/policy/policy.hpp"

namespace probity::privacy {

/// How long an answer to a person's request may take; named by Rights::clock.
struct RequestClock {
  Period due;                       ///< from the day of receipt
  std::optional<Period> extended;   ///< at most, from the same day, where the person was told why before it was due
  bool to_working_day = false;      ///< an end on a weekend or holiday moves to the next working day
  bool pauses = false;              ///< while proof of identity or a clarification is awaited
  std::optional<int> acknowledge_in;  ///< working days
  std::optional<int> opt_out_in;      ///< working days until an objection or a withdrawal counts
  Period proof_within;              ///< how long proof is waited for
  std::optional<Period> kept;       ///< how long a record of the request has to be kept at least
};

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

  std::map<std::string, RequestClock, std::less<>> clocks;               ///< by the policy's name of the clock
  std::map<std::string, std::vector<std::string>, std::less<>> holidays;  ///< by country, as policies/law/requests.yaml writes them

  bool is_adequate(std::string_view country, Day day) const;
  const Minimum* minimum(std::string_view entity, std::string_view country) const;
};

/// "bad_law" with file and line.
Result<Law> load_law(const std::filesystem::path& folder);

}  // namespace probity::privacy
