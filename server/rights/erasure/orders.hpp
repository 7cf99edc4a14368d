#pragma once
// Telling those who got data about a person that it was erased or corrected (GDPR Art. 17(2), 19), and following each
// until they say that it is done. A processor with an address in the policy is written to; for the others an
// administrator sees the order as theirs to pass on.
#include "mail/letter.hpp"
#include "rights/disclosure/recipients.hpp"
#include "rights/erasure/needles.hpp"

namespace probity::erasure {

class Orders {
 public:
  struct Parts {
    disclosure::Book& book;
    /// Puts a letter in the outbox; one of that id is there but once.
    std::function<Result<Id>(const mail::Letter&)> send;
  };
  enum class Kind { erase, rectify };

  /// `context` is the program's; all must outlive it.
  Orders(records::Records& records, const records::Context& context, const Parts& parts) : records_(records), context_(context), parts_(parts) {}

  /// Whoever got, or may have got, something about one of them: by id in the policy or by name, once each.
  Result<std::vector<disclosure::Recipient>> recipients(const std::vector<Id>& people);
  /// Writes an order to each and sends what can be sent. For one `cause` (the erasure, or the change) and recipient
  /// there is ever one order, however often it is called. How many there are.
  Result<std::int64_t> give(Kind kind, const Id& cause, const std::vector<disclosure::Recipient>& recipients, const Needles& needles);
  /// They said that it is done: the hashes go. "not_found", "acknowledged_already" (conflict).
  Result<> acknowledge(const Id& order, std::string_view note);

 private:
  Result<> write(Kind kind, const Id& order, const Id& cause, const disclosure::Recipient& recipient, const std::string& contact, const std::vector<std::string>& hashes);
  Result<> send(Kind kind, const Id& order, const disclosure::Recipient& recipient, const std::string& contact, const std::vector<std::string>& hashes);

  records::Records& records_;
  const records::Context& context_;
  const Parts& parts_;
};

/// [{"recipient","processor","by_letter"}]: to whom orders would go.
void write_recipients_ordered(const privacy::Policy& policy, const std::vector<disclosure::Recipient>& recipients, JsonWriter& writer);

}  // namespace probity::erasure
