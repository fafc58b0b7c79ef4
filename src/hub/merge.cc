// How two stored messages become one.
#include "hub/draft.h"
#include "hub/entry.h"

#include <functional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace recess::hub {
namespace {

std::string decoded(std::string_view raw_key) {
  if (raw_key.find('\\') == std::string_view::npos) return std::string(raw_key.substr(1, raw_key.size() - 2));
  return json::Document::parse(std::string(raw_key)).value()->root().as_string().value();
}

// Both values of a member that the later object has too; `later` is absent for one that only the earlier has, and the
// other way round.
using WriteMember = std::function<void(Draft&, const std::string& key, json::Value earlier, json::Value later)>;

std::unordered_map<std::string, json::Value> members_of(json::Value object) {
  std::unordered_map<std::string, json::Value> members;
  if (!is_plain_object(object)) return members;
  object.each([&](std::string_view raw_key, json::Value value) { members[decoded(raw_key)] = value; });
  return members;
}

void merge_members(Draft& draft, json::Value earlier, json::Value later, const WriteMember& write) {
  const auto before = members_of(earlier);
  const auto after = members_of(later);
  const auto in = [](const auto& members, const std::string& key) {
    const auto found = members.find(key);
    return found == members.end() ? json::Value{} : found->second;
  };
  std::unordered_set<std::string> written;
  const auto visit = [&](std::string_view raw_key, json::Value) {
    std::string key = decoded(raw_key);
    if (written.contains(key)) return;
    draft.name(raw_key);
    write(draft, key, in(before, key), in(after, key));
    written.insert(std::move(key));
  };
  draft.text += '{';
  if (is_plain_object(earlier)) earlier.each(visit);
  if (is_plain_object(later)) later.each(visit);
  draft.text += '}';
}

// Elements of both lists; of two with one name the later, in the place of the earlier.
void merge_by_name(Draft& draft, json::Value earlier, const std::vector<Binary>& earlier_data, json::Value later,
                   const std::vector<Binary>& later_data) {
  std::unordered_map<std::string, std::size_t> places;
  std::vector<std::pair<json::Value, bool>> elements;  // and whether it is a later one
  const auto collect = [&](json::Value list, bool is_later) {
    if (!list.is(json::Kind::array)) return;
    list.each([&](std::string_view, json::Value element) {
      const std::string name = is_plain_object(element) ? identity(element.find("name")) : "";
      const auto [place, is_new] = places.try_emplace(name, elements.size());
      if (name.empty() || is_new) elements.emplace_back(element, is_later);
      else elements[place->second] = {element, is_later};
    });
  };
  collect(earlier, false);
  collect(later, true);
  draft.text += '[';
  for (const auto& [element, is_later] : elements) {
    append_comma(draft.text);
    draft.value(element, is_later ? later_data : earlier_data);
  }
  draft.text += ']';
}

// movements.repeat counts the rounds left; without it one round is all there is, unless it goes on in a cycle.
std::optional<std::string> movements_left(json::Value movements) {
  if (!is_plain_object(movements)) return std::nullopt;
  const json::Value repeat = movements.find("repeat");
  if (!repeat || repeat.is(json::Kind::null)) {
    if (!movements.find("cycle").truthy()) return std::nullopt;
    return std::string(movements.raw());
  }
  const double left = repeat.as_number().value_or(0) - 1;
  if (left < 0) return std::nullopt;
  return json::ObjectEditor(movements).set("repeat", json::number(left)).text();
}

}  // namespace

Entry merge_part(const Entry& stored, std::string_view type, json::Value part, const Message& outer) {
  const Message earlier = stored.message();
  const WriteMember write_part = [&](Draft& draft, const std::string&, json::Value before, json::Value after) {
    if (after) draft.value(after, outer.attachments);
    else draft.value(before, earlier.attachments);
  };
  const json::Value stamp = outer.body.find("time_stamp");
  Draft draft{"{"};
  earlier.body.each([&](std::string_view raw_key, json::Value value) {
    const std::string key = decoded(raw_key);
    if (key == "time_stamp" && stamp) return;
    draft.name(raw_key);
    if (key == type) merge_members(draft, value, part, write_part);
    else draft.value(value, earlier.attachments);
  });
  if (stamp) {
    draft.name("\"time_stamp\"");
    draft.value(stamp, outer.attachments);
  }
  draft.text += '}';
  return finish(std::move(draft));
}

Entry merge_config(const Entry& stored, const Message& later) {
  const Message earlier = stored.message();
  const WriteMember write_setting = [&](Draft& draft, const std::string& key, json::Value before, json::Value after) {
    if (key == "images" || key == "audio_tracks") {
      merge_by_name(draft, before, earlier.attachments, after, later.attachments);
    } else if (after) {
      draft.value(after, later.attachments);
    } else {
      draft.value(before, earlier.attachments);
    }
  };
  Draft draft{"{"};
  later.body.each([&](std::string_view raw_key, json::Value value) {
    draft.name(raw_key);
    if (decoded(raw_key) != "config") draft.value(value, later.attachments);
    else merge_members(draft, earlier.body.find("config"), value, write_setting);
  });
  draft.text += '}';
  return finish(std::move(draft));
}

Entry move_sprite(const Entry& stored, json::Value report) {
  const Message message = stored.message();
  const json::Value sprite = message.body.find("sprite");
  json::ObjectEditor moved(sprite);
  const auto copy_number = [&](std::string_view from, json::ObjectEditor& to, std::string_view name) {
    if (const json::Value value = report.find(from); value.is(json::Kind::number))
      to.set(name, std::string(value.raw()));
  };
  copy_number("x", moved, "pos_x");
  copy_number("y", moved, "pos_y");
  if (auto left = movements_left(sprite.find("movements"))) moved.set("movements", std::move(*left));
  else moved.remove("movements");
  json::ObjectEditor outer(message.body);
  outer.set("sprite", moved.text());
  copy_number("time_stamp", outer, "time_stamp");
  const auto document = json::Document::parse(outer.text());
  return make_entry(document.value()->root(), stored.attachments);
}

}  // namespace recess::hub
