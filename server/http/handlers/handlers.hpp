#pragma once
// Every handler, by the file it stands in. Each is named once, in routes.cpp.
#include "http/call.hpp"

namespace probity::http::handlers {

// pages_style.cpp
Result<Response> pages_style(Call& call);

// policy_pages.cpp
Result<Response> privacy_page(Call& call);
Result<Response> privacy_history_page(Call& call);
Result<Response> privacy_version_page(Call& call);
Result<Response> workspace_privacy_page(Call& call);
Result<Response> workspace_privacy_history_page(Call& call);
Result<Response> workspace_privacy_version_page(Call& call);

// cookies.cpp
Result<Response> get_cookie_page(Call& call);
Result<Response> post_cookie_choice(Call& call);
Result<Response> get_gpc_statement(Call& call);

// consent_sites.cpp
Result<Response> consent_script(Call& call);
Result<Response> get_site_cookies(Call& call);
Result<Response> post_site_choice(Call& call);
Result<Response> site_options(Call& call);
Result<Response> get_consent_sites(Call& call);
Result<Response> change_consent_sites(Call& call);

// setup.cpp
Result<Response> get_setup(Call& call);
Result<Response> post_setup(Call& call);

// session.cpp
Result<Response> get_session(Call& call);
Result<Response> sign_in(Call& call);
Result<Response> sign_out(Call& call);
Result<Response> prove(Call& call);
Result<Response> proof_question(Call& call);
Result<Response> passkey_question(Call& call);
Result<Response> sign_in_by_passkey(Call& call);

// factors.cpp
Result<Response> get_second_factor(Call& call);
Result<Response> begin_codes(Call& call);
Result<Response> confirm_codes(Call& call);
Result<Response> remove_codes(Call& call);
Result<Response> renew_recovery_codes(Call& call);
Result<Response> list_passkeys(Call& call);
Result<Response> new_passkey_question(Call& call);
Result<Response> add_passkey(Call& call);
Result<Response> remove_passkey(Call& call);

// passwords.cpp
Result<Response> change_password(Call& call);
Result<Response> forgot_password(Call& call);
Result<Response> reset_password(Call& call);

// open_sessions.cpp
Result<Response> list_sessions(Call& call);
Result<Response> end_session(Call& call);
Result<Response> end_sessions(Call& call);
Result<Response> list_devices(Call& call);
Result<Response> forget_device(Call& call);

// tokens.cpp
Result<Response> list_tokens(Call& call);
Result<Response> create_token(Call& call);
Result<Response> revoke_token(Call& call);

// networks.cpp
Result<Response> get_networks(Call& call);
Result<Response> change_networks(Call& call);

// workspace.cpp
Result<Response> get_workspace(Call& call);
Result<Response> change_workspace(Call& call);

// meta.cpp
Result<Response> get_meta(Call& call);
Result<Response> create_entity(Call& call);
Result<Response> create_field(Call& call);
Result<Response> change_field(Call& call);
Result<Response> delete_field(Call& call);
Result<Response> delete_entity(Call& call);

// records.cpp
Result<Response> list_records(Call& call);
Result<Response> query_records(Call& call);
Result<Response> create_record(Call& call);
Result<Response> get_record(Call& call);
Result<Response> update_record(Call& call);
Result<Response> delete_record(Call& call);
Result<Response> restore_record(Call& call);

// around_record.cpp
Result<Response> get_timeline(Call& call);
Result<Response> get_related(Call& call);
Result<Response> get_history(Call& call);

// undo.cpp
Result<Response> undo_last(Call& call);
Result<Response> undo_record(Call& call);
Result<Response> get_restrictions(Call& call);
Result<Response> create_restriction(Call& call);
Result<Response> lift_restriction(Call& call);
Result<Response> get_parental_consents(Call& call);
Result<Response> create_parental_consent(Call& call);
Result<Response> withdraw_parental_consent(Call& call);
Result<Response> get_purposes(Call& call);

// erasures.cpp
Result<Response> create_erasure(Call& call);
Result<Response> get_certificate(Call& call);
Result<Response> order_rectification(Call& call);
Result<Response> acknowledge_order(Call& call);
Result<Response> get_reach(Call& call);

// requests.cpp
Result<Response> create_request(Call& call);
Result<Response> bulk_requests(Call& call);
Result<Response> get_request_story(Call& call);
Result<Response> take_request_step(Call& call);
Result<Response> get_request_evidence(Call& call);

// request_pages.cpp
Result<Response> requests_page(Call& call);
Result<Response> post_request(Call& call);
Result<Response> workspace_requests_page(Call& call);
Result<Response> post_workspace_request(Call& call);
Result<Response> request_page(Call& call);
Result<Response> post_request_page(Call& call);

// duplicates.cpp
Result<Response> check_duplicates(Call& call);
Result<Response> find_duplicates(Call& call);
Result<Response> merge_records(Call& call);
Result<Response> undo_merge(Call& call);

// batch.cpp
Result<Response> batch_records(Call& call);

// promises.cpp
Result<Response> get_promises(Call& call);
Result<Response> check_promises(Call& call);
Result<Response> get_privacy_home(Call& call);

// retention.cpp
Result<Response> get_kept_until(Call& call);
Result<Response> get_looks(Call& call);
Result<Response> get_retention(Call& call);
Result<Response> preview_retention(Call& call);
Result<Response> run_retention(Call& call);
Result<Response> get_retention_calendar(Call& call);
Result<Response> get_upcoming_retention(Call& call);

// audit.cpp
Result<Response> get_audit(Call& call);
Result<Response> verify_audit(Call& call);
Result<Response> make_audit_checkpoint(Call& call);
Result<Response> get_audit_checkpoint(Call& call);
Result<Response> prove_audit_leaf(Call& call);
Result<Response> prove_audit_growth(Call& call);
Result<Response> get_audit_key(Call& call);

// breaches.cpp
Result<Response> list_operator_records(Call& call);
Result<Response> get_operator_record(Call& call);
Result<Response> create_operator_record(Call& call);
Result<Response> update_operator_record(Call& call);
Result<Response> get_people_held(Call& call);
Result<Response> get_breach_story(Call& call);
Result<Response> get_breach_notice(Call& call);
Result<Response> take_breach_step(Call& call);

// trust_pages.cpp
Result<Response> trust_page(Call& call);
Result<Response> workspace_trust_page(Call& call);

// jobs.cpp
Result<Response> get_job(Call& call);
Result<Response> cancel_job(Call& call);
Result<Response> undo_job(Call& call);

// search.cpp
Result<Response> search(Call& call);

// events.cpp
Result<Response> get_events(Call& call);

// uploads.cpp
Result<Response> tus_options(Call& call);
Result<Response> create_upload(Call& call);
Result<Response> head_upload(Call& call);
Result<Response> append_upload(Call& call);
Result<Response> delete_upload(Call& call);

// imports.cpp
Result<Response> create_import(Call& call);
Result<Response> get_import(Call& call);
Result<Response> change_import(Call& call);
Result<Response> cancel_import(Call& call);
Result<Response> preview_import(Call& call);
Result<Response> start_import(Call& call);
Result<Response> undo_import(Call& call);
Result<Response> get_failed_rows(Call& call);

// access_copies.cpp
Result<Response> create_access_copy(Call& call);
Result<Response> get_access_copy(Call& call);
Result<Response> copy_page(Call& call);
Result<Response> copy_file(Call& call);

// processing.cpp
Result<Response> get_processing_record(Call& call);

// exports.cpp
Result<Response> create_export(Call& call);
Result<Response> get_export(Call& call);
Result<Response> get_export_file(Call& call);

// documents.cpp
Result<Response> create_document(Call& call);
Result<Response> get_document_content(Call& call);
Result<Response> get_record_file(Call& call);

// members.cpp
Result<Response> list_members(Call& call);
Result<Response> get_member(Call& call);
Result<Response> change_member(Call& call);
Result<Response> list_built_in_roles(Call& call);
Result<Response> grant_support(Call& call);
Result<Response> end_support(Call& call);

// Who sees one record
Result<Response> list_shares(Call& call);
Result<Response> create_share(Call& call);
Result<Response> delete_share(Call& call);
Result<Response> get_access(Call& call);

// departures.cpp
Result<Response> dismiss_member(Call& call);

// invitations.cpp
Result<Response> list_invitations(Call& call);
Result<Response> create_invitation(Call& call);
Result<Response> send_invitation_again(Call& call);
Result<Response> withdraw_invitation(Call& call);

// join_pages.cpp
Result<Response> join_page(Call& call);
Result<Response> post_join(Call& call);

// closures.cpp
Result<Response> list_closures(Call& call);
Result<Response> close_workspace(Call& call);
Result<Response> reopen_workspace(Call& call);
Result<Response> destroy_workspace(Call& call);
Result<Response> list_destructions(Call& call);
Result<Response> get_destruction_certificate(Call& call);

// own_account.cpp
Result<Response> get_account(Call& call);
Result<Response> change_account(Call& call);
Result<Response> copy_account(Call& call);
Result<Response> close_account(Call& call);

// policy.cpp
Result<Response> get_policy(Call& call);
Result<Response> list_policy_profiles(Call& call);
Result<Response> try_policy(Call& call);
Result<Response> apply_policy(Call& call);
Result<Response> list_policy_versions(Call& call);
Result<Response> get_policy_version(Call& call);

// calendar.cpp
Result<Response> get_calendar(Call& call);
Result<Response> check_conflicts(Call& call);

// sales.cpp
Result<Response> convert_lead(Call& call);
Result<Response> get_deal_totals(Call& call);

// consents.cpp
Result<Response> list_consents(Call& call);
Result<Response> record_consent(Call& call);
Result<Response> ask_consent(Call& call);
Result<Response> explain_consent(Call& call);
Result<Response> get_preferences(Call& call);
Result<Response> put_preferences(Call& call);

// suppressions.cpp
Result<Response> count_suppressions(Call& call);
Result<Response> check_suppression(Call& call);
Result<Response> add_suppression(Call& call);
Result<Response> lift_suppression(Call& call);

// preference_pages.cpp
Result<Response> preference_page(Call& call);
Result<Response> post_preferences(Call& call);
Result<Response> unsubscribe_page(Call& call);
Result<Response> post_unsubscribe(Call& call);

// disclosures.cpp
Result<Response> register_disclosure(Call& call);
Result<Response> get_recipients(Call& call);
Result<Response> list_vendors(Call& call);
Result<Response> refuse_vendor(Call& call);
Result<Response> allow_vendor(Call& call);
Result<Response> list_processors(Call& call);

// messages.cpp
Result<Response> list_messages(Call& call);
Result<Response> get_message(Call& call);
Result<Response> retry_message(Call& call);
Result<Response> discard_message(Call& call);
Result<Response> send_test_message(Call& call);

// openapi.cpp
Result<Response> get_openapi(Call& call);
Result<Response> reference_page(Call& call);
Result<Response> reference_script(Call& call);
Result<Response> reference_style(Call& call);

// operations.cpp
Result<Response> healthz(Call& call);
Result<Response> readyz(Call& call);
Result<Response> get_metrics(Call& call);
Result<Response> get_security_txt(Call& call);

// web.cpp
Result<Response> web_page(Call& call);
Result<Response> web_file(Call& call);

}  // namespace probity::http::handlers
