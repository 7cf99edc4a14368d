#include "rights/disclosure/ledger.hpp"

#include "base/time.hpp"

namespace probity::disclosure {
namespace {

using privacy::Concerned;
using privacy::Departure;
using privacy::Processor;

struct Person {
  bool live = false;
  privacy::SubjectState state = 0;
  std::int64_t version = 0;  ///< of the policy under which their data stands
};

Result<Person> look_up(const records::Context& context, const Concerned& concerned) {
  Person person;
  const meta::Entity* entity = context.model().find(concerned.entity);
  if (!entity) return person;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_TRY(reader.one(context.catalog->tables(*entity).all, "_id", cell(concerned.person), [&](const Row& row) {
      person = {row.null(meta::kDeletedAt), row.integer(meta::kSubjectState), row.integer(meta::kPolicyVersion)};
      return false;
    }));
    return {};
  }));
  return person;
}

/// Whether the policy lets the purpose use one of the categories only since a version that came after the data.
bool is_newly_allowed(const privacy::PolicyInForce& policy, const std::string& purpose, const Concerned& concerned, std::int64_t version) {
  if (purpose == privacy::kLegalObligation) return false;
  return std::ranges::any_of(concerned.categories, [&](const std::string& category) { return version < policy.first_version_of(purpose, category); });
}

HandOver row_of(const Departure& departure, const Processor* processor, const privacy::Destination& destination, std::string_view refused) {
  HandOver row{.recipient = departure.integration, .kind = "processor", .purpose = departure.purpose, .at = now(), .call = departure.call, .channel = departure.channel,
               .host = fmt::format("{}:{}", destination.host, destination.port), .result = refused.empty() ? "open" : "refused", .note = std::string(refused), .by = departure.actor};
  if (row.recipient.empty()) row.recipient = destination.host;
  if (!processor) return row;
  row.recipient = processor->name;
  row.recipient_id = processor->id;
  row.why = processor->task;
  row.safeguard = privacy::words_of(processor->safeguard);
  row.country = processor->country;
  return row;
}

}  // namespace

std::string objection_of_state(privacy::SubjectState state, const privacy::Purpose& purpose) {
  // What the law demands is done for everybody (GDPR, Art. 6(1)(c) and 18(2)).
  if (purpose.name == privacy::kLegalObligation) return {};
  if (state & privacy::kRestricted) return "The data of this person is restricted: it is kept and not used. Lift the restriction on the privacy tab of their page first.";
  if (state & privacy::kMinor) return "This person is younger than the policy allows, and no parent has agreed. Their data may only be deleted.";
  if (state & privacy::objected_to(purpose.id)) return fmt::format("This person objected to “{}”. They alone can take that back.", purpose.label);
  if (purpose.basis == privacy::Basis::consent && !(state & privacy::agreed_to(purpose.id))) {
    return fmt::format("This person has not agreed to “{}”. Ask for their consent; until it is there, nothing goes out for it.", purpose.label);
  }
  return {};
}

Result<privacy::PolicyPointer> Ledger::policy(std::string_view workspace) {
  PROBITY_ASSIGN(const auto found, records_.workspaces().find(workspace));
  return found->policy();
}

Result<std::string> Ledger::objection(const Departure& departure, const Concerned& concerned, const Processor& processor) {
  if (!concerned.person.is_nil()) {
    privacy::Access access;
    PROBITY_ASSIGN(const records::Context context, book_.enter(departure.workspace, "disclosure", access));
    PROBITY_ASSIGN(const Person person, look_up(context, concerned));
    if (!person.live) return "This person is not on record any more (deleted, or in the bin), so nothing is sent about them.";
    if (const privacy::Purpose* purpose = context.policy->policy->purpose(departure.purpose)) {
      if (std::string words = objection_of_state(person.state, *purpose); !words.empty()) return words;
      if (is_newly_allowed(*context.policy, purpose->name, concerned, person.version)) {
        return fmt::format("What is known of this person was collected before the policy let it be used for “{}”. They are told, or agree, first.", purpose->label);
      }
    }
    if (departure.purpose != privacy::kLegalObligation && person.version < context.policy->first_version_for(processor.id)) {
      return fmt::format("This person was not told yet that {} gets data about them. Tell them of the change of the policy first; what is recorded after it may go.", processor.name);
    }
    PROBITY_ASSIGN(const auto refused, refusals_.of(departure.workspace, concerned.person));
    if (covers(refused, processor)) return fmt::format("This person refused {}. {} They can take that back on their privacy page.", processor.name, processor.without_it);
  }
  return consent_ ? consent_(departure, concerned) : Result<std::string>(std::string());
}

Result<std::vector<Id>> Ledger::enter(const Departure& departure, const Processor* processor, const privacy::Destination& destination, std::string_view refused) {
  const HandOver row = row_of(departure, processor, destination, refused);
  std::vector<HandOver> rows;
  for (const Concerned& concerned : departure.people) {
    rows.push_back(row);
    rows.back().person = concerned.person;
    rows.back().categories = concerned.categories;
  }
  if (rows.empty()) rows.push_back(row);
  return book_.write(departure.workspace, rows);
}

Result<> Ledger::close(std::string_view workspace, const std::vector<Id>& rows, std::string_view result) {
  const auto colon = result.find(": ");
  return book_.close(workspace, rows, result.substr(0, colon), colon == std::string_view::npos ? std::string_view() : result.substr(colon + 2));
}

}  // namespace probity::disclosure
