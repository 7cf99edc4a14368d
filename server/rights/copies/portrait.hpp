#pragma once
// Everything held about one person, gathered and cleared of what is other people's: what the files of a copy are
// written from. Immutable once gathered.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "privacy/policy/policy.hpp"
#include "records/records.hpp"
#include "rights/consent/consents.hpp"
#include "rights/disclosure/recipients.hpp"
#include "rights/reach/reach.hpp"

namespace probity::copies {

enum class Kind {
  access,       ///< GDPR Art. 15: everything, with what has to be said about it
  portability   ///< Art. 20: what a machine reads, to be taken elsewhere
};
std::string_view name_of(Kind kind);
std::optional<Kind> kind_named(std::string_view name);

/// A value that the person does not get, and why.
struct Withheld {
  const meta::Field* field;
  std::string_view why;
};
inline constexpr std::string_view kSecret = "A secret that lets people in: a copy must not hold it.";
inline constexpr std::string_view kColleague = "The name of somebody who works here.";
inline constexpr std::string_view kAboutOthers = "It is about somebody else.";
inline constexpr std::string_view kPartly = "What is about somebody else was taken out.";

/// One field of a change: values as JSON.
struct ChangedField {
  const meta::Field* field;
  std::string from, to;
};
struct Change {
  Timestamp at = 0;
  std::string_view who;      ///< "you", "somebody who works here" or "the program"
  std::string operation;
  std::string origin;
  std::vector<ChangedField> fields;
};

/// A stored file that goes into the copy.
struct Attached {
  Id id;
  const meta::Field* field;
  std::string name;          ///< as it was called; nothing that a path may be made of
  std::string media_type;
  std::int64_t size = 0;
  std::string path;          ///< in the copy: "files/12.pdf"
  bool is_current = true;    ///< else one that was replaced and is still held
};

struct Kept {
  std::optional<Timestamp> until;
  std::string because;
};

/// One record.
struct Item {
  reach::Reached reached;
  std::vector<Cell> cells;                 ///< Entity::columns order, cleared
  std::vector<const meta::Field*> shown;   ///< that hold something, in the entity's order
  std::vector<Withheld> withheld;
  std::vector<Change> changes;             ///< oldest first
  std::vector<Attached> files;
  Kept kept;
  std::string title;                       ///< cleared as well
  const meta::Entity& entity() const { return *reached.entity; }
  bool is_the_person() const { return reached.effect == reach::Effect::self; }
  /// Of a record that is another person, only that it names this one is about them.
  bool is_somebody_else() const { return reached.effect == reach::Effect::unlink && entity().subject.kind == meta::Subject::Kind::self; }
};

/// Somebody who works here looked at the person's records. Who it was is the colleague's own.
struct Look {
  std::string day;           ///< ISO date
  std::string what;          ///< "Contact"
  std::int64_t times = 0;
};

struct Portrait {
  Kind kind = Kind::access;
  Timestamp made_at = 0;
  std::string workspace;                   ///< slug
  std::string controller;                  ///< who answers for the data, as people know them
  Id person;
  privacy::PolicyPointer policy;
  std::vector<Item> items;                 ///< the person first
  disclosure::Recipients recipients;
  std::vector<rights::Choice> choices;     ///< what they agreed to, or may object to
  std::vector<Look> looks;
};

/// What is asked of other rooms.
struct Sources {
  records::Records& records;
  disclosure::Book& book;
  rights::Consents& consents;
  /// How long a record stays, and why. `context` stands at its entity.
  std::function<Result<Kept>(const records::Context& context, const Id& record)> kept_until;
  /// Who looked at the person's records, the latest first. `context` stands at their entity. May be left out.
  std::function<Result<std::vector<Look>>(const records::Context& context, const Id& person)> looks = {};
  /// What a workspace calls itself. May be left out.
  std::function<std::string(std::string_view workspace)> name_of_workspace = {};
};

/// `context` is of any entity of the workspace; whether the caller may was decided before. "not_found".
Result<Portrait> gather(const Sources& sources, const records::Context& context, const Id& person, Kind kind);

/// What the erasure of the person reaches and a copy of them holds or says that it leaves out: every (entity, record,
/// field) that holds something, in order. For comparing the two.
struct Held {
  std::string entity;
  Id record;
  std::string field;
  auto operator<=>(const Held&) const = default;
};
std::vector<Held> held_in(const Portrait& portrait);

}  // namespace probity::copies
