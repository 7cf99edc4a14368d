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

/// Whether the order that a hand-over names is on record: a text proves none, and without orders there is none.
Result<bool> order_exists(const records::Context& workspace, const std::string& reference) {
  const meta::Entity* order = workspace.model().find("order");
  const auto id = Id::parse(reference);
  if (!order || !id) return false;
  bool there = false;
  PROBITY_TRY(workspace.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(there, reader.one(workspace.catalog->tables(*order).identity, "_id", cell(*id), [](const Row&) { return false; }));
    return {};
  }));
  return there;
}

bool is_for_an_order(const HandOver& each) { return each.left() && (each.kind == "partner" || each.kind == "order_recipient"); }

/// Hand-overs for orders, and those whose order is not on record.
struct ForOrders {
  std::int64_t rows = 0;
  std::int64_t without = 0;
};
Result<ForOrders> for_orders(const Situation& situation) {
  ForOrders counted;
  PROBITY_TRY(each_workspace(situation, [&](const records::Context& workspace) -> Result<> {
    const Situation there{workspace.workspace->slug(), situation.in_force, situation.applied, situation.records, situation.facts};
    std::vector<std::string> references;
    PROBITY_TRY(each_hand_over(there, 0, [&](const HandOver& each) {
      if (is_for_an_order(each)) references.push_back(each.reference);
      return true;
    }));
    for (const std::string& reference : references) {
      PROBITY_ASSIGN(const bool exists, order_exists(workspace, reference));
      ++counted.rows;
      counted.without += exists ? 0 : 1;
    }
    return {};
  }));
  return counted;
}

Result<Evidence> no_sale(const Situation& situation) {
  std::int64_t rows = 0;
  std::string wrong;
  PROBITY_ASSIGN(const bool there, each_hand_over(situation, 0, [&](const HandOver& each) {
    if (!each.left()) return true;
    ++rows;
    if (each.purpose == "third_party_sharing") wrong = "Data was handed to somebody for purposes of their own.";
    if (each.kind.empty()) wrong = "Data was handed over outside of every register.";
    return wrong.empty();
  }));
  if (!there) return no_ledger();
  PROBITY_ASSIGN(const ForOrders orders, for_orders(situation));
  if (wrong.empty() && orders.without > 0) wrong = "Data went to a partner or supplier without an order on record that needed it.";
  const std::vector<Figure> figures{{"hand-overs", std::to_string(rows)}, {"to partners and suppliers without their order", std::to_string(orders.without)}};
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
  PROBITY_ASSIGN(const ForOrders orders, for_orders(situation));
  const std::vector<Figure> figures{{"hand-overs for orders", std::to_string(orders.rows)}, {"without their order", std::to_string(orders.without)}};
  if (orders.without > 0) return broken("There is a hand-over to a partner or supplier whose order is not on record.", figures);
  if (orders.rows == 0 && situation.facts.ready("orders") != Ready::yes) return waiting("orders", "There are no orders yet that could need a partner or supplier.");
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
