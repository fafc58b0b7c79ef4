#include "welcome.h"

#include "addresses.h"
#include "arcade/qr.h"

#include <fmt/format.h>

namespace recess {

std::string welcome(const std::string& host_url, std::uint16_t port, bool everywhere,
                    const std::string& first_admin_path, bool colours) {
  const std::string here = fmt::format("http://localhost:{}/", port);
  std::string phones = host_url.empty() ? "" : host_url + "/";
  const auto addresses = local_addresses();
  if (phones.empty() && everywhere && !addresses.empty())
    phones = fmt::format("http://{}:{}/", addresses.front(), port);

  std::string text = "\nRecess is open.\n\n";
  text += fmt::format("  on this machine    {}\n", here);
  if (!phones.empty()) text += fmt::format("  on phones          {}\n", phones);
  else text += "  on phones          this machine has no address in a network that phones could reach\n";
  if (!first_admin_path.empty()) {
    text += fmt::format("\n  become the first administrator (works once):\n  {}{}\n", here.substr(0, here.size() - 1),
                        first_admin_path);
  }
  if (!phones.empty() && colours) {
    if (const auto modules = arcade::qr_modules(phones)) text += "\n" + arcade::qr_for_terminal(*modules);
  }
  text += "\n  Ctrl-C stops it.\n\n";
  return text;
}

}  // namespace recess
