// What goes out comes back the same: random records of every entity that people keep in files are
// exported, deleted and imported again.
#include <random>

#include "base/text.hpp"
#include "records/exporting/exports.hpp"
#include "records/importing/imports.hpp"
#include "records/test_workspace.hpp"

namespace probity::records::exporting {
namespace {

constexpr int kRecords = 12;

/// Random values as the API takes them; the same seed gives the same.
class RandomRecords {
 public:
  RandomRecords(unsigned seed, std::map<std::string, std::vector<Id>> linkable, Id member)
      : random_(seed), linkable_(std::move(linkable)), member_(member) {}

  std::string record(const meta::Entity& entity) {
    JsonBuffer buffer;
    JsonWriter writer(buffer);
    writer.StartObject();
    for (const meta::Field& field : entity.fields) {
      if (field.read_only || !field.compute.empty() || field.type->name() == "file") continue;
      const bool needed = field.required || (!entity.require_one_of.empty() && field.name == entity.require_one_of.front());
      const std::string json = needed || one_of(2) == 0 ? value(field) : std::string();
      if (json.empty()) continue;
      key(writer, field.name);
      raw(writer, json, rapidjson::kObjectType);
    }
    writer.EndObject();
    return std::string(text(buffer));
  }

 private:
  std::size_t one_of(std::size_t many) { return std::uniform_int_distribution<std::size_t>(0, many - 1)(random_); }
  template <typename T>
  T pick(std::initializer_list<T> from) { return *(from.begin() + static_cast<std::ptrdiff_t>(one_of(from.size()))); }

  static std::string quoted(std::string_view text) { return to_json_text(JsonValue(rapidjson::StringRef(text.data(), static_cast<unsigned>(text.size())))); }

  std::string words() {
    std::string text = fmt::format("N{}", ++count_);
    for (std::size_t more = one_of(4); more > 0; --more) {
      text += pick<const char*>({" Ångström", ", said she", "; and sons", " \"quoted\"", " =SUM(A1)", " 'tis", " 王小明", " a=b", " <b>", " 100%"});
    }
    return text;
  }
  std::string list(const std::function<std::string()>& item) {
    std::string items;
    for (std::size_t more = 1 + one_of(3); more > 0; --more) items += fmt::format("{}{}", items.empty() ? "" : ",", item());
    return fmt::format("[{}]", items);
  }
  std::string link(const meta::Field& field) {
    const auto found = linkable_.find(field.to == "*" ? "contact" : field.to);
    return found == linkable_.end() ? std::string() : quoted(found->second[one_of(found->second.size())].text());
  }
  std::string labelled(const std::string& value) {
    return fmt::format(R"({{"value":{},"label":{}}})", quoted(value), pick<std::string>({"null", R"("work")", R"("home")"}));
  }
  std::string choices(const meta::Field& field) { return quoted(field.choices[one_of(field.choices.size())].value); }
  std::string number(const meta::Field& field) {
    const auto least = field.minimum.value_or(-1000);
    const auto whole = std::uniform_int_distribution<std::int64_t>(least, field.maximum.value_or(least + 100'000))(random_);
    return field.precision > 0 && whole != field.maximum.value_or(whole + 1) && whole >= 0 ? fmt::format("{}.5", whole) : std::to_string(whole);
  }
  std::string date() { return fmt::format("{:04}-{:02}-{:02}", 1900 + one_of(126), 1 + one_of(12), 1 + one_of(28)); }
  std::string instant() { return fmt::format("{}T{:02}:{:02}:{:02}{}Z", date(), one_of(24), one_of(60), one_of(60), pick<const char*>({"", ".25", ".000001"})); }
  std::string address() {
    return fmt::format(R"({{"street":{},"city":{},"postal_code":"{}","country":"{}"}})", quoted(words()), quoted(words()), 10'000 + one_of(80'000),
                       pick<const char*>({"DE", "US", "JP"}));
  }
  std::string phone() { return pick<std::string>({"+49 30 901820", "030 901820", "(202) 555-0143", "+1 202 555 0143 ext. 7", "call the desk", "12"}); }

  std::string value(const meta::Field& field) {
    const std::string_view type = field.type->name();
    if (field.name == "rrule" || field.name == "recurrence") return R"("FREQ=WEEKLY;BYDAY=MO")";
    if (field.name == "time_zone") return R"("Europe/Berlin")";
    if (field.name == "exceptions" || field.name == "settings") return {};
    if (type == "text") return quoted(first_characters(words(), 20));
    if (type == "long_text") return quoted(words() + "\n\n- " + words());
    if (type == "number") return number(field);
    if (type == "money") return fmt::format(R"({{"amount":{},"currency":"{}"}})", one_of(1'000'000), pick<const char*>({"EUR", "USD", "JPY", "KWD"}));
    if (type == "boolean") return pick<std::string>({"true", "false"});
    if (type == "date") return quoted(date());
    if (type == "date_time") return quoted(instant());
    if (type == "duration") return std::to_string(one_of(100'000));
    if (type == "email") return fmt::format("[{}]", labelled(fmt::format("n{}@example.org", ++count_)));
    if (type == "phone") return fmt::format("[{}]", labelled(phone()));
    if (type == "url") return quoted(fmt::format("https://example.org/{}?a=b;c", ++count_));
    if (type == "address") return address();
    if (type == "choice") return choices(field);
    if (type == "multi_choice") return list([&] { return choices(field); });
    if (type == "link") return link(field);
    if (type == "links") return !link(field).empty() ? list([&] { return link(field); }) : std::string();
    if (type == "user") return quoted(member_.text());
    if (type == "users") return fmt::format("[{}]", quoted(member_.text()));
    if (type == "tags") return list([&] { return pick<std::string>({R"("red")", R"("dark blue")", R"("Größe")"}); });
    if (type == "rating") return std::to_string(one_of(6));
    if (type == "json") return R"({"a":[1,"b; c",null]})";
    return {};
  }

  std::mt19937 random_;
  std::map<std::string, std::vector<Id>> linkable_;
  Id member_;
  int count_ = 0;
};

struct Case {
  const char* entity;
  Format format;
};

/// What the first record that is not the same lost and won.
std::string difference(const std::vector<std::string>& before, const std::vector<std::string>& after) {
  if (before.size() != after.size()) return fmt::format("{} records became {}", before.size(), after.size());
  for (std::size_t index = 0; index < before.size(); ++index) {
    if (before[index] == after[index]) continue;
    const JsonDocument old = expect_value(parse_json(before[index]));
    const JsonDocument now = expect_value(parse_json(after[index]));
    std::string told;
    for (const auto& member : old.GetObject()) {
      const auto found = now.FindMember(member.name);
      if (found == now.MemberEnd() || found->value != member.value) told += fmt::format("{}: {} became {}\n", view(member.name), to_json_text(member.value), found == now.MemberEnd() ? "nothing" : to_json_text(found->value));
    }
    return told;
  }
  return {};
}

class Identity : public testing::TestWithParam<Case> {
 protected:
  Identity() : workspace({.model = product_model()}) {
    imports = std::make_unique<importing::Imports>(*workspace.records, *workspace.jobs, folder.path() / "imports");
    imports->handle_jobs([this](std::string_view, const Id&, std::string_view) -> Result<privacy::Access> { return workspace.access; });
    exports = std::make_unique<Exports>(*workspace.records, *workspace.jobs, folder.path() / "exports");
    make_linkable();
  }

  /// What the records link to stays where it is; two people share a name, two companies too, and two hold marks that tell names apart.
  void make_linkable() {
    linkable["company"] = {workspace.create("company", R"({"name":"Müller; Söhne"})"), workspace.create("company", R"({"name":"5\" Pipes"})"),
                           workspace.create("company", R"({"name":"Plain"})"), workspace.create("company", R"({"name":"PLAIN"})")};
    linkable["contact"] = {workspace.create("contact", R"({"first_name":"Ada","last_name":"Lovelace"})"), workspace.create("contact", R"({"first_name":"Ada","last_name":"Lovelace"})"),
                           workspace.create("contact", R"({"last_name":"Cher"})")};
    linkable["product"] = {workspace.create("product", R"({"name":"Bolt, M8"})")};
    const Id pipeline = workspace.create("pipeline", R"({"name":"Sales"})");
    linkable["pipeline"] = {pipeline};
    linkable["stage"] = {workspace.create("stage", fmt::format(R"({{"name":"New","pipeline":"{}"}})", pipeline.text()))};
    linkable["deal"] = {workspace.create("deal", fmt::format(R"({{"name":"Big","pipeline":"{}","stage":"{}"}})", pipeline.text(), linkable["stage"][0].text()))};
    for (const auto& [entity, ids] : linkable) kept.insert(ids.begin(), ids.end());
    began = format_timestamp(now());
  }

  std::vector<Id> fresh(std::string_view entity) {
    std::vector<Id> ids;
    const JsonDocument list = workspace.list(entity, {.limit = 200});
    for (const JsonValue& record : list["items"].GetArray()) {
      if (const Id id = *Id::parse(view(record["id"])); !kept.contains(id)) ids.push_back(id);
    }
    return ids;
  }

  /// Each record without what is its own, in the order of their text.
  std::vector<std::string> values(std::string_view entity) {
    std::vector<std::string> all;
    for (const Id& id : fresh(entity)) {
      JsonDocument record = workspace.get(entity, id);
      for (const char* own : {"id", "version", "created_at", "updated_at", "created_by", "updated_by"}) record.RemoveMember(own);
      all.push_back(to_json_text(record));
    }
    std::ranges::sort(all);
    return all;
  }

  /// Records of an entity that is not the one in question.
  std::int64_t others(std::string_view entity) { return entity == GetParam().entity ? 0 : workspace.count(entity); }

  importing::Tally import(std::string_view entity, const std::filesystem::path& file) {
    const importing::Spec spec = expect_value(imports->prepare(workspace.at(entity), file, file.filename().string(), ""));
    const importing::Spec started = expect_value(imports->start(workspace.at(entity), spec.id));
    workspace.finish(*started.job);
    return expect_value(imports->tally(workspace.at(entity), started));
  }

  TestFolder folder;
  TestWorkspace workspace;
  std::unique_ptr<importing::Imports> imports;
  std::unique_ptr<Exports> exports;
  std::map<std::string, std::vector<Id>> linkable;
  std::set<Id> kept;
  std::string began;
};

TEST_P(Identity, ExportImportExport) {
  const auto [entity, format] = GetParam();
  for (unsigned seed = 1; seed <= 6; ++seed) {
    SCOPED_TRACE(fmt::format("seed {}", seed));
    RandomRecords random(seed, linkable, workspace.member);
    for (int made = 0; made < kRecords; ++made) workspace.create(entity, random.record(*workspace.at(entity).entity));
    const std::vector<std::string> before = values(entity);
    ASSERT_EQ(before.size(), static_cast<std::size_t>(kRecords));
    const auto file = folder.path() / fmt::format("{}.{}", seed, ending_of(format));
    const std::string made_since = fmt::format(R"({{"field":"created_at","op":"gt","value":"{}"}})", began);
    expect_value(exports->write_file(workspace.at(entity), {.format = format, .filter = made_since}, file));
    for (const Id& id : fresh(entity)) workspace.remove(entity, id);
    const std::int64_t notes = others("note");
    const importing::Tally tally = import(entity, file);
    EXPECT_EQ(tally.failed, 0);
    EXPECT_EQ(difference(before, values(entity)), "");
    EXPECT_EQ(others("note"), notes) << "a column was not known again";
    for (const Id& id : fresh(entity)) workspace.remove(entity, id);
    if (HasFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(Csv, Identity,
                         testing::Values(Case{"contact", Format::csv}, Case{"company", Format::csv}, Case{"lead", Format::csv}, Case{"deal", Format::csv},
                                         Case{"product", Format::csv}, Case{"task", Format::csv}, Case{"call", Format::csv}, Case{"meeting", Format::csv},
                                         Case{"note", Format::csv}, Case{"email", Format::csv}, Case{"location", Format::csv}, Case{"line_item", Format::csv},
                                         Case{"comment", Format::csv}, Case{"stage", Format::csv}),
                         [](const auto& info) { return std::string(info.param.entity); });

}  // namespace
}  // namespace probity::records::exporting
