#pragma once
// What is handed over by hand: a letter to a court, the books to the accountant, a claim to the debt collector. The
// register keeps it like the gate does, and says beforehand where the rules do not allow it. Thread-safe.
//
// Errors of an act that is not whole (all invalid): "unknown_kind", "missing_value", "unknown_category",
// "unknown_purpose", "unknown_safeguard", "unknown_person", "in_the_future", "too_many_people".
// Errors of one that may not be (all forbidden; the attempt is kept as refused): "ground_not_stated",
// "terms_not_accepted", "order_not_named", "category_not_listed", "safeguard_needed", "safeguard_over",
// "notice_not_over", "not_a_processor", "purpose_not_listed", "person_refuses".
#include <span>
#include <string>
#include <vector>

#include "privacy/gate/gate.hpp"
#include "rights/disclosure/book.hpp"

namespace probity::disclosure {

struct Act {
  std::string kind;            ///< a choice of disclosure.kind
  std::string recipient;       ///< name; of a processor its name in the policy
  std::string processor;       ///< id in the policy; for kind "processor"
  std::string country;         ///< ISO 3166-1
  std::string safeguard;       ///< by its name in policies; needed for countries outside Europe
  std::string purpose;         ///< empty: what the kind is for
  std::vector<std::string> categories;
  std::vector<std::pair<std::string, Id>> people;  ///< entity and id
  std::string why;
  std::string ground;          ///< one of the policy's; for kinds "legal" and "law_enforcement"
  std::string reference;       ///< file number, order, invoice
  std::string terms;           ///< that the client accepted; for kind "debt_collection"
  std::string terms_accepted;  ///< ISO date
  std::string notice_date;     ///< ISO date until which people were told; for kind "acquirer"
  std::string channel;
  Timestamp at = 0;            ///< 0: now
};

/// What a kind of hand-over may carry, and what has to be known for it.
struct RegisterRule {
  std::string_view kind;
  std::string_view purpose;                       ///< where the act names none
  std::vector<std::string_view> categories = {};  ///< names cover those beneath; empty: all the purpose may use
  bool ground = false;                            ///< names one of the policy's grounds
  bool terms = false;                             ///< the client accepted terms that cover it
  bool reference = false;                         ///< names the order it fulfils
  bool notice = false;                            ///< people were told, and had time to say no
  bool person_decides = true;                     ///< objections and restrictions stand against it
  bool safeguard = true;                          ///< a country abroad needs one
  std::string_view service = {};                  ///< goes only to a processor that the policy lists for this kind of task
};
std::span<const RegisterRule> register_rules();

class Registers {
 public:
  Registers(Book& book, privacy::Ledger& ledger) : book_(book), ledger_(ledger) {}
  /// One row per person, by the actor of the context. The ids of the rows.
  Result<std::vector<Id>> enter(const records::Context& context, const Act& act);

 private:
  Result<std::optional<Error>> refusal(const records::Context& context, const RegisterRule& rule, const Act& act, const privacy::Processor* processor);
  Result<std::optional<Error>> objection(const records::Context& context, const Act& act, const privacy::Processor* processor);
  Book& book_;
  privacy::Ledger& ledger_;
};

}  // namespace probity::disclosure
