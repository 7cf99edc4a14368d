// In what form each log keeps addresses (IP).
#include "base/text.hpp"
#include "promises/checks/checks.hpp"
#include "store/tables.hpp"

namespace probity::promises {
namespace {

using privacy::AddressForm;

std::string_view name_of(AddressForm form) {
  switch (form) {
    case AddressForm::raw: return "raw";
    case AddressForm::masked: return "masked";
    case AddressForm::anonymous: return "anonymous";
    case AddressForm::none: return "none";
  }
  return "none";
}

/// Whether an address as it stands in a log says no more than the form lets it.
bool is_within(std::string_view address, AddressForm form) {
  if (address.empty() || form == AddressForm::raw) return true;
  if (form == AddressForm::none) return false;
  const bool names_no_host = address.find_first_of(".:") == std::string_view::npos;  // A keyed number instead of an address.
  if (form == AddressForm::anonymous) return names_no_host || address == "0.0.0.0" || address == "::" || address.ends_with(".0.0");
  return names_no_host || address.ends_with(".0.0") || address.ends_with("::");
}

/// Which table keeps the addresses of a log, where this program has it.
struct Kept {
  std::string table;
  std::string column;
};
std::optional<Kept> kept_in(std::string_view log) {
  if (log == "sign_in") return Kept{"session", "address"};
  if (log == "changes") return Kept{store::kHistory, "address"};
  if (log == "consent") return Kept{"consent", "ip_address"};
  return std::nullopt;
}

/// What has to be there before a log is written that the program does not keep today.
std::string_view writer_of(std::string_view log) {
  constexpr std::pair<std::string_view, std::string_view> kWriters[] = {{"statistics", "web_statistics"}, {"chat", "chat"}, {"edge", "edge"}, {"signature", "esign"}, {"usage", "usage_statistics"}};
  const auto found = std::ranges::find(kWriters, log, &std::pair<std::string_view, std::string_view>::first);
  return found == std::end(kWriters) ? "request_logs" : found->second;
}

Result<> look_at_rows(const records::Context& workspace, const Kept& where, AddressForm form, std::int64_t& rows, std::int64_t& wrong) {
  const bool of_entity = where.table != store::kHistory;
  if (of_entity && (!workspace.model().find(where.table) || !workspace.model().find(where.table)->field(where.column))) return {};
  store::Query query{.columns = store::Projection::make(where.table, {where.column}), .where = store::Condition::not_of(store::Condition::is_null(where.column)),
                     .tie_column = of_entity ? "_id" : "id", .limit = 10'000};
  return workspace.database->read([&](store::Reader& reader) {
    return reader.each(query, [&](const Row& row) {
      ++rows;
      wrong += is_within(row.text(0), form) ? 0 : 1;
      return true;
    });
  });
}

Result<Evidence> address_form(const Situation& situation) {
  const std::string& log = situation.parameter("log");
  const privacy::LogRule* rule = situation.policy().log(log);
  if (!rule) return broken(fmt::format("The policy has no rule for the log \"{}\".", log));
  std::vector<Figure> figures{{"addresses are kept", std::string(name_of(rule->address))}};
  if (name_of(rule->address) != situation.parameter("form")) return broken(fmt::format("Addresses are kept {} in \"{}\", and {} is promised.", name_of(rule->address), rule->label, situation.parameter("form")), figures);
  const auto where = kept_in(log);
  if (!where) {
    // A rule shows nothing of what is not there to follow it.
    Evidence open = waiting(std::string(writer_of(log)), fmt::format("There is a rule for \"{}\", and nothing here that writes such a log yet.", rule->label));
    open.figures = std::move(figures);
    return open;
  }
  std::int64_t rows = 0;
  std::int64_t wrong = 0;
  PROBITY_TRY(each_workspace(situation, [&](const records::Context& workspace) { return look_at_rows(workspace, *where, rule->address, rows, wrong); }));
  figures.push_back({"addresses looked at", std::to_string(rows)});
  figures.push_back({"that say more", std::to_string(wrong)});
  if (wrong > 0 && situation.applied) return broken(fmt::format("Addresses of \"{}\" say more than the rule in force allows.", rule->label), figures);
  return kept(fmt::format("Addresses of \"{}\" are kept {}, as promised.", rule->label, name_of(rule->address)), figures);
}

}  // namespace

std::vector<Check> log_checks() {
  return {{"logs.address_form", "the rule in force for a log, and the addresses that stand in it", {"log", "form"}, address_form}};
}

}  // namespace probity::promises
