// What copies of people's data are made of.
#include "installation/installation.hpp"
#include "records/reading/reading.hpp"

namespace probity::installation {
namespace {

constexpr std::int64_t kShortest = 60 * 60;
constexpr std::int64_t kLongest = 90 * 24 * 60 * 60;

constexpr int kMostLooks = 1'000;

/// Looks at one kind of record on one day, whoever it was.
Result<std::vector<copies::Look>> looks_at(records::Records& records, const records::Context& context, const Id& person) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  PROBITY_TRY(records::write_looks(records, context, person, kMostLooks, writer));
  PROBITY_ASSIGN(const JsonDocument found, parse_json(text(buffer)));
  std::vector<copies::Look> looks;
  for (const JsonValue& each : found["items"].GetArray()) {
    const meta::Entity* entity = context.model().find(view(each["entity"]));
    copies::Look look{.day = std::string(view(each["day"])), .what = entity ? entity->label_one : std::string(view(each["entity"])), .times = each["times"].GetInt64()};
    const auto same = std::ranges::find_if(looks, [&](const copies::Look& other) { return other.day == look.day && other.what == look.what; });
    same == looks.end() ? looks.push_back(std::move(look)) : (void)(same->times += look.times);
  }
  return looks;
}

}  // namespace

Result<> Installation::wire_copies() {
  const auto lives = parse_duration_seconds(options_.copy_lives);
  if (!lives || *lives < kShortest || *lives > kLongest) {
    return invalid("bad_copy_lives", fmt::format("--copy-lives is how long the copy of somebody's data can be fetched, between an hour and 90 days, such as P7D; \"{}\" is not.", options_.copy_lives));
  }
  const auto kept_until = [this](const records::Context& context, const Id& record) -> Result<copies::Kept> {
    PROBITY_ASSIGN(auto kept, retention_->explain(context, record));
    return copies::Kept{.until = kept.record.until, .because = std::move(kept.record.because)};
  };
  const auto looks = [this](const records::Context& context, const Id& person) -> Result<std::vector<copies::Look>> {
    PROBITY_TRY(reading_->flush(context.workspace->slug()));
    return looks_at(*records_, context, person);
  };
  const auto name_of = [this](std::string_view workspace) {
    const auto found = accounts_->find_workspace(workspace);
    return found ? found->name : std::string();
  };
  copies_ = std::make_unique<copies::Copies>(copies::Copies::Parts{
      .sources = {.records = *records_, .book = disclosures_->book(), .consents = *consents_, .kept_until = kept_until, .looks = looks, .name_of_workspace = name_of},
      .jobs = *jobs_, .files = *files_, .folder = folder_->path() / "copies", .secret = keys_->derive("copies"), .public_url = [this] { return link_url(); }, .link_lives = *lives * kSecond});
  facts_.try_copies = [this](std::string_view workspace) -> Result<promises::Facts::TriedCopies> {
    promises::Facts::TriedCopies tried;
    PROBITY_ASSIGN(tried.trouble, copies_->try_out(workspace, tried.made));
    return tried;
  };
  return {};
}

}  // namespace probity::installation
