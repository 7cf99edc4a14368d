// What left, and to whom: the ledger of hand-overs.
#include "promises/checks/checks.hpp"
#include "promises/checks/hand_overs.hpp"

namespace probity::promises {
namespace {

Evidence no_ledger() { return waiting("gate", "There is no ledger of hand-overs yet."); }

/// Each connection that was opened belongs to a hand-over that was written down before.
Result<Evidence> nothing_past_it(const Situation& situation) {
  // Connections are counted for the whole program, so the ledgers of all its workspaces are looked at.
  const Situation whole{std::string(records::kSystemWorkspace), situation.in_force, situation.applied, situation.records, situation.facts};
  std::set<std::string> written;
  PROBITY_ASSIGN(const bool there, each_hand_over(whole, situation.facts.started_at - kSecond, [&](const HandOver& each) {
    // What is entered in a register by hand has no host.
    if (each.result != "refused" && !each.host.empty()) written.insert(fmt::format("{} {}", each.at, each.host));
    return true;
  }));
  if (!there) return no_ledger();
  const std::int64_t opened = situation.facts.connections();
  std::int64_t refused = 0;
  PROBITY_ASSIGN(const bool here, each_hand_over(situation, situation.in_force->since, [&](const HandOver& each) {
    refused += each.result == "refused" ? 1 : 0;
    return true;
  }));
  static_cast<void>(here);
  const std::vector<Figure> figures{{"connections opened since the program started", std::to_string(opened)}, {"written down before", std::to_string(written.size())}, {"refused under this policy", std::to_string(refused)}};
  if (opened > static_cast<std::int64_t>(written.size())) return broken("The program opened a connection that the ledger does not tell of.", figures);
  return kept("Every connection that the program opened was written down in the ledger first.", figures);
}

Result<Evidence> no_sale(const Situation& situation) {
  std::int64_t rows = 0;
  std::string wrong;
  PROBITY_ASSIGN(const bool there, each_hand_over(situation, 0, [&](const HandOver& each) {
    if (!each.left()) return true;
    ++rows;
    if (each.purpose == "third_party_sharing") wrong = "Data was handed to somebody for purposes of their own.";
    if (each.kind.empty()) wrong = "Data was handed over outside of every register.";
    if ((each.kind == "partner" || each.kind == "order_recipient") && each.reference.empty()) wrong = "Data went to a partner without an order that needed it.";
    return wrong.empty();
  }));
  if (!there) return no_ledger();
  const std::vector<Figure> figures{{"hand-overs", std::to_string(rows)}};
  if (!wrong.empty()) return broken(wrong, figures);
  return kept("Data left only for processors, for what an order needed, and as the law asks; none was sold, rented or given away.", figures);
}

Result<Evidence> grounded(const Situation& situation) {
  std::int64_t rows = 0;
  std::int64_t without = 0;
  PROBITY_ASSIGN(const bool there, each_hand_over(situation, 0, [&](const HandOver& each) {
    if (each.kind != "legal" && each.kind != "law_enforcement") return true;
    ++rows;
    without += situation.policy().disclosure_grounds.contains(each.ground) ? 0 : 1;
    return true;
  }));
  if (!there) return no_ledger();
  const std::vector<Figure> figures{{"legal hand-overs", std::to_string(rows)}, {"without a ground that the policy states", std::to_string(without)}};
  if (situation.policy().disclosure_grounds.empty()) return broken("The policy states no ground on which data may be disclosed.", figures);
  if (without > 0) return broken("There is a legal hand-over that names none of the grounds the policy states.", figures);
  return kept("Every legal hand-over is kept in a register with one of the stated grounds.", figures);
}

Result<Evidence> order_recipients(const Situation& situation) {
  std::int64_t rows = 0;
  std::int64_t without = 0;
  PROBITY_ASSIGN(const bool there, each_hand_over(situation, 0, [&](const HandOver& each) {
    if (each.kind != "order_recipient" && each.kind != "partner") return true;
    ++rows;
    without += each.reference.empty() ? 1 : 0;
    return true;
  }));
  if (!there) return no_ledger();
  const std::vector<Figure> figures{{"hand-overs for orders", std::to_string(rows)}, {"without their order", std::to_string(without)}};
  if (without > 0) return broken("There is a hand-over to a partner or supplier that names no order.", figures);
  if (rows == 0 && situation.facts.ready("orders") != Ready::yes) return waiting("orders", "There are no orders yet that could need a partner or supplier.");
  return kept("Each hand-over to a partner or supplier is kept with the order that needed it.", figures);
}

}  // namespace

std::vector<Check> disclosure_checks() {
  return {
      {"gate.nothing_past_it", "connections that the program opened, against the ledger", {}, nothing_past_it},
      {"gate.no_sale", "kinds and purposes of all hand-overs", {}, no_sale},
      {"disclosure.grounded", "grounds of legal hand-overs, against those of the policy", {}, grounded},
      {"disclosure.order_recipients", "hand-overs to partners and suppliers, and their orders", {}, order_recipients},
  };
}

}  // namespace probity::promises
