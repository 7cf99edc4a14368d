#include "domains/sales/api.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "records/change.hpp"
#include "records/problems.hpp"
#include "records/undo/undo.hpp"
#include "records/used_since.hpp"

namespace probity::sales {
namespace {

using records::Context;
using records::Draft;

constexpr int kMostLinks = 10'000;

/// Fields of the same name and type go over as they are; the rest is told in a note.
void copy_fields(const meta::Entity& from, const std::vector<Cell>& cells, Draft& to) {
  const auto keeps = [&to](const meta::Field& field) { return !to.creating() && !is_null(to.value(field)); };
  for (const meta::Field& target : to.entity->fields) {
    const meta::Field* source = from.field(target.name);
    if (!source || source->type != target.type || target.read_only || !target.compute.empty() || keeps(target)) continue;
    if (target.type->shape() == meta::Shape::exact && target.type->name() == "choice") continue;
    for (std::size_t part = 0; part < target.type->columns().size(); ++part) {
      to.after[static_cast<std::size_t>(target.first_column) + part] = cells[static_cast<std::size_t>(source->first_column) + part];
    }
  }
  const meta::Field* source = from.field("source");
  const meta::Field* target = to.entity->field("source");
  if (source && target && !keeps(*target)) to.value(*target) = cells[static_cast<std::size_t>(source->first_column)];
}

/// Whether the contact now says the same in the field of that name.
bool goes_over(const meta::Field& field, const Row& lead, const meta::Entity& contact, const std::vector<Cell>& after) {
  const meta::Field* target = contact.field(field.name);
  if (!target || target->type != field.type) return false;
  return field.type->text(field, lead, field.first_column) == target->type->text(*target, CellRow(after), target->first_column);
}

/// What neither contact, company nor deal took, as text.
std::string left_over(const meta::Entity& lead, const std::vector<Cell>& cells, const meta::Entity& contact, const std::vector<Cell>& after) {
  static const std::set<std::string_view> told{"company_name", "state", "amount", "industry", "employees"};
  std::string text;
  const CellRow row(cells);
  for (const meta::Field& field : lead.fields) {
    if (row.null(field.first_column) || goes_over(field, row, contact, after) || told.contains(field.name) || field.read_only) continue;
    text += fmt::format("{}: {}\n", field.label, field.type->text(field, row, field.first_column));
  }
  return text;
}

class Converter {
 public:
  Converter(records::Records& records, const privacy::Access& access, const Id& lead, const ConversionWish& wish) : records_(records), access_(access), lead_(lead), wish_(wish), group_(Id::make()) {}

  Result<Conversion> run() {
    PROBITY_ASSIGN(auto leads, records_.enter(access_, "lead"));
    PROBITY_ASSIGN(cells_, records_.cells(leads, lead_));
    entity_ = leads.entity;
    if (!is_null(cells_[meta::kDeletedAt])) return records::no_such_record(*entity_);
    if (!is_null(cell("converted_contact"))) return fail(ErrorKind::conflict, "already_converted", "This lead was converted before. Open the contact it became.");
    PROBITY_ASSIGN(const auto company, find_company());
    if (!wish_.contact && !wish_.allow_duplicate) PROBITY_TRY(refuse_second_contact(company));
    auto made = make_all(leads, company);
    // Whether or not that succeeds, the first error is what is to be told.
    if (!made) (void)records::undo_whole(records_, access_, group_);
    return made;
  }

 private:
  const Cell& cell(std::string_view field) const { return cells_[static_cast<std::size_t>(entity_->field(field)->first_column)]; }
  records::CreateOptions options() const { return {.allow_duplicate = true, .group = group_}; }

  Result<Conversion> make_all(const Context& leads, const std::optional<Id>& company) {
    Conversion conversion{.contact = {}, .company = company, .deal = {}};
    if (!company) {
      PROBITY_ASSIGN(conversion.company, make_company());
    }
    PROBITY_ASSIGN(conversion.contact, wish_.contact ? use_contact(conversion.company) : make_contact(conversion.company));
    if (wish_.with_deal) {
      PROBITY_ASSIGN(conversion.deal, make_deal(conversion));
    }
    PROBITY_TRY(carry_activities(conversion));
    PROBITY_TRY(carry_what_is_about_it(leads, conversion.contact));
    PROBITY_TRY(mark(leads, conversion));
    return conversion;
  }

  Result<std::optional<Id>> find_company() {
    if (wish_.company) return wish_.company;
    const std::string name(text_of(cell("company_name")));
    std::optional<Id> existing;
    if (is_blank(name)) return existing;
    PROBITY_ASSIGN(auto companies, records_.enter(access_, "company"));
    JsonDocument filter(rapidjson::kObjectType);
    filter.AddMember("field", "name", filter.GetAllocator());
    filter.AddMember("value", text_value(name, filter.GetAllocator()), filter.GetAllocator());
    PROBITY_TRY(records_.each(companies, to_json_text(filter), [&](const Id& id, const Row&) -> Result<> {
      if (!existing) existing = id;
      return {};
    }));
    return existing;
  }

  Result<std::optional<Id>> make_company() {
    const std::string name(text_of(cell("company_name")));
    if (is_blank(name)) return std::nullopt;
    PROBITY_ASSIGN(auto companies, records_.enter(access_, "company"));
    PROBITY_ASSIGN(auto written, records_.create_by(companies, options(), [&](store::Reader&, Draft& draft) -> Result<> {
      for (const char* field : {"industry", "employees", "website"}) {
        const meta::Field* target = draft.entity->field(field);
        const meta::Field* source = entity_->field(field);
        if (target && source && target->type == source->type) draft.value(*target) = cell(field);
      }
      return records::apply_text(companies, *draft.entity->field("name"), name, draft);
    }));
    return written.id;
  }

  void fill_contact(const std::optional<Id>& company, Draft& draft) const {
    copy_fields(*entity_, cells_, draft);
    Cell& link = draft.value(*draft.entity->field("company"));
    if (company && is_null(link)) link = probity::cell(*company);
  }

  /// Asked before anything is made.
  Result<> refuse_second_contact(const std::optional<Id>& company) {
    PROBITY_ASSIGN(auto contacts, records_.enter(access_, "contact"));
    return contacts.database->read([&](store::Reader& reader) -> Result<> {
      Draft draft = records::start_draft(contacts);
      fill_contact(company, draft);
      store::Plan unused;
      return records::refuse_duplicates(contacts, reader, draft, false, unused);
    });
  }

  Result<Id> make_contact(const std::optional<Id>& company) {
    PROBITY_ASSIGN(auto contacts, records_.enter(access_, "contact"));
    PROBITY_ASSIGN(auto written, records_.create_by(contacts, options(), [&](store::Reader&, Draft& draft) -> Result<> {
      fill_contact(company, draft);
      // It is the lead's data until the link says that both are one person.
      draft.after[meta::kSubjectState] = cells_[meta::kSubjectState];
      return {};
    }));
    return note_the_rest(contacts, written);
  }

  Result<Id> use_contact(const std::optional<Id>& company) {
    PROBITY_ASSIGN(auto contacts, records_.enter(access_, "contact"));
    auto written = records_.alter(contacts, *wish_.contact, records::Verb::update, {.group = group_}, [&](store::Reader&, Draft& draft) -> Result<> {
      if (!draft.live_before()) return records::no_such_record(*draft.entity);
      fill_contact(company, draft);
      return {};
    });
    if (!written && written.error().kind == ErrorKind::not_found) return records::one_problem("contact", "unknown_link", "\"contact\" points to a Contact that does not exist.");
    if (!written) return std::unexpected(written.error());
    return note_the_rest(contacts, *written);
  }

  Result<Id> note_the_rest(const Context& contacts, const records::Written& contact) {
    const std::string rest = left_over(*entity_, cells_, *contacts.entity, contact.cells);
    if (rest.empty()) return contact.id;
    PROBITY_ASSIGN(auto notes, records_.enter(access_, "note"));
    PROBITY_TRY(records_.create_by(notes, options(), [&](store::Reader&, Draft& draft) -> Result<> {
      PROBITY_TRY(records::apply_text(notes, *draft.entity->field("text"), rest, draft));
      return records::apply_text(notes, *draft.entity->field("contacts"), contact.id.text(), draft);
    }));
    return contact.id;
  }

  Result<std::optional<Id>> make_deal(const Conversion& conversion) {
    PROBITY_ASSIGN(auto deals, records_.enter(access_, "deal"));
    PROBITY_ASSIGN(auto written, records_.create_by(deals, options(), [&](store::Reader&, Draft& draft) -> Result<> {
      const meta::Entity& deal = *draft.entity;
      PROBITY_TRY(records::apply_text(deals, *deal.field("name"), deal_name(), draft));
      const int amount = entity_->field("amount")->first_column;
      for (int part = 0; part < 2; ++part) draft.after[static_cast<std::size_t>(deal.field("amount")->first_column + part)] = cells_[static_cast<std::size_t>(amount + part)];
      draft.value(*deal.field("owner")) = cell("owner");
      draft.value(*deal.field("source")) = cell("source");
      draft.value(*deal.field("contact")) = probity::cell(conversion.contact);
      if (conversion.company) draft.value(*deal.field("company")) = probity::cell(*conversion.company);
      if (wish_.deal.empty()) return {};
      PROBITY_ASSIGN(JsonDocument values, parse_json(wish_.deal));
      return records::apply_input(deals, values, draft);
    }));
    return written.id;
  }

  std::string deal_name() const {
    const std::string company(text_of(cell("company_name")));
    const std::string person = std::string(trim(fmt::format("{} {}", text_of(cell("first_name")), text_of(cell("last_name")))));
    if (!is_blank(company)) return company;
    return is_blank(person) ? "New deal" : person;
  }

  Result<> mark(const Context& leads, const Conversion& conversion) {
    PROBITY_TRY(records_.alter(leads, lead_, records::Verb::update, {.group = group_}, [&](store::Reader&, Draft& draft) -> Result<> {
      if (!is_null(draft.value(*entity_->field("converted_contact")))) return fail(ErrorKind::conflict, "already_converted", "This lead was converted before. Open the contact it became.");
      draft.value(*entity_->field("state")) = std::string("converted");
      draft.value(*entity_->field("converted_at")) = now();
      draft.value(*entity_->field("converted_contact")) = probity::cell(conversion.contact);
      if (conversion.company) draft.value(*entity_->field("converted_company")) = probity::cell(*conversion.company);
      if (conversion.deal) draft.value(*entity_->field("converted_deal")) = probity::cell(*conversion.deal);
      return {};
    }));
    return {};
  }

  /// Notes, calls, tasks, meetings and mails of the lead are those of the contact too.
  Result<> carry_activities(const Conversion& conversion) {
    PROBITY_ASSIGN(auto workspace, records_.workspaces().find(access_.workspace));
    const auto catalog = workspace->catalog();
    for (const auto& entity : catalog->model().entities()) {
      const meta::Field* leads = entity->field("leads");
      const meta::Field* contacts = entity->field("contacts") ? entity->field("contacts") : entity->field("attendees");
      if (!leads || !contacts || leads->type->name() != "links" || contacts->type->name() != "links") continue;
      PROBITY_ASSIGN(auto context, records_.enter(access_, entity->name));
      const std::string filter = fmt::format(R"({{"field":"leads","op":"eq","value":"{}"}})", lead_.text());
      std::vector<Id> activities;
      PROBITY_TRY(records_.each(context, filter, [&](const Id& id, const Row&) -> Result<> {
        activities.push_back(id);
        return {};
      }));
      for (const Id& activity : activities) PROBITY_TRY(add_link(context, activity, *contacts, conversion.contact));
    }
    return {};
  }

  /// What can be about anything: one link moves to the contact, of several the contact becomes one.
  Result<> carry_what_is_about_it(const Context& leads, const Id& contact) {
    std::vector<records::IncomingLink> links;
    PROBITY_TRY(leads.database->read([&](store::Reader& reader) -> Result<> {
      PROBITY_ASSIGN(links, records::incoming_links(leads, reader, lead_, kMostLinks));
      return {};
    }));
    for (const records::IncomingLink& link : links) {
      if (records::only_accompanies(link)) continue;
      const Context context = records::by_program(leads, *link.entity);
      for (const meta::Field* field : link.fields) {
        if (field->to == "*") PROBITY_TRY(carry(context, link.record, *field, contact));
      }
    }
    return {};
  }

  Result<> carry(const Context& context, const Id& record, const meta::Field& field, const Id& contact) {
    if (field.type->shape() == meta::Shape::links) return add_link(context, record, field, contact);
    PROBITY_TRY(records_.alter(context, record, records::Verb::update, {.group = group_}, [&](store::Reader&, Draft& draft) -> Result<> {
      records::relink(draft, field, lead_, contact);
      return {};
    }));
    return {};
  }

  Result<> add_link(const Context& context, const Id& activity, const meta::Field& field, const Id& contact) {
    PROBITY_TRY(records_.alter(context, activity, records::Verb::update, {.group = group_}, [&](store::Reader&, Draft& draft) -> Result<> {
      JsonDocument ids(rapidjson::kArrayType);
      for (const Id& id : field.type->targets(field, CellRow(draft.after), field.first_column)) {
        if (id != contact) ids.PushBack(text_value(id.text(), ids.GetAllocator()), ids.GetAllocator());
      }
      ids.PushBack(text_value(contact.text(), ids.GetAllocator()), ids.GetAllocator());
      return field.type->read(field, ids, *context.input, draft.cells(field));
    }));
    return {};
  }

  records::Records& records_;
  const privacy::Access& access_;
  Id lead_;
  const ConversionWish& wish_;
  Id group_;
  const meta::Entity* entity_ = nullptr;
  std::vector<Cell> cells_;
};

}  // namespace

Result<Conversion> convert_lead(records::Records& records, const privacy::Access& access, const Id& lead, const ConversionWish& wish) {
  return Converter(records, access, lead, wish).run();
}

}  // namespace probity::sales
