#pragma once
// One look at one draft: what was found in its fields, and what became of it.
#include <vector>

#include "base/json.hpp"
#include "privacy/guard/counts.hpp"
#include "privacy/guard/guard.hpp"
#include "records/context.hpp"
#include "records/draft.hpp"
#include "records/guarding/guarding.hpp"
#include "records/problems.hpp"

namespace probity::records {

/// "refused_payment_card" with its field. `label` is the field as people know it.
std::unexpected<Error> refusal(std::string_view field, std::string_view label, const privacy::guard::Find& find);

class Look {
 public:
  Look(const privacy::guard::Guard& guard, const privacy::Policy& policy, const Context& context, Draft& draft);

  /// Masks what is to be masked. Fails only where a masked value cannot be read back.
  Result<> at(const meta::Field& field);
  /// The words in a file that the field newly holds; these cannot be masked, so what is to be masked is refused.
  void at_contents(const meta::Field& field, const Guarding::TextOfFile& text_of_file);

  /// Old values come back, by undoing, restoring or merging.
  bool brings_back() const;
  Result<> result() &&;
  const std::vector<privacy::guard::Acted>& refused() const { return refused_; }

 private:
  using Find = privacy::guard::Find;
  Result<> at_parts(const meta::Field& field, privacy::guard::Kinds kinds);
  void at_number(const meta::Field& field, privacy::guard::Kinds kinds);
  bool at_value(const meta::Field& field, std::string_view member, JsonValue& value, JsonAllocator& allocator, privacy::guard::Kinds kinds);
  /// Acts on what is in the text; the masked text, where something of it is masked.
  std::optional<std::string> act(const meta::Field& field, std::string_view text, privacy::guard::Kinds kinds, bool may_mask);
  privacy::GuardAct act_on_find(const meta::Field& field, const Find& find, bool may_mask) const;
  void warn(const meta::Field& field, const Find& find, privacy::GuardAct act);

  const privacy::guard::Guard& guard_;
  const privacy::Policy& policy_;
  const Context& context_;
  Draft& draft_;
  privacy::guard::Kinds acted_on_;  ///< those the policy does not simply allow
  Problems problems_;
  std::vector<privacy::guard::Acted> refused_;
};

}  // namespace probity::records
