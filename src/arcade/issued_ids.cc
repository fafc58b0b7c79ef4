#include "arcade/issued_ids.h"

#include <algorithm>
#include <utility>

namespace recess::arcade {

void IssuedIds::give(std::string id, std::string_view browser, Tick now) {
  if (given_.size() >= kMost) {
    std::erase_if(given_, [&](const auto& item) { return now - item.second.at > kLife; });
  }
  if (given_.size() >= kMost) {
    given_.erase(std::min_element(given_.begin(), given_.end(),
                                  [](const auto& a, const auto& b) { return a.second.at < b.second.at; }));
  }
  given_[std::move(id)] = {std::string(browser), now};
}

bool IssuedIds::take(std::string_view id, std::string_view browser, Tick now) {
  const auto found = given_.find(std::string(id));
  if (found == given_.end() || found->second.browser != browser) return false;
  const bool in_time = now - found->second.at <= kLife;
  given_.erase(found);
  return in_time;
}

}  // namespace recess::arcade
