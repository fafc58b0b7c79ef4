#include "sandbox/keeper/configuration.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace recess::sandbox {

std::string to_text(const KeeperConfiguration& configuration) {
  boost::json::array accounts(configuration.accounts.begin(), configuration.accounts.end());
  boost::json::array groups(configuration.groups.begin(), configuration.groups.end());
  return boost::json::serialize(boost::json::object{{"games_root", configuration.games_root},
                                                    {"runtime", configuration.runtime},
                                                    {"python", configuration.python},
                                                    {"account_name", configuration.account_name},
                                                    {"time_zone", configuration.time_zone},
                                                    {"accounts", accounts},
                                                    {"memory_devices", configuration.memory_devices},
                                                    {"groups", groups}});
}

namespace {

KeeperConfiguration read(const boost::json::object& object) {
  auto text = [&](const char* name) { return std::string(object.at(name).as_string()); };
  KeeperConfiguration configuration{text("games_root"), text("runtime"), text("python"), text("account_name"),
                                    text("time_zone")};
  for (const auto& account : object.at("accounts").as_array()) {
    configuration.accounts.push_back(account.to_number<uid_t>());
  }
  configuration.memory_devices = object.at("memory_devices").as_bool();
  for (const auto& group : object.at("groups").as_array()) configuration.groups.emplace_back(group.as_string());
  return configuration;
}

}  // namespace

std::optional<KeeperConfiguration> parse_keeper_configuration(std::string_view text) {
  // Both ends are one binary, so anything unexpected is a bug; there is nobody to explain it to.
  try {
    return read(boost::json::parse(boost::json::string_view(text.data(), text.size())).as_object());
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace recess::sandbox
