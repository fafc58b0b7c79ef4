#include "arcade/pages.h"

#include <filesystem>
#include <utility>

namespace recess::arcade {

namespace {

constexpr int kLatestPlays = 100;

}  // namespace

Pages::Answer Pages::admin(http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  const Viewer viewer = co_await site_.viewer(exchange);
  if (!viewer.admin) co_return site_.go(request, viewer, "/");
  auto read = [hidden = site_.options().hidden_names](soci::session& sql) -> Result<AdminPage> {
    AdminPage page;
    page.users = all_players(sql);
    page.latest = latest_plays(sql, kLatestPlays, hidden);
    page.reasons = reasons_since(sql, wall_now() - std::chrono::hours(1));
    return page;
  };
  auto page = co_await site_.store().read(std::move(read));
  if (!page) co_return site_.error(request, viewer, 500, page.error());
  page->running = co_await plays_.running_plays(viewer);
  page->queue = plays_.queue();
  page->sandbox = plays_.sandbox();
  page->places = plays_.places();
  std::error_code failed;
  const auto space = std::filesystem::space(uploads_.folders().games, failed);
  if (!failed) page->disk_free_bytes = space.available;
  co_return site_.page(request, viewer, "admin", admin_data(*page));
}

}  // namespace recess::arcade
