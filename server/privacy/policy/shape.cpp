#include "privacy/policy/shape.hpp"

#include "privacy/policy/names.hpp"

namespace probity::privacy {
namespace {

using Kind = Shape::Kind;
constexpr bool kRequired = true;

Shape of(Kind kind) { return {.kind = kind}; }
Shape one_of(std::vector<std::string_view> values) { return {.kind = Kind::choice, .values = std::move(values)}; }
Shape some_of(std::vector<std::string_view> values) { return {.kind = Kind::texts, .values = std::move(values)}; }
Shape object(std::vector<ShapeMember> members) { return {.kind = Kind::object, .members = std::move(members)}; }
Shape by_name(Shape inner) { return {.kind = Kind::by_name, .inner = {std::move(inner)}}; }

template <typename Value>
Shape one_of() {
  return one_of(all_names<Value>());
}

const Shape text = of(Kind::text);
const Shape integer = of(Kind::integer);
const Shape flag = of(Kind::flag);
const Shape period = of(Kind::period);
const Shape date = of(Kind::date);
const Shape texts = of(Kind::texts);

Shape controller() {
  return object({{"name", text}, {"address", text}, {"country", text}, {"email", text}, {"phone", text},
                 {"representative", text}, {"officer", text}, {"officer_email", text}, {"officer_address", text}});
}

Shape purpose() {
  return object({{"id", integer}, {"label", text, kRequired}, {"explanation", text}, {"basis", one_of<Basis>(), kRequired},
                 {"fideslang", text}, {"dpv", text}, {"categories", texts}, {"may_object", flag}});
}

Shape retention_rule() {
  return object({{"entity", text, kRequired}, {"categories", texts}, {"purpose", text}, {"starts", one_of<Starts>(), kRequired},
                 {"keep", period}, {"action", one_of<RetentionAction>()}, {"hold_blocks", flag}, {"minimum", period},
                 {"reason", text}, {"section", text}, {"needs", texts}});
}

Shape processor() {
  return object({{"name", text, kRequired}, {"kind", text, kRequired}, {"task", text}, {"purposes", texts}, {"categories", texts},
                 {"country", text}, {"region", text}, {"safeguard", one_of<Safeguard>()}, {"safeguard_until", date}, {"keep", text},
                 {"statement", object({{"url", text}, {"state", one_of<StatementState>()}})}, {"notice_date", date},
                 {"integration", text}, {"hosts", texts}, {"may_refuse", flag}, {"without_it", text}, {"contact", text}, {"no_own_use", flag},
                 {"confidential", flag}});
}

Shape cookie() {
  Shape keep = period;
  keep.values = {"session"};
  return object({{"kind", one_of<CookieKind>(), kRequired}, {"purpose", text}, {"keep", keep}, {"set_by", text}});
}

Shape signals() {
  return object({{"do_not_track", one_of<DoNotTrack>()}, {"text", text}, {"global_privacy_control", flag}, {"opts_out_of", texts}});
}

Shape rights() {
  return object({{"clock", one_of<Rights::Clock>()},
                 {"erase_at_once", flag},
                 {"kinds", some_of({"access", "rectification", "erasure", "restriction", "objection", "portability", "withdrawal", "complaint"})},
                 {"complaint_route", some_of({"us", "authority", "arbitration"})},
                 {"overseer", text}});
}

Shape promise() {
  return object({{"text", text, kRequired}, {"section", text}, {"check", of(Kind::checks)}, {"needs", texts}});
}

Shape whole_file() {
  return object({
      {"policy", text, kRequired},
      {"extends", text},
      {"label", text},
      {"summary", text},
      {"controller", controller()},
      {"categories", by_name(object({{"label", text, kRequired}, {"special", flag}})), kRequired},
      {"purposes", by_name(purpose()), kRequired},
      {"retention", by_name(retention_rule())},
      {"processors", by_name(processor())},
      {"cookies", by_name(cookie())},
      {"age", object({{"years", integer}, {"by_country", by_name(integer)}, {"parental_consent", flag}})},
      {"signals", signals()},
      {"logs", by_name(object({{"label", text}, {"address", one_of<AddressForm>(), kRequired}, {"why", text}}))},
      {"guard", object({{"payment_card", one_of<GuardAct>()}, {"iban", one_of<GuardAct>()}, {"us_ssn", one_of<GuardAct>()},
                        {"uk_nino", one_of<GuardAct>()}, {"national_id", one_of<GuardAct>()}, {"health", one_of<GuardAct>()}})},
      {"rights", rights()},
      {"change", object({{"notice", one_of<Change::Notice>()}, {"forward_only", flag}, {"wait", period}})},
      {"registration", object({{"required", texts}, {"optional", texts}})},
      {"disclosure_grounds", some_of({"duty", "defence", "wrongdoing", "safety", "liability"})},
      {"publish_requests", flag},
      {"calendar_sync", one_of({"none", "one_way", "two_way"})},
      {"sequence_mail_keeps", some_of({"subject", "body", "message_id", "thread", "opened", "bounced"})},
      {"statements", by_name(text)},
      {"promises", by_name(promise())},
  });
}

}  // namespace

const ShapeMember* Shape::member(std::string_view name) const {
  const auto found = std::ranges::find(members, name, &ShapeMember::name);
  return found == members.end() ? nullptr : &*found;
}

const Shape* Shape::under(std::string_view name) const {
  if (kind == Kind::by_name) return &inner.front();
  const ShapeMember* found = member(name);
  return found ? &found->shape : nullptr;
}

const Shape& policy_shape() {
  static const Shape shape = whole_file();
  return shape;
}

}  // namespace probity::privacy
