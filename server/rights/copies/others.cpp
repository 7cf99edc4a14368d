#include "rights/copies/others.hpp"

#include "base/text.hpp"
#include "records/subject/state.hpp"

namespace probity::copies {
namespace {

constexpr std::size_t kFewestDigits = 6;
/// Enough of the end of a number to tell it from others, however its beginning is written.
constexpr std::size_t kTellingDigits = 8;
constexpr std::size_t kShortestName = 2;
constexpr std::size_t kShortestOther = 4;

bool beneath(std::string_view category, std::string_view above) {
  return category.starts_with(above) && (category.size() == above.size() || category[above.size()] == '.');
}

bool identifies(const meta::Field& field) {
  if (field.is_credential() || field.category == "user.contact.organization") return false;
  for (const std::string_view above : {"user.name", "user.contact", "user.government_id", "user.payment", "user.financial"}) {
    if (beneath(field.category, above)) return true;
  }
  return false;
}

std::string telling(std::string_view digits) { return std::string(digits.size() > kTellingDigits ? digits.substr(digits.size() - kTellingDigits) : digits); }

void add_word(std::string_view text, std::size_t shortest, Marks& marks) {
  std::string folded = fold(trim(text));
  if (length_in_characters(folded) >= shortest) marks.words.insert(std::move(folded));
}

void add_number(std::string_view text, Marks& marks) {
  const std::string digits = digits_of(text);
  if (digits.size() >= kFewestDigits) marks.numbers.insert(telling(digits));
}

void add_contact_points(std::string_view json, bool numbers, Marks& marks) {
  const auto points = parse_json(json);
  if (!points || !points->IsArray()) return;
  for (const JsonValue& point : points->GetArray()) {
    for (const std::string_view name : {"value", "typed"}) {
      const JsonValue* value = find(point, name);
      if (!value || !value->IsString()) continue;
      numbers ? add_number(view(*value), marks) : add_word(view(*value), kShortestOther, marks);
    }
  }
}

void add_address(std::string_view json, Marks& marks) {
  const auto address = parse_json(json);
  for (const std::string_view part : {"street", "street2"}) {
    const JsonValue* value = address ? find(*address, part) : nullptr;
    if (value && value->IsString()) add_word(view(*value), kShortestOther, marks);
  }
}


/// A text folded character by character, so that a find in the folded form leads back to the bytes.
struct Folded {
  std::string text;
  std::vector<std::size_t> from;  ///< of each folded byte: where its character begins
  std::vector<std::size_t> to;    ///< and ends
};

std::size_t length_of(unsigned char lead) { return lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4; }

Folded folded_by_character(std::string_view text) {
  Folded folded;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.size(), at + length_of(static_cast<unsigned char>(text[at])));
    const bool plain = end == at + 1;
    const std::string piece = plain ? lower_ascii(text.substr(at, 1)) : fold(text.substr(at, end - at));
    folded.text += piece;
    folded.from.insert(folded.from.end(), piece.size(), at);
    folded.to.insert(folded.to.end(), piece.size(), end);
    at = end;
  }
  return folded;
}

bool is_of_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80; }

bool stands_alone(std::string_view text, std::size_t begin, std::size_t end) {
  const bool before = begin > 0 && is_of_word(text[begin - 1]) && is_of_word(text[begin]);
  const bool after = end < text.size() && is_of_word(text[end]) && is_of_word(text[end - 1]);
  return !before && !after;
}

using Spans = std::vector<std::pair<std::size_t, std::size_t>>;

void find_words(std::string_view text, const Marks& marks, Spans& spans) {
  const Folded folded = folded_by_character(text);
  for (const std::string& word : marks.words) {
    for (auto at = folded.text.find(word); at != folded.text.npos; at = folded.text.find(word, at + 1)) {
      const std::size_t end = at + word.size();
      if (stands_alone(folded.text, at, end)) spans.emplace_back(folded.from[at], folded.to[end - 1]);
    }
  }
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_of_number(char c) { return is_digit(c) || std::string_view(" ()./-+").find(c) != std::string_view::npos; }

void find_numbers(std::string_view text, const Marks& marks, Spans& spans) {
  if (marks.numbers.empty()) return;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_digit(text[at]) && text[at] != '+') continue;
    std::size_t end = at;
    while (end < text.size() && is_of_number(text[end])) ++end;
    std::size_t last = end;
    while (last > at && !is_digit(text[last - 1])) --last;
    const std::string digits = digits_of(text.substr(at, last - at));
    const bool found = std::ranges::any_of(marks.numbers, [&](const std::string& number) { return digits.find(number) != digits.npos; });
    if (found) spans.emplace_back(at, last);
    at = end;
  }
}

bool is_of_address(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80 || std::string_view("._%+-'").find(c) != std::string_view::npos; }

void find_addresses(std::string_view text, const Marks& marks, Spans& spans) {
  if (!marks.every_address) return;
  for (auto at = text.find('@'); at != text.npos; at = text.find('@', at + 1)) {
    std::size_t begin = at, end = at + 1;
    while (begin > 0 && is_of_address(text[begin - 1])) --begin;
    while (end < text.size() && is_of_address(text[end])) ++end;
    while (end > at && !is_of_word(text[end - 1])) --end;
    if (begin == at || end <= at + 1 || marks.own.contains(fold(text.substr(begin, end - begin)))) continue;
    spans.emplace_back(begin, end);
  }
}

}  // namespace

Marks marks_of(const meta::Entity& entity, const Row& row) {
  Marks marks;
  for (const meta::Field& field : entity.fields) {
    if (!identifies(field) || row.null(field.first_column)) continue;
    const std::string_view type = field.type->name();
    const std::string_view text = row.text(field.first_column);
    if (type == "email" || type == "phone") {
      add_contact_points(text, type == "phone", marks);
    } else if (type == "address") {
      add_address(text, marks);
    } else if (type == "text" || type == "url") {
      add_word(text, beneath(field.category, "user.name") ? kShortestName : kShortestOther, marks);
    }
  }
  return marks;
}

std::string without(std::string_view text, const Marks& marks) {
  Spans spans;
  find_words(text, marks, spans);
  find_numbers(text, marks, spans);
  find_addresses(text, marks, spans);
  std::ranges::sort(spans);
  std::string left;
  std::size_t copied = 0;
  bool replaced = false;
  for (const auto& [begin, end] : spans) {
    if (end <= copied) continue;
    const std::string_view between = begin > copied ? text.substr(copied, begin - copied) : std::string_view();
    // "Ada Lovelace" is one person, not two.
    if (!replaced || !is_blank(between) || between.find('\n') != between.npos) {
      left += between;
      left += kSomeoneElse;
    }
    copied = end;
    replaced = true;
  }
  left += text.substr(copied);
  return left;
}

Others::Others(const records::Context& context, store::Reader& reader, const reach::Reach& reach)
    : context_(context), reader_(reader), people_(reach.people.begin(), reach.people.end()), theirs_(people_) {
  for (const reach::Reached& reached : reach.records) {
    if (reached.entity->subject.kind != meta::Subject::Kind::self) theirs_.insert(reached.record);
  }
}

Result<> Others::begin() {
  for (const Id& id : people_) {
    PROBITY_ASSIGN(const Marks* marks, of_person(id));
    own_.words.insert(marks->words.begin(), marks->words.end());
    own_.numbers.insert(marks->numbers.begin(), marks->numbers.end());
  }
  return {};
}

Result<const Marks*> Others::of_person(const Id& id) {
  if (const auto known = known_.find(id); known != known_.end()) return &known->second;
  Marks marks;
  PROBITY_ASSIGN(const records::Person person, records::find_person(context_, reader_, id));
  if (person.entity) {
    PROBITY_TRY(reader_.one(context_.catalog->tables(*person.entity).all, "_id", cell(id), [&](const Row& row) {
      marks = marks_of(*person.entity, row);
      return false;
    }));
  }
  return &known_.emplace(id, std::move(marks)).first->second;
}

Result<Marks> Others::of_record(const meta::Entity& entity, const Id& record, const Row& row) {
  Marks all;
  // Whom a letter went to besides need not be on record.
  all.every_address = entity.subject.kind == meta::Subject::Kind::via;
  all.own = own_.words;
  PROBITY_ASSIGN(std::set<Id> people, records::people_of(reader_, record));
  for (const meta::Field& field : entity.fields) {
    const meta::Entity* to = context_.model().find(field.to);
    if (!to || to->subject.kind != meta::Subject::Kind::self) continue;
    for (const Id& linked : field.type->targets(field, row, field.first_column)) people.insert(linked);
  }
  for (const Id& id : people) {
    if (is_the_person(id)) continue;
    PROBITY_ASSIGN(const Marks* marks, of_person(id));
    for (const std::string& word : marks->words) {
      if (!own_.words.contains(word)) all.words.insert(word);
    }
    for (const std::string& number : marks->numbers) {
      if (!own_.numbers.contains(number)) all.numbers.insert(number);
    }
  }
  return all;
}

}  // namespace probity::copies
