// A web address. No scheme that can run anything in a browser is kept; a page still links only http, https
// and ftp, because other schemes (and mistyped ones, which are kept as they are) open other programs.
#include "base/text.hpp"
#include "meta/fields/all.hpp"
#include "meta/fields/input.hpp"

namespace probity::meta {
namespace {

constexpr std::size_t kDefaultCharacters = 2'048;
constexpr std::string_view kOptions[] = {"max", "index", "unique"};
constexpr std::string_view kRunnable[] = {"about", "blob", "data", "file", "filesystem", "jar", "javascript", "vbscript", "view-source"};

/// RFC 3986, 3.1.
bool is_scheme(std::string_view text) {
  constexpr std::string_view kCharacters = "abcdefghijklmnopqrstuvwxyz0123456789+-.";
  return !text.empty() && std::isalpha(static_cast<unsigned char>(text[0])) && text.find_first_not_of(kCharacters) == text.npos &&
         std::ranges::find(kRunnable, text) == std::end(kRunnable);
}

bool is_host_character(char character) {
  const auto byte = static_cast<unsigned char>(character);
  return byte >= 0x80 || std::isalnum(byte) || character == '-' || character == '.' || character == '_';
}

/// The authority of RFC 3986, 3.2, with a host of at least one letter or digit.
bool is_authority(std::string_view authority) {
  authority.remove_prefix(authority.rfind('@') == authority.npos ? 0 : authority.rfind('@') + 1);
  if (authority.starts_with('[')) return authority.find(']') != authority.npos;
  const std::size_t colon = std::min(authority.find(':'), authority.size());
  const std::string_view host = authority.substr(0, colon), port = authority.substr(std::min(colon + 1, authority.size()));
  if (host.empty() || host.starts_with('.') || host.starts_with('-')) return false;
  return std::ranges::all_of(host, is_host_character) && port.find_first_not_of("0123456789") == port.npos;
}

bool has_only_url_characters(std::string_view text) {
  return std::ranges::none_of(text, [](unsigned char byte) { return byte <= ' ' || byte == 0x7f; }) &&
         text.find_first_of("<>\"\\^`{|}") == text.npos;
}

std::string_view authority_of(std::string_view behind_scheme) {
  return behind_scheme.substr(0, behind_scheme.find_first_of("/?#"));
}

/// The address with its scheme; "example.com/page" is meant as https.
std::optional<std::string> with_scheme(std::string_view typed) {
  if (!has_only_url_characters(typed)) return std::nullopt;
  const std::size_t scheme_end = typed.find("://");
  if (scheme_end != typed.npos && typed.find_first_of("/?#") == scheme_end + 1) {
    if (!is_scheme(lower_ascii(typed.substr(0, scheme_end))) || !is_authority(authority_of(typed.substr(scheme_end + 3)))) return std::nullopt;
    return std::string(typed);
  }
  const std::string_view authority = authority_of(typed);
  const bool is_domain = authority.find('.') != authority.npos && !authority.ends_with('.') && is_authority(authority);
  if (!is_domain || authority.find('@') != authority.npos) return std::nullopt;
  return "https://" + std::string(typed);
}

class Url final : public FieldType {
 public:
  std::string_view name() const override { return "url"; }
  Shape shape() const override { return Shape::text; }
  std::span<const ColumnPart> columns() const override { return kTextColumn; }
  std::span<const std::string_view> options() const override { return kOptions; }

  Result<> read(const Field& field, const JsonValue& value, const InputContext&, std::span<Cell> out) const override {
    PROBITY_ASSIGN(const std::string_view typed, string_in(value, "a web address as text"));
    PROBITY_ASSIGN(const std::string line, clean_line(typed, limit_of(field, kDefaultCharacters)));
    if (line.empty()) return {};
    auto address = with_scheme(line);
    if (!address) {
      return invalid("invalid_url", fmt::format("{} is not a web address. Write it like https://example.com/page.", in_quotes(line)));
    }
    out[0] = std::move(*address);
    return {};
  }

  void write(const Field&, const Row& row, int column, JsonWriter& writer) const override {
    row.null(column) ? void(writer.Null()) : put(writer, row.text(column));
  }

  std::string text(const Field&, const Row& row, int column) const override { return std::string(row.text(column)); }

  void search(const Field&, const Row& row, int column, SearchText& found) const override {
    found.add_exact(row.text(column));
  }

  void write_schema(const Field& field, JsonWriter& writer) const override {
    key(writer, "type");
    put(writer, "string");
    key(writer, "format");
    put(writer, "uri");
    key(writer, "maxLength");
    writer.Uint64(limit_of(field, kDefaultCharacters));
  }
};

}  // namespace

const FieldType& url_type() {
  static const Url type;
  return type;
}

}  // namespace probity::meta
