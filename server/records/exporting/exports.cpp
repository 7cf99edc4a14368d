#include "records/exporting/exports.hpp"

#include <fstream>

#include "base/text.hpp"
#include "records/exporting/record_writer.hpp"
#include "records/filter.hpp"

namespace probity::records::exporting {
namespace {

struct Known {
  Format format;
  std::string_view name;
  std::string_view media_type;
  std::string_view ending;
};
constexpr Known kKnown[] = {{Format::csv, "csv", "text/csv; charset=utf-8", "csv"},
                            {Format::json, "json", "application/json", "json"},
                            {Format::vcard, "vcard", "text/vcard; charset=utf-8", "vcf"},
                            {Format::icalendar, "icalendar", "text/calendar; charset=utf-8", "ics"}};
constexpr std::size_t kPieceBytes = 64 * 1024;
constexpr int kProgressEvery = 500;
constexpr int kAttempts = 5;
constexpr auto kKept = std::chrono::hours(24);

const Known& known(Format format) { return kKnown[static_cast<std::size_t>(format)]; }

Result<> check(const Context& context, const Wish& wish) {
  if (!context.decision->may_export) return fail(ErrorKind::forbidden, "forbidden", fmt::format("Your role does not let you export {}.", lower_ascii(context.entity->label_many)));
  const bool person = context.entity->field("first_name") && context.entity->field("last_name");
  const bool dated = context.entity->field("title") && (context.entity->field("start") || context.entity->field("due"));
  const bool fits = wish.format == Format::vcard ? person : wish.format != Format::icalendar || dated;
  if (!fits) return invalid("wrong_format", fmt::format("{} cannot be exported as {}. Choose csv or json.", context.entity->label_many, name_of(wish.format)), "format");
  PROBITY_TRY(exported_fields(context, wish));
  if (!wish.filter.empty()) {
    PROBITY_ASSIGN(const JsonDocument filter, parse_json(wish.filter));
    PROBITY_TRY(compile_filter(context, filter));
  }
  return {};
}

std::unique_ptr<RecordWriter> writer_of(Records& records, const Context& context, const Wish& wish, std::vector<int> fields, LinkNames& names) {
  switch (wish.format) {
    case Format::csv: return csv_writer(context, std::move(fields), names);
    case Format::json: return json_writer(context, std::move(fields));
    case Format::vcard: return vcard_writer(context, names);
    case Format::icalendar: return icalendar_writer(records, context);
  }
  return nullptr;
}

std::unexpected<Error> cannot_write(std::string_view what) {
  return fail(ErrorKind::unavailable, "cannot_write", fmt::format("{} cannot be written: the disk is full, or the folder does not exist or is not writable. Nothing is left of it.", what));
}

using Progress = std::function<Result<>(std::int64_t)>;

Result<std::int64_t> write_records(Records& records, const Context& caller, const Wish& wish, const std::filesystem::path& file, const Progress& progress) {
  PROBITY_TRY(check(caller, wish));
  const Context context = within(caller, caller.decision->may_export);
  PROBITY_ASSIGN(auto fields, exported_fields(context, wish));
  LinkNames names(records, context);
  const auto writer = writer_of(records, context, wish, std::move(fields), names);
  std::ofstream stream(file, std::ios::binary | std::ios::trunc);
  std::string piece;
  std::int64_t count = 0;
  writer->begin(piece);
  const auto flush = [&]() -> Result<> {
    stream.write(piece.data(), static_cast<std::streamsize>(piece.size())).flush();
    piece.clear();
    return stream ? Result<>{} : cannot_write("The file");
  };
  PROBITY_TRY(records.each(context, wish.filter, [&](const Id&, const Row& row) -> Result<> {
    PROBITY_TRY(writer->append(row, piece));
    if (piece.size() >= kPieceBytes) PROBITY_TRY(flush());
    return ++count % kProgressEvery == 0 ? progress(count) : Result<>{};
  }));
  writer->end(piece);
  PROBITY_TRY(flush());
  return count;
}

std::string payload_of(const Context& context, const Wish& wish) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  write_access(context.access, writer);
  key(writer, "entity");
  put(writer, context.entity->name);
  key(writer, "format");
  put(writer, name_of(wish.format));
  key(writer, "filter");
  put(writer, wish.filter);
  key(writer, "fields");
  writer.StartArray();
  for (const std::string& field : wish.fields) put(writer, field);
  writer.EndArray();
  writer.EndObject();
  return std::string(text(buffer));
}

Wish wish_of(const JsonValue& payload) {
  Wish wish{.format = format_named(view(payload["format"])).value_or(Format::csv), .filter = std::string(view(payload["filter"])), .fields = {}};
  for (const JsonValue& field : payload["fields"].GetArray()) wish.fields.emplace_back(view(field));
  return wish;
}

}  // namespace

Exports::Exports(Records& records, jobs::Jobs& jobs, std::filesystem::path folder) : records_(records), jobs_(jobs), folder_(std::move(folder)) {
  listener_ = records_.changes().listen([this](const Change& change) {
    if (change.stricter) drop(change.workspace);
  });
}

Exports::~Exports() { records_.changes().forget(listener_); }

std::string_view name_of(Format format) { return known(format).name; }
std::string_view media_type_of(Format format) { return known(format).media_type; }
std::string_view ending_of(Format format) { return known(format).ending; }

std::optional<Format> format_named(std::string_view name) {
  for (const Known& one : kKnown) {
    if (one.name == name) return one.format;
  }
  return std::nullopt;
}

Result<std::vector<int>> exported_fields(const Context& context, const Wish& wish) {
  std::vector<int> fields;
  for (const std::string& name : wish.fields) {
    const meta::Field* field = context.asked_field(name);
    if (!field) return invalid("unknown_field", fmt::format("{} has no field \"{}\".", context.entity->label_one, first_characters(name, 100)), "fields");
    fields.push_back(field->position);
  }
  if (!wish.fields.empty()) return fields;
  for (const meta::Field& field : context.entity->fields) {
    if (context.decision->readable[static_cast<std::size_t>(field.position)]) fields.push_back(field.position);
  }
  return fields;
}

std::filesystem::path Exports::path_of(std::string_view workspace, const Id& id) const { return folder_ / std::string(workspace) / id.text(); }

Result<Id> Exports::start(const Context& context, const Wish& wish) {
  PROBITY_TRY(check(context, wish));
  sweep();
  return jobs_.enqueue(context.workspace->slug(), "export", payload_of(context, wish), context.access.actor);
}

Result<Exports::File> Exports::file(std::string_view workspace, const Id& id) const {
  PROBITY_ASSIGN(jobs::Job job, jobs_.find(workspace, id));
  if (job.kind != "export") return fail(ErrorKind::not_found, "not_found", "There is no such export.");
  std::filesystem::path path = path_of(workspace, id);
  if (job.state != jobs::State::done) return fail(ErrorKind::conflict, "not_ready", "This export is not done yet.");
  if (!std::filesystem::exists(path)) return fail(ErrorKind::not_found, "expired", "This export is gone: a day passed, or the data of somebody who may have been in it is not to be used any more. Export again.");
  PROBITY_ASSIGN(JsonDocument payload, parse_json(job.payload));
  const Format format = wish_of(payload).format;
  return File{std::move(path), fmt::format("{}-{}.{}", view(payload["entity"]), format_day(static_cast<Day>(job.created_at / kDay)), ending_of(format)), format};
}

Result<std::int64_t> Exports::write_file(const Context& context, const Wish& wish, const std::filesystem::path& file) {
  const auto silent = [](std::int64_t) { return Result<>{}; };
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (std::filesystem::is_directory(status)) return invalid("is_a_folder", fmt::format("{} is a folder. Name the file to write.", file.string()), "file");
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  if (!std::filesystem::is_directory(folder, error)) return invalid("no_such_folder", fmt::format("There is no folder {}. Make it, or name another file. Nothing was written.", folder.string()), "file");
  // A pipe or a device is written as it is; a file appears whole or not at all, and an older one stays until then.
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) return write_records(records_, context, wish, file, silent);
  const std::filesystem::path unfinished = file.string() + ".unfinished";
  auto count = write_records(records_, context, wish, unfinished, silent);
  if (count) std::filesystem::rename(unfinished, file, error);
  if (count && !error) return count;
  std::error_code ignored;
  std::filesystem::remove(unfinished, ignored);
  if (!count && count.error().code != "cannot_write") return count;
  return cannot_write(file.string());
}

void Exports::handle_jobs(AccessOf access_of) {
  jobs_.handle("export", [this, access_of = std::move(access_of)](jobs::Running& running) -> Result<std::string> {
    PROBITY_ASSIGN(JsonDocument payload, parse_json(running.job().payload));
    PROBITY_ASSIGN(privacy::Access access, read_access(payload, running.workspace(), access_of));
    PROBITY_ASSIGN(Context context, records_.enter(access, view(payload["entity"])));
    const std::filesystem::path path = path_of(running.workspace(), running.job().id);
    std::filesystem::create_directories(path.parent_path());
    auto count = write_whole(running, context, wish_of(payload), path);
    if (!count) return std::unexpected(count.error());
    running.progress(*count, *count);
    return fmt::format("{{\"records\":{}}}", *count);
  });
}

/// Written again where somebody's state changed meanwhile: they may be in it.
Result<std::int64_t> Exports::write_whole(jobs::Running& running, const Context& context, const Wish& wish, const std::filesystem::path& path) {
  const std::filesystem::path unfinished = path.string() + ".new";
  std::error_code error;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    const std::uint64_t before = dropped(running.workspace());
    auto count = write_records(records_, context, wish, unfinished, [&](std::int64_t done) -> Result<> {
      running.progress(done, done);
      if (running.should_stop()) return fail(ErrorKind::unavailable, "stopped", "The export was stopped.");
      return {};
    });
    if (!count) {
      std::filesystem::remove(unfinished, error);
      return count;
    }
    const std::scoped_lock lock(mutex_);
    if (dropped_[running.workspace()] != before) continue;
    std::filesystem::permissions(unfinished, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, error);
    std::filesystem::rename(unfinished, path, error);
    if (!error) return count;
  }
  std::filesystem::remove(unfinished, error);
  return fail(ErrorKind::unavailable, "busy", "What may be exported changed again and again while the file was written. Try again.");
}

std::uint64_t Exports::dropped(const std::string& workspace) {
  const std::scoped_lock lock(mutex_);
  return dropped_[workspace];
}

namespace {

std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; entry != end && !error; entry.increment(error)) {
    if (entry->is_regular_file(error)) files.push_back(entry->path());
  }
  return files;
}

}  // namespace

std::int64_t Exports::count(std::string_view workspace) const { return static_cast<std::int64_t>(files_in(folder_ / std::string(workspace)).size()); }

std::int64_t Exports::forget(std::string_view workspace) const {
  std::int64_t gone = 0;
  std::error_code error;
  for (const auto& file : files_in(folder_ / std::string(workspace))) gone += std::filesystem::remove(file, error) ? 1 : 0;
  return gone;
}

void Exports::drop(const std::string& workspace) {
  const std::scoped_lock lock(mutex_);
  ++dropped_[workspace];
  forget(workspace);
}

void Exports::sweep() const {
  std::error_code error;
  const auto oldest = std::filesystem::file_time_type::clock::now() - kKept;
  for (std::filesystem::recursive_directory_iterator entry(folder_, error), end; entry != end && !error; entry.increment(error)) {
    if (entry->is_regular_file(error) && entry->last_write_time(error) < oldest) std::filesystem::remove(entry->path(), error);
  }
}

}  // namespace probity::records::exporting
