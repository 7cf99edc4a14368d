#pragma once
// Everything about what leaves, wired once: the gate, the rows it writes, and who refused what. Thread-safe.
#include "privacy/gate/gate.hpp"
#include "rights/disclosure/ledger.hpp"
#include "rights/disclosure/registers.hpp"

namespace probity::disclosure {

class Disclosures {
 public:
  struct Options {
    privacy::Gate::Options gate = {};
    ConsentObjection consent = {};
  };
  /// `records` must outlive it.
  explicit Disclosures(records::Records& records) : Disclosures(records, Options{}) {}
  Disclosures(records::Records& records, Options options)
      : book_(records), refusals_(records, book_), ledger_(records, book_, refusals_, std::move(options.consent)), registers_(book_, ledger_), gate_(ledger_, std::move(options.gate)) {}
  Disclosures(const Disclosures&) = delete;

  privacy::Gate& gate() { return gate_; }
  Book& book() { return book_; }
  Refusals& refusals() { return refusals_; }
  privacy::Ledger& ledger() { return ledger_; }
  Registers& registers() { return registers_; }

 private:
  Book book_;
  Refusals refusals_;
  Ledger ledger_;
  Registers registers_;
  privacy::Gate gate_;
};

}  // namespace probity::disclosure
