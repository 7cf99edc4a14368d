// An amount in one currency: ten-thousandths of its major unit and the ISO 4217 code. Amounts are ordered by
// the number of major units, whatever the currency; nothing is converted. A filter that names a currency finds
// amounts of that currency alone, one that names none compares the number.
#include "base/money.hpp"

#include "base/text.hpp"
#include "meta/fields/all.hpp"
#include "meta/fields/decimal.hpp"
#include "meta/fields/input.hpp"

namespace probity::meta {
namespace {

constexpr std::string_view kOptions[] = {"min", "max", "index"};
constexpr std::string_view kParts[] = {"amount", "currency"};
constexpr FieldType::ColumnPart kColumns[] = {{"", ColumnKind::integer}, {"currency", ColumnKind::text}};

struct Symbol {
  std::string_view sign;
  std::string_view currency;
};
/// "$" and "¥" are shared; the workspace's own currency is meant where it uses them.
constexpr Symbol kSymbols[] = {{"€", "EUR"}, {"£", "GBP"}, {"¥", "JPY"}, {"₹", "INR"}, {"₽", "RUB"}, {"₩", "KRW"},
                               {"₺", "TRY"}, {"₪", "ILS"}, {"₫", "VND"}, {"₴", "UAH"}, {"zł", "PLN"}, {"R$", "BRL"},
                               {"Kč", "CZK"}, {"$", "USD"}};
constexpr std::string_view kDollars[] = {"AUD", "CAD", "HKD", "MXN", "NZD", "SGD", "TWD", "ARS", "CLP", "COP"};

std::string currency_meant(const Symbol& symbol, std::string_view own) {
  const bool own_dollar = symbol.sign == "$" && std::ranges::find(kDollars, own) != std::end(kDollars);
  const bool own_yuan = symbol.sign == "¥" && own == "CNY";
  return std::string(own_dollar || own_yuan ? own : symbol.currency);
}

/// Takes the currency off a written amount; `own` where none is written.
std::string take_currency(std::string& text, std::string_view own) {
  for (const Symbol& symbol : kSymbols) {
    const std::size_t at = text.find(symbol.sign);
    if (at == text.npos) continue;
    text.erase(at, symbol.sign.size());
    return currency_meant(symbol, own);
  }
  const auto is_letter = [](char character) { return std::isalpha(static_cast<unsigned char>(character)) != 0; };
  const auto start = std::ranges::find_if(text, is_letter);
  const auto end = std::find_if_not(start, text.end(), is_letter);
  if (end - start != 3) return std::string(own);
  std::string code(start, end);
  text.erase(start, end);
  std::ranges::transform(code, code.begin(), [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
  return code;
}

Result<int> digits_of_currency(std::string_view currency) {
  const auto digits = minor_digits(currency);
  if (digits) return *digits;
  return invalid("unknown_currency", fmt::format("{} is not a currency. Use an ISO 4217 code like EUR.", in_quotes(currency)));
}

class Money final : public FieldType {
 public:
  std::string_view name() const override { return "money"; }
  Shape shape() const override { return Shape::ordered; }
  std::span<const ColumnPart> columns() const override { return kColumns; }
  std::span<const std::string_view> options() const override { return kOptions; }
  std::span<const std::string_view> parts() const override { return kParts; }

  Result<> check_declaration(const Field& field) const override {
    return check_bounds(field, kStoredDigits);
  }

  Result<> read(const Field& field, const JsonValue& value, const InputContext& context,
                std::span<Cell> out) const override {
    if (value.IsNumber()) return keep(field, value, context.currency, out);
    if (value.IsString()) return is_blank(view(value)) ? Result<>{} : read_text(field, view(value), context, out);
    if (!value.IsObject()) return wrong_type("an amount, or an object with amount and currency");
    for (const auto& member : value.GetObject()) {
      if (std::ranges::find(kParts, view(member.name)) == std::end(kParts)) {
        return invalid("unknown_member", fmt::format("{} is not known here. Use amount and currency.", in_quotes(view(member.name))));
      }
    }
    return read_parts(field, value, context, out);
  }

  Result<> read_text(const Field& field, std::string_view text, const InputContext& context,
                     std::span<Cell> out) const override {
    std::string amount(text);
    const std::string currency = take_currency(amount, context.currency);
    return keep_text(field, amount, currency, context, out);
  }

  void write(const Field&, const Row& row, int column, JsonWriter& writer) const override {
    if (row.null(column)) return void(writer.Null());
    writer.StartObject();
    key(writer, "amount");
    raw(writer, amount(row, column), rapidjson::kNumberType);
    key(writer, "currency");
    put(writer, row.text(column + 1));
    writer.EndObject();
  }

  std::string text(const Field&, const Row& row, int column) const override {
    if (row.null(column)) return {};
    return fmt::format("{} {}", unmistakable(amount(row, column)), row.text(column + 1));
  }

  std::string display(const Field&, const Row& row, int column) const override {
    if (row.null(column)) return {};
    return fmt::format("{} {}", amount(row, column), row.text(column + 1));
  }

  /// The bounds of the declaration limit what is kept, not what may be asked.
  Result<Cell> operand(const Field&, Operator, const JsonValue& value, const InputContext& context) const override {
    PROBITY_ASSIGN(const Asked asked, read_asked(value, context));
    return Cell(asked.stored);
  }

  Result<std::optional<Also>> operand_also(const Field&, const JsonValue& value, const InputContext& context) const override {
    PROBITY_ASSIGN(Asked asked, read_asked(value, context));
    if (asked.currency.empty()) return std::nullopt;
    return Also{.part = 1, .value = Cell(std::move(asked.currency))};
  }

  void write_schema(const Field&, JsonWriter& writer) const override {
    key(writer, "type");
    put(writer, "object");
    key(writer, "required");
    writer.StartArray();
    for (const std::string_view part : kParts) put(writer, part);
    writer.EndArray();
    key(writer, "properties");
    writer.StartObject();
    for (const auto& [part, type] : {std::pair{kParts[0], "number"}, std::pair{kParts[1], "string"}}) {
      key(writer, part);
      writer.StartObject();
      key(writer, "type");
      put(writer, type);
      writer.EndObject();
    }
    writer.EndObject();
  }

 private:
  static std::string amount(const Row& row, int column) {
    const int digits = minor_digits(row.text(column + 1)).value_or(2);
    return format_minor_units(row.integer(column) / stored_per_minor(digits), digits);
  }

  /// The right side of a filter.
  struct Asked {
    std::int64_t stored = 0;
    std::string currency;  ///< empty where none is named
  };

  Result<Asked> read_asked(const JsonValue& value, const InputContext& context) const {
    Asked asked;
    const JsonValue* amount = &value;
    std::string text;
    if (value.IsObject()) {
      amount = find(value, "amount");
      if (const JsonValue* currency = find(value, "currency"); currency && !currency->IsNull()) {
        std::array<Cell, 2> cells;
        PROBITY_TRY(read(Field{}, value, context, cells));
        if (is_null(cells[0])) return wrong_type("an amount");
        return Asked{integer_of(cells[0]), std::string(text_of(cells[1]))};
      }
    }
    if (!amount || amount->IsNull()) return wrong_type("an amount");
    if (amount->IsString()) {
      text = view(*amount);
      if (is_blank(text)) return wrong_type("an amount");
      asked.currency = take_currency(text, {});
    }
    int digits = kStoredDigits;
    if (!asked.currency.empty()) {
      PROBITY_ASSIGN(digits, digits_of_currency(asked.currency));
    }
    PROBITY_ASSIGN(const std::int64_t scaled, amount->IsString() ? scaled_in_text(text, digits, context.country) : scaled_number(*amount, digits));
    PROBITY_ASSIGN(asked.stored, stored_of(scaled, digits));
    return asked;
  }

  static Result<std::int64_t> stored_of(std::int64_t minor, int digits) {
    std::int64_t stored = 0;
    if (!__builtin_mul_overflow(minor, stored_per_minor(digits), &stored)) return stored;
    return invalid("out_of_range", "The amount is too large to be kept exactly.");
  }

  Result<> read_parts(const Field& field, const JsonValue& object, const InputContext& context,
                      std::span<Cell> out) const {
    const JsonValue* amount = find(object, "amount");
    const JsonValue* currency = find(object, "currency");
    if (!amount || amount->IsNull()) return {};
    std::string code = context.currency;
    if (currency && !currency->IsNull()) {
      PROBITY_ASSIGN(const std::string_view typed, string_in(*currency, "a currency as text"));
      code = trim(typed);
      std::ranges::transform(code, code.begin(), [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
    }
    if (!amount->IsString()) return keep(field, *amount, code, out);
    if (is_blank(view(*amount))) return {};
    return keep_text(field, view(*amount), code, context, out);
  }

  static Result<> keep_text(const Field& field, std::string_view amount, const std::string& currency,
                            const InputContext& context, std::span<Cell> out) {
    PROBITY_ASSIGN(const int digits, digits_of_currency(currency));
    PROBITY_ASSIGN(const std::int64_t minor, scaled_in_text(amount, digits, context.country));
    return keep(field, minor, digits, currency, out);
  }

  static Result<> keep(const Field& field, const JsonValue& amount, const std::string& currency, std::span<Cell> out) {
    PROBITY_ASSIGN(const int digits, digits_of_currency(currency));
    PROBITY_ASSIGN(const std::int64_t minor, scaled_number(amount, digits));
    return keep(field, minor, digits, currency, out);
  }

  static Result<> keep(const Field& field, std::int64_t minor, int digits, const std::string& currency,
                       std::span<Cell> out) {
    PROBITY_TRY(check_within_bounds(field, minor, digits));
    PROBITY_ASSIGN(const std::int64_t stored, stored_of(minor, digits));
    out[0] = stored;
    out[1] = currency;
    return {};
  }
};

}  // namespace

const FieldType& money_type() {
  static const Money type;
  return type;
}

}  // namespace probity::meta
