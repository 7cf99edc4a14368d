#include "meta/read_entity.hpp"

#include "base/text.hpp"
#include "meta/read_field.hpp"
#include "meta/suggest.hpp"

namespace probity::meta {
namespace {

const std::vector<std::string_view> kKeys = {"entity", "plural",   "label", "icon",           "subject", "title",
                                             "timeline", "hooks", "fields", "duplicate_when", "retired", "seen_by",
                                             "require_one_of", "owned_by"};

/// Paths that the API itself uses beside those of the entities.
constexpr std::string_view kReservedPaths[] = {"batch",   "calendar", "events",  "exports", "imports", "jobs",
                                               "merges",  "meta",    "search",  "session", "setup",
                                               "undo",    "uploads", "workspace", "openapi_json"};

/// English, as far as entity names go: company -> companies, address -> addresses, call -> calls.
std::string plural_of(const std::string& name) {
  const bool after_vowel = name.size() > 1 && std::string_view("aeiou").find(name[name.size() - 2]) != std::string_view::npos;
  if (name.ends_with('y') && !after_vowel) return name.substr(0, name.size() - 1) + "ies";
  const bool hisses = name.ends_with('s') || name.ends_with('x') || name.ends_with("ch") || name.ends_with("sh");
  return name + (hisses ? "es" : "s");
}

void read_names(Entity& entity, const Declaration& declaration) {
  if (!is_name(entity.name)) {
    declaration.problem_of("entity", "a name is made of lower-case letters, digits and single underscores, begins with a "
                                     "letter and has at most 48 characters");
  } else if (entity.custom && !entity.name.starts_with("x_")) {
    declaration.problem_of("entity", fmt::format("entities added at run time begin with x_; call it x_{}", entity.name));
  }
  entity.plural = declaration.has("plural") ? declaration.text("plural") : plural_of(entity.name);
  if (!is_name(entity.plural)) {
    declaration.problem_of("plural", "a plural is made of lower-case letters, digits and single underscores");
  } else if (std::ranges::find(kReservedPaths, entity.plural) != std::end(kReservedPaths)) {
    declaration.problem_of("plural", fmt::format("the API uses the path \"{}\" itself; choose another plural", entity.plural));
  } else if (entity.custom && !entity.plural.starts_with("x_")) {
    declaration.problem_of("plural", fmt::format("entities added at run time begin with x_; call them x_{}", entity.plural));
  }
}

void read_label(Entity& entity, const Declaration& declaration) {
  entity.label_one = label_from(entity.name);
  entity.label_many = label_from(entity.plural);
  const Yaml* label = declaration.find("label");
  if (!label) return;
  if (!label->is_map()) return declaration.problem_of("label", "label is written as {one: Contact, many: Contacts}");
  const Declaration inner = declaration.inner(*label, "label");
  inner.refuse_unknown_keys({"one", "many"});
  if (inner.has("one")) entity.label_one = inner.text("one");
  if (inner.has("many")) entity.label_many = inner.text("many");
}

void read_subject(Entity& entity, const Declaration& declaration) {
  const Yaml* subject = declaration.find("subject");
  if (!subject) {
    return declaration.problem("subject is missing; write self (this is a person), none, or {via: [links that lead to people]}");
  }
  if (subject->scalar == "self") {
    entity.subject.kind = Subject::Kind::self;
  } else if (subject->is_map()) {
    const Declaration inner = declaration.inner(*subject, "subject");
    inner.refuse_unknown_keys({"via"});
    entity.subject = {.kind = Subject::Kind::via, .via = inner.texts("via")};
    if (entity.subject.via.empty()) inner.problem("via must name the links that lead to people");
  } else if (subject->scalar != "none") {
    declaration.problem_of("subject", "subject must be self, none or {via: [links that lead to people]}");
  }
}

void read_seen_by(Entity& entity, const Declaration& declaration) {
  const Yaml* seen_by = declaration.find("seen_by");
  if (!seen_by) return;
  if (!seen_by->is_map()) return declaration.problem_of("seen_by", "seen_by is written as {member: owner, unless: {visibility: shared}}");
  const Declaration inner = declaration.inner(*seen_by, "seen_by");
  inner.refuse_unknown_keys({"member", "unless"});
  entity.seen_by = SeenBy{.member = inner.text("member")};
  const Yaml* unless = inner.find("unless");
  if (!unless) return;
  if (!unless->is_map() || unless->members.size() != 1) return inner.problem_of("unless", "unless names one field and its value, like {visibility: shared}");
  entity.seen_by->unless = unless->members.front().key;
  entity.seen_by->value = unless->members.front().value.scalar;
}

/// Who owns a record is said by the field of that name unless another is named.
void read_owner(Entity& entity, const Declaration& declaration) {
  entity.owned_by = declaration.text("owned_by");
  const auto owner = std::ranges::find(entity.fields, "owner", &Field::name);
  const bool by_name = owner != entity.fields.end() && owner->type && owner->type->name() == "user";
  if (!entity.owned_by.empty()) return;
  if (entity.seen_by) entity.owned_by = entity.seen_by->member;
  if (by_name) entity.owned_by = "owner";
}

void read_hooks(Entity& entity, const Declaration& declaration, const Vocabulary& vocabulary) {
  entity.hooks = declaration.texts("hooks");
  for (const std::string& hook : entity.hooks) {
    if (vocabulary.hooks.contains(hook)) continue;
    declaration.problem_of("hooks", fmt::format("there is no hook \"{}\"{}", hook, suggestion_among(hook, vocabulary.hooks)));
  }
}

/// A list of names, or a list of such lists.
void read_duplicate_rules(Entity& entity, const Declaration& declaration) {
  const Yaml* rules = declaration.find("duplicate_when");
  if (!rules) return;
  const bool several = rules->is_list() && !rules->items.empty() && rules->items.front().is_list();
  if (!several) {
    entity.duplicate_when.push_back(declaration.texts("duplicate_when"));
    return;
  }
  for (const Yaml& rule : rules->items) entity.duplicate_when.push_back(declaration.texts_in(rule, "duplicate_when"));
}

void read_retired(Entity& entity, const Declaration& declaration) {
  for (const std::string& text : declaration.texts("retired")) {
    const bool is_number = !text.empty() && text.size() <= 6 && text.find_first_not_of("0123456789") == text.npos;
    if (is_number) entity.retired.push_back(std::stoi(text));
    else declaration.problem_of("retired", "retired is a list of field ids");
  }
}

void read_fields(Entity& entity, const Declaration& declaration, const Vocabulary& vocabulary) {
  const Yaml* fields = declaration.find("fields");
  if (!fields || !fields->is_map() || fields->members.empty()) {
    return declaration.problem_of("fields", "fields are missing; an entity has at least one");
  }
  for (const YamlMember& member : fields->members) {
    if (!member.value.is_map()) {
      declaration.problem_at(member.line, fmt::format("field {} must be declared like {{id: 1, type: text, category: none, purposes: [service]}}", member.key));
      continue;
    }
    Yaml map = member.value;
    map.line = member.line;
    const Declaration inner = declaration.inner(map, member.key);
    Field field = read_field(member.key, inner, vocabulary, false);
    field.custom = entity.custom;
    const bool in_title = std::ranges::find(entity.title, field.name) != entity.title.end();
    if (in_title && !inner.has("search")) field.searched = true;
    entity.fields.push_back(std::move(field));
  }
}

}  // namespace

int DeclaredEntity::line_of(std::string_view key) const {
  const auto found = lines.find(key);
  return found == lines.end() ? entity->line : found->second;
}

DeclaredEntity read_entity(const Declaration& declaration, const Vocabulary& vocabulary, bool system, bool custom) {
  DeclaredEntity declared{.entity = std::make_unique<Entity>(), .lines = {}};
  for (std::string_view key : kKeys) declared.lines.emplace(key, declaration.line_of(key));
  Entity& entity = *declared.entity;
  entity.name = declaration.text("entity");
  entity.file = declaration.file();
  entity.line = declaration.line_of("entity");
  entity.system = system;
  entity.custom = custom;
  declaration.refuse_unknown_keys(kKeys);
  read_names(entity, declaration);
  read_label(entity, declaration);
  entity.icon = declaration.text("icon");
  read_subject(entity, declaration);
  entity.title = declaration.texts("title");
  if (entity.title.empty()) declaration.problem_of("title", "title is missing; name the fields that make a record's name");
  entity.timeline = declaration.text("timeline");
  if (entity.timeline.empty()) entity.timeline = "created_at";
  if (entity.timeline == "none") entity.timeline.clear();
  read_seen_by(entity, declaration);
  read_hooks(entity, declaration, vocabulary);
  entity.require_one_of = declaration.texts("require_one_of");
  read_duplicate_rules(entity, declaration);
  read_retired(entity, declaration);
  read_fields(entity, declaration, vocabulary);
  read_owner(entity, declaration);
  return declared;
}

}  // namespace probity::meta
