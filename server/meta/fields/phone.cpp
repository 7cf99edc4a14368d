// Phone numbers, several to a field, kept in E.164 beside the form in which they were typed. What is no
// number stays as typed and says so; it is never an error.
#include "base/text.hpp"
#include "meta/fields/all.hpp"
#include "meta/fields/contact_points.hpp"
#include "meta/fields/phone_number.hpp"
#include "meta/fields/text_list.hpp"

namespace probity::meta {
namespace {

constexpr std::size_t kDefaultNumbers = 50;
constexpr std::size_t kTypedCharacters = 200;
constexpr std::string_view kOptions[] = {"many", "max", "index", "unique"};
constexpr std::string_view kMembers[] = {"value", "typed", "extension", "label", "primary", "valid"};

std::string stored_json(const std::vector<ContactPoint>& points) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartArray();
  for (const ContactPoint& point : points) {
    writer.StartObject();
    key(writer, "value");
    put(writer, point.value);
    key(writer, "typed");
    put(writer, point.typed);
    if (!point.extension.empty()) {
      key(writer, "extension");
      put(writer, point.extension);
    }
    key(writer, "label");
    point.label.empty() ? void(writer.Null()) : put(writer, point.label);
    key(writer, "primary");
    writer.Bool(point.primary);
    key(writer, "valid");
    writer.Bool(point.valid);
    writer.EndObject();
  }
  writer.EndArray();
  return std::string(text(buffer));
}

/// The next semicolon (but for the ";ext=" of RFC 3966) or line break, which always separate numbers.
std::size_t find_separator(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool is_extension = text.substr(at).starts_with(";ext=");
    if (text[at] == '\n' || (text[at] == ';' && !is_extension)) return at;
  }
  return text.size();
}

/// A slash or a comma separates numbers where there is one on either side; in "030/12 34 56" and before an extension
/// ("030 901820, 12") it does not.
std::size_t find_mark(std::string_view text) {
  constexpr std::size_t kShortestNumber = 7;  // no area code is as long
  for (std::size_t at = text.find_first_of("/,"); at != text.npos; at = text.find_first_of("/,", at + 1)) {
    const bool separates = digits_of(text.substr(0, at)).size() >= kShortestNumber &&
                           digits_of(text.substr(at)).size() >= kShortestNumber;
    if (separates) return at;
  }
  return text.size();
}

std::vector<std::string_view> separate_numbers(std::string_view text) {
  std::vector<std::string_view> numbers;
  const auto keep = [&numbers](std::string_view number) {
    if (!trim(number).empty()) numbers.push_back(trim(number));
  };
  while (!text.empty()) {
    const std::size_t end = find_separator(text);
    for (std::string_view rest = text.substr(0, end); !rest.empty();) {
      const std::size_t mark = find_mark(rest);
      keep(rest.substr(0, mark));
      rest.remove_prefix(std::min(mark + 1, rest.size()));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return numbers;
}

ContactPoint as_typed(std::string typed, std::string_view country) {
  ContactPoint point;
  const auto number = parse_phone_number(typed, country);
  point.valid = number.has_value();
  point.value = number ? number->e164 : typed;
  if (number) point.extension = number->extension;
  point.typed = std::move(typed);
  return point;
}

/// Whether a national form can be that of an international number read in another country.
bool is_form_of(std::string_view typed, std::string_view e164) {
  const std::string digits = digits_of(typed);
  const std::size_t start = digits.find_first_not_of('0');
  return start != digits.npos && digits_of(e164).ends_with(std::string_view(digits).substr(start));
}

Result<ContactPoint> read_number(std::string_view text, std::string label, std::string_view country) {
  PROBITY_ASSIGN(std::string line, clean_line(text, kTypedCharacters));
  std::string_view typed = line;
  if (label.empty()) label = take_label(typed);
  ContactPoint point = as_typed(std::string(typed), country);
  point.label = std::move(label);
  return point;
}

/// An object may come back as it was shown, or with another value put into it: where value and typed
/// form disagree, the value counts.
Result<ContactPoint> read_entry(const ContactPointInput& input, std::string_view shown, std::string_view country) {
  const bool has_both = !is_blank(input.value) && !is_blank(input.typed);
  PROBITY_ASSIGN(ContactPoint point, read_number(shown, input.label, country));
  if (has_both && point.value != trim(input.value)) {
    PROBITY_ASSIGN(ContactPoint by_value, read_number(input.value, point.label, country));
    if (by_value.valid && is_form_of(point.typed, by_value.value)) by_value.typed = point.typed;
    point = std::move(by_value);
  }
  if (point.valid && point.extension.empty() && !digits_of(input.extension).empty()) {
    return read_number(fmt::format("{} ext. {}", point.typed, digits_of(input.extension)), point.label, country);
  }
  return point;
}

Result<> keep(std::vector<ContactPoint> points, std::size_t limit, std::span<Cell> out) {
  std::set<std::string> seen;
  std::erase_if(points, [&seen](const ContactPoint& point) {
    return !seen.insert(point.value + ";" + point.extension).second;
  });
  if (points.size() > limit) return too_many_items(limit);
  settle_primary(points);
  if (!points.empty()) out[0] = stored_json(points);
  return {};
}

/// E.164, with the extension as RFC 3966 writes it: colleagues behind one switchboard are no duplicates.
std::string key_of(std::string_view value, std::string_view extension, bool valid) {
  if (!valid) return digits_of(value);
  return extension.empty() ? std::string(value) : fmt::format("{};ext={}", value, extension);
}

class Phone final : public FieldType {
 public:
  std::string_view name() const override { return "phone"; }
  Shape shape() const override { return Shape::keys; }
  std::span<const ColumnPart> columns() const override { return kTextColumn; }
  std::span<const std::string_view> options() const override { return kOptions; }

  Result<> read(const Field& field, const JsonValue& value, const InputContext& context,
                std::span<Cell> out) const override {
    const std::size_t limit = limit_of(field, kDefaultNumbers);
    PROBITY_ASSIGN(const std::vector<ContactPointInput> inputs, read_contact_points(value, kMembers, limit));
    std::vector<ContactPoint> points;
    for (const ContactPointInput& input : inputs) {
      bool primary = input.primary;
      for (const std::string_view shown : separate_numbers(is_blank(input.typed) ? input.value : input.typed)) {
        PROBITY_ASSIGN(ContactPoint point, read_entry(input, shown, context.country));
        point.primary = std::exchange(primary, false);
        points.push_back(std::move(point));
      }
    }
    return keep(std::move(points), limit, out);
  }

  Result<> read_text(const Field& field, std::string_view text, const InputContext& context,
                     std::span<Cell> out) const override {
    std::vector<ContactPoint> points;
    for (const std::string_view number : separate_numbers(text)) {
      PROBITY_ASSIGN(ContactPoint point, read_number(number, {}, context.country));
      points.push_back(std::move(point));
    }
    return keep(std::move(points), limit_of(field, kDefaultNumbers), out);
  }

  void write(const Field&, const Row& row, int column, JsonWriter& writer) const override {
    write_contact_points(row, column, writer);
  }

  std::string text(const Field&, const Row& row, int column) const override {
    return with_labels(contact_points(row, column), "; ", &ContactPoint::typed);
  }

  std::string display(const Field&, const Row& row, int column) const override {
    const auto points = contact_points(row, column);
    return points.empty() ? std::string() : points.front().typed;
  }

  /// Equality looks for the number, the others for a run of its digits.
  Result<Cell> operand(const Field&, Operator op, const JsonValue& value, const InputContext& context) const override {
    PROBITY_ASSIGN(const std::string_view typed, string_in(value, "a phone number as text"));
    if (!is_valid_text(typed)) return invalid("invalid_text", "The text is not valid UTF-8.");
    if (op == Operator::starts_with) return Cell(beginning_of_e164(typed, context.country));
    if (op == Operator::contains) {
      const std::string digits = digits_of(typed);
      const std::size_t start = digits.find_first_not_of('0');
      if (start == digits.npos) return invalid("no_digits", "Phone numbers are searched by their digits. Type some.");
      return Cell(digits.substr(start));
    }
    const ContactPoint point = as_typed(std::string(trim(typed)), context.country);
    return Cell(key_of(point.value, point.extension, point.valid));
  }

  void search(const Field&, const Row& row, int column, SearchText& found) const override {
    for (const ContactPoint& point : contact_points(row, column)) {
      const std::string typed = digits_of(point.typed);
      const std::string international = point.valid ? international_digits(point.value) : typed;
      const std::string national = point.valid ? national_digits(point.value) : typed;
      found.add_exact(international);
      if (international.find(national) == international.npos) found.add_exact(national);
      const bool is_new = international.find(typed) == international.npos && national.find(typed) == national.npos;
      if (is_new) found.add_exact(typed);
    }
  }

  std::vector<std::string> keys(const Field&, const Row& row, int column) const override {
    std::vector<std::string> keys;
    for (const ContactPoint& point : contact_points(row, column)) {
      std::string key = key_of(point.value, point.extension, point.valid);
      if (!key.empty()) keys.push_back(std::move(key));
    }
    return keys;
  }

  void write_schema(const Field&, JsonWriter& writer) const override {
    write_contact_point_schema(writer, "", [](JsonWriter& inner) {
      for (const auto& [name, type] : {std::pair{"typed", "string"}, {"extension", "string"}, {"valid", "boolean"}}) {
        key(inner, name);
        inner.StartObject();
        key(inner, "type");
        put(inner, type);
        inner.EndObject();
      }
    });
  }
};

}  // namespace

const FieldType& phone_type() {
  static const Phone type;
  return type;
}

}  // namespace probity::meta
