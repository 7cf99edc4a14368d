#include "rights/disclosure/registers.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "privacy/countries.hpp"
#include "privacy/gate/rules.hpp"
#include "privacy/policy/names.hpp"
#include "privacy/subject_state.hpp"

namespace probity::disclosure {
namespace {

using privacy::Policy;
using privacy::Processor;
using privacy::Safeguard;

constexpr std::size_t kMostPeople = 1'000;

Error refused(std::string code, std::string message, std::string field = {}) {
  return {.kind = ErrorKind::forbidden, .code = std::move(code), .message = std::move(message), .field = std::move(field)};
}

std::string today() { return format_day(day_of(now(), {})); }

const RegisterRule* rule_of(std::string_view kind) {
  const auto rules = register_rules();
  const auto found = std::ranges::find(rules, kind, &RegisterRule::kind);
  return found == rules.end() ? nullptr : &*found;
}

/// What the act leaves to its kind and to the policy.
Act completed(Act act, const RegisterRule& rule, const Processor* processor) {
  if (act.purpose.empty()) act.purpose = rule.purpose;
  if (act.at == 0) act.at = now();
  std::ranges::sort(act.people);
  const auto twice = std::ranges::unique(act.people);
  act.people.erase(twice.begin(), twice.end());
  if (!processor) return act;
  act.recipient = processor->name;
  act.country = processor->country;
  act.safeguard = privacy::name_of(processor->safeguard);
  if (act.why.empty()) act.why = processor->task;
  return act;
}

Result<> check_texts(const Act& act) {
  const std::pair<std::string_view, std::string_view> needed[] = {{"recipient", act.recipient}, {"country", act.country}, {"why", act.why}};
  for (const auto& [name, text] : needed) {
    if (is_blank(text)) return invalid("missing_value", fmt::format("Say for this hand-over: {}.", name), std::string(name));
  }
  if (act.country != "EU" && !privacy::is_country(act.country)) return invalid("unknown_country", fmt::format("“{}” is no country. Write the two letters of ISO 3166, such as DE, or EU.", act.country), "country");
  if (act.categories.empty()) return invalid("missing_value", "Say which kinds of data were handed over.", "categories");
  if (act.people.empty()) return invalid("missing_value", "Say about whom the data was.", "people");
  if (act.people.size() > kMostPeople) return invalid("too_many_people", fmt::format("At most {} people at a time. Enter the others separately.", kMostPeople), "people");
  if (act.at > now() + kDay) return invalid("in_the_future", "Enter a hand-over when it has happened, or on the day it does.", "at");
  return {};
}

Result<> check_names(const Policy& policy, const Act& act) {
  if (!policy.purpose(act.purpose)) return invalid("unknown_purpose", fmt::format("The policy knows no purpose “{}”.", act.purpose), "purpose");
  if (!act.safeguard.empty() && !privacy::from_name<Safeguard>(act.safeguard)) return invalid("unknown_safeguard", fmt::format("There is no safeguard “{}”.", act.safeguard), "safeguard");
  for (const std::string& category : act.categories) {
    if (!policy.category(category)) return invalid("unknown_category", fmt::format("The policy knows no kind of data “{}”.", category), "categories");
  }
  return {};
}

Result<> check_people(const records::Context& context, const Act& act) {
  for (const auto& [name, id] : act.people) {
    const meta::Entity* entity = context.model().find(name);
    const bool is_person = entity && entity->subject.kind == meta::Subject::Kind::self;
    bool there = false;
    if (is_person) {
      PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
        PROBITY_TRY(reader.one(context.catalog->tables(*entity).identity, "_id", cell(id), [&](const Row&) { return !(there = true); }));
        return {};
      }));
    }
    if (!there) return invalid("unknown_person", "Somebody named here is not on record.", "people");
  }
  return {};
}

std::optional<Error> ground(const Policy& policy, const Act& act) {
  if (policy.disclosure_grounds.contains(act.ground)) return std::nullopt;
  return refused("ground_not_stated", fmt::format("The policy lets data go to others by law only on a ground that it states ({}). Name the one that applies; where none does, the data stays.",
                                                  policy.disclosure_grounds.empty() ? std::string("it states none") : fmt::format("{}", fmt::join(policy.disclosure_grounds, ", "))), "ground");
}

std::optional<Error> terms(const Act& act) {
  if (!is_blank(act.terms) && parse_day(act.terms_accepted) && act.terms_accepted <= today()) return std::nullopt;
  return refused("terms_not_accepted", "A claim goes to a debt collector only where the client accepted terms that say so. Name those terms and the day they were accepted.", "terms");
}

/// "Against fraud" is no licence to give data to anybody.
std::optional<Error> service(const RegisterRule& rule, const Processor* processor) {
  if (processor && processor->kind == rule.service && !privacy::is_placeholder(*processor)) return std::nullopt;
  return refused("no_such_service", fmt::format("For this, data goes only to a service that the policy lists with the task \"{}\". Name it, or have it listed first.", rule.service), "processor");
}

std::optional<Error> notice(const Act& act) {
  if (parse_day(act.notice_date) && act.notice_date <= today()) return std::nullopt;
  return refused("notice_not_over", "Before data passes to a buyer of the business, people are told and can choose. Name the day until which they could; it has to be over.", "notice_date");
}

/// A text names no order: it has to be on record.
Result<std::optional<Error>> order(const records::Context& context, const Act& act) {
  const meta::Entity* orders = context.model().find("order");
  if (!orders) return refused("no_orders", "Contact and billing data reach partners and suppliers only where an order needs it, and no orders are kept here yet. Nothing may be handed over for one.", "reference");
  const auto id = Id::parse(act.reference);
  bool there = false;
  if (id) {
    PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
      PROBITY_ASSIGN(there, reader.one(context.catalog->tables(*orders).identity, "_id", cell(*id), [](const Row&) { return false; }));
      return {};
    }));
  }
  if (there) return std::optional<Error>();
  return refused("order_not_named", "Contact and billing data reach others only where an order needs it. Name the order by its id.", "reference");
}

/// What is kept and not used is used for no hand-over but one that the law demands.
Result<std::optional<Error>> state_of_people(const records::Context& context, const RegisterRule& rule, const Act& act) {
  const privacy::Purpose* purpose = context.policy->policy->purpose(act.purpose);
  std::optional<Error> error;
  for (const auto& [name, id] : act.people) {
    const meta::Entity& entity = *context.model().find(name);
    privacy::SubjectState state = 0;
    PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
      PROBITY_TRY(reader.one(context.catalog->tables(entity).all, "_id", cell(id), [&](const Row& row) {
        state = row.integer(meta::kSubjectState);
        return false;
      }));
      return {};
    }));
    if (!rule.ground && (state & privacy::kRestricted) != 0) error = refused("person_refuses", "Somebody named here is restricted: their data is kept and not used.", "people");
    else if (!rule.ground && (state & privacy::kMinor) != 0) error = refused("person_refuses", "Somebody named here is under the policy's age limit: their data is kept and not used.", "people");
    else if (act.safeguard == "consent" && (!purpose || (state & privacy::agreed_to(purpose->id)) == 0)) error = refused("consent_needed", "The transfer rests on consent, and somebody named here has given none for this purpose. Name another safeguard, or ask them.", "safeguard");
    if (error) return error;
  }
  return error;
}

std::optional<Error> categories(const Policy& policy, const RegisterRule& rule, const Act& act) {
  const auto covered = [&](std::string_view category) {
    return rule.categories.empty() || std::ranges::any_of(rule.categories, [&](std::string_view wide) { return category == wide || category.starts_with(fmt::format("{}.", wide)); });
  };
  for (const std::string& category : act.categories) {
    if (covered(category) && policy.allows(act.purpose, category)) continue;
    return refused("category_not_listed", fmt::format("{} may not get this kind of data for this: {}. Hand over the rest without it.", act.recipient, policy.category(category)->label), "categories");
  }
  return std::nullopt;
}

std::optional<Error> safeguard(const Policy& policy, const Act& act) {
  if (privacy::is_european(act.country) || act.country == policy.controller.country) return std::nullopt;
  const auto named = privacy::from_name<Safeguard>(act.safeguard);
  if (named == Safeguard::privacy_shield) return refused("safeguard_over", "Privacy Shield protects nothing since 2020. Agree on another safeguard and name that.", "safeguard");
  if (named && *named != Safeguard::none_needed) return std::nullopt;
  return refused("safeguard_needed", fmt::format("{} is in a country where European law does not reach. Name what protects the data there (standard clauses, adequacy, ...).", act.recipient), "safeguard");
}

std::optional<Error> processor_rules(const Policy& policy, const Processor* processor, const Act& act) {
  privacy::Departure departure{.integration = act.processor, .purpose = act.purpose, .people = {{"", Id{}, act.categories}}};
  return privacy::refusal_of(policy, processor, departure, {processor && !processor->hosts.empty() ? processor->hosts.front() : std::string(), 0});
}

HandOver row_of(const Act& act, const Id& by, const std::optional<Error>& error) {
  const std::string reference = act.terms.empty() ? act.reference : fmt::format("{}{}{}, accepted {}", act.reference, act.reference.empty() ? "" : "; ", act.terms, act.terms_accepted);
  const auto safeguard = privacy::from_name<Safeguard>(act.safeguard);
  return {.recipient = act.recipient, .recipient_id = act.processor, .kind = act.kind, .purpose = act.purpose, .categories = act.categories, .why = act.why,
          .safeguard = safeguard ? std::string(privacy::words_of(*safeguard)) : std::string(), .country = act.country, .at = act.at, .call = "entered by hand", .channel = act.channel,
          .result = error ? "refused" : "done", .note = error ? error->message : std::string(), .ground = act.ground, .reference = reference, .by = by};
}

}  // namespace

std::span<const RegisterRule> register_rules() {
  static const std::vector<RegisterRule> rules{
      {.kind = "processor", .purpose = "service", .safeguard = false},
      {.kind = "legal", .purpose = "legal_obligation", .ground = true, .person_decides = false, .safeguard = false},
      {.kind = "law_enforcement", .purpose = "legal_obligation", .ground = true, .person_decides = false, .safeguard = false},
      {.kind = "debt_collection",
       .purpose = "billing",
       .categories = {"user.financial", "user.name", "user.contact.phone_number", "user.contact.email", "user.contact.address"},
       .terms = true,
       .person_decides = false},
      {.kind = "accountant",
       .purpose = "billing",
       .categories = {"user.financial", "user.payment", "user.behavior.purchase_history", "user.name", "user.contact.address", "user.contact.organization"},
       .person_decides = false},
      {.kind = "partner", .purpose = "service", .categories = {"user.name", "user.contact", "user.financial", "user.behavior.purchase_history"}, .reference = true},
      {.kind = "order_recipient", .purpose = "service", .categories = {"user.name", "user.contact", "user.financial", "user.behavior.purchase_history"}, .reference = true},
      {.kind = "security", .purpose = "security", .person_decides = false, .service = "security"},
      {.kind = "acquirer", .purpose = "service", .notice = true},
  };
  return rules;
}

Result<std::optional<Error>> Registers::refusal(const records::Context& context, const RegisterRule& rule, const Act& act, const Processor* processor) {
  const Policy& policy = *context.policy->policy;
  if (rule.kind == "processor") {
    if (auto error = processor_rules(policy, processor, act)) return error;
  }
  if (rule.ground) {
    if (auto error = ground(policy, act)) return error;
  }
  if (!rule.service.empty()) {
    if (auto error = service(rule, processor)) return error;
  }
  if (rule.terms) {
    if (auto error = terms(act)) return error;
  }
  if (rule.notice) {
    if (auto error = notice(act)) return error;
  }
  if (rule.reference) {
    PROBITY_ASSIGN(auto error, order(context, act));
    if (error) return error;
  }
  if (auto error = categories(policy, rule, act)) return error;
  if (rule.safeguard) {
    if (auto error = safeguard(policy, act)) return error;
  }
  PROBITY_ASSIGN(auto stands_against, state_of_people(context, rule, act));
  if (stands_against) return stands_against;
  return rule.person_decides ? objection(context, act, processor) : Result<std::optional<Error>>(std::nullopt);
}

Result<std::optional<Error>> Registers::objection(const records::Context& context, const Act& act, const Processor* processor) {
  const privacy::Departure departure{.workspace = context.workspace->slug(), .integration = act.processor, .purpose = act.purpose, .call = "entered by hand", .actor = context.access.actor};
  const Processor somebody{.id = act.recipient, .name = act.recipient};
  for (const auto& [entity, id] : act.people) {
    PROBITY_ASSIGN(std::string words, ledger_.objection(departure, {entity, id, act.categories}, processor ? *processor : somebody));
    if (!words.empty()) return refused("person_refuses", std::move(words), "people");
  }
  return std::nullopt;
}

Result<std::vector<Id>> Registers::enter(const records::Context& context, const Act& given) {
  const RegisterRule* rule = rule_of(given.kind);
  if (!rule) return invalid("unknown_kind", "There is no register of this kind.", "kind");
  const Policy& policy = *context.policy->policy;
  const Processor* processor = rule->kind == "processor" || !rule->service.empty() ? policy.processor(given.processor) : nullptr;
  const Act act = completed(given, *rule, processor);
  PROBITY_TRY(check_texts(act));
  PROBITY_TRY(check_names(policy, act));
  PROBITY_TRY(check_people(context, act));
  PROBITY_ASSIGN(const auto error, refusal(context, *rule, act, processor));
  std::vector<HandOver> rows(act.people.size(), row_of(act, context.access.actor, error));
  for (std::size_t each = 0; each < rows.size(); ++each) rows[each].person = act.people[each].second;
  PROBITY_ASSIGN(std::vector<Id> ids, book_.write(context.workspace->slug(), rows));
  if (!error) return ids;
  log::info("register of disclosures: refused {} of kind {} in {}, about {} people", error->code, act.kind, context.workspace->slug(), rows.size());
  return fail(*error);
}

}  // namespace probity::disclosure
