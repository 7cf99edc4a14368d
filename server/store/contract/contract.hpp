#pragma once
// What every backend must do, as tests over the interface alone. A backend's test program includes the
// suites it passes and names the places to run them in:
//
//   #include "store/contract/basics.hpp"
//   INSTANTIATE_TEST_SUITE_P(Plain, StoreBasics, testing::Values(Flavor{...}), flavor_name);
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/id.hpp"
#include "store/database.hpp"
#include "store/tables.hpp"

namespace probity::store::contract {

/// Somewhere a backend can keep workspaces during one test; removed with it.
class Place {
 public:
  virtual ~Place() = default;
  /// Opens the backend; again after the one before was destroyed, with the same data.
  virtual std::unique_ptr<Backend> open() = 0;
};

struct Flavor {
  std::string name;
  std::function<std::unique_ptr<Place>()> make;
};

inline std::string flavor_name(const testing::TestParamInfo<Flavor>& info) { return info.param.name; }
inline void PrintTo(const Flavor& flavor, std::ostream* out) { *out << flavor.name; }

/// The value of a Result that must be there.
template <typename T>
T value(Result<T> result) {
  if (!result) {
    ADD_FAILURE() << result.error().code << ": " << result.error().message << " (" << result.error().cause << ")";
    return T{};
  }
  return std::move(*result);
}

inline void succeed(const Result<>& result) {
  if (!result) ADD_FAILURE() << result.error().code << ": " << result.error().message << " (" << result.error().cause << ")";
}

/// A table of people as records keeps them, small.
inline Table person_table() {
  using enum meta::ColumnKind;
  Table table;
  table.name = "person";
  table.entity = "person";
  table.primary_key = {"_id"};
  table.columns = {{"_id", blob, true}, {"_version", integer}, {"_created_at", integer}, {"_deleted_at", integer},
                   {"_subject_state", integer}, {"name", text}, {"name__sort", text}, {"score", integer}, {"rate", real}, {"company", blob}};
  table.field_ids = {0, 0, 0, 0, 0, 1, 1, 2, 3, 4};
  table.fields = {{1, "name", "text", "person.yaml", 5}, {2, "score", "number", "person.yaml", 6},
                  {3, "rate", "number", "person.yaml", 7}, {4, "company", "link", "person.yaml", 8}};
  table.indexes = {{.name = "person_by__created_at", .columns = {"_created_at", "_id"}, .live_only = true},
                   {.name = "person_by_name__sort", .columns = {"name__sort", "_id"}, .live_only = true},
                   {.name = "person_by_score", .columns = {"score", "_id"}, .live_only = true},
                   {.name = "person_bin", .columns = {"_deleted_at", "_id"}, .bin_only = true}};
  return table;
}

inline Schema sample_schema() {
  Schema schema;
  schema.tables = house_tables();
  schema.tables.push_back(person_table());
  schema.model_version = 1;
  return schema;
}

struct Person {
  Id id = Id::make();
  std::string name;
  Cell score = {};
  std::int64_t created_at = 0;
  Cell deleted_at = {};
};

inline const ProjectionPointer& person_columns() {
  static const ProjectionPointer columns =
      Projection::make("person", {"_id", "_version", "_created_at", "_deleted_at", "_subject_state", "name", "name__sort", "score"});
  return columns;
}

inline Plan insert_person(const Person& person) {
  Plan plan;
  const Cell name = person.name.empty() ? Cell{} : Cell{person.name};
  plan.insert(person_columns(), {cell(person.id), std::int64_t{1}, person.created_at, person.deleted_at, std::int64_t{0}, name, name, person.score});
  return plan;
}

inline Condition live() { return Condition::is_null("_deleted_at"); }

/// Waits until as many answers came as were asked for.
class Answers {
 public:
  std::function<void(Result<Outcome>)> next() {
    const std::size_t place = asked_++;
    return [this, place](Result<Outcome> outcome) {
      const std::scoped_lock lock(mutex_);
      if (!outcome) errors_.push_back(outcome.error().code);
      order_.push_back(place);
      came_.notify_all();
    };
  }
  void wait() {
    std::unique_lock lock(mutex_);
    came_.wait(lock, [this] { return order_.size() == asked_; });
  }
  const std::vector<std::size_t>& order() const { return order_; }
  const std::vector<std::string>& errors() const { return errors_; }

 private:
  std::mutex mutex_;
  std::condition_variable came_;
  std::size_t asked_ = 0;
  std::vector<std::size_t> order_;
  std::vector<std::string> errors_;
};

inline const ProjectionPointer& setting_columns() {
  static const ProjectionPointer columns = Projection::make(kSetting, {"name", "value"});
  return columns;
}

inline std::vector<Cell> setting(std::string name, std::string value) { return {std::move(name), std::move(value)}; }

/// A place, a backend and a workspace with the sample schema.
class StoreTest : public testing::TestWithParam<Flavor> {
 protected:
  void SetUp() override {
    place_ = GetParam().make();
    backend_ = place_->open();
    ASSERT_TRUE(backend_);
  }
  void open_sample() {
    database_ = value(backend_->open("sample", true));
    ASSERT_TRUE(database_);
    value(database_->migrate(sample_schema(), false, false));
  }
  void reopen() {
    database_.reset();
    backend_.reset();
    backend_ = place_->open();
    database_ = value(backend_->open("sample", false));
  }
  void write(Plan plan) {
    const Outcome outcome = value(database_->write_and_wait(std::move(plan)));
    EXPECT_TRUE(outcome.committed);
  }
  void add(const std::vector<Person>& people) {
    Plan plan;
    for (const Person& person : people) {
      Plan one = insert_person(person);
      std::ranges::move(one.operations, std::back_inserter(plan.operations));
    }
    write(std::move(plan));
  }
  /// One column of the rows of a query, as text.
  std::vector<std::string> texts(const Query& query, int column = 0) {
    std::vector<std::string> found;
    succeed(database_->read([&](Reader& reader) {
      return reader.each(query, [&](const Row& row) {
        found.emplace_back(row.null(column) ? std::string_view("(empty)") : row.text(column));
        return true;
      });
    }));
    return found;
  }
  std::int64_t count(const Condition& where, std::string_view table = "person") {
    std::int64_t counted = -1;
    succeed(database_->read([&](Reader& reader) -> Result<> {
      PROBITY_ASSIGN(counted, reader.count(table, where));
      return {};
    }));
    return counted;
  }

  std::unique_ptr<Place> place_;
  std::unique_ptr<Backend> backend_;
  std::shared_ptr<Database> database_;
};

}  // namespace probity::store::contract
