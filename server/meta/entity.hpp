#pragma once
// What is recorded: entities and their fields as declared in model/, checked and resolved.
// Immutable once loaded; share freely between threads.
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/cell.hpp"
#include "meta/field_type.hpp"

namespace probity::meta {

struct Choice {
  std::string value;
  std::string label;
  std::string color;
};

/// What erasing the person at the other end of a link does to this record.
enum class OnErase { remove, mask, unlink };

/// What a second record with the same value means.
enum class Unique { no, warn, refuse };

struct Field {
  int id = 0;  ///< stable within its entity, never reused
  std::string name;
  std::string label;
  std::string help;
  const FieldType* type = nullptr;
  bool required = false;
  bool indexed = false;     ///< sorts and filters at first-page cost
  bool searched = false;    ///< found by search
  bool read_only = false;   ///< never taken from input (set by hooks or computes)
  bool custom = false;      ///< added at run time
  Unique unique = Unique::no;
  std::string category;     ///< fideslang name, or "none"
  std::vector<std::string> purposes;

  // Options of single types.
  std::optional<std::int64_t> minimum;
  std::optional<std::int64_t> maximum;  ///< characters of a text, bound of a number, items of a list
  int precision = 0;                    ///< decimals of a number, 0 to 9
  bool rounds = false;                  ///< a number with more decimals is rounded instead of refused: measurements
  std::vector<Choice> choices;
  /// Entity a link leads to; "*" for any entity of the workspace, whose records are then told apart by
  /// the edge table, which keeps the target's entity for every link. The value is the id alone. Members
  /// live in system.db: fields of type user and users lead to them, and links do not.
  std::string to;
  std::optional<OnErase> on_erase;      ///< required for links to records that concern people; a user field unlinks
  bool same_person = false;             ///< a link: the record it leads to is of the same human being
  bool follows_person = false;          ///< a link: what the record says holds for every record of that human being
  std::string compute;                  ///< name of a registered compute
  std::string default_value;            ///< as text for read_text(); empty for none

  std::string file;                     ///< where it is declared
  int line = 0;

  int position = 0;                     ///< in Entity::fields
  int first_column = 0;                 ///< in Entity::columns
  /// Column that orders it: for indexed text "name__sort", which whoever writes the record fills with
  /// fold() of the comparable column; for one number, instant or exact value that column itself; else empty.
  std::string sort_column;

  /// Lets people in (a password's hash, a token's): no history keeps it.
  bool is_credential() const { return category == "user.authorization.credentials"; }
};

/// One column of an entity's table.
struct Column {
  std::string name;
  ColumnKind kind;
  int field = -1;  ///< position of its field; -1 for the record's own columns
};

/// Whom a record is about.
struct Subject {
  enum class Kind { none, self, via } kind = Kind::none;
  std::vector<std::string> via;  ///< names of link fields that lead to the people
};

/// Whose alone a record is: the member in field `member` sees it, or who created it while that is empty;
/// everybody does where the field `unless` has the value `value`.
struct SeenBy {
  std::string member;
  std::string unless;  ///< empty: there is no exception
  std::string value;
};

struct Entity {
  std::string name;    ///< "contact": also its table
  std::string plural;  ///< "contacts": its path
  std::string label_one;
  std::string label_many;
  std::string icon;
  Subject subject;
  std::optional<SeenBy> seen_by;    ///< none: everybody whose role may read the entity
  /// The user field that says whose a record is, for roles that reach only one's own or one's teams'; where it is empty
  /// that of whoever created it counts. Empty: there is no such field, and the creator always counts.
  std::string owned_by;
  int owner_column = 3;             ///< of that field, or kCreatedBy
  bool custom = false;
  bool system = false;              ///< lives in system.db
  std::vector<std::string> title;   ///< fields that make its display name, in order
  std::string timeline;             ///< date or date_time field that dates it on timelines, or "created_at", which also
                                    ///< counts where that field is empty; empty ("none" in the file): not shown there
  std::vector<std::string> hooks;   ///< names of registered write hooks, run in order
  /// Fields of which all equal means a likely duplicate, e.g. {last_name, first_name, company}.
  std::vector<std::vector<std::string>> duplicate_when;
  /// Fields of which a record needs at least one; the first of them it has is its display name where its title
  /// is empty.
  std::vector<std::string> require_one_of;
  std::vector<Field> fields;
  std::vector<Column> columns;      ///< kRecordColumns, then those of the fields, in order
  std::vector<int> retired;         ///< field ids that must not come back

  struct Section {
    std::string label;
    std::vector<std::string> fields;
  };
  std::vector<Section> form;
  std::vector<std::string> list;

  std::string file;
  int line = 0;

  const Field* field(std::string_view name) const;
  int column(std::string_view name) const;  ///< index in columns, -1 when absent

  std::unordered_map<std::string_view, int> field_by_name;  ///< built by Model
};

/// The columns every record has, before those of its fields. Their names begin with an underscore,
/// which no field's may.
enum RecordColumn : int {
  kId, kVersion, kCreatedAt, kCreatedBy, kUpdatedAt, kUpdatedBy, kDeletedAt, kDeletedBy,
  kSubjectState,    ///< bits of what may not be done with it now; 0 is free
  kPolicyVersion,   ///< version of the policy it was collected under
  kOrigin,          ///< what brought it: "api", "web", "import:<id>", "sample" ...
  kRecordColumnCount
};
const std::vector<Column>& record_columns();

}  // namespace probity::meta
