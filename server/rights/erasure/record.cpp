#include "rights/erasure/record.hpp"

#include "base/crypto.hpp"
#include "base/json.hpp"
#include "base/log.hpp"

namespace probity::erasure {
namespace {

std::string ids_json(const std::vector<Id>& ids) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartArray();
  for (const Id& id : ids) put(writer, id.text());
  writer.EndArray();
  return std::string(text(buffer));
}

std::vector<Id> ids_in(std::string_view json) {
  std::vector<Id> ids;
  const auto document = parse_json(json);
  if (!document || !document->IsArray()) return ids;
  for (const JsonValue& id : document->GetArray()) {
    if (id.IsString()) ids.push_back(Id::parse(view(id)).value_or(Id{}));
  }
  return ids;
}

std::string sealed(std::string_view secret, const Id& erasure, const Needles& needles) {
  return base64(seal(secret, needles.packed(), "erasure " + erasure.text()));
}

Needles unsealed(std::string_view secret, const Id& erasure, std::string_view text) {
  const auto bytes = decode_base64(text);
  if (text.empty() || !bytes) return {};
  const auto plain = unseal(secret, *bytes, "erasure " + erasure.text());
  return plain ? Needles::unpacked(*plain) : Needles{};
}

}  // namespace

Book::Book(records::Records& records, const records::Context& context, std::string_view secret)
    : records_(records), context_(records::by_program(context, *context.model().find("erasure"))), secret_(secret) {}

void Book::fill(const Record& record, records::Draft& draft) const {
  const auto value = [&](std::string_view field) -> Cell& { return draft.value(*draft.entity->field(field)); };
  const auto text_or_null = [](std::string_view text) { return text.empty() ? Cell{} : cell(text); };
  value("person_entity") = cell(record.entity);
  value("people") = ids_json(record.people);
  value("ground") = cell(record.ground);
  value("request") = record.request.is_nil() ? Cell{} : cell(record.request.text());
  value("state") = cell(record.under_way() ? "under_way" : "certified");
  value("begun_at") = record.begun_at;
  value("certified_at") = record.under_way() ? Cell{} : Cell{record.certified_at};
  value("problem") = text_or_null(record.problem);
  value("certificate") = text_or_null(record.certificate);
  value("found") = text_or_null(record.found);
  value("run") = record.run.is_nil() ? Cell{} : cell(record.run.text());
  value("sealed") = record.under_way() ? cell(sealed(secret_, record.id, record.needles)) : Cell{};
}

Record Book::read(const Row& row) const {
  const auto column = [&](std::string_view field) { return context_.entity->field(field)->first_column; };
  const auto text = [&](std::string_view field) { return std::string(row.text(column(field))); };
  const Id id = row.id(meta::kId);
  return {.id = id,
          .entity = text("person_entity"),
          .people = ids_in(row.text(column("people"))),
          .ground = text("ground"),
          .request = Id::parse(row.text(column("request"))).value_or(Id{}),
          .actor = row.id(meta::kCreatedBy),
          .begun_at = row.integer(column("begun_at")),
          .certified_at = row.null(column("certified_at")) ? 0 : row.integer(column("certified_at")),
          .certificate = text("certificate"),
          .found = text("found"),
          .needles = unsealed(secret_, id, row.text(column("sealed"))),
          .problem = text("problem"),
          .run = Id::parse(row.text(column("run"))).value_or(Id{})};
}

Result<> Book::write(const Record& record, const std::function<Result<>(store::Reader&, store::Plan&)>& also) {
  PROBITY_TRY(records_.create_by(context_, {.id = record.id, .allow_duplicate = true}, [&](store::Reader& reader, records::Draft& draft) -> Result<> {
    fill(record, draft);
    return also(reader, draft.also);
  }));
  return {};
}

Result<> Book::update(const Record& record) {
  PROBITY_TRY(records_.alter(context_, record.id, records::Verb::update, {}, [&](store::Reader&, records::Draft& draft) -> Result<> {
    fill(record, draft);
    // What is sealed is not to outlive the certificate in a history.
    draft.forget = true;
    return {};
  }));
  return {};
}

Result<Record> Book::find(const Id& id) {
  std::optional<Record> record;
  PROBITY_TRY(context_.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_TRY(reader.one(context_.tables->all, "_id", cell(id), [&](const Row& row) {
      record = read(row);
      return false;
    }));
    return {};
  }));
  if (!record) return fail(ErrorKind::not_found, "not_found", "There is no such erasure.");
  return std::move(*record);
}

Result<std::vector<Pending>> Book::under_way() {
  std::vector<Pending> all;
  const auto column = [&](std::string_view field) { return context_.entity->field(field)->first_column; };
  // Without what is sealed, which is long.
  const auto columns = context_.catalog->columns(*context_.entity, {meta::kId, column("people"), column("run")});
  const store::Query query{.columns = columns, .where = store::Condition::equals("state", cell("under_way")), .order = store::Order{.column = "_id"}, .limit = INT_MAX};
  PROBITY_TRY(context_.database->read([&](store::Reader& reader) {
    return reader.each(query, [&](const Row& row) {
      all.push_back({.id = row.id(0), .people = ids_in(row.text(1)), .run = Id::parse(row.text(2)).value_or(Id{})});
      return true;
    });
  }));
  return all;
}

}  // namespace probity::erasure
