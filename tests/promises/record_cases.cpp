#include "promises/unused_fields.hpp"
#include "records/additions.hpp"
#include "stage.hpp"

namespace probity::promises {
namespace {

constexpr std::string_view kField = "x_exit_strategy";
const std::vector<std::string> kHistoryColumns{"record", "id", "entity", "at", "actor", "operation", "origin", "group_id", "changes", "salt", "address", "undone"};

void require_field(Stage& stage, bool required) {
  auto& workspaces = stage.installation().workspaces();
  auto workspace = expect_value(workspaces.find("acme"));
  expect_value(workspaces.revise(*workspace, [&](records::Additions& additions) -> Result<> {
    std::erase_if(additions.fields, [](const auto& field) { return field.declaration.find(kField) != std::string::npos; });
    additions.fields.push_back({"contact", fmt::format(R"({{"name":"{}","id":10000,"type":"text","max":60,"required":{},"category":"user.demographic.profile","purposes":["service"]}})", kField, required)});
    return {};
  }));
}

Case fields_optional() {
  return {.with = {{"entity", "contact"}, {"fields", std::string(kField)}},
          .prepare = [](Stage& stage) { require_field(stage, false); },
          .break_it = [](Stage& stage) { require_field(stage, true); },
          .mend_it = [](Stage& stage) { require_field(stage, false); }};
}

/// An export that nobody can carry out fails; one that is carried out afterwards mends it.
Case export_works() {
  return {.break_it = [](Stage& stage) {
            expect_value(stage.installation().jobs().enqueue("acme", "export", "{}", Id{}));
            expect_value(stage.installation().jobs().run_due("acme"));
          },
          .mend_it = [](Stage& stage) {
            const privacy::Access access = stage.installation().command_access("acme");
            expect_value(stage.installation().exports().start(expect_value(stage.installation().records().enter(access, "contact")), {}));
            expect_value(stage.installation().jobs().run_due("acme"));
          }};
}

/// A copy that cannot hold a file of the person's is none.
Case copies_work() {
  const auto file = std::make_shared<std::filesystem::path>();
  return {.prepare = [](Stage& stage) {
            auto& files = stage.installation().files();
            const auto begun = expect_value(files.begin("acme", stage.owner, "letter.txt", 3));
            expect_value(files.append("acme", begun.id, 0, "abc"));
            stage.id = expect_value(files.keep("acme", begun.id)).id;
            const Id person = stage.create("acme", "contact", R"({"last_name":"Lovelace"})");
            stage.create("acme", "document", fmt::format(R"({{"name":"Letter","contacts":["{}"],"file":{{"id":"{}","name":"letter.txt","size":3}}}})", person.text(), stage.id.text()));
          },
          .break_it = [file](Stage& stage) {
            *file = expect_value(stage.installation().files().content("acme", stage.id));
            std::filesystem::rename(*file, file->string() + ".away");
          },
          .mend_it = [file](Stage&) { std::filesystem::rename(file->string() + ".away", *file); }};
}

Case history_kept() {
  return {.prepare = [](Stage& stage) { stage.id = stage.create("acme", "contact", R"({"last_name":"Lovelace"})"); },
          .break_it = [](Stage& stage) { stage.taken = stage.take("acme", store::kHistory, kHistoryColumns, {{"record", cell(stage.id)}}); },
          .mend_it = [](Stage& stage) { stage.put_back("acme", stage.taken); }};
}

Case audit_whole() {
  return {.prepare = [](Stage& stage) { stage.id = stage.create("acme", "contact", R"({"last_name":"Lovelace"})"); },
          .break_it = [](Stage& stage) { stage.set_column("acme", store::kLeaf, "operation", cell("forged"), {{"record", cell(stage.id)}}); },
          .mend_it = [](Stage& stage) { stage.set_column("acme", store::kLeaf, "operation", cell("create"), {{"record", cell(stage.id)}}); }};
}

Case unused_shown() {
  const auto list = [](Stage& stage) { expect_value(list_unused_fields(stage.at("acme", "contact"))); };
  return {.prepare = [list](Stage& stage) {
            stage.create("acme", "contact", R"({"last_name":"Lovelace"})");
            list(stage);
          },
          .break_it = [](Stage& stage) { expect_value(records::write_setting(*stage.database("acme"), "unused_fields", format_timestamp(now()))); },
          .mend_it = list,
          .level = "acme"};
}

/// A card number that got past the guard, as one could that came in before there was one.
Case nothing_stored() {
  const auto set = [](Stage& stage, std::string_view text) { stage.set_column("acme", "note", "text", cell(text), {{"_id", cell(stage.id)}}); };
  return {.with = {{"kinds", "payment_card, us_ssn"}},
          .prepare = [](Stage& stage) { stage.id = stage.create("acme", "note", R"({"text":"Call again on Monday"})"); },
          .break_it = [set](Stage& stage) { set(stage, "The card is 4111 1111 1111 1111"); },
          .mend_it = [set](Stage& stage) { set(stage, "The card is with them"); }};
}

/// What the daily run passed by, as it would be if nothing ran; a run mends it.
Case nothing_over_age() {
  return {.with = {{"rule", "old-leads"}},
          .prepare = [](Stage& stage) {
            stage.since = now() - 2 * kDay;
            stage.policy.retention.push_back({.id = "old-leads", .entity = "lead", .categories = {}, .purpose = "sales", .starts = privacy::Starts::created, .keep = privacy::Period{.years = 1},
                                              .action = privacy::RetentionAction::remove, .hold_blocks = true, .minimum = {}, .reason = {}, .section = {}, .needs = {}});
            stage.apply();
            stage.id = stage.create("acme", "lead", R"({"last_name":"Babbage"})");
          },
          .break_it = [](Stage& stage) {
            for (const char* column : {"_created_at", "_updated_at"}) stage.set_column("acme", "lead", column, Cell{now() - 400 * kDay}, {{"_id", cell(stage.id)}});
          },
          .mend_it = [](Stage& stage) {
            const Id run = expect_value(stage.installation().retention().begin("acme", {}));
            expect_value(stage.installation().jobs().finish("acme", run));
          }};
}

Case job_runs() {
  const auto ran = [](Stage& stage, Timestamp ago) { stage.facts().last_run = [ago](std::string_view) { return std::optional<Timestamp>(now() - ago); }; };
  return {.prepare = [ran](Stage& stage) {
            stage.since = now() - 2 * kDay;
            stage.apply();
            ran(stage, kHour);
          },
          .break_it = [ran](Stage& stage) { ran(stage, 3 * kDay); },
          .mend_it = [ran](Stage& stage) { ran(stage, kHour); }};
}

Case no_minor_kept() {
  const auto born = [](Stage& stage, std::string_view day) {
    stage.set_column("acme", "contact", "birthday", Cell{std::int64_t{*parse_day(day)}}, {{"_id", cell(stage.id)}});
    stage.set_column("acme", "contact", "_updated_at", Cell{now() - 2 * kDay}, {{"_id", cell(stage.id)}});
  };
  return {.prepare = [born](Stage& stage) {
            stage.policy.age.years = 16;
            stage.apply();
            stage.id = stage.create("acme", "contact", R"({"last_name":"Lovelace"})");
            born(stage, "1980-12-10");
          },
          .break_it = [born](Stage& stage) { born(stage, format_day(day_of(now(), {}) - 3000)); },
          .mend_it = [born](Stage& stage) { born(stage, "1980-12-10"); }};
}

/// Erased, and there again past every rule: the certificate names them.
Case erasure_certified() {
  const auto people = [](Stage& stage, const Id& id) { stage.set_column("acme", "erasure", "people", cell("[\"" + id.text() + "\"]"), {}); };
  return {.prepare = [](Stage& stage) {
            stage.id = stage.create("acme", "contact", R"({"last_name":"Lovelace"})");
            const Id erasure = expect_value(stage.installation().erasures().begin({.workspace = "acme", .entity = "contact", .person = stage.create("acme", "contact", R"({"last_name":"Gone"})")}));
            expect_value(stage.installation().erasures().wait("acme", erasure));
          },
          .break_it = [people](Stage& stage) { people(stage, stage.id); },
          .mend_it = [people](Stage& stage) { people(stage, Id::make()); }};
}

}  // namespace

Cases record_cases() {
  return {{"records.fields_optional", fields_optional()}, {"export.works", export_works()}, {"copies.work", copies_work()}, {"history.kept", history_kept()}, {"audit.whole", audit_whole()}, {"fields.unused_shown", unused_shown()},
          {"guard.nothing_stored", nothing_stored()}, {"retention.nothing_over_age", nothing_over_age()}, {"retention.job_runs", job_runs()}, {"age.no_minor_kept", no_minor_kept()}, {"erasure.certified", erasure_certified()}};
}

}  // namespace probity::promises
