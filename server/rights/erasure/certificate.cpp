#include "rights/erasure/certificate.hpp"

#include <ranges>
#include <tuple>

#include "base/crypto.hpp"
#include "base/time.hpp"

namespace probity::erasure {
namespace {

using reach::Effect;
using reach::Reached;

constexpr std::string_view kSharedBecause = "It concerns others too: what it says of this person is gone, the rest is theirs.";
constexpr std::string_view kEmptiedBecause = "It is emptied: that it was there stays known, and nothing of it tells of anybody any more.";
constexpr std::string_view kUnlinkedBecause = "It is about others, or says nothing of the person; the link to them is gone.";
constexpr std::string_view kOthersBecause = "It is another record's own: somebody else, or a company, has the same address or number.";
/// So many are named, of more there is the figure.
constexpr std::size_t kMostNamed = 100;

/// Of a record that no link leads to, and that loses what it says of the person.
constexpr std::string_view kClean = "clean";

void write_text(JsonWriter& writer, std::string_view name, std::string_view value) {
  key(writer, name);
  value.empty() ? (void)writer.Null() : put(writer, value);
}

void write_time(JsonWriter& writer, std::string_view name, Timestamp at) {
  key(writer, name);
  at == 0 ? (void)writer.Null() : put(writer, format_timestamp(at));
}

std::string_view reason_of(const Reached& one) {
  if (one.effect == Effect::keep) return one.kept_because;
  if (one.effect == Effect::mask) return one.concerns_others ? kSharedBecause : kEmptiedBecause;
  return one.effect == Effect::unlink ? kUnlinkedBecause : std::string_view();
}

/// When a record that is emptied now goes by the policy; 0: it names no end. The erasure is its last change.
Timestamp end_of(const Reached& one, const privacy::Policy& policy) {
  if (one.effect != Effect::mask || one.concerns_others) return one.kept_until.value_or(0);
  Timestamp end = 0;
  for (const privacy::RetentionRule& rule : policy.retention) {
    const bool counts = rule.starts == privacy::Starts::erased || rule.starts == privacy::Starts::updated;
    if (rule.entity != one.entity->name || !counts || !rule.keep || !rule.categories.empty()) continue;
    const Timestamp then = rule.keep->after(now());
    end = end == 0 ? then : std::min(end, then);
  }
  return end;
}

void write_kept(std::string_view entity, std::int64_t count, std::string_view because, Timestamp until, JsonWriter& writer) {
  writer.StartObject();
  write_text(writer, "entity", entity);
  key(writer, "count");
  writer.Int64(count);
  write_text(writer, "because", because);
  write_time(writer, "until", until);
  writer.EndObject();
}

void write_others(const Kept& others, JsonWriter& writer) {
  writer.StartObject();
  write_text(writer, "entity", others.entity);
  key(writer, "count");
  writer.Int64(static_cast<std::int64_t>(others.records.size()));
  write_text(writer, "because", kOthersBecause);
  write_time(writer, "until", 0);
  key(writer, "records");
  writer.StartArray();
  for (const Id& id : others.records | std::views::take(kMostNamed)) put(writer, id.text());
  writer.EndArray();
  writer.EndObject();
}

void write_effect(std::string_view entity, std::string_view effect, std::int64_t count, JsonWriter& writer) {
  writer.StartObject();
  write_text(writer, "entity", entity);
  write_text(writer, "effect", effect);
  key(writer, "count");
  writer.Int64(count);
  writer.EndObject();
}

void write_all_but(const JsonValue* list, std::string_view excepted, JsonWriter& writer) {
  if (!list || !list->IsArray()) return;
  for (const JsonValue& one : list->GetArray()) {
    const JsonValue* because = find(one, "because");
    if (!because || !because->IsString() || view(*because) != excepted) one.Accept(writer);
  }
}

void write_member(JsonWriter& writer, std::string_view name, const JsonValue* value) {
  key(writer, name);
  if (!value) {
    writer.StartArray();
    writer.EndArray();
    return;
  }
  value->Accept(writer);
}

void write_rescan(const Rescan& rescan, JsonWriter& writer) {
  writer.StartObject();
  for (const auto& [name, count] : {std::pair<std::string_view, std::int64_t>{"tables", rescan.scan.tables}, {"columns", rescan.scan.columns}, {"rows", rescan.scan.rows},
                                    {"places", rescan.places}, {"together", rescan.together}, {"left", static_cast<std::int64_t>(rescan.left.size())}}) {
    key(writer, name);
    writer.Int64(count);
  }
  write_time(writer, "scrubbed_at", rescan.scrubbed_at);
  writer.EndObject();
}

/// Of many it says which, by ids that lead to nobody any more.
void write_together(const Record& record, JsonWriter& writer) {
  write_text(writer, "run", record.run.text());
  key(writer, "people");
  writer.StartArray();
  for (const Id& id : record.people) put(writer, id.text());
  writer.EndArray();
}

std::string signature_of(std::string_view certificate, std::string_view secret) {
  return hex(bytes_of(keyed_hash(secret, std::string("erasure certificate\n") + std::string(certificate))));
}

}  // namespace

void write_found(const reach::Reach& reach, const privacy::Policy& policy, const std::vector<KeptApart>& apart, const std::vector<Elsewhere>& elsewhere, JsonWriter& writer) {
  std::map<std::pair<std::string_view, std::string_view>, std::int64_t> effects;
  std::map<std::tuple<std::string_view, std::string_view, Timestamp>, std::int64_t> kept;
  for (const Reached& one : reach.records) {
    ++effects[{one.entity->name, name_of(one.effect)}];
    if (const auto reason = reason_of(one); !reason.empty()) ++kept[{one.entity->name, reason, end_of(one, policy)}];
  }
  std::map<std::string_view, Kept> others;
  for (const Elsewhere& one : elsewhere) {
    if (one.cleaned > 0) ++effects[{one.entity->name, kClean}];
    if (one.kept) others.try_emplace(one.entity->name, Kept{one.entity->name, {}}).first->second.records.push_back(one.record);
  }
  key(writer, "records");
  writer.StartArray();
  for (const auto& [what, count] : effects) write_effect(what.first, what.second, count, writer);
  writer.EndArray();
  key(writer, "kept");
  writer.StartArray();
  for (const auto& [what, count] : kept) write_kept(std::get<0>(what), count, std::get<1>(what), std::get<2>(what), writer);
  for (const KeptApart& one : apart) write_kept(one.entity, one.count, one.because, one.until, writer);
  for (const auto& [entity, one] : others) write_others(one, writer);
  writer.EndArray();
}

void write_places(const std::map<std::string, std::vector<Find>>& places, JsonWriter& writer) {
  writer.StartArray();
  for (const auto& [name, found] : places) {
    writer.StartObject();
    write_text(writer, "name", name);
    key(writer, "found");
    writer.StartArray();
    for (const Find& find : found) {
      writer.StartObject();
      write_text(writer, "what", find.what);
      key(writer, "count");
      writer.Int64(find.count);
      writer.EndObject();
    }
    writer.EndArray();
    writer.EndObject();
  }
  writer.EndArray();
}

std::string found_json(const reach::Reach& reach, const std::map<std::string, std::vector<Find>>& places, const privacy::Policy& policy,
                       const std::vector<disclosure::Recipient>& recipients, const std::vector<KeptApart>& apart, const std::vector<Elsewhere>& elsewhere) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  write_found(reach, policy, apart, elsewhere, writer);
  key(writer, "places");
  write_places(places, writer);
  key(writer, "orders");
  write_recipients_ordered(policy, recipients, writer);
  writer.EndObject();
  return std::string(text(buffer));
}

std::string certificate_json(const Record& record, const Rescan& rescan, std::string_view secret) {
  const auto found = parse_json(record.found);
  const auto member = [&](std::string_view name) { return found ? find(*found, name) : nullptr; };
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  write_text(writer, "erasure", record.id.text());
  write_text(writer, "entity", record.entity);
  write_text(writer, "ground", record.ground);
  write_text(writer, "request", record.request.is_nil() ? "" : record.request.text());
  if (!record.run.is_nil()) write_together(record, writer);
  write_time(writer, "invisible_at", record.begun_at);
  write_time(writer, "certified_at", record.certified_at);
  key(writer, "records");
  writer.StartArray();
  write_all_but(member("records"), {}, writer);
  if (!record.run.is_nil()) {
    for (const auto& [entity, count] : rescan.cleaned) write_effect(entity, kClean, count, writer);
  }
  writer.EndArray();
  key(writer, "kept");
  writer.StartArray();
  write_all_but(member("kept"), kOthersBecause, writer);
  for (const Kept& others : rescan.kept) write_others(others, writer);
  writer.EndArray();
  if (record.run.is_nil()) {
    write_member(writer, "places", member("places"));
  } else {
    key(writer, "places");
    write_places(rescan.held, writer);
  }
  write_member(writer, "orders", member("orders"));
  key(writer, "rescan");
  write_rescan(rescan, writer);
  writer.EndObject();
  const std::string unsigned_text(text(buffer));
  return fmt::format("{},\"signature\":\"{}\"}}", std::string_view(unsigned_text).substr(0, unsigned_text.size() - 1), signature_of(unsigned_text, secret));
}

std::string kept_in_words(const JsonValue& certificate) {
  const JsonValue* kept = find(certificate, "kept");
  std::string words;
  if (!kept || !kept->IsArray()) return words;
  const auto word = [](const JsonValue& one, std::string_view name) {
    const JsonValue* value = find(one, name);
    return value && value->IsString() ? view(*value) : std::string_view();
  };
  for (const JsonValue& one : kept->GetArray()) {
    const JsonValue* count = find(one, "count");
    const std::string_view entity = word(one, "entity"), until = word(one, "until");
    words += fmt::format("{}{} of {}{}: {}", words.empty() ? "" : "; ", count && count->IsInt64() ? count->GetInt64() : 0, entity.empty() ? "others" : entity,
                         until.empty() ? std::string() : fmt::format(" until {}", until.substr(0, 10)), word(one, "because"));
  }
  return words;
}

bool is_genuine(const JsonValue& certificate, std::string_view secret) {
  if (!certificate.IsObject()) return false;
  const JsonValue* signature = find(certificate, "signature");
  if (!signature || !signature->IsString()) return false;
  JsonDocument copy;
  copy.CopyFrom(certificate, copy.GetAllocator());
  copy.EraseMember("signature");
  return equal_in_constant_time(signature_of(to_json_text(copy), secret), view(*signature));
}

}  // namespace probity::erasure
