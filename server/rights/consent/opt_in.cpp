// Double opt-in: asked by letter, answered by a link in it.
#include "base/crypto.hpp"
#include "base/text.hpp"
#include "base/token_text.hpp"
#include "records/beside.hpp"
#include "rights/consent/rows.hpp"
#include "rights/consent/words.hpp"

namespace probity::rights {
namespace {

using privacy::consent::State;
using records::Context;
using records::Draft;

constexpr std::string_view kTemplate = "double-opt-in";

std::unexpected<Error> refused(ErrorKind kind, std::string code, std::string message) { return fail(kind, std::move(code), std::move(message)); }

}  // namespace

Result<Id> Consents::invite(const Context& context, const Id& person, const Invitation& invitation) {
  PROBITY_TRY(check_person(context, person));
  PROBITY_TRY(records::may(context, records::Verb::update));
  if (!parts_.send) return refused(ErrorKind::unavailable, "no_outbox", "No letters can be sent from here. Nothing was changed.");
  PROBITY_ASSIGN(Asked list, asked(context, invitation.purpose, invitation.channel, invitation.topic.is_nil() ? std::string() : invitation.topic.text(), {}));
  const privacy::Purpose* purpose = context.policy->policy->purpose(invitation.purpose);
  if (!purpose || purpose->basis != privacy::Basis::consent) return refused(ErrorKind::invalid, "no_consent_needed", "Nothing is asked for a purpose that does not rest on the person's agreement.");
  PROBITY_ASSIGN(const AddressHash address, suppressions_.hash(context, invitation.address));
  PROBITY_ASSIGN(const auto cells, parts_.records.cells(by_program(context, *context.entity), person));
  const auto addresses = addresses_of(*context.entity, CellRow(cells), parts_.secret);
  if (address.kind != "email" || std::ranges::find(addresses, address.text, &AddressHash::text) == addresses.end()) {
    return refused(ErrorKind::invalid, "no_address", "The letter can only go to an email address of that person. Nothing was sent.");
  }
  PROBITY_ASSIGN(const auto entries, suppressions_.find(context, address));
  if (std::ranges::any_of(entries, [](const Suppression& entry) { return entry.purpose.empty(); })) {
    return refused(ErrorKind::conflict, "suppressed", "An administrator put this address on the suppression list. Nothing was sent.");
  }
  list.address = address;
  PROBITY_ASSIGN(const Verdict before, judge(by_program(context, *context.entity), person, list));
  if (before.code == "restricted" || before.code == "minor") return refused(ErrorKind::conflict, before.code, before.reason + " Nothing was sent.");
  if (before.standing.state == State::requested) return refused(ErrorKind::conflict, "already_asked", "The person was asked already and has not answered yet. Nothing was sent.");

  const Id link = Id::make();
  const std::string token = make_token_text("", link);
  const Timestamp until = now() + parts_.confirm_within;
  const ByProgram links(context, kLink);
  PROBITY_TRY(parts_.records.create_by(links.context(), {.id = link, .allow_duplicate = true}, [&](store::Reader&, Draft& draft) -> Result<> {
    set(draft, "hash", hex(bytes_of(sha256(token))));
    set(draft, "person", person);
    set(draft, "kind", "confirmation");
    set(draft, "purpose", invitation.purpose);
    set(draft, "channel", invitation.channel);
    set(draft, "topic", invitation.topic);
    set(draft, "address", address.masked);
    set(draft, "address_hash", address.text);
    set(draft, "wording", invitation.wording);
    set(draft, "wording_version", first_characters(invitation.wording_version, 60));
    set(draft, "language", first_characters(invitation.language, 60));
    if (invitation.valid_for) draft.value(*draft.entity->field("valid_for")) = *invitation.valid_for / kSecond;
    set(draft, "expires_at", std::optional(until));
    return {};
  }));
  const Statement asked_now{.state = State::requested, .purpose = invitation.purpose, .channel = invitation.channel, .topic = invitation.topic, .expires_at = until,
                            .method = "double-opt-in", .source = invitation.source.empty() ? "Letter" : invitation.source, .wording = invitation.wording,
                            .wording_version = invitation.wording_version, .language = invitation.language, .address = address.masked, .address_hash = address.text, .ip_address = invitation.ip_address};
  PROBITY_ASSIGN(const Id event, keep(context, person, {.statement = asked_now, .by = context.access.actor}));
  PROBITY_ASSIGN(const WaysOut ways, ways_out(context.workspace->slug(), context.entity->name, person, invitation.purpose, invitation.channel, list.question.topic.is_nil() ? std::string() : list.question.topic.text(), invitation.address));
  PROBITY_TRY(parts_.send({.workspace = context.workspace->slug(), .purpose = "service", .topic = {}, .to = std::string(trim(invitation.address)), .to_name = {},
                           .person = mail::Recipient{context.entity->name, person}, .template_name = std::string(kTemplate), .language = invitation.language,
                           .values = {{"wording", invitation.wording}, {"link", fmt::format("{}/preferences/{}.{}", parts_.public_url, context.workspace->slug(), token)},
                                      {"until", mail::time_in_words(until, context.input->time_zone)}},
                           .unsubscribe_url = {}, .preferences_url = parts_.public_url.empty() ? std::string() : ways.preferences_url, .actor = context.access.actor, .id = records::derived_id(link, "letter")}));
  return event;
}

Result<> Consents::use_once(const Context& workspace, const Holder& holder) {
  const ByProgram links(workspace, kLink);
  PROBITY_TRY(parts_.records.alter(links.context(), holder.link, records::Verb::update, {}, [&](store::Reader&, Draft& draft) -> Result<> {
    if (is_null(draft.value(*draft.entity->field("used_at")))) set(draft, "used_at", std::optional(now()));
    return {};
  }));
  return {};
}

Result<> Consents::confirm(const Holder& holder, std::string_view ip_address) {
  if (!holder.confirmation || holder.entity.empty()) return fail(ErrorKind::not_found, "unknown_link", "This link confirms nothing. Nothing was changed.");
  if (holder.used) return refused(ErrorKind::conflict, "link_used", "This was confirmed before. Nothing more is to be done.");
  if (holder.expires_at != 0 && holder.expires_at <= now()) return refused(ErrorKind::conflict, "link_expired", "This link has run out. Ask for a new one; nothing was changed.");
  const privacy::Access access = program_in(holder.workspace);
  PROBITY_ASSIGN(const Context context, parts_.records.enter(access));
  PROBITY_ASSIGN(const Context person, person_at(context, holder));
  PROBITY_ASSIGN(Asked list, asked(context, holder.purpose, holder.channel, holder.topic.is_nil() ? std::string() : holder.topic.text(), {}));
  if (!holder.address_hash.empty()) list.address = AddressHash{.kind = std::string(address_kind(holder.channel)), .text = holder.address_hash, .masked = holder.address};
  PROBITY_ASSIGN(const Verdict before, judge(person, holder.person, list));
  const Timestamp at = now();
  const Statement statement{.state = before.standing.allows() || before.standing.state == State::expired ? State::renewed : State::given,
                            .purpose = holder.purpose, .channel = holder.channel, .topic = holder.topic, .at = at,
                            .expires_at = holder.valid_for ? std::optional(at + *holder.valid_for) : std::nullopt,
                            .method = "double-opt-in", .source = "Link in the letter that asked", .wording = holder.wording, .wording_version = holder.wording_version,
                            .language = holder.language, .address = holder.address, .address_hash = holder.address_hash, .ip_address = std::string(ip_address)};
  // Of one link there is one agreement, however often its button is pressed at the same moment.
  PROBITY_TRY(keep(person, holder.person, {.statement = statement, .by = {}, .id = records::derived_id(holder.link, "confirmed")}));
  return use_once(context, holder);
}

}  // namespace probity::rights
