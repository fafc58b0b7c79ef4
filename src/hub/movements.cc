#include "hub/movements.h"

#include "hub/message.h"

#include <fmt/format.h>

#include <utility>

namespace recess::hub {
namespace {

// Nearly always there is none yet, and it goes to the end.
void append_with_id(std::string& text, json::Value movement, std::string id) {
  if (movement.find("id")) {
    text += json::ObjectEditor(movement).set("id", std::move(id)).text();
    return;
  }
  text += movement.raw();
  text.pop_back();
  if (movement.size() > 0) text += ',';
  text.append("\"id\":").append(id) += '}';
}

}  // namespace

std::optional<std::string> Movements::number(std::string_view type, json::Value sprite_or_sprites) {
  if (type == "sprite") return number_sprite(sprite_or_sprites);
  if (type != "sprites" || !sprite_or_sprites.is(json::Kind::array)) return std::nullopt;
  bool any = false;
  std::string text = "[";
  sprite_or_sprites.each([&](std::string_view, json::Value sprite) {
    append_comma(text);
    const auto numbered = number_sprite(sprite);
    any = any || numbered;
    text += numbered ? std::string_view(*numbered) : sprite.raw();
  });
  if (!any) return std::nullopt;
  return text += ']';
}

std::optional<std::string> Movements::number_sprite(json::Value sprite) {
  if (!is_plain_object(sprite)) return std::nullopt;
  const json::Value movements = sprite.find("movements");
  if (!is_plain_object(movements)) return std::nullopt;
  const json::Value list = movements.find("movements");
  if (!list.is(json::Kind::array) || list.size() == 0) return std::nullopt;
  std::string text = "[";
  list.each([&](std::string_view, json::Value movement) {
    append_comma(text);
    if (is_plain_object(movement)) {
      append_with_id(text, movement, fmt::format("\"s-{}\"", ++last_id_));
    } else {
      text += movement.raw();
    }
  });
  text += ']';
  json::ObjectEditor numbered(movements);
  numbered.set("movements", std::move(text));
  return json::ObjectEditor(sprite).set("movements", numbered.text()).text();
}

bool Movements::first_report(const std::string& sprite, const std::string& movement) {
  auto [place, is_new] = sprites_.try_emplace(sprite);
  if (is_new) {
    place->second.age = by_age_.insert(by_age_.end(), sprite);
    if (sprites_.size() > limits_->tracked_sprites) forget(std::string(by_age_.front()));
  }
  Seen& seen = sprites_[sprite];
  if (!seen.movements.insert(movement).second) return false;
  seen.in_order.push_back(movement);
  if (seen.in_order.size() > limits_->movements_per_sprite) {
    seen.movements.erase(seen.in_order.front());
    seen.in_order.pop_front();
  }
  return true;
}

void Movements::forget(const std::string& sprite) {
  const auto found = sprites_.find(sprite);
  if (found == sprites_.end()) return;
  by_age_.erase(found->second.age);
  sprites_.erase(found);
}

void Movements::reset() {
  sprites_.clear();
  by_age_.clear();
  last_id_ = 0;
}

}  // namespace recess::hub
