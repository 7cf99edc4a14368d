// Links that need no sign-in: who holds one may do what it is for, and nothing else.
#include "base/crypto.hpp"
#include "base/text.hpp"
#include "base/token_text.hpp"
#include "records/beside.hpp"
#include "records/links.hpp"
#include "records/lookup.hpp"
#include "rights/consent/rows.hpp"
#include "rights/consent/words.hpp"

namespace probity::rights {
namespace {

using privacy::consent::State;
using records::Context;
using records::Draft;

constexpr std::size_t kLongestSlug = 100;

std::unexpected<Error> unknown_link() {
  return fail(ErrorKind::not_found, "unknown_link", "This link leads nowhere: it was cut off, or what it was for is gone. Nothing was changed.");
}

bool is_slug(std::string_view text) {
  return !text.empty() && text.size() <= kLongestSlug && text != records::kSystemWorkspace &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; });
}

Holder holder_in(const meta::Entity& link, const Row& row, std::string_view workspace) {
  const auto text = [&](std::string_view field) { return text_in(link, row, field); };
  const auto seconds = time_in(link, row, "valid_for");
  return {.workspace = std::string(workspace), .link = row.id(meta::kId), .confirmation = text("kind") == "confirmation", .entity = {}, .person = id_in(link, row, "person"),
          .purpose = text("purpose"), .channel = text("channel"), .topic = id_in(link, row, "topic"), .address = text("address"), .address_hash = text("address_hash"),
          .wording = text("wording"), .wording_version = text("wording_version"), .language = text("language"),
          .valid_for = seconds ? std::optional(*seconds * kSecond) : std::nullopt, .expires_at = time_in(link, row, "expires_at").value_or(0),
          .used = time_in(link, row, "used_at").has_value()};
}

Statement by_link(const Holder& holder, State state, std::string_view method, std::string_view ip_address) {
  return {.state = state, .purpose = holder.purpose, .channel = holder.channel, .topic = holder.topic, .method = std::string(method), .source = "Link in a message",
          .language = holder.language, .address = holder.address, .address_hash = holder.address_hash, .ip_address = std::string(ip_address)};
}

std::string footer_text(const std::string& preferences, const std::string& unsubscribe) {
  return fmt::format("You get this because you agreed to it, or because we work together.\nChoose what you get: {}\nGet no more of these: {}\n", preferences, unsubscribe);
}

// The links are made of the installation's address and a token of letters, digits, dots, dashes and underscores.
std::string footer_html(const std::string& preferences, const std::string& unsubscribe) {
  return fmt::format("<p>You get this because you agreed to it, or because we work together. <a href=\"{}\">Choose what you get</a> or <a href=\"{}\">get no more of these</a>.</p>",
                     preferences, unsubscribe);
}

}  // namespace

Result<WaysOut> Consents::ways_out(std::string_view workspace, std::string_view entity, const Id& person, std::string_view purpose, std::string_view channel,
                                   std::string_view topic, std::string_view address) {
  const privacy::Access access = program_in(workspace);
  PROBITY_ASSIGN(const Context context, parts_.records.enter(access));
  PROBITY_ASSIGN(const Asked list, asked(context, purpose, channel, topic, address));
  return ways_of(context, entity, person, list);
}

Result<WaysOut> Consents::ways_out(const Holder& holder) {
  const privacy::Access access = program_in(holder.workspace);
  PROBITY_ASSIGN(const Context context, parts_.records.enter(access));
  PROBITY_ASSIGN(Asked list, asked(context, holder.purpose, holder.channel, holder.topic.is_nil() ? std::string() : holder.topic.text(), {}));
  if (!holder.address_hash.empty()) list.address = AddressHash{.kind = std::string(address_kind(holder.channel)), .text = holder.address_hash, .masked = holder.address};
  return ways_of(context, holder.entity, holder.person, list);
}

Result<WaysOut> Consents::ways_of(const Context& context, std::string_view entity, const Id& person, const Asked& list) {
  const std::string& workspace = context.workspace->slug();
  const std::string &purpose = list.question.purpose, &channel = list.question.channel;
  const std::string use = fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}", workspace, entity, person.text(), purpose, channel, list.question.topic.text(), list.address ? list.address->text : "");
  const Id id = id_of_hash(keyed_hash(parts_.secret, "link\n" + use));
  const std::string token = make_token_text("", id, bytes_of(keyed_hash(parts_.secret, fmt::format("link secret\n{}\n{}", workspace, id.text()))));
  const ByProgram links(context, kLink);
  bool there = false;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(there, reader.one(links->tables->identity, "_id", cell(id), [](const Row&) { return false; }));
    return {};
  }));
  if (!there) {
    PROBITY_TRY(parts_.records.create_by(links.context(), {.id = id, .allow_duplicate = true}, [&](store::Reader&, Draft& draft) -> Result<> {
      set(draft, "hash", hex(bytes_of(sha256(token))));
      set(draft, "person", person);
      set(draft, "kind", "preferences");
      set(draft, "purpose", purpose);
      set(draft, "channel", channel);
      set(draft, "topic", list.question.topic);
      if (list.address) set(draft, "address", list.address->masked);
      if (list.address) set(draft, "address_hash", list.address->text);
      return {};
    }));
  }
  WaysOut ways{.unsubscribe_url = fmt::format("{}/u/{}.{}", parts_.public_url, workspace, token), .preferences_url = fmt::format("{}/preferences/{}.{}", parts_.public_url, workspace, token),
               .list_unsubscribe = {}, .list_unsubscribe_post = "List-Unsubscribe=One-Click", .footer_text = {}, .footer_html = {}};
  ways.list_unsubscribe = fmt::format("<{}>", ways.unsubscribe_url);
  ways.footer_text = footer_text(ways.preferences_url, ways.unsubscribe_url);
  ways.footer_html = footer_html(ways.preferences_url, ways.unsubscribe_url);
  return ways;
}

Result<Holder> Consents::holder_of(std::string_view token) {
  const auto dot = token.rfind('.');
  if (dot == token.npos || !is_slug(token.substr(0, dot))) return unknown_link();
  const std::string_view workspace = token.substr(0, dot);
  const auto read = read_token_text("", token.substr(dot + 1));
  if (!read) return unknown_link();
  const privacy::Access access = program_in(workspace);
  const auto context = parts_.records.enter(access);
  if (!context) return context.error().kind == ErrorKind::not_found ? unknown_link() : std::unexpected(context.error());
  std::optional<Holder> holder;
  PROBITY_TRY(context->database->read([&](store::Reader& reader) -> Result<> {
    const ByProgram links(*context, kLink);
    PROBITY_TRY(reader.one(links->tables->all, "_id", cell(read->id), [&](const Row& row) {
      const bool right = equal_in_constant_time(text_in(*links->entity, row, "hash"), hex(bytes_of(read->hash)));
      if (right && row.null(meta::kDeletedAt)) holder = holder_in(*links->entity, row, workspace);
      return false;
    }));
    if (!holder || holder->person.is_nil()) return {};
    PROBITY_ASSIGN(const meta::Entity* entity, records::entity_of(*context, reader, holder->person));
    if (!entity) return {};
    PROBITY_ASSIGN(const bool live, records::is_live(by_program(*context, *entity), reader, holder->person));
    if (live) holder->entity = entity->name;
    return {};
  }));
  if (!holder) return unknown_link();
  return std::move(*holder);
}

Result<Context> Consents::person_at(const Context& workspace, const Holder& holder) const {
  const meta::Entity* entity = workspace.model().find(holder.entity);
  if (!entity) return unknown_link();
  return by_program(workspace, *entity);
}

Result<> Consents::unsubscribe(const Holder& holder, std::string_view method, std::string_view ip_address) {
  const privacy::Access access = program_in(holder.workspace);
  PROBITY_ASSIGN(const Context context, parts_.records.enter(access));
  if (!holder.entity.empty()) {
    PROBITY_ASSIGN(const Context person, person_at(context, holder));
    PROBITY_ASSIGN(const Asked list, asked(context, holder.purpose, holder.channel, holder.topic.is_nil() ? std::string() : holder.topic.text(), {}));
    PROBITY_ASSIGN(const Verdict before, judge(person, holder.person, list));
    if (!before.standing.objects) PROBITY_TRY(keep(person, holder.person, {.statement = by_link(holder, State::withdrawn, method, ip_address), .by = {}}));
  }
  if (holder.address_hash.empty()) return {};
  // The address may not be the person's any more; it is the one that was written to.
  const AddressHash address{.kind = std::string(address_kind(holder.channel)), .text = holder.address_hash, .masked = holder.address};
  PROBITY_ASSIGN(const auto there, suppressions_.find(context, address));
  if (std::ranges::any_of(there, [&](const Suppression& entry) { return covers(entry, holder.purpose, holder.channel, holder.topic); })) return {};
  PROBITY_TRY(suppressions_.add(context, address, {.id = {}, .purpose = holder.purpose, .channel = holder.channel, .topic = holder.topic, .reason = "The person withdrew"}));
  return {};
}

Result<> Consents::object_by_signal(const Holder& holder, const std::set<std::string>& purposes, std::string_view ip_address) {
  if (holder.entity.empty()) return {};
  const privacy::Access access = program_in(holder.workspace);
  PROBITY_ASSIGN(const Context context, parts_.records.enter(access));
  PROBITY_ASSIGN(const Context person, person_at(context, holder));
  for (const std::string& purpose : purposes) {
    if (!context.policy->policy->purpose(purpose)) continue;
    PROBITY_ASSIGN(const Verdict whole, judge(person, holder.person, {.question = {.purpose = purpose, .channel = {}, .topic = {}}, .topic_name = {}, .address = {}}));
    if (whole.standing.objects) continue;
    Statement statement = by_link(holder, State::refused, "gpc", ip_address);
    statement.source = "Signal of the browser";
    statement.purpose = purpose;
    statement.channel.clear();
    statement.topic = {};
    PROBITY_TRY(keep(person, holder.person, {.statement = statement, .by = {}}));
  }
  return {};
}

Result<> Consents::leave_everything(const Holder& holder, std::string_view ip_address) {
  const privacy::Access access = program_in(holder.workspace);
  PROBITY_ASSIGN(const Context context, parts_.records.enter(access));
  PROBITY_ASSIGN(const Context person, person_at(context, holder));
  PROBITY_ASSIGN(const Preferences before, preferences_of(person, holder.person, {}));
  for (const privacy::Purpose& purpose : context.policy->policy->purposes) {
    if (!has_switch(purpose)) continue;
    const bool anything_on = std::ranges::any_of(before.choices, [&](const Choice& choice) { return choice.purpose == purpose.name && choice.on; });
    PROBITY_ASSIGN(const Verdict whole, judge(person, holder.person, {.question = {.purpose = purpose.name, .channel = {}, .topic = {}}, .topic_name = {}, .address = {}}));
    if (whole.standing.objects && !anything_on) continue;
    Statement statement = by_link(holder, State::withdrawn, "link", ip_address);
    statement.purpose = purpose.name;
    statement.channel.clear();
    statement.topic = {};
    PROBITY_TRY(keep(person, holder.person, {.statement = statement, .by = {}}));
  }
  return {};
}

Result<Preferences> Consents::preferences(const Holder& holder) {
  const privacy::Access access = program_in(holder.workspace);
  PROBITY_ASSIGN(const Context context, parts_.records.enter(access));
  PROBITY_ASSIGN(const Context person, person_at(context, holder));
  return preferences_of(person, holder.person, holder.address_hash);
}

Result<> Consents::set_preferences(const Holder& holder, const std::vector<Change>& changes, std::string_view ip_address) {
  const privacy::Access access = program_in(holder.workspace);
  PROBITY_ASSIGN(const Context context, parts_.records.enter(access));
  PROBITY_ASSIGN(const Context person, person_at(context, holder));
  Statement how = by_link(holder, State::unknown, "link", ip_address);
  how.source = "Preference page";
  return change(person, holder.person, changes, how, {});
}

}  // namespace probity::rights
