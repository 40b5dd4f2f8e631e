"""What the platform and the gateways before it answer, shape by shape.

An answer is a dictionary: status, headers, body (text; anything else becomes
JSON).  How it is broken off is said in server.py.
"""

import json

CORRELATION = "5f1f9d63-0c2a-4b7e-9a54-1f6f3a5c0001"
CONVERSATION = "7f0e3e5c-6a3b-4c1d-8d51-5d2c7f9a0001"

# Statuses that refuse a call, and the code that goes with each.
CODES = {
    400: "bad.request", 401: "credentials.expired",
    403: "missing.permissions", 404: "not.found", 405: "method.not.allowed",
    408: "client.timeout", 409: "conflict", 410: "gone",
    412: "precondition.failed", 413: "request.entity.too.large",
    415: "unsupported.media.type", 422: "payload.or.params.invalid",
    423: "locked", 429: "too.many.requests.retry.after",
    500: "internal.server.error", 501: "not.implemented",
    503: "service.unavailable", 504: "request.timeout",
}

# Each member of an error body, as a platform has it that finds no fault.
PLAIN = {"messageWithParams": None, "messageParams": {}, "details": [],
         "errors": [], "contextId": CORRELATION}


def error(status, message="refused", code=None, **members):
    """An ErrorBody; members that are None stay away."""
    body = {"message": message, "code": code or CODES.get(status),
            "status": status, **PLAIN, **members}
    return {"status": status,
            "body": {k: v for k, v in body.items() if v is not None}}


def detail(name, code="invalid"):
    return {"errorCode": code, "fieldName": name, "entityId": None,
            "entityName": None}


def page(status, title):
    """As a gateway makes it, which has no correlation id."""
    return {"status": status, "correlation": None,
            "headers": {"Content-Type": "text/html"},
            "body": f"<html>\r\n<head><title>{title}</title></head>\r\n"
                    f"<body>\r\n<center><h1>{title}</h1></center>\r\n<hr>"
                    "<center>nginx</center>\r\n</body>\r\n</html>\r\n"}


def text(status, body, kind="text/plain"):
    return {"status": status, "headers": {"Content-Type": kind}, "body": body}


ADDRESS = "malformed participant address"

SHAPES = {
    # Of these the words or members name participants[0].address.
    "details": error(400, ADDRESS, details=[
        detail("participants[0].address")]),
    "details-pointer": error(400, "invalid value", "invalid.value", details=[
        detail("/participants/0/address")]),
    "errors": error(400, "validation failed", errors=[
        {"message": "participants[0].address has no scheme",
         "code": "invalid.value", "status": 400}]),
    "errors-deep": error(400, "validation failed", errors=[
        {"message": "validation failed", "errors": [
            {"message": ADDRESS, "details": [
                detail("participants[0].address")]}]}]),
    "tutorial": error(400, "validation failed", errors=[
        {"message": ADDRESS, "parameter": "participants[0].address"}]),
    "message-name": error(400, "'participants[0].address' is malformed"),
    "message-words": error(400, ADDRESS),
    "message-params": error(
        400, "The value of participants[0].address is not allowed",
        messageWithParams="The value of {name} is not allowed",
        messageParams={"name": "participants[0].address"}),
    "number": error(422, "+15551234567 is not a valid phone number"),

    # These name something else, or nothing.
    "state": error(400, "invalid value", details=[
        detail("participants[0].state")]),
    "missing": error(400, "a value is required", details=[
        detail("participants[0].routingData", "missing")]),
    "permission": error(
        403, "Unable to perform the requested action. You must have at "
        "least one of the following permissions assigned: "
        "[conversation:call:add]", messageParams={
            "permissions": "[conversation:call:add]"}),
    "scope": error(403, "The request requires the scope conversations",
                   "not.authorized"),
    "address-of-client": error(401, "ip not authorized", "ip.not.authorized"),
    "expired": error(401, "the token has expired"),
    "status-is-text": {"status": 400, "body": {
        "message": ADDRESS, "status": "400", "contextId": CORRELATION}},
    "page": page(502, "502 Bad Gateway"),
    "page-400": page(400, "400 Bad Request"),
    "page-503": page(503, "503 Service Temporarily Unavailable"),
    "nothing": {"status": 400, "body": ""},
    "plain": text(400, "upstream refused the request\n"),
    "no-json": text(400, '{"message": "malformed participant addr',
                    "application/json"),
    "list": {"status": 400, "body": [{"message": ADDRESS}]},
    "deep": text(400, '{"errors":[' * 20000, "application/json"),
    "huge": error(400, ADDRESS + " x" * (2 << 20)),
    "many": error(400, "validation failed", errors=[
        {"message": f"fault {i}", "code": "invalid.value"}
        for i in range(2000)]),
    "hostile": error(400, "\x1b[2J\x1b]0;x\x07::error::\u202e\r\n##[error]x",
                     "\x1b[31m"),
    "bytes": {"status": 400, "body": b'{"message":"\xff\xfe\x00 refused"}'},

    # The token endpoint's.
    "invalid-client": {"status": 401, "body": {
        "error": "invalid_client",
        "error_description": "client authentication failed"}},
    "invalid-grant": {"status": 400, "body": {
        "error": "invalid_grant", "description": "the key is not known"}},
    "no-token": {"status": 200, "body": {"token_type": "bearer"}},
    "bad-token": {"status": 200, "body": {
        "access_token": "fake\r\nX-Injected: 1", "token_type": "bearer"}},
    "token-no-json": text(200, "<html>welcome</html>", "text/html"),
}


def made():
    """What a call that is accepted answers."""
    return {"status": 202, "body": {
        "id": CONVERSATION,
        "selfUri": f"/api/v2/conversations/calls/{CONVERSATION}"}}


def conversation(state):
    """A call conversation whose callee is in this state."""
    return {"status": 200, "body": {
        "id": CONVERSATION, "participants": [
            {"id": "a", "purpose": "user", "state": "connected",
             "calls": [{"id": "1", "state": "connected"}]},
            {"id": "b", "purpose": "external", "state": state,
             "address": "tel:+15551234567",
             "calls": [{"id": "2", "state": state}]}]}}


def bodies(answer):
    """The bytes of its body, and the kind that they are."""
    body = answer.get("body", "")
    if isinstance(body, bytes):
        return body, "application/json"
    if isinstance(body, str):
        return body.encode(), "text/plain"
    return json.dumps(body).encode(), "application/json"
