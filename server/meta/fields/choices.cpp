#include "meta/fields/choices.hpp"

#include "base/text.hpp"

namespace probity::meta {

const Choice* choice_of_value(const Field& field, std::string_view value) {
  const auto found = std::ranges::find(field.choices, value, &Choice::value);
  return found == field.choices.end() ? nullptr : &*found;
}

const Choice* choice_in_words(const Field& field, std::string_view words) {
  const std::string wanted = fold(trim(words));
  for (const Choice& choice : field.choices) {
    if (fold(choice.value) == wanted || fold(choice.label) == wanted) return &choice;
  }
  return nullptr;
}

std::string_view label_of(const Field& field, std::string_view value) {
  const Choice* choice = choice_of_value(field, value);
  return choice ? std::string_view(choice->label) : value;
}

std::unexpected<Error> unknown_choice(const Field& field, std::string_view value) {
  std::string known;
  for (const Choice& choice : field.choices) known += (known.empty() ? "" : ", ") + choice.value;
  return invalid("unknown_choice", fmt::format("{} is not one of: {}.", in_quotes(value), known));
}

Result<> check_choices(const Field& field) {
  if (field.choices.empty()) {
    return invalid("choices_missing", "choices are missing; list them, e.g. choices: [{value: open, label: Open}]");
  }
  std::map<std::string, const Choice*> names;
  for (const Choice& choice : field.choices) {
    for (const std::string& name : {fold(choice.value), fold(choice.label)}) {
      const auto [entry, added] = names.try_emplace(name, &choice);
      if (!added && entry->second != &choice) {
        return invalid("choices_alike", fmt::format("two choices are called {}; give each its own value and label", in_quotes(name)));
      }
    }
  }
  return {};
}

void write_choice_values(const Field& field, JsonWriter& writer) {
  key(writer, "enum");
  writer.StartArray();
  for (const Choice& choice : field.choices) put(writer, choice.value);
  writer.EndArray();
}

}  // namespace probity::meta
