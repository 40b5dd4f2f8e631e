"""What a token endpoint makes of a request: RFC 6749 section 4.4, RFC 7523.

The assertion is verified by Python's JWT library, and more strictly than the
platform is known to.
"""

import base64
import binascii
import collections
import json
import urllib.parse

import jwt

BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
FORM = "application/x-www-form-urlencoded"
SCOPE = "conversations:write telephony:outbound:call:create"
LIFETIME = 300      # seconds
SKEW = 30

# Who may have a token: Client, the audience to name, the time of the server.
Terms = collections.namedtuple("Terms", "client audience now scope")


class Refused(Exception):
    """code and text as OAuth has them, and the status."""

    def __init__(self, code, text, status=400):
        super().__init__(text)
        self.code, self.text, self.status = code, text, status


def part(text):
    """A part of a JWS; base64url has only one spelling of each."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), b"-_",
                                validate=True)
    except (binascii.Error, ValueError) as why:
        raise Refused("invalid_grant", f"not base64url: {why}") from why
    if base64.urlsafe_b64encode(data).rstrip(b"=").decode() != text:
        raise Refused("invalid_grant", "not canonical base64url")
    return data


def check_header(header, terms):
    want = {"alg": "RS256", "typ": "JWT", "kid": terms.client.id}
    if header != want:
        raise Refused("invalid_grant", f"the header is not {want}")


def check_claims(claims, terms):
    want = {"iss": terms.client.id, "sub": terms.client.id,
            "aud": terms.audience, "scope": terms.scope,
            "iat": claims.get("iat"), "exp": claims.get("exp")}
    if claims != want:
        raise Refused("invalid_grant", f"the claims are not {want}")
    iat, exp = claims["iat"], claims["exp"]
    if not isinstance(iat, int) or exp != iat + LIFETIME:
        raise Refused("invalid_grant", "exp is not iat + 300")
    if iat > terms.now + SKEW:
        raise Refused("invalid_grant", "the assertion is of the future")
    if exp < terms.now:
        raise Refused("invalid_grant", "the assertion has expired")


def check_assertion(assertion, terms):
    """Raises Refused; gives the header and the claims."""
    parts = assertion.split(".")
    if len(parts) != 3:
        raise Refused("invalid_grant", "an assertion has three parts")
    header, claims, _ = map(part, parts)
    try:
        jwt.decode(assertion, terms.client.public, algorithms=["RS256"],
                   audience=terms.audience, issuer=terms.client.id,
                   options={"verify_exp": False, "verify_iat": False,
                            "require": ["exp", "iat", "sub"]})
        header, claims = json.loads(header), json.loads(claims)
    except (jwt.PyJWTError, ValueError) as why:
        raise Refused("invalid_grant", str(why)) from why
    check_header(header, terms)
    check_claims(claims, terms)
    return header, claims


def check_basic(headers, terms):
    pair = f"{terms.client.id}:{terms.client.secret}".encode()
    if headers.get("authorization") != \
            "Basic " + base64.b64encode(pair).decode():
        raise Refused("invalid_client", "client authentication failed", 401)


def judge(headers, body, terms):
    """Raises Refused; gives the name of the grant."""
    try:
        fields = urllib.parse.parse_qsl(body.decode("ascii"),
                                        strict_parsing=True)
    except ValueError as why:
        raise Refused("invalid_request", f"not a form: {why}") from why
    form = dict(fields)
    if headers.get("content-type") != FORM or len(form) != len(fields):
        raise Refused("invalid_request", "not a form")
    if form == {"grant_type": "client_credentials"}:
        check_basic(headers, terms)
        return "client_credentials"
    if form.get("grant_type") != BEARER:
        raise Refused("unsupported_grant_type", "no such grant")
    if set(form) != {"grant_type", "assertion"} or "authorization" in headers:
        raise Refused("invalid_request", "more than an assertion")
    check_assertion(form["assertion"], terms)
    return "jwt"
