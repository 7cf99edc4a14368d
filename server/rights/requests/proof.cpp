// How somebody proves that they are whom the request is about: by a code that went to the address on file, or by what
// a colleague was shown, of which a note is kept and never a copy.
#include "base/crypto.hpp"
#include "base/text.hpp"
#include "base/token_text.hpp"
#include "records/beside.hpp"
#include "rights/requests/rows.hpp"

namespace probity::requests {
namespace {

using records::Context;

constexpr std::int64_t kAttempts = 5;
constexpr std::int64_t kCodes = 3;
constexpr Timestamp kCodeLives = 24 * kHour;
constexpr std::size_t kDigits = 8;

std::string new_code() {
  std::string code;
  while (code.size() < kDigits) {
    // Bytes from 250 on would make some digits likelier than others.
    for (const char byte : random_bytes(16)) {
      const auto value = static_cast<unsigned char>(byte);
      if (value < 250 && code.size() < kDigits) code += static_cast<char>('0' + value % 10);
    }
  }
  return code;
}

std::unexpected<Error> unknown_link() {
  return fail(ErrorKind::not_found, "unknown_link", "This link leads nowhere: it was cut off, or what it was for is gone. Nothing was changed.");
}

std::unexpected<Error> wrong_code() {
  return invalid("wrong_code", "That is not the code, or it can no longer be used. Look into the letter again, or write to us.", "code");
}

bool is_slug(std::string_view text) {
  return !text.empty() && text.size() <= 100 && std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; });
}

}  // namespace

std::string Requests::code_hash(const Id& request, std::string_view code) const {
  return hex(bytes_of(keyed_hash(parts_.secret, fmt::format("code\n{}\n{}", request.text(), code))));
}

Result<Request> Requests::ask_for_proof(const Context& context, const Request& request, const std::string& to, const std::string& token) {
  PROBITY_ASSIGN(const auto on_file, addresses_of(context, request.person));
  if (on_file.empty()) return fail(ErrorKind::conflict, "no_address", "There is no email address of this person on file, so no code can be sent. Look at their proof yourself and note what you saw.");
  const std::string asked = lower_ascii(to.empty() ? request.email : to);
  const auto known = std::ranges::find(on_file, asked);
  if (known == on_file.end() && !to.empty()) return invalid("no_address", "A code goes only to an address that is on file for this person.", "to");
  const std::string address = known == on_file.end() ? on_file.front() : *known;
  if (request.codes_sent >= kCodes) return fail(ErrorKind::conflict, "too_many_codes", "So many codes were sent already. Look at their proof yourself, or deny the request.");
  const std::string code = new_code();
  const Timestamp until = now() + kCodeLives;
  const Id message = records::derived_id(request.id, fmt::format("code {}", request.codes_sent + 1));
  PROBITY_ASSIGN(Request after, change(context, request.id, [&](Request& each, Notes& notes) -> Result<> {
    each.code_hash = code_hash(each.id, code);
    each.code_expires_at = until;
    each.code_attempts = 0;
    ++each.codes_sent;
    each.state = State::in_progress;
    each.identity = Identity::unproven;
    if (!each.acknowledged_at) each.acknowledged_at = now();
    if (each.awaits == Awaits::nothing) each.pauses.push_back({Awaits::identity, {day_of(now(), context.input->time_zone), {}}});
    each.awaits = Awaits::identity;
    notes.push_back({Event::proof_asked, {}, message});
    return {};
  }));
  std::map<std::string, std::string, std::less<>> values{{"wanted", std::string(words_of(request.kind))}, {"code", code}, {"until", mail::time_in_words(until, context.input->time_zone)}};
  if (!token.empty()) values["status_url"] = status_url(context, token);
  PROBITY_ASSIGN(const bool written, write_to(context, after, token.empty() ? "request-code" : "request-proof", std::move(values), message, address));
  if (written) return after;
  // Nobody was asked for anything, so the clock has not stood still.
  PROBITY_TRY(change(context, request.id, [&](Request& each, Notes&) -> Result<> {
    each.code_hash.clear();
    each.code_expires_at.reset();
    each.awaits = request.awaits;
    each.waits_until = request.waits_until;
    each.pauses = request.pauses;
    return {};
  }));
  return fail(ErrorKind::conflict, "no_letter", "The letter with the code could not be written; the story says why. Look at their proof yourself and note what you saw.");
}

Result<Request> Requests::proven(const Context& context, const Id& id, const std::string& how, const std::string& note) {
  PROBITY_ASSIGN(Request request, change(context, id, [&](Request& each, Notes& notes) -> Result<> {
    if (is_over(each.state)) return fail(ErrorKind::conflict, "over", "This request is over.");
    each.identity = Identity::proven;
    each.proven_by = how;
    each.code_hash.clear();
    each.code_expires_at.reset();
    each.state = State::in_progress;
    if (each.awaits == Awaits::identity) {
      each.awaits = Awaits::nothing;
      for (Interval& pause : each.pauses) {
        if (!pause.pause.until) pause.pause.until = day_of(now(), context.input->time_zone);
      }
    }
    notes.push_back({Event::identity_confirmed, note});
    return {};
  }));
  if (request.kind == Kind::erasure && context.policy->policy->rights.erase_at_once && parts_.doing.erase) {
    // A code proves whose mailbox it is. Where several people have that, a colleague looks before anything is gone for good.
    PROBITY_ASSIGN(const bool shared, is_shared(context, request));
    auto fulfilled = shared ? Result<Request>(fail(ErrorKind::conflict, "not_now", "Not at once: the address is on file of several people. Make sure whose request it is, then fulfil it.")) : fulfil(context, request, {});
    if (fulfilled) return fulfilled;
    PROBITY_TRY(change(context, id, [&](Request&, Notes& notes) -> Result<> {
      notes.push_back({Event::not_carried_out, fulfilled.error().message});
      return {};
    }));
  }
  alert(context, fmt::format("Somebody proved their identity. The request ({}) can be carried out; it is due on {}.", name_of(request.kind), format_day(reading_of(context, request).due)), id);
  return find(context, id);
}

Result<Holder> Requests::holder_of(std::string_view token) {
  const auto dot = token.rfind('.');
  if (dot == token.npos || !is_slug(token.substr(0, dot))) return unknown_link();
  const auto read = read_token_text("", token.substr(dot + 1));
  if (!read) return unknown_link();
  const privacy::Access access = program_in(token.substr(0, dot));
  const auto context = parts_.records.enter(access);
  if (!context) return context.error().kind == ErrorKind::not_found ? unknown_link() : std::unexpected(context.error());
  auto request = find(*context, read->id);
  if (!request) return request.error().kind == ErrorKind::not_found ? unknown_link() : std::unexpected(request.error());
  if (!equal_in_constant_time(request->token_hash, hex(bytes_of(read->hash)))) return unknown_link();
  return Holder{.workspace = access.workspace, .request = std::move(*request)};
}

Result<Request> Requests::prove(const Holder& holder, std::string_view given) {
  const privacy::Access access = program_in(holder.workspace);
  PROBITY_ASSIGN(const Context context, parts_.records.enter(access));
  const std::string code = digits_of(given);
  bool right = false;
  // Every try is counted in the row before it is answered, so that trying at once from many places gains nothing.
  PROBITY_TRY(change(context, holder.request.id, [&](Request& each, Notes& notes) -> Result<> {
    right = false;
    if (each.awaits != Awaits::identity || is_over(each.state)) return {};
    const bool usable = !each.code_hash.empty() && each.code_expires_at && *each.code_expires_at > now() && each.code_attempts < kAttempts;
    right = equal_in_constant_time(usable ? each.code_hash : std::string(64, '0'), code_hash(each.id, code));
    if (each.code_attempts < kAttempts && !right) notes.push_back({Event::proof_failed});
    if (each.code_attempts < kAttempts) ++each.code_attempts;
    return {};
  }));
  if (!right) return wrong_code();
  return proven(context, holder.request.id, "code", {});
}

Result<Request> Requests::revoke(const Holder& holder) {
  const privacy::Access access = program_in(holder.workspace);
  PROBITY_ASSIGN(const Context context, parts_.records.enter(access));
  return change(context, holder.request.id, [&](Request& each, Notes& notes) -> Result<> {
    if (is_over(each.state)) return fail(ErrorKind::conflict, "over", "This request is over. Nothing was changed.");
    if (has_begun(each)) return begun();
    each.state = State::revoked;
    each.ended_at = now();
    each.awaits = Awaits::nothing;
    notes.push_back({Event::revoked});
    return {};
  });
}

}  // namespace probity::requests
