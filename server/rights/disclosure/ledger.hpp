#pragma once
// What the gate asks and keeps: the policy of each level, what stands against using a person's data, and the
// rows of what was handed over. Thread-safe.
#include <functional>

#include "privacy/gate/gate.hpp"
#include "rights/disclosure/book.hpp"
#include "rights/disclosure/refusals.hpp"

namespace probity::disclosure {

/// What the consents say of one person and departure; empty where nothing stands against it.
using ConsentObjection = std::function<Result<std::string>(const privacy::Departure&, const privacy::Concerned&)>;

class Ledger final : public privacy::Ledger {
 public:
  /// All must outlive it.
  Ledger(records::Records& records, Book& book, Refusals& refusals, ConsentObjection consent = {})
      : records_(records), book_(book), refusals_(refusals), consent_(std::move(consent)) {}

  Result<privacy::PolicyPointer> policy(std::string_view workspace) override;
  Result<std::string> objection(const privacy::Departure& departure, const privacy::Concerned& person, const privacy::Processor& processor) override;
  Result<std::vector<Id>> enter(const privacy::Departure& departure, const privacy::Processor* processor, const privacy::Destination& destination, std::string_view refused) override;
  Result<> close(std::string_view workspace, const std::vector<Id>& rows, std::string_view result) override;

 private:
  records::Records& records_;
  Book& book_;
  Refusals& refusals_;
  ConsentObjection consent_;
};

/// What the state of a person says against a purpose, in words; empty where nothing does.
std::string objection_of_state(privacy::SubjectState state, const privacy::Purpose& purpose);

}  // namespace probity::disclosure
