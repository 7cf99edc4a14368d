#include "stage.hpp"

namespace probity::promises {
namespace {

/// Broken and mended by two changes of the policy in force.
Case of_policy(std::map<std::string, std::string> with, std::function<void(privacy::Policy&)> spoil, std::function<void(Stage&)> prepare = {}) {
  auto good = std::make_shared<privacy::Policy>();
  return {.with = std::move(with),
          .prepare = [prepare, good](Stage& stage) {
            if (prepare) prepare(stage);
            stage.apply();
            *good = stage.policy;
          },
          .break_it = [spoil](Stage& stage) {
            spoil(stage.policy);
            stage.apply();
          },
          .mend_it = [good](Stage& stage) {
            stage.policy = *good;
            stage.apply();
          }};
}

void with_processor(Stage& stage) {
  stage.policy.processors.clear();
  stage.add_processor();
  stage.facts().integrations = [] { return std::vector<Integration>{{"smtp", "mail.example.org"}}; };
}

privacy::RetentionRule old_leads() {
  return {.id = "old-leads", .entity = "lead", .categories = {}, .purpose = "sales", .starts = privacy::Starts::created, .keep = privacy::Period{.years = 1}, .action = privacy::RetentionAction::remove,
          .hold_blocks = true, .minimum = {}, .reason = "An enquiry is answered by then.", .section = "retention", .needs = {}};
}

Cases processor_settings() {
  using privacy::Policy;
  return {
      {"processors.listed_are_described", of_policy({}, [](Policy& policy) { policy.processors.back().country = {}; }, with_processor)},
      {"processors.described", of_policy({{"processors", "postman"}}, [](Policy& policy) { policy.processors.back().country = {}; }, with_processor)},
      {"processors.kinds_only", of_policy({{"kinds", "email, hosting"}}, [](Policy& policy) { policy.processors.back().kind = "advertising"; }, with_processor)},
      {"processors.no_own_use", of_policy({}, [](Policy& policy) { policy.processors.back().no_own_use = false; }, with_processor)},
      {"processors.confidential", of_policy({}, [](Policy& policy) { policy.processors.back().confidential = false; }, with_processor)},
      {"processors.refusable", of_policy({}, [](Policy& policy) { policy.processors.back().may_refuse = false; },
                                         [](Stage& stage) {
                                           with_processor(stage);
                                           stage.policy.processors.back().may_refuse = true;
                                           stage.policy.processors.back().without_it = "You get no messages.";
                                         })},
      {"processors.used", of_policy({}, [](Policy& policy) { policy.processors.back().integration = "carrier_pigeon"; }, with_processor)},
      {"processors.region", of_policy({{"processor", "postman"}, {"country", "EU"}}, [](Policy& policy) { policy.processors.back().country = "US"; }, with_processor)},
      {"processors.safeguards_valid", of_policy({}, [](Policy& policy) { policy.processors.back().safeguard_until = "2020-07-16"; },
                                                [](Stage& stage) {
                                                  with_processor(stage);
                                                  stage.policy.processors.back().country = "US";
                                                  stage.policy.processors.back().safeguard = privacy::Safeguard::data_privacy_framework;
                                                  stage.policy.processors.back().safeguard_until = "2099-12-31";
                                                })},
  };
}

}  // namespace

Cases setting_cases() {
  using privacy::Policy;
  Cases cases{
      {"retention.rule_in_force", of_policy({{"rule", "old-leads"}, {"keep", "P1Y"}, {"starts", "created"}}, [](Policy& policy) { policy.retention.back().keep = privacy::Period{.years = 5}; },
                                            [](Stage& stage) { stage.policy.retention.push_back(old_leads()); })},
      {"registration.asks_only", of_policy({{"fields", "name, email"}}, [](Policy& policy) { policy.registration.push_back("phone"); })},
      {"guard.in_force", of_policy({{"kinds", "payment_card, us_ssn"}, {"at_least", "refuse"}}, [](Policy& policy) { policy.guard["payment_card"] = privacy::GuardAct::allow; })},
      {"purpose.declared", of_policy({}, [](Policy& policy) { std::erase_if(policy.purposes, [](const auto& purpose) { return purpose.name == "legal_obligation"; }); })},
      {"purpose.switches", of_policy({{"purposes", "analytics, marketing"}}, [](Policy& policy) {
         for (auto& purpose : policy.purposes) {
           if (purpose.name == "analytics") purpose.may_object = false;
         }
       })},
      {"signals.dnt_as_stated", of_policy({{"value", "honoured"}}, [](Policy& policy) { policy.signals.do_not_track = privacy::DoNotTrack::ignored; })},
      {"age.limit_in_force", of_policy({{"years", "16"}}, [](Policy& policy) { policy.age.years = 13; }, [](Stage& stage) { stage.policy.age.years = 16; })},
      {"policy.setting", of_policy({{"key", "rights.clock"}, {"value", "month"}}, [](Policy& policy) { policy.rights.clock = privacy::Rights::Clock::days28; })},
      {"policy.names_controller", of_policy({}, [](Policy& policy) { policy.controller.address = {}; })},
      {"contact.officer", of_policy({}, [](Policy& policy) { policy.controller.officer_address = {}; },
                                    [](Stage& stage) {
                                      stage.policy.controller.officer_email = "officer@example.org";
                                      stage.policy.controller.officer_address = "1 Example Street, 10115 Berlin";
                                      stage.policy.promises = {{.id = "S32", .text = "Write to our privacy officer at {controller.officer_email}.", .section = "contact", .checks = {{"contact.officer", {}}}, .needs = {}}};
                                    })},
      {"measures.named", of_policy({}, [](Policy& policy) { policy.statements = {{"security", "Your data is perfectly safe with us."}}; },
                                   [](Stage& stage) { stage.policy.statements = {{"security", "What is stored is encrypted."}}; })},
      {"cookies.choice_needed", of_policy({{"kinds", "marketing"}}, [](Policy& policy) { policy.cookies.push_back({.name = "seen", .kind = privacy::CookieKind::essential, .purpose = "For retargeting.", .keep = {}, .set_by = "probity"}); })},
      {"cookies.as_listed", of_policy({}, [](Policy& policy) { policy.cookies.clear(); })},
  };
  cases.merge(processor_settings());
  return cases;
}

}  // namespace probity::promises
