#include "base/text.hpp"
#include "domains/notices/api.hpp"
#include "records/beside.hpp"
#include "records/links.hpp"
#include "records/record_json.hpp"

namespace probity::notices {
namespace {

using records::Context;
using records::Draft;
using records::Verb;

/// What a person or a file says; what is taken back or moved tells nobody anything new.
bool is_news(const Draft& draft) { return draft.live_after() && (draft.verb == Verb::create || draft.verb == Verb::update); }

std::vector<Id> members_in(const meta::Field& field, const std::vector<Cell>& cells) {
  return cells.empty() ? std::vector<Id>{} : field.type->targets(field, CellRow(cells), field.first_column);
}

/// Members whom the field names and did not name before; whoever writes knows already.
std::vector<Id> new_members(const Context& context, const meta::Field& field, const Draft& draft) {
  std::vector<Id> added;
  const std::vector<Id> before = members_in(field, draft.before);
  for (const Id& member : members_in(field, draft.after)) {
    const bool known = std::ranges::find(before, member) != before.end() || std::ranges::find(added, member) != added.end();
    if (!known && member != context.access.actor) added.push_back(member);
  }
  return added;
}

struct Subject {
  Id record;
  std::string name;
};

/// The record that a comment is on.
Result<std::optional<Subject>> commented(const Context& context, store::Reader& reader, const Draft& draft) {
  const meta::Field* link = draft.entity->field("record");
  if (!link || is_null(draft.after[static_cast<std::size_t>(link->first_column)])) return std::nullopt;
  const Id id = id_of(draft.after[static_cast<std::size_t>(link->first_column)]);
  PROBITY_ASSIGN(const meta::Entity* entity, records::entity_of(context, reader, id));
  if (!entity) return std::nullopt;
  std::optional<Subject> subject;
  const Context at = records::at_entity(context, *entity);
  PROBITY_TRY(reader.one(at.tables->all, "_id", cell(id), [&](const Row& row) {
    if (at.sees(row)) subject = Subject{id, records::display_of(at, row)};
    return false;
  }));
  return subject;
}

std::string name_of(const Context& context, const Draft& draft) { return records::display_of(context, CellRow(draft.after)); }

Result<> tell_mentioned(const records::Hooks& hooks, const Context& context, store::Reader& reader, Draft& draft) {
  const meta::Field* mentions = draft.entity->field("mentions");
  if (!mentions || !is_news(draft) || !draft.changed(*mentions)) return {};
  const std::vector<Id> members = new_members(context, *mentions, draft);
  if (members.empty()) return {};
  PROBITY_ASSIGN(const auto on, commented(context, reader, draft));
  const std::string text = on ? fmt::format("You were mentioned in a {} on {}", lower_ascii(draft.entity->label_one), on->name)
                              : fmt::format("You were mentioned in a {}", lower_ascii(draft.entity->label_one));
  for (const Id& member : members) {
    PROBITY_TRY(add(hooks, context, reader, {member, "mention", text, on ? on->record : draft.id, context.access.actor}, draft));
  }
  return {};
}

/// Of many records that change hands together one notification tells, and names none.
Result<> tell_of_many(const records::Hooks& hooks, const Context& context, store::Reader& reader, const Id& member, Draft& draft) {
  const Id once = records::derived_id(*draft.group, fmt::format("assigned {} {}", draft.entity->name, member.text()));
  const std::string text = fmt::format("{} were assigned to you", draft.entity->label_many);
  return add(hooks, context, reader, {member, "assignment", text, {}, context.access.actor}, draft, once);
}

Result<> tell_assigned(const records::Hooks& hooks, const Context& context, store::Reader& reader, Draft& draft) {
  if (!is_news(draft)) return {};
  for (const char* name : {"owner", "assignee"}) {
    const meta::Field* field = draft.entity->field(name);
    if (!field || !draft.changed(*field)) continue;
    for (const Id& member : new_members(context, *field, draft)) {
      if (draft.group) {
        PROBITY_TRY(tell_of_many(hooks, context, reader, member, draft));
        continue;
      }
      const std::string text = fmt::format("{} was assigned to you: {}", draft.entity->label_one, name_of(context, draft));
      PROBITY_TRY(add(hooks, context, reader, {member, "assignment", text, draft.id, context.access.actor}, draft));
    }
  }
  return {};
}

}  // namespace

void add_hooks(records::Hooks& hooks) {
  hooks.add_hook("notices.mentioned", [&hooks](const Context& context, store::Reader& reader, Draft& draft) { return tell_mentioned(hooks, context, reader, draft); });
  hooks.add_hook("notices.assigned", [&hooks](const Context& context, store::Reader& reader, Draft& draft) { return tell_assigned(hooks, context, reader, draft); });
}

}  // namespace probity::notices
