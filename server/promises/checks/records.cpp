// What is recorded, and that it can be got out again.
#include "accounts/roles.hpp"
#include "audit/histories.hpp"
#include "base/json.hpp"
#include "promises/checks/checks.hpp"
#include "promises/unused_fields.hpp"
#include "records/record_json.hpp"
#include "store/tables.hpp"

namespace probity::promises {
namespace {

using records::Context;

/// Every field named is there and none must be filled in.
Result<Evidence> fields_optional(const Situation& situation) {
  const std::string& entity = situation.parameter("entity");
  std::vector<std::string> required;
  std::set<std::string> found;
  PROBITY_TRY(each_place(situation, entity, [&](const Context& context) -> Result<> {
    for (const std::string& name : situation.list("fields")) {
      const meta::Field* field = context.entity->field(name);
      if (field) found.insert(name);
      if (field && field->required) required.push_back(name);
    }
    return {};
  }));
  const std::vector<Figure> figures{{"optional fields there are", std::to_string(found.size())}, {"of them required", std::to_string(required.size())}};
  if (!required.empty()) return broken(fmt::format("The field \"{}\" has to be filled in, though it is promised to be optional.", required.front()), figures);
  for (const std::string& name : situation.list("fields")) {
    if (!found.contains(name)) return waiting(entity + "." + name, fmt::format("There is no field \"{}\" yet in which this would be kept, so nothing asks for it.", name));
  }
  return kept("The fields are there, and none of them has to be filled in, by form or by API.", figures);
}

/// What an account must have, by the model in force.
Result<Evidence> registration_asks_only(const Situation& situation) {
  const std::vector<std::string> promised = situation.list("fields");
  const auto allowed = [&](const std::string& name) { return std::ranges::find(promised, name) != promised.end(); };
  for (const std::string& name : situation.policy().registration) {
    if (!allowed(name)) return broken(fmt::format("The policy in force asks for \"{}\" on registration, which is not promised.", name));
  }
  for (const std::string& name : situation.policy().registration_optional) {
    if (!allowed(name)) return broken(fmt::format("The policy in force offers \"{}\" on registration, which is not promised.", name));
  }
  const privacy::Access access{.actor = {}, .workspace = std::string(records::kSystemWorkspace), .grants = accounts::grants_of_program(), .origin = "promises"};
  PROBITY_ASSIGN(const Context context, situation.records.enter(access));
  const meta::Entity* member = context.model().find("member");
  if (!member) return broken("There are no accounts to look at.");
  int required = 0;
  for (const meta::Field& field : member->fields) {
    if (!field.required) continue;
    ++required;
    const bool name_in_parts = field.name == "name" && (allowed("first_name") || allowed("last_name"));
    if (!allowed(field.name) && !name_in_parts) return broken(fmt::format("An account cannot be made without \"{}\", which is not promised.", field.name));
  }
  return kept(fmt::format("An account cannot be made to ask for more than: {}.", situation.parameter("fields")), {{"fields an account must have", std::to_string(required)}});
}

/// A record of each kind as its person would get it. What cannot be written or read again cannot be exported.
Result<Evidence> export_works(const Situation& situation) {
  std::int64_t tried = 0;
  std::int64_t kinds = 0;
  std::int64_t failed_jobs = 0;
  std::string trouble;
  PROBITY_TRY(each_workspace(situation, [&](const Context& workspace) -> Result<> {
    const auto jobs = store::Projection::make(store::kJob, {"state"});
    PROBITY_TRY(workspace.database->read([&](store::Reader& reader) {
      // The newest export alone: one that failed and was mended since is no fault now.
      const store::Query newest{.columns = jobs, .where = store::Condition::equals("kind", cell("export")), .order = store::Order{.column = "id", .descending = true}, .tie_column = "id", .limit = 1};
      return reader.each(newest, [&](const Row& row) {
        failed_jobs += row.text(0) == "failed" ? 1 : 0;
        return false;
      });
    }));
    for (const auto& entity : workspace.model().entities()) {
      const Context context = records::by_program(workspace, *entity);
      const records::Shown shown = records::everything_readable(context);
      ++kinds;
      PROBITY_TRY(each_row(context, {}, [&](const Row& row) {
        JsonBuffer buffer;
        JsonWriter writer(buffer);
        records::write_record(*context.entity, shown, row, writer);
        if (!parse_json(text(buffer))) trouble = entity->label_one;
        ++tried;
        return false;
      }));
    }
    return {};
  }));
  const std::vector<Figure> figures{{"kinds of records tried", std::to_string(kinds)}, {"records written out", std::to_string(tried)}, {"newest exports that failed", std::to_string(failed_jobs)}};
  if (!trouble.empty()) return broken(fmt::format("A record of the kind \"{}\" cannot be written out.", trouble), figures);
  if (failed_jobs > 0) return broken("The newest export of a workspace failed.", figures);
  return kept("Records of every kind were written out and read again just now.", figures);
}

/// Somebody's whole copy, as they would get it.
Result<Evidence> copies_work(const Situation& situation) {
  std::int64_t made = 0;
  std::string trouble;
  PROBITY_TRY(each_workspace(situation, [&](const Context& workspace) -> Result<> {
    PROBITY_ASSIGN(auto tried, situation.facts.try_copies(workspace.workspace->slug()));
    made += tried.made;
    if (!tried.trouble.empty()) trouble = std::move(tried.trouble);
    return {};
  }));
  const std::vector<Figure> figures{{"copies made and opened again", std::to_string(made)}};
  if (!trouble.empty()) return broken(trouble, figures);
  return kept("A copy of what is held about somebody was made of each kind of people, encrypted and opened again just now.", figures);
}

/// Every record has a history: who brought it, and when.
Result<Evidence> history_kept(const Situation& situation) {
  std::int64_t looked_at = 0, without = 0;
  std::string wrong;
  PROBITY_TRY(each_workspace(situation, [&](const Context& workspace) -> Result<> {
    PROBITY_ASSIGN(const std::string difference, audit::check_histories(*workspace.database));
    if (!difference.empty()) wrong = difference;
    for (const auto& entity : workspace.model().entities()) {
      PROBITY_TRY(workspace.database->read([&](store::Reader& reader) -> Result<> {
        const auto with_history = store::Condition::related_to("_id", store::kHistory, "record", {});
        PROBITY_ASSIGN(const std::int64_t all, reader.count(entity->name, {}));
        PROBITY_ASSIGN(const std::int64_t missing, reader.count(entity->name, store::Condition::not_of(with_history)));
        looked_at += all;
        without += missing;
        return {};
      }));
    }
    return {};
  }));
  const std::vector<Figure> figures{{"records", std::to_string(looked_at)}, {"without a history", std::to_string(without)}};
  if (!wrong.empty()) return broken(fmt::format("A history does not tell what was written down when the change was made: {}.", wrong), figures);
  if (without > 0) return broken("There are records of which nobody can say who brought them and when.", figures);
  return kept("Of every record it is kept who brought it, who changed it, and when.", figures);
}

Result<Evidence> audit_whole(const Situation& situation) {
  std::int64_t entries = 0, logs = 0, checkpoints = 0;
  std::string problem;
  PROBITY_TRY(each_workspace(situation, [&](const Context& workspace) -> Result<> {
    PROBITY_ASSIGN(const audit::Verification found, situation.facts.verify_audit(workspace.access.workspace, *workspace.database));
    if (!found.ok()) problem = found.problem;
    entries += found.head.size;
    checkpoints += found.checkpoints;
    ++logs;
    return {};
  }));
  const std::vector<Figure> figures{{"audit logs", std::to_string(logs)}, {"entries proved", std::to_string(entries)}, {"signed checkpoints they were held against", std::to_string(checkpoints)}};
  if (!problem.empty()) return broken("An audit log was changed or damaged.", figures);
  return kept("Every entry of the audit log was recomputed just now, and is as it was sealed and signed.", figures);
}

/// What nobody fills is shown to the administrators: the list is fresh, and leaves none out.
Result<Evidence> unused_shown(const Situation& situation) {
  std::size_t unused = 0, shown = 0, left_out = 0;
  bool stale = false, never = false;
  PROBITY_TRY(each_workspace(situation, [&](const Context& workspace) -> Result<> {
    PROBITY_ASSIGN(const auto now_unused, find_unused_fields(workspace));
    PROBITY_ASSIGN(const auto list, listed_unused_fields(*workspace.database));
    unused += now_unused.size();
    shown += list.fields.size();
    never = never || list.at == 0;
    stale = stale || (list.at != 0 && list.at < now() - 2 * kDay);
    if (list.at == 0) return {};
    for (const std::string& field : now_unused) {
      // One that became unused since the list was made is told of with the next one.
      const bool listed = std::ranges::find(list.fields, field) != list.fields.end();
      left_out += listed ? 0 : 1;
    }
    return {};
  }));
  const std::vector<Figure> figures{{"fields nobody fills", std::to_string(unused)}, {"shown to administrators", std::to_string(shown)}};
  if (never) return waiting("promises_run", "The list of fields that nobody fills is made within an hour of the program's start.");
  if (stale) return broken("The list of fields that nobody fills is older than two days.", figures);
  if (left_out > 0) return broken("Fields that nobody fills are not shown to the administrators.", figures);
  return kept("Fields that nobody fills are shown to the administrators, who can remove them.", figures);
}

}  // namespace

std::vector<Check> record_checks() {
  return {
      {"records.fields_optional", "whether the fields named have to be filled in, in every model in force", {"entity", "fields"}, fields_optional},
      {"registration.asks_only", "what an account must have, and what the policy in force asks for", {"fields"}, registration_asks_only},
      {"export.works", "a record of every kind, written out and read again, and the newest exports", {}, export_works},
      {"copies.work", "a copy of everything held about the newest person of each kind, made, encrypted and opened again", {}, copies_work},
      {"history.kept", "records without a history, and histories that do not tell what was committed to", {}, history_kept},
      {"audit.whole", "every entry of every audit log, recomputed and held against its signed checkpoints", {}, audit_whole},
      {"fields.unused_shown", "the list of unused fields that administrators see, against the fields that are unused", {}, unused_shown},
  };
}

}  // namespace probity::promises
