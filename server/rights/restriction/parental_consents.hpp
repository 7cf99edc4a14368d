#pragma once
// A parent's verified consent: while it stands, and the policy in force knows it (age.parental_consent), the person is
// no minor to this program, whether they were marked by their birthday or by hand. Each is a record that stays when the
// consent ends. Who may was decided before.
#include "records/subject/state.hpp"

namespace probity::restriction {

struct ParentalConsent {
  std::string parent;                  ///< who agreed
  std::string verified;                ///< how it was made sure that it was a parent: a call, a signed letter ...
  std::optional<Timestamp> given_at;   ///< nothing: now
};

/// Records it. `context` is of any entity of the workspace, for the purpose legal_obligation; its actor is kept.
/// "parental_consent_unknown" (conflict) where the policy lets no minor's data stay, "required" (invalid),
/// "in_the_future" (invalid), "not_found".
Result<records::Written> record_parental_consent(records::Records& records, const records::Context& context, const Id& person, const ParentalConsent& consent);

/// Ends one of this person's: from then on they are a minor again, if they still are. "not_found", "withdrawn_already".
Result<records::Written> withdraw_parental_consent(records::Records& records, const records::Context& context, const Id& person, const Id& consent, std::string_view reason);

/// Writes all of a person's, those withdrawn included, newest first: {"items":[..]}.
Result<> write_parental_consents(const records::Context& context, const Id& person, JsonWriter& writer);

/// kMinor where one stands and the policy in force knows it; for Subjects, which it excuses.
Result<privacy::SubjectState> excused_by_parents(const records::Context& context, store::Reader& reader, const Id& person);

}  // namespace probity::restriction
