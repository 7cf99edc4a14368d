#include "rights/consent/suppressions.hpp"

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "meta/fields/all.hpp"
#include "meta/fields/contact_points.hpp"
#include "privacy/consent/consent.hpp"
#include "records/links.hpp"
#include "records/lookup.hpp"
#include "rights/consent/rows.hpp"

namespace probity::rights {
namespace {

using records::Context;
using records::Draft;

constexpr int kMostEntries = 1'000;

std::string masked(std::string_view kind, std::string_view address) {
  return kind == "email" ? privacy::consent::masked_email(address) : privacy::consent::masked_phone(address);
}

/// Phone numbers without their extension: one line is one line.
std::vector<std::string> normalised(const meta::Field& field, const Row& row, int column) {
  if (field.type->name() == "email") return field.type->keys(field, row, column);
  std::vector<std::string> numbers;
  for (const meta::ContactPoint& point : meta::contact_points(row, column)) {
    std::string number = point.valid ? point.value : digits_of(point.value);
    // 00 leads abroad nearly everywhere, as + does.
    if (number.starts_with("00")) number.replace(0, 2, "+");
    if (!number.empty()) numbers.push_back(std::move(number));
  }
  return numbers;
}

std::unexpected<Error> bad_address() { return invalid("bad_address", "Give an email address or a phone number. Nothing was changed.", "address"); }
std::unexpected<Error> no_reason() { return invalid("no_reason", "Say why; the reason is kept with the list. Nothing was changed.", "reason"); }

Suppression entry_in(const meta::Entity& entity, const Row& row) {
  return {.id = row.id(meta::kId), .purpose = text_in(entity, row, "purpose"), .channel = text_in(entity, row, "channel"), .topic = id_in(entity, row, "topic"),
          .reason = text_in(entity, row, "reason"), .since = time_in(entity, row, "since").value_or(0), .made_at = row.integer(meta::kCreatedAt)};
}

store::Condition in_force() {
  return store::Condition::all_of({store::Condition::is_null("_deleted_at"), store::Condition::is_null("lifted_at")});
}

}  // namespace

std::string suppression_hash(std::string_view secret, std::string_view kind, std::string_view normalised) {
  return hex(bytes_of(keyed_hash(secret, fmt::format("{}\n{}", kind, normalised))));
}

std::vector<AddressHash> addresses_of(const meta::Entity& entity, const Row& row, std::string_view secret) {
  std::vector<AddressHash> addresses;
  for (const meta::Field& field : entity.fields) {
    const std::string kind(field.type->name());
    if ((kind != "email" && kind != "phone") || row.null(field.first_column)) continue;
    for (const std::string& address : normalised(field, row, field.first_column)) {
      addresses.push_back({.kind = kind, .text = suppression_hash(secret, kind, address), .masked = masked(kind, address)});
    }
  }
  return addresses;
}

std::string_view address_kind(std::string_view channel) {
  if (channel == "email") return "email";
  return channel == "phone" || channel == "text" || channel == "fax" ? "phone" : "";
}

bool covers(const Suppression& entry, std::string_view purpose, std::string_view channel, const Id& topic) {
  return (entry.purpose.empty() || entry.purpose == purpose) && (entry.channel.empty() || entry.channel == channel) &&
         (entry.topic.is_nil() || entry.topic == topic);
}

Result<std::vector<std::pair<std::string, Suppression>>> suppressions_of(const Context& workspace, store::Reader& reader, const std::vector<AddressHash>& addresses) {
  std::vector<std::pair<std::string, Suppression>> found;
  if (addresses.empty()) return found;
  const ByProgram list(workspace, kSuppression);
  const meta::Field& hash = list.field("hash");
  std::vector<Cell> wanted;
  for (const AddressHash& address : addresses) wanted.push_back(cell(address.text));
  const auto where = store::Condition::all_of({in_force(), store::Condition::is_in(hash.sort_column.empty() ? hash.name : hash.sort_column, std::move(wanted))});
  PROBITY_TRY(reader.each({.columns = list->tables->all, .where = where, .order = {}, .tie_column = "_id", .limit = kMostEntries}, [&](const Row& row) {
    found.emplace_back(std::string(row.text(hash.first_column)), entry_in(*list->entity, row));
    return true;
  }));
  return found;
}

Result<std::vector<Suppression>> suppressions_of_people(const Context& workspace, store::Reader& reader, const std::vector<Id>& people, std::string_view secret) {
  std::vector<AddressHash> addresses;
  if (!workspace.model().find(kSuppression)) return std::vector<Suppression>{};
  for (const Id& person : people) {
    PROBITY_ASSIGN(const meta::Entity* entity, records::entity_of(workspace, reader, person));
    if (!entity) continue;
    PROBITY_TRY(reader.one(workspace.catalog->tables(*entity).all, "_id", cell(person), [&](const Row& row) {
      std::ranges::move(addresses_of(*entity, row, secret), std::back_inserter(addresses));
      return false;
    }));
  }
  std::vector<Suppression> entries;
  PROBITY_ASSIGN(auto found, suppressions_of(workspace, reader, addresses));
  for (auto& [hash, entry] : found) entries.push_back(std::move(entry));
  return entries;
}

Result<AddressHash> Suppressions::hash(const Context& workspace, std::string_view address) const {
  const std::string_view typed = trim(address);
  const std::string kind = typed.find('@') == typed.npos ? "phone" : "email";
  meta::Field field;
  field.type = kind == "email" ? &meta::email_type() : &meta::phone_type();
  std::vector<Cell> cells(field.type->columns().size());
  if (typed.empty() || !field.type->read_text(field, typed, *workspace.input, cells)) return bad_address();
  const auto addresses = normalised(field, CellRow(cells), 0);
  if (addresses.size() != 1) return bad_address();
  return AddressHash{.kind = kind, .text = suppression_hash(secret_, kind, addresses.front()), .masked = masked(kind, addresses.front())};
}

Result<std::int64_t> Suppressions::count(const Context& workspace) {
  std::int64_t entries = 0;
  PROBITY_TRY(workspace.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(entries, reader.count(std::string(kSuppression), in_force()));
    return {};
  }));
  return entries;
}

Result<std::vector<Suppression>> Suppressions::find(const Context& workspace, const AddressHash& address) {
  std::vector<Suppression> entries;
  PROBITY_TRY(workspace.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(auto found, suppressions_of(workspace, reader, {address}));
    for (auto& [hash, entry] : found) entries.push_back(std::move(entry));
    return {};
  }));
  return entries;
}

Result<Id> Suppressions::add(const Context& workspace, const AddressHash& address, const Suppression& wish) {
  if (is_blank(wish.reason)) return no_reason();
  PROBITY_ASSIGN(const auto there, find(workspace, address));
  for (const Suppression& entry : there) {
    if (entry.purpose == wish.purpose && entry.channel == wish.channel && entry.topic == wish.topic) return entry.id;
  }
  const ByProgram list(workspace, kSuppression);
  PROBITY_ASSIGN(const auto written, records_.create_by(list.context(), {.allow_duplicate = true}, [&](store::Reader&, Draft& draft) -> Result<> {
    fill_suppression(draft, address, wish, workspace.access.actor);
    return {};
  }));
  return written.id;
}

Result<int> Suppressions::lift(const Context& workspace, const AddressHash& address, std::string_view reason) {
  if (is_blank(reason)) return no_reason();
  PROBITY_ASSIGN(const auto there, find(workspace, address));
  const ByProgram list(workspace, kSuppression);
  for (const Suppression& entry : there) {
    PROBITY_TRY(records_.alter(list.context(), entry.id, records::Verb::update, {}, [&](store::Reader&, Draft& draft) -> Result<> {
      set(draft, "lifted_at", now());
      set(draft, "lifted_reason", first_characters(reason, 300));
      set(draft, "lifted_by", workspace.access.actor);
      return {};
    }));
  }
  return static_cast<int>(there.size());
}

void fill_suppression(Draft& draft, const AddressHash& address, const Suppression& wish, const Id& by) {
  set(draft, "hash", address.text);
  set(draft, "kind", address.kind);
  set(draft, "purpose", wish.purpose);
  set(draft, "channel", wish.channel);
  set(draft, "topic", wish.topic);
  set(draft, "reason", first_characters(wish.reason, 300));
  set(draft, "since", wish.since ? wish.since : now());
  set(draft, "by", by);
}

}  // namespace probity::rights
