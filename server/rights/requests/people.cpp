#include "rights/requests/people.hpp"

#include "base/text.hpp"
#include "records/duplicates/merge.hpp"
#include "records/lookup.hpp"
#include "records/record_json.hpp"
#include "records/subject/same_person.hpp"
#include "rights/requests/rows.hpp"

namespace probity::requests {
namespace {

using records::Context;

/// Of whom an address may be on file at once; more are no people any more.
constexpr std::size_t kMostPeople = 20;
constexpr int kMostMerges = 100;

/// The words of a name in any order and case: "Lovelace, Ada" is Ada Lovelace.
std::vector<std::string> words_of_name(std::string_view name) {
  std::string plain(name);
  std::ranges::replace(plain, ',', ' ');
  std::vector<std::string> words;
  for (const std::string_view word : split(plain, ' ')) {
    if (!trim(word).empty()) words.push_back(fold(trim(word)));
  }
  std::ranges::sort(words);
  return words;
}

/// What a record was merged into stands for it.
Result<Id> last_winner(store::Reader& reader, Id person) {
  for (int hops = 0; hops < kMostMerges; ++hops) {
    PROBITY_ASSIGN(const auto winner, records::winner_over(reader, person));
    if (!winner) break;
    person = *winner;
  }
  return person;
}

Result<std::string> name_of_record(const Context& context, store::Reader& reader, const records::Reached& person) {
  const ByProgram people(context, person.entity->name);
  std::string name;
  PROBITY_TRY(reader.one(people->tables->all, "_id", cell(person.id), [&](const Row& row) {
    name = records::display_of(people.context(), row);
    return false;
  }));
  return name;
}

}  // namespace

Result<std::vector<Candidate>> people_with(const Context& context, std::string_view address) {
  std::vector<Candidate> candidates;
  const ByProgram hand(context, kRequest);
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(const auto found, records::find_people(hand.context(), reader, address, kMostPeople, records::Bin::included));
    std::vector<Id> counted;
    for (records::Reached person : found) {
      if (std::ranges::find(counted, person.id) != counted.end()) continue;
      PROBITY_ASSIGN(const auto theirs, records::records_of_person(hand.context(), reader, person.id));
      counted.insert(counted.end(), theirs.begin(), theirs.end());
      PROBITY_ASSIGN(person.id, last_winner(reader, person.id));
      PROBITY_ASSIGN(std::string name, name_of_record(context, reader, person));
      candidates.push_back({person.id, std::move(name)});
    }
    return {};
  }));
  return candidates;
}

const Candidate* only_one(const std::vector<Candidate>& candidates, std::string_view name) {
  if (candidates.size() == 1) return &candidates.front();
  const auto wanted = words_of_name(name);
  const Candidate* only = nullptr;
  for (const Candidate& each : candidates) {
    if (wanted.empty() || words_of_name(each.display) != wanted) continue;
    if (only) return nullptr;
    only = &each;
  }
  return only;
}

}  // namespace probity::requests
