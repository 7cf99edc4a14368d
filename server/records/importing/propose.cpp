#include "records/importing/propose.hpp"

#include "base/text.hpp"
#include "records/importing/failed_rows.hpp"
#include "records/importing/synonyms.hpp"
#include "records/importing/target.hpp"

namespace probity::records::importing {
namespace {

constexpr double kCalledAsTheField = 1.1;
constexpr double kSameName = 1.0;
constexpr double kOfTheLinked = 0.9;
constexpr double kNamesTheEntity = 0.85;
constexpr double kLinkByName = 0.8;
constexpr double kOneNameInTheOther = 0.6;
constexpr double kByContentAlone = 0.5;
/// Below this a guess is more likely to annoy than to help.
constexpr double kWorthProposing = 0.45;
/// Share of the samples that a field must be able to read.
constexpr double kMostSamples = 0.8;

constexpr std::string_view kPeople = ":people";
constexpr std::string_view kByEmail = ":email";

struct Guess {
  std::size_t column;
  std::string target;
  double score;
};

std::string spaced(std::string_view name) {
  std::string text(name);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

bool has_words(std::string_view text, std::string_view words) {
  return (" " + std::string(text) + " ").find(" " + std::string(words) + " ") != std::string::npos;
}

/// Whether the field could hold what is in the column.
bool samples_fit(const Context& context, const meta::Field& field, const Column& column) {
  if (column.samples.empty()) return true;
  std::size_t fitting = 0;
  for (const std::string& sample : column.samples) {
    std::vector<Cell> cells(field.type->columns().size());
    if (field.type->read_text(field, sample, *context.input, cells)) ++fitting;
  }
  return static_cast<double>(fitting) >= kMostSamples * static_cast<double>(column.samples.size());
}

double name_score(const std::string& column, const meta::Field& field) {
  const std::string name = plain_name(spaced(field.name));
  const std::string label = plain_name(field.label);
  if (column == name || column == label) return kSameName;
  if (has_words(column, name) || has_words(name, column)) return kOneNameInTheOther;
  return 0;
}

/// "mobile phone", "home phone", "work email": another value of the same field under a label.
std::optional<Guess> labelled_guess(std::size_t index, const std::string& column, const meta::Field& field) {
  if (field.type->name() != "phone" && field.type->name() != "email") return std::nullopt;
  const std::string name = plain_name(spaced(field.name));
  if (field.type->name() == "phone" && column == "fax") return Guess{index, field.name + ":fax", 0.7};
  if (!column.ends_with(" " + name)) return std::nullopt;
  return Guess{index, field.name + ":" + column.substr(0, column.size() - name.size() - 1), 0.9};
}

/// Words by which a column may speak of the records of an entity.
std::vector<std::string> words_for(const meta::Entity& entity) {
  std::vector<std::string> words{plain_name(entity.label_one), plain_name(spaced(entity.name))};
  if (entity.subject.kind == meta::Subject::Kind::self) words.insert(words.end(), {"person", "contact", "customer"});
  return words;
}

void guess_links(const Context& context, std::size_t index, const std::string& column, const meta::Field& field, std::vector<Guess>& guesses) {
  const meta::Entity* linked = context.model().find(field.to);
  if (!linked || linked->system) return;
  for (const meta::Field& by : linked->fields) {
    if (refers(*linked, by) && column == plain_name(spaced(field.name) + " " + spaced(by.name))) guesses.push_back({index, field.name + "." + by.name, kSameName});
  }
  // In a file of contacts, a column "Contact" speaks of the contact itself.
  std::vector<std::string> words = linked == context.entity ? std::vector<std::string>() : words_for(*linked);
  words.push_back(plain_name(spaced(field.name)));
  for (const std::string& word : words) {
    const meta::Field* naming = naming_field(*linked);
    if (column == word && naming) guesses.push_back({index, field.name + "." + naming->name, kLinkByName});
    if (column == word && !naming && has_name_parts(*linked)) guesses.push_back({index, field.name, kLinkByName});
    if (!column.starts_with(word + " ")) continue;
    const std::string rest = plain_name(column.substr(word.size() + 1));
    for (const meta::Field& by : linked->fields) {
      const std::string target = field.name + "." + by.name;
      if (name_score(rest, by) == kSameName && parse_target(context, target)) guesses.push_back({index, target, kOfTheLinked});
    }
  }
}

bool looks_like_codes(const Column& column) {
  return !column.samples.empty() && std::all_of(column.samples.begin(), column.samples.end(), [](const std::string& sample) {
    return sample.find(' ') == std::string::npos && sample.find_first_of("0123456789") != std::string::npos;
  });
}

/// "company.name", "owner:email", "contact": as an export names its columns.
bool is_target(const Context& context, const std::string& name) {
  const auto target = parse_target(context, name);
  if (!target) return false;
  return name.find_first_of(".:") != name.npos || (target->kind == Target::Kind::link && !target->linked_field);
}

bool are_addresses(const Column& column) {
  return !column.samples.empty() && std::ranges::all_of(column.samples, [](const std::string& sample) { return sample.find('@') != sample.npos; });
}

void guess_fields(const Context& context, std::size_t index, const Column& column, std::vector<Guess>& guesses) {
  if (is_target(context, column.name)) guesses.push_back({index, column.name, kCalledAsTheField});
  const std::string name = plain_name(column.name);
  if (has_name_parts(*context.entity) && (name == "full name" || name == "name")) guesses.push_back({index, "full_name", 0.75});
  for (const meta::Field& field : context.entity->fields) {
    for (const std::string_view ending : {kPeople, kByEmail}) {
      const bool named = (name == plain_name(field.label) || name == plain_name(spaced(field.name))) && (ending == kByEmail || are_addresses(column));
      const auto people = named ? parse_target(context, fmt::format("{}{}", field.name, ending)) : Result<Target>(std::unexpected(Error{}));
      if (people && people->kind == Target::Kind::people) guesses.push_back({index, fmt::format("{}{}", field.name, ending), kSameName});
    }
    if (field.type->name() == "link" || field.type->name() == "links") {
      guess_links(context, index, name, field, guesses);
      continue;
    }
    if (!parse_target(context, field.name)) continue;
    const bool called_so = column.name == field.name || fold(column.name) == fold(field.label);
    const double score = called_so ? kCalledAsTheField : name_score(name, field);
    // A column that is called as the field is meant for it, whatever is wrong with its values.
    if (score >= kSameName || (score > 0 && samples_fit(context, field, column))) guesses.push_back({index, field.name, score});
    if (auto labelled = labelled_guess(index, name, field); labelled && samples_fit(context, field, column)) guesses.push_back(std::move(*labelled));
    if (field.type->name() == "address") {
      for (std::string_view part : kAddressParts) {
        if (name == plain_name(spaced(part))) guesses.push_back({index, fmt::format("{}.{}", field.name, part), 0.8});
      }
    }
    const bool told_by_content = field.type->name() == "email" && !column.samples.empty();
    if (told_by_content && samples_fit(context, field, column)) guesses.push_back({index, field.name, kByContentAlone});
  }
  // A column called as the records themselves ("Office" in a file of locations) names or numbers them.
  std::vector<std::string> own = words_for(*context.entity);
  if (const meta::Field* kind = context.entity->field("kind")) {
    for (const meta::Choice& choice : kind->choices) own.push_back(plain_name(choice.label));
  }
  if (std::find(own.begin(), own.end(), name) == own.end()) return;
  const char* target = looks_like_codes(column) && context.entity->field("reference") ? "reference" : "name";
  if (parse_target(context, target)) guesses.push_back({index, target, kNamesTheEntity});
}

/// "Start" is when a call or a meeting begins, whatever the field is called.
void guess_beginning(const Context& context, std::size_t index, const Column& column, std::vector<Guess>& guesses) {
  constexpr std::string_view kWords[] = {"start", "starts", "start time", "start date", "begin", "begins", "beginn", "date", "time", "when", "date time", "date and time"};
  const meta::Entity& entity = *context.entity;
  const bool lasts = entity.field("end") || entity.field("duration");
  const meta::Field* field = entity.field(entity.timeline);
  if (!lasts || !field || std::ranges::find(kWords, plain_name(column.name)) == std::end(kWords)) return;
  if (samples_fit(context, *field, column)) guesses.push_back({index, field->name, kNamesTheEntity});
}

/// "Address" beside "City" and "Zip" is the street.
void make_streets(std::vector<Column>& columns) {
  for (Column& column : columns) {
    const bool has_parts = std::any_of(columns.begin(), columns.end(), [&](const Column& other) { return other.target == column.target + ".city" || other.target == column.target + ".postal_code"; });
    if (!column.target.empty() && has_parts) column.target += ".street";
  }
}

/// A website or a size alone finds few companies and makes none: they are told only beside the name.
void drop_lone_details(const Context& context, std::vector<Column>& columns) {
  std::set<const meta::Field*> named;
  const auto linked = [&](const Column& column) {
    auto target = column.target.empty() ? Result<Target>(std::unexpected(Error{})) : parse_target(context, column.target);
    return target && target->kind == Target::Kind::link && target->linked_field ? std::optional(*target) : std::nullopt;
  };
  for (const Column& column : columns) {
    const auto target = linked(column);
    if (target && target->linked_field == naming_field(*target->linked)) named.insert(target->field);
  }
  for (Column& column : columns) {
    const auto target = linked(column);
    if (!target || named.contains(target->field)) continue;
    if (refers(*target->linked, *target->linked_field) && target->linked_field->type->name() != "phone") continue;
    column.target.clear();
    column.confidence = 0;
  }
}

/// Several columns may tell of one linked record by different fields, but not beside its whole name, which finds or
/// makes somebody by itself.
bool may_tell_too(std::set<const meta::Field*>& taken, const Target& target) {
  const bool alone = target.linked_field == nullptr;
  if (!taken.empty() && (alone || taken.contains(nullptr))) return false;
  return taken.insert(target.linked_field).second;
}

bool takes_several(const Context& context, const std::string& target) {
  const auto parsed = parse_target(context, target);
  return parsed && parsed->field && parsed->field->type->shape() == meta::Shape::keys;
}

/// Where the parts of a name are columns of their own, the whole name is one more column and no source.
bool is_redundant(const std::vector<Column>& columns, const std::string& target) {
  if (target != "full_name") return false;
  return std::any_of(columns.begin(), columns.end(), [](const Column& column) { return column.target == "last_name" || column.target == "first_name"; });
}

}  // namespace

void propose_targets(const Context& context, std::vector<Column>& columns) {
  std::vector<Guess> guesses;
  const std::size_t to_guess = columns.size() - (are_of_failed_rows(columns) ? 2 : 0);
  for (std::size_t index = 0; index < to_guess; ++index) {
    guess_fields(context, index, columns[index], guesses);
    guess_beginning(context, index, columns[index], guesses);
  }
  std::stable_sort(guesses.begin(), guesses.end(), [](const Guess& left, const Guess& right) { return left.score > right.score; });
  std::set<std::string> taken;
  std::map<const meta::Field*, std::set<const meta::Field*>> links_taken;  ///< fields of what a link leads to; null for a person's whole name
  for (const Guess& guess : guesses) {
    Column& column = columns[guess.column];
    if (guess.score < kWorthProposing || !column.target.empty() || is_redundant(columns, guess.target)) continue;
    if (taken.contains(guess.target) && !takes_several(context, guess.target)) continue;
    const auto target = parse_target(context, guess.target);
    const bool link = target && target->kind == Target::Kind::link;
    if (!target || (link && !may_tell_too(links_taken[target->field], *target))) continue;
    column.target = guess.target;
    column.confidence = std::min(1.0, guess.score);
    taken.insert(guess.target);
  }
  drop_lone_details(context, columns);
  make_streets(columns);
}

}  // namespace probity::records::importing
