#include "meta/read_field.hpp"

#include "meta/suggest.hpp"

namespace probity::meta {
namespace {

/// Names that the record itself uses in the API.
constexpr std::string_view kReservedNames[] = {"id",         "version",    "created_at", "updated_at", "created_by",
                                               "updated_by", "deleted_at", "display",    "expanded"};
constexpr std::string_view kCommonKeys[] = {"id",        "type",     "label",    "help",    "required", "search",
                                            "read_only", "category", "purposes", "compute", "default"};
constexpr std::string_view kTypeKeys[] = {"index",     "unique",  "many", "max",     "min",
                                          "precision", "round",   "choices", "to", "on_erase", "same_person", "follows_person"};

void check_name(std::string_view name, const Declaration& declaration, bool custom) {
  if (std::ranges::find(kReservedNames, name) != std::end(kReservedNames)) {
    declaration.problem(fmt::format("\"{}\" is a name that every record uses itself; choose another", name));
  } else if (!is_name(name)) {
    declaration.problem("a name is made of lower-case letters, digits and single underscores, begins with a letter "
                        "and has at most 48 characters");
  } else if (custom && !name.starts_with("x_")) {
    declaration.problem(fmt::format("fields added at run time begin with x_; call it x_{}", name));
  }
}

int read_id(const Declaration& declaration, bool custom) {
  if (!declaration.has("id")) {
    declaration.problem("id is missing; give it a number that no field of this entity has had");
    return 0;
  }
  const auto id = declaration.integer("id");
  if (!id) return 0;
  const std::int64_t least = custom ? kFirstCustomFieldId : 1;
  constexpr std::int64_t kMost = 1'000'000;
  if (*id < least || *id > kMost) {
    declaration.problem_of("id", fmt::format("id must be between {} and {}", least, kMost));
    return 0;
  }
  return static_cast<int>(*id);
}

const FieldType* read_type(const Declaration& declaration) {
  if (!declaration.has("type")) {
    declaration.problem("type is missing");
    return nullptr;
  }
  const std::string name = declaration.text("type");
  const FieldType* type = field_type(name);
  if (type || name.empty()) return type;
  std::vector<std::string_view> known;
  for (const FieldType* each : field_types()) known.push_back(each->name());
  declaration.problem_of("type", fmt::format("unknown type \"{}\"{}", name, suggestion(name, known)));
  return nullptr;
}

void check_keys(const FieldType* type, const Declaration& declaration) {
  std::vector<std::string_view> known(std::begin(kCommonKeys), std::end(kCommonKeys));
  known.insert(known.end(), std::begin(kTypeKeys), std::end(kTypeKeys));
  declaration.refuse_unknown_keys(known);
  if (!type) return;
  const auto options = type->options();
  for (const std::string_view key : kTypeKeys) {
    if (!declaration.has(key) || std::ranges::find(options, key) != options.end()) continue;
    declaration.problem_of(key, fmt::format("{} does not go with type {}, which takes: {}", key, type->name(),
                                            options.empty() ? "no options" : fmt::format("{}", fmt::join(options, ", "))));
  }
}

std::string read_category(const Declaration& declaration, const Vocabulary& vocabulary) {
  if (!declaration.has("category")) {
    declaration.problem("category is missing; name one of the policy's, or write category: none");
    return {};
  }
  std::string category = declaration.text("category");
  if (!category.empty() && category != "none" && !vocabulary.categories.contains(category)) {
    declaration.problem_of("category", fmt::format("the policy knows no category \"{}\"{}", category,
                                                   suggestion_among(category, vocabulary.categories)));
  }
  return category;
}

std::vector<std::string> read_purposes(const Declaration& declaration, const Vocabulary& vocabulary,
                                       std::string_view category) {
  if (!declaration.has("purposes")) {
    declaration.problem("purposes are missing; name what this field is used for, e.g. purposes: [service]");
    return {};
  }
  std::vector<std::string> purposes = declaration.texts("purposes");
  if (purposes.empty() && category != "none") {
    declaration.problem_of("purposes", "purposes are empty; what is used for nothing must not be kept");
  }
  for (const std::string& purpose : purposes) {
    if (vocabulary.purposes.contains(purpose)) continue;
    declaration.problem_of("purposes", fmt::format("the policy knows no purpose \"{}\"{}", purpose,
                                                   suggestion_among(purpose, vocabulary.purposes)));
  }
  return purposes;
}

Unique read_unique(const Declaration& declaration) {
  const std::string word = declaration.text("unique");
  if (word == "warn") return Unique::warn;
  if (word == "refuse") return Unique::refuse;
  if (!word.empty() && word != "no") declaration.problem_of("unique", "unique must be no, warn or refuse");
  return Unique::no;
}

std::optional<OnErase> read_on_erase(const Declaration& declaration) {
  const std::string word = declaration.text("on_erase");
  if (word == "delete") return OnErase::remove;
  if (word == "mask") return OnErase::mask;
  if (word == "unlink") return OnErase::unlink;
  if (!word.empty()) declaration.problem_of("on_erase", "on_erase must be delete, mask or unlink");
  return std::nullopt;
}

bool is_color(std::string_view text) {
  if (text.starts_with('#')) return text.size() == 7 && text.find_first_not_of("0123456789abcdefABCDEF", 1) == text.npos;
  return is_name(text);
}

Choice read_choice(const Yaml& item, const Declaration& declaration) {
  if (item.is_scalar()) return {.value = item.scalar, .label = label_from(item.scalar), .color = {}};
  if (!item.is_map()) {
    declaration.problem_at(item.line, "a choice is a text, or {value: open, label: Open, color: green}");
    return {};
  }
  const Declaration inner = declaration.inner(item, "choices");
  inner.refuse_unknown_keys({"value", "label", "color"});
  Choice choice{.value = inner.text("value"), .label = inner.text("label"), .color = inner.text("color")};
  if (choice.value.empty()) inner.problem("a choice needs a value");
  if (choice.label.empty()) choice.label = label_from(choice.value);
  if (!choice.color.empty() && !is_color(choice.color)) {
    inner.problem_of("color", "a color is a name like green, or #rrggbb");
  }
  return choice;
}

std::vector<Choice> read_choices(const Declaration& declaration) {
  std::vector<Choice> choices;
  const Yaml* list = declaration.find("choices");
  if (!list) return choices;
  if (!list->is_list()) declaration.problem_of("choices", "choices must be a list");
  for (const Yaml& item : list->items) choices.push_back(read_choice(item, declaration));
  return choices;
}

void read_options(Field& field, const Declaration& declaration) {
  field.indexed = declaration.flag("index");
  field.unique = read_unique(declaration);
  field.minimum = declaration.integer("min");
  field.maximum = declaration.integer("max");
  field.precision = static_cast<int>(std::clamp<std::int64_t>(declaration.integer("precision").value_or(0), -1, 100));
  field.rounds = declaration.flag("round");
  field.choices = read_choices(declaration);
  field.to = declaration.text("to");
  field.on_erase = read_on_erase(declaration);
  field.same_person = declaration.flag("same_person");
  field.follows_person = declaration.flag("follows_person");
  if (declaration.has("many") && !declaration.flag("many")) {
    declaration.problem_of("many", "this type always keeps several values; leave many out");
  }
}

/// What the options must be like together.
void check_options(const Field& field, const Declaration& declaration) {
  const Shape shape = field.type->shape();
  const bool counts = shape == Shape::text || has_many(shape);
  if (counts && field.maximum && *field.maximum < 1) declaration.problem_of("max", "max must be at least 1");
  if (field.unique != Unique::no && shape == Shape::text && !field.indexed) {
    declaration.problem_of("unique", "unique needs index: true, or every write would read the whole table");
  }
  const auto& options = field.type->options();
  if (std::ranges::find(options, "to") != options.end() && field.to.empty()) {
    declaration.problem("to is missing; name the entity this leads to, or \"*\" for any");
  }
  if (field.required && field.on_erase == OnErase::unlink) {
    declaration.problem_of("on_erase", "a required link cannot be unlinked; use delete or mask, or do not require it");
  }
  if (const auto checked = field.type->check_declaration(field); !checked) declaration.problem(checked.error().message);
}

void check_default(const Field& field, const Declaration& declaration) {
  if (field.default_value.empty()) return;
  std::vector<Cell> cells(field.type->columns().size());
  const auto read = field.type->read_text(field, field.default_value, InputContext{}, cells);
  if (!read) declaration.problem_of("default", "the default is not a value of this field: " + read.error().message);
}

std::string read_compute(const Declaration& declaration, const Vocabulary& vocabulary) {
  std::string compute = declaration.text("compute");
  if (!compute.empty() && !vocabulary.computes.contains(compute)) {
    declaration.problem_of("compute", fmt::format("there is no compute \"{}\"{}", compute,
                                                  suggestion_among(compute, vocabulary.computes)));
  }
  return compute;
}

}  // namespace

Field read_field(std::string_view name, const Declaration& declaration, const Vocabulary& vocabulary, bool custom) {
  Field field;
  field.name = name;
  field.file = declaration.file();
  field.line = declaration.line();
  check_name(name, declaration, custom);
  field.id = read_id(declaration, custom);
  field.type = read_type(declaration);
  check_keys(field.type, declaration);
  field.label = declaration.has("label") ? declaration.text("label") : label_from(name);
  field.help = declaration.text("help");
  field.category = read_category(declaration, vocabulary);
  field.purposes = read_purposes(declaration, vocabulary, field.category);
  field.required = declaration.flag("required");
  field.compute = read_compute(declaration, vocabulary);
  field.read_only = declaration.flag("read_only", !field.compute.empty());
  field.default_value = declaration.text("default");
  read_options(field, declaration);
  if (field.type) {
    check_options(field, declaration);
    check_default(field, declaration);
    const bool is_address = field.type->name() == "email" || field.type->name() == "phone";
    field.searched = declaration.flag("search", is_address);
  }
  return field;
}

}  // namespace probity::meta
