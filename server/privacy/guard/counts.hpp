#pragma once
// How often the guard found what, and what was done. Numbers only, since the program started. Thread-safe.
#include <array>
#include <atomic>
#include <cstdint>
#include <string>

#include "privacy/guard/find.hpp"
#include "privacy/policy/policy.hpp"

namespace probity::privacy::guard {

/// One find, and what the policy did with it.
struct Acted {
  Kind kind;
  GuardAct act;
};

class Counts {
 public:
  void add(Acted acted) { at(acted).fetch_add(1, std::memory_order_relaxed); }
  std::int64_t of(Kind kind, GuardAct act) const { return counts_[place(kind, act)].load(std::memory_order_relaxed); }
  /// Prometheus' text format: probity_guard_finds_total{kind="iban",act="warn"}.
  std::string metrics() const;

 private:
  static constexpr std::size_t kActs = 4;
  static std::size_t place(Kind kind, GuardAct act) { return static_cast<std::size_t>(kind) * kActs + static_cast<std::size_t>(act); }
  std::atomic<std::int64_t>& at(Acted acted) { return counts_[place(acted.kind, acted.act)]; }
  std::array<std::atomic<std::int64_t>, kKinds.size() * kActs> counts_{};
};

/// As policies and the API name it: "refuse".
std::string_view name_of(GuardAct act);

}  // namespace probity::privacy::guard
