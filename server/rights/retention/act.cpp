#include "rights/retention/act.hpp"

#include "base/fault.hpp"
#include "base/time.hpp"
#include "records/batch/bulk.hpp"
#include "records/duplicates/merge.hpp"
#include "records/house.hpp"
#include "records/links.hpp"
#include "rights/restriction/restrictions.hpp"
#include "store/tables.hpp"

namespace probity::retention {
namespace {

using privacy::RetentionAction;
using records::Context;
using records::Draft;
using records::Verb;

constexpr std::string_view kLinked = "linked";
constexpr std::string_view kNotDue = "not_due";
constexpr std::string_view kLeftFile = "retention.file.";

/// What is asked of each record again before anything is done to it.
struct Task {
  const Rules& rules;
  const Due& due;
  Timestamp at;
};

Result<> check_due(const Task& task, store::Reader& reader, const Draft& draft) {
  Scale scale(task.rules, *task.due.of, reader);
  const CellRow row(draft.before);
  PROBITY_ASSIGN(const Verdict verdict, scale.verdict(row, *task.due.said));
  if (verdict.said == task.due.said && verdict.is_over(task.at)) return {};
  return fail(ErrorKind::conflict, std::string(kNotDue), "It is not over its time any more.");
}

void mark_files(const Draft& draft, store::Plan& plan) {
  for (const meta::Field& field : draft.entity->fields) {
    if (field.type->name() != "file") continue;
    for (const Id& file : field.type->targets(field, CellRow(draft.before), field.first_column)) {
      plan.insert_or_replace(records::house().setting, {cell(std::string(kLeftFile) + file.text()), Cell{}});
    }
  }
}

/// A record to which nothing leads goes at once; others by way of the bin, with what the links say.
Result<> plan_removal(const Task& task, const Context& context, store::Reader& reader, Draft& draft) {
  PROBITY_TRY(check_due(task, reader, draft));
  PROBITY_ASSIGN(const auto links, records::incoming_links(context, reader, draft.id, 1));
  PROBITY_ASSIGN(const auto merged, records::merged_into(reader, draft.id));
  if (!links.empty() || !merged.empty()) return fail(ErrorKind::conflict, std::string(kLinked), "Other records lead to it.");
  mark_files(draft, draft.also);
  draft.after.clear();
  draft.forget = true;
  return {};
}

/// By way of the bin; where that cannot be, it stands as it stood.
Result<> remove_linked(records::Records& records, const Context& context, const Task& task, const records::UpdateOptions& options) {
  bool was_live = false;
  PROBITY_TRY(records.alter(context, task.due.record, Verb::remove, options, [&](store::Reader& reader, Draft& draft) -> Result<> {
    PROBITY_TRY(check_due(task, reader, draft));
    was_live = draft.live_before();
    mark_files(draft, draft.also);
    if (was_live) records::put_in_bin(context, draft);
    draft.always = true;
    return {};
  }));
  const auto purged = records.purge(context, task.due.record, options);
  if (purged) return {};
  if (was_live) {
    PROBITY_TRY(records.alter(context, task.due.record, Verb::restore, options, [&](store::Reader&, Draft& draft) -> Result<> {
      records::take_from_bin(draft);
      return {};
    }));
  }
  return std::unexpected(purged.error());
}

void empty(const Context& context, const meta::Field& field, Draft& draft) {
  draft.clear(field);
  // A field that takes no such text stays empty, required or not.
  if (field.required) (void)field.type->read_text(field, kErased, *context.input, draft.cells(field));
}

Result<> plan_mask(const Task& task, const Context& context, store::Reader& reader, Draft& draft) {
  PROBITY_TRY(check_due(task, reader, draft));
  mark_files(draft, draft.also);
  for (const int position : masked_fields(*task.due.said, *draft.entity)) {
    const meta::Field& field = draft.entity->fields[static_cast<std::size_t>(position)];
    if (!is_null(draft.value(field))) empty(context, field, draft);
  }
  // Nothing leads from it to anybody any more.
  if (task.due.said->fields.empty()) draft.also.remove(store::kConcerns, {{"record", cell(draft.id)}});
  draft.forget = true;
  draft.always = true;
  return {};
}

/// Whether an outcome means that this one stays, rather than that no other can go now.
bool stays(const Error& error) { return error.kind == ErrorKind::conflict || error.kind == ErrorKind::forbidden; }

Result<Became> became(const Result<>& outcome) {
  if (outcome || outcome.error().kind == ErrorKind::not_found) return Became::done;
  if (stays(outcome.error())) return Became::kept_back;
  return std::unexpected(outcome.error());
}

Result<> without_value(const Result<records::Written>& written) {
  if (!written) return std::unexpected(written.error());
  return {};
}

class Batch {
 public:
  Batch(const Retention::Parts& parts, const Context& workspace, const Rules& rules, std::span<const Due> batch, Timestamp at, const Id& run)
      : parts_(parts), context_(records::by_program(workspace, *batch.front().of->entity)), rules_(rules), batch_(batch), at_(at), options_{.group = run} {}

  Result<std::vector<Became>> carry_out() {
    const Said& said = *batch_.front().said;
    if (is_skipped("rule." + said.rule->id)) return left_alone();
    if (said.rule->action == RetentionAction::archive) return archive();
    if (said.rule->action == RetentionAction::mask || !said.fields.empty()) return mask();
    if (context_.entity->system && context_.entity->name == "workspace" && parts_.destroy_workspace) return destroy();
    const bool people = context_.entity->subject.kind == meta::Subject::Kind::self;
    return people && parts_.erase_people ? erase() : remove();
  }

 private:
  Result<std::vector<Became>> erase() {
    if (is_skipped("retention.erase")) return left_alone();
    std::vector<Id> people;
    for (const Due& due : batch_) people.push_back(due.record);
    return all(parts_.erase_people(context_.workspace->slug(), *context_.entity, people, *options_.group));
  }

  /// With everything that is in it, and a certificate.
  Result<std::vector<Became>> destroy() {
    std::vector<Result<>> outcomes;
    for (const Due& due : batch_) outcomes.push_back(parts_.destroy_workspace(due.record));
    return all(outcomes);
  }

  Result<std::vector<Became>> remove() {
    if (is_skipped("retention.remove")) return left_alone();
    records::Bulk bulk(parts_.records, context_);
    for (const Due& due : batch_) {
      bulk.alter(due.record, Verb::purge, options_, [this, &due](store::Reader& reader, Draft& draft) { return plan_removal({rules_, due, at_}, context_, reader, draft); });
    }
    std::vector<Result<>> outcomes;
    std::size_t place = 0;
    for (const auto& written : bulk.run()) {
      const Due& due = batch_[place++];
      const bool linked = !written && written.error().code == kLinked;
      outcomes.push_back(linked ? remove_linked(parts_.records, context_, {rules_, due, at_}, options_) : without_value(written));
    }
    PROBITY_TRY(destroy_left_files(parts_, context_));
    return all(outcomes);
  }

  Result<std::vector<Became>> mask() {
    if (is_skipped("retention.mask")) return left_alone();
    records::Bulk bulk(parts_.records, context_);
    for (const Due& due : batch_) {
      bulk.alter(due.record, Verb::erase, options_, [this, &due](store::Reader& reader, Draft& draft) { return plan_mask({rules_, due, at_}, context_, reader, draft); });
    }
    std::vector<Result<>> outcomes;
    for (const auto& written : bulk.run()) outcomes.push_back(without_value(written));
    PROBITY_TRY(destroy_left_files(parts_, context_));
    return all(outcomes);
  }

  Result<std::vector<Became>> archive() {
    if (is_skipped("retention.archive")) return left_alone();
    std::vector<Result<>> outcomes;
    for (const Due& due : batch_) {
      outcomes.push_back(without_value(restriction::impose(parts_.records, context_, due.record, {.kind = restriction::Kind::restriction, .purpose = {},
                                                                                                  .reason = fmt::format("Put away by the rule \"{}\" of the policy.", due.said->rule->id), .until = {}})));
    }
    return all(outcomes);
  }

  std::vector<Became> left_alone() const { return std::vector<Became>(batch_.size(), Became::kept_back); }

  static Result<std::vector<Became>> all(const std::vector<Result<>>& outcomes) {
    std::vector<Became> became;
    for (const Result<>& outcome : outcomes) {
      PROBITY_ASSIGN(const Became one, retention::became(outcome));
      became.push_back(one);
    }
    return became;
  }

  const Retention::Parts& parts_;
  Context context_;
  const Rules& rules_;
  std::span<const Due> batch_;
  Timestamp at_;
  records::UpdateOptions options_;
};

}  // namespace

Result<std::vector<Became>> act_on(const Retention::Parts& parts, const Context& workspace, const Rules& rules, std::span<const Due> batch, Timestamp at, const Id& run) {
  if (batch.empty()) return std::vector<Became>{};
  return Batch(parts, workspace, rules, batch, at, run).carry_out();
}

Result<> destroy_left_files(const Retention::Parts& parts, const Context& workspace) {
  if (is_skipped("retention.files")) return {};
  std::vector<std::string> names;
  const std::string after = std::string(kLeftFile) + '~';
  const store::Query query{.columns = records::house().setting,
                           .where = store::Condition::all_of({store::Condition::compare_with("name", store::Comparison::greater, cell(kLeftFile)),
                                                              store::Condition::compare_with("name", store::Comparison::less, cell(after))}),
                           .order = {}, .tie_column = "name", .limit = INT_MAX};
  PROBITY_TRY(workspace.database->read([&](store::Reader& reader) {
    return reader.each(query, [&](const Row& row) {
      names.emplace_back(row.text(0));
      return true;
    });
  }));
  if (names.empty()) return {};
  store::Plan plan;
  for (const std::string& name : names) {
    const auto file = Id::parse(std::string_view(name).substr(kLeftFile.size()));
    if (file && parts.destroy_file) parts.destroy_file(workspace.workspace->slug(), *file);
    plan.remove(store::kSetting, {{"name", cell(name)}});
  }
  PROBITY_TRY(workspace.database->write_and_wait(std::move(plan)));
  return {};
}

}  // namespace probity::retention
