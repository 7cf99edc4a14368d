#include "records/exporting/record_writer.hpp"
#include "records/formats/vcard_writer.hpp"

namespace probity::records::exporting {
namespace {

using formats::VCard;

class VCardExport final : public RecordWriter {
 public:
  VCardExport(const Context& context, LinkNames& names) : context_(context), names_(names) {}
  void begin(std::string&) override {}
  void end(std::string&) override {}

  Result<> append(const Row& row, std::string& out) override {
    VCard card;
    card.uid = text_of_field(row, "reference");
    if (card.uid.empty()) card.uid = "urn:uuid:" + row.id(meta::kId).text();
    const std::pair<const char*, std::string*> texts[] = {{"honorific", &card.prefixes}, {"first_name", &card.given_name}, {"middle_name", &card.additional_names}, {"last_name", &card.family_name},
                                                          {"suffix", &card.suffixes}, {"job_title", &card.title}, {"birthday", &card.birthday}, {"description", &card.note}};
    for (const auto& [name, text] : texts) *text = text_of_field(row, name);
    card.formatted_name = display(row);
    add_values(row, "email", card.emails);
    add_values(row, "phone", card.phones);
    if (std::string url = text_of_field(row, "website"); !url.empty()) card.urls.push_back({.value = std::move(url)});
    add_address(row, "address", card);
    add_address(row, "other_address", card);
    if (const meta::Field* tags = context_.readable_field("tags"); tags && !row.null(tags->first_column)) card.categories = tags_of(*tags, row);
    if (std::string language = text_of_field(row, "language"); !language.empty()) card.others.push_back({"LANG", std::move(language)});
    if (const meta::Field* company = context_.readable_field("company")) {
      PROBITY_ASSIGN(card.organization, names_.text(*company, row, company->first_column));
    }
    if (std::string department = text_of_field(row, "department"); !department.empty()) card.organization_units.push_back(std::move(department));
    formats::append_vcard(out, card);
    return {};
  }

 private:
  std::string text_of_field(const Row& row, std::string_view name) const {
    const meta::Field* field = context_.readable_field(name);
    return !field || row.null(field->first_column) ? std::string() : field->type->text(*field, row, field->first_column);
  }

  std::string display(const Row& row) const {
    std::string name;
    for (const char* part : {"honorific", "first_name", "middle_name", "last_name", "suffix"}) {
      const std::string text = text_of_field(row, part);
      if (!text.empty()) name += (name.empty() ? "" : " ") + text;
    }
    return name;
  }

  void add_values(const Row& row, std::string_view name, std::vector<formats::VCardValue>& values) const {
    const meta::Field* field = context_.readable_field(name);
    const auto items = field && !row.null(field->first_column) ? parse_json(row.text(field->first_column)) : Result<JsonDocument>(JsonDocument(rapidjson::kArrayType));
    if (!items || !items->IsArray()) return;
    for (const JsonValue& item : items->GetArray()) {
      const JsonValue* value = find(item, "value");
      const JsonValue* label = find(item, "label");
      const JsonValue* primary = find(item, "primary");
      if (!value || !value->IsString()) continue;
      formats::VCardValue made{.value = std::string(view(*value)), .types = {}, .label = {}, .preferred = primary && primary->IsTrue()};
      if (label && label->IsString()) made.types.push_back(view(*label) == "mobile" ? "cell" : std::string(view(*label)));
      values.push_back(std::move(made));
    }
  }

  static std::vector<std::string> tags_of(const meta::Field& field, const Row& row) {
    std::vector<std::string> tags;
    const auto items = parse_json(row.text(field.first_column));
    if (!items || !items->IsArray()) return tags;
    for (const JsonValue& item : items->GetArray()) {
      if (item.IsString()) tags.emplace_back(view(item));
    }
    return tags;
  }

  void add_address(const Row& row, std::string_view name, VCard& card) const {
    const meta::Field* field = context_.readable_field(name);
    const auto parts = field && !row.null(field->first_column) ? parse_json(row.text(field->first_column)) : Result<JsonDocument>(JsonDocument(rapidjson::kNullType));
    if (!parts || !parts->IsObject()) return;
    const auto part = [&](std::string_view name) {
      const JsonValue* value = find(*parts, name);
      return value && value->IsString() ? std::string(view(*value)) : std::string();
    };
    card.addresses.push_back({.extended = part("street2"), .street = part("street"), .city = part("city"), .region = part("region"), .postal_code = part("postal_code"), .country = part("country")});
  }

  const Context& context_;
  LinkNames& names_;
};

}  // namespace

std::unique_ptr<RecordWriter> vcard_writer(const Context& context, LinkNames& names) { return std::make_unique<VCardExport>(context, names); }

}  // namespace probity::records::exporting
