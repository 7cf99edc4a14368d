#include "records/filter.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "store/tables.hpp"

namespace probity::records {
namespace {

using meta::Operator;
using store::Comparison;
using store::Condition;

constexpr int kDeepestFilter = 12;
constexpr std::size_t kLargestFilter = 500;

/// From which version on a row shows the field.
std::int64_t shown_since(const Context& context, const meta::Field& field) {
  const auto& since = context.decision->shown_since;
  return since.empty() ? 1 : since[static_cast<std::size_t>(field.position)];
}

struct Compiler {
  const Context& root;
  bool bin = false;
  std::int64_t since = 1;
  std::vector<std::string> slow;
  std::size_t parts = 0;
  Result<Condition> compile(const Context& context, const JsonValue& filter, int depth);
  Result<Condition> test(const Context& context, const JsonValue& filter, int depth);
  Result<Condition> along(const Context& context, std::string_view path, Operator op, const JsonValue& value, int depth);
  Result<Condition> own(const Context& context, const meta::Field& field, Operator op, const JsonValue& value);
  Result<Condition> shown(const Context& context, const meta::Field& field, Result<Condition> condition);
  Result<Condition> part(const Context& context, const meta::Field& field, std::string_view name, Operator op, const JsonValue& value);
};

std::optional<Comparison> comparison_of(Operator op) {
  switch (op) {
    case Operator::equal: return Comparison::equal;
    case Operator::less: return Comparison::less;
    case Operator::less_or_equal: return Comparison::less_or_equal;
    case Operator::greater: return Comparison::greater;
    case Operator::greater_or_equal: return Comparison::greater_or_equal;
    case Operator::contains: return Comparison::contains;
    case Operator::starts_with: return Comparison::starts_with;
    default: return std::nullopt;
  }
}

/// The same question without its "not".
Operator affirmative(Operator op) {
  switch (op) {
    case Operator::not_equal: return Operator::equal;
    case Operator::not_in: return Operator::in;
    case Operator::not_empty: return Operator::empty;
    default: return op;
  }
}

Condition with_sign(Operator op, Condition condition) {
  return affirmative(op) == op ? std::move(condition) : Condition::not_of(std::move(condition));
}

Result<std::vector<Cell>> operands(const Context& context, const meta::Field& field, Operator op, const JsonValue& value) {
  std::vector<Cell> cells;
  const auto add = [&](const JsonValue& one) -> Result<> {
    auto operand = field.type->operand(field, op, one, *context.input);
    if (!operand) {
      Error error = operand.error();
      error.field = field.name;
      return fail(std::move(error));
    }
    cells.push_back(std::move(*operand));
    return {};
  };
  if (op != Operator::in) {
    PROBITY_TRY(add(value));
    return cells;
  }
  if (!value.IsArray() || value.Size() > kLargestFilter) {
    return invalid("bad_filter", fmt::format("\"in\" needs a list of at most {} values.", kLargestFilter), field.name);
  }
  for (const JsonValue& one : value.GetArray()) PROBITY_TRY(add(one));
  return cells;
}

void fold_texts(std::vector<Cell>& cells) {
  for (Cell& cell : cells) {
    if (auto* text = std::get_if<std::string>(&cell)) *text = fold(*text);
  }
}

Condition compare_column(std::string column, Operator op, std::vector<Cell> values, bool folded) {
  if (op == Operator::in) return Condition::is_in(std::move(column), std::move(values), folded);
  return Condition::compare_with(std::move(column), *comparison_of(op), std::move(values.front()), folded);
}

/// Also the value of a further column, where the operand asks for one.
Result<Condition> compare_exactly(const Context& context, const meta::Field& field, const std::string& column, Operator op, const JsonValue& value) {
  PROBITY_ASSIGN(auto cells, operands(context, field, op, value));
  const bool several = op == Operator::in;
  std::vector<Condition> any;
  std::vector<Cell> plain;
  for (std::size_t index = 0; index < cells.size(); ++index) {
    const JsonValue& one = several ? value[static_cast<rapidjson::SizeType>(index)] : value;
    PROBITY_ASSIGN(const auto also, field.type->operand_also(field, one, *context.input));
    if (!also) {
      plain.push_back(std::move(cells[index]));
      continue;
    }
    const std::string& further = context.entity->columns[static_cast<std::size_t>(field.first_column + also->part)].name;
    any.push_back(Condition::all_of({compare_column(column, several ? Operator::equal : op, {std::move(cells[index])}, false), Condition::equals(further, also->value)}));
  }
  if (any.empty()) return compare_column(column, op, std::move(plain), false);
  if (!plain.empty()) any.push_back(compare_column(column, op, std::move(plain), false));
  return Condition::any_of(std::move(any));
}

Condition rows_of_field(const char* table, const char* record_column, const meta::Entity& entity, const meta::Field& field, std::vector<Condition> more) {
  std::vector<Condition> all;
  if (std::string_view(table) == store::kMatchKey) all.push_back(Condition::equals("entity", cell(entity.name)));
  all.push_back(Condition::equals("field", std::int64_t{field.id}));
  for (Condition& condition : more) all.push_back(std::move(condition));
  return Condition::related_to("_id", table, record_column, Condition::all_of(std::move(all)));
}

/// The linked record is there to be seen and meets the condition.
Condition through_link(const Context& context, const meta::Field& link, const Context& target, Condition inner) {
  inner = Condition::all_of({std::move(inner), Condition::is_null("_deleted_at"), target.seen()});
  if (link.type->shape() == meta::Shape::links) {
    return rows_of_field(store::kEdge, "from_record", *context.entity, link, {Condition::related_to("to_record", target.entity->name, "_id", std::move(inner))});
  }
  return Condition::related_to(context.entity->columns[static_cast<std::size_t>(link.first_column)].name, target.entity->name, "_id", std::move(inner));
}

Result<Condition> Compiler::own(const Context& context, const meta::Field& field, Operator op, const JsonValue& value) {
  const auto allowed = meta::operators_of(field.type->shape());
  if (std::find(allowed.begin(), allowed.end(), op) == allowed.end()) {
    return invalid("wrong_operator", fmt::format("\"{}\" does not work on \"{}\" ({}).", meta::name_of(op), field.name, field.type->name()), field.name);
  }
  const Operator plain = affirmative(op);
  if (plain == Operator::empty) {
    if (!field.indexed) slow.push_back(fmt::format("{} is not indexed", field.name));
    return with_sign(op, Condition::is_null(context.entity->columns[static_cast<std::size_t>(field.first_column)].name));
  }
  const meta::Shape shape = field.type->shape();
  if (shape == meta::Shape::ordered || shape == meta::Shape::exact) {
    if (!field.indexed) slow.push_back(fmt::format("{} is not indexed", field.name));
    const int comparable = field.first_column + field.type->comparable_column();
    PROBITY_ASSIGN(auto condition, compare_exactly(context, field, context.entity->columns[static_cast<std::size_t>(comparable)].name, plain, value));
    return with_sign(op, std::move(condition));
  }
  PROBITY_ASSIGN(auto values, operands(context, field, plain, value));
  if (plain == Operator::contains) slow.push_back(fmt::format("contains looks at every {}", field.name));
  switch (shape) {
    case meta::Shape::keys:
      if (bin) return invalid("bad_filter", fmt::format("The bin cannot be filtered by \"{}\". Search it instead.", field.name), field.name);
      return with_sign(op, rows_of_field(store::kMatchKey, "record", *context.entity, field, {compare_column("key", plain, std::move(values), false)}));
    case meta::Shape::links:
      return with_sign(op, rows_of_field(store::kEdge, "from_record", *context.entity, field, {compare_column("to_record", plain, std::move(values), false)}));
    case meta::Shape::text: {
      if (!field.indexed) slow.push_back(fmt::format("{} is not indexed", field.name));
      fold_texts(values);
      const int comparable = field.first_column + field.type->comparable_column();
      const bool sorted = !field.sort_column.empty();
      std::string column = sorted ? field.sort_column : context.entity->columns[static_cast<std::size_t>(comparable)].name;
      return with_sign(op, compare_column(std::move(column), plain, std::move(values), !sorted));
    }
    default: return internal("a filter compares what cannot be compared");
  }
}

/// `"city":"Berlin"`, as a value in parts is stored; the quotes of what somebody typed are escaped there, so
/// that no value can look like a member. Without the closing quote it is the beginning of a part.
std::string stored_part(std::string_view name, std::string_view text, bool whole) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  put(writer, text);
  std::string quoted(probity::text(buffer));
  if (!whole) quoted.pop_back();
  return fold(fmt::format("\"{}\":{}", name, quoted));
}

/// A part of a value that is stored as one ("address.city"): it is looked for in the stored text of every record.
Result<Condition> Compiler::part(const Context& context, const meta::Field& field, std::string_view name, Operator op, const JsonValue& value) {
  const std::string path = fmt::format("{}.{}", field.name, name);
  const std::string& column = context.entity->columns[static_cast<std::size_t>(field.first_column)].name;
  const auto holds = [&](std::string text) { return Condition::compare_with(column, Comparison::contains, cell(text), true); };
  slow.push_back(fmt::format("{} is looked for in every {}", path, field.name));
  const Operator plain = affirmative(op);
  if (plain == Operator::empty) return with_sign(op, Condition::any_of({Condition::is_null(column), holds(fmt::format("\"{}\":null", name))}));
  if (plain != Operator::equal && plain != Operator::starts_with && plain != Operator::in) {
    return invalid("wrong_operator", fmt::format("\"{}\" does not work on \"{}\"; eq, in, starts_with and empty do, and \"{}\" works on the whole of \"{}\".", meta::name_of(op), path, meta::name_of(op), field.name), path);
  }
  const bool list = plain == Operator::in && value.IsArray() && value.Size() <= kLargestFilter;
  if (plain == Operator::in && !list) return invalid("bad_filter", fmt::format("\"in\" needs a list of at most {} values.", kLargestFilter), path);
  std::vector<Condition> any;
  const auto add = [&](const JsonValue& one) {
    if (one.IsString()) any.push_back(holds(stored_part(name, view(one), plain != Operator::starts_with)));
    return one.IsString();
  };
  bool texts = true;
  if (list) {
    for (const JsonValue& one : value.GetArray()) texts = texts && add(one);
  } else {
    texts = add(value);
  }
  if (!texts) return invalid("wrong_type", fmt::format("\"{}\" is compared with a text.", path), path);
  return with_sign(op, Condition::any_of(std::move(any)));
}

/// The record's own columns, by the names the API gives them.
std::optional<Condition> record_test(const Context& context, std::string_view name, Operator op, const JsonValue& value, Result<Condition>& error) {
  static const std::map<std::string_view, const char*> times{{"created_at", "_created_at"}, {"updated_at", "_updated_at"}, {"deleted_at", "_deleted_at"}};
  static const std::map<std::string_view, const char*> ids{{"id", "_id"}, {"created_by", "_created_by"}, {"updated_by", "_updated_by"}};
  const Operator plain = affirmative(op);
  const auto time = times.find(name);
  const auto id = ids.find(name);
  if (time == times.end() && id == ids.end()) return std::nullopt;
  const std::string column = time != times.end() ? time->second : id->second;
  if (plain == Operator::empty) return with_sign(op, Condition::is_null(column));
  const auto parse = [&](const JsonValue& one) -> Result<Cell> {
    if (!one.IsString()) return invalid("wrong_type", fmt::format("\"{}\" is compared with a text.", name), std::string(name));
    if (time != times.end()) {
      // A bare date means its first instant in the workspace's zone, as it does for fields.
      const bool date = parse_day(view(one)).has_value();
      const auto at = parse_timestamp(date ? fmt::format("{}T00:00:00", view(one)) : std::string(view(one)), context.input->time_zone);
      if (!at) return invalid(at.error().code, at.error().message, std::string(name));
      return Cell{*at};
    }
    const auto parsed = Id::parse(view(one));
    if (!parsed) return invalid("bad_id", "This is not an id.", std::string(name));
    return cell(*parsed);
  };
  const bool ordered = time != times.end() && comparison_of(plain) && plain != Operator::contains && plain != Operator::starts_with;
  if (!ordered && plain != Operator::equal && plain != Operator::in) {
    error = invalid("wrong_operator", fmt::format("\"{}\" does not work on \"{}\".", meta::name_of(op), name), std::string(name));
    return Condition{};
  }
  std::vector<Cell> cells;
  const auto add = [&](const JsonValue& one) {
    auto parsed = parse(one);
    parsed ? cells.push_back(std::move(*parsed)) : void(error = std::unexpected(parsed.error()));
  };
  if (plain == Operator::in && value.IsArray() && value.Size() <= kLargestFilter) {
    for (const JsonValue& one : value.GetArray()) add(one);
  } else if (plain != Operator::in) {
    add(value);
  } else {
    error = invalid("bad_filter", "\"in\" needs a list of values.", std::string(name));
  }
  if (!error) return Condition{};
  return with_sign(op, compare_column(column, plain, std::move(cells), false));
}

/// What older rows do not show is not asked of them: of the list's own rows as a whole, of linked ones at the link.
Result<Condition> Compiler::shown(const Context& context, const meta::Field& field, Result<Condition> condition) {
  const std::int64_t version = shown_since(context, field);
  if (version <= 1 || !condition) return condition;
  if (&context == &root) {
    since = std::max(since, version);
    return condition;
  }
  return Condition::all_of({std::move(*condition), collected_since(version)});
}

Result<Condition> Compiler::along(const Context& context, std::string_view path, Operator op, const JsonValue& value, int depth) {
  const std::size_t dot = path.find('.');
  const std::string_view name = path.substr(0, dot);
  const meta::Field* field = context.asked_field(name);
  if (dot == std::string_view::npos) {
    if (field) return shown(context, *field, own(context, *field, op, value));
    Result<Condition> error{};
    if (auto condition = record_test(context, name, op, value, error)) {
      if (!error) return error;
      return std::move(*condition);
    }
    return invalid("unknown_field", fmt::format("{} has no field \"{}\".", context.entity->label_one, first_characters(name, 100)), std::string(first_characters(name, 100)));
  }
  const bool in_parts = field && field->type->shape() == meta::Shape::text;
  if (in_parts && std::ranges::find(field->type->parts(), path.substr(dot + 1)) != field->type->parts().end()) {
    return shown(context, *field, part(context, *field, path.substr(dot + 1), op, value));
  }
  if (depth > kDeepestFilter || !field || !leads_to_one_entity(context, *field)) {
    return invalid("unknown_field", fmt::format("\"{}\" leads nowhere.", first_characters(path, 100)), std::string(first_characters(path, 100)));
  }
  PROBITY_ASSIGN(const Context target, linked_context(context, *field));
  // Where there is no linked record, what would be seen through the link is empty, and equal to nothing.
  const Operator inside = affirmative(op) == Operator::empty ? Operator::not_empty : affirmative(op);
  PROBITY_ASSIGN(Condition inner, along(target, path.substr(dot + 1), inside, value, depth + 1));
  slow.push_back(fmt::format("{} is looked up through a link", first_characters(path, 100)));
  const bool negated = op == Operator::empty || (op != Operator::not_empty && affirmative(op) != op);
  Condition found = through_link(context, *field, target, std::move(inner));
  return shown(context, *field, negated ? Condition::not_of(std::move(found)) : std::move(found));
}

Result<Condition> Compiler::test(const Context& context, const JsonValue& filter, int depth) {
  const JsonValue* field = find(filter, "field");
  const JsonValue* op_name = find(filter, "op");
  if (!field || !field->IsString() || (op_name && !op_name->IsString())) {
    return invalid("bad_filter", "A filter is {\"field\",\"op\",\"value\"}, {\"all\":[..]}, {\"any\":[..]} or {\"not\":{..}}.", "filter");
  }
  for (const auto& member : filter.GetObject()) {
    const std::string_view name = view(member.name);
    if (name != "field" && name != "op" && name != "value") {
      return invalid("bad_filter", fmt::format("A filter has no \"{}\"; it is {{\"field\",\"op\",\"value\"}}.", first_characters(name, 40)), "filter");
    }
  }
  const auto op = op_name ? meta::operator_named(view(*op_name)) : Operator::equal;
  if (!op) return invalid("unknown_operator", fmt::format("There is no operator \"{}\".", first_characters(view(*op_name), 40)), "filter");
  static const JsonValue null_value;
  const JsonValue* value = find(filter, "value");
  Operator meant = *op;
  if (!value && affirmative(meant) != Operator::empty) {
    return invalid("bad_filter", fmt::format("\"{}\" needs a value; to ask whether a field is empty, say empty or not_empty, or give null.", meta::name_of(meant)), std::string(first_characters(view(*field), 100)));
  }
  if (!value || value->IsNull()) {
    if (meant == Operator::equal) meant = Operator::empty;
    if (meant == Operator::not_equal) meant = Operator::not_empty;
    if (meant != Operator::empty && meant != Operator::not_empty) {
      return invalid("bad_filter", fmt::format("\"{}\" needs a value.", meta::name_of(meant)), std::string(view(*field)));
    }
  }
  return along(context, view(*field), meant, value ? *value : null_value, depth);
}

Result<Condition> Compiler::compile(const Context& context, const JsonValue& filter, int depth) {
  if (depth > kDeepestFilter || ++parts > kLargestFilter) {
    return invalid("bad_filter", fmt::format("The filter is too large: at most {} levels and {} parts.", kDeepestFilter, kLargestFilter), "filter");
  }
  for (const char* joint : {"all", "any"}) {
    const JsonValue* list = find(filter, joint);
    if (!list) continue;
    if (!list->IsArray() || filter.MemberCount() != 1) return invalid("bad_filter", fmt::format("\"{}\" needs a list, and nothing beside it.", joint), "filter");
    std::vector<Condition> children;
    for (const JsonValue& child : list->GetArray()) {
      PROBITY_ASSIGN(Condition condition, compile(context, child, depth + 1));
      children.push_back(std::move(condition));
    }
    return *joint == 'a' && joint[1] == 'l' ? Condition::all_of(std::move(children)) : Condition::any_of(std::move(children));
  }
  if (const JsonValue* child = find(filter, "not")) {
    if (filter.MemberCount() != 1) return invalid("bad_filter", "\"not\" stands alone in its object.", "filter");
    PROBITY_ASSIGN(Condition condition, compile(context, *child, depth + 1));
    return Condition::not_of(std::move(condition));
  }
  return test(context, filter, depth);
}

}  // namespace

bool leads_to_one_entity(const Context& context, const meta::Field& field) {
  const bool link = field.type->name() == "link" || field.type->name() == "links";
  const meta::Entity* target = link && field.to != "*" ? context.model().find(field.to) : nullptr;
  return target && target->system == context.entity->system;
}

Result<Context> linked_context(const Context& context, const meta::Field& link) {
  Context target = at_entity(context, *context.model().find(link.to));
  if (target.decision->may_read) return target;
  return invalid("unknown_field", fmt::format("{} has no field \"{}\".", context.entity->label_one, link.name), link.name);
}

Result<Compiled> compile_filter(const Context& context, const JsonValue& filter, bool bin) {
  Compiler compiler{.root = context, .bin = bin};
  PROBITY_ASSIGN(Condition condition, compiler.compile(context, filter, 0));
  return Compiled{std::move(condition), std::move(compiler.slow), compiler.since};
}

Result<CompiledOrder> compile_order(const Context& context, std::string_view sort) {
  CompiledOrder compiled;
  if (sort == "-") return invalid("unknown_field", "\"sort\" names no field.", "sort");
  compiled.order.descending = sort.empty() || sort.front() == '-';
  const std::string_view name = !sort.empty() && sort.front() == '-' ? sort.substr(1) : sort;
  compiled.name = fmt::format("{} {} {} {}", context.workspace->slug(), context.entity->name, name, compiled.order.descending ? "desc" : "asc");
  static const std::map<std::string_view, int> own{{"", meta::kId}, {"id", meta::kId}, {"created_at", meta::kCreatedAt},
                                                   {"updated_at", meta::kUpdatedAt}, {"deleted_at", meta::kDeletedAt}};
  if (const auto found = own.find(name); found != own.end()) {
    compiled.column = found->second;
    compiled.order.column = meta::record_columns()[static_cast<std::size_t>(found->second)].name;
    return compiled;
  }
  const meta::Field* field = context.asked_field(name);
  if (!field) return invalid("unknown_field", fmt::format("{} has no field \"{}\" to sort by.", context.entity->label_one, first_characters(name, 100)), "sort");
  compiled.slow = !field->indexed;
  compiled.since = shown_since(context, *field);
  if (!field->sort_column.empty()) {
    compiled.column = context.entity->column(field->sort_column);
    compiled.order.column = field->sort_column;
    return compiled;
  }
  compiled.column = field->first_column + std::max(0, field->type->comparable_column());
  compiled.order.column = context.entity->columns[static_cast<std::size_t>(compiled.column)].name;
  const meta::Shape shape = field->type->shape();
  compiled.order.folded = shape == meta::Shape::text || shape == meta::Shape::keys;
  return compiled;
}

}  // namespace probity::records
