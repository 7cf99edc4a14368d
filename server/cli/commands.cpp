#include "cli/commands.hpp"

namespace probity::cli {
namespace {

Command serve() {
  return {.words = {"serve"},
          .help = "Start the CRM",
          .options = {{.name = "--listen", .help = "Address and port", .fallback = "127.0.0.1:8080", .environment = "PROBITY_LISTEN"},
                      {.name = "--web", .help = "Folder of the built web app", .environment = "PROBITY_WEB"},
                      {.name = "--certificate", .help = "TLS certificate chain (PEM)", .environment = "PROBITY_CERTIFICATE"},
                      {.name = "--key", .help = "TLS private key (PEM)", .environment = "PROBITY_KEY"},
                      {.name = "--trusted-proxies", .help = "Addresses of proxies in front (10.0.0.5, 10.1.0.0/16), whose word on where a request comes from is taken", .environment = "PROBITY_TRUSTED_PROXIES"},
                      {.name = "--proxy-header", .help = "How they say it: x-forwarded (X-Forwarded-For and -Proto) or forwarded (RFC 7239)", .fallback = "x-forwarded", .environment = "PROBITY_PROXY_HEADER", .choices = {"x-forwarded", "forwarded"}},
                      {.name = "--requests-per-address", .help = "Requests a minute from one network of people who are not signed in; 0 for any number", .fallback = "3000", .environment = "PROBITY_REQUESTS_PER_ADDRESS"},
                      {.name = "--requests-per-token", .help = "Requests a minute with one API token; 0 for any number", .fallback = "0", .environment = "PROBITY_REQUESTS_PER_TOKEN"},
                      {.name = "--demo", .help = "Fill a workspace with sample data and print its sign-in", .flag = true, .environment = "PROBITY_DEMO"},
                      {.name = "--test", .help = "Make the data folder one for tests, whose clock may be shifted", .flag = true}},
          .run = nullptr};
}

}  // namespace

const std::vector<Command>& commands() {
  static const std::vector<Command> all{
      serve(),
      workspace_create(),
      workspace_list(),
      workspace_close(),
      workspace_restore(),
      workspace_purge(),
      user_add(),
      user_password(),
      workspace_open_networks(),
      user_invite(),
      user_remove(),
      token_create(),
      import_file(),
      imports_list(),
      imports_resume(),
      export_file(),
      subject_find(),
      subject_erase(),
      subject_minor(),
      subject_export(),
      consent_why(),
      consent_list(),
      consent_record(),
      policy_check(),
      policy_show(),
      policy_diff(),
      policy_apply(),
      policy_history(),
      policy_explain(),
      retention_preview(),
      retention_run(),
      audit_verify(),
      audit_checkpoint(),
      audit_export(),
      audit_prove(),
      audit_key(),
      key_rotate(),
      migrate(),
      demo(),
      model_check(),
      doctor(),
      requests_list(),
      requests_show(),
      requests_enter(),
      requests_step(),
      breaches_list(),
      breaches_record(),
      breaches_fill_in(),
      breaches_show(),
      breaches_notice(),
      breaches_step(),
      messages_list(),
      messages_show(),
      messages_retry(),
      messages_discard(),
      messages_test(),
  };
  return all;
}

const Command* find_command(const std::vector<std::string>& words) {
  const auto found = std::ranges::find(commands(), words, &Command::words);
  return found == commands().end() ? nullptr : &*found;
}

const std::vector<Option>& global_options() {
  static const std::vector<Option> all{
      {.name = "--data", .help = "Data folder", .fallback = "data", .environment = "PROBITY_DATA"},
      {.name = "--database", .help = "postgres://... instead of SQLite in the data folder", .environment = "PROBITY_DATABASE"},
      {.name = "--encrypt", .help = "on or off; settled when the data folder is made", .fallback = "on", .environment = "PROBITY_ENCRYPT", .choices = {"on", "off"}},
      {.name = "--model", .help = "Folder of the model", .environment = "PROBITY_MODEL"},
      {.name = "--policies", .help = "Folder of the policies", .environment = "PROBITY_POLICIES"},
      {.name = "--public-url", .help = "Where people reach the CRM, for links in letters and pages", .environment = "PROBITY_PUBLIC_URL"},
      {.name = "--smtp", .help = "Mail server: smtp://USER@HOST:587 (STARTTLS) or smtps://USER@HOST:465", .environment = "PROBITY_SMTP"},
      {.name = "--smtp-password-file", .help = "File with its password; else PROBITY_SMTP_PASSWORD", .environment = "PROBITY_SMTP_PASSWORD_FILE"},
      {.name = "--smtp-authorities", .help = "Certificate authorities (PEM) its certificate is checked against, instead of the system's", .environment = "PROBITY_SMTP_AUTHORITIES"},
      {.name = "--mail-from", .help = "Sender of the product's own mail: \"Example Ltd <crm@example.org>\"", .environment = "PROBITY_MAIL_FROM"},
      {.name = "--mail-keep-trying", .help = "How long a message is tried again (ISO 8601)", .fallback = "P3D", .environment = "PROBITY_MAIL_KEEP_TRYING"},
      {.name = "--security-contact", .help = "Whom to tell of a weakness (security.txt): address of mail or web; else the policy's controller", .environment = "PROBITY_SECURITY_CONTACT"},
      {.name = "--security-policy", .help = "Page that says how such reports are handled", .environment = "PROBITY_SECURITY_POLICY"},
      {.name = "--security-txt", .help = "A security.txt of your own, served as it stands", .environment = "PROBITY_SECURITY_TXT"},
      {.name = "--copy-lives", .help = "How long the copy of a person's data can be fetched (ISO 8601)", .fallback = "P7D", .environment = "PROBITY_COPY_LIVES"},
      {.name = "--checkpoints", .help = "Folder outside the data folder, best on another machine, where signed checkpoints of the audit logs go", .environment = "PROBITY_CHECKPOINTS"},
      {.name = "--checkpoint-mail", .help = "How often the administrators are mailed a checkpoint: never, weekly or daily", .fallback = "weekly", .environment = "PROBITY_CHECKPOINT_MAIL", .choices = {"never", "weekly", "daily"}},
      {.name = "--json", .help = "One JSON document on standard output", .flag = true}};
  return all;
}

}  // namespace probity::cli
