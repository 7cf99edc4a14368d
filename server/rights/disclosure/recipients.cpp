#include "rights/disclosure/recipients.hpp"

#include "base/time.hpp"
#include "meta/fields/text_list.hpp"

namespace probity::disclosure {
namespace {

using records::Context;
using store::Condition;

/// Reads one row of the ledger by the names of its fields.
class Line {
 public:
  Line(const meta::Entity& entity, const Row& row) : entity_(entity), row_(row) {}
  std::string text(std::string_view field) const { return std::string(row_.text(column(field))); }
  std::vector<std::string> list(std::string_view field) const { return meta::text_list(row_, column(field)); }
  Timestamp at() const { return row_.integer(column("at")); }

 private:
  int column(std::string_view field) const { return entity_.field(field)->first_column; }
  const meta::Entity& entity_;
  const Row& row_;
};

bool went_out(std::string_view result) { return result == "done" || result == "unknown" || result == "open"; }

void add(std::set<std::string>& all, std::string text) {
  if (!text.empty()) all.insert(std::move(text));
}

void add_to(Recipient& recipient, const Line& line) {
  recipient.id = line.text("recipient_id");
  recipient.name = line.text("recipient");
  recipient.kind = line.text("kind");
  for (std::string& category : line.list("categories")) recipient.categories.insert(std::move(category));
  add(recipient.purposes, line.text("purpose"));
  add(recipient.whys, line.text("why"));
  add(recipient.references, line.text("reference"));
  add(recipient.grounds, line.text("ground"));
  ++(line.text("result") == "done" ? recipient.times : recipient.perhaps);
  if (recipient.first == 0 || line.at() < recipient.first) recipient.first = line.at();
  if (line.at() < recipient.last) return;
  recipient.last = line.at();
  recipient.country = line.text("country");
  recipient.safeguard = line.text("safeguard");
}

template <typename Item>
std::vector<Item> latest_first(std::map<std::string, Item>&& by_key) {
  std::vector<Item> items;
  for (auto& [key, item] : by_key) items.push_back(std::move(item));
  std::ranges::sort(items, std::greater<>(), &Item::last);
  return items;
}

std::string label_of_category(const privacy::Policy& policy, const std::string& name) {
  const auto* category = policy.category(name);
  return category ? category->label : name;
}
std::string label_of_purpose(const privacy::Policy& policy, const std::string& name) {
  const auto* purpose = policy.purpose(name);
  return purpose ? purpose->label : name;
}

using Label = std::string (*)(const privacy::Policy&, const std::string&);

void write_named(std::string_view member, const std::set<std::string>& names, const privacy::Policy& policy, Label label, JsonWriter& writer) {
  key(writer, member);
  writer.StartArray();
  for (const std::string& name : names) {
    writer.StartObject();
    key(writer, "name");
    put(writer, name);
    key(writer, "label");
    put(writer, label(policy, name));
    writer.EndObject();
  }
  writer.EndArray();
}

void write_texts(std::string_view member, const std::set<std::string>& texts, JsonWriter& writer) {
  key(writer, member);
  writer.StartArray();
  for (const std::string& text : texts) put(writer, text);
  writer.EndArray();
}

void write_text(std::string_view member, std::string_view text, JsonWriter& writer) {
  key(writer, member);
  text.empty() ? (void)writer.Null() : put(writer, text);
}

void write_number(std::string_view member, std::int64_t number, JsonWriter& writer) {
  key(writer, member);
  writer.Int64(number);
}

void write_recipient(const Recipient& recipient, const privacy::Policy& policy, JsonWriter& writer) {
  writer.StartObject();
  write_text("recipient", recipient.name, writer);
  write_text("processor", recipient.id, writer);
  write_text("kind", recipient.kind, writer);
  write_text("country", recipient.country, writer);
  write_text("safeguard", recipient.safeguard, writer);
  write_named("categories", recipient.categories, policy, label_of_category, writer);
  write_named("purposes", recipient.purposes, policy, label_of_purpose, writer);
  write_texts("why", recipient.whys, writer);
  write_texts("references", recipient.references, writer);
  write_texts("grounds", recipient.grounds, writer);
  write_number("times", recipient.times, writer);
  write_number("perhaps", recipient.perhaps, writer);
  write_text("first", format_timestamp(recipient.first), writer);
  write_text("last", format_timestamp(recipient.last), writer);
  write_text("in_words", sentence_of(recipient, policy), writer);
  writer.EndObject();
}

/// "name", "name and email", "name, email and phone"
std::string listed(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t each = 0; each < parts.size(); ++each) text += (each == 0 ? "" : each + 1 == parts.size() ? " and " : ", ") + parts[each];
  return text;
}

std::string how_often(const Recipient& recipient) {
  if (recipient.times == 0) return "perhaps (the answer never came)";
  return recipient.times == 1 ? std::string("once") : fmt::format("{} times", recipient.times);
}

Condition that_went_out() { return Condition::is_in("result", {cell("done"), cell("unknown"), cell("open")}); }

Result<> count_since(store::Reader& reader, Timestamp since, std::map<std::string, Traffic>& traffic) {
  const Condition recent = Condition::all_of({Condition::equals("kind", cell("processor")), Condition::compare_with("at", store::Comparison::greater_or_equal, since)});
  PROBITY_TRY(reader.aggregate({"disclosure", recent, {"recipient_id", "result"}, {}}, [&](const Row& row) {
    Traffic& one = traffic[std::string(row.text(0))];
    if (went_out(row.text(1))) one.times += row.integer(2);
    if (row.text(1) == "refused") one.refused += row.integer(2);
    return true;
  }));
  const Condition of_people = Condition::all_of({recent, that_went_out(), Condition::not_of(Condition::is_null("person"))});
  return reader.aggregate({"disclosure", of_people, {"recipient_id", "person"}, {}}, [&](const Row& row) {
    ++traffic[std::string(row.text(0))].people;
    return true;
  });
}

Result<> find_last(const Context& context, store::Reader& reader, const std::string& processor, Traffic& traffic) {
  const store::Query query{.columns = context.catalog->columns(*context.entity, {context.entity->field("at")->first_column}),
                           .where = Condition::all_of({Condition::equals("recipient_id", cell(processor)), that_went_out()}),
                           .order = store::Order{"at", true},
                           .limit = 1};
  return reader.each(query, [&](const Row& row) {
    traffic.last = row.integer(0);
    return false;
  });
}

}  // namespace

bool may_be_secret(const meta::Entity& disclosure, const Row& row) {
  const std::string_view kind = row.text(disclosure.field("kind")->first_column);
  return kind == "legal" || kind == "law_enforcement";
}

Result<Recipients> recipients_of(Book& book, std::string_view workspace, const Id& person, Tell tell) {
  PROBITY_TRY(book.close_unfinished(workspace));
  privacy::Access access;
  PROBITY_ASSIGN(const Context context, book.enter(workspace, "disclosure", access));
  std::map<std::string, Recipient> got;
  std::map<std::string, Withheld> withheld;
  const auto visit = [&](const Row& row) {
    const Line line(*context.entity, row);
    const std::string kind = line.text("kind");
    if (tell != Tell::all && may_be_secret(*context.entity, row)) return true;
    if (went_out(line.text("result"))) {
      add_to(got[fmt::format("{} {} {}", kind, line.text("recipient_id"), line.text("recipient"))], line);
      return true;
    }
    Withheld& one = withheld[fmt::format("{} {}", line.text("recipient"), line.text("note"))];
    one = {line.text("recipient"), line.text("note"), one.times + 1, std::max(one.last, line.at())};
    return true;
  };
  const store::Query query{.columns = context.tables->all, .where = Condition::equals("person", cell(person)), .limit = std::numeric_limits<int>::max()};
  PROBITY_TRY(context.database->read([&](store::Reader& reader) { return reader.each(query, visit); }));
  return Recipients{latest_first(std::move(got)), latest_first(std::move(withheld))};
}

std::string sentence_of(const Recipient& recipient, const privacy::Policy& policy) {
  std::vector<std::string> labels;
  for (const std::string& category : recipient.categories) labels.push_back(label_of_category(policy, category));
  std::string text = fmt::format("{}{} received: {}; {}, last on {}.", recipient.name, recipient.country.empty() ? "" : fmt::format(" ({})", recipient.country),
                                 labels.empty() ? std::string("nothing about the person") : listed(labels), how_often(recipient), format_day(day_of(recipient.last, {})));
  for (const std::string& why : recipient.whys) text += " " + why + (why.ends_with('.') ? "" : ".");
  if (!recipient.safeguard.empty()) text += fmt::format(" Safeguard: {}.", recipient.safeguard);
  return text;
}

void write_recipients(const Recipients& recipients, const privacy::Policy& policy, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "items");
  writer.StartArray();
  for (const Recipient& recipient : recipients.got) write_recipient(recipient, policy, writer);
  writer.EndArray();
  key(writer, "withheld");
  writer.StartArray();
  for (const Withheld& each : recipients.withheld) {
    writer.StartObject();
    write_text("recipient", each.name, writer);
    write_text("why", each.why, writer);
    write_number("times", each.times, writer);
    write_text("last", format_timestamp(each.last), writer);
    writer.EndObject();
  }
  writer.EndArray();
  const auto count = recipients.got.size();
  write_text("in_words", count == 0 ? std::string("Nobody has received data about this person.") : count == 1 ? std::string("One recipient has received data about this person.") : fmt::format("{} recipients have received data about this person.", count), writer);
  writer.EndObject();
}

Result<std::map<std::string, Traffic>> traffic_since(Book& book, std::string_view workspace, Timestamp since) {
  PROBITY_TRY(book.close_unfinished(workspace));
  privacy::Access access;
  PROBITY_ASSIGN(const Context context, book.enter(workspace, "disclosure", access));
  std::map<std::string, Traffic> traffic;
  for (const privacy::Processor& processor : context.policy->policy->processors) traffic[processor.id];
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_TRY(count_since(reader, since, traffic));
    for (auto& [id, one] : traffic) PROBITY_TRY(find_last(context, reader, id, one));
    return {};
  }));
  traffic.erase("");
  return traffic;
}

}  // namespace probity::disclosure
