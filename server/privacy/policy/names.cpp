#include "privacy/policy/names.hpp"

namespace probity::privacy {
namespace {

constexpr Named<Basis> kBases[] = {
    {Basis::consent, "consent", "your consent"},
    {Basis::contract, "contract", "what was agreed with you"},
    {Basis::legal_obligation, "legal_obligation", "a duty under the law"},
    {Basis::vital_interests, "vital_interests", "protecting somebody's life"},
    {Basis::public_task, "public_task", "a task in the public interest"},
    {Basis::legitimate_interests, "legitimate_interests", "a legitimate interest"},
};
constexpr Named<Starts> kStarts[] = {
    {Starts::created, "created", "after it was recorded"},
    {Starts::updated, "updated", "after it was last changed"},
    {Starts::last_accessed, "last_accessed", "after it was last used"},
    {Starts::account_closed, "account_closed", "after the account was closed"},
    {Starts::contract_ended, "contract_ended", "after the contract ended"},
    {Starts::issued, "issued", "after it was issued"},
    {Starts::received, "received", "after it was received"},
    {Starts::signed_on, "signed_on", "after it was signed"},
    {Starts::deleted, "deleted", "after it was put in the bin"},
    {Starts::erased, "erased", "after the person it was about was erased"},
};
constexpr Named<RetentionAction> kActions[] = {
    {RetentionAction::remove, "remove", "deleted"},
    {RetentionAction::mask, "mask", "stripped of what names a person"},
    {RetentionAction::archive, "archive", "locked away"},
};
constexpr Named<Safeguard> kSafeguards[] = {
    {Safeguard::none_needed, "none_needed", "none needed"},
    {Safeguard::adequacy, "adequacy", "the country's law is recognised as adequate"},
    {Safeguard::data_privacy_framework, "data_privacy_framework", "the Data Privacy Framework"},
    {Safeguard::standard_clauses, "standard_clauses", "standard contractual clauses"},
    {Safeguard::binding_rules, "binding_rules", "binding corporate rules"},
    {Safeguard::consent, "consent", "your consent to the transfer"},
    {Safeguard::privacy_shield, "privacy_shield", "Privacy Shield (invalid since July 2020)"},
};
constexpr Named<StatementState> kStatements[] = {
    {StatementState::in_hand, "in_hand", "in hand"},
    {StatementState::awaited, "awaited", {}},
    {StatementState::in_preparation, "in_preparation", "in preparation"},
};
constexpr Named<CookieKind> kCookies[] = {
    {CookieKind::essential, "essential", {}},
    {CookieKind::functional, "functional", {}},
    {CookieKind::analytics, "analytics", {}},
    {CookieKind::marketing, "marketing", {}},
};
constexpr Named<DoNotTrack> kDoNotTrack[] = {
    {DoNotTrack::honoured, "honoured", {}},
    {DoNotTrack::ignored, "ignored", {}},
    {DoNotTrack::not_stated, "not_stated", "not stated"},
};
constexpr Named<AddressForm> kAddressForms[] = {
    {AddressForm::raw, "raw", "in full"},
    {AddressForm::masked, "masked", "with the last two parts removed"},
    {AddressForm::anonymous, "anonymous", "in a form that leads back to nobody"},
    {AddressForm::none, "none", "not at all"},
};
constexpr Named<GuardAct> kActs[] = {
    {GuardAct::allow, "allow", "let through"},
    {GuardAct::warn, "warn", "warned of"},
    {GuardAct::mask, "mask", "masked"},
    {GuardAct::refuse, "refuse", "refused"},
};
constexpr Named<Rights::Clock> kClocks[] = {
    {Rights::Clock::month, "month", "one month"},
    {Rights::Clock::days28, "28_days", "28 days"},
    {Rights::Clock::ccpa, "ccpa", "45 days"},
};
constexpr Named<Change::Notice> kNotices[] = {
    {Change::Notice::email, "email", "by email"},
    {Change::Notice::post_date, "post_date", "by posting the text with a new date"},
    {Change::Notice::email_or_site, "email_or_site", "by email or prominently on the site"},
};

}  // namespace

template <> std::span<const Named<Basis>> names() { return kBases; }
template <> std::span<const Named<Starts>> names() { return kStarts; }
template <> std::span<const Named<RetentionAction>> names() { return kActions; }
template <> std::span<const Named<Safeguard>> names() { return kSafeguards; }
template <> std::span<const Named<StatementState>> names() { return kStatements; }
template <> std::span<const Named<CookieKind>> names() { return kCookies; }
template <> std::span<const Named<DoNotTrack>> names() { return kDoNotTrack; }
template <> std::span<const Named<AddressForm>> names() { return kAddressForms; }
template <> std::span<const Named<GuardAct>> names() { return kActs; }
template <> std::span<const Named<Rights::Clock>> names() { return kClocks; }
template <> std::span<const Named<Change::Notice>> names() { return kNotices; }

std::string_view name_of(Basis basis) { return to_name(basis); }
std::string_view words_of(Basis basis) { return to_words(basis); }
std::string_view name_of(Starts starts) { return to_name(starts); }
std::string_view words_of(Starts starts) { return to_words(starts); }
std::string_view name_of(RetentionAction action) { return to_name(action); }
std::string_view name_of(Safeguard safeguard) { return to_name(safeguard); }
std::string_view words_of(Safeguard safeguard) { return to_words(safeguard); }
std::string_view name_of(CookieKind kind) { return to_name(kind); }

}  // namespace probity::privacy
