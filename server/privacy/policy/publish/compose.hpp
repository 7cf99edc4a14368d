#pragma once
// What the sections are written with.
#include <set>

#include "privacy/policy/publish/publish.hpp"

namespace probity::privacy {

struct Composition {
  const Policy& policy;
  const PolicyInForce& in_force;
  const Publishing& publishing;
  bool in_use(const std::vector<std::string>& needs) const {
    return std::ranges::all_of(needs, [&](const std::string& need) { return publishing.in_use(need); });
  }
  /// Whether a promise of the section, one that holds already, says it; else the settings speak for themselves.
  bool is_promised(std::string_view section) const {
    return std::ranges::any_of(policy.promises, [&](const Promise& promise) { return promise.section == section && in_use(promise.needs); });
  }
};

using Blocks = std::vector<Block>;
inline void say(Blocks& blocks, std::string text) { blocks.emplace_back(Paragraph{words(std::move(text))}); }

/// What the settings themselves say in a section, before its promises.
Blocks blocks_of(const Composition& composition, std::string_view section);

Blocks who(const Composition& composition);
Blocks collected(const Composition& composition);
Blocks purposes(const Composition& composition);
Blocks retention(const Composition& composition);
Blocks recipients(const Composition& composition);
Blocks transfers(const Composition& composition);
Blocks disclosures(const Composition& composition);
Blocks choices(const Composition& composition);
Blocks rights(const Composition& composition);
Blocks cookies(const Composition& composition);
Blocks signals(const Composition& composition);
Blocks logs(const Composition& composition);
Blocks never(const Composition& composition);
Blocks security(const Composition& composition);
Blocks children(const Composition& composition);
Blocks changes(const Composition& composition);
Blocks complaints(const Composition& composition);
Blocks contact(const Composition& composition);

}  // namespace probity::privacy
