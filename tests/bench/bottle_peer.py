"""A peer: the same answer by bottle, for uwsgi."""
import bottle

application = bottle.Bottle()


@application.get("/steps")
def steps():
    bottle.request.query.get("message")
    bottle.response.content_type = "text/plain; charset=utf-8"
    return "hello to you too\n"
