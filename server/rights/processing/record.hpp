#pragma once
// The record of processing activities (GDPR Art. 30), made of what the program goes by: the policy in force, the model
// and what an administrator added to it, the rules of retention, the services that receive data, and the measures that
// are in force. Nothing of it is written by hand, so a new entity, category or service is in it at once. Pure.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "meta/model.hpp"
#include "privacy/policy/law.hpp"
#include "privacy/policy/policy.hpp"

namespace probity::processing {

/// A technical or organisational measure (GDPR Art. 32), as the running program has it.
struct Measure {
  std::string name;      ///< "encrypted_storage"
  std::string in_words;
  bool in_force = true;
};

struct Inputs {
  std::string level;                                ///< slug, or "system" for the operator's accounts
  std::string level_name = {};                      ///< as people know it
  privacy::PolicyPointer policy;
  const meta::Model& model;                         ///< of that level; must outlive the record
  const privacy::Law& law;
  std::vector<Measure> measures = {};
  /// Where the newest records of an entity came from: "entered by hand", "imported from a file"... By its name.
  std::map<std::string, std::vector<std::string>> sources = {};
  Timestamp made_at = 0;
};

struct DataCategory {
  std::string name;      ///< fideslang
  std::string label;
  bool special = false;  ///< GDPR Art. 9, or one the policy refuses
  std::vector<std::string> fields;  ///< "Contact: Email"
};

struct Recipient {
  std::string name;
  std::string kind;
  std::string country;
  std::vector<std::string> categories;  ///< labels of what it receives for this purpose
  std::string agreement;                ///< of processing: "in hand", "awaited" ...
};

/// GDPR Art. 44 to 49.
struct Transfer {
  std::string recipient;
  std::string country;
  std::string safeguard;
  std::string until;     ///< ISO date, where what it rests on is dated; else empty
};

struct Retention {
  std::string rule;
  std::string applies_to;  ///< label of the entity, or "everything"
  std::string in_words;    ///< "2 years from the last change, then deleted"
};

/// What is done for one purpose.
struct Activity {
  const privacy::Purpose* purpose = nullptr;
  std::vector<std::string> subjects;      ///< labels: "Contacts", "Leads"
  std::vector<DataCategory> categories;
  std::vector<Recipient> recipients;
  std::vector<Transfer> transfers;
  std::vector<Retention> retention;
  std::vector<std::string> sources;
  std::vector<std::string> profiling;     ///< fields that the program works out about people: "Contact: Score"
};

struct Record {
  std::string level, level_name;
  privacy::PolicyPointer policy;          ///< activities point into it
  std::vector<Activity> activities;       ///< of purposes for which something is recorded, as the policy has them
  std::vector<Measure> measures;
  std::vector<std::string> disclosures;   ///< grounds on which courts and authorities may receive data, in words
  Timestamp made_at = 0;
};
Record record_of(const Inputs& inputs);

/// Where a record came from, in the words of Inputs::sources.
std::string source_in_words(std::string_view origin);

std::string as_json(const Record& record);
/// A row for each activity (RFC 4180), for spreadsheets: with a byte order mark, and formulas made harmless.
std::string as_csv(const Record& record);
/// One page without a script, to be printed or handed to an authority.
std::string as_page(const Record& record);

}  // namespace probity::processing
