// Email addresses, several to a field. The typed case is kept; addresses are compared folded as a whole.
#include "base/text.hpp"
#include "meta/fields/all.hpp"
#include "meta/fields/contact_points.hpp"
#include "meta/fields/email_address.hpp"
#include "meta/fields/text_list.hpp"

namespace probity::meta {
namespace {

constexpr std::size_t kDefaultAddresses = 50;
constexpr std::string_view kOptions[] = {"many", "max", "index", "unique"};
constexpr std::string_view kMembers[] = {"value", "label", "primary"};

std::string stored_json(const std::vector<ContactPoint>& points) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartArray();
  for (const ContactPoint& point : points) {
    writer.StartObject();
    key(writer, "value");
    put(writer, point.value);
    key(writer, "label");
    point.label.empty() ? void(writer.Null()) : put(writer, point.label);
    key(writer, "primary");
    writer.Bool(point.primary);
    writer.EndObject();
  }
  writer.EndArray();
  return std::string(text(buffer));
}

std::string_view without_scheme(std::string_view text) {
  constexpr std::string_view kScheme = "mailto:";
  return lower_ascii(text.substr(0, kScheme.size())) == kScheme ? text.substr(kScheme.size()) : text;
}

Result<std::string> normalised(std::string_view typed) {
  if (!is_valid_text(typed)) return invalid("invalid_text", "The address is not valid UTF-8 or holds a NUL character.");
  const std::string_view address = trim(without_scheme(trim(typed)));
  if (is_email_address(address)) return std::string(address);
  return invalid("invalid_email", fmt::format("{} is not an email address. One looks like name@example.com.", in_quotes(address)));
}

Result<> keep(std::vector<ContactPoint> points, std::size_t limit, std::span<Cell> out) {
  std::set<std::string> seen;
  std::erase_if(points, [&seen](const ContactPoint& point) { return !seen.insert(fold(point.value)).second; });
  if (points.size() > limit) return too_many_items(limit);
  settle_primary(points);
  if (!points.empty()) out[0] = stored_json(points);
  return {};
}

/// The text between commas, semicolons and line breaks, but for those in a quoted name ("Doe, Ada").
std::vector<std::string_view> mailboxes(std::string_view text) {
  std::vector<std::string_view> found;
  bool inside_quotes = false;
  std::size_t start = 0;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    const char character = at < text.size() ? text[at] : '\n';
    if (character == '"') inside_quotes = !inside_quotes;
    const bool separates = character == '\n' || (!inside_quotes && (character == ',' || character == ';'));
    if (!separates) continue;
    if (const auto piece = trim(text.substr(start, at - start)); !piece.empty()) found.push_back(piece);
    start = at + 1;
    inside_quotes = false;
  }
  return found;
}

/// "Ada Lovelace <ada@example.com>": the name becomes the label.
Result<bool> read_named(std::string_view piece, std::vector<ContactPoint>& points) {
  const std::size_t open = piece.find('<');
  if (open == piece.npos || !piece.ends_with('>')) return false;
  PROBITY_ASSIGN(std::string address, normalised(piece.substr(open + 1, piece.size() - open - 2)));
  std::string_view name = trim(piece.substr(0, open));
  if (name.size() > 1 && name.starts_with('"') && name.ends_with('"')) name = trim(name.substr(1, name.size() - 2));
  points.push_back({.value = std::move(address), .label = is_label(name) ? std::string(first_characters(name, 50)) : ""});
  return true;
}

/// One piece between commas: addresses separated by spaces, perhaps with a label behind.
Result<> read_piece(std::string_view piece, std::vector<ContactPoint>& points) {
  PROBITY_ASSIGN(const bool named, read_named(piece, points));
  if (named) return {};
  const std::string_view label = take_label(piece);
  for (const std::string_view address : pieces(piece, " \t\n\r")) {
    PROBITY_ASSIGN(std::string value, normalised(address));
    points.push_back({.value = std::move(value)});
  }
  if (!points.empty()) points.back().label = label;
  return {};
}

class Email final : public FieldType {
 public:
  std::string_view name() const override { return "email"; }
  Shape shape() const override { return Shape::keys; }
  std::span<const ColumnPart> columns() const override { return kTextColumn; }
  std::span<const std::string_view> options() const override { return kOptions; }

  Result<> read(const Field& field, const JsonValue& value, const InputContext&, std::span<Cell> out) const override {
    const std::size_t limit = limit_of(field, kDefaultAddresses);
    PROBITY_ASSIGN(std::vector<ContactPointInput> inputs, read_contact_points(value, kMembers, limit));
    std::vector<ContactPoint> points;
    for (ContactPointInput& input : inputs) {
      PROBITY_ASSIGN(std::string address, normalised(input.value));
      points.push_back({.value = std::move(address), .label = std::move(input.label), .primary = input.primary});
    }
    return keep(std::move(points), limit, out);
  }

  Result<> read_text(const Field& field, std::string_view text, const InputContext&,
                     std::span<Cell> out) const override {
    if (!is_valid_text(text)) return invalid("invalid_text", "The text is not valid UTF-8 or holds a NUL character.");
    std::vector<ContactPoint> points;
    for (const std::string_view piece : mailboxes(text)) PROBITY_TRY(read_piece(piece, points));
    return keep(std::move(points), limit_of(field, kDefaultAddresses), out);
  }

  void write(const Field&, const Row& row, int column, JsonWriter& writer) const override {
    write_contact_points(row, column, writer);
  }

  std::string text(const Field&, const Row& row, int column) const override {
    return with_labels(contact_points(row, column), ", ", &ContactPoint::value);
  }

  std::string display(const Field&, const Row& row, int column) const override {
    const auto points = contact_points(row, column);
    return points.empty() ? std::string() : points.front().value;
  }

  void search(const Field&, const Row& row, int column, SearchText& found) const override {
    for (const ContactPoint& point : contact_points(row, column)) found.add_exact(point.value);
  }

  std::vector<std::string> keys(const Field&, const Row& row, int column) const override {
    std::vector<std::string> folded;
    for (const ContactPoint& point : contact_points(row, column)) folded.push_back(fold(point.value));
    return folded;
  }

  void write_schema(const Field&, JsonWriter& writer) const override {
    write_contact_point_schema(writer, "email", [](JsonWriter&) {});
  }
};

}  // namespace

const FieldType& email_type() {
  static const Email type;
  return type;
}

}  // namespace probity::meta
