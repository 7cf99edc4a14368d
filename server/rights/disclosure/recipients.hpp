#pragma once
// "Who got my data", from the rows of what was handed over; for a person's page and for their copy. And what each
// service of the policy really received.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "rights/disclosure/book.hpp"

namespace probity::disclosure {

/// One who got something about a person.
struct Recipient {
  std::string id;    ///< of the policy; empty where it is none of its services
  std::string name;
  std::string kind;
  std::string country;
  std::string safeguard;
  std::set<std::string> purposes;
  std::set<std::string> categories;
  std::set<std::string> whys;
  std::set<std::string> references;
  std::set<std::string> grounds;
  std::int64_t times = 0;    ///< handed over
  std::int64_t perhaps = 0;  ///< on its way, or nobody can say
  Timestamp first = 0;
  Timestamp last = 0;
};
/// What did not go out.
struct Withheld {
  std::string name;
  std::string why;
  std::int64_t times = 0;
  Timestamp last = 0;
};
struct Recipients {
  std::vector<Recipient> got;      ///< the latest first
  std::vector<Withheld> withheld;  ///< refused or failed; the latest first
};

/// Whether disclosures to the police and by law are told: to whoever asks for another, they may be a secret.
enum class Tell { all, what_everybody_may_know };
Result<Recipients> recipients_of(Book& book, std::string_view workspace, const Id& person, Tell tell);

/// Whether a row of the ledger is one of those that `what_everybody_may_know` leaves out.
bool may_be_secret(const meta::Entity& disclosure, const Row& row);

/// As the API and a person's copy show it, with labels and sentences in the words of the policy.
void write_recipients(const Recipients& recipients, const privacy::Policy& policy, JsonWriter& writer);
/// "Postman (DE) received name and email address 3 times, last on 2026-11-22: ..."
std::string sentence_of(const Recipient& recipient, const privacy::Policy& policy);

/// What really went to one service.
struct Traffic {
  Timestamp last = 0;         ///< 0: never
  std::int64_t times = 0;     ///< hand-overs since the day asked for
  std::int64_t people = 0;    ///< different ones, in that time
  std::int64_t refused = 0;   ///< what the gate refused, in that time
};
/// By id of the service: all of the policy in force, and those that got something in that time and are not in it
/// any more.
Result<std::map<std::string, Traffic>> traffic_since(Book& book, std::string_view workspace, Timestamp since);

}  // namespace probity::disclosure
