// Which policy governs a workspace, and under /operator the accounts: shown, tried, applied.
#include <charconv>

#include "base/log.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "http/handlers/handlers.hpp"
#include "http/level.hpp"
#include "rights/governance/preview_json.hpp"

namespace probity::http::handlers {
namespace {

using governance::Choice;
using governance::Governance;

Result<std::string> level_of(const Call& call) {
  PROBITY_ASSIGN(privacy::Access access, at_level(call));
  return std::move(access.workspace);
}

/// {"profile","overrides","note"}. Without `profile` the present one, without `overrides` the present ones.
Result<Choice> choice_of(const Call& call, const std::string& level) {
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"profile", "overrides", "note"}));
  PROBITY_ASSIGN(const auto standing, call.application.governance->standing(level));
  Choice choice{.profile = text_member_or(body, "profile", standing.in_force.profile), .overrides = standing.in_force.overrides, .note = text_member_or(body, "note", "")};
  if (length_in_characters(choice.note) > 500) return invalid("too_long", "A note has at most 500 characters.", "note");
  const JsonValue* overrides = find(body, "overrides");
  if (overrides && !overrides->IsObject() && !overrides->IsNull()) return bad_member("overrides", "an object");
  if (overrides) choice.overrides = overrides->IsObject() && overrides->MemberCount() > 0 ? to_json_text(*overrides) : std::string();
  return choice;
}

void write_members(const governance::Preview& preview, const Choice& choice, JsonWriter& writer) {
  key(writer, "profile");
  put(writer, choice.profile);
  governance::write_preview(preview, writer);
  key(writer, "unchanged");
  writer.Bool(preview.unchanged);
}

void write_notices(const governance::Standing& standing, JsonWriter& writer) {
  writer.StartObject();
  for (const auto& [name, count] : {std::pair("told", standing.told), std::pair("on_their_way", standing.on_their_way), std::pair("not_told", standing.not_told)}) {
    key(writer, name);
    writer.Int64(count);
  }
  writer.EndObject();
}

void write_json(std::string_view name, const std::string& json, JsonWriter& writer) {
  key(writer, name);
  json.empty() ? (void)writer.Null() : raw(writer, json, rapidjson::kObjectType);
}

void write_standing(const governance::Standing& standing, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "profile");
  put(writer, standing.in_force.profile);
  key(writer, "version");
  writer.Int64(standing.in_force.policy->version);
  key(writer, "since");
  put(writer, format_timestamp(standing.in_force.policy->since));
  write_json("overrides", standing.in_force.overrides, writer);
  write_json("policy", standing.in_force.document, writer);
  key(writer, "pending");
  standing.pending ? governance::write_version(*standing.pending, false, writer) : (void)writer.Null();
  key(writer, "notices");
  write_notices(standing, writer);
  key(writer, "changed_on_disk");
  privacy::write_changes(standing.changed_on_disk, writer);
  writer.EndObject();
}

void write_profile(const std::filesystem::path& folder, const std::string& name, JsonWriter& writer) {
  const auto loaded = privacy::load_profile(folder, name);
  writer.StartObject();
  key(writer, "name");
  put(writer, name);
  key(writer, "label");
  put(writer, loaded ? loaded->policy.label : name);
  key(writer, "summary");
  put(writer, loaded ? loaded->policy.summary : std::string());
  key(writer, "problem");
  loaded ? (void)writer.Null() : put(writer, loaded.error().message);
  writer.EndObject();
}

}  // namespace

Result<Response> get_policy(Call& call) {
  PROBITY_ASSIGN(const std::string level, level_of(call));
  PROBITY_ASSIGN(const auto standing, call.application.governance->standing(level));
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    write_standing(standing, writer);
    return {};
  });
}

Result<Response> list_policy_profiles(Call& call) {
  PROBITY_TRY(level_of(call));
  const auto& folder = call.application.governance->policies();
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "items");
    writer.StartArray();
    for (const std::string& name : privacy::profiles_of(folder)) write_profile(folder, name, writer);
    writer.EndArray();
    writer.EndObject();
    return {};
  });
}

Result<Response> try_policy(Call& call) {
  PROBITY_ASSIGN(const std::string level, level_of(call));
  PROBITY_ASSIGN(const Choice choice, choice_of(call, level));
  PROBITY_ASSIGN(const auto preview, call.application.governance->preview(level, choice, call.access->actor));
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    write_members(preview, choice, writer);
    writer.EndObject();
    return {};
  });
}

Result<Response> apply_policy(Call& call) {
  PROBITY_ASSIGN(const std::string level, level_of(call));
  PROBITY_ASSIGN(const Choice choice, choice_of(call, level));
  PROBITY_ASSIGN(const auto applied, call.application.governance->apply(level, choice, call.access->actor));
  // What it means for the promises is known at once, and whoever must be told is; the hourly look would find it too.
  if (const auto looked = call.application.promises.run(level); !looked) log::error("promises: {} could not be looked at: {}", level, looked.error().code);
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "version");
    governance::write_version(applied.version, false, writer);
    key(writer, "waits");
    writer.Bool(applied.waits);
    key(writer, "told");
    writer.Int64(applied.told);
    key(writer, "cannot_be_told");
    writer.Int64(applied.cannot_be_told);
    key(writer, "not_told_because");
    applied.not_told_because.empty() ? void(writer.Null()) : put(writer, applied.not_told_because);
    writer.EndObject();
    return {};
  });
}

Result<Response> list_policy_versions(Call& call) {
  PROBITY_ASSIGN(const std::string level, level_of(call));
  PROBITY_ASSIGN(const auto versions, call.application.governance->history(level));
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "items");
    governance::write_versions(versions, writer);
    writer.EndObject();
    return {};
  });
}

Result<Response> get_policy_version(Call& call) {
  PROBITY_ASSIGN(const std::string level, level_of(call));
  std::int64_t number = 0;
  const std::string_view text = call.parameter(0);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return fail(ErrorKind::not_found, "no_such_version", "There is no such version of the policy.");
  PROBITY_ASSIGN(const auto version, call.application.governance->version(level, number));
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    governance::write_version(version, true, writer);
    return {};
  });
}

}  // namespace probity::http::handlers
