#pragma once
// The audit tree: what is appended is in it, in order, and stays.
#include "store/contract/contract.hpp"
#include "store/leaf.hpp"

namespace probity::store::contract {

class StoreAudit : public StoreTest {
 protected:
  static std::vector<Cell> leaf(int number) {
    return {std::int64_t{number}, std::string("person"), cell(Id::make()), std::string("update"), Cell{}, cell(Id::make()), Cell{}, Blob{std::string(32, 'c')}};
  }
};

TEST_P(StoreAudit, the_head_is_that_of_the_leaves_in_their_order) {
  open_sample();
  EXPECT_EQ(value(database_->audit_head()).size, 0);
  Frontier frontier;
  for (int i = 0; i < 40; ++i) {
    Plan plan;
    for (int k = 0; k <= i % 3; ++k) {
      const std::vector<Cell> cells = leaf(i);
      frontier.append(leaf_hash(leaf_entry(cells)));
      plan.append_leaf(cells);
    }
    write(std::move(plan));
  }
  const AuditHead head = value(database_->audit_head());
  EXPECT_EQ(head.size, static_cast<std::int64_t>(frontier.size()));
  EXPECT_EQ(head.root, std::string(bytes_of(frontier.root())));
  reopen();
  EXPECT_EQ(value(database_->audit_head()).root, head.root);
  const AuditCheck check = value(database_->verify_audit());
  EXPECT_TRUE(check.ok) << check.problem;
  EXPECT_EQ(check.head.size, head.size);
}

TEST_P(StoreAudit, a_plan_that_missed_leaves_no_leaf) {
  open_sample();
  Plan plan;
  plan.append_leaf(leaf(1));
  plan.require(kSetting, {{"name", std::string("nowhere")}});
  EXPECT_FALSE(value(database_->write_and_wait(std::move(plan))).committed);
  EXPECT_EQ(value(database_->audit_head()).size, 0);
  EXPECT_TRUE(value(database_->verify_audit()).ok);
}

TEST_P(StoreAudit, a_leaf_that_was_changed_or_went_is_noticed) {
  const auto tampered = [&](Plan plan) {
    write(std::move(plan));
    return value(database_->verify_audit());
  };
  open_sample();
  for (int i = 0; i < 10; ++i) {
    Plan plan;
    plan.append_leaf(leaf(i));
    write(std::move(plan));
  }
  Plan change;
  change.update(Projection::make(kLeaf, {"operation"}), {std::string("read")}, {{"sequence", std::int64_t{4}}});
  const AuditCheck changed = tampered(std::move(change));
  EXPECT_FALSE(changed.ok);
  EXPECT_EQ(changed.problem, "leaf 4 was changed");
  Plan removal;
  removal.remove(kLeaf, {{"sequence", std::int64_t{3}}});
  EXPECT_EQ(tampered(std::move(removal)).problem, "leaf 3 is missing");
  Plan shorter;
  for (std::int64_t i = 3; i < 10; ++i) shorter.remove(kLeaf, {{"sequence", i}});
  EXPECT_EQ(tampered(std::move(shorter)).problem, "there are 3 leaves, and the head says 10");
}

TEST_P(StoreAudit, a_head_without_our_seal_stops_all_writing_and_nothing_else) {
  open_sample();
  Plan plan = insert_person({.name = "Ada"});
  plan.append_leaf(leaf(1));
  write(std::move(plan));
  Plan forged;
  forged.update(Projection::make(kAuditHead, {"root"}), {Blob{std::string(32, 'x')}}, {{"id", std::int64_t{1}}});
  write(std::move(forged));
  reopen();
  EXPECT_EQ(database_->write_and_wait(insert_person({.name = "Bob"})).error().code, "audit_broken");
  EXPECT_EQ(count(Condition{}), 1);
  const AuditCheck check = value(database_->verify_audit());
  EXPECT_FALSE(check.ok);
  EXPECT_EQ(check.problem, "the head of the audit trail does not bear our seal");
}

}  // namespace probity::store::contract
