#pragma once
// One function per file of commands.
#include "cli/command.hpp"

namespace probity::cli {

Command workspace_create();
Command workspace_list();
Command workspace_close();
Command workspace_restore();
Command workspace_purge();
Command user_invite();
Command user_remove();
Command user_add();
Command user_password();
Command workspace_open_networks();
Command token_create();
Command import_file();
Command imports_list();
Command imports_resume();
Command export_file();
Command consent_why();
Command consent_list();
Command consent_record();
Command subject_find();
Command subject_erase();
Command subject_minor();
Command subject_export();
Command policy_check();
Command policy_show();
Command policy_diff();
Command policy_apply();
Command policy_history();
Command policy_explain();
Command retention_preview();
Command retention_run();
Command audit_verify();
Command audit_checkpoint();
Command audit_export();
Command audit_prove();
Command audit_key();
Command key_rotate();
Command migrate();
Command doctor();
Command demo();
Command model_check();
Command requests_list();
Command requests_show();
Command requests_enter();
Command requests_step();
Command breaches_list();
Command breaches_record();
Command breaches_fill_in();
Command breaches_show();
Command breaches_notice();
Command breaches_step();
Command messages_list();
Command messages_show();
Command messages_retry();
Command messages_discard();
Command messages_test();

}  // namespace probity::cli
