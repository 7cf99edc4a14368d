// Erasure over any graph of linked records: nothing that concerned only the person keeps what was said of them, and
// what concerned others alone stays as it was.
#include <rapidcheck.h>

#include "rights/erasure/erasure_fixture.hpp"

namespace probity::erasure {
namespace {

struct Kind {
  const char* plural;
  const char* text;   ///< a field that says something of somebody
  const char* links;  ///< to contacts
};
constexpr Kind kKinds[] = {{"notes", "text", "contacts"}, {"tasks", "title", "contacts"}, {"calls", "subject", "contacts"}, {"meetings", "title", "attendees"}, {"deals", "name", "contacts"}, {"emails", "subject", "contacts"}};

struct Made {
  Kind kind;
  Id id;
  std::set<int> people;
  std::string marker;
  std::string before;
};

class AnyGraph : public ErasureTest {
 protected:
  std::string marker() { return fmt::format("marker {:08} of some length", ++markers_); }

  Id person() {
    const std::string text = marker();
    return workspace.create("contacts", fmt::format(R"({{"last_name":"{}","email":"p{}@example.org","description":"{}"}})", "Nobody" + std::to_string(markers_), markers_, text));
  }

  Made record(const Kind& kind, const std::vector<Id>& people, const std::set<int>& chosen) {
    std::string ids;
    for (const int index : chosen) ids += (ids.empty() ? "" : ",") + in_quotes(people[static_cast<std::size_t>(index)]);
    const std::string text = marker();
    return {kind, workspace.create(kind.plural, fmt::format(R"({{"{}":"{}","{}":[{}]}})", kind.text, text, kind.links, ids)), chosen, text, {}};
  }

  int markers_ = 0;
};

TEST_F(AnyGraph, LosesThePersonAndNobodyElse) {
  const bool held = rc::check([&] {
    const auto shapes = *rc::gen::resize(10, rc::gen::container<std::vector<std::tuple<int, std::set<int>, bool>>>(
                                                 rc::gen::tuple(rc::gen::inRange(0, static_cast<int>(std::size(kKinds))), rc::gen::container<std::set<int>>(rc::gen::inRange(0, 3)), rc::gen::arbitrary<bool>())));
    const std::vector<Id> people{person(), person(), person()};
    std::vector<Made> records;
    for (const auto& [kind, chosen, unlinked] : shapes) {
      records.push_back(record(kKinds[kind], people, chosen));
      // Whom a record concerned once it concerns, linked or not.
      if (unlinked) workspace.update(kKinds[kind].plural, records.back().id, fmt::format(R"({{"{}":[]}})", kKinds[kind].links));
    }
    for (Made& made : records) made.before = workspace.values(made.kind.plural, made.id);
    const std::string second = workspace.values("contacts", people[1]);
    const JsonDocument certificate = erase(people[0]);
    RC_ASSERT(certificate["rescan"]["left"].GetInt() == 0);
    RC_ASSERT(workspace.values("contacts", people[1]) == second);
    for (const Made& made : records) {
      const bool concerned = made.people.contains(0);
      if (concerned && made.people.size() == 1) RC_ASSERT(!is_anywhere(made.marker));
      if (!concerned) RC_ASSERT(workspace.values(made.kind.plural, made.id) == made.before);
      if (concerned && made.people.size() > 1) RC_ASSERT(workspace.values(made.kind.plural, made.id).find(people[0].text()) == std::string::npos);
    }
  });
  EXPECT_TRUE(held);
}

}  // namespace
}  // namespace probity::erasure
