// Who receives data: the register of processors, against what is configured and what was handed over.
#include "base/text.hpp"
#include "privacy/countries.hpp"
#include "promises/checks/checks.hpp"
#include "promises/checks/hand_overs.hpp"

namespace probity::promises {
namespace {

using privacy::Processor;

std::vector<Figure> counted(const Situation& situation) { return {{"processors listed", std::to_string(situation.policy().processors.size())}}; }

/// The first processor of which something does not hold.
const Processor* first_that(const Situation& situation, const std::function<bool(const Processor&)>& is_wrong) {
  const auto& all = situation.policy().processors;
  const auto found = std::ranges::find_if(all, is_wrong);
  return found == all.end() ? nullptr : &*found;
}

bool lists_integration(const privacy::Policy& policy, std::string_view integration) {
  return std::ranges::any_of(policy.processors, [&](const Processor& each) { return each.integration == integration || each.id == integration; });
}

/// The processors that the operator has yet to name, where there are any.
std::optional<Evidence> unnamed(const Situation& situation) {
  std::optional<Evidence> sum;
  for (const Processor& each : situation.policy().processors) {
    if (!privacy::is_placeholder(each)) continue;
    if (!sum) sum = Evidence{.state = State::waiting, .text = {}, .figures = counted(situation)};
    sum->waiting_for.push_back(fmt::format("processors.{}.name", each.id));
    sum->text += fmt::format("{}\"{}\" is not named yet.", sum->text.empty() ? "" : " ", each.id);
  }
  return sum;
}

Result<Evidence> only_listed(const Situation& situation) {
  const auto integrations = situation.facts.integrations();
  for (const Integration& each : integrations) {
    if (!lists_integration(situation.policy(), each.name)) {
      return broken(fmt::format("\"{}\" is configured, but no processor of the policy receives data through it.", each.name), counted(situation));
    }
  }
  std::int64_t handed_over = 0;
  std::string stranger;
  // What was done under another policy is that one's.
  PROBITY_TRY(each_hand_over(situation, situation.applied ? situation.in_force->since : now(), [&](const HandOver& each) {
    if (each.kind != "processor" || !each.left()) return true;
    ++handed_over;
    if (!situation.policy().processor(each.recipient_id)) stranger = each.recipient_id;
    return stranger.empty();
  }));
  std::vector<Figure> figures = counted(situation);
  figures.push_back({"configured ways out", std::to_string(integrations.size())});
  figures.push_back({"hand-overs since this policy took effect", std::to_string(handed_over)});
  if (!stranger.empty()) return broken(fmt::format("Data was handed to \"{}\", which the policy does not list.", stranger), figures);
  return kept("Every way out that is configured, and every hand-over of the ledger, belongs to a processor that the policy lists.", figures);
}

/// What the list does not say of a processor; empty where it says all.
std::vector<std::string_view> missing_of(const Processor& each) {
  const bool no_statement = each.statement == privacy::StatementState::in_hand && each.statement_url.empty();
  const std::pair<bool, std::string_view> wanted[] = {{each.name.empty(), "name"}, {each.task.empty(), "task"}, {each.purposes.empty(), "purposes"}, {each.country.empty(), "country"},
                                                      {!each.keep && each.keep_text.empty(), "time of keeping"}, {no_statement, "link to its statement"}};
  std::vector<std::string_view> missing;
  for (const auto& [is_missing, what] : wanted) {
    if (is_missing) missing.push_back(what);
  }
  return missing;
}

/// Of those processors alone that the promise is about; of all where it names none.
Result<Evidence> described(const Situation& situation, const std::vector<std::string>& about) {
  if (situation.policy().processors.empty()) return broken("The policy lists no processor, not even whoever hosts it.");
  std::string unnamed_ones;
  std::vector<std::string> waits;
  for (const std::string& id : about) {
    if (!situation.policy().processor(id)) return broken(fmt::format("\"{}\" is not in the policy's list.", id), counted(situation));
  }
  for (const Processor& each : situation.policy().processors) {
    if (!about.empty() && std::ranges::find(about, each.id) == about.end()) continue;
    if (const auto missing = missing_of(each); !missing.empty()) return broken(fmt::format("\"{}\" is listed without its {}.", each.id, fmt::join(missing, ", ")), counted(situation));
    if (!privacy::is_placeholder(each)) continue;
    waits.push_back(fmt::format("processors.{}.name", each.id));
    unnamed_ones += fmt::format("{}\"{}\" is not named yet.", unnamed_ones.empty() ? "" : " ", each.id);
  }
  if (!waits.empty()) return Evidence{.state = State::waiting, .text = unnamed_ones, .figures = counted(situation), .waiting_for = waits};
  return kept("Each processor is listed with its task, purposes, country, safeguard, how long it keeps data, and its statement.", counted(situation));
}

Result<Evidence> listed_are_described(const Situation& situation) { return described(situation, {}); }

Result<Evidence> these_are_described(const Situation& situation) { return described(situation, situation.list("processors")); }

/// Hand-overs to a service after the person said no to it; none where only the law asks for it.
Result<std::int64_t> after_refusal(const Situation& situation) {
  std::int64_t wrong = 0;
  PROBITY_TRY(each_place(situation, "vendor_refusal", [&](const records::Context& refusals) -> Result<> {
    const meta::Entity* ledger = refusals.model().find("disclosure");
    if (!ledger) return {};
    return each_row(refusals, store::Condition::is_null("_deleted_at"), [&](const Row& row) {
      const meta::Field* person = refusals.entity->field("person");
      if (row.null(person->first_column)) return true;
      const std::string processor = text_of(refusals, row, "processor");
      std::vector<store::Condition> later{store::Condition::equals("person", cell(row.id(person->first_column))), store::Condition::equals("kind", cell("processor")),
                                          store::Condition::is_in("result", {cell("done"), cell("open"), cell("unknown")}),
                                          store::Condition::compare_with("at", store::Comparison::greater, Cell{row.integer(meta::kCreatedAt)})};
      std::vector<Cell> refused;
      for (const Processor& each : situation.policy().processors) {
        if (each.may_refuse && (processor == "*" || processor == each.id)) refused.push_back(cell(each.id));
      }
      if (refused.empty()) return true;
      later.push_back(store::Condition::is_in("recipient_id", std::move(refused)));
      const auto counted = refusals.database->read([&](store::Reader& reader) -> Result<> {
        PROBITY_ASSIGN(const std::int64_t rows, reader.count(ledger->name, store::Condition::all_of(std::move(later))));
        wrong += rows;
        return {};
      });
      return counted.has_value();
    });
  }));
  return wrong;
}

/// Whoever hosts everything cannot be refused without refusing the service.
Result<Evidence> refusable(const Situation& situation) {
  std::int64_t offered = 0;
  std::string wrong;
  for (const Processor& each : situation.policy().processors) {
    offered += each.may_refuse ? 1 : 0;
    if (!each.may_refuse && each.kind != "hosting") wrong = fmt::format("Nobody can refuse that \"{}\" gets their data.", each.name);
    if (is_blank(each.without_it) && each.kind != "hosting") wrong = fmt::format("The list of recipients does not say what stops working without \"{}\".", each.name);
  }
  PROBITY_ASSIGN(const std::int64_t against, after_refusal(situation));
  const std::vector<Figure> figures{{"services that may be refused", std::to_string(offered)}, {"hand-overs after a refusal", std::to_string(against)}};
  if (!wrong.empty()) return broken(wrong, figures);
  if (against > 0) return broken("Data went to a service after the person had refused it.", figures);
  return kept("Every service but the one that runs the servers may be refused, the list says what then stops working, and nothing went to one that was refused.", figures);
}

Result<Evidence> kinds_only(const Situation& situation) {
  const auto kinds = situation.list("kinds");
  const auto* wrong = first_that(situation, [&](const Processor& each) { return std::ranges::find(kinds, each.kind) == kinds.end(); });
  if (wrong) return broken(fmt::format("\"{}\" is a processor for {}, a kind that is not promised.", wrong->id, wrong->kind), counted(situation));
  return kept(fmt::format("Every processor is of a kind that is named: {}.", situation.parameter("kinds")), counted(situation));
}

/// Why its data may not go where it is; empty where it may.
std::string fault_of_safeguard(const Processor& processor, const std::string& controller_country) {
  if (processor.safeguard == privacy::Safeguard::privacy_shield) return "stands on the Privacy Shield, which has been invalid since 2020";
  if (!processor.safeguard_until.empty()) {
    const auto until = parse_day(processor.safeguard_until);
    if (!until || *until < day_of(now(), {})) return "stands on a safeguard that has run out";
  }
  const bool at_home = processor.country.empty() || privacy::is_european(processor.country) || processor.country == controller_country;
  if (processor.safeguard == privacy::Safeguard::none_needed && !at_home) return "is outside the European Economic Area without a safeguard";
  return {};
}

Result<Evidence> safeguards_valid(const Situation& situation) {
  std::int64_t abroad = 0;
  for (const Processor& each : situation.policy().processors) {
    const std::string fault = fault_of_safeguard(each, situation.policy().controller.country);
    if (!fault.empty()) return broken(fmt::format("\"{}\" {}.", each.id, fault), counted(situation));
    if (!privacy::is_european(each.country)) ++abroad;
  }
  std::vector<Figure> figures = counted(situation);
  figures.push_back({"outside the European Economic Area", std::to_string(abroad)});
  if (auto open = unnamed(situation)) return std::move(*open);
  return kept("Every processor abroad has a safeguard that is valid today.", figures);
}

/// What the program cannot see, the operator confirms for each processor; a name that is still to be filled in, and
/// silence, prove nothing.
std::optional<Evidence> unconfirmed(const Situation& situation, std::optional<bool> Processor::*agreement, std::string_view member, std::string_view what) {
  std::optional<Evidence> sum;
  for (const Processor& each : situation.policy().processors) {
    // What a customer connects is theirs, and bound to them.
    if (each.kind == "connected" || (!privacy::is_placeholder(each) && each.*agreement == true)) continue;
    if (!sum) sum = Evidence{.state = State::waiting, .text = {}, .figures = counted(situation)};
    const bool unnamed = privacy::is_placeholder(each);
    sum->waiting_for.push_back(fmt::format("processors.{}.{}", each.id, unnamed ? "name" : member));
    sum->text += fmt::format("{}\"{}\" {}.", sum->text.empty() ? "" : " ", each.id, unnamed ? std::string("is not named yet") : fmt::format("was not confirmed to {}", what));
  }
  return sum;
}

Result<Evidence> no_own_use(const Situation& situation) {
  const auto* wrong = first_that(situation, [](const Processor& each) { return each.no_own_use == false; });
  if (wrong) return broken(fmt::format("\"{}\" may use the data for purposes of its own.", wrong->id), counted(situation));
  if (auto open = unconfirmed(situation, &Processor::no_own_use, "no_own_use", "use the data for nothing of its own")) return std::move(*open);
  return kept("No processor may use the data for anything of its own.", counted(situation));
}

Result<Evidence> confidential(const Situation& situation) {
  const auto* wrong = first_that(situation, [](const Processor& each) { return each.confidential == false; });
  if (wrong) return broken(fmt::format("\"{}\" has not agreed to keep the data to itself.", wrong->id), counted(situation));
  if (auto open = unconfirmed(situation, &Processor::confidential, "confidential", "keep what it is given to itself")) return std::move(*open);
  return kept("Every processor has agreed not to disclose what it is given.", counted(situation));
}

/// The list promises no hand-over that this program cannot make.
Result<Evidence> used(const Situation& situation) {
  const auto configured = situation.facts.integrations();
  Evidence sum = kept("Each processor of the list that is reached through this program is configured here.", counted(situation));
  for (const Processor& each : situation.policy().processors) {
    if (each.integration.empty()) continue;
    if (std::ranges::any_of(configured, [&](const Integration& way) { return way.name == each.integration; })) continue;
    const std::string capability_name = each.integration == "smtp" ? "mail" : each.integration;
    const Capability* known = capability(capability_name);
    if (!known) return broken(fmt::format("\"{}\" is listed as reached through \"{}\", which this program does not have: it is not used.", each.id, each.integration), counted(situation));
    if (sum.state == State::kept) sum = waiting(each.integration, {});
    else sum.waiting_for.push_back(each.integration);
    sum.text += fmt::format("{}\"{}\" is listed, and receives nothing as long as {} is {}.", sum.text.empty() ? "" : " ", each.id, each.integration, known->built ? "not configured" : "not built");
  }
  return sum;
}

Result<Evidence> region(const Situation& situation) {
  const Processor* processor = situation.policy().processor(situation.parameter("processor"));
  const std::string& country = situation.parameter("country");
  if (!processor) return broken(fmt::format("\"{}\" is not in the policy's list.", situation.parameter("processor")), counted(situation));
  const bool there = processor->country == country || (country == "EU" && privacy::is_european(processor->country));
  const std::vector<Figure> figures{{"country", processor->country}};
  if (!there) return broken(fmt::format("\"{}\" is listed for {}, and {} is promised.", processor->id, processor->country, country), figures);
  if (privacy::is_placeholder(*processor)) return waiting(fmt::format("processors.{}.name", processor->id), fmt::format("\"{}\" is not named yet, so nobody can say where it stands.", processor->id));
  return kept(fmt::format("\"{}\" keeps the data in {}.", processor->id, processor->region.empty() ? processor->country : processor->region), figures);
}

}  // namespace

std::vector<Check> processor_checks() {
  return {
      {"processors.only_listed", "configured ways out and hand-overs of the ledger, against the policy's list", {}, only_listed},
      {"processors.listed_are_described", "task, purposes, country, time and statement of each processor listed", {}, listed_are_described},
      {"processors.described", "task, purposes, country, time and statement of those processors that the promise is about", {"processors"}, these_are_described},
      {"processors.refusable", "whether services may be refused, what the list says of it, and hand-overs after a refusal", {}, refusable},
      {"processors.kinds_only", "the kind of each processor listed", {"kinds"}, kinds_only},
      {"processors.safeguards_valid", "the safeguard of each processor abroad, today", {}, safeguards_valid},
      {"processors.no_own_use", "whether a processor listed may use data for itself", {}, no_own_use},
      {"processors.confidential", "whether each processor listed agreed not to disclose", {}, confidential},
      {"processors.used", "processors listed, against the ways out that are configured", {}, used},
      {"processors.region", "the country of one processor listed", {"processor", "country"}, region},
  };
}

}  // namespace probity::promises
