#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "rights/copies/copies.hpp"

namespace probity::cli {
namespace {

struct Whom {
  std::string entity;
  Id id;
};

/// "contact/0197...", as `subject find` writes it.
Result<Whom> whom(std::string_view text) {
  const auto slash = text.find('/');
  const auto id = slash == text.npos ? std::nullopt : Id::parse(text.substr(slash + 1));
  if (!id) return invalid("bad_person", fmt::format("\"{}\" is not ENTITY/ID, such as contact/0197b7a0-1111-7222-8333-444455556666; `subject find` shows it.", first_characters(text, 100)), "person");
  return Whom{std::string(text.substr(0, slash)), *id};
}

Result<std::filesystem::path> file_to_write(const Invocation& invocation) {
  auto file = invocation.path("output");
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) return invalid("is_a_folder", fmt::format("{} is a folder. Name the file to write.", file.string()), "output");
  const auto folder = file.parent_path();
  if (!folder.empty() && !std::filesystem::is_directory(folder, error)) return invalid("no_such_folder", fmt::format("There is no folder {}. Make it, or name another file. Nothing was written.", folder.string()), "output");
  return file;
}

Result<> export_subject(Invocation& invocation) {
  const Arguments& arguments = invocation.arguments;
  PROBITY_ASSIGN(const Whom person, whom(arguments["person"]));
  const auto kind = copies::kind_named(arguments["kind"]);
  if (!kind) return invalid("unknown_kind", "--kind is access or portability.", "kind");
  PROBITY_ASSIGN(const auto file, file_to_write(invocation));
  privacy::Access access = invocation.installation.command_access(arguments["workspace"]);
  access.purpose = privacy::kLegalObligation;
  PROBITY_ASSIGN(const auto context, invocation.installation.records().enter(access, person.entity));
  const std::string password = arguments.has("encrypted") ? copies::Copies::make_password() : std::string();
  PROBITY_ASSIGN(const copies::Written written, invocation.installation.copies().write_file(context, {.person = person.id, .kind = *kind, .request = {}}, file, password));
  if (invocation.json()) {
    invocation.print(json_document([&](JsonWriter& writer) {
      writer.StartObject();
      key(writer, "file");
      put(writer, file.string());
      for (const auto& [name, count] : {std::pair{"records", written.records}, {"files", written.files}, {"bytes", written.size}}) {
        key(writer, name);
        writer.Int64(count);
      }
      key(writer, "password");
      password.empty() ? (void)writer.Null() : put(writer, password);
      writer.EndObject();
    }));
    return {};
  }
  invocation.print(fmt::format("{} records and {} files written to {}.", written.records, written.files, file.string()));
  if (!password.empty()) invocation.print(fmt::format("Password, shown this once: {}", password));
  return {};
}

}  // namespace

Command subject_export() {
  return {.words = {"subject", "export"},
          .help = "Write everything held about a person into a ZIP file",
          .options = {workspace_option(),
                      {.name = "person", .help = "ENTITY/ID, as `subject find` shows it", .required = true},
                      {.name = "--output", .help = "The ZIP file to write", .required = true},
                      {.name = "--kind", .help = "access: everything; portability: what a machine reads", .fallback = "access", .choices = {"access", "portability"}},
                      {.name = "--encrypted", .help = "Encrypt it (AES-256) by a password that is shown once", .flag = true}},
          .run = export_subject};
}

}  // namespace probity::cli
