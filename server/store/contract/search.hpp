#pragma once
// Search over what plans put into the index.
#include "base/text.hpp"
#include "store/contract/contract.hpp"

namespace probity::store::contract {

class StoreSearch : public StoreTest {
 protected:
  Id put(std::string_view entity, std::string_view words, std::string_view exact = "") {
    const Id id = Id::make();
    Plan plan;
    plan.put_document(std::string(entity), id, fold_words(words), fold(exact));
    write(std::move(plan));
    titles_[id] = words;
    return id;
  }
  std::vector<std::string> found(std::string text, std::vector<std::string> entities = {}, int limit = 20) {
    std::vector<std::string> titles;
    succeed(database_->read([&](Reader& reader) {
      return reader.search({.text = std::move(text), .entities = std::move(entities), .limit = limit}, [&](const Row& row) {
        titles.push_back(titles_[row.id(1)]);
        return true;
      });
    }));
    return titles;
  }
  std::vector<std::string> sorted(std::string text) {
    auto titles = found(std::move(text));
    std::ranges::sort(titles);
    return titles;
  }
  using Titles = std::vector<std::string>;
  std::unordered_map<Id, std::string> titles_;
};

TEST_P(StoreSearch, finds_by_start_part_address_and_number) {
  open_sample();
  put("contact", "Ada Lovelace", "ada@example.org +12025550123");
  put("contact", "Søren Ærø", "soren@firma.dk +4530123456");
  put("company", "東京タワー株式会社");
  for (const char* text : {"ada", "lovel", "vela", "AD", "l", "ada@ex", "example", "(202) 555-0123", "555-0123", "lovelace ada"}) {
    EXPECT_EQ(sorted(text), (Titles{"Ada Lovelace"})) << text;
  }
  for (const char* text : {"soren", "SØR", "aero", "firma.dk", "+45 30 12 34 56", "30123456"}) EXPECT_EQ(sorted(text), (Titles{"Søren Ærø"})) << text;
  for (const char* text : {"東京", "京", "タワー", "株式"}) EXPECT_EQ(sorted(text), (Titles{"東京タワー株式会社"})) << text;
  for (const char* text : {"", " ", "ov", "adal", "大阪", "999 999", "\"", "*", "ada AND OR", "NEAR(", "%"}) EXPECT_EQ(sorted(text), (Titles{})) << text;
}

TEST_P(StoreSearch, ranks_by_fit_and_then_by_time) {
  open_sample();
  put("contact", "Ann Old");
  put("contact", "Hannah Part");
  put("contact", "Annette Start");
  put("contact", "Lee Ann");
  put("contact", "Ann New");
  EXPECT_EQ(found("ann"), (Titles{"Ann New", "Ann Old", "Lee Ann", "Annette Start", "Hannah Part"}));
  EXPECT_EQ(found("ann", {}, 2), (Titles{"Ann New", "Ann Old"}));
}

TEST_P(StoreSearch, a_whole_word_is_found_among_many_that_only_contain_it) {
  open_sample();
  put("contact", "Ann Only");
  Plan plan;
  for (int i = 0; i < 600; ++i) plan.put_document("contact", Id::make(), "hannah" + std::to_string(i), "");
  write(std::move(plan));
  ASSERT_FALSE(found("ann").empty());
  EXPECT_EQ(found("ann").front(), "Ann Only");
}

TEST_P(StoreSearch, keeps_to_the_entities_asked_for) {
  open_sample();
  put("contact", "Berlin Contact");
  put("company", "Berlin Company");
  put("deal", "Berlin Deal");
  EXPECT_EQ(found("berlin", {"company"}), (Titles{"Berlin Company"}));
  EXPECT_EQ(found("berlin", {"company", "deal"}).size(), 2u);
  EXPECT_EQ(found("berlin", {"task"}), (Titles{}));
}

TEST_P(StoreSearch, a_document_that_changed_or_went_is_not_found_as_it_was) {
  open_sample();
  const Id id = put("contact", "Before");
  Plan change;
  change.put_document("contact", id, "after", "");
  change.put_document("contact", id, "after all", "");
  write(std::move(change));
  EXPECT_TRUE(found("before").empty());
  EXPECT_EQ(found("after").size(), 1u);
  Plan removal;
  removal.remove_document("contact", id);
  write(std::move(removal));
  EXPECT_TRUE(found("after").empty());
  Plan again;
  again.put_document("contact", id, "again", "");
  write(std::move(again));
  EXPECT_EQ(found("again").size(), 1u);
  EXPECT_EQ(value(database_->check_integrity()), "");
}

TEST_P(StoreSearch, is_a_condition_among_others) {
  open_sample();
  std::vector<Person> people;
  for (int i = 0; i < 30; ++i) people.push_back({.name = fmt::format("{} {:02}", i % 3 == 0 ? "lovelace" : "byron", i), .score = std::int64_t{i % 2}});
  add(people);
  for (const Person& person : people) {
    Plan plan;
    plan.put_document("person", person.id, fold_words(person.name), "");
    write(std::move(plan));
  }
  put("company", "Lovelace Limited");
  EXPECT_EQ(count(Condition::found_by("lovelace")), 10);
  EXPECT_EQ(count(Condition::all_of({live(), Condition::found_by("LOVE"), Condition::equals("score", std::int64_t{1})})), 5);
  EXPECT_EQ(count(Condition::not_of(Condition::found_by("lovelace"))), 20);
  EXPECT_EQ(count(Condition::found_by("")), 0);
  const Query page{.columns = Projection::make("person", {"name"}), .where = Condition::all_of({live(), Condition::found_by("lovel")}),
                   .order = Order{.column = "name__sort", .descending = true}, .limit = 2, .after = {}};
  EXPECT_EQ(texts(page), (Titles{"lovelace 27", "lovelace 24"}));
}

}  // namespace probity::store::contract
