#include "base/crypto.hpp"
#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "records/undo/history_check.hpp"

namespace probity::cli {
namespace {

Result<> verify(Invocation& invocation) {
  PROBITY_ASSIGN(auto workspace, invocation.installation.workspaces().find(invocation.arguments["workspace"]));
  PROBITY_ASSIGN(auto database, workspace->database());
  PROBITY_ASSIGN(auto check, database->verify_audit());
  if (check.ok) {
    PROBITY_ASSIGN(check.problem, records::check_histories(*database));
    check.ok = check.problem.empty();
  }
  if (invocation.json()) {
    invocation.print(json_document([&](JsonWriter& writer) {
      writer.StartObject();
      key(writer, "ok");
      writer.Bool(check.ok);
      key(writer, "size");
      writer.Int64(check.head.size);
      key(writer, "root");
      put(writer, hex(check.head.root));
      key(writer, "problem");
      check.problem.empty() ? (void)writer.Null() : put(writer, check.problem);
      writer.EndObject();
    }));
  } else if (check.ok) {
    invocation.print(fmt::format("The audit log is whole: {} entries, root {}.", check.head.size, hex(check.head.root)));
  }
  if (check.ok) return {};
  return fail(ErrorKind::internal, "audit_broken", fmt::format("The audit log was changed or damaged: {}.", check.problem));
}

Result<> check(Invocation& invocation) {
  const auto count = invocation.installation.model()->entities().size();
  if (invocation.json()) {
    invocation.print(fmt::format("{{\"ok\":true,\"entities\":{}}}", count));
  } else {
    invocation.print(fmt::format("The model is sound: {} entities.", count));
  }
  return {};
}

}  // namespace

Command audit_verify() {
  return {.words = {"audit", "verify"}, .help = "Recompute the audit log and compare it with its sealed head", .options = {workspace_option()}, .run = verify};
}

Command model_check() { return {.words = {"model", "check"}, .help = "Check the model and the policy", .options = {}, .may_make_data = true, .run = check}; }

}  // namespace probity::cli
