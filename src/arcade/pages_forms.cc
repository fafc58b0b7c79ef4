#include "arcade/pages.h"

#include "arcade/scripts.h"

#include <utility>

namespace recess::arcade {

namespace {

constexpr std::uint64_t kShownCode = 256 * 1024;
constexpr int kShownPlays = 20;

Upload upload_of(const http::Form& form, PlayerId author) {
  Upload upload;
  upload.typed = {std::string(form.get("name")), std::string(form.get("authors")), std::string(form.get("description")),
                  std::string(form.get("max_players"))};
  upload.supports_acc = !form.get("supports_acc").empty();
  upload.supports_key = !form.get("supports_key").empty();
  upload.supports_touch = !form.get("supports_touch").empty();
  upload.supports_gyro = !form.get("supports_gyro").empty();
  upload.main_script = std::string(form.get("main_script"));
  upload.author = author;
  if (const http::FormFile* file = form.file("game")) upload.game = SentFile{file->file_name, file->path};
  if (const http::FormFile* file = form.file("preview")) upload.preview = SentFile{file->file_name, file->path};
  return upload;
}

// What was sent is too big for a form: the sentence for people, in place of the server's own.
Error readable(const Error& error) {
  if (error.code != Code::too_large) return error;
  return refuse(Code::too_large, "an upload has at most 20 MiB", "upload_too_big");
}

}  // namespace

void Pages::mount_forms(http::Router& router) {
  router.add("GET", "/upload_game", [this](http::Exchange& e) { return upload_page(e); });
  router.add("POST", "/upload_game", [this](http::Exchange& e) { return upload(e); });
  router.add("GET", "/update_game", [this](http::Exchange& e) { return update_page(e); });
  router.add("POST", "/update_game", [this](http::Exchange& e) { return update(e); });
  router.add("POST", "/delete", [this](http::Exchange& e) { return delete_game(e); });
  router.add("GET", "/user", [this](http::Exchange& e) { return my_games(e); });
}

// The form: filled from the game, or with what was typed if that was refused.
Pages::Answer Pages::show_form(http::Exchange& exchange, Viewer viewer, std::optional<GameRow> game,
                               std::optional<Upload> typed, std::optional<Error> error) {
  GameForm form;
  form.error = std::move(error);
  if (game) {
    const GameValues& v = game->values;
    form.typed = {v.name, v.authors, v.description, std::to_string(v.max_players)};
    form.supports_acc = v.supports_acc;
    form.supports_key = v.supports_key;
    form.supports_touch = v.supports_touch;
    form.supports_gyro = v.supports_gyro;
    auto read = [folders = uploads_.folders(), row = *game] {
      const auto source = read_file(folders.version(row.id, row.active_number) / row.main_script, kShownCode);
      std::optional<std::string> code;
      if (source) {
        if (auto text = decode_python(*source)) code = std::move(*text);
      }
      return std::pair(list_scripts(folders, row.id, row.active_number), std::move(code));
    };
    auto [scripts, code] = co_await site_.worker().run(std::move(read));
    form.scripts = std::move(scripts);
    form.code = std::move(code);
  }
  if (typed) {
    form.typed = typed->typed;
    form.supports_acc = typed->supports_acc;
    form.supports_key = typed->supports_key;
    form.supports_touch = typed->supports_touch;
    form.supports_gyro = typed->supports_gyro;
  }
  const unsigned status = form.error ? 422 : 200;
  form.game = std::move(game);
  co_return site_.page(exchange.request(), viewer, "game_form",
                       game_form_data(form, uploads_.limits(), site_.options().packages), status);
}

Pages::Answer Pages::upload_page(http::Exchange& exchange) {
  const Viewer viewer = co_await site_.viewer(exchange);
  if (!viewer.registered()) co_return site_.go(exchange.request(), viewer, "/login");
  Answer form = show_form(exchange, viewer, std::nullopt, std::nullopt, std::nullopt);
  co_return co_await std::move(form);
}

Pages::Answer Pages::upload(http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  const Viewer viewer = co_await site_.viewer(exchange);
  if (!viewer.registered()) co_return site_.go(request, viewer, "/login");
  const http::FormLimits limits{.total_bytes = uploads_.limits().request_bytes};
  auto form = co_await exchange.read_form(limits, uploads_.folders().staging);
  if (!form) co_return site_.error(request, viewer, http::status_for(form.error().code), readable(form.error()));
  if (auto ours = site_.check_change(request, viewer, form->get("csrf")); !ours) {
    co_return site_.error(request, viewer, 403, ours.error());
  }
  const Upload upload = upload_of(*form, viewer.player);
  const auto created = co_await uploads_.create(upload);
  if (!created && created.error().code == Code::internal) co_return site_.error(request, viewer, 500, created.error());
  if (!created) {
    Answer form_again = show_form(exchange, viewer, std::nullopt, upload, created.error());
    co_return co_await std::move(form_again);
  }
  co_return site_.go(request, viewer, "/scoreboard?game_id=" + std::to_string(*created),
                     {"info", "game_created", "Your game is here."});
}

Pages::Answer Pages::update_page(http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  const Viewer viewer = co_await site_.viewer(exchange);
  if (!viewer.registered()) co_return site_.go(request, viewer, "/login");
  const GameId id = parse_id(request.query.get("game_id")).value_or(0);
  auto read = [id](soci::session& sql) -> Result<std::optional<GameRow>> { return find_game(sql, id); };
  const auto game = co_await site_.store().read(std::move(read));
  if (!game || !*game || !viewer.may_edit((*game)->owner)) co_return site_.go(request, viewer, "/index");
  Answer form = show_form(exchange, viewer, *game, std::nullopt, std::nullopt);
  co_return co_await std::move(form);
}

Pages::Answer Pages::update(http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  const Viewer viewer = co_await site_.viewer(exchange);
  if (!viewer.registered()) co_return site_.go(request, viewer, "/login");
  const http::FormLimits limits{.total_bytes = uploads_.limits().request_bytes};
  auto form = co_await exchange.read_form(limits, uploads_.folders().staging);
  if (!form) co_return site_.error(request, viewer, http::status_for(form.error().code), readable(form.error()));
  if (auto ours = site_.check_change(request, viewer, form->get("csrf")); !ours) {
    co_return site_.error(request, viewer, 403, ours.error());
  }
  const GameId id = parse_id(form->get("game_id")).value_or(0);
  auto read = [id](soci::session& sql) -> Result<std::optional<GameRow>> { return find_game(sql, id); };
  const auto game = co_await site_.store().read(std::move(read));
  if (!game || !*game || !viewer.may_edit((*game)->owner)) co_return site_.go(request, viewer, "/index");
  const Upload upload = upload_of(*form, viewer.player);
  const auto updated = co_await uploads_.update(id, upload);
  if (!updated && updated.error().code == Code::internal) co_return site_.error(request, viewer, 500, updated.error());
  if (!updated && updated.error().code == Code::not_found) co_return site_.go(request, viewer, "/index");
  if (!updated) {
    Answer form_again = show_form(exchange, viewer, *game, upload, updated.error());
    co_return co_await std::move(form_again);
  }
  co_return site_.go(request, viewer, "/scoreboard?game_id=" + std::to_string(id),
                     {"info", "game_updated", "The changes are saved."});
}

Pages::Answer Pages::delete_game(http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  const Viewer viewer = co_await site_.viewer(exchange);
  if (!viewer.registered()) co_return site_.go(request, viewer, "/");
  const http::FormLimits limits{.total_bytes = 64 * 1024};
  auto form = co_await exchange.read_form(limits, uploads_.folders().staging);
  if (!form) co_return site_.error(request, viewer, http::status_for(form.error().code), form.error());
  if (auto ours = site_.check_change(request, viewer, form->get("csrf")); !ours) {
    co_return site_.error(request, viewer, 403, ours.error());
  }
  const GameId id = parse_id(form->get("id")).value_or(0);
  auto read = [id](soci::session& sql) -> Result<std::optional<GameRow>> { return find_game(sql, id); };
  const auto game = co_await site_.store().read(std::move(read));
  if (!game || !*game) co_return site_.go(request, viewer, "/user");
  if (!viewer.may_edit((*game)->owner)) co_return site_.go(request, viewer, "/");
  const EndedBy by = viewer.player == (*game)->owner ? EndedBy::owner : EndedBy::admin;
  co_await plays_.end_all_of(id, by);
  co_await uploads_.remove(id);
  co_await plays_.end_all_of(id, by);  // whoever pressed Play in between
  co_return site_.go(request, viewer, "/user", {"info", "game_deleted", "The game was deleted."});
}

Pages::Answer Pages::my_games(http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  const Viewer viewer = co_await site_.viewer(exchange);
  if (!viewer.registered()) co_return site_.go(request, viewer, "/");
  auto read = [admin = viewer.admin, player = viewer.player](soci::session& sql) -> Result<std::vector<MyGame>> {
    std::vector<MyGame> mine;
    for (OwnedGame& game : admin ? games_of_all(sql) : games_of(sql, player)) {
      auto plays = plays_of_game(sql, game.id, kShownPlays);
      mine.push_back({std::move(game), std::move(plays)});
    }
    return mine;
  };
  const auto mine = co_await site_.store().read(std::move(read));
  if (!mine) co_return site_.error(request, viewer, 500, mine.error());
  co_return site_.page(request, viewer, "my_games", my_games_data(*mine));
}

}  // namespace recess::arcade
