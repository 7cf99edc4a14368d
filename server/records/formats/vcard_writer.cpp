#include "records/formats/vcard_writer.hpp"

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "base/text.hpp"
#include "base/time.hpp"
#include "records/formats/content_line.hpp"

namespace probity::formats {
namespace {

class CardWriter {
 public:
  explicit CardWriter(std::string& out) : out_(out) {}

  void line(std::string_view name, std::string_view escaped) {
    if (!escaped.empty()) append_folded(out_, fmt::format("{}:{}", name, escaped));
  }
  void text(std::string_view name, std::string_view plain) { line(name, escape_text(plain)); }
  void components(std::string_view name, const std::vector<std::string_view>& parts) { line(name, joined(parts, ';')); }
  void list(std::string_view name, const std::vector<std::string>& parts) {
    line(name, joined({parts.begin(), parts.end()}, ','));
  }
  /// With its types, its preference and its label; the last needs a group of its own.
  template <typename Value>
  void described(std::string_view name, const Value& value, std::string_view escaped) {
    std::string start;
    if (!value.label.empty()) start = fmt::format("item{}.", ++groups_);
    const std::string group = start;
    start += name;
    for (std::size_t index = 0; index < value.types.size(); ++index) {
      start += index == 0 ? ";TYPE=" : ",";
      start += parameter_value(value.types[index]);
    }
    if (value.preferred) start += ";PREF=1";
    line(start, escaped);
    if (!group.empty()) text(group + "X-ABLabel", value.label);
  }
  static std::string joined(const std::vector<std::string_view>& parts, char separator) {
    std::string escaped;
    for (std::size_t index = 0; index < parts.size(); ++index) {
      if (index > 0) escaped += separator;
      escaped += escape_text(parts[index]);
    }
    return escaped;
  }

 private:
  std::string& out_;
  int groups_ = 0;
};

std::string joined_by_spaces(std::initializer_list<std::string_view> parts) {
  std::string joined;
  for (const std::string_view part : parts) {
    if (!joined.empty() && !part.empty()) joined += ' ';
    joined += part;
  }
  return joined;
}

std::string name_to_show(const VCard& card) {
  if (!card.formatted_name.empty()) return card.formatted_name;
  std::string name =
      joined_by_spaces({card.prefixes, card.given_name, card.additional_names, card.family_name, card.suffixes});
  if (name.empty()) name = card.organization;
  if (name.empty() && !card.emails.empty()) name = card.emails.front().value;
  if (name.empty() && !card.phones.empty()) name = card.phones.front().value;
  return name.empty() ? "Unnamed" : name;
}

bool is_property_name(std::string_view name) {
  const auto is_allowed = [](char character) {
    return (character >= 'A' && character <= 'Z') || (character >= '0' && character <= '9') || character == '-';
  };
  return !name.empty() && std::ranges::all_of(name, is_allowed);
}

/// RFC 6350 knows only the notation without dashes; what is no date must say so.
void write_birthday(CardWriter& writer, const std::string& birthday) {
  const bool is_without_year = birthday.size() == 7 && birthday.starts_with("--") && digits_of(birthday).size() == 4;
  if (is_without_year) {
    writer.line("BDAY", "--" + digits_of(birthday));
  } else if (parse_day(birthday)) {
    writer.line("BDAY", digits_of(birthday));
  } else {
    writer.text("BDAY;VALUE=text", birthday);
  }
}

void write_name(CardWriter& writer, const VCard& card) {
  const std::vector<std::string_view> parts = {card.family_name, card.given_name, card.additional_names, card.prefixes,
                                               card.suffixes};
  if (!joined_by_spaces({parts[0], parts[1], parts[2], parts[3], parts[4]}).empty()) writer.components("N", parts);
}

void write_organization(CardWriter& writer, const VCard& card) {
  std::vector<std::string_view> parts = {card.organization};
  parts.insert(parts.end(), card.organization_units.begin(), card.organization_units.end());
  if (parts.size() > 1 || !card.organization.empty()) writer.components("ORG", parts);
}

}  // namespace

void append_vcard(std::string& out, const VCard& card) {
  CardWriter writer(out);
  writer.line("BEGIN", "VCARD");
  writer.line("VERSION", "4.0");
  writer.text("UID", card.uid);
  writer.text("KIND", card.kind);
  writer.text("FN", name_to_show(card));
  write_name(writer, card);
  writer.text("NICKNAME", card.nickname);
  for (const VCardValue& email : card.emails) writer.described("EMAIL", email, escape_text(email.value));
  for (const VCardValue& phone : card.phones) writer.described("TEL", phone, escape_text(phone.value));
  for (const VCardAddress& address : card.addresses) {
    writer.described("ADR", address,
                     CardWriter::joined({address.post_office_box, address.extended, address.street, address.city,
                                         address.region, address.postal_code, address.country},
                                        ';'));
  }
  write_organization(writer, card);
  writer.text("TITLE", card.title);
  writer.text("ROLE", card.role);
  for (const VCardValue& url : card.urls) writer.described("URL", url, escape_uri(url.value));
  write_birthday(writer, card.birthday);
  writer.list("CATEGORIES", card.categories);
  writer.text("NOTE", card.note);
  for (const VCardProperty& other : card.others) {
    if (is_property_name(other.name)) writer.text(other.name, other.value);
  }
  writer.line("END", "VCARD");
}

}  // namespace probity::formats
