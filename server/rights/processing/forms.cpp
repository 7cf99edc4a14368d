// The record as JSON, as a table and as a page.
#include "base/html.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "privacy/policy/publish/wording.hpp"
#include "records/formats/csv_writer.hpp"
#include "rights/processing/record.hpp"

namespace probity::processing {
namespace {

using Texts = std::vector<std::string>;

void member(JsonWriter& writer, std::string_view name, std::string_view text) {
  key(writer, name);
  text.empty() ? (void)writer.Null() : put(writer, text);
}
void member(JsonWriter& writer, std::string_view name, bool value) {
  key(writer, name);
  writer.Bool(value);
}
template <typename Items, typename Write>
void list(JsonWriter& writer, std::string_view name, const Items& items, Write write) {
  key(writer, name);
  writer.StartArray();
  for (const auto& item : items) write(item);
  writer.EndArray();
}
void list(JsonWriter& writer, std::string_view name, const Texts& texts) {
  list(writer, name, texts, [&](const std::string& text) { put(writer, text); });
}
template <typename Items>
void objects(JsonWriter& writer, std::string_view name, const Items& items, auto write) {
  list(writer, name, items, [&](const auto& item) {
    writer.StartObject();
    write(item);
    writer.EndObject();
  });
}

std::string controller_of(const Record& record) {
  const std::string& name = record.policy->policy->controller.name;
  return !name.empty() ? name : !record.level_name.empty() ? record.level_name : record.level;
}

void write_controller(const Record& record, JsonWriter& writer) {
  const privacy::Controller& controller = record.policy->policy->controller;
  key(writer, "controller");
  writer.StartObject();
  member(writer, "name", controller_of(record));
  member(writer, "address", controller.address);
  member(writer, "country", controller.country);
  member(writer, "email", controller.email);
  member(writer, "phone", controller.phone);
  member(writer, "representative", controller.representative);
  writer.EndObject();
  key(writer, "data_protection_officer");
  writer.StartObject();
  member(writer, "name", controller.officer);
  member(writer, "email", controller.officer_email);
  member(writer, "address", controller.officer_address);
  writer.EndObject();
}

void write_activity(const Activity& activity, JsonWriter& writer) {
  const privacy::Purpose& purpose = *activity.purpose;
  member(writer, "purpose", purpose.name);
  member(writer, "label", purpose.label);
  member(writer, "explanation", purpose.explanation);
  member(writer, "fideslang", purpose.fideslang);
  member(writer, "dpv", purpose.dpv);
  member(writer, "lawful_basis", privacy::name_of(purpose.basis));
  member(writer, "lawful_basis_in_words", privacy::words_of(purpose.basis));
  member(writer, "may_object", purpose.may_object);
  list(writer, "subject_categories", activity.subjects);
  objects(writer, "data_categories", activity.categories, [&](const DataCategory& category) {
    member(writer, "name", category.name);
    member(writer, "label", category.label);
    member(writer, "special", category.special);
    list(writer, "fields", category.fields);
  });
  objects(writer, "recipients", activity.recipients, [&](const Recipient& recipient) {
    member(writer, "name", recipient.name);
    member(writer, "kind", recipient.kind);
    member(writer, "country", recipient.country);
    list(writer, "categories", recipient.categories);
    member(writer, "agreement", recipient.agreement);
  });
  objects(writer, "transfers", activity.transfers, [&](const Transfer& transfer) {
    member(writer, "recipient", transfer.recipient);
    member(writer, "country", transfer.country);
    member(writer, "safeguard", transfer.safeguard);
    member(writer, "until", transfer.until);
  });
  objects(writer, "retention", activity.retention, [&](const Retention& retention) {
    member(writer, "rule", retention.rule);
    member(writer, "applies_to", retention.applies_to);
    member(writer, "in_words", retention.in_words);
  });
  list(writer, "sources", activity.sources);
  list(writer, "profiling", activity.profiling);
}

/// The cells of an activity as texts, the same for the table and the page: what they are, and what they say.
std::vector<std::pair<std::string, std::string>> told(const Activity& activity) {
  const privacy::Purpose& purpose = *activity.purpose;
  Texts categories, special, recipients, transfers, retention;
  for (const DataCategory& category : activity.categories) {
    categories.push_back(fmt::format("{} ({})", category.label, category.name));
    if (category.special) special.push_back(category.label);
  }
  for (const Recipient& recipient : activity.recipients) recipients.push_back(fmt::format("{} ({}{})", recipient.name, recipient.kind, recipient.country.empty() ? "" : ", " + recipient.country));
  for (const Transfer& transfer : activity.transfers) transfers.push_back(fmt::format("{}: {}, {}{}", transfer.recipient, transfer.country, transfer.safeguard, transfer.until.empty() ? "" : " until " + transfer.until));
  for (const Retention& rule : activity.retention) retention.push_back(fmt::format("{}: {}", rule.applies_to, rule.in_words));
  const auto together = [](const Texts& texts) { return fmt::format("{}", fmt::join(texts, "; ")); };
  return {{"Purpose", purpose.label + (purpose.explanation.empty() ? "" : ". " + purpose.explanation)},
          {"Terms", fmt::format("fideslang {}, DPV {}", purpose.fideslang, purpose.dpv)},
          {"Lawful basis", std::string(privacy::words_of(purpose.basis))},
          {"Categories of people", together(activity.subjects)},
          {"Categories of data", together(categories)},
          {"Special categories", together(special)},
          {"Recipients", together(recipients)},
          {"Transfers to third countries", together(transfers)},
          {"Kept for", together(retention)},
          {"Sources", together(activity.sources)},
          {"Profiling", together(activity.profiling)}};
}

Texts measures_in_force(const Record& record) {
  Texts measures;
  for (const Measure& measure : record.measures) {
    if (measure.in_force) measures.push_back(measure.in_words);
  }
  return measures;
}

std::string contact_of(const privacy::Controller& controller) {
  Texts parts;
  for (const std::string& part : {controller.address, controller.email, controller.phone}) {
    if (!part.empty()) parts.push_back(part);
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

void append(const Texts& cells, std::string& out) {
  const std::vector<std::string_view> views(cells.begin(), cells.end());
  formats::append_csv_row(out, views, {.delimiter = ',', .formula_shield = true});
}

}  // namespace

std::string as_json(const Record& record) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  member(writer, "level", record.level);
  member(writer, "name", record.level_name);
  member(writer, "made_at", format_timestamp(record.made_at));
  key(writer, "policy");
  writer.StartObject();
  member(writer, "name", record.policy->policy->name);
  key(writer, "version");
  writer.Int64(record.policy->version);
  member(writer, "since", format_timestamp(record.policy->since));
  writer.EndObject();
  write_controller(record, writer);
  objects(writer, "activities", record.activities, [&](const Activity& activity) { write_activity(activity, writer); });
  list(writer, "disclosures", record.disclosures);
  objects(writer, "security_measures", record.measures, [&](const Measure& measure) {
    member(writer, "name", measure.name);
    member(writer, "in_words", measure.in_words);
    member(writer, "in_force", measure.in_force);
  });
  writer.EndObject();
  return std::string(text(buffer));
}

std::string as_csv(const Record& record) {
  const privacy::Controller& controller = record.policy->policy->controller;
  std::string table(formats::kByteOrderMark);
  Texts head{"Controller", "Contact", "Representative", "Data protection officer"};
  for (const auto& [name, value] : told(Activity{.purpose = &record.policy->policy->purposes.front()})) head.push_back(name);
  head.insert(head.end(), {"Courts and authorities", "Security measures", "Policy", "As of"});
  append(head, table);
  for (const Activity& activity : record.activities) {
    Texts cells{controller_of(record), contact_of(controller), controller.representative, fmt::format("{} {}", controller.officer, controller.officer_email)};
    for (auto& [name, value] : told(activity)) cells.push_back(std::move(value));
    cells.push_back(fmt::format("{}", fmt::join(record.disclosures, "; ")));
    cells.push_back(fmt::format("{}", fmt::join(measures_in_force(record), "; ")));
    cells.push_back(fmt::format("{}, version {}", record.policy->policy->label, record.policy->version));
    cells.push_back(format_timestamp(record.made_at));
    append(cells, table);
  }
  return table;
}

std::string as_page(const Record& record) {
  const privacy::Controller& controller = record.policy->policy->controller;
  Html html;
  html.open("html", {{"lang", "en"}}).open("head").single("meta", {{"charset", "utf-8"}}).element("title", "Record of processing activities");
  html.element("style", "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .75rem .3rem 0;border-bottom:1px solid #ccc}th{width:14rem}");
  html.close().open("body").element("h1", "Record of processing activities");
  html.element("p", fmt::format("{}; as of {}, under the policy \"{}\", version {} (GDPR Art. 30).", controller_of(record), format_timestamp(record.made_at), record.policy->policy->label, record.policy->version));
  html.open("table");
  for (const auto& [name, value] : {std::pair<std::string_view, std::string>{"Controller", controller_of(record)}, {"Contact", contact_of(controller)}, {"Representative", controller.representative},
                                    {"Data protection officer", fmt::format("{} {}", controller.officer, controller.officer_email)}}) {
    html.open("tr").element("th", name, {{"scope", "row"}}).element("td", is_blank(value) ? "not named" : value).close();
  }
  html.close();
  for (const Activity& activity : record.activities) {
    html.element("h2", activity.purpose->label).open("table");
    for (const auto& [name, value] : told(activity)) html.open("tr").element("th", name, {{"scope", "row"}}).element("td", value.empty() ? "none" : value).close();
    html.close();
  }
  html.element("h2", "Courts and authorities").element("p", record.disclosures.empty() ? "No grounds are named." : fmt::format("{}", fmt::join(record.disclosures, "; ")));
  html.element("h2", "Security measures").open("ul");
  for (const Measure& measure : record.measures) html.element("li", measure.in_force ? measure.in_words : "Not in force: " + measure.in_words);
  html.close().close().close();
  return "<!doctype html>" + html.take() + "\n";
}

}  // namespace probity::processing
