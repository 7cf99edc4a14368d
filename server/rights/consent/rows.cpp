#include "rights/consent/rows.hpp"

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "records/subject/same_person.hpp"

namespace probity::rights {
namespace {

using records::Context;
using records::Draft;

Cell& value(Draft& draft, std::string_view field) { return draft.value(*draft.entity->field(field)); }
int column(const meta::Entity& entity, std::string_view field) { return entity.field(field)->first_column; }

/// A value as the API shows it.
JsonDocument shown(const meta::Field& field, const Row& row) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  field.type->write(field, row, field.first_column, writer);
  auto document = parse_json(text(buffer));
  return document ? std::move(*document) : JsonDocument();
}

Topic topic_in(const meta::Entity& entity, const Row& row) {
  Topic topic{.id = row.id(meta::kId), .name = text_in(entity, row, "name"), .description = text_in(entity, row, "description"),
              .purpose = text_in(entity, row, "purpose"), .channels = {}, .needs_own = row.integer(column(entity, "needs_own")) != 0,
              .hidden = row.integer(column(entity, "hidden")) != 0};
  const JsonDocument channels = shown(*entity.field("channels"), row);
  if (!channels.IsArray()) return topic;
  for (const JsonValue& channel : channels.GetArray()) topic.channels.emplace_back(view(channel));
  return topic;
}

}  // namespace

privacy::Access program_in(std::string_view workspace) {
  static const auto grants = privacy::Grants::make({.role = "program", .administrator = true});
  return {.actor = Id{}, .workspace = std::string(workspace), .purpose = std::string(privacy::kLegalObligation), .grants = grants, .origin = "consent"};
}

ByProgram::ByProgram(const Context& context, std::string_view entity) : access_(program_in(context.workspace->slug())) {
  access_.origin = context.access.origin;
  access_.address = context.access.address;
  context_.emplace(by_program(for_access(context, access_), *context.model().find(entity)));
}

bool is_program(const Context& context, std::string_view read_only_field) {
  return context.decision->writable[static_cast<std::size_t>(context.entity->field(read_only_field)->position)];
}

std::string text_in(const meta::Entity& entity, const Row& row, std::string_view field) { return std::string(row.text(column(entity, field))); }
Id id_in(const meta::Entity& entity, const Row& row, std::string_view field) { return row.null(column(entity, field)) ? Id{} : row.id(column(entity, field)); }
std::optional<Timestamp> time_in(const meta::Entity& entity, const Row& row, std::string_view field) {
  return row.null(column(entity, field)) ? std::nullopt : std::optional(row.integer(column(entity, field)));
}

void set(Draft& draft, std::string_view field, std::string_view text) { value(draft, field) = text.empty() ? Cell{} : cell(text); }
void set(Draft& draft, std::string_view field, const Id& id) { value(draft, field) = id.is_nil() ? Cell{} : cell(id); }
void set(Draft& draft, std::string_view field, std::optional<Timestamp> at) { value(draft, field) = at ? Cell{*at} : Cell{}; }

Result<> check_person(const Context& context, const Id& person) {
  if (context.entity->subject.kind != meta::Subject::Kind::self) {
    return invalid("not_a_person", fmt::format("A {} is no person, and says nothing of its own.", lower_ascii(context.entity->label_one)));
  }
  bool there = false;
  // Whatever stands against the use of their data; whom the role does not reach is not there all the same.
  privacy::Decision whatever_state = *context.decision;
  whatever_state.forbidden_state = whatever_state.required_state = 0;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_TRY(reader.one(context.tables->all, "_id", cell(person), [&](const Row& row) {
      there = whatever_state.may_read && context.sees(whatever_state, *context.entity, row);
      return false;
    }));
    return {};
  }));
  return there ? Result<>{} : fail(ErrorKind::not_found, "not_found", fmt::format("There is no such {}.", lower_ascii(context.entity->label_one)));
}

Recorded recorded_in(const meta::Entity& consent, const Row& row) {
  const auto text = [&](std::string_view field) { return text_in(consent, row, field); };
  return {.event = {.id = row.id(meta::kId),
                    .at = row.integer(column(consent, "at")),
                    .state = privacy::consent::state_named(text("state")).value_or(privacy::consent::State::unknown),
                    .expires_at = time_in(consent, row, "expires_at"),
                    .purpose = text("purpose"),
                    .channel = text("channel"),
                    .topic = id_in(consent, row, "topic"),
                    .address = text("address_hash")},
          .method = text("method"),
          .source = text("source"),
          .wording = text("wording"),
          .wording_version = text("wording_version"),
          .language = text("language"),
          .address = text("address"),
          .evidence = text("evidence"),
          .policy_version = row.integer(column(consent, "policy_version")),
          .by = id_in(consent, row, "by")};
}

Result<std::vector<Recorded>> read_events(const Context& consents, store::Reader& reader, const Id& person) {
  std::vector<Recorded> events;
  PROBITY_ASSIGN(const auto theirs, records::records_of_person(consents, reader, person));
  std::vector<Cell> ids;
  for (const Id& id : theirs) ids.push_back(cell(id));
  const auto of_person = store::Condition::all_of({store::Condition::is_null("_deleted_at"), store::Condition::is_in("person", std::move(ids))});
  PROBITY_TRY(reader.each({.columns = consents.tables->all, .where = of_person, .order = {}, .tie_column = "_id", .limit = INT_MAX}, [&](const Row& row) {
    events.push_back(recorded_in(*consents.entity, row));
    return true;
  }));
  std::ranges::sort(events, {}, [](const Recorded& each) { return std::pair(each.event.at, each.event.id); });
  return events;
}

std::vector<privacy::consent::Event> events_of(const std::vector<Recorded>& recorded) {
  std::vector<privacy::consent::Event> events;
  for (const Recorded& each : recorded) events.push_back(each.event);
  return events;
}

Result<std::vector<Topic>> read_topics(const Context& workspace, store::Reader& reader) {
  const ByProgram topics(workspace, kTopic);
  std::vector<std::pair<std::int64_t, Topic>> found;
  const int position = column(*topics->entity, "position");
  PROBITY_TRY(reader.each({.columns = topics->tables->all, .where = store::Condition::is_null("_deleted_at"), .order = {}, .tie_column = "_id", .limit = INT_MAX}, [&](const Row& row) {
    found.emplace_back(row.null(position) ? INT64_MAX : row.integer(position), topic_in(*topics->entity, row));
    return true;
  }));
  std::ranges::sort(found, {}, [](const auto& each) { return std::pair(each.first, each.second.name); });
  std::vector<Topic> all;
  for (auto& [place, topic] : found) all.push_back(std::move(topic));
  return all;
}

std::optional<Topic> topic_named(const std::vector<Topic>& topics, std::string_view name) {
  if (const auto id = Id::parse(name)) return topic_of(topics, *id);
  const std::string wanted = fold(name);
  const auto found = std::ranges::find_if(topics, [&](const Topic& topic) { return fold(topic.name) == wanted; });
  return found == topics.end() ? std::nullopt : std::optional(*found);
}

std::optional<Topic> topic_of(const std::vector<Topic>& topics, const Id& id) {
  const auto found = std::ranges::find(topics, id, &Topic::id);
  return found == topics.end() ? std::nullopt : std::optional(*found);
}

Id id_of_hash(const Hash& hash) {
  Id id;
  std::copy_n(hash.begin(), id.bytes.size(), id.bytes.begin());
  // Version 7 and the variant (RFC 9562).
  id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0f) | 0x70);
  id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3f) | 0x80);
  return id;
}

}  // namespace probity::rights
