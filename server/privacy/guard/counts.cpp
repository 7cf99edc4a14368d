#include "privacy/guard/counts.hpp"

#include <fmt/format.h>

namespace probity::privacy::guard {
namespace {

constexpr std::array kEveryAct{GuardAct::allow, GuardAct::warn, GuardAct::mask, GuardAct::refuse};

}  // namespace

std::string_view name_of(GuardAct act) {
  constexpr std::array<std::string_view, 4> kNames{"allow", "warn", "mask", "refuse"};
  return kNames[static_cast<std::size_t>(act)];
}

std::string Counts::metrics() const {
  std::string text = "# HELP probity_guard_finds_total What the guard found in writes, and what was done.\n# TYPE probity_guard_finds_total counter\n";
  for (const Kind kind : kKinds) {
    for (const GuardAct act : kEveryAct) {
      const std::int64_t count = of(kind, act);
      if (count > 0) text += fmt::format("probity_guard_finds_total{{kind=\"{}\",act=\"{}\"}} {}\n", guard::name_of(kind), name_of(act), count);
    }
  }
  return text;
}

}  // namespace probity::privacy::guard
