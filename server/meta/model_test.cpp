#include "meta/model.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace probity::meta {
namespace {

using testing::AllOf;
using testing::HasSubstr;

const Vocabulary kVocabulary = {.categories = {"user.name", "user.contact.email"},
                                .purposes = {"service", "marketing"},
                                .hooks = {"sales.deal_stage"},
                                .computes = {"sales.line_total"}};

constexpr std::string_view kCompany = R"(entity: company
subject: none
title: [name]
fields:
  name: {id: 1, type: text, index: true, category: none, purposes: [service]}
)";

/// A contact with further lines for the entity and for its fields.
std::string contact(std::string_view fields = {}, std::string_view keys = {}) {
  return fmt::format(R"(entity: contact
subject: self
title: [name]
{}fields:
  name: {{id: 1, type: text, index: true, category: user.name, purposes: [service]}}
{})", keys, fields);
}

std::vector<Problem> problems_with(const std::vector<std::string>& entities) {
  ModelBuilder builder(kVocabulary);
  for (const std::string& entity : entities) builder.add_entity(entity, "model/test.yaml", false, false);
  const auto model = builder.build();
  EXPECT_EQ(model == nullptr, !builder.problems().empty());
  return builder.problems();
}

std::string all(const std::vector<Problem>& problems) {
  std::string text;
  for (const Problem& problem : problems) text += problem.text() + "\n";
  return text;
}

std::shared_ptr<const Model> model_of(const std::vector<std::string>& entities) {
  ModelBuilder builder(kVocabulary);
  for (const std::string& entity : entities) builder.add_entity(entity, "model/test.yaml", false, false);
  auto model = builder.build();
  EXPECT_TRUE(model) << all(builder.problems());
  return model;
}

struct Wrong {
  std::string declaration;
  std::string problem;
};

void expect_problems(const std::vector<Wrong>& table) {
  for (const auto& [declaration, problem] : table) {
    const auto problems = problems_with({std::string(kCompany), declaration});
    EXPECT_EQ(problems.size(), 1u) << declaration << all(problems);
    EXPECT_THAT(all(problems), HasSubstr(problem)) << declaration;
  }
}

TEST(Model, SaysWhoseAloneARecordIs) {
  const std::string fields = "  owner: {id: 2, type: user, category: none, purposes: [service]}\n"
                             "  shown: {id: 3, type: choice, choices: [all, one], category: none, purposes: [service]}\n";
  const auto model = model_of({contact(fields, "seen_by: {member: owner, unless: {shown: all}}\n")});
  const SeenBy& seen_by = *model->find("contact")->seen_by;
  EXPECT_EQ(seen_by.member + seen_by.unless + seen_by.value, "ownershownall");
  expect_problems({
      {contact(fields, "seen_by: owner\n"), "seen_by is written as"},
      {contact(fields, "seen_by: {member: name}\n"), "member must name a field of type user; \"name\" is none"},
      {contact(fields, "seen_by: {member: owner, unless: {shown: some}}\n"), "\"shown: some\" is none"},
      {contact(fields, "seen_by: {member: owner, unless: all}\n"), "unless names one field and its value"},
      {contact(fields, "owned_by: name\n"), "owned_by must name a field of type user; \"name\" is none"},
  });
}

TEST(Model, RefusesFieldsThatDoNotSayWhatTheyAre) {
  expect_problems({
      {contact("  x: {id: 2, type: text, purposes: [service]}\n"), "model/test.yaml:6: contact.x: category is missing"},
      {contact("  x: {id: 2, type: text, category: none}\n"), "model/test.yaml:6: contact.x: purposes are missing"},
      {contact("  x: {id: 2, type: text, category: user.nam, purposes: [service]}\n"), "no category \"user.nam\"; did you mean \"user.name\"?"},
      {contact("  x: {id: 2, type: text, category: none, purposes: [servise]}\n"), "no purpose \"servise\"; did you mean \"service\"?"},
      {contact("  x: {id: 2, type: text, category: user.name, purposes: []}\n"), "purposes are empty"},
      {contact("  x: {id: 2, category: none, purposes: [service]}\n"), "type is missing"},
      {contact("  x: {id: 2, type: emial, category: none, purposes: [service]}\n"), "unknown type \"emial\"; did you mean \"email\"?"},
      {contact("  x: {type: text, category: none, purposes: [service]}\n"), "id is missing"},
      {contact("  x: {id: two, type: text, category: none, purposes: [service]}\n"), "id must be a whole number"},
      {contact("  x: {id: 0, type: text, category: none, purposes: [service]}\n"), "id must be between 1"},
      {contact("  x: {id: 1, type: text, category: none, purposes: [service]}\n"), "id 1 is that of name"},
      {contact("  x: {id: 9, type: text, category: none, purposes: [service]}\n", "retired: [8, 9]\n"), "id 9 is retired"},
      {contact("  x: {id: 2, type: text, category: none, purposes: [service], compute: sales.line_totl}\n"), "did you mean \"sales.line_total\"?"},
      {contact("  x: text\n"), "field x must be declared like"},
  });
}

TEST(Model, RefusesNamesOfOthers) {
  for (const std::string name : {"id", "version", "created_at", "updated_at", "created_by", "updated_by", "deleted_at", "display",
                                 "expanded", "_x", "a__b", "Upper", "a-b", "9x", "x_", "ä"}) {
    expect_problems({{contact("  \"" + name + "\": {id: 2, type: text, category: none, purposes: [service]}\n"), "name"}});
  }
  expect_problems({
      {contact("  name: {id: 2, type: text, category: none, purposes: [service]}\n"), "\"name\" stands here twice"},
      {"entity: company\nplural: firms\nsubject: none\ntitle: [n]\nfields:\n  n: {id: 1, type: text, category: none, purposes: []}\n",
       "\"company\" is taken by the entity declared in model/test.yaml:1"},
      {contact({}, "plural: companies\n"), "\"companies\" is taken"},
      {contact({}, "plural: imports\n"), "the API uses the path \"imports\""},
      {contact({}, "plural: Con tacts\n"), "a plural is made of"},
  });
}

TEST(Model, RefusesOptionsThatDoNotFit) {
  expect_problems({
      {contact("  x: {id: 2, type: boolean, max: 5, category: none, purposes: [service]}\n"), "max does not go with type boolean"},
      {contact("  x: {id: 2, type: text, precision: 2, category: none, purposes: [service]}\n"), "precision does not go with type text"},
      {contact("  x: {id: 2, type: json, index: true, category: none, purposes: [service]}\n"), "takes: no options"},
      {contact("  x: {id: 2, type: text, catgory: none, category: none, purposes: [service]}\n"), "unknown key \"catgory\"; did you mean \"category\"?"},
      {contact({}, "subjet: self\n"), "unknown key \"subjet\"; did you mean \"subject\"?"},
      {contact("  x: {id: 2, type: choice, category: none, purposes: [service]}\n"), "choices are missing"},
      {contact("  x: {id: 2, type: choice, choices: [{label: A}], category: none, purposes: [service]}\n"), "a choice needs a value"},
      {contact("  x: {id: 2, type: choice, choices: [{value: a, colour: red}], category: none, purposes: [service]}\n"), "did you mean \"color\"?"},
      {contact("  x: {id: 2, type: choice, choices: [{value: a, color: \"#12\"}], category: none, purposes: [service]}\n"), "#rrggbb"},
      {contact("  x: {id: 2, type: number, precision: 10, category: none, purposes: [service]}\n"), "precision must be 0 to 9"},
      {contact("  x: {id: 2, type: text, max: 0, category: none, purposes: [service]}\n"), "max must be at least 1"},
      {contact("  x: {id: 2, type: text, unique: warn, category: none, purposes: [service]}\n"), "unique needs index: true"},
      {contact("  x: {id: 2, type: email, unique: maybe, category: none, purposes: [service]}\n"), "unique must be no, warn or refuse"},
      {contact("  x: {id: 2, type: email, many: false, category: none, purposes: [service]}\n"), "leave many out"},
      {contact("  x: {id: 2, type: text, required: yes, category: none, purposes: [service]}\n"), "required must be true or false"},
      {contact("  x: {id: 2, type: boolean, default: perhaps, category: none, purposes: [service]}\n"), "the default is not a value of this field"},
  });
}

TEST(Model, RefusesLinksThatLeadAstray) {
  const std::string to_contact = "  x: {id: 2, type: link, to: contact, category: none, purposes: [service]}\n";
  expect_problems({
      {contact("  x: {id: 2, type: link, category: none, purposes: [service]}\n"), "to is missing"},
      {contact("  x: {id: 2, type: link, to: compny, category: none, purposes: [service]}\n"), "unknown entity \"compny\"; did you mean \"company\"?"},
      {contact(to_contact), "on_erase is missing"},
      {contact("  x: {id: 2, type: links, to: \"*\", category: none, purposes: [service]}\n"), "on_erase is missing"},
      {contact("  x: {id: 2, type: link, to: company, on_erase: forget, category: none, purposes: [service]}\n"), "on_erase must be delete, mask or unlink"},
      {contact("  x: {id: 2, type: link, to: contact, on_erase: unlink, required: true, category: none, purposes: [service]}\n"), "a required link cannot be unlinked"},
      {"entity: visit\nsubject: {via: [who]}\ntitle: [n]\nfields:\n  n: {id: 1, type: text, category: user.name, purposes: [service]}\n"
       "  who: {id: 2, type: link, to: \"*\", on_erase: unlink, category: none, purposes: [service]}\n",
       "unlink would leave n behind"},
  });
}

TEST(Model, RefusesEntitiesThatDoNotSayWhomTheyConcern) {
  const std::string fields = "fields:\n  n: {id: 1, type: text, category: none, purposes: []}\n";
  const std::string link = "  c: {id: 2, type: link, to: company, category: none, purposes: []}\n";
  expect_problems({
      {"entity: deal\ntitle: [n]\n" + fields, "subject is missing"},
      {"entity: deal\nsubject: people\ntitle: [n]\n" + fields, "subject must be self, none"},
      {"entity: deal\nsubject: {via: []}\ntitle: [n]\n" + fields, "via must name the links"},
      {"entity: deal\nsubject: {via: [contacts]}\ntitle: [n]\n" + fields, "via names no field: \"contacts\""},
      {"entity: deal\nsubject: {via: [n]}\ntitle: [n]\n" + fields, "n is a text"},
      {"entity: deal\nsubject: {via: [c]}\ntitle: [n]\n" + fields + link, "c leads to company, which concerns nobody"},
      {"entity: deal\nsubject: none\n" + fields, "title is missing"},
      {"entity: deal\nsubject: none\ntitle: [m]\n" + fields, "there is no field \"m\"; did you mean \"n\"?"},
      {"entity: deal\nsubject: none\ntitle: [c]\n" + fields + link, "c is a link, which makes no readable name"},
      {"entity: deal\nsubject: none\ntitle: [n]\ntimeline: at\n" + fields, "there is no field \"at\""},
      {"entity: deal\nsubject: none\ntitle: [n]\ntimeline: n\n" + fields, "n is no date"},
      {"entity: deal\nsubject: none\ntitle: [n]\nhooks: [sales.deal_stag]\n" + fields, "did you mean \"sales.deal_stage\"?"},
      {"entity: deal\nsubject: none\ntitle: [n]\nrequire_one_of: [n, nn]\n" + fields, "there is no field \"nn\""},
      {"entity: deal\nsubject: none\ntitle: [n]\nrequire_one_of: [n]\n" + fields, "one field alone is required with required: true"},
      {"entity: deal\nsubject: none\ntitle: [n]\nduplicate_when: [nn]\n" + fields, "there is no field \"nn\""},
      {"subject: none\n", "entity is missing"},
      {"- a\n- b\n", "this is no declaration"},
      {"entity: [\n", "cannot be read"},
  });
}

TEST(Model, RefusesEntitiesWithoutFields) {
  EXPECT_THAT(all(problems_with({"entity: deal\nsubject: none\ntitle: [n]\n"})), HasSubstr("model/test.yaml:1: deal: fields are missing"));
}

std::string chained(std::string_view name, std::string_view to) {
  return fmt::format("entity: {}\nsubject: {{via: [next]}}\ntitle: [n]\nfields:\n"
                     "  n: {{id: 1, type: text, category: none, purposes: []}}\n"
                     "  next: {{id: 2, type: link, to: {}, on_erase: mask, category: none, purposes: []}}\n", name, to);
}

TEST(Model, FollowsChainsToPeople) {
  EXPECT_TRUE(model_of({contact(), chained("a", "contact"), chained("b", "a"), chained("c", "b")}));
  EXPECT_THAT(all(problems_with({contact(), chained("a", "b"), chained("b", "a")})), HasSubstr("runs in a circle: a -> b -> a"));
  EXPECT_THAT(all(problems_with({contact(), chained("a", "a")})), HasSubstr("runs in a circle"));
  EXPECT_THAT(all(problems_with({contact(), chained("a", "contact"), chained("b", "a"), chained("c", "b"), chained("d", "c"), chained("e", "d")})),
              AllOf(HasSubstr("e.subject"), HasSubstr("is too long")));
}

TEST(Model, TellsAllProblemsAtOnce) {
  const auto problems = problems_with({"entity: contact\ntitle: [x]\nfields:\n  a: {id: 1, type: text}\n  b: {id: 1, type: number, category: none, purposes: []}\n"});
  EXPECT_THAT(all(problems), AllOf(HasSubstr("subject is missing"), HasSubstr(":4: contact.a: category is missing"), HasSubstr(":4: contact.a: purposes are missing"),
                                   HasSubstr(":5: contact.b: id 1 is that of a"), HasSubstr("no field \"x\"")));
}

TEST(Model, PutsRecordsOnTimelinesUnlessToldOtherwise) {
  const auto dated = [](const std::string& line) {
    return model_of({fmt::format("entity: deal\nsubject: none\ntitle: [n]\n{}fields:\n  n: {{id: 1, type: text, category: none, purposes: []}}\n"
                                 "  at: {{id: 2, type: date, category: none, purposes: []}}\n", line)})->find("deal")->timeline;
  };
  EXPECT_EQ(dated(""), "created_at");
  EXPECT_EQ(dated("timeline: at\n"), "at");
  EXPECT_EQ(dated("timeline: none\n"), "");
}

TEST(Model, KnowsItsEntities) {
  const auto model = model_of({std::string(kCompany), contact("  employer: {id: 2, type: link, to: company, category: none, purposes: []}\n"
                                                              "  anything: {id: 3, type: links, to: \"*\", on_erase: unlink, category: none, purposes: []}\n")});
  ASSERT_TRUE(model);
  EXPECT_EQ(model->find_plural("companies"), model->find("company"));
  EXPECT_FALSE(model->find("companies"));
  const auto incoming = model->incoming("company");
  ASSERT_EQ(incoming.size(), 2u);
  EXPECT_EQ(incoming[0].field->name, "employer");
  EXPECT_EQ(incoming[1].field->name, "anything");
  EXPECT_EQ(model->find("contact")->field("employer")->label, "Employer");
  EXPECT_EQ(model->find("contact")->label_many, "Contacts");
}

TEST(Model, LaysOutColumns) {
  const auto model = model_of({contact("  note: {id: 2, type: text, category: none, purposes: []}\n"
                                       "  fee: {id: 3, type: money, category: none, purposes: []}\n"
                                       "  born: {id: 4, type: date, category: none, purposes: []}\n"
                                       "  email: {id: 5, type: email, category: none, purposes: []}\n"
                                       "  home: {id: 6, type: address, index: true, category: none, purposes: []}\n")});
  ASSERT_TRUE(model);
  const Entity& entity = *model->find("contact");
  std::vector<std::string> names;
  for (const Column& column : entity.columns) names.push_back(column.name);
  names.erase(names.begin(), names.begin() + kRecordColumnCount);
  EXPECT_THAT(names, testing::ElementsAre("name", "name__sort", "note", "fee", "fee__currency", "born", "email", "home", "home__flat", "home__sort"));
  EXPECT_EQ(entity.columns[kDeletedAt].name, "_deleted_at");
  const auto sorts_by = [&entity](std::string_view field) { return entity.field(field)->sort_column; };
  EXPECT_EQ(sorts_by("name"), "name__sort");
  EXPECT_EQ(sorts_by("note"), "");
  EXPECT_EQ(sorts_by("fee"), "fee");
  EXPECT_EQ(sorts_by("born"), "born");
  EXPECT_EQ(sorts_by("email"), "");
  EXPECT_EQ(sorts_by("home"), "home__sort");
  EXPECT_EQ(entity.field("fee")->first_column, entity.column("fee"));
  EXPECT_EQ(entity.columns[static_cast<std::size_t>(entity.column("fee__currency"))].field, entity.field("fee")->position);
  EXPECT_EQ(entity.column("nothing"), -1);
}

TEST(Model, SearchesNamesAndAddressesUnlessToldOtherwise) {
  const auto model = model_of({contact("  email: {id: 2, type: email, category: none, purposes: []}\n"
                                       "  quiet: {id: 3, type: email, search: false, category: none, purposes: []}\n"
                                       "  note: {id: 4, type: text, category: none, purposes: []}\n"
                                       "  loud: {id: 5, type: text, search: true, category: none, purposes: []}\n")});
  ASSERT_TRUE(model);
  const auto searched = [&](std::string_view field) { return model->find("contact")->field(field)->searched; };
  EXPECT_TRUE(searched("name"));
  EXPECT_TRUE(searched("email"));
  EXPECT_FALSE(searched("quiet"));
  EXPECT_FALSE(searched("note"));
  EXPECT_TRUE(searched("loud"));
}

TEST(Model, ChangesItsVersionWithItsContent) {
  const auto first = model_of({contact()}), again = model_of({contact()});
  const auto other = model_of({contact({}, "icon: user\n")});
  EXPECT_EQ(first->version(), again->version());
  EXPECT_NE(first->version(), other->version());
}

class AddedAtRunTime : public testing::Test {
 protected:
  AddedAtRunTime() { builder.add_entity(contact(), "model/contact.yaml", false, false); }
  ModelBuilder builder{kVocabulary};
};

TEST_F(AddedAtRunTime, FieldsAndEntitiesJoinTheModel) {
  builder.add_field("contact", R"({"name":"x_shoe_size","id":10000,"type":"number","category":"none","purposes":["service"]})", "added");
  builder.add_entity(R"({"entity":"x_boat","plural":"x_boats","subject":"none","title":["name"],"fields":{"name":{"id":1,"type":"text","category":"none","purposes":[]}}})", "added", false, true);
  const auto model = builder.build();
  ASSERT_TRUE(model) << all(builder.problems());
  const Field* field = model->find("contact")->field("x_shoe_size");
  ASSERT_TRUE(field);
  EXPECT_TRUE(field->custom);
  EXPECT_EQ(field->label, "Shoe size");
  EXPECT_GE(model->find("contact")->column("x_shoe_size"), 0);
  EXPECT_THAT(model->find("contact")->form.back().fields, testing::Contains("x_shoe_size"));
  EXPECT_EQ(next_custom_field_id(*model->find("contact")), 10'001);
  EXPECT_EQ(next_custom_field_id(*model->find("x_boat")), 10'000);
  EXPECT_TRUE(model->find("x_boat")->custom);
  EXPECT_TRUE(model->find("x_boat")->field("name")->custom);
}

TEST_F(AddedAtRunTime, TheSameRulesHold) {
  builder.add_field("contact", R"({"name":"shoe_size","id":10000,"type":"number","category":"none","purposes":[]})", "added");
  builder.add_field("contact", R"({"name":"x_a","id":2,"type":"number","category":"none","purposes":[]})", "added");
  builder.add_field("contact", R"({"name":"x_b","id":10001,"type":"number","purposes":[]})", "added");
  builder.add_field("contact", R"({"name":"x_c","id":10001,"type":"text","category":"none","purposes":[]})", "added");
  builder.add_field("nobody", R"({"name":"x_d","id":10002,"type":"text","category":"none","purposes":[]})", "added");
  builder.add_field("contact", R"({"id":10003})", "added");
  builder.add_entity("entity: boat\nsubject: none\ntitle: [n]\nfields:\n  n: {id: 1, type: text, category: none, purposes: []}\n", "added", false, true);
  EXPECT_FALSE(builder.build());
  EXPECT_THAT(all(builder.problems()),
              AllOf(HasSubstr("call it x_shoe_size"), HasSubstr("contact.x_a: id must be between 10000"), HasSubstr("contact.x_b: category is missing"),
                    HasSubstr("id 10001 is that of x_b"), HasSubstr("there is no entity \"nobody\""), HasSubstr("name is missing"),
                    HasSubstr("call it x_boat"), HasSubstr("call them x_boats")));
}

class Folders : public testing::Test {
 protected:
  void SetUp() override {
    folder = std::filesystem::temp_directory_path() / ("probity-model-" + Id::make().text());
    std::filesystem::create_directories(folder / "layouts");
    write("b_contact.yaml", contact("  email: {id: 2, type: email, category: none, purposes: []}\n  late: {id: 3, type: date, category: none, purposes: []}\n"));
    write("a_company.yaml", std::string(kCompany));
    write("README.md", "not: [yaml");
  }
  void TearDown() override { std::filesystem::remove_all(folder); }
  void write(const std::string& name, const std::string& text) { std::ofstream(folder / name) << text; }

  std::shared_ptr<const Model> load() {
    ModelBuilder builder(kVocabulary);
    builder.add_folder(folder);
    builder.add_layouts(folder / "layouts");
    auto model = builder.build();
    problems = all(builder.problems());
    return model;
  }
  std::filesystem::path folder;
  std::string problems;
};

TEST_F(Folders, AreReadInTheOrderOfNames) {
  const auto model = load();
  ASSERT_TRUE(model) << problems;
  EXPECT_EQ(model->entities().front()->name, "company");
  EXPECT_EQ(model->entities().front()->file, (folder / "a_company.yaml").string());
}

TEST_F(Folders, LayoutsOrderFormsAndLists) {
  write("layouts/contact.yaml", "entity: contact\nform:\n  - {section: Person, fields: [email, name]}\nlist: [email]\n");
  const auto model = load();
  ASSERT_TRUE(model) << problems;
  const Entity& entity = *model->find("contact");
  ASSERT_EQ(entity.form.size(), 2u);
  EXPECT_THAT(entity.form[0].fields, testing::ElementsAre("email", "name"));
  EXPECT_THAT(entity.form[1].fields, testing::ElementsAre("late"));
  EXPECT_THAT(entity.list, testing::ElementsAre("email"));
  EXPECT_THAT(model->find("company")->form.front().fields, testing::ElementsAre("name"));
  EXPECT_THAT(model->find("company")->list, testing::ElementsAre("name"));
}

TEST_F(Folders, EntitiesWithoutALayoutListWhatTellsMost) {
  write("boat.yaml", "entity: boat\nsubject: none\ntitle: [name]\nfields:\n"
                     "  story: {id: 1, type: long_text, category: none, purposes: []}\n"
                     "  built: {id: 2, type: date, category: none, purposes: []}\n"
                     "  sails: {id: 3, type: number, index: true, category: none, purposes: []}\n"
                     "  name: {id: 4, type: text, category: none, purposes: []}\n");
  const auto model = load();
  ASSERT_TRUE(model) << problems;
  EXPECT_THAT(model->find("boat")->list, testing::ElementsAre("name", "sails", "built"));
}

TEST_F(Folders, LayoutsAreCheckedToo) {
  write("layouts/a.yaml", "entity: contct\n");
  write("layouts/b.yaml", "entity: contact\nform:\n  - {section: A, fields: [name, nam]}\n  - {section: B, fields: [name]}\nlst: [name]\n");
  write("layouts/c.yaml", "entity: contact\n");
  EXPECT_FALSE(load());
  EXPECT_THAT(problems, AllOf(HasSubstr("unknown entity \"contct\"; did you mean \"contact\"?"), HasSubstr("b.yaml:3: contact.layout.form: contact has no field \"nam\""),
                              HasSubstr("b.yaml:4: contact.layout.form: \"name\" stands here twice"), HasSubstr("unknown key \"lst\"; did you mean \"list\"?"),
                              HasSubstr("has a layout already")));
}

TEST_F(Folders, AreNamedWhenTheyCannotBeRead) {
  ModelBuilder builder(kVocabulary);
  builder.add_folder(folder / "missing");
  EXPECT_FALSE(builder.build());
  EXPECT_THAT(all(builder.problems()), HasSubstr("missing"));
}

}  // namespace
}  // namespace probity::meta
