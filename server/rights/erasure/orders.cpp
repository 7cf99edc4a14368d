#include "rights/erasure/orders.hpp"

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "base/time.hpp"

namespace probity::erasure {
namespace {

constexpr std::size_t kMostHashes = 50;

/// The same for the same cause and recipient, so that work that is done again makes nothing twice.
Id id_for(std::string_view what, const Id& cause, const disclosure::Recipient& recipient) {
  const Hash hash = sha256(std::string(what) + std::string(cause.raw()), recipient.id + "\n" + recipient.name);
  Id id = Id::from_raw(bytes_of(hash).substr(0, 16));
  // Ids sort by when they were made: its time is that of its cause.
  std::copy_n(cause.bytes.begin(), 6, id.bytes.begin());
  id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0f) | 0x70);
  id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3f) | 0x80);
  return id;
}

/// Addresses and numbers alone: nobody else can be told by a hash of a text.
bool is_address(std::string_view needle) {
  const bool email = needle.find('@') != needle.npos && needle.find(' ') == needle.npos;
  const bool phone = needle.starts_with('+') && digits_of(needle).size() + 1 == needle.size();
  return email || phone;
}

std::vector<std::string> hashes_of(const Needles& needles) {
  std::vector<std::string> hashes;
  for (const std::string& needle : needles.strong()) {
    if (is_address(needle) && hashes.size() < kMostHashes) hashes.push_back(hex(bytes_of(sha256(needle))));
  }
  return hashes;
}

std::string contact_of(const privacy::Policy& policy, const disclosure::Recipient& recipient) {
  const privacy::Processor* processor = policy.processor(recipient.id);
  return processor ? processor->contact : std::string();
}

std::string next_step(Orders::Kind kind, const disclosure::Recipient& recipient, const std::string& contact) {
  const std::string_view what = kind == Orders::Kind::erase ? "erased" : "corrected";
  if (!contact.empty()) return fmt::format("A letter to {} says what is to be {}. When they answer, note it here.", contact, what);
  return fmt::format("The policy names no address of {}: tell them yourself what is to be {}, and note here what they say.", recipient.name, what);
}

std::string list_json(const std::vector<std::string>& texts) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartArray();
  for (const std::string& text : texts) put(writer, text);
  writer.EndArray();
  return std::string(text(buffer));
}

std::string day_text(Timestamp at) { return format_timestamp(at).substr(0, 10); }

Cell& value(records::Draft& draft, std::string_view field) { return draft.value(*draft.entity->field(field)); }

}  // namespace

Result<std::vector<disclosure::Recipient>> Orders::recipients(const std::vector<Id>& people) {
  std::map<std::pair<std::string, std::string>, disclosure::Recipient> all;
  for (const Id& person : people) {
    PROBITY_ASSIGN(const auto told, disclosure::recipients_of(parts_.book, context_.workspace->slug(), person, disclosure::Tell::all));
    for (const disclosure::Recipient& got : told.got) {
      auto [entry, added] = all.try_emplace({got.id, got.name}, got);
      if (added) continue;
      entry->second.times += got.times;
      entry->second.perhaps += got.perhaps;
      entry->second.first = std::min(entry->second.first, got.first);
      entry->second.last = std::max(entry->second.last, got.last);
    }
  }
  std::vector<disclosure::Recipient> found;
  for (auto& [key, recipient] : all) found.push_back(std::move(recipient));
  return found;
}

Result<std::int64_t> Orders::give(Kind kind, const Id& cause, const std::vector<disclosure::Recipient>& recipients, const Needles& needles) {
  const std::vector<std::string> hashes = hashes_of(needles);
  for (const disclosure::Recipient& recipient : recipients) {
    const Id order = id_for("order", cause, recipient);
    const std::string contact = contact_of(*context_.policy->policy, recipient);
    PROBITY_TRY(write(kind, order, cause, recipient, contact, hashes));
    if (!contact.empty()) PROBITY_TRY(send(kind, order, recipient, contact, hashes));
  }
  return static_cast<std::int64_t>(recipients.size());
}

Result<> Orders::write(Kind kind, const Id& order, const Id& cause, const disclosure::Recipient& recipient, const std::string& contact, const std::vector<std::string>& hashes) {
  const records::Context context = records::by_program(context_, *context_.model().find("erasure_order"));
  PROBITY_TRY(records_.create_by(context, {.id = order, .allow_duplicate = true}, [&](store::Reader&, records::Draft& draft) -> Result<> {
    if (kind == Kind::erase) value(draft, "erasure") = cell(cause);
    value(draft, "kind") = cell(kind == Kind::erase ? "erase" : "rectify");
    value(draft, "recipient") = cell(recipient.name);
    if (!recipient.id.empty()) value(draft, "recipient_id") = cell(recipient.id);
    value(draft, "state") = cell(contact.empty() ? "by_hand" : "by_letter");
    if (!contact.empty()) value(draft, "contact") = cell(contact);
    value(draft, "hashes") = list_json(hashes);
    value(draft, "next_step") = cell(next_step(kind, recipient, contact));
    PROBITY_TRY(records::apply_text(context, *draft.entity->field("times"), std::to_string(recipient.times + recipient.perhaps), draft));
    value(draft, "first_at") = recipient.first;
    value(draft, "last_at") = recipient.last;
    value(draft, "ordered_at") = now();
    return {};
  }));
  return {};
}

Result<> Orders::send(Kind kind, const Id& order, const disclosure::Recipient& recipient, const std::string& contact, const std::vector<std::string>& hashes) {
  if (!parts_.send) return {};
  const mail::Letter letter{.workspace = context_.workspace->slug(),
                            .purpose = std::string(privacy::kLegalObligation),
                            .topic = {},
                            .to = contact,
                            .to_name = recipient.name,
                            .person = std::nullopt,
                            .template_name = "recipient-order",
                            .values = {{"what", kind == Kind::erase ? "erase" : "correct"},
                                       {"order", order.text()},
                                       {"hashes", hashes.empty() ? "none: they had neither" : fmt::format("{}", fmt::join(hashes, "\n"))},
                                       {"first_on", day_text(recipient.first)},
                                       {"last_on", day_text(recipient.last)}},
                            .unsubscribe_url = {},
                            .preferences_url = {},
                            .actor = context_.access.actor,
                            .id = id_for("letter", order, recipient)};
  PROBITY_TRY(parts_.send(letter));
  return {};
}

Result<> Orders::acknowledge(const Id& order, std::string_view note) {
  const records::Context context = records::by_program(context_, *context_.model().find("erasure_order"));
  const auto altered = records_.alter(context, order, records::Verb::update, {}, [&](store::Reader&, records::Draft& draft) -> Result<> {
    if (!is_null(value(draft, "acknowledged_at"))) return fail(ErrorKind::conflict, "acknowledged_already", "This was acknowledged already. Nothing was changed.");
    value(draft, "state") = cell("acknowledged");
    value(draft, "acknowledged_at") = now();
    if (!context_.access.actor.is_nil()) value(draft, "acknowledged_by") = cell(context_.access.actor);
    if (!is_blank(note)) PROBITY_TRY(records::apply_text(context, *draft.entity->field("note"), note, draft));
    value(draft, "hashes") = Cell{};
    value(draft, "next_step") = Cell{};
    // Nor does its history keep them.
    draft.forget = true;
    return {};
  });
  return altered ? Result<>{} : std::unexpected(altered.error());
}

void write_recipients_ordered(const privacy::Policy& policy, const std::vector<disclosure::Recipient>& recipients, JsonWriter& writer) {
  writer.StartArray();
  for (const disclosure::Recipient& recipient : recipients) {
    writer.StartObject();
    key(writer, "recipient");
    put(writer, recipient.name);
    key(writer, "processor");
    recipient.id.empty() ? (void)writer.Null() : put(writer, recipient.id);
    key(writer, "by_letter");
    writer.Bool(!contact_of(policy, recipient).empty());
    writer.EndObject();
  }
  writer.EndArray();
}

}  // namespace probity::erasure
