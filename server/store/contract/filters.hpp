#pragma once
// The filter engine against a naive model: random rows, random condition trees, every order.
#include <rapidcheck.h>

#include "base/text.hpp"
#include "store/contract/contract.hpp"

namespace probity::store::contract {

struct ModelRow;

class StoreFilters : public StoreTest {
 protected:
  void ask(const std::vector<ModelRow>& rows);
};

/// One person as the model sees it: cells by column, and tags.
struct ModelRow {
  std::map<std::string, Cell> cells;
  std::vector<std::string> tags;
};

/// Evaluates a condition as the contract words it, with nothing clever.
class Model {
 public:
  explicit Model(const std::vector<ModelRow>& rows) : rows_(rows) {}

  bool holds(const Condition& condition, const ModelRow& row) const {
    using enum Condition::Kind;
    switch (condition.kind) {
      case always: return true;
      case never: return false;
      case all: return std::ranges::all_of(condition.children, [&](const Condition& child) { return holds(child, row); });
      case any: return std::ranges::any_of(condition.children, [&](const Condition& child) { return holds(child, row); });
      case negation: return !holds(condition.children.front(), row);
      case compare: return compares(condition, row);
      case in: return std::ranges::any_of(condition.values, [&](const Cell& value) { return equal(operand(condition, row), value); });
      case null: return is_null(row.cells.at(condition.column));
      case bits_clear: return !is_null(row.cells.at(condition.column)) && (integer_of(row.cells.at(condition.column)) & integer_of(condition.values[0])) == 0;
      case bits_set: return !is_null(row.cells.at(condition.column)) && (integer_of(row.cells.at(condition.column)) & integer_of(condition.values[0])) == integer_of(condition.values[0]);
      case related: return has_related(condition, row);
      case search: return false;
    }
    return false;
  }

 private:
  static bool equal(const Cell& left, const Cell& right) { return !is_null(left) && !is_null(right) && left == right; }

  static Cell operand(const Condition& condition, const ModelRow& row) {
    const Cell& cell = row.cells.at(condition.column);
    return condition.folded && !is_null(cell) ? Cell{fold(text_of(cell))} : cell;
  }

  static bool compares(const Condition& condition, const ModelRow& row) {
    const Cell left = operand(condition, row);
    const Cell& right = condition.values[0];
    if (is_null(left) || is_null(right)) return false;
    switch (condition.comparison) {
      case Comparison::equal: return left == right;
      case Comparison::less: return left < right;
      case Comparison::less_or_equal: return left <= right;
      case Comparison::greater: return left > right;
      case Comparison::greater_or_equal: return left >= right;
      case Comparison::starts_with: return text_of(left).starts_with(text_of(right));
      case Comparison::contains: return text_of(left).find(text_of(right)) != std::string_view::npos;
    }
    return false;
  }

  bool has_related(const Condition& condition, const ModelRow& row) const {
    if (condition.table == kMatchKey) {
      const std::string_view wanted = text_of(condition.children[0].children[2].values[0]);
      return std::ranges::find(row.tags, wanted) != row.tags.end();
    }
    return std::ranges::any_of(rows_, [&](const ModelRow& other) {
      return equal(row.cells.at(condition.column), other.cells.at(condition.inner_column)) && holds(condition.children.front(), other);
    });
  }

  const std::vector<ModelRow>& rows_;
};

/// Few different values, so that they meet.
inline rc::Gen<Cell> any_integer() { return rc::gen::map(rc::gen::inRange(-2, 5), [](int n) { return Cell{std::int64_t{n}}; }); }
inline rc::Gen<Cell> any_real() { return rc::gen::map(rc::gen::inRange(-2, 3), [](int n) { return Cell{n / 2.0}; }); }
inline rc::Gen<std::string> any_text() { return rc::gen::element<std::string>("", "a", "A", "ab", "Äb", "b%", "b_", "ba", "日本", "日", "\xf4\x8f\xbf\xbf"); }
inline rc::Gen<Cell> or_null(rc::Gen<Cell> values) { return rc::gen::weightedOneOf<Cell>({{3, values}, {1, rc::gen::just(Cell{})}}); }
inline rc::Gen<Cell> text_cells() { return rc::gen::map(any_text(), [](std::string text) { return Cell{std::move(text)}; }); }

inline std::vector<ModelRow> any_rows() {
  const int count = *rc::gen::inRange(0, 25);
  std::vector<ModelRow> rows;
  std::vector<Id> ids;
  for (int i = 0; i < count; ++i) ids.push_back(Id::make());
  for (int i = 0; i < count; ++i) {
    const Cell company = *rc::gen::inRange(0, 3) == 0 ? Cell{} : cell(ids[static_cast<std::size_t>(*rc::gen::inRange(0, count))]);
    rows.push_back({.cells = {{"_id", cell(ids[static_cast<std::size_t>(i)])}, {"name", *or_null(text_cells())}, {"score", *or_null(any_integer())},
                              {"rate", *or_null(any_real())}, {"_subject_state", *or_null(any_integer())}, {"company", company}},
                    .tags = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>("x", "y", "z"))});
  }
  return rows;
}

inline Condition any_leaf() {
  const auto comparison = [](std::initializer_list<Comparison> among) { return *rc::gen::elementOf(std::vector<Comparison>(among)); };
  using enum Comparison;
  switch (*rc::gen::inRange(0, 11)) {
    case 0: return Condition{};
    case 1: return Condition::any_of({});
    case 2: return Condition::compare_with("score", comparison({equal, less, less_or_equal, greater, greater_or_equal}), *or_null(any_integer()));
    case 3: return Condition::compare_with("rate", comparison({equal, less, greater_or_equal}), *or_null(any_real()));
    case 4: return Condition::compare_with("name", comparison({equal, less, greater, less_or_equal, starts_with, contains}), *text_cells());
    case 5: return Condition::compare_with("name", comparison({equal, starts_with, contains, less}), Cell{fold(*any_text())}, true);
    case 6: return Condition::is_in(*rc::gen::element<std::string>("score", "_subject_state"), *rc::gen::container<std::vector<Cell>>(or_null(any_integer())));
    case 7: return Condition::is_null(*rc::gen::element<std::string>("name", "score", "company"));
    case 8: return Condition::bits_are_clear("_subject_state", *rc::gen::inRange(0, 8));
    case 9: return Condition::bits_are_set("_subject_state", *rc::gen::inRange(0, 8));
    default:
      return Condition::related_to("_id", kMatchKey, "record", Condition::all_of({Condition::equals("entity", std::string("person")),
          Condition::equals("field", std::int64_t{5}), Condition::equals("key", *rc::gen::element<std::string>("x", "y", "z", "w"))}));
  }
}

inline Condition any_condition(int depth) {
  if (depth == 0) return any_leaf();
  switch (*rc::gen::inRange(0, 5)) {
    case 0: return any_leaf();
    case 1: return Condition::not_of(any_condition(depth - 1));
    case 2: return Condition::related_to("company", "person", "_id", any_condition(depth - 1));
    default: {
      std::vector<Condition> children;
      for (int i = *rc::gen::inRange(0, 4); i > 0; --i) children.push_back(any_condition(depth - 1));
      return *rc::gen::arbitrary<bool>() ? Condition::all_of(std::move(children)) : Condition::any_of(std::move(children));
    }
  }
}

inline Plan replace_rows(const std::vector<ModelRow>& before, const std::vector<ModelRow>& rows) {
  static const auto people = Projection::make("person", {"_id", "name", "score", "rate", "_subject_state", "company"});
  static const auto keys = Projection::make(kMatchKey, {"entity", "field", "key", "record"});
  Plan plan;
  for (const ModelRow& row : before) plan.remove("person", {{"_id", row.cells.at("_id")}});
  plan.remove(kMatchKey, {{"entity", std::string("person")}});
  for (const ModelRow& row : rows) {
    plan.insert(people, {row.cells.at("_id"), row.cells.at("name"), row.cells.at("score"), row.cells.at("rate"), row.cells.at("_subject_state"), row.cells.at("company")});
    for (const std::string& tag : row.tags) plan.insert_or_ignore(keys, {std::string("person"), std::int64_t{5}, tag, row.cells.at("_id")});
  }
  return plan;
}

/// The ids that a query gives, page by page.
inline std::vector<Id> paged(Database& database, Query query) {
  std::vector<Id> ids;
  for (;;) {
    std::size_t rows = 0;
    succeed(database.read([&](Reader& reader) {
      return reader.each(query, [&](const Row& row) {
        ids.push_back(row.id(1));
        query.after = Position{row.cell(0), row.cell(1)};
        ++rows;
        return true;
      });
    }));
    if (rows == 0 || ids.size() > 1000) return ids;
  }
}

inline std::vector<Id> expected(std::vector<ModelRow> rows, const Condition& where, const Order& order) {
  const Model model(rows);
  std::vector<const ModelRow*> kept;
  for (const ModelRow& row : rows) {
    if (model.holds(where, row)) kept.push_back(&row);
  }
  std::ranges::sort(kept, [&](const ModelRow* left, const ModelRow* right) {
    const Cell& a = left->cells.at(order.column);
    const Cell& b = right->cells.at(order.column);
    if (is_null(a) != is_null(b)) return is_null(b);
    if (a != b) return (a < b) != order.descending;
    return (left->cells.at("_id") < right->cells.at("_id")) != order.descending;
  });
  std::vector<Id> ids;
  for (const ModelRow* row : kept) ids.push_back(id_of(row->cells.at("_id")));
  return ids;
}

inline void StoreFilters::ask(const std::vector<ModelRow>& rows) {
  const Condition where = any_condition(*rc::gen::inRange(0, 4));
  const Order order{.column = *rc::gen::element<std::string>("score", "name", "rate", "_id"), .descending = *rc::gen::arbitrary<bool>()};
  const Query query{.columns = Projection::make("person", {order.column, "_id"}), .where = where, .order = order, .limit = *rc::gen::inRange(1, 12), .after = {}};
  const std::vector<Id> wanted = expected(rows, where, order);
  RC_ASSERT(paged(*database_, query) == wanted);
  RC_ASSERT(count(where) == static_cast<std::int64_t>(wanted.size()));
}

TEST_P(StoreFilters, finds_what_a_naive_model_finds_in_its_order) {
  open_sample();
  std::vector<ModelRow> before;
  const bool held = rc::check([&] {
    const std::vector<ModelRow> rows = any_rows();
    write(replace_rows(before, rows));
    before = rows;
    for (int question = 0; question < 12; ++question) ask(rows);
  });
  EXPECT_TRUE(held);
}

}  // namespace probity::store::contract
