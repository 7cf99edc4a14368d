#include "records/formats/vcard_builder.hpp"

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "base/time.hpp"
#include "records/formats/content_value.hpp"

namespace probity::formats {
namespace {

/// Version 2.1 knows only the semicolon to be escaped; a backslash is one ("C:\new") otherwise.
std::string unescape_2_1(std::string_view text) {
  std::string plain;
  for (std::size_t index = 0; index < text.size(); ++index) {
    const bool may_escape = text[index] == '\\' && index + 1 < text.size();
    if (may_escape && std::string_view(";,:").contains(text[index + 1])) ++index;
    plain += text[index];
  }
  return plain;
}

/// Apple writes its standard labels as "_$!<Work>!$_".
std::string plain_label(std::string_view label) {
  constexpr std::string_view kOpening = "_$!<", kClosing = ">!$_";
  if (label.starts_with(kOpening) && label.ends_with(kClosing)) {
    label = label.substr(kOpening.size(), label.size() - kOpening.size() - kClosing.size());
  }
  return std::string(trim(label));
}

bool is_type_worth_keeping(std::string_view type) {
  constexpr std::string_view kLeftOut[] = {"",       "pref", "internet", "voice", "quoted-printable",
                                           "base64", "8bit", "7bit"};
  return std::ranges::find(kLeftOut, type) == std::end(kLeftOut);
}

/// A full date in either notation, or a day without a year; anything else as it is.
std::string normal_date(std::string_view text) {
  const std::string_view day = text.substr(0, text.find('T'));
  const std::string digits = digits_of(day);
  if (day.starts_with("--") && digits.size() == 4) return fmt::format("--{}-{}", digits.substr(0, 2), digits.substr(2));
  if (digits.size() != 8) return std::string(text);
  std::string date = fmt::format("{}-{}-{}", digits.substr(0, 4), digits.substr(4, 2), digits.substr(6));
  const bool is_date = (day == digits || day == date) && parse_day(date);
  return is_date ? date : std::string(text);
}

class Builder {
 public:
  explicit Builder(const std::vector<ContentLine>& lines) {
    for (const ContentLine& line : lines) {
      if (line.name == "VERSION") is_2_1_ = trim(line.value) == "2.1";
      if (line.name == "X-ABLABEL") labels_[line.group] = plain_label(text(decoded_value(line)));
    }
    for (const ContentLine& line : lines) add(line);
  }

  VCard card;

 private:
  std::string text(std::string_view escaped) const {
    return with_simple_breaks(is_2_1_ ? unescape_2_1(escaped) : unescape_text(escaped));
  }

  /// Commas inside a component separate several of them, but not in version 2.1.
  std::string component(std::string_view escaped, std::string_view joint) const {
    if (is_2_1_) return std::string(trim(text(escaped)));
    std::string joined;
    for (const std::string_view part : split_escaped(escaped, ',')) {
      const std::string plain = text(part);
      if (is_blank(plain)) continue;
      if (!joined.empty()) joined += joint;
      joined += trim(plain);
    }
    return joined;
  }

  template <typename Value>
  void describe(const ContentLine& line, Value& value) const {
    for (const ContentParameter& parameter : line.parameters) {
      if (parameter.name == "PREF") value.preferred |= parameter.text == "1";
      if (!parameter.name.empty() && parameter.name != "TYPE") continue;
      for (const std::string& each : parameter.values) {
        std::string type = lower_ascii(decoded_parameter(each));
        value.preferred |= type == "pref";
        const bool is_new = std::ranges::find(value.types, type) == value.types.end();
        if (is_new && is_type_worth_keeping(type)) value.types.push_back(std::move(type));
      }
    }
    if (const auto label = labels_.find(line.group); !line.group.empty() && label != labels_.end()) {
      value.label = label->second;
    }
  }

  void add(const ContentLine& line);
  void add_value(const ContentLine& line, std::string value, std::vector<VCardValue>& values);
  void add_name(std::string_view escaped);
  void add_address(const ContentLine& line, std::string_view escaped);
  void add_organization(std::string_view escaped);
  void add_other(const ContentLine& line, std::string value);
  void set_or_add(const ContentLine& line, std::string& field, std::string value);

  bool is_2_1_ = false;
  std::map<std::string, std::string> labels_;  ///< by group
};

void Builder::add(const ContentLine& line) {
  if (line.name == "VERSION" || line.name == "PRODID" || line.name == "REV" || line.name == "X-ABLABEL") return;
  if (is_binary_property(line)) {
    ++card.binaries;
    return;
  }
  const std::string escaped = decoded_value(line);
  std::string value(trim(text(escaped)));
  if (value.empty()) return;
  const std::string& name = line.name;
  if (name == "FN") set_or_add(line, card.formatted_name, std::move(value));
  else if (name == "N") add_name(escaped);
  else if (name == "EMAIL") add_value(line, without_scheme(std::move(value), "mailto:"), card.emails);
  else if (name == "TEL") add_value(line, without_scheme(std::move(value), "tel:"), card.phones);
  else if (name == "URL") add_value(line, std::move(value), card.urls);
  else if (name == "ADR") add_address(line, escaped);
  else if (name == "ORG" && card.organization.empty()) add_organization(escaped);
  else if (name == "TITLE") set_or_add(line, card.title, std::move(value));
  else if (name == "ROLE") set_or_add(line, card.role, std::move(value));
  else if (name == "NICKNAME") set_or_add(line, card.nickname, std::move(value));
  else if (name == "UID") set_or_add(line, card.uid, std::move(value));
  else if (name == "KIND" || name == "X-ADDRESSBOOKSERVER-KIND") card.kind = lower_ascii(value);
  else if (name == "X-ABSHOWAS" && lower_ascii(value) == "company") card.kind = "org";
  else if (name == "NOTE") card.note += card.note.empty() ? value : "\n\n" + value;
  else if (name == "BDAY" && card.birthday.empty()) {
    const bool is_without_year = !line.parameter("X-APPLE-OMIT-YEAR").empty() && value.size() == 10;
    card.birthday = normal_date(is_without_year ? "--" + value.substr(5) : value);
  } else if (name == "CATEGORIES") {
    for (const std::string_view part : split_escaped(escaped, ',')) {
      if (const std::string category = text(part); !is_blank(category)) card.categories.emplace_back(trim(category));
    }
  } else {
    add_other(line, std::move(value));
  }
}

void Builder::add_value(const ContentLine& line, std::string value, std::vector<VCardValue>& values) {
  if (is_blank(value)) return;
  VCardValue added;
  added.value = std::move(value);
  describe(line, added);
  values.push_back(std::move(added));
}

void Builder::add_name(std::string_view escaped) {
  std::string* const fields[] = {&card.family_name, &card.given_name, &card.additional_names, &card.prefixes,
                                 &card.suffixes};
  const auto parts = split_escaped(escaped, ';');
  for (std::size_t part = 0; part < std::min(parts.size(), std::size(fields)); ++part) {
    *fields[part] = component(parts[part], " ");
  }
}

void Builder::add_address(const ContentLine& line, std::string_view escaped) {
  VCardAddress address;
  std::string* const fields[] = {&address.post_office_box, &address.extended,    &address.street, &address.city,
                                 &address.region,          &address.postal_code, &address.country};
  const auto parts = split_escaped(escaped, ';');
  for (std::size_t part = 0; part < std::min(parts.size(), std::size(fields)); ++part) {
    *fields[part] = component(parts[part], ", ");
  }
  const std::string formatted = unescape_text(decoded_parameter(line.parameter("LABEL")));
  const bool has_parts = std::ranges::any_of(fields, [](const std::string* field) { return !field->empty(); });
  if (!has_parts) address.street = formatted;
  if (has_parts && !formatted.empty()) card.others.push_back({"LABEL", formatted});
  if (!has_parts && formatted.empty()) return;
  describe(line, address);
  card.addresses.push_back(std::move(address));
}

void Builder::add_organization(std::string_view escaped) {
  bool is_first = true;
  for (const std::string_view part : split_escaped(escaped, ';')) {
    std::string name(trim(text(part)));
    if (std::exchange(is_first, false)) {
      card.organization = std::move(name);
    } else if (!name.empty()) {
      card.organization_units.push_back(std::move(name));
    }
  }
}

void Builder::add_other(const ContentLine& line, std::string value) {
  card.others.push_back({decoded_parameter(line.name), std::move(value)});
}

void Builder::set_or_add(const ContentLine& line, std::string& field, std::string value) {
  if (field.empty()) {
    field = std::move(value);
  } else if (field != value) {
    add_other(line, std::move(value));
  }
}

}  // namespace

bool is_binary_property(const ContentLine& line) {
  return line.name == "PHOTO" || line.name == "LOGO" || line.name == "SOUND" || line.name == "KEY";
}

VCard build_vcard(const std::vector<ContentLine>& lines) { return Builder(lines).card; }

}  // namespace probity::formats
