#pragma once
// What stands against the use of a person's data: restriction of processing (GDPR Art. 18), objection to a purpose
// (Art. 21), a minor without a parent's consent (Art. 8), a hold (Art. 17(3)(e)). Each is a record; what they make
// together is the person's subject state, which every way out of `records` obeys. Who may was decided before.
#include <optional>

#include "records/subject/state.hpp"

namespace probity::restriction {

enum class Kind { restriction, objection, minor, hold };
std::string_view name_of(Kind kind);
std::optional<Kind> kind_named(std::string_view name);

/// The bits of a state that restrictions speak of.
inline constexpr privacy::SubjectState kBits = privacy::kRestricted | privacy::kMinor | privacy::kHeld | privacy::kEveryObjection;

struct Wish {
  Kind kind = Kind::restriction;
  std::string purpose;             ///< of an objection; else empty
  std::string reason;
  std::optional<Timestamp> until;  ///< it ends then by itself
  std::string hold_kind = {};      ///< of a hold: "legal" or "dispute"; empty: not said
  Id owner = {};                   ///< of a hold: the member who looks after it; nil: nobody was named
};

/// Imposes it on a person, in one transaction with what follows for up to kSpreadAtOnce rows. `context` is of any
/// entity of the workspace, for the purpose legal_obligation, so that what is restricted already is found; its actor is
/// kept in the history. "not_found", "unknown_purpose", "no_objection"
/// (a purpose the person may not object to), "bad_until", "required" (no reason), "bad_hold" (what only holds have, of
/// another kind; or an owner who does not work here).
Result<records::Written> impose(records::Records& records, const records::Context& context, const Id& person, const Wish& wish);

/// Ends one of this person's, with a reason. "not_found", "lifted_already".
Result<records::Written> lift(records::Records& records, const records::Context& context, const Id& person, const Id& restriction, std::string_view reason);

/// Writes all of a person's, those lifted included, newest first: {"items":[..]}.
Result<> write_restrictions(records::Records& records, const records::Context& context, const Id& person, JsonWriter& writer);

/// What those in force say now; for Subjects.
Result<privacy::SubjectState> state_of(const records::Context& context, store::Reader& reader, const Id& person);

/// Ends what has an end, and tells Subjects what restrictions say. Before the jobs start.
class Ends {
 public:
  Ends(records::Records& records, records::Subjects& subjects, jobs::Jobs& jobs);
  ~Ends();
  /// Lifts what has ended; when the next does.
  Result<std::optional<Timestamp>> lift_ended(const std::string& workspace);

 private:
  records::Records& records_;
  std::uint64_t listener_ = 0;
};

}  // namespace probity::restriction
