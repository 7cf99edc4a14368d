// What holds for every consent, whichever way it comes in: by the service, the API or an import.
#include "base/text.hpp"
#include "records/beside.hpp"
#include "records/links.hpp"
#include "records/problems.hpp"
#include "rights/consent/rows.hpp"
#include "rights/consent/words.hpp"

namespace probity::rights {
namespace {

using privacy::consent::State;
using records::Context;
using records::Draft;
using records::Verb;
using Secret = std::function<std::string()>;

/// Clocks of two machines differ.
constexpr Timestamp kSkew = 5 * kMinute;
constexpr std::string_view kWitnessedByProgram[] = {"double-opt-in", "portal", "link", "one-click", "gpc", "cookie-banner", "time"};

std::string_view text_of_field(const Draft& draft, std::string_view name) { return text_of(draft.after[static_cast<std::size_t>(draft.entity->field(name)->first_column)]); }
Id id_of_field(const Draft& draft, std::string_view name) { return id_of(draft.after[static_cast<std::size_t>(draft.entity->field(name)->first_column)]); }

std::unexpected<Error> kept(const meta::Entity& entity) {
  return fail(ErrorKind::conflict, "kept", fmt::format("{} are kept as they are: nobody changes, deletes or takes them back. Record what happened since as a new one.", entity.label_many));
}

/// The program alone writes it, after that.
Result<> keep(const Context& context, Draft& draft, std::string_view read_only_field) {
  if (draft.creating() || is_program(context, read_only_field)) return {};
  return kept(*draft.entity);
}

Result<> check_purpose(const Context& context, const Draft& draft) {
  const std::string_view purpose = text_of_field(draft, "purpose");
  if (purpose.empty() || context.policy->policy->purpose(purpose)) return {};
  return records::one_problem("purpose", "unknown_purpose", fmt::format("The policy in force has no purpose \"{}\".", first_characters(purpose, 60)));
}

/// What somebody types or a file brings.
Result<> check_told(const Context& context, const Draft& draft) {
  const std::string_view method = text_of_field(draft, "method");
  if (is_witnessed_by_program(method)) return records::one_problem("method", "not_witnessed", not_witnessed(*draft.entity, method));
  const privacy::Purpose* purpose = context.policy->policy->purpose(text_of_field(draft, "purpose"));
  const auto state = privacy::consent::state_named(text_of_field(draft, "state"));
  if (!purpose || has_switch(*purpose) || !state || !privacy::consent::allows(*state)) return {};
  return records::one_problem("purpose", "no_consent_needed", no_consent_needed(*purpose));
}

Result<> check_proof(Draft& draft) {
  Cell& at = draft.value(*draft.entity->field("at"));
  if (is_null(at)) return records::one_problem("at", "no_proof", "An agreement without the time when it was given proves nothing. Say when.");
  if (integer_of(at) > now() + kSkew) return records::one_problem("at", "in_the_future", "Nobody has agreed in the future. Check the time.");
  at = std::min(integer_of(at), now());
  const Cell& expires = draft.value(*draft.entity->field("expires_at"));
  if (!is_null(expires) && integer_of(expires) <= integer_of(at)) {
    return records::one_problem("expires_at", "expires_before", "An agreement cannot run out before it was given. Check both times; nothing was recorded.");
  }
  if (is_blank(text_of_field(draft, "source"))) return records::one_problem("source", "no_proof", "An agreement without its source proves nothing. Say where it came from: a page, an event, a letter.");
  return {};
}

void keep_address(Draft& draft, const std::vector<AddressHash>& addresses) {
  const std::string address(trim(text_of_field(draft, "address")));
  if (address.empty()) {
    if (!text_of_field(draft, "channel").empty() && !addresses.empty()) set(draft, "address", addresses.front().masked);
    return;
  }
  const bool is_email = address.find('@') != address.npos;
  set(draft, "address", is_email ? privacy::consent::masked_email(address) : privacy::consent::masked_phone(address));
}

/// The person's addresses that the channel uses; all of them where none is named.
Result<std::vector<AddressHash>> addresses_meant(const Context& context, store::Reader& reader, const Draft& draft, std::string_view secret) {
  std::vector<AddressHash> addresses;
  const Id person = id_of_field(draft, "person");
  if (person.is_nil()) return addresses;
  PROBITY_ASSIGN(const meta::Entity* entity, records::entity_of(context, reader, person));
  if (!entity) return addresses;
  PROBITY_TRY(reader.one(context.catalog->tables(*entity).all, "_id", cell(person), [&](const Row& row) {
    addresses = addresses_of(*entity, row, secret);
    return false;
  }));
  const std::string_view channel = text_of_field(draft, "channel");
  if (!channel.empty()) std::erase_if(addresses, [&](const AddressHash& address) { return address.kind != address_kind(channel); });
  return addresses;
}

bool is_covered(const std::vector<std::pair<std::string, Suppression>>& entries, const AddressHash& address, const Draft& draft) {
  return std::ranges::any_of(entries, [&](const auto& each) {
    return each.first == address.text && covers(each.second, text_of_field(draft, "purpose"), text_of_field(draft, "channel"), id_of_field(draft, "topic"));
  });
}

/// A yes for an address that is on the list comes from the person's own link, which the program saw, or not at all.
Result<> refuse_suppressed(const Context& context, store::Reader& reader, const Draft& draft, const std::vector<AddressHash>& addresses) {
  if (is_witnessed_by_program(text_of_field(draft, "method"))) return {};
  PROBITY_ASSIGN(const auto entries, suppressions_of(context, reader, addresses));
  for (const AddressHash& address : addresses) {
    if (!is_covered(entries, address, draft)) continue;
    Error error{.kind = ErrorKind::conflict, .code = "suppressed",
                .message = fmt::format("{} is on the suppression list: somebody said no to this. The agreement was not recorded. Ask the person by double opt-in, or have an administrator remove the address with a reason.", address.masked),
                .field = "person"};
    error.fields.push_back({"person", error.code, error.message});
    return fail(std::move(error));
  }
  return {};
}

/// A no goes on the list, so that it outlives the erasure of the address.
Result<> suppress(const records::Hooks& hooks, const Context& context, store::Reader& reader, Draft& draft, const std::vector<AddressHash>& addresses) {
  PROBITY_ASSIGN(const auto entries, suppressions_of(context, reader, addresses));
  const ByProgram list(context, kSuppression);
  const Suppression wish{.id = {}, .purpose = std::string(text_of_field(draft, "purpose")), .channel = std::string(text_of_field(draft, "channel")), .topic = id_of_field(draft, "topic"),
                         .reason = text_of_field(draft, "state") == "refused" ? "The person said no" : "The person withdrew"};
  for (const AddressHash& address : addresses) {
    if (is_covered(entries, address, draft)) continue;
    PROBITY_TRY(records::create_beside(hooks, list.context(), reader, {.allow_duplicate = true, .group = draft.group}, [&](store::Reader&, Draft& other) -> Result<> {
      fill_suppression(other, address, wish, id_of_field(draft, "by"));
      return {};
    }, draft));
  }
  return {};
}

Result<> check_person(const Context& context, store::Reader& reader, const Draft& draft) {
  const Id person = id_of_field(draft, "person");
  if (person.is_nil()) return {};
  PROBITY_ASSIGN(const meta::Entity* entity, records::entity_of(context, reader, person));
  if (!entity || entity->subject.kind == meta::Subject::Kind::self) return {};
  return records::one_problem("person", "not_a_person", fmt::format("A {} is no person, and cannot agree to anything.", lower_ascii(entity->label_one)));
}

/// A merge, an unmerge or an erasure moves or clears; whoever was said of stays said of.
Result<> keep_consent(const records::Hooks& hooks, const Secret& secret, const Context& context, store::Reader& reader, Draft& draft) {
  PROBITY_TRY(keep(context, draft, "by"));
  if (!draft.creating()) return {};
  const bool by_hand = !is_program(context, "by");
  PROBITY_TRY(check_purpose(context, draft));
  if (by_hand) PROBITY_TRY(check_told(context, draft));
  PROBITY_TRY(check_proof(draft));
  PROBITY_TRY(check_person(context, reader, draft));
  if (by_hand) set(draft, "by", context.access.actor);
  // What a file or a program does not say is how it came here.
  if (text_of_field(draft, "method").empty()) set(draft, "method", context.access.origin.starts_with("import") ? "import" : "staff");
  if (is_null(draft.value(*draft.entity->field("policy_version")))) draft.value(*draft.entity->field("policy_version")) = context.policy->version;
  const auto state = privacy::consent::state_named(text_of_field(draft, "state")).value_or(State::unknown);
  PROBITY_ASSIGN(const auto addresses, addresses_meant(context, reader, draft, secret()));
  keep_address(draft, addresses);
  if (privacy::consent::allows(state)) return refuse_suppressed(context, reader, draft, addresses);
  if (state == State::refused || state == State::withdrawn) return suppress(hooks, context, reader, draft, addresses);
  return {};
}

Result<> check_topic(const Context& context, Draft& draft) {
  if (!draft.live_after()) return {};
  return check_purpose(context, draft);
}

std::string suppressed_warning(const meta::Field& field, const AddressHash& address) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  key(writer, "code");
  put(writer, "suppressed");
  key(writer, "field");
  put(writer, field.name);
  key(writer, "detail");
  put(writer, fmt::format("{} is on the suppression list: it was stored, and nothing that needs an agreement is sent to it.", address.masked));
  writer.EndObject();
  return std::string(text(buffer));
}

/// Tells whoever brings a suppressed address in. It is stored: what is sent is asked before it is sent.
Result<> tell_suppressed(const Secret& secret, const Context& context, store::Reader& reader, Draft& draft) {
  if (!draft.live_after() || (draft.verb != Verb::create && draft.verb != Verb::update && draft.verb != Verb::restore)) return {};
  const bool touched = std::ranges::any_of(draft.entity->fields, [&](const meta::Field& field) {
    return (field.type->name() == "email" || field.type->name() == "phone") && draft.changed(field);
  });
  if (!touched) return {};
  PROBITY_ASSIGN(const std::int64_t any, reader.count(std::string(kSuppression), {}, 1));
  if (any == 0) return {};
  const auto addresses = addresses_of(*draft.entity, CellRow(draft.after), secret());
  PROBITY_ASSIGN(const auto entries, suppressions_of(context, reader, addresses));
  for (const AddressHash& address : addresses) {
    const bool listed = std::ranges::any_of(entries, [&](const auto& each) { return each.first == address.text; });
    const auto field = std::ranges::find_if(draft.entity->fields, [&](const meta::Field& each) { return each.type->name() == address.kind; });
    if (listed) draft.warnings.push_back(suppressed_warning(*field, address));
  }
  return {};
}

/// The noes that were recorded of the person since a moment.
Result<std::vector<std::vector<Cell>>> noes_since(const ByProgram& consents, store::Reader& reader, const Id& person, Timestamp since) {
  using store::Condition;
  std::vector<std::vector<Cell>> noes;
  const auto where = Condition::all_of({Condition::is_null("_deleted_at"), Condition::equals("person", cell(person)), Condition::is_in("state", {cell("refused"), cell("withdrawn")}),
                                        Condition::compare_with("_created_at", store::Comparison::greater_or_equal, Cell{since})});
  PROBITY_TRY(reader.each({.columns = consents->tables->all, .where = where, .order = {}, .tie_column = "_id", .limit = INT_MAX}, [&](const Row& row) {
    noes.push_back(records::cells_of(*consents->entity, row));
    return true;
  }));
  return noes;
}

/// Nobody knows which of two people said it while they were one: a no stays with both.
Result<> keep_noes(const records::Hooks& hooks, const Context& context, store::Reader& reader, Draft& draft) {
  if (draft.verb != Verb::unmerge || draft.live_before() || !draft.live_after()) return {};
  const ByProgram consents(context, kConsent);
  const Timestamp merged = integer_of(draft.before[meta::kDeletedAt]);
  for (const Id& other : draft.same_as) {
    if (other == draft.id) continue;
    PROBITY_ASSIGN(const auto noes, noes_since(consents, reader, other, merged));
    for (const auto& no : noes) {
      const Id copy = records::derived_id(id_of(no[meta::kId]), draft.id.text());
      PROBITY_TRY(records::create_beside(hooks, consents.context(), reader, {.id = copy, .allow_duplicate = true, .group = draft.group}, [&](store::Reader&, Draft& event) -> Result<> {
        for (const meta::Field& field : consents->entity->fields) event.value(field) = no[static_cast<std::size_t>(field.first_column)];
        set(event, "person", draft.id);
        return {};
      }, draft));
    }
  }
  return {};
}

}  // namespace

bool is_witnessed_by_program(std::string_view method) { return std::ranges::find(kWitnessedByProgram, method) != std::end(kWitnessedByProgram); }

void add_consent_hooks(records::Hooks& hooks, Secret secret) {
  hooks.add_hook("consent.recorded", [&hooks, secret](const Context& context, store::Reader& reader, Draft& draft) { return keep_consent(hooks, secret, context, reader, draft); });
  hooks.add_hook("consent.kept", [](const Context& context, store::Reader&, Draft& draft) { return keep(context, draft, draft.entity->name == kLink ? "kind" : "hash"); });
  hooks.add_hook("consent.topic", [](const Context& context, store::Reader&, Draft& draft) { return check_topic(context, draft); });
  hooks.add_hook("consent.suppressed", [&hooks, secret](const Context& context, store::Reader& reader, Draft& draft) -> Result<> {
    PROBITY_TRY(keep_noes(hooks, context, reader, draft));
    return tell_suppressed(secret, context, reader, draft);
  });
}

}  // namespace probity::rights
