#include "audit/proofs.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "store/sqlite/test_place.hpp"
#include "store/tables.hpp"

namespace probity::audit {
namespace {

using store::contract::value;

/// A log that grows by a leaf at a time and is never begun anew.
class Log {
 public:
  Log() {
    start_crypto();
    backend_ = value(store::open_sqlite(store::sqlite::test_options(folder_.path() / "workspaces", false)));
    database = value(backend_->open("acme", true));
    store::Schema schema;
    schema.tables = store::house_tables();
    value(database->migrate(schema, false, false));
  }
  void grow_to(std::int64_t size) {
    for (; this->size < size; ++this->size) {
      store::Plan plan;
      plan.append_leaf({this->size, std::string("person"), cell(Id::make()), std::string("update"), Cell{}, Cell{}, cell(Id::make()), Blob{std::string(32, 'c')}});
      EXPECT_TRUE(value(database->write_and_wait(std::move(plan))).committed);
      roots.push_back(value(database->audit_head()).root);
    }
  }
  /// As the program signed it when the log had so many leaves.
  const std::string& root_at(std::int64_t size) const { return roots.at(static_cast<std::size_t>(size) - 1); }

  std::shared_ptr<store::Database> database;
  std::int64_t size = 0;
  std::vector<std::string> roots;

 private:
  store::sqlite::TemporaryFolder folder_;
  std::unique_ptr<store::Backend> backend_;
};

/// Any change of one byte, one hash more or one less.
void spoil(std::vector<Hash>& path) {
  const int how = path.empty() ? 0 : *rc::gen::inRange(0, 3);
  if (how == 0) path.push_back(Hash{});
  if (how == 1) path.pop_back();
  if (how == 2) ++path[*rc::gen::inRange<std::size_t>(0, path.size())][*rc::gen::inRange<std::size_t>(0, 32)];
}

RC_GTEST_PROP(ProofsTest, EveryLeafLeadsToTheRootThatWasSigned, ()) {
  static Log log;
  const auto size = *rc::gen::inRange<std::int64_t>(1, 70);
  log.grow_to(size);
  const auto sequence = *rc::gen::inRange<std::int64_t>(0, size);
  Inclusion proof = value(prove_inclusion(*log.database, sequence, size));
  RC_ASSERT(bytes_of(proof.root) == log.root_at(size));
  RC_ASSERT(holds(proof));
  Inclusion other = proof;
  spoil(other.path);
  RC_ASSERT(!holds(other));
  other = proof;
  ++other.leaf.hash[0];
  RC_ASSERT(!holds(other));
  other = proof;
  other.leaf.sequence = *rc::gen::inRange<std::int64_t>(0, size + 3);
  RC_ASSERT(holds(other) == (other.leaf.sequence == sequence));
}

RC_GTEST_PROP(ProofsTest, ALogThatGrewBeginsWithWhatWasSigned, ()) {
  static Log log;
  const auto size = *rc::gen::inRange<std::int64_t>(2, 70);
  log.grow_to(size);
  const auto first = *rc::gen::inRange<std::int64_t>(1, size);
  const Consistency proof = value(prove_consistency(*log.database, first, size));
  RC_ASSERT(bytes_of(proof.root) == log.root_at(size));
  RC_ASSERT(bytes_of(proof.first_root) == log.root_at(first));
  RC_ASSERT(holds(proof));
  Consistency other = proof;
  spoil(other.path);
  RC_ASSERT(!holds(other));
  other = proof;
  ++(*rc::gen::element(&other.root, &other.first_root))->at(5);
  RC_ASSERT(!holds(other));
}

TEST(ProofsTest, WhatIsNotThereIsNotProved) {
  Log log;
  log.grow_to(5);
  for (const auto& [sequence, size] : {std::pair{5, 5}, {-1, 5}, {0, 6}, {0, 0}}) EXPECT_EQ(prove_inclusion(*log.database, sequence, size).error().code, "not_found") << sequence << " " << size;
  for (const auto& [first, size] : {std::pair{0, 5}, {5, 5}, {6, 5}, {2, 6}, {-1, 5}}) EXPECT_EQ(prove_consistency(*log.database, first, size).error().code, "not_found") << first << " " << size;
}

}  // namespace
}  // namespace probity::audit
