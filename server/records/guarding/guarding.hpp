#pragma once
// The guard at work on every write: what it finds in the fields of a draft is refused, masked, told of or let be, as
// the policy in force says. Errors, warnings and counts name field and kind, never the value. Thread-safe.
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "base/result.hpp"
#include "privacy/guard/counts.hpp"
#include "privacy/guard/guard.hpp"

namespace probity::records {

struct Context;
struct Draft;

class Guarding {
 public:
  /// The beginning of a stored file as text, where its kind is cheap to read; else nothing.
  using TextOfFile = std::function<std::string(std::string_view workspace, const Id& file)>;

  Guarding() = default;
  explicit Guarding(privacy::guard::Guard guard, TextOfFile text_of_file = {}) : guard_(std::move(guard)), text_of_file_(std::move(text_of_file)) {}

  /// Looks at every field the draft changes, or brings back from the bin. A refused find is an error of its field,
  /// "refused_payment_card" (422); what an undo, a restore or a merge brings back is masked instead, so that nobody
  /// is locked out of their own record. Masks in place; adds to the draft's warnings.
  Result<> look(const Context& context, Draft& draft) const;

  /// The same of a draft that is only shown: nothing is counted.
  Result<> foresee(const Context& context, Draft& draft) const;

  /// A text that is on its way to a field by that name, as an import's note.
  Result<> look(const privacy::Policy& policy, std::string_view field, std::string_view text) const;

  /// The text as it may be kept beside the records: what the policy refuses or masks is masked.
  std::string covered(const privacy::Policy& policy, std::string_view text) const;

  /// The draft has been written.
  void count(const Draft& draft) const;
  const privacy::guard::Counts& counts() const { return counts_; }
  /// For what checks stored text again.
  const privacy::guard::Guard& guard() const { return guard_; }

 private:
  Result<> examine(const Context& context, Draft& draft, std::vector<privacy::guard::Acted>& refused) const;
  privacy::guard::Guard guard_;
  TextOfFile text_of_file_;
  mutable privacy::guard::Counts counts_;
};

/// What the policy does with a kind; "allow" where it says nothing.
privacy::GuardAct act_on(const privacy::Policy& policy, privacy::guard::Kind kind);

}  // namespace probity::records
