#include "records/batch/batch_job.hpp"

#include "records/batch/bulk.hpp"
#include "records/batch/scratch.hpp"
#include "records/filter.hpp"
#include "records/id_list.hpp"
#include "records/record_json.hpp"

namespace probity::records {
namespace {

constexpr std::size_t kAtOnce = 200;
constexpr rapidjson::SizeType kMostFailures = 1'000;

/// One entry of the list: which record, and for some batches what it is to be.
struct Entry {
  Id id;
  const JsonValue* record = nullptr;
};

class Batch {
 public:
  Batch(Records& records, const Context& context, jobs::Running& running, JsonDocument&& payload)
      : records_(records), context_(context), running_(running), payload_(std::move(payload)),
        verb_(verb_named(view(payload_["operation"]))), list_(*context.database, Id::parse(view(payload_["scratch"])).value_or(Id{})) {}

  Result<std::string> run() {
    const Result<> worked = work();
    // The disk is full, or the program ends: the job goes on later, where it is.
    if (!worked && worked.error().kind == ErrorKind::unavailable) return std::unexpected(worked.error());
    PROBITY_TRY(tidy_up());
    if (!worked) return std::unexpected(worked.error());
    return result();
  }

 private:
  static Verb verb_named(std::string_view name) {
    for (Verb verb : {Verb::create, Verb::update, Verb::remove}) {
      if (name == name_of(verb)) return verb;
    }
    return Verb::restore;
  }

  Result<> work() {
    PROBITY_TRY(may(context_, verb_));
    if (number("total") < 0) PROBITY_TRY(fix_records());
    while (number("part") * static_cast<std::int64_t>(kBatchPart) < number("total")) {
      PROBITY_TRY(work_on_part());
      if (running_.shutting_down()) return fail(ErrorKind::unavailable, "shutting_down", "The server was shut down meanwhile; this goes on when it is back.");
      if (running_.should_stop()) return {};
    }
    return {};
  }

  std::int64_t number(const char* name) const { return payload_[name].GetInt64(); }
  void set(const char* name, std::int64_t value) { payload_[name].SetInt64(value); }
  Result<> remember() { return running_.remember(to_json_text(payload_)); }

  /// Answers the filter once: from here on the set of records does not change.
  Result<> fix_records() {
    const bool bin = verb_ == Verb::restore;
    PROBITY_ASSIGN(Compiled filter, compile_filter(context_, payload_["filter"], bin));
    store::Condition live = store::Condition::is_null("_deleted_at");
    const auto where = store::Condition::all_of({bin ? store::Condition::not_of(std::move(live)) : std::move(live),
                                                 context_.seen(),
                                                 std::move(filter.condition)});
    store::Query query{.columns = context_.tables->identity, .where = where, .order = store::Order{.column = "_id"}, .limit = INT_MAX};
    std::vector<Id> ids;
    PROBITY_TRY(context_.database->read([&](store::Reader& reader) {
      return reader.each(query, [&](const Row& row) {
        ids.push_back(row.id(0));
        return true;
      });
    }));
    for (std::size_t first = 0; first < ids.size(); first += kBatchPart) {
      PROBITY_TRY(list_.put(static_cast<std::int64_t>(first / kBatchPart), ids_json(std::span(ids).subspan(first, std::min(kBatchPart, ids.size() - first)))));
    }
    set("total", static_cast<std::int64_t>(ids.size()));
    return remember();
  }

  Result<> work_on_part() {
    PROBITY_ASSIGN(const std::string text, list_.get(number("part")));
    PROBITY_ASSIGN(const JsonDocument part, parse_json(text));
    std::vector<Entry> entries;
    for (const JsonValue& item : part.GetArray()) entries.push_back(entry_of(item));
    const std::int64_t before = number("part") * static_cast<std::int64_t>(kBatchPart);
    for (std::size_t first = 0; first < entries.size(); first += kAtOnce) {
      if (running_.should_stop()) return {};
      const auto some = std::span(entries).subspan(first, std::min(kAtOnce, entries.size() - first));
      PROBITY_TRY(work_on(some, before + static_cast<std::int64_t>(first)));
      running_.progress(before + static_cast<std::int64_t>(first + some.size()), number("total"), number("failed"));
    }
    set("part", number("part") + 1);
    return remember();
  }

  static Entry entry_of(const JsonValue& item) {
    if (item.IsString()) return {Id::parse(view(item)).value_or(Id{})};
    return {Id::parse(view(item["id"])).value_or(Id{}), &item["record"]};
  }

  Result<> work_on(std::span<const Entry> entries, std::int64_t first) {
    Bulk bulk(records_, context_);
    for (const Entry& entry : entries) add(bulk, entry);
    const auto written = bulk.run();
    for (std::size_t index = 0; index < written.size(); ++index) {
      PROBITY_TRY(count(entries[index], first + static_cast<std::int64_t>(index), written[index]));
    }
    return {};
  }

  void add(Bulk& bulk, const Entry& entry) {
    const Id group = running_.job().id;
    if (verb_ == Verb::create) {
      const JsonValue* allow = find(payload_, "allow_duplicate");
      CreateOptions options{.id = entry.id, .allow_duplicate = allow && allow->IsTrue(), .group = group};
      bulk.create(std::move(options), [this, entry](store::Reader&, Draft& draft) { return apply_input(context_, *entry.record, draft); });
      return;
    }
    bulk.alter(entry.id, verb_, {.group = group}, [this, entry](store::Reader&, Draft& draft) { return change(entry, draft); });
  }

  /// Done already is done: a part may be worked on again after a kill.
  Result<> change(const Entry& entry, Draft& draft) const {
    if (verb_ == Verb::update) {
      if (!draft.live_before()) return fail(ErrorKind::conflict, "in_bin", "This record is in the bin.");
      return apply_input(context_, entry.record ? *entry.record : payload_["patch"], draft);
    }
    if (verb_ == Verb::remove && draft.live_before()) put_in_bin(context_, draft);
    if (verb_ == Verb::restore && !draft.live_before()) take_from_bin(draft);
    return {};
  }

  Result<> count(const Entry& entry, std::int64_t index, const Result<Written>& written) {
    if (written) {
      const char* counter = written->unchanged ? "unchanged" : "changed";
      set(counter, number(counter) + 1);
      return {};
    }
    const Error& error = written.error();
    if (error.kind == ErrorKind::unavailable) return fail(error);
    set("failed", number("failed") + 1);
    auto& allocator = payload_.GetAllocator();
    JsonValue& failures = payload_["failures"];
    if (failures.Size() >= kMostFailures) return {};
    JsonValue failure(rapidjson::kObjectType);
    if (verb_ == Verb::create) {
      failure.AddMember("index", JsonValue(index), allocator);
    } else {
      failure.AddMember("id", text_value(entry.id.text(), allocator), allocator);
    }
    failure.AddMember("code", text_value(error.code, allocator), allocator);
    failure.AddMember("field", error.field.empty() ? JsonValue() : text_value(error.field, allocator), allocator);
    failure.AddMember("message", text_value(error.message, allocator), allocator);
    failures.PushBack(failure, allocator);
    return {};
  }

  std::string result() const {
    return fmt::format(R"({{"changed":{},"unchanged":{},"failed":{},"failures":{}}})", number("changed"), number("unchanged"), number("failed"),
                       to_json_text(payload_["failures"]));
  }

  /// Values that were needed for the work do not outlive it.
  Result<> tidy_up() {
    for (const char* name : {"patch", "filter"}) payload_.RemoveMember(name);
    PROBITY_TRY(remember());
    PROBITY_TRY(list_.clear());
    running_.progress(number("changed") + number("unchanged") + number("failed"), std::max<std::int64_t>(0, number("total")), number("failed"));
    return {};
  }

  Records& records_;
  const Context& context_;
  jobs::Running& running_;
  JsonDocument payload_;
  Verb verb_;
  Scratch list_;
};

}  // namespace

Result<std::string> run_batch(Records& records, const AccessOf& access_of, jobs::Running& running) {
  PROBITY_TRY(clear_old_scratch(running.database()));
  PROBITY_ASSIGN(JsonDocument payload, parse_json(running.job().payload));
  PROBITY_ASSIGN(const privacy::Access access, read_access(payload, running.workspace(), access_of));
  PROBITY_ASSIGN(const Context entered, records.enter(access, view(payload["entity"])));
  const Context context = within(entered, entered.decision->may_bulk);
  return Batch(records, context, running, std::move(payload)).run();
}

}  // namespace probity::records
