// A length of time in whole seconds, never negative.
#include "base/time.hpp"

#include <charconv>

#include "base/text.hpp"
#include "meta/fields/all.hpp"
#include "meta/fields/decimal.hpp"
#include "meta/fields/input.hpp"

namespace probity::meta {
namespace {

constexpr std::string_view kOptions[] = {"index"};
constexpr std::int64_t kLongest = 100LL * 366 * 86'400;

struct Unit {
  std::string_view name;
  std::int64_t seconds;
};
constexpr Unit kUnits[] = {{"s", 1},        {"sec", 1},         {"secs", 1},     {"second", 1},  {"seconds", 1},
                           {"m", 60},       {"min", 60},        {"mins", 60},    {"minute", 60}, {"minutes", 60},
                           {"h", 3'600},    {"hr", 3'600},      {"hrs", 3'600},  {"hour", 3'600}, {"hours", 3'600},
                           {"d", 86'400},   {"day", 86'400},    {"days", 86'400}};

std::optional<std::int64_t> whole_number(std::string_view digits) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc{} || end != digits.data() + digits.size() || number < 0 || number > kLongest) return std::nullopt;
  return number;
}

/// "1:30" is hours and minutes, "1:30:15" adds seconds.
std::optional<std::int64_t> clock_seconds(std::string_view text) {
  const auto parts = split(text, ':');
  if (parts.size() < 2 || parts.size() > 3) return std::nullopt;
  std::int64_t total = 0;
  for (std::size_t at = 0; at < 3; ++at) {
    const auto number = at < parts.size() ? whole_number(parts[at]) : std::optional<std::int64_t>(0);
    if (!number || (at > 0 && *number > 59)) return std::nullopt;
    total = total * 60 + *number;
  }
  return total;
}

const Unit* unit_named(std::string_view name) {
  const auto found = std::ranges::find(kUnits, name, &Unit::name);
  return found == std::end(kUnits) ? nullptr : &*found;
}

/// "1h 30m", "90 min", "1 hour 5 minutes"; a bare number is seconds.
std::optional<std::int64_t> seconds_in_words(std::string_view text) {
  if (const auto bare = whole_number(text)) return bare;
  std::int64_t total = 0;
  while (!text.empty()) {
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    const auto count = whole_number(text.substr(0, digits));
    text = trim(text.substr(digits));
    const std::size_t letters = std::min(text.find_first_of("0123456789 "), text.size());
    const Unit* unit = unit_named(text.substr(0, letters));
    if (!count || !unit) return std::nullopt;
    total += *count * unit->seconds;
    text = trim(text.substr(letters));
  }
  return total;
}

std::optional<std::int64_t> seconds_in_text(std::string_view text) {
  const std::string lower = lower_ascii(trim(text));
  if (lower.starts_with('p')) {
    std::string upper(lower);
    std::ranges::transform(upper, upper.begin(), [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
    return parse_duration_seconds(upper);
  }
  return lower.find(':') != lower.npos ? clock_seconds(lower) : seconds_in_words(lower);
}

class Duration final : public FieldType {
 public:
  std::string_view name() const override { return "duration"; }
  Shape shape() const override { return Shape::ordered; }
  std::span<const ColumnPart> columns() const override { return kIntegerColumn; }
  std::span<const std::string_view> options() const override { return kOptions; }

  Result<> read(const Field& field, const JsonValue& value, const InputContext& context,
                std::span<Cell> out) const override {
    if (value.IsString()) return is_blank(view(value)) ? Result<>{} : read_text(field, view(value), context, out);
    if (!value.IsNumber()) return wrong_type("a number of seconds, or text like \"PT1H30M\" or \"1:30\"");
    PROBITY_ASSIGN(const std::int64_t seconds, scaled_number(value, 0));
    return keep(seconds, out);
  }

  Result<> read_text(const Field&, std::string_view text, const InputContext&, std::span<Cell> out) const override {
    const auto seconds = seconds_in_text(text);
    if (!seconds) {
      return invalid("invalid_duration", fmt::format("{} is not a duration. Write it like 1:30, 90 min or PT1H30M.", in_quotes(text)));
    }
    return keep(*seconds, out);
  }

  void write(const Field&, const Row& row, int column, JsonWriter& writer) const override {
    row.null(column) ? void(writer.Null()) : void(writer.Int64(row.integer(column)));
  }

  std::string text(const Field&, const Row& row, int column) const override {
    return row.null(column) ? std::string() : format_duration_seconds(row.integer(column));
  }

  void write_schema(const Field&, JsonWriter& writer) const override {
    key(writer, "type");
    put(writer, "integer");
    key(writer, "minimum");
    writer.Int(0);
  }

 private:
  static Result<> keep(std::int64_t seconds, std::span<Cell> out) {
    if (seconds < 0) return invalid("out_of_range", "A duration cannot be negative.");
    if (seconds > kLongest) return invalid("out_of_range", "A duration cannot be longer than a hundred years.");
    out[0] = seconds;
    return {};
  }
};

}  // namespace

const FieldType& duration_type() {
  static const Duration type;
  return type;
}

}  // namespace probity::meta
