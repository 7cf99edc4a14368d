#include "privacy/gate/rules.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "base/time.hpp"

namespace probity::privacy {
namespace {

Error refused(std::string code, std::string message) { return {.kind = ErrorKind::forbidden, .code = std::move(code), .message = std::move(message)}; }

std::string today() { return format_day(day_of(now(), {})); }

std::optional<Error> notice(const Processor& processor) {
  if (processor.notice_date.empty() || processor.notice_date <= today()) return std::nullopt;
  return refused("notice_not_over", fmt::format("Nothing goes to {} before {}: until then people can say that they do not want it. It begins by itself on that date.", processor.name, processor.notice_date));
}

std::optional<Error> safeguard(const Processor& processor) {
  const bool invalid = processor.safeguard == Safeguard::privacy_shield;
  if (!invalid && (processor.safeguard_until.empty() || today() <= processor.safeguard_until)) return std::nullopt;
  return refused("safeguard_over", fmt::format("Nothing goes to {} in {}: the safeguard the policy names ({}) is not valid{}. Agree on another one with it, name that in the policy, and apply it.", processor.name,
                                               processor.country, words_of(processor.safeguard), invalid ? "" : " since " + processor.safeguard_until));
}

std::optional<Error> host(const Processor& processor, const Destination& destination) {
  if (processor.hosts.empty()) return std::nullopt;
  const std::string name = lower_ascii(destination.host);
  if (!name.empty() && std::ranges::any_of(processor.hosts, [&](const std::string& listed) { return lower_ascii(listed) == name; })) return std::nullopt;
  return refused("host_not_listed", fmt::format("{} is not a host that the policy lists for {}. If it is one of theirs, add it to the policy and apply it.", destination.host, processor.name));
}

std::optional<Error> purpose(const Policy& policy, const Processor& processor, const std::string& name) {
  const Purpose* purpose = policy.purpose(name);
  if (purpose && std::ranges::find(processor.purposes, name) != processor.purposes.end()) return std::nullopt;
  return refused("purpose_not_listed", fmt::format("{} gets nothing for the purpose “{}”: the policy lists it for {} only. List the purpose there, tell people, and apply it.", processor.name,
                                                   purpose ? purpose->label : name, processor.purposes.empty() ? std::string("no purpose") : fmt::format("{}", fmt::join(processor.purposes, ", "))));
}

bool receives(const Processor& processor, std::string_view category) {
  return std::ranges::any_of(processor.categories, [&](const std::string& listed) {
    return category == listed || (category.starts_with(listed) && category[listed.size()] == '.');
  });
}

std::optional<Error> categories(const Policy& policy, const Processor& processor, const Departure& departure) {
  for (const Concerned& person : departure.people) {
    if (person.categories.empty()) return refused("category_not_listed", "It is not said which data goes out, so nothing does.");
    for (const std::string& name : person.categories) {
      if (name == "none" || (receives(processor, name) && policy.allows(departure.purpose, name))) continue;
      const Category* category = policy.category(name);
      return refused("category_not_listed", fmt::format("{} may not get this kind of data: {}. The policy does not list it for them and the purpose “{}”. List it there, tell people, and apply it.", processor.name,
                                                        category ? category->label : name, departure.purpose));
    }
  }
  return std::nullopt;
}

}  // namespace

const Processor* processor_for(const Policy& policy, std::string_view integration) {
  const auto found = std::ranges::find_if(policy.processors, [&](const Processor& processor) { return !integration.empty() && processor.integration == integration; });
  return found == policy.processors.end() ? nullptr : &*found;
}

std::optional<Error> refusal_of(const Policy& policy, const Processor* processor, const Departure& departure, const Destination& destination) {
  if (!processor) {
    return refused("not_a_processor", fmt::format("Nothing is sent through “{}”: the policy lists no processor for it. Add the processor with its country and safeguard, tell people, and apply the policy.", departure.integration));
  }
  if (auto error = notice(*processor)) return error;
  if (auto error = safeguard(*processor)) return error;
  if (auto error = host(*processor, destination)) return error;
  if (auto error = purpose(policy, *processor, departure.purpose)) return error;
  return categories(policy, *processor, departure);
}

}  // namespace probity::privacy
