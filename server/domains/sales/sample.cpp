#include "base/text.hpp"
#include "base/time.hpp"
#include "domains/sales/api.hpp"

namespace probity::sales {
namespace {

struct CompanyRow {
  const char* name;
  const char* industry;
  const char* website;
  const char* city;
  const char* country;
  const char* tag;
};
constexpr CompanyRow kCompanies[] = {
    {"Harbour & Finch Architects", "Architecture", "https://harbourfinch.example", "Bristol", "GB", "partner"},
    {"Nordlicht Logistik GmbH", "Logistics", "https://nordlicht.example", "Hamburg", "DE", "key account"},
    {"Maple Street Bakery", "Food", "https://maplestreet.example", "Portland", "US", "family-run"},
    {"Solari Energia S.r.l.", "Energy", "https://solari.example", "Bologna", "IT", "key account"},
    {"Brightwater Property Group", "Real estate", "https://brightwater.example", "Austin", "US", "key account"},
    {"Atelier Rousseau", "Design", "https://atelier-rousseau.example", "Lyon", "FR", "creative"},
    {"Kestrel Analytics", "Software", "https://kestrel.example", "Dublin", "IE", "partner"},
    {"Vinterberg & Søn", "Furniture", "https://vinterberg.example", "Aarhus", "DK", "family-run"}};

struct PersonRow {
  const char* first_name;
  const char* last_name;
  const char* job_title;
  std::size_t company;
  const char* phone;
  const char* status;
  const char* tag;  ///< null for none
};
constexpr PersonRow kPeople[] = {
    {"Imogen", "Finch", "Managing Partner", 0, "+44 117 496 0101", "customer", "decision-maker"}, {"Rafe", "Adeyemi", "Project Architect", 0, "+44 117 496 0102", "active", nullptr},
    {"Jörg", "Petersen", "Head of Operations", 1, "+49 40 4960103", "customer", "decision-maker"}, {"Anneliese", "Krüger", "Purchasing", 1, "+49 40 4960104", "active", "newsletter"},
    {"Dolores", "Quintana", "Owner", 2, "+1 503-555-0105", "active", "decision-maker"}, {"Theo", "Blackwood", "Bookkeeper", 2, "+1 503-555-0106", "new", nullptr},
    {"Chiara", "Solari", "Chief Executive", 3, "+39 051 496 0107", "active", "decision-maker"}, {"Matteo", "De Angelis", "Plant Manager", 3, "+39 051 496 0108", "new", nullptr},
    {"Marcus", "Whitfield", "Acquisitions Director", 4, "+1 512-555-0109", "customer", "decision-maker"}, {"Priya", "Raman", "Asset Manager", 4, "+1 512-555-0110", "active", "newsletter"},
    {"Camille", "Rousseau", "Founder", 5, "+33 4 72 49 60 11", "new", "event 2026"}, {"Luc", "Martin-Dubois", "Art Director", 5, "+33 4 72 49 60 12", "new", nullptr},
    {"Aoife", "Ní Bhriain", "Head of Data", 6, "+353 1 496 0113", "active", "newsletter"}, {"Tomasz", "Wójcik", "Engineer", 6, "+353 1 496 0114", "active", "event 2026"},
    {"Søren", "Vinterberg", "Owner", 7, "+45 86 49 60 15", "customer", "decision-maker"}, {"Freja", "Lindqvist", "Showroom Manager", 7, "+45 86 49 60 16", "new", nullptr}};

struct StageRow {
  const char* name;
  int probability;
  int rotting_days;
  const char* kind;
};
constexpr StageRow kStages[] = {{"New", 10, 14, "open"},      {"Qualified", 25, 21, "open"}, {"Proposal", 50, 21, "open"},
                                {"Negotiation", 75, 14, "open"}, {"Won", 100, 0, "won"},     {"Lost", 0, 0, "lost"}};

struct DealRow {
  const char* name;
  std::size_t company;
  std::size_t contact;
  const char* amount;
  std::size_t stage;
  int closes_in_days;
};
constexpr DealRow kDeals[] = {{"Quayside studio fit-out", 0, 0, "48500", 3, 12},   {"Fleet tracking, 40 trucks", 1, 2, "31200", 2, 30}, {"Second oven line", 2, 4, "18900", 1, 45},
                              {"Rooftop panels, phase one", 3, 6, "126000", 2, 60}, {"Cedar Creek portfolio", 4, 8, "240000", 3, 20},     {"Showroom identity", 5, 10, "9600", 0, 75},
                              {"Data platform pilot", 6, 12, "22000", 1, 25},       {"Annual chair order", 7, 14, "15400", 4, -6},        {"Warehouse lighting", 1, 3, "7800", 5, -15},
                              {"Library refurbishment", 0, 1, "36000", 0, 90}};

class Sample {
 public:
  Sample(records::Records& records, const privacy::Access& access, Id owner) : records_(records), access_(access), owner_(owner) {}

  Result<> fill() {
    PROBITY_TRY(prepare_workspace(records_, access_));
    PROBITY_TRY(make_companies());
    PROBITY_TRY(make_people());
    PROBITY_TRY(find_stages());
    PROBITY_TRY(make_deals());
    PROBITY_TRY(make_work());
    return make_leads();
  }

 private:
  Result<Id> make(std::string_view entity, const std::string& json) {
    PROBITY_ASSIGN(auto context, records_.enter(access_, entity));
    PROBITY_ASSIGN(JsonDocument input, parse_json(json));
    for (const char* name : {"owner", "assignee"}) {
      if (owner_.is_nil() || !context.entity->field(name)) continue;
      input.AddMember(rapidjson::StringRef(name), text_value(owner_.text(), input.GetAllocator()), input.GetAllocator());
    }
    PROBITY_ASSIGN(auto written, records_.create(context, input, {.allow_duplicate = true}));
    return written.id;
  }

  std::string in_days(int days, int hour) const { return format_timestamp((now() / kDay + days) * kDay + hour * kHour); }
  std::string day_in(int days) const { return format_day(static_cast<Day>(now() / kDay + days)); }

  Result<> make_companies() {
    for (const CompanyRow& row : kCompanies) {
      PROBITY_ASSIGN(Id id, make("company", fmt::format(R"({{"name":"{}","industry":"{}","website":"{}","address":{{"city":"{}","country":"{}"}},"tags":["{}"]}})", row.name, row.industry, row.website, row.city, row.country, row.tag)));
      companies_.push_back(id);
    }
    return {};
  }

  Result<> make_people() {
    for (const PersonRow& row : kPeople) {
      const std::string site(kCompanies[row.company].website);
      const std::string tags = row.tag ? fmt::format("[\"{}\"]", row.tag) : "[]";
      const std::string email = fmt::format("{}@{}", fold(row.first_name), site.substr(site.find("//") + 2));
      PROBITY_ASSIGN(Id id, make("contact", fmt::format(R"({{"first_name":"{}","last_name":"{}","job_title":"{}","company":"{}","email":"{}","phone":"{}","status":"{}","tags":{}}})", row.first_name,
                                                        row.last_name, row.job_title, companies_[row.company].text(), email, row.phone, row.status, tags)));
      people_.push_back(id);
    }
    return {};
  }

  Result<> find_stages() {
    PROBITY_ASSIGN(auto stages, records_.enter(access_, "stage"));
    const int name = stages.entity->field("name")->first_column;
    return records_.each(stages, "", [&](const Id& id, const Row& row) -> Result<> {
      stages_[std::string(row.text(name))] = id;
      return {};
    });
  }

  Result<> make_deals() {
    for (const DealRow& row : kDeals) {
      PROBITY_ASSIGN(Id id, make("deal", fmt::format(R"({{"name":"{}","amount":{},"company":"{}","contact":"{}","stage":"{}","expected_close":"{}"}})", row.name, row.amount,
                                                     companies_[row.company].text(), people_[row.contact].text(), stages_[kStages[row.stage].name].text(), day_in(row.closes_in_days))));
      deals_.push_back(id);
    }
    PROBITY_ASSIGN(Id survey, make("product", R"({"name":"Site survey","code":"SRV-1","unit_price":850,"kind":"service","unit":"day"})"));
    PROBITY_ASSIGN(Id panel, make("product", R"({"name":"Solar panel 420 W","code":"PV-420","unit_price":189,"tax":10,"unit":"piece"})"));
    PROBITY_TRY(make("line_item", fmt::format(R"({{"deal":"{}","product":"{}","quantity":2}})", deals_[3].text(), survey.text())));
    PROBITY_TRY(make("line_item", fmt::format(R"({{"deal":"{}","product":"{}","quantity":600,"discount":5}})", deals_[3].text(), panel.text())));
    return {};
  }

  Result<> make_work() {
    PROBITY_TRY(make("note", fmt::format(R"({{"text":"Prefers calls in the morning. Board meets on the first Tuesday; bring the revised drawings.","contacts":["{}"],"deals":["{}"]}})", people_[0].text(), deals_[0].text())));
    PROBITY_TRY(make("note", fmt::format(R"({{"text":"Asked how long we keep their data. Sent the link to the policy.","contacts":["{}"]}})", people_[2].text())));
    PROBITY_TRY(make("task", fmt::format(R"({{"title":"Send revised proposal","due":"{}","priority":"high","contacts":["{}"],"deals":["{}"]}})", in_days(1, 15), people_[0].text(), deals_[0].text())));
    PROBITY_TRY(make("task", fmt::format(R"({{"title":"Book the site survey","due":"{}","contacts":["{}"]}})", in_days(3, 9), people_[6].text())));
    PROBITY_TRY(make("task", fmt::format(R"({{"title":"Thank Søren for the order","due":"{}","done":true,"contacts":["{}"]}})", in_days(-2, 10), people_[14].text())));
    PROBITY_TRY(make("call", fmt::format(R"({{"subject":"Fleet size and timing","direction":"outbound","at":"{}","contacts":["{}"]}})", in_days(-1, 11), people_[2].text())));
    PROBITY_TRY(make("meeting", fmt::format(R"({{"title":"Cedar Creek walk-through","start":"{}","end":"{}","location":"Cedar Creek, gate 2","attendees":["{}","{}"]}})", in_days(2, 14), in_days(2, 16), people_[8].text(), people_[9].text())));
    PROBITY_TRY(make("location", fmt::format(R"({{"name":"Quayside studio","kind":"office","company":"{}","address":{{"street":"12 Narrow Quay","city":"Bristol","country":"GB"}}}})", companies_[0].text())));
    return {};
  }

  Result<> make_leads() {
    PROBITY_TRY(make("lead", R"({"first_name":"Beatriz","last_name":"Fonseca","company_name":"Fonseca Cerâmica","email":"beatriz@fonseca.example","source":"website","state":"contacted"})"));
    PROBITY_TRY(make("lead", R"({"first_name":"Owen","last_name":"Prothero","company_name":"Prothero Farms","email":"owen@prothero.example","phone":"+44 1874 496 017","source":"referral"})"));
    PROBITY_TRY(make("lead", R"({"first_name":"Yuki","last_name":"Tanabe","company_name":"Tanabe Textiles","email":"yuki@tanabe.example","source":"event"})"));
    return {};
  }

  records::Records& records_;
  const privacy::Access& access_;
  Id owner_;  ///< nil: nobody's
  std::vector<Id> companies_;
  std::vector<Id> people_;
  std::vector<Id> deals_;
  std::map<std::string, Id> stages_;
};

}  // namespace

Result<> prepare_workspace(records::Records& records, const privacy::Access& access) {
  PROBITY_ASSIGN(auto pipelines, records.enter(access, "pipeline"));
  bool any = false;
  PROBITY_TRY(records.each(pipelines, "", [&](const Id&, const Row&) -> Result<> {
    any = true;
    return {};
  }));
  if (any) return {};
  PROBITY_ASSIGN(JsonDocument pipeline, parse_json(R"({"name":"Sales","is_default":true})"));
  PROBITY_ASSIGN(auto made, records.create(pipelines, pipeline));
  PROBITY_ASSIGN(auto stages, records.enter(access, "stage"));
  int order = 0;
  for (const StageRow& row : kStages) {
    PROBITY_ASSIGN(JsonDocument stage, parse_json(fmt::format(R"({{"name":"{}","pipeline":"{}","order":{},"probability":{},"rotting_days":{},"kind":"{}"}})", row.name, made.id.text(),
                                                              ++order, row.probability, row.rotting_days, row.kind)));
    PROBITY_TRY(records.create(stages, stage));
  }
  return {};
}

Result<> fill_sample(records::Records& records, const privacy::Access& access, Id owner) { return Sample(records, access, owner).fill(); }

}  // namespace probity::sales
