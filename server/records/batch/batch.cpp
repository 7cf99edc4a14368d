#include "records/batch/batch.hpp"

#include "base/text.hpp"
#include "records/batch/batch_job.hpp"
#include "records/batch/scratch.hpp"
#include "records/filter.hpp"
#include "records/job_access.hpp"
#include "records/record_json.hpp"

namespace probity::records {
namespace {

constexpr rapidjson::SizeType kMostRecords = 100'000;

std::unexpected<Error> bad_batch(std::string message, std::string field) { return invalid("bad_batch", std::move(message), std::move(field)); }

const JsonValue* member(const JsonValue& request, std::string_view name) {
  const JsonValue* value = find(request, name);
  return value && !value->IsNull() ? value : nullptr;
}

Result<Verb> verb_in(const JsonValue& request) {
  const JsonValue* operation = member(request, "operation");
  const std::string_view name = operation && operation->IsString() ? view(*operation) : std::string_view();
  for (Verb verb : {Verb::create, Verb::update, Verb::remove, Verb::restore}) {
    if (name == name_of(verb)) return verb;
  }
  return bad_batch("\"operation\" must be create, update, delete or restore.", "operation");
}

Result<> check_members(const JsonValue& request) {
  static constexpr std::string_view kKnown[] = {"operation", "records", "ids", "filter", "patch", "allow_duplicate"};
  for (const auto& each : request.GetObject()) {
    if (std::ranges::find(kKnown, view(each.name)) != std::end(kKnown)) continue;
    const std::string name(first_characters(view(each.name), 100));
    return bad_batch(fmt::format("A batch has no \"{}\". It has operation, ids, filter or records, and patch.", name), name);
  }
  return {};
}

/// Which records: exactly one of ids, filter and records, as the operation allows.
Result<> check_source(const JsonValue& request, Verb verb) {
  const int sources = (member(request, "ids") ? 1 : 0) + (member(request, "filter") ? 1 : 0) + (member(request, "records") ? 1 : 0);
  const bool records = member(request, "records") != nullptr;
  if (verb == Verb::create && (!records || sources != 1)) return bad_batch("Creating needs \"records\", a list of records.", "records");
  if (sources != 1) return bad_batch("Say which records: \"ids\", \"filter\" or \"records\", and only one of them.", "ids");
  if (records && verb != Verb::create && verb != Verb::update) return bad_batch("Name the records by \"ids\" or \"filter\".", "records");
  const bool patch = member(request, "patch") != nullptr;
  if (patch != (verb == Verb::update && !records)) return bad_batch("\"patch\" goes with updating by \"ids\" or \"filter\", and only with that.", "patch");
  return {};
}

Result<std::vector<Id>> ids_in(const JsonValue& list) {
  if (!list.IsArray() || list.Size() > kMostRecords) return bad_batch(fmt::format("\"ids\" must be a list of at most {} ids.", kMostRecords), "ids");
  std::vector<Id> ids;
  std::set<Id> seen;
  for (const JsonValue& value : list.GetArray()) {
    const auto id = value.IsString() ? Id::parse(view(value)) : std::nullopt;
    if (!id) return bad_batch("\"ids\" must be a list of ids.", "ids");
    if (seen.insert(*id).second) ids.push_back(*id);
  }
  return ids;
}

/// One entry of a batch's list as its job reads it: an id, or an object of id and record.
using Entries = std::vector<std::string>;

Result<Entries> record_entries(const JsonValue& list, Verb verb) {
  if (!list.IsArray() || list.Size() > kMostRecords) return bad_batch(fmt::format("\"records\" must be a list of at most {} records.", kMostRecords), "records");
  Entries entries;
  for (const JsonValue& record : list.GetArray()) {
    if (!record.IsObject()) return bad_batch("\"records\" must be a list of objects.", "records");
    std::string id = Id::make().text();
    JsonDocument fields;
    fields.CopyFrom(record, fields.GetAllocator());
    if (verb == Verb::update) {
      const JsonValue* own = find(record, "id");
      const auto parsed = own && own->IsString() ? Id::parse(view(*own)) : std::nullopt;
      if (!parsed) return bad_batch("Each record to update needs its \"id\".", "records");
      id = parsed->text();
      fields.RemoveMember("id");
    }
    entries.push_back(fmt::format(R"({{"id":"{}","record":{}}})", id, to_json_text(fields)));
  }
  return entries;
}

Result<> put_entries(store::Database& database, const Id& scratch, const Entries& entries) {
  Scratch list(database, scratch);
  for (std::size_t first = 0; first < entries.size(); first += kBatchPart) {
    const auto last = std::min(first + kBatchPart, entries.size());
    const auto part = std::span(entries).subspan(first, last - first);
    PROBITY_TRY(list.put(static_cast<std::int64_t>(first / kBatchPart), fmt::format("[{}]", fmt::join(part, ","))));
  }
  return {};
}

/// Errors of the patch that no record could do anything about.
Result<> check_patch(const Context& context, const JsonValue& patch) {
  Draft draft = start_draft(context, Id{});
  return apply_input(context, patch, draft);
}

Result<Entries> entries_of(const Context& context, const JsonValue& request, Verb verb) {
  if (const JsonValue* patch = member(request, "patch")) PROBITY_TRY(check_patch(context, *patch));
  if (const JsonValue* records = member(request, "records")) return record_entries(*records, verb);
  if (const JsonValue* filter = member(request, "filter")) {
    PROBITY_TRY(compile_filter(context, *filter, verb == Verb::restore));
    return Entries{};
  }
  PROBITY_ASSIGN(const auto ids, ids_in(*member(request, "ids")));
  Entries entries;
  for (const Id& id : ids) entries.push_back(fmt::format("\"{}\"", id.text()));
  return entries;
}

std::string payload(const Context& context, const JsonValue& request, const Id& scratch, std::size_t entries) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  write_access(context.access, writer);
  key(writer, "entity");
  put(writer, context.entity->name);
  for (const std::string_view name : {"operation", "filter", "patch", "allow_duplicate"}) {
    const JsonValue* value = member(request, name);
    if (!value) continue;
    key(writer, name);
    value->Accept(writer);
  }
  key(writer, "scratch");
  write_id(writer, scratch);
  // A filter's records are found when the job begins.
  key(writer, "total");
  writer.Int64(member(request, "filter") ? -1 : static_cast<std::int64_t>(entries));
  for (const std::string_view counter : {"part", "changed", "unchanged", "failed"}) {
    key(writer, counter);
    writer.Int64(0);
  }
  key(writer, "failures");
  writer.StartArray();
  writer.EndArray();
  writer.EndObject();
  return std::string(text(buffer));
}

}  // namespace

Result<Id> start_batch(Records&, jobs::Jobs& jobs, const Context& context, const JsonValue& request) {
  if (!request.IsObject()) return bad_batch("A batch is a JSON object with an \"operation\".", "");
  PROBITY_TRY(check_members(request));
  PROBITY_ASSIGN(const Verb verb, verb_in(request));
  if (!context.decision->may_bulk) return fail(ErrorKind::forbidden, "forbidden", fmt::format("Your role does not let you change many {} at once.", lower_ascii(context.entity->label_many)));
  PROBITY_TRY(may(context, verb));
  PROBITY_TRY(check_source(request, verb));
  PROBITY_ASSIGN(const Entries entries, entries_of(context, request, verb));
  const Id scratch = Id::make();
  PROBITY_TRY(put_entries(*context.database, scratch, entries));
  return jobs.enqueue(context.access.workspace, "batch", payload(context, request, scratch, entries.size()), context.access.actor);
}

}  // namespace probity::records
