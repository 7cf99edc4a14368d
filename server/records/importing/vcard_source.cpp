#include "base/time.hpp"
#include "records/formats/vcard_reader.hpp"
#include "records/importing/name_parts.hpp"
#include "records/importing/sources.hpp"
#include "records/importing/table_source.hpp"

namespace probity::records::importing {
namespace {

using formats::VCard;
using formats::VCardValue;

constexpr std::string_view kColumns[] = {"Honorific", "First name", "Middle name", "Last name", "Suffix", "Nickname", "Company", "Department", "Job title", "Role",
                                         "Email", "Work email", "Home email", "Phone", "Mobile phone", "Work phone", "Home phone", "Fax", "Website", "Street", "Street2",
                                         "City", "Region", "Postal code", "Country", "Other addresses", "Birthday", "Birthday as written", "Tags", "Note", "Reference", "Language",
                                         "other_address.street", "other_address.street2", "other_address.city", "other_address.region", "other_address.postal_code",
                                         "other_address.country", "Also said"};

constexpr std::string_view kLanguage = "LANG";

bool has_type(const VCardValue& value, std::string_view type) { return std::find(value.types.begin(), value.types.end(), type) != value.types.end(); }

/// Values under the first of the types they have; the preferred one first.
std::string values_of(const std::vector<VCardValue>& values, std::string_view wanted, const std::vector<std::string_view>& types) {
  std::string first;
  std::vector<std::string> rest;
  for (const VCardValue& value : values) {
    const auto type = std::find_if(types.begin(), types.end(), [&](std::string_view known) { return has_type(value, known); });
    if ((type == types.end() ? std::string_view() : *type) != wanted) continue;
    if (value.preferred && first.empty()) {
      first = value.value;
    } else {
      rest.push_back(value.value);
    }
  }
  rest.insert(rest.begin(), first);
  return joined(rest, "; ");
}

std::string one_line(const formats::VCardAddress& address) {
  return joined({address.post_office_box, address.extended, address.street, address.city, address.region, address.postal_code, address.country}, ", ");
}

std::vector<std::string> names_of(const VCard& card) {
  if (!card.family_name.empty() || !card.given_name.empty()) return {card.prefixes, card.given_name, card.additional_names, card.family_name, card.suffixes};
  if (card.kind == "org" || card.formatted_name == card.organization) return {"", "", "", card.formatted_name, ""};
  const NameParts parts = split_name(card.formatted_name);
  return {parts.honorific, parts.first, parts.middle, parts.last, parts.suffix};
}

std::string also_said(const VCard& card) {
  std::vector<std::string> lines;
  for (const auto& property : card.others) {
    if (property.name != kLanguage) lines.push_back(property.name + ": " + property.value);
  }
  if (card.binaries > 0) lines.push_back(fmt::format("{} pictures or keys, not read", card.binaries));
  return joined(lines, "\n");
}

std::string languages_of(const VCard& card) {
  std::vector<std::string> languages;
  for (const auto& property : card.others) {
    if (property.name == kLanguage) languages.push_back(property.value);
  }
  return joined(languages, ", ");
}

std::vector<std::string> row_of(const VCard& card) {
  std::vector<std::string> row = names_of(card);
  const std::vector<std::string_view> places{"work", "home"};
  const std::vector<std::string_view> phones{"fax", "cell", "work", "home"};
  const formats::VCardAddress address = card.addresses.empty() ? formats::VCardAddress{} : card.addresses.front();
  std::vector<std::string> others;
  for (std::size_t index = 2; index < card.addresses.size(); ++index) others.push_back(one_line(card.addresses[index]));
  const formats::VCardAddress second = card.addresses.size() > 1 ? card.addresses[1] : formats::VCardAddress{};
  const bool whole_date = parse_day(card.birthday).has_value();
  std::vector<std::string> websites;
  for (const VCardValue& url : card.urls) websites.push_back(url.value);
  row.insert(row.end(), {card.nickname, card.organization, joined(card.organization_units, ", "), card.title, card.role,
                         values_of(card.emails, "", places), values_of(card.emails, "work", places), values_of(card.emails, "home", places),
                         values_of(card.phones, "", phones), values_of(card.phones, "cell", phones), values_of(card.phones, "work", phones), values_of(card.phones, "home", phones),
                         values_of(card.phones, "fax", phones), websites.empty() ? "" : websites.front(), address.street, joined({address.post_office_box, address.extended}, ", "),
                         address.city, address.region, address.postal_code, address.country, joined(others, "\n"), whole_date ? card.birthday : "", whole_date ? "" : card.birthday,
                         joined(card.categories, ", "), card.note, card.uid, languages_of(card), second.street,
                         joined({second.post_office_box, second.extended}, ", "), second.city, second.region, second.postal_code, second.country});
  std::string rest = also_said(card);
  for (std::size_t index = 1; index < websites.size(); ++index) rest += (rest.empty() ? "" : "\n") + websites[index];
  row.push_back(std::move(rest));
  return row;
}

class VCardSource final : public TableSource {
 public:
  VCardSource(formats::VCardReader reader, std::int64_t cards)
      : TableSource("vcard", std::string(formats::name_of(reader.encoding())), {std::begin(kColumns), std::end(kColumns)}, cards), reader_(std::move(reader)) {}

  Result<bool> next(SourceRow& row) override {
    formats::VCardEntry entry;
    PROBITY_ASSIGN(bool more, reader_.next(entry));
    if (!more) return false;
    values_ = row_of(entry.card);
    present(row, entry.start, entry.end, std::move(entry.problem));
    return true;
  }

 private:
  formats::VCardReader reader_;
};

}  // namespace

Result<std::unique_ptr<RowSource>> open_vcards(const std::filesystem::path& file, std::optional<formats::Position> at) {
  PROBITY_ASSIGN(auto reader, formats::VCardReader::open(formats::file_source(file)));
  if (at) reader = formats::VCardReader::resume(formats::file_source(file, at->offset), reader.encoding(), *at);
  return std::make_unique<VCardSource>(std::move(reader), count_lines(file, "begin:vcard"));
}

}  // namespace probity::records::importing
