// After people were deleted and the workspace was scrubbed, nothing of them can be read in its files.
#include <fstream>
#include <iterator>
#include <unordered_set>

#include "base/text.hpp"
#include "store/sqlite/test_place.hpp"

namespace probity::store::contract {
namespace {

constexpr int kPeople = 5'000;

/// Every name, address and number is different, so that each can be looked for.
struct Made {
  Person person;
  std::string email;
  std::string phone;
};

/// Ids in no order and rows of every length, so that pages are split and cells move between them.
std::vector<Made> make_people() {
  std::vector<Made> people;
  for (int i = 0; i < kPeople; ++i) {
    const std::string mark(hex(bytes_of(sha256(std::to_string(i)))).substr(0, 12));
    const Id id = Id::from_raw(bytes_of(sha256(mark)).substr(0, 16));
    people.push_back({.person = {.id = id, .name = "name" + mark}, .email = "mail" + mark + "@example.org", .phone = "+49" + std::to_string(7'000'000'000 + i * 7919)});
  }
  return people;
}

Plan insert_made(const Made& made) {
  static const auto keys = Projection::make(kMatchKey, {"entity", "field", "key", "record"});
  static const auto history = Projection::make(kHistory, {"record", "id", "entity", "at", "operation", "changes"});
  const std::string filler(static_cast<std::size_t>(made.person.id.bytes[0]) * (made.person.id.bytes[1] % 16), '.');
  Plan plan = insert_person(made.person);
  plan.insert(keys, {std::string("person"), std::int64_t{3}, made.email, cell(made.person.id)});
  plan.insert(history, {cell(made.person.id), cell(Id::make()), std::string("person"), std::int64_t{1}, std::string("create"),
                        "{\"name\":\"" + made.person.name + "\",\"email\":\"" + made.email + "\",\"phone\":\"" + made.phone + filler + "\"}"});
  plan.put_document("person", made.person.id, made.person.name, made.email + " " + made.phone);
  return plan;
}

/// A longer row than before: it moves within its page, or to another.
Plan change(const Made& made) {
  static const auto columns = Projection::make("person", {"name", "score"});
  Plan plan;
  plan.update(columns, {made.person.name + std::string(made.person.id.bytes[2], '-') + made.person.name, std::int64_t{1} << 40}, {{"_id", cell(made.person.id)}});
  plan.put_document("person", made.person.id, made.person.name + " changed", made.email + " " + made.phone);
  return plan;
}

Plan erase(const Made& made) {
  Plan plan;
  plan.remove("person", {{"_id", cell(made.person.id)}});
  plan.remove(kMatchKey, {{"entity", std::string("person")}, {"field", std::int64_t{3}}, {"key", made.email}, {"record", cell(made.person.id)}});
  plan.remove(kHistory, {{"record", cell(made.person.id)}});
  plan.remove_document("person", made.person.id);
  return plan;
}

std::string bytes_of_folder(const std::filesystem::path& folder) {
  std::string bytes;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    bytes.append(std::istreambuf_iterator<char>(file), {});
  }
  return bytes;
}

/// What tells one person from all others, wherever it stands: the middle of the name and of the address, and
/// the end of the number.
std::string_view mark_of(const Made& made) { return std::string_view(made.person.name).substr(4); }
std::string_view number_of(const Made& made) { return std::string_view(made.phone).substr(3); }

/// How many marks and numbers of these people can be read.
std::size_t readable(std::string_view bytes, const std::vector<Made>& people) {
  std::unordered_set<std::string_view> wanted;
  for (const Made& made : people) wanted.insert({mark_of(made), number_of(made)});
  std::unordered_set<std::string_view> found;
  for (const std::size_t length : {mark_of(people.front()).size(), number_of(people.front()).size()}) {
    std::size_t run = 0;  // letters and digits that end here
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      run = std::isxdigit(static_cast<unsigned char>(bytes[i])) ? run + 1 : 0;
      if (run < length) continue;
      const auto at = wanted.find(bytes.substr(i + 1 - length, length));
      if (at != wanted.end()) found.insert(*at);
    }
  }
  return found.size();
}

class Scrub : public testing::Test {
 protected:
  void open() {
    start_crypto();
    backend_ = value(open_sqlite(sqlite::test_options(folder_.path(), false)));
    database_ = value(backend_->open("w", true));
    value(database_->migrate(sample_schema(), false, false));
  }
  void write_all(const std::vector<Made>& people, Plan (*plan_of)(const Made&)) {
    // Not one by one: the queue makes groups of them.
    std::atomic<int> waiting = static_cast<int>(people.size());
    std::atomic<int> committed = 0;
    for (const Made& made : people) {
      database_->write(plan_of(made), [&](Result<Outcome> outcome) {
        committed += outcome && outcome->committed;
        if (--waiting == 0) waiting.notify_all();
      });
    }
    for (int left = waiting; left > 0; left = waiting) waiting.wait(left);
    EXPECT_EQ(committed, static_cast<int>(people.size()));
  }

  sqlite::TemporaryFolder folder_;
  std::unique_ptr<Backend> backend_;
  std::shared_ptr<Database> database_;
};

TEST_F(Scrub, leaves_nothing_of_those_who_were_deleted) {
  open();
  const std::vector<Made> people = make_people();
  write_all(people, insert_made);
  write_all(people, change);
  std::vector<Made> gone;
  std::vector<Made> left;
  for (int i = 0; i < kPeople; ++i) (i % 5 == 2 ? gone : left).push_back(people[i]);
  write_all(gone, erase);
  succeed(database_->scrub());
  EXPECT_EQ(readable(bytes_of_folder(folder_.path()), gone), 0u);
  EXPECT_EQ(readable(bytes_of_folder(folder_.path()), left), 2 * left.size());
  EXPECT_EQ(value(database_->check_integrity()), "");
}

}  // namespace
}  // namespace probity::store::contract
