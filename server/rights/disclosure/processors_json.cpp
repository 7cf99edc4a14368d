#include "rights/disclosure/processors_json.hpp"

#include "base/time.hpp"
#include "privacy/policy/names.hpp"
#include "rights/disclosure/refusals.hpp"

namespace probity::disclosure {
namespace {

using privacy::Policy;
using privacy::Processor;

void write_text(std::string_view member, std::string_view text, JsonWriter& writer) {
  key(writer, member);
  text.empty() ? (void)writer.Null() : put(writer, text);
}

void write_flag(std::string_view member, bool flag, JsonWriter& writer) {
  key(writer, member);
  writer.Bool(flag);
}

void write_number(std::string_view member, std::int64_t number, JsonWriter& writer) {
  key(writer, member);
  writer.Int64(number);
}

void write_time(std::string_view member, Timestamp at, JsonWriter& writer) { write_text(member, at == 0 ? std::string() : format_timestamp(at), writer); }

template <typename LabelOf>
void write_named(std::string_view member, const std::vector<std::string>& names, LabelOf label_of, JsonWriter& writer) {
  key(writer, member);
  writer.StartArray();
  for (const std::string& name : names) {
    writer.StartObject();
    write_text("name", name, writer);
    write_text("label", label_of(name), writer);
    writer.EndObject();
  }
  writer.EndArray();
}

std::string today() { return format_day(day_of(now(), {})); }

/// Null: nobody has confirmed it.
void write_confirmed(std::string_view member, std::optional<bool> flag, JsonWriter& writer) {
  key(writer, member);
  flag ? void(writer.Bool(*flag)) : void(writer.Null());
}

void write_safeguard(const Processor& processor, JsonWriter& writer) {
  const bool valid = processor.safeguard != privacy::Safeguard::privacy_shield && (processor.safeguard_until.empty() || today() <= processor.safeguard_until);
  key(writer, "safeguard");
  writer.StartObject();
  write_text("name", privacy::name_of(processor.safeguard), writer);
  write_text("label", privacy::words_of(processor.safeguard), writer);
  write_text("until", processor.safeguard_until, writer);
  write_flag("valid", valid, writer);
  writer.EndObject();
}

void write_promised(const Policy& policy, const Processor& processor, JsonWriter& writer) {
  write_text("id", processor.id, writer);
  write_text("name", processor.name, writer);
  write_text("kind", processor.kind, writer);
  write_text("task", processor.task, writer);
  write_named("purposes", processor.purposes, [&](const std::string& name) { return policy.purpose(name) ? policy.purpose(name)->label : name; }, writer);
  write_named("categories", processor.categories, [&](const std::string& name) { return policy.category(name) ? policy.category(name)->label : name; }, writer);
  write_text("country", processor.country, writer);
  write_text("region", processor.region, writer);
  write_safeguard(processor, writer);
  write_text("keep", processor.keep ? processor.keep->in_words() : processor.keep_text, writer);
  key(writer, "statement");
  writer.StartObject();
  write_text("url", processor.statement_url, writer);
  write_text("state", privacy::to_name(processor.statement), writer);
  write_text("label", privacy::to_words(processor.statement), writer);
  writer.EndObject();
  write_flag("may_refuse", processor.may_refuse, writer);
  write_text("without_it", processor.without_it, writer);
  write_confirmed("no_own_use", processor.no_own_use, writer);
  write_confirmed("confidential", processor.confidential, writer);
}

/// In one sentence, the first thing that somebody should know.
std::string state_of(const Processor& processor, const Traffic& traffic, bool configured) {
  if (today() < processor.notice_date) return fmt::format("Gets nothing before {}: people were told that it begins then.", processor.notice_date);
  if (!processor.safeguard_until.empty() && processor.safeguard_until < today()) return fmt::format("Gets nothing: its safeguard ended on {}.", processor.safeguard_until);
  if (!processor.integration.empty() && !configured) return "Listed, and not configured: nothing goes to it.";
  if (traffic.last == 0) return "Has received nothing yet.";
  return fmt::format("Received data about {} {} in the last 30 days.", traffic.people, traffic.people == 1 ? "person" : "people");
}

void write_happened(const Processor& processor, const Traffic& traffic, const std::set<std::string>& configured, JsonWriter& writer) {
  const bool ready = configured.contains(processor.integration);
  write_text("integration", processor.integration, writer);
  key(writer, "configured");
  processor.integration.empty() ? (void)writer.Null() : (void)writer.Bool(ready);
  write_text("notice_until", today() < processor.notice_date ? processor.notice_date : "", writer);
  write_time("last_hand_over", traffic.last, writer);
  write_number("people", traffic.people, writer);
  write_number("hand_overs", traffic.times, writer);
  write_number("refused", traffic.refused, writer);
  write_text("state", state_of(processor, traffic, ready), writer);
}

Traffic of(const std::map<std::string, Traffic>& traffic, const std::string& id) {
  const auto found = traffic.find(id);
  return found == traffic.end() ? Traffic{} : found->second;
}

}  // namespace

void write_processors(const Policy& policy, const std::map<std::string, Traffic>& traffic, const Integrations& integrations, JsonWriter& writer) {
  const auto configured = integrations ? integrations() : std::set<std::string>{};
  writer.StartObject();
  key(writer, "items");
  writer.StartArray();
  for (const Processor& processor : policy.processors) {
    writer.StartObject();
    write_promised(policy, processor, writer);
    write_happened(processor, of(traffic, processor.id), configured, writer);
    writer.EndObject();
  }
  writer.EndArray();
  key(writer, "not_listed");
  writer.StartArray();
  for (const auto& [id, one] : traffic) {
    if (policy.processor(id)) continue;
    writer.StartObject();
    write_text("id", id, writer);
    write_time("last_hand_over", one.last, writer);
    write_number("hand_overs", one.times, writer);
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
}

void write_vendors(const Policy& policy, const std::set<std::string, std::less<>>& refused, JsonWriter& writer) {
  writer.StartObject();
  write_flag("every_vendor", refused.contains(kEveryVendor), writer);
  key(writer, "items");
  writer.StartArray();
  for (const Processor& processor : policy.processors) {
    writer.StartObject();
    write_text("processor", processor.id, writer);
    write_text("name", processor.name, writer);
    write_text("task", processor.task, writer);
    write_text("country", processor.country, writer);
    write_flag("may_refuse", processor.may_refuse, writer);
    write_flag("refused", covers(refused, processor), writer);
    write_text("without_it", processor.without_it, writer);
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
}

}  // namespace probity::disclosure
