// Every route, who may use it and what it takes. The document openapi/base.json describes the same list,
// and a test compares the two.
#include "http/handlers/handlers.hpp"
#include "http/route.hpp"

namespace probity::http {
namespace {

using namespace handlers;
using enum Who;

constexpr std::size_t KiB = 1024;
constexpr std::size_t MiB = 1024 * KiB;

constexpr Takes json(std::size_t limit) { return {Takes::Kind::json, limit}; }
constexpr Takes json_or_nothing(std::size_t limit) { return {Takes::Kind::json_or_nothing, limit}; }
constexpr Takes bytes(std::size_t limit) { return {Takes::Kind::bytes, limit}; }
constexpr bool step_up = true;

constexpr Route kRoutes[] = {
    // The web app
    {"GET", "/", web_page, anyone},
    {"GET", "/setup", web_page, anyone},
    {"GET", "/signin", web_page, anyone},
    {"GET", "/reset", web_page, anyone},
    {"GET", "/w/*", web_page, anyone},
    {"GET", "/assets/*", web_file, anyone},
    {"GET", "/favicon.svg", web_file, anyone},
    {"GET", "/pages.css", pages_style, anyone},

    // What is promised, for everybody to read
    {"GET", "/privacy", privacy_page, anyone},
    {"GET", "/privacy/history", privacy_history_page, anyone},
    {"GET", "/privacy/history/{version}", privacy_version_page, anyone},
    {"GET", "/privacy/of/{slug}", workspace_privacy_page, anyone},
    {"GET", "/privacy/of/{slug}/history", workspace_privacy_history_page, anyone},
    {"GET", "/privacy/of/{slug}/history/{version}", workspace_privacy_version_page, anyone},

    // Privacy for everybody
    {"GET", "/privacy/cookies", get_cookie_page, anyone},
    {"POST", "/privacy/cookies", post_cookie_choice, anyone, bytes(4 * KiB)},
    {"GET", "/.well-known/gpc.json", get_gpc_statement, anyone},

    // Consent on a workspace's own sites
    {"GET", "/consent.js", consent_script, anyone},
    {"GET", "/consent/{workspace}", get_site_cookies, visitor},
    {"POST", "/consent/{workspace}", post_site_choice, visitor, json(4 * KiB)},
    {"OPTIONS", "/consent/{workspace}", site_options, visitor},
    {"GET", "/api/v1/consent_sites", get_consent_sites, member},
    {"PATCH", "/api/v1/consent_sites", change_consent_sites, administrator, json(64 * KiB)},

    // Whether it is kept
    {"GET", "/trust", trust_page, anyone},
    {"GET", "/trust/of/{slug}", workspace_trust_page, anyone},

    // For whoever operates it
    {"GET", "/healthz", healthz, anyone},
    {"GET", "/readyz", readyz, anyone},
    {"GET", "/metrics", get_metrics, anyone},
    {"GET", "/.well-known/security.txt", get_security_txt, anyone},
    {"GET", "/.well-known/probity-audit-key", get_audit_key, anyone},

    // What the API is
    {"GET", "/api", reference_page, anyone},
    {"GET", "/api/reference.js", reference_script, anyone},
    {"GET", "/api/reference.css", reference_style, anyone},
    {"GET", "/api/v1/openapi.json", get_openapi, anyone},

    // Coming in
    {"GET", "/api/v1/setup", get_setup, anyone},
    {"POST", "/api/v1/setup", post_setup, anyone, json(16 * KiB)},
    {"GET", "/api/v1/session", get_session, session},
    {"POST", "/api/v1/session", sign_in, anyone, json(16 * KiB)},
    {"DELETE", "/api/v1/session", sign_out, session},
    {"POST", "/api/v1/session/proof", prove, session, json(16 * KiB)},
    {"POST", "/api/v1/session/proof/question", proof_question, session, json_or_nothing(1 * KiB)},
    {"POST", "/api/v1/session/passkey", sign_in_by_passkey, anyone, json(16 * KiB)},
    {"POST", "/api/v1/session/passkey/question", passkey_question, anyone, json_or_nothing(1 * KiB)},

    // How somebody signs in, and where they did
    {"POST", "/api/v1/password", change_password, session, json(16 * KiB), step_up},
    {"POST", "/api/v1/password_resets", forgot_password, anyone, json(4 * KiB)},
    {"POST", "/api/v1/password_resets/use", reset_password, anyone, json(16 * KiB)},
    {"GET", "/api/v1/second_factor", get_second_factor, session},
    {"POST", "/api/v1/second_factor/codes", begin_codes, session, json_or_nothing(1 * KiB), step_up},
    {"POST", "/api/v1/second_factor/codes/confirmation", confirm_codes, session, json(1 * KiB), step_up},
    {"DELETE", "/api/v1/second_factor/codes", remove_codes, session, {}, step_up},
    {"POST", "/api/v1/second_factor/recovery_codes", renew_recovery_codes, session, json_or_nothing(1 * KiB), step_up},
    {"GET", "/api/v1/passkeys", list_passkeys, session},
    {"POST", "/api/v1/passkeys/question", new_passkey_question, session, json_or_nothing(1 * KiB), step_up},
    {"POST", "/api/v1/passkeys", add_passkey, session, json(16 * KiB), step_up},
    {"DELETE", "/api/v1/passkeys/{id}", remove_passkey, session, {}, step_up},
    {"GET", "/api/v1/sessions", list_sessions, session},
    {"DELETE", "/api/v1/sessions", end_sessions, session},
    {"DELETE", "/api/v1/sessions/{id}", end_session, session},
    {"GET", "/api/v1/devices", list_devices, session},
    {"DELETE", "/api/v1/devices/{id}", forget_device, session},

    // Tokens, and from where people and tokens come in
    {"GET", "/api/v1/tokens", list_tokens, member},
    {"POST", "/api/v1/tokens", create_token, member, json(16 * KiB), step_up},
    {"DELETE", "/api/v1/tokens/{id}", revoke_token, member},
    {"GET", "/api/v1/workspace/networks", get_networks, administrator},
    {"POST", "/api/v1/workspace/networks", change_networks, administrator, json(64 * KiB), step_up},

    // One's own account
    {"GET", "/api/v1/account", get_account, session},
    {"PATCH", "/api/v1/account", change_account, session, json(16 * KiB)},
    {"POST", "/api/v1/account/copy", copy_account, session, json(16 * KiB)},
    {"POST", "/api/v1/account/closure", close_account, session, json(16 * KiB)},

    // Workspaces that their owners close, open again or have destroyed
    {"GET", "/api/v1/closures", list_closures, session},
    {"POST", "/api/v1/closures", close_workspace, session, json(16 * KiB)},
    {"DELETE", "/api/v1/closures/{slug}", reopen_workspace, session},
    {"POST", "/api/v1/closures/{slug}/destruction", destroy_workspace, session, json(16 * KiB)},
    {"GET", "/api/v1/operator/destructions", list_destructions, administrator},
    {"GET", "/api/v1/operator/destructions/{id}/certificate", get_destruction_certificate, administrator},

    // Who is invited, and who leaves
    {"GET", "/api/v1/invitations", list_invitations, administrator},
    {"POST", "/api/v1/invitations", create_invitation, administrator, json(16 * KiB)},
    {"POST", "/api/v1/invitations/{id}/again", send_invitation_again, administrator, json_or_nothing(1 * KiB)},
    {"DELETE", "/api/v1/invitations/{id}", withdraw_invitation, administrator},
    {"DELETE", "/api/v1/members/{id}", dismiss_member, administrator, json(16 * KiB)},
    {"GET", "/join/{token}", join_page, link},
    {"POST", "/join/{token}", post_join, link, bytes(4 * KiB)},

    // The workspace
    {"GET", "/api/v1/workspace", get_workspace, member},
    {"PATCH", "/api/v1/workspace", change_workspace, administrator, json(16 * KiB)},

    // The policy: of the workspace, and of the accounts for who runs the installation
    {"GET", "/api/v1/policy", get_policy, administrator},
    {"GET", "/api/v1/policy/profiles", list_policy_profiles, administrator},
    {"POST", "/api/v1/policy/check", try_policy, administrator, json(256 * KiB)},
    {"POST", "/api/v1/policy/diff", try_policy, administrator, json(256 * KiB)},
    {"POST", "/api/v1/policy/apply", apply_policy, administrator, json(256 * KiB)},
    {"GET", "/api/v1/policy/versions", list_policy_versions, administrator},
    {"GET", "/api/v1/policy/versions/{number}", get_policy_version, administrator},
    {"GET", "/api/v1/operator/policy", get_policy, administrator},
    {"GET", "/api/v1/operator/policy/profiles", list_policy_profiles, administrator},
    {"POST", "/api/v1/operator/policy/check", try_policy, administrator, json(256 * KiB)},
    {"POST", "/api/v1/operator/policy/diff", try_policy, administrator, json(256 * KiB)},
    {"POST", "/api/v1/operator/policy/apply", apply_policy, administrator, json(256 * KiB)},
    {"GET", "/api/v1/operator/policy/versions", list_policy_versions, administrator},
    {"GET", "/api/v1/operator/policy/versions/{number}", get_policy_version, administrator},

    // The model
    {"GET", "/api/v1/meta", get_meta, member},
    {"POST", "/api/v1/meta/entities", create_entity, administrator, json(256 * KiB)},
    {"POST", "/api/v1/meta/entities/{entity}/fields", create_field, administrator, json(64 * KiB)},
    {"PATCH", "/api/v1/meta/entities/{entity}/fields/{field}", change_field, administrator, json(64 * KiB)},
    {"DELETE", "/api/v1/meta/entities/{entity}/fields/{field}", delete_field, administrator},
    {"DELETE", "/api/v1/meta/entities/{entity}", delete_entity, administrator},

    // The record of processing: of the workspace, and of the accounts for who runs the installation
    {"GET", "/api/v1/processing_record", get_processing_record, administrator},
    {"GET", "/api/v1/processing_record.csv", get_processing_record, administrator},
    {"GET", "/api/v1/processing_record.html", get_processing_record, administrator},
    {"GET", "/api/v1/operator/processing_record", get_processing_record, administrator},
    {"GET", "/api/v1/operator/processing_record.csv", get_processing_record, administrator},
    {"GET", "/api/v1/operator/processing_record.html", get_processing_record, administrator},

    // Promises
    {"GET", "/api/v1/promises", get_promises, member},
    {"POST", "/api/v1/promises/check", check_promises, administrator, json_or_nothing(1 * KiB)},
    {"GET", "/api/v1/privacy/home", get_privacy_home, administrator},

    // How long things are kept, and who looked at them
    {"GET", "/api/v1/{entity}/{id}/kept_until", get_kept_until, member},
    {"GET", "/api/v1/{entity}/{id}/looks", get_looks, administrator},
    {"GET", "/api/v1/retention", get_retention, administrator},
    {"GET", "/api/v1/retention/preview", preview_retention, administrator},
    {"POST", "/api/v1/retention/run", run_retention, administrator, json_or_nothing(1 * KiB)},
    {"GET", "/api/v1/retention/calendar", get_retention_calendar, administrator},
    {"GET", "/api/v1/retention/upcoming", get_upcoming_retention, administrator},

    // The audit log
    {"GET", "/api/v1/audit", get_audit, administrator},
    {"POST", "/api/v1/audit/verify", verify_audit, administrator, json_or_nothing(4 * KiB)},
    {"POST", "/api/v1/audit/checkpoint", make_audit_checkpoint, administrator, json_or_nothing(1 * KiB)},
    {"GET", "/api/v1/audit/checkpoints/{size}", get_audit_checkpoint, administrator},
    {"GET", "/api/v1/audit/leaves/{sequence}/proof", prove_audit_leaf, administrator},
    {"GET", "/api/v1/audit/checkpoints/{size}/proof", prove_audit_growth, administrator},

    // The register of breaches
    {"GET", "/api/v1/breaches/people_held", get_people_held, administrator},
    {"GET", "/api/v1/breaches/{id}/story", get_breach_story, administrator},
    {"GET", "/api/v1/breaches/{id}/notice", get_breach_notice, administrator},
    {"POST", "/api/v1/breaches/{id}/steps", take_breach_step, administrator, json(64 * KiB)},
    {"GET", "/api/v1/operator/breaches", list_operator_records, administrator},
    {"POST", "/api/v1/operator/breaches", create_operator_record, administrator, json(1 * MiB)},
    {"GET", "/api/v1/operator/breaches/people_held", get_people_held, administrator},
    {"GET", "/api/v1/operator/breaches/{id}", get_operator_record, administrator},
    {"PATCH", "/api/v1/operator/breaches/{id}", update_operator_record, administrator, json(1 * MiB)},
    {"GET", "/api/v1/operator/breaches/{id}/story", get_breach_story, administrator},
    {"GET", "/api/v1/operator/breaches/{id}/notice", get_breach_notice, administrator},
    {"POST", "/api/v1/operator/breaches/{id}/steps", take_breach_step, administrator, json(64 * KiB)},

    // Records of every entity
    {"GET", "/api/v1/{entity}", list_records, member},
    {"POST", "/api/v1/{entity}", create_record, member, json(1 * MiB)},
    {"GET", "/api/v1/{entity}/{id}", get_record, member},
    {"PATCH", "/api/v1/{entity}/{id}", update_record, member, json(1 * MiB)},
    {"DELETE", "/api/v1/{entity}/{id}", delete_record, member},
    {"POST", "/api/v1/{entity}/{id}/restore", restore_record, member, json_or_nothing(1 * KiB)},
    {"GET", "/api/v1/{entity}/{id}/timeline", get_timeline, member},
    {"GET", "/api/v1/{entity}/{id}/related/{other}", get_related, member},
    {"GET", "/api/v1/{entity}/{id}/history", get_history, member},
    {"GET", "/api/v1/{entity}/{id}/shares", list_shares, member},
    {"POST", "/api/v1/{entity}/{id}/shares", create_share, member, json(1 * KiB)},
    {"DELETE", "/api/v1/{entity}/{id}/shares/{share}", delete_share, member},
    {"GET", "/api/v1/{entity}/{id}/access", get_access, member},
    {"GET", "/api/v1/{entity}/{id}/restrictions", get_restrictions, administrator},
    {"POST", "/api/v1/{entity}/{id}/restrictions", create_restriction, administrator, json(16 * KiB)},
    {"DELETE", "/api/v1/{entity}/{id}/restrictions/{restriction}", lift_restriction, administrator, json(16 * KiB)},
    {"GET", "/api/v1/{entity}/{id}/parental_consents", get_parental_consents, administrator},
    {"POST", "/api/v1/{entity}/{id}/parental_consents", create_parental_consent, administrator, json(16 * KiB)},
    {"DELETE", "/api/v1/{entity}/{id}/parental_consents/{consent}", withdraw_parental_consent, administrator, json(16 * KiB)},
    {"GET", "/api/v1/{entity}/{id}/reach", get_reach, administrator},
    {"GET", "/api/v1/{entity}/{id}/purposes", get_purposes, administrator},
    {"POST", "/api/v1/{entity}/{id}/undo", undo_record, member, json_or_nothing(1 * KiB)},
    {"POST", "/api/v1/undo", undo_last, member, json_or_nothing(1 * KiB)},
    {"POST", "/api/v1/{entity}/query", query_records, member, json(1 * MiB)},
    {"POST", "/api/v1/{entity}/batch", batch_records, member, json(16 * MiB)},

    {"GET", "/api/v1/{entity}/{id}/files/{field}", get_record_file, member},

    // Duplicates
    {"GET", "/api/v1/{entity}/duplicates", find_duplicates, member},
    {"POST", "/api/v1/{entity}/duplicates", check_duplicates, member, json(1 * MiB)},
    {"POST", "/api/v1/{entity}/merge", merge_records, member, json(64 * KiB)},
    {"POST", "/api/v1/merges/{id}/undo", undo_merge, member, json_or_nothing(1 * KiB)},

    // What is special to one entity
    {"GET", "/api/v1/members", list_members, member},
    {"GET", "/api/v1/members/{id}", get_member, member},
    {"PATCH", "/api/v1/members/{id}", change_member, administrator, json(16 * KiB)},
    {"GET", "/api/v1/built_in_roles", list_built_in_roles, member},
    {"POST", "/api/v1/support_grants", grant_support, administrator, json(1 * KiB)},
    {"DELETE", "/api/v1/support_grants/{id}", end_support, administrator},
    {"GET", "/api/v1/calendar", get_calendar, member},
    {"POST", "/api/v1/meetings/conflicts", check_conflicts, member, json(1 * MiB)},
    {"POST", "/api/v1/leads/{id}/convert", convert_lead, member, json_or_nothing(64 * KiB)},
    {"GET", "/api/v1/deals/{id}/totals", get_deal_totals, member},
    {"POST", "/api/v1/documents", create_document, member, json(1 * MiB)},
    {"GET", "/api/v1/documents/{id}/content", get_document_content, member},

    // What people have said
    {"GET", "/api/v1/{entity}/{id}/consents", list_consents, member},
    {"POST", "/api/v1/{entity}/{id}/consents", record_consent, member, json(64 * KiB)},
    {"POST", "/api/v1/{entity}/{id}/consents/requests", ask_consent, member, json(64 * KiB)},
    {"GET", "/api/v1/{entity}/{id}/consents/why", explain_consent, member},
    {"GET", "/api/v1/{entity}/{id}/preferences", get_preferences, member},
    {"PUT", "/api/v1/{entity}/{id}/preferences", put_preferences, member, json(64 * KiB)},
    {"GET", "/api/v1/suppression_list", count_suppressions, administrator},
    {"POST", "/api/v1/suppression_list", add_suppression, administrator, json(16 * KiB)},
    {"POST", "/api/v1/suppression_list/check", check_suppression, administrator, json(16 * KiB)},
    {"POST", "/api/v1/suppression_list/removal", lift_suppression, administrator, json(16 * KiB)},
    {"GET", "/preferences/{token}", preference_page, link},
    {"POST", "/preferences/{token}", post_preferences, link, bytes(64 * KiB)},
    {"GET", "/u/{token}", unsubscribe_page, link},
    {"POST", "/u/{token}", post_unsubscribe, link, bytes(4 * KiB)},

    // Erasure of people
    {"POST", "/api/v1/erasures", create_erasure, administrator, json(16 * KiB)},
    {"GET", "/api/v1/erasures/{id}/certificate", get_certificate, administrator},
    {"POST", "/api/v1/erasure_orders", order_rectification, administrator, json(16 * KiB)},
    {"POST", "/api/v1/erasure_orders/{id}/acknowledge", acknowledge_order, administrator, json_or_nothing(16 * KiB)},

    // What people ask about their data
    {"GET", "/requests", requests_page, anyone},
    {"POST", "/requests", post_request, anyone, bytes(64 * KiB)},
    {"GET", "/requests/of/{slug}", workspace_requests_page, anyone},
    {"POST", "/requests/of/{slug}", post_workspace_request, anyone, bytes(64 * KiB)},
    {"GET", "/requests/at/{token}", request_page, link},
    {"POST", "/requests/at/{token}", post_request_page, link, bytes(4 * KiB)},
    {"POST", "/api/v1/requests", create_request, administrator, json(64 * KiB)},
    {"POST", "/api/v1/requests/bulk", bulk_requests, administrator, json(256 * KiB)},
    {"GET", "/api/v1/requests/{id}/story", get_request_story, administrator},
    {"POST", "/api/v1/requests/{id}/steps", take_request_step, administrator, json(64 * KiB)},
    {"GET", "/api/v1/requests/{id}/evidence", get_request_evidence, administrator},
    {"GET", "/api/v1/operator/requests", list_operator_records, administrator},
    {"POST", "/api/v1/operator/requests", create_request, administrator, json(64 * KiB)},
    {"POST", "/api/v1/operator/requests/bulk", bulk_requests, administrator, json(256 * KiB)},
    {"GET", "/api/v1/operator/requests/{id}", get_operator_record, administrator},
    {"GET", "/api/v1/operator/requests/{id}/story", get_request_story, administrator},
    {"POST", "/api/v1/operator/requests/{id}/steps", take_request_step, administrator, json(64 * KiB)},
    {"GET", "/api/v1/operator/requests/{id}/evidence", get_request_evidence, administrator},

    // Who gets data
    {"POST", "/api/v1/disclosures", register_disclosure, administrator, json(256 * KiB)},
    {"GET", "/api/v1/processors", list_processors, member},
    {"GET", "/api/v1/{entity}/{id}/recipients", get_recipients, member},
    {"GET", "/api/v1/{entity}/{id}/vendors", list_vendors, member},
    {"POST", "/api/v1/{entity}/{id}/vendors", refuse_vendor, member, json(1 * KiB)},
    {"DELETE", "/api/v1/{entity}/{id}/vendors/{processor}", allow_vendor, member},

    // Mail that the product sends itself
    {"POST", "/api/v1/messages/test", send_test_message, administrator, json_or_nothing(1 * KiB)},
    {"GET", "/api/v1/messages/{id}", get_message, administrator},
    {"POST", "/api/v1/messages/{id}/retry", retry_message, administrator, json_or_nothing(1 * KiB)},
    {"POST", "/api/v1/messages/{id}/discard", discard_message, administrator, json_or_nothing(1 * KiB)},
    {"GET", "/api/v1/operator/messages", list_messages, administrator},
    {"POST", "/api/v1/operator/messages/test", send_test_message, administrator, json_or_nothing(1 * KiB)},
    {"GET", "/api/v1/operator/messages/{id}", get_message, administrator},
    {"POST", "/api/v1/operator/messages/{id}/retry", retry_message, administrator, json_or_nothing(1 * KiB)},
    {"POST", "/api/v1/operator/messages/{id}/discard", discard_message, administrator, json_or_nothing(1 * KiB)},

    // Imports
    {"POST", "/api/v1/imports", create_import, member, json(16 * KiB)},
    {"GET", "/api/v1/imports/{id}", get_import, member},
    {"PATCH", "/api/v1/imports/{id}", change_import, member, json(2 * MiB)},
    {"DELETE", "/api/v1/imports/{id}", cancel_import, member},
    {"GET", "/api/v1/imports/{id}/preview", preview_import, member},
    {"POST", "/api/v1/imports/{id}/start", start_import, member, json_or_nothing(1 * KiB)},
    {"POST", "/api/v1/imports/{id}/undo", undo_import, member, json_or_nothing(1 * KiB)},
    {"GET", "/api/v1/imports/{id}/failed_rows", get_failed_rows, member},

    // Exports
    {"POST", "/api/v1/exports", create_export, member, json(64 * KiB)},
    {"GET", "/api/v1/exports/{id}", get_export, member},
    {"GET", "/api/v1/exports/{id}/file", get_export_file, member},

    // Copies for people of what is held about them
    {"POST", "/api/v1/access_copies", create_access_copy, member, json(4 * KiB)},
    {"GET", "/api/v1/access_copies/{id}", get_access_copy, member},
    {"GET", "/copies/{token}", copy_page, link},
    {"GET", "/copies/{token}/file", copy_file, link},

    // Work in the background
    {"GET", "/api/v1/jobs/{id}", get_job, member},
    {"DELETE", "/api/v1/jobs/{id}", cancel_job, member},
    {"POST", "/api/v1/jobs/{id}/undo", undo_job, member, json_or_nothing(1 * KiB)},

    // Search and live changes
    {"GET", "/api/v1/search", search, member},
    {"GET", "/api/v1/events", get_events, member},

    // Uploads, tus 1.0
    {"OPTIONS", "/api/v1/uploads", tus_options, anyone},
    {"POST", "/api/v1/uploads", create_upload, member},
    {"HEAD", "/api/v1/uploads/{id}", head_upload, member},
    {"PATCH", "/api/v1/uploads/{id}", append_upload, member, bytes(8 * MiB)},
    {"DELETE", "/api/v1/uploads/{id}", delete_upload, member},
};

}  // namespace

std::span<const Route> routes() { return kRoutes; }

}  // namespace probity::http
