#include "rights/governance/in_force.hpp"

#include "base/json.hpp"
#include "privacy/policy/load.hpp"
#include "records/house.hpp"
#include "records/workspace.hpp"

namespace probity::governance {
namespace {

constexpr std::string_view kSetting = "policy";

void write_widened(const privacy::PolicyInForce& policy, JsonWriter& writer) {
  std::map<std::string, std::map<std::string, std::int64_t>> by_purpose;
  for (const auto& [pair, version] : policy.widened) by_purpose[pair.first][pair.second] = version;
  writer.StartObject();
  for (const auto& [purpose, categories] : by_purpose) {
    key(writer, purpose);
    writer.StartObject();
    for (const auto& [category, version] : categories) {
      key(writer, category);
      writer.Int64(version);
    }
    writer.EndObject();
  }
  writer.EndObject();
}

std::string text_of_setting(const InForce& in_force) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  key(writer, "profile");
  put(writer, in_force.profile);
  key(writer, "overrides");
  put(writer, in_force.overrides);
  key(writer, "version");
  writer.Int64(in_force.policy->version);
  key(writer, "since");
  writer.Int64(in_force.policy->since);
  key(writer, "widened");
  write_widened(*in_force.policy, writer);
  key(writer, "opened");
  writer.StartObject();
  for (const auto& [processor, version] : in_force.policy->opened) {
    key(writer, processor);
    writer.Int64(version);
  }
  writer.EndObject();
  key(writer, "document");
  raw(writer, in_force.document, rapidjson::kObjectType);
  writer.EndObject();
  return std::string(text(buffer));
}

Result<InForce> parse(std::string_view setting) {
  PROBITY_ASSIGN(const JsonDocument json, parse_json(setting));
  InForce in_force{.profile = std::string(view(json["profile"])), .overrides = std::string(view(json["overrides"])), .document = to_json_text(json["document"]), .policy = {}};
  PROBITY_ASSIGN(privacy::PolicyDocument document, privacy::read_policy(in_force.document, "the policy in force"));
  privacy::PolicyInForce policy{.policy = std::make_shared<const privacy::Policy>(std::move(document.policy)), .serial = 0, .version = json["version"].GetInt64(), .since = json["since"].GetInt64(), .widened = {}, .opened = {}};
  for (const auto& purpose : json["widened"].GetObject()) {
    for (const auto& category : purpose.value.GetObject()) policy.widened[{std::string(view(purpose.name)), std::string(view(category.name))}] = category.value.GetInt64();
  }
  // Of before there was such a thing.
  if (const JsonValue* opened = find(json, "opened")) {
    for (const auto& processor : opened->GetObject()) policy.opened[std::string(view(processor.name))] = processor.value.GetInt64();
  }
  in_force.policy = privacy::PolicyInForce::make(std::move(policy));
  return in_force;
}

}  // namespace

std::string widened_json(const privacy::PolicyInForce& policy) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  write_widened(policy, writer);
  return std::string(text(buffer));
}

Result<std::optional<InForce>> read_in_force(store::Database& database) {
  PROBITY_ASSIGN(const auto setting, records::read_setting(database, kSetting));
  if (!setting) return std::nullopt;
  PROBITY_ASSIGN(InForce in_force, parse(*setting));
  return in_force;
}

Result<> write_in_force(store::Database& database, const InForce& in_force) { return records::write_setting(database, kSetting, text_of_setting(in_force)); }

void plan_in_force(const InForce& in_force, store::Plan& plan) { plan.insert_or_replace(records::house().setting, {cell(kSetting), cell(text_of_setting(in_force))}); }

}  // namespace probity::governance
