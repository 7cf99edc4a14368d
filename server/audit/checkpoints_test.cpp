#include "audit/checkpoints.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "audit/whole_file.hpp"
#include "base/crypto.hpp"
#include "store/sqlite/test_place.hpp"
#include "store/tables.hpp"

namespace probity::audit {
namespace {

using store::contract::value;

class CheckpointsTest : public testing::Test {
 protected:
  CheckpointsTest() {
    start_crypto();
    backend = value(store::open_sqlite(store::sqlite::test_options(folder.path() / "data/workspaces", false)));
    database = value(backend->open("acme", true));
    store::Schema schema;
    schema.tables = store::house_tables();
    value(database->migrate(schema, false, false));
    open({});
  }
  void open(Options options) {
    options.folder = folder.path() / "data/checkpoints";
    checkpoints = value(Checkpoints::open(folder.path() / "data", std::move(options), SigningKey(std::string(32, 'k'))));
  }
  void write(store::Plan plan) { EXPECT_TRUE(value(database->write_and_wait(std::move(plan))).committed); }
  void add(int leaves) {
    for (int i = 0; i < leaves; ++i) add_one("person", Id::make(), "update");
  }
  void add_one(const std::string& entity, const Id& record, const std::string& operation) {
    static const auto columns = store::Projection::make(store::kHistory, {"record", "id", "entity", "at", "operation", "origin", "changes", "salt", "undone"});
    const Id history = Id::make();
    const std::string salt(16, 's'), changes = R"({"name":{"from":"Ada","to":"Adele"}})";
    store::Plan plan;
    plan.insert(columns, {cell(record), cell(history), cell(entity), std::int64_t{1}, cell(operation), cell("api"), cell(changes), Blob{salt}, std::int64_t{0}});
    plan.append_leaf({std::int64_t{1}, entity, cell(record), operation, Cell{}, Cell{}, cell(history), Blob{std::string(bytes_of(sha256(salt, changes)))}});
    write(std::move(plan));
  }
  void change_history(const Id& record, Cell changes, Cell salt) {
    set(store::kHistory, "changes", std::move(changes), {{"record", cell(record)}});
    set(store::kHistory, "salt", std::move(salt), {{"record", cell(record)}});
  }
  Checkpoints::Made sign() { return value(checkpoints->sign("acme", *database)); }
  Verification verify(const std::vector<std::string>& more = {}) { return value(checkpoints->verify("acme", *database, more)); }
  void set(std::string_view table, const std::string& column, Cell to, store::Equalities where) {
    store::Plan plan;
    plan.update(store::Projection::make(std::string(table), {column}), {std::move(to)}, std::move(where));
    write(std::move(plan));
  }
  std::filesystem::path kept(int size) const { return folder.path() / fmt::format("data/checkpoints/acme/{:012}.note", size); }

  store::sqlite::TemporaryFolder folder;
  std::unique_ptr<store::Backend> backend;
  std::shared_ptr<store::Database> database;
  std::unique_ptr<Checkpoints> checkpoints;
};

TEST_F(CheckpointsTest, signs_the_log_as_it_is_and_keeps_that) {
  add(3);
  const auto made = sign();
  EXPECT_TRUE(made.is_new);
  EXPECT_EQ(made.kept.checkpoint, (Checkpoint{"probity/acme", 3, value(database->audit_head()).root}));
  EXPECT_EQ(value(read_whole(kept(3))), made.kept.note);
  EXPECT_EQ(std::filesystem::file_size(folder.path() / "data/checkpoints/acme/leaf-hashes"), 3u * 32);
  EXPECT_EQ(value(checkpoints->find("acme", 3)).note, made.kept.note);
  EXPECT_EQ(checkpoints->find("acme", 4).error().code, "not_found");
}

TEST_F(CheckpointsTest, a_log_that_did_not_grow_gets_no_second) {
  add(3);
  const auto first = sign();
  const auto again = sign();
  EXPECT_FALSE(again.is_new);
  EXPECT_EQ(again.kept.note, first.kept.note);
  EXPECT_EQ(again.kept.at, first.kept.at);
}

TEST_F(CheckpointsTest, an_empty_log_is_not_signed) { EXPECT_EQ(checkpoints->sign("acme", *database).error().code, "audit_empty"); }

TEST_F(CheckpointsTest, a_log_that_grew_is_proved_by_every_checkpoint) {
  for (int i = 0; i < 5; ++i) {
    add(7);
    sign();
  }
  add(2);
  const Verification found = verify();
  EXPECT_EQ(found.problem, "");
  EXPECT_EQ(found.checkpoints, 5);
  EXPECT_EQ(found.proved, 35);
  EXPECT_EQ(found.head.size, 37);
}

/// Leaves and their hashes are rewritten and sealed again: only what was signed before tells.
TEST_F(CheckpointsTest, a_log_written_anew_is_found_and_never_signed) {
  add(10);
  sign();
  add(10);
  sign();
  backend->destroy("acme").value();
  database = value(backend->open("acme", true));
  store::Schema schema;
  schema.tables = store::house_tables();
  value(database->migrate(schema, false, false));
  add(30);
  EXPECT_TRUE(value(database->verify_audit()).ok) << "the log itself is sound";
  EXPECT_EQ(verify().problem, "the leaves do not make the tree of the checkpoint of 10 leaves: something among the leaves 0 to 9 was changed, removed, added or moved");
  EXPECT_EQ(checkpoints->sign("acme", *database).error().code, "audit_broken");
  EXPECT_EQ(checkpoints->sign_if_due("acme", *database).error().code, "audit_broken");
  EXPECT_FALSE(std::filesystem::exists(kept(30)));
}

TEST_F(CheckpointsTest, a_log_that_was_cut_off_is_found) {
  add(10);
  const std::string note = sign().kept.note;
  std::filesystem::remove_all(folder.path() / "data/checkpoints");
  backend->destroy("acme").value();
  database = value(backend->open("acme", true));
  store::Schema schema;
  schema.tables = store::house_tables();
  value(database->migrate(schema, false, false));
  add(4);
  EXPECT_EQ(verify().problem, "") << "nothing here speaks of the others";
  EXPECT_EQ(verify({note}).problem, "it was cut off: a checkpoint speaks of 10 leaves, and there are 4");
}

TEST_F(CheckpointsTest, a_leaf_that_was_changed_is_named) {
  add(5);
  sign();
  set(store::kLeaf, "operation", std::string("read"), {{"sequence", std::int64_t{2}}});
  EXPECT_EQ(verify().problem, "leaf 2 was changed");
}

TEST_F(CheckpointsTest, a_replaced_checkpoint_is_found) {
  add(5);
  const std::string first = sign().kept.note;
  add(5);
  sign();
  std::ofstream(kept(10)) << first;
  EXPECT_NE(verify().problem.find("was replaced: it holds the checkpoint of 5 leaves"), std::string::npos) << verify().problem;
  std::ofstream(kept(10)) << sign_note(SigningKey(std::string(32, 'x')), {"probity/acme", 10, value(database->audit_head()).root});
  EXPECT_NE(verify().problem.find("was replaced or damaged"), std::string::npos) << verify().problem;
  std::ofstream(kept(10)) << sign_note(SigningKey(std::string(32, 'k')), {"probity/acme", 10, std::string(32, 'x')});
  EXPECT_NE(verify().problem.find("the first 5 are as they were; something among the leaves 5 to 9"), std::string::npos) << verify().problem;
  EXPECT_EQ(checkpoints->sign("acme", *database).error().code, "audit_broken");
}

TEST_F(CheckpointsTest, what_somebody_brings_must_be_a_checkpoint_of_this_log) {
  add(5);
  EXPECT_EQ(checkpoints->verify("acme", *database, {"nonsense"}).error().code, "bad_checkpoint");
  EXPECT_EQ(checkpoints->verify("acme", *database, {sign_note(SigningKey(std::string(32, 'k')), {"probity/other", 5, std::string(32, 'x')})}).error().code, "bad_checkpoint");
}

TEST_F(CheckpointsTest, they_go_outside_too_and_what_could_not_go_goes_with_the_next) {
  const auto outside = folder.path() / "outside";
  open({.outside = outside});
  std::ofstream(outside.string()) << "a file in its place";
  add(5);
  EXPECT_NE(sign().outside_problem, "");
  EXPECT_NE(value(checkpoints->standing("acme", *database)).outside_problem, "");
  std::filesystem::remove(outside);
  add(5);
  EXPECT_EQ(sign().outside_problem, "");
  EXPECT_EQ(value(checkpoints->standing("acme", *database)).outside_problem, "");
  for (const int size : {5, 10}) EXPECT_EQ(value(read_whole(outside / fmt::format("acme/{:012}.note", size))), value(read_whole(kept(size))));
  EXPECT_EQ(std::filesystem::file_size(outside / "acme/leaf-hashes"), 10u * 32);
  EXPECT_EQ(value(read_whole(outside / "probity-audit-key")), checkpoints->key_file());
  // Those in the data folder may go: the others still tell.
  std::filesystem::remove_all(folder.path() / "data/checkpoints");
  EXPECT_EQ(verify().checkpoints, 2);
}

TEST_F(CheckpointsTest, the_outside_is_not_inside) {
  const auto opened = Checkpoints::open(folder.path() / "data", {.outside = folder.path() / "data/elsewhere/.."}, SigningKey(std::string(32, 'k')));
  EXPECT_EQ(opened.error().code, "checkpoints_inside");
}

TEST_F(CheckpointsTest, one_is_due_with_the_first_leaf_a_period_later_and_after_so_many_leaves) {
  open({.period = kDay, .leaves = 10});
  EXPECT_FALSE(value(checkpoints->sign_if_due("acme", *database)));
  add(1);
  EXPECT_TRUE(value(checkpoints->sign_if_due("acme", *database)));
  add(9);
  EXPECT_FALSE(value(checkpoints->sign_if_due("acme", *database))) << "nine leaves, and no day";
  EXPECT_EQ(value(checkpoints->standing("acme", *database)).next, value(checkpoints->find("acme", 1)).at + kDay);
  add(1);
  EXPECT_TRUE(value(checkpoints->sign_if_due("acme", *database)));
  EXPECT_FALSE(value(checkpoints->standing("acme", *database)).next);
  add(1);
  const auto yesterday = std::filesystem::last_write_time(kept(11)) - std::chrono::hours(25);
  std::filesystem::last_write_time(kept(11), yesterday);
  EXPECT_TRUE(value(checkpoints->sign_if_due("acme", *database)));
}

TEST_F(CheckpointsTest, HistoriesThatWentWithoutAnErasureAreFound) {
  const Id record = Id::make();
  add_one("person", record, "update");
  EXPECT_EQ(verify().problem, "");
  const Blob salt{std::string(16, 's')};
  change_history(record, cell(R"({"name":"Eve"})"), salt);
  EXPECT_EQ(verify().problem, "the history that leaf 0 speaks of was changed");
  for (const Cell& kept : {Cell{salt}, Cell{}}) {
    change_history(record, Cell{}, kept);
    EXPECT_EQ(verify().problem, "the history that leaf 0 speaks of was emptied, and the log tells of no erasure of it");
  }
  store::Plan plan;
  plan.remove(store::kHistory, {{"record", cell(record)}});
  write(std::move(plan));
  EXPECT_EQ(verify().problem, "the history that leaf 0 speaks of was removed");
}

TEST_F(CheckpointsTest, HistoriesThatAnErasureEmptiedAreWhole) {
  const Id person = Id::make(), other = Id::make();
  for (const Id& record : {person, other}) add_one("person", record, "update");
  add_one("person", person, "purge");
  change_history(person, Cell{}, Cell{});
  EXPECT_EQ(verify().problem, "");
  change_history(other, cell(R"({"name":{"from":"[erased]","to":"Adele"}})"), Cell{});
  EXPECT_EQ(verify().problem, "the history that leaf 1 speaks of was emptied, and the log tells of no erasure of it");
  add_one("erasure", Id::make(), "create");
  EXPECT_EQ(verify().problem, "");
}

}  // namespace
}  // namespace probity::audit
