// A postal address in parts, beside one line of it that is compared, sorted and searched.
#include "base/text.hpp"
#include "meta/fields/all.hpp"
#include "meta/fields/input.hpp"

namespace probity::meta {
namespace {

constexpr std::size_t kPartCharacters = 200;
constexpr std::string_view kOptions[] = {"index"};
constexpr std::string_view kParts[] = {"street", "street2", "city", "region", "postal_code", "country"};
constexpr FieldType::ColumnPart kColumns[] = {{"", ColumnKind::text}, {"flat", ColumnKind::text}};
constexpr int kFlat = 1;

using Parts = std::array<std::string, std::size(kParts)>;
enum Part : std::size_t { kStreet, kStreet2, kCity, kRegion, kPostalCode, kCountry };

std::string stored_json(const Parts& parts) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  for (std::size_t at = 0; at < parts.size(); ++at) {
    key(writer, kParts[at]);
    parts[at].empty() ? void(writer.Null()) : put(writer, parts[at]);
  }
  writer.EndObject();
  return std::string(text(buffer));
}

Parts parts_of(const Row& row, int column) {
  Parts parts;
  if (row.null(column)) return parts;
  const auto json = parse_json(row.text(column));
  for (std::size_t at = 0; json && at < parts.size(); ++at) {
    const JsonValue* part = find(*json, kParts[at]);
    if (part && part->IsString()) parts[at] = view(*part);
  }
  return parts;
}

/// "205 4th Ave. NE, Suite 104, Cullman, AL 35055, US"
std::string one_line(const Parts& parts) {
  std::string line;
  for (std::size_t at = 0; at < parts.size(); ++at) {
    if (parts[at].empty()) continue;
    const bool belongs_to_region = at == kPostalCode && !parts[kRegion].empty();
    if (!line.empty()) line += belongs_to_region ? " " : ", ";
    line += parts[at];
  }
  return line;
}

Result<> keep(Parts parts, std::span<Cell> out) {
  std::string& country = parts[kCountry];
  const auto is_letter = [](unsigned char byte) { return byte < 0x80 && std::isalpha(byte); };
  if (country.size() == 2 && std::ranges::all_of(country, is_letter)) {
    std::ranges::transform(country, country.begin(), [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
  }
  std::string line = one_line(parts);
  if (line.empty()) return {};
  out[0] = stored_json(parts);
  out[kFlat] = std::move(line);
  return {};
}

/// Parts of a line are told apart by ";", which "\;" writes inside one, as in vCard (RFC 6350, 3.4).
std::string escaped(std::string_view part) {
  std::string text;
  for (const char character : part) {
    if (character == ';' || character == '\\') text += '\\';
    text += character;
  }
  return text;
}

std::vector<std::string> escaped_parts(std::string_view text) {
  std::vector<std::string> parts(1);
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool is_escape = text[at] == '\\' && at + 1 < text.size() && (text[at + 1] == ';' || text[at + 1] == '\\');
    if (is_escape) parts.back() += text[++at];
    else if (text[at] == ';') parts.emplace_back();
    else parts.back() += text[at];
  }
  return parts;
}

class Address final : public FieldType {
 public:
  std::string_view name() const override { return "address"; }
  Shape shape() const override { return Shape::text; }
  std::span<const ColumnPart> columns() const override { return kColumns; }
  int comparable_column() const override { return kFlat; }
  std::span<const std::string_view> options() const override { return kOptions; }
  std::span<const std::string_view> parts() const override { return kParts; }

  Result<> read(const Field& field, const JsonValue& value, const InputContext& context,
                std::span<Cell> out) const override {
    if (value.IsString()) return is_blank(view(value)) ? Result<>{} : read_text(field, view(value), context, out);
    if (!value.IsObject()) return wrong_type(fmt::format("an object with {}", fmt::join(kParts, ", ")));
    Parts parts;
    for (const auto& member : value.GetObject()) {
      const auto part = std::ranges::find(kParts, view(member.name));
      if (part == std::end(kParts)) {
        return invalid("unknown_member", fmt::format("{} is not part of an address. Use {}.", in_quotes(view(member.name)),
                                                     fmt::join(kParts, ", ")));
      }
      if (member.value.IsNull()) continue;
      PROBITY_ASSIGN(const std::string_view typed, string_in(member.value, fmt::format("text as {}", *part)));
      PROBITY_ASSIGN(parts[static_cast<std::size_t>(part - kParts)], clean_line(typed, kPartCharacters));
    }
    return keep(std::move(parts), out);
  }

  /// "street; street2; city; region; postal code; country"; a line without ";" is kept as the street,
  /// because no rule takes addresses of all countries apart.
  Result<> read_text(const Field&, std::string_view text, const InputContext&, std::span<Cell> out) const override {
    const std::vector<std::string> typed = escaped_parts(text);
    if (typed.size() > std::size(kParts)) {
      return invalid("invalid_address", fmt::format("The address has more than the {} parts {}.", std::size(kParts),
                                                    fmt::join(kParts, "; ")));
    }
    Parts parts;
    for (std::size_t at = 0; at < typed.size(); ++at) {
      PROBITY_ASSIGN(parts[at], clean_line(typed[at], kPartCharacters));
    }
    return keep(std::move(parts), out);
  }

  void write(const Field&, const Row& row, int column, JsonWriter& writer) const override {
    row.null(column) ? void(writer.Null()) : raw(writer, row.text(column), rapidjson::kObjectType);
  }

  std::string text(const Field&, const Row& row, int column) const override {
    const Parts parts = parts_of(row, column);
    std::string line;
    std::string separators;  // of empty parts too, written only when another part follows
    for (std::size_t at = 0; at < parts.size(); ++at) {
      if (!parts[at].empty()) line += std::exchange(separators, "") + escaped(parts[at]);
      separators += "; ";
    }
    return line;
  }

  std::string display(const Field&, const Row& row, int column) const override {
    return std::string(row.text(column + kFlat));
  }

  void search(const Field&, const Row& row, int column, SearchText& found) const override {
    found.add_words(row.text(column + kFlat));
  }

  void write_schema(const Field&, JsonWriter& writer) const override {
    key(writer, "type");
    put(writer, "object");
    key(writer, "properties");
    writer.StartObject();
    for (const std::string_view part : kParts) {
      key(writer, part);
      writer.StartObject();
      key(writer, "type");
      writer.StartArray();
      put(writer, "string");
      put(writer, "null");
      writer.EndArray();
      writer.EndObject();
    }
    writer.EndObject();
  }
};

}  // namespace

const FieldType& address_type() {
  static const Address type;
  return type;
}

}  // namespace probity::meta
