#include "mail/messages.hpp"

#include "base/text.hpp"

namespace probity::mail {
namespace {

using store::Comparison;
using store::Condition;

constexpr std::string_view kEntity = "message";
constexpr std::size_t kLongestError = 1000;
constexpr std::size_t kLongestSubject = 1000;
constexpr State kStates[] = {State::queued, State::waiting, State::sent, State::failed, State::refused, State::not_configured, State::discarded};

/// The program itself, so that nobody's undo takes a message back that is on its way.
privacy::Access program(std::string_view workspace, std::string_view purpose) {
  static const auto grants = privacy::Grants::make({.role = "program", .administrator = true, .everything = {}, .entities = {}});
  return {.actor = {}, .workspace = std::string(workspace), .purpose = std::string(purpose), .grants = grants, .origin = "mail", .address = {}};
}

State state_named(std::string_view name) {
  const auto found = std::ranges::find(kStates, name, name_of);
  return found == std::end(kStates) ? State::failed : *found;
}

Cell time_cell(Timestamp at) { return at == 0 ? Cell{} : Cell{at}; }
Cell text_cell(std::string_view text) { return text.empty() ? Cell{} : cell(text); }

}  // namespace

std::string_view name_of(State state) {
  switch (state) {
    case State::queued: return "queued";
    case State::waiting: return "waiting";
    case State::sent: return "sent";
    case State::failed: return "failed";
    case State::refused: return "refused";
    case State::not_configured: return "not_configured";
    case State::discarded: return "discarded";
  }
  return "";
}

Messages::Messages(records::Records& records, std::string_view workspace, std::string_view seal, std::string_view purpose) : records_(records), access_(program(workspace, purpose)), seal_(seal) {}

Result<std::unique_ptr<Messages>> Messages::enter(records::Records& records, std::string_view workspace, std::string_view seal, std::string_view purpose) {
  std::unique_ptr<Messages> messages(new Messages(records, workspace, seal, purpose));
  PROBITY_ASSIGN(const auto context, records.enter(messages->access_));
  const meta::Entity* entity = context.model().find(kEntity);
  if (!entity) {
    Error error = internal("the model has no entity \"message\"").error();
    error.code = "no_messages";
    return fail(std::move(error));
  }
  messages->context_.emplace(records::by_program(context, *entity));
  return messages;
}

Cell& Messages::cell_of(records::Draft& draft, std::string_view field) const { return draft.value(*context_->entity->field(field)); }

std::string Messages::text_in(const Row& row, std::string_view field) const { return std::string(row.text(context_->entity->field(field)->first_column)); }

std::int64_t Messages::number_in(const Row& row, std::string_view field) const {
  const int column = context_->entity->field(field)->first_column;
  return row.null(column) ? 0 : row.integer(column);
}

Message Messages::read(const Row& row, const Id& id) const {
  const meta::Field& to = *context_->entity->field("to");
  Message message{.id = id, .to = to.type->display(to, row, to.first_column), .state = state_named(text_in(row, "state")), .subject = text_in(row, "subject"), .error = text_in(row, "error"),
                  .attempts = number_in(row, "attempts"), .queued_at = number_in(row, "queued_at"), .next_attempt = number_in(row, "next_attempt"), .sent_at = number_in(row, "sent_at"),
                  .created_at = row.integer(meta::kCreatedAt), .template_name = text_in(row, "template"), .language = text_in(row, "language"), .purpose = text_in(row, "purpose"), .topic = text_in(row, "topic"),
                  .message_id = text_in(row, "message_id"), .contents = {}};
  auto contents = open_contents(seal_, id, text_in(row, "contents"));
  message.readable = contents.has_value();
  if (contents) message.contents = std::move(*contents);
  // A merge may have moved it to another record of the same kind.
  if (const Id person = row.id(context_->entity->field("person")->first_column); message.contents.person && !person.is_nil()) message.contents.person->id = person;
  return message;
}

void Messages::fill_moving(const Message& message, records::Draft& draft) const {
  cell_of(draft, "state") = cell(name_of(message.state));
  cell_of(draft, "subject") = text_cell(first_characters(message.subject, kLongestSubject));
  cell_of(draft, "error") = text_cell(first_characters(message.error, kLongestError));
  cell_of(draft, "attempts") = Cell{message.attempts};
  cell_of(draft, "queued_at") = time_cell(message.queued_at);
  cell_of(draft, "next_attempt") = time_cell(message.next_attempt);
  cell_of(draft, "sent_at") = time_cell(message.sent_at);
}

Result<> Messages::add(const Message& message) {
  const records::CreateOptions options{.id = message.id, .allow_duplicate = true};
  PROBITY_TRY(records_.create_by(*context_, options, [&](store::Reader&, records::Draft& draft) -> Result<> {
    PROBITY_TRY(records::apply_text(*context_, *context_->entity->field("to"), message.to, draft));
    if (message.contents.person) cell_of(draft, "person") = cell(message.contents.person->id);
    cell_of(draft, "template") = cell(message.template_name);
    cell_of(draft, "language") = cell(message.language);
    cell_of(draft, "purpose") = cell(message.purpose);
    cell_of(draft, "topic") = text_cell(message.topic);
    cell_of(draft, "message_id") = cell(message.message_id);
    cell_of(draft, "contents") = cell(seal_contents(seal_, draft.id, message.contents));
    fill_moving(message, draft);
    return {};
  }));
  return {};
}

Result<Message> Messages::find(const Id& id) {
  PROBITY_ASSIGN(const auto cells, records_.cells(*context_, id));
  if (!is_null(cells[meta::kDeletedAt])) return records::no_such_record(*context_->entity);
  return read(CellRow(cells), id);
}

Result<std::vector<Message>> Messages::select(const Condition& where, std::string order, int limit) {
  std::vector<std::pair<Id, std::vector<Cell>>> rows;
  const store::Query query{.columns = context_->tables->all, .where = Condition::all_of({Condition::is_null("_deleted_at"), where}), .order = store::Order{.column = std::move(order)}, .limit = limit};
  PROBITY_TRY(context_->database->read([&](store::Reader& reader) {
    return reader.each(query, [&](const Row& row) {
      rows.emplace_back(row.id(meta::kId), records::cells_of(*context_->entity, row));
      return true;
    });
  }));
  std::vector<Message> messages;
  for (const auto& [id, cells] : rows) messages.push_back(read(CellRow(cells), id));
  return messages;
}

Result<std::vector<Message>> Messages::due(Timestamp at, int limit) { return select(Condition::compare_with("next_attempt", Comparison::less_or_equal, Cell{at}), "next_attempt", limit); }

Result<std::vector<Message>> Messages::in_state(State state, Timestamp created_after, int limit) {
  return select(Condition::all_of({Condition::equals("state", cell(name_of(state))), Condition::compare_with("_created_at", Comparison::greater, Cell{created_after})}), "_id", limit);
}

Result<std::optional<Timestamp>> Messages::next_attempt() {
  PROBITY_ASSIGN(const auto next, select(Condition::not_of(Condition::is_null("next_attempt")), "next_attempt", 1));
  if (next.empty()) return std::nullopt;
  return next.front().next_attempt;
}

Result<> Messages::change(const Id& id, bool forget, const std::function<Result<>(Message&)>& change) {
  PROBITY_TRY(records_.alter(*context_, id, records::Verb::update, {}, [&](store::Reader&, records::Draft& draft) -> Result<> {
    if (!draft.live_before()) return records::no_such_record(*context_->entity);
    Message message = read(CellRow(draft.before), id);
    const Contents before = message.contents;
    PROBITY_TRY(change(message));
    fill_moving(message, draft);
    // Sealed again it would look like another text each time.
    if (message.contents != before) cell_of(draft, "contents") = cell(seal_contents(seal_, id, message.contents));
    draft.forget = draft.forget || forget;
    return {};
  }));
  return {};
}

}  // namespace probity::mail
