"""Who is believed: certificates, proxies, regions, keys, credentials; what is
asked of gclint-send besides one call.
"""

import os
import re
import ssl

import answers
import rows
from identity import write
from programs import AUTHS, STATUS_PATH, Helper, credentials, \
    plain_environment
from server import Server

# By the reference, section 6.1.
REGIONS = {
    "us_east_1": "mypurecloud.com", "us_east_2": "use2.us-gov-pure.cloud",
    "us_west_2": "usw2.pure.cloud", "ca_central_1": "cac1.pure.cloud",
    "mx_central_1": "mxc1.pure.cloud", "sa_east_1": "sae1.pure.cloud",
    "eu_west_1": "mypurecloud.ie", "eu_west_2": "euw2.pure.cloud",
    "eu_central_1": "mypurecloud.de", "eu_central_2": "euc2.pure.cloud",
    "eusc_de_east_1": "edee1.eusc-pure.cloud",
    "me_central_1": "mec1.pure.cloud", "ap_south_1": "aps1.pure.cloud",
    "ap_northeast_1": "mypurecloud.jp", "ap_northeast_2": "apne2.pure.cloud",
    "ap_northeast_3": "apne3.pure.cloud", "ap_southeast_1": "apse1.pure.cloud",
    "ap_southeast_2": "mypurecloud.com.au",
}


def send(world, server, auth, env=None, body=rows.GOOD, **fields):
    return Helper(world, server, auth, env, body=body, **fields).run()


def expect(run, status, words=""):
    assert run.status == status, \
        f"exit status {run.status}, not {status}:\n{run.words()}"
    assert re.search(words, run.words(), re.I), \
        f"nothing like /{words}/ in:\n{run.words()}"


def expect_untouched(server):
    assert not server.counts["connection"], "it has connected"


# ---- certificates ----

def bad_certificate(world, auth, context, words):
    """Neither a token nor a call goes to whom nobody vouches for."""
    with Server(world.client, context) as server:
        expect(send(world, server, auth), 7, words)
        assert not server.requests, server.requests
        assert server.counts["connection"], "it did not connect"


def bad_certificate_of_the_calls(world, context):
    with Server(world.client, world.context) as tokens, \
            Server(world.client, context) as calls:
        tokens.audience = calls.audience
        expect(send(world, calls, "jwt", **{
            "token-url": tokens.url + "/oauth/token"}), 7)
        assert not calls.requests, calls.requests


def authority_from(world, auth, variable):
    with Server(world.client, world.context) as server:
        env = {**plain_environment(**credentials(server, auth)),
               variable: world.authority.file}
        expect(send(world, server, auth, env, cacert=None), 0)
        env[variable] = os.path.join(world.folder, "good.pem")
        expect(send(world, server, auth, env, cacert=world.authority.file), 0)


def nothing_old(world):
    """Even where the system's settings would allow it."""
    conf = write(world.folder, "old.cnf", b"""openssl_conf = a
[a]
ssl_conf = b
[b]
system_default = c
[c]
MinProtocol = TLSv1
CipherString = ALL:@SECLEVEL=0
""")
    context = world.authority.context(newest=ssl.TLSVersion.TLSv1_1)
    with Server(world.client, context) as server:
        env = plain_environment(**credentials(server, "jwt"),
                                OPENSSL_CONF=conf)
        expect(send(world, server, "jwt", env), 7, "TLS")
        assert not server.requests, server.requests


def no_authority(world):
    """What the system trusts is not what the tests have made."""
    with Server(world.client, world.context) as server:
        expect(send(world, server, "token", cacert=None), 7, "certificate")
        assert not server.requests, server.requests


def authority_unreadable(world):
    with Server(world.client, world.context) as server:
        run = send(world, server, "token", cacert="/nowhere/ca.pem")
        expect(run, 2, "cannot read '/nowhere/ca.pem'")
        assert not server.requests, server.requests


def likes_http2(world):
    context = world.authority.context(alpn="h2")
    with Server(world.client, context) as server:
        expect(send(world, server, "jwt"), 0)


# ---- proxies and regions ----

def proxied(world, auth, hosts, more=None, **fields):
    """The server is the proxy, and all that is behind it; more: of the
    environment."""
    with Server(world.client, world.context_of_regions) as server:
        env = plain_environment(
            **credentials(server, auth), **(more or {}),
            HTTPS_PROXY=f"http://localhost:{server.port}")
        server.audience = f"https://{hosts[-1]}/oauth/token".replace(
            ":443", "")
        run = send(world, server, auth, env, **{
            "env-url": None, "token-url": None, **fields})
        expect(run, 0)
        connects = server.of_kind("connect")
        seen = list(dict.fromkeys(one.path for one in connects))
        assert seen == hosts, f"it asked for {seen}, not {hosts}"
        for one in connects:
            assert "authorization" not in one.headers, one.head
            assert b"proxy-authorization" not in one.head.lower(), one.head
        assert len(server.of_kind("call")) == 1


def through_a_proxy(world, auth):
    hosts = {"jwt": ["api.localhost:1"], "token": ["api.localhost:1"],
             "client-credentials": ["login.localhost:1", "api.localhost:1"]}
    proxied(world, auth, hosts[auth], **{"env-url": "https://api.localhost:1"})


def proxy_refuses(world):
    """A proxy that wants to be paid gets nothing of ours."""
    for status in 403, 407, 503:
        script = {"connect": [{"status": status}]}
        with Server(world.client, world.context, script) as server:
            env = plain_environment(
                **credentials(server, "token"),
                HTTPS_PROXY=f"http://localhost:{server.port}")
            run = send(world, server, "token", env, **{
                "env-url": "https://api.localhost:1", "token-url": None})
            expect(run, 7, str(status))
            assert len(server.of_kind("connect")) == rows.TRIES
            assert len(server.requests) == rows.TRIES, server.requests


def proxy_keeps_its_password(world):
    """Where libcurl does not understand what it then says."""
    with Server(world.client, world.context) as server:
        for url in "foo://user:{}@localhost", "http://user:{}@local host":
            env = plain_environment(
                **credentials(server, "token"),
                HTTPS_PROXY=url.format("fake-password"))
            run = send(world, server, "token", env, **{
                "env-url": "https://api.localhost:1", "token-url": None})
            expect(run, 7)
            assert "fake-password" not in repr(run.events)
        expect_untouched(server)


def region(world, name, domain):
    """Client credentials have a host of their own."""
    proxied(world, "client-credentials",
            [f"login.{domain}:443", f"api.{domain}:443"], region=name)
    proxied(world, "jwt", [f"api.{domain}:443"], region=name)


def region_of_the_environment(world):
    """The official tools' variable, and GENESYS_ENV_URL before it."""
    here = {"GENESYSCLOUD_REGION": "eu_central_1"}
    proxied(world, "client-credentials", [
        "login.mypurecloud.de:443", "api.mypurecloud.de:443"], here)
    proxied(world, "jwt", ["api.localhost:1"], {
        **here, "GENESYS_ENV_URL": "https://api.localhost:1/"})


def no_proxy(world):
    with Server(world.client, world.context) as server, \
            rows.nobody() as port:
        env = plain_environment(
            **credentials(server, "jwt"), NO_PROXY="localhost",
            HTTPS_PROXY=f"http://localhost:{port}")
        expect(send(world, server, "jwt", env), 0)


def unknown_region(world):
    with Server(world.client, world.context) as server:
        run = send(world, server, "token", region="us_east_9",
                   **{"env-url": None, "token-url": None})
        expect(run, 2, "us_east_9")


def http_is_for_loopback(world):
    with Server(world.client, None) as server:
        for auth in AUTHS:
            expect(send(world, server, auth), 0)
            run = send(world, server, auth,
                       **{"env-url": "http://api.example"})
            expect(run, 2, "https")
        assert len(server.of_kind("call")) == 3


def no_login_host(world):
    """Where it is cannot be told from any host."""
    with Server(world.client, world.context) as server:
        expect(send(world, server, "client-credentials",
                    **{"token-url": None}), 2, "token-url")
        expect_untouched(server)


# ---- keys ----

def key_is_read(world, form):
    """From the variable and from a file."""
    with Server(world.client, world.context) as server:
        env = plain_environment(
            GENESYS_CLIENT_ID=world.client.id,
            GENESYS_KEY_PASSPHRASE=world.client.passphrase)
        pem = world.forms[form]
        name = "form-" + re.sub(r"\W+", "-", form)
        path = write(world.folder, name, pem.encode())
        for more in {"GENESYS_PRIVATE_KEY": pem}, \
                {"GENESYS_PRIVATE_KEY_FILE": path}:
            expect(send(world, server, "jwt", {**env, **more}), 0)


def bad_keys(world):
    """What the environment has more, and what is said then."""
    pem = world.client.pem
    secret = {"GENESYS_KEY_PASSPHRASE": "fake-and-wrong"}
    locked = {"GENESYS_PRIVATE_KEY": world.forms["PKCS#8, encrypted"]}
    yield {}, "GENESYS_PRIVATE_KEY"
    yield {"GENESYS_PRIVATE_KEY": ""}, "GENESYS_PRIVATE_KEY"
    yield {"GENESYS_PRIVATE_KEY": "fake"}, "GENESYS_PRIVATE_KEY|PEM"
    yield {"GENESYS_PRIVATE_KEY": pem[:len(pem) // 2]}, "key"
    yield {"GENESYS_PRIVATE_KEY": world.other_key}, "RSA"
    yield {"GENESYS_PRIVATE_KEY_FILE": "/nowhere/key.pem"}, "/nowhere/key.pem"
    yield {"GENESYS_PRIVATE_KEY_FILE": world.folder}, "."
    yield locked, "passphrase"
    yield {**locked, **secret}, "passphrase"


def bad_keys_send_nothing(world):
    with Server(world.client, world.context) as server:
        for more, words in bad_keys(world):
            env = plain_environment(GENESYS_CLIENT_ID=world.client.id, **more)
            expect(send(world, server, "jwt", env), 6, words)
        expect_untouched(server)


def key_of_others(world):
    """A file that others may read is refused, unless that is wanted."""
    for mode in 0o640, 0o604, 0o620, 0o602:
        path = write(world.folder, f"open-{mode:o}.pem",
                     world.client.pem.encode(), mode)
        env = plain_environment(GENESYS_CLIENT_ID=world.client.id,
                                GENESYS_PRIVATE_KEY_FILE=path)
        with Server(world.client, world.context) as server:
            if mode & 0o44:
                expect(send(world, server, "jwt", env), 6, re.escape(path))
                expect_untouched(server)
            expect(send(world, server, "jwt", env,
                        **{"insecure-key-file": "1"}), 0)


def clocks_differ(world):
    """Who is an hour off learns what both clocks say."""
    with Server(world.client, world.context, {"clock": 1700003600}) as server:
        run = send(world, server, "jwt", clock=1700000000)
        expect(run, 6, "clock")
        for time in "22:13:20", "23:13:20":
            assert time in run.words(), f"no {time} in:\n{run.words()}"


# ---- credentials ----

def missing_variables(world):
    some = {"GENESYS_CLIENT_ID": world.client.id}
    with Server(world.client, world.context) as server:
        for auth, env, name in [
                ("jwt", {"GENESYS_PRIVATE_KEY": world.client.pem},
                 "GENESYS_CLIENT_ID"),
                ("client-credentials", some, "GENESYS_CLIENT_SECRET"),
                ("client-credentials", {"GENESYS_CLIENT_SECRET": "fake"},
                 "GENESYS_CLIENT_ID"),
                ("token", {}, "GENESYS_ACCESS_TOKEN"),
                ("token", {"GENESYS_ACCESS_TOKEN": ""},
                 "GENESYS_ACCESS_TOKEN"),
                ("", {}, "GENESYS_CLIENT_ID"), ("", some, "GENESYS_")]:
            expect(send(world, server, auth, plain_environment(**env)), 6,
                   name)
        expect_untouched(server)


def headers_stay_whole(world):
    """A line end in a credential does not make a header."""
    with Server(world.client, world.context) as server:
        for auth, env in [
                ("token", {"GENESYS_ACCESS_TOKEN": "fake\r\nX-Evil: 1"}),
                ("token", {"GENESYS_ACCESS_TOKEN": "fake\nX-Evil: 1"})]:
            expect(send(world, server, auth, plain_environment(**env)), 6)
        expect_untouched(server)


def choice(world):
    """Without --auth: a token, else a key, else a secret."""
    with Server(world.client, world.context) as server:
        given = {auth: credentials(server, auth) for auth in AUTHS}
        for auths, tokens in [(("jwt", "client-credentials", "token"), 0),
                              (("jwt", "client-credentials"), 1),
                              (("client-credentials",), 1)]:
            env = plain_environment(**{k: v for auth in auths
                                       for k, v in given[auth].items()})
            server.requests.clear()
            expect(send(world, server, "", env), 0)
            seen = server.of_kind("token")
            assert len(seen) == tokens, seen
            if tokens:
                assert (b"jwt-bearer" in seen[0].body) == ("jwt" in auths)


def official_names(world):
    """GENESYSCLOUD_* is read where GENESYS_* says nothing."""
    with Server(world.client, world.context) as server:
        client = world.client
        env = plain_environment(GENESYSCLOUD_OAUTHCLIENT_ID=client.id,
                                GENESYSCLOUD_OAUTHCLIENT_SECRET=client.secret)
        expect(send(world, server, "", env), 0)
        server.valid.add(server.tokens[3])
        env = plain_environment(GENESYSCLOUD_ACCESS_TOKEN=server.tokens[3])
        expect(send(world, server, "", env), 0)
        env["GENESYS_ACCESS_TOKEN"] = "fake-and-wrong"
        expect(send(world, server, "", env), 6)


def token_from_a_file(world):
    """It goes before what the official tools are told."""
    with Server(world.client, world.context) as server:
        server.valid.add(server.tokens[0])
        path = write(world.folder, "token", server.tokens[0].encode() + b"\n")
        for more in {}, {"GENESYSCLOUD_ACCESS_TOKEN": "fake-and-wrong"}:
            env = plain_environment(GENESYS_ACCESS_TOKEN_FILE=path, **more)
            expect(send(world, server, "token", env), 0)


def own_scope(world):
    with Server(world.client, world.context, {"scope": "a b"}) as server:
        server.audience = "https://audience.example/x"
        expect(send(world, server, "jwt", scope="a b",
                    audience=server.audience), 0)


# ---- more than a call ----

def wait(world, states, status, wanted):
    with Server(world.client, world.context, {"states": states}) as server:
        run = send(world, server, "jwt", wait=1, **{"wait-path": STATUS_PATH})
        expect(run, status)
        assert len(server.of_kind("call")) == 1
        seen = [event["state"].decode() for event in run.of("state")]
        assert seen == wanted, f"states {seen}, not {wanted}"


def large_body(world):
    body = os.urandom(5 << 20)
    with Server(world.client, world.context) as server:
        expect(send(world, server, "jwt", body=body), 0)
        (one,) = server.of_kind("call")
        assert one.body == body, "other bytes"
        rows.check_headers(one)


def answer_is_bounded(world):
    with Server(world.client, world.context,
                {"call": [{"shape": "huge"}]}) as server:
        run = send(world, server, "token")
        expect(run, 4)
        (answer,) = run.of("answer")
        assert 1 << 10 < len(answer["body"]) <= 1 << 20, len(answer["body"])


def answer_is_whole(world):
    for shape in "details", "nothing", "bytes", "hostile":
        script = {"call": [{"shape": shape}]}
        with Server(world.client, world.context, script) as server:
            (answer,) = send(world, server, "jwt").of("answer")
            want, _ = answers.bodies(answers.SHAPES[shape])
            assert answer.get("body", b"") == want, answer
            assert answer["status"] == b"400", answer
            assert answer["correlation"].decode() == answers.CORRELATION
            assert answer["attempts"] == b"1", answer


def cases():
    for name in "other-host", "expired", "self-signed":
        for auth in AUTHS:
            yield f"{auth}: certificate: {name}", \
                lambda world, auth=auth, name=name: bad_certificate(
                    world, auth, world.authority.context(name), "certificate")
        yield f"certificate of the calls: {name}", \
            lambda world, name=name: bad_certificate_of_the_calls(
                world, world.authority.context(name))
    yield "nothing older than TLS 1.2", nothing_old
    for variable, auth in zip(("SSL_CERT_FILE", "CURL_CA_BUNDLE"), AUTHS):
        yield f"{variable}, and --cacert before it", \
            lambda world, a=auth, v=variable: authority_from(world, a, v)
    for name, domain in REGIONS.items():
        yield f"region {name}", \
            lambda world, n=name, d=domain: region(world, n, d)
    for auth in AUTHS:
        yield f"{auth}: through a proxy", \
            lambda world, auth=auth: through_a_proxy(world, auth)
    for form in ("PKCS#8", "PKCS#8 with \\n for line ends",
                 "PKCS#8 with CRLF", "PKCS#8, encrypted", "PKCS#1",
                 "PKCS#1, encrypted"):
        yield f"key: {form}", lambda world, form=form: key_is_read(world, form)
    for states, status, wanted in [
            (["dialing", "connected"], 0, ["dialing", "connected"]),
            (["connected"], 0, ["connected"]),
            (["dialing", "dialing", "disconnected"], 4,
             ["dialing", "disconnected"]),
            (["dialing"], 7, ["dialing"])]:
        yield f"--wait: {', '.join(states)}", \
            lambda world, s=states, e=status, w=wanted: wait(world, s, e, w)
    for title, function in OTHERS.items():
        yield title, function


OTHERS = {
    "no authority": no_authority,
    "an authority that cannot be read": authority_unreadable,
    "a server that likes HTTP/2": likes_http2,
    "NO_PROXY": no_proxy,
    "a proxy that refuses": proxy_refuses,
    "a proxy with a password": proxy_keeps_its_password,
    "a region of the environment": region_of_the_environment,
    "an unknown region": unknown_region,
    "http:// is for loopback": http_is_for_loopback,
    "no host to log in at": no_login_host,
    "keys that cannot be used": bad_keys_send_nothing,
    "a key that others may read": key_of_others,
    "two clocks": clocks_differ,
    "variables that are missing": missing_variables,
    "credentials with line ends": headers_stay_whole,
    "what the credentials allow": choice,
    "the names of the official tools": official_names,
    "a token from a file": token_from_a_file,
    "--scope and --audience": own_scope,
    "a large body": large_body,
    "an answer is bounded": answer_is_bounded,
    "an answer is handed on whole": answer_is_whole,
}
