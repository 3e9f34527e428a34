"""One call out: signed as Standard Webhooks says, and never inside, onward, or for ever."""

import datetime
import socket
import ssl
import threading
from contextlib import contextmanager
from threading import Event

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from audit.outbox import hooks
from audit.outbox.hooks import Hook, NotTaken, is_outside

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # the specification's own example
BODY = b'{"test": 2432232314}'


@pytest.fixture(scope="module")
def identity(tmp_path_factory):
    """A certificate for localhost that only this test trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    pem = serialization.Encoding.PEM
    path.write_bytes(
        certificate.public_bytes(pem)
        + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return str(path)


@pytest.fixture
def trusted(identity, monkeypatch, settings):
    settings.WEBHOOKS_INSIDE = ["127.0.0.0/8", "::1/128"]
    settings.ALLOWED_HOSTS = ["tallsunda.example"]
    monkeypatch.setattr(hooks, "context", lambda: ssl.create_default_context(cafile=identity))


@contextmanager
def listening(identity, answer):
    """Somebody at the other end, who hears one call. *answer* is bytes, or what to do instead."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(identity)
    heard, over = [], threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            try:
                bare, _address = server.accept()
                with context.wrap_socket(bare, server_side=True) as call:
                    heard.append(_whole(call))
                    if isinstance(answer, bytes):
                        call.sendall(answer)
                    else:
                        answer(call, over)
            except OSError:
                pass

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield f"https://localhost:{server.getsockname()[1]}/in?a=1", heard
        finally:
            over.set()
            server.close()
            thread.join(5)


def _whole(call) -> bytes:
    got = b""
    while BODY not in got:
        part = call.recv(4096)
        if not part:
            break
        got += part
    return got


def answers(line: str) -> bytes:
    return f"HTTP/1.1 {line}\r\nContent-Length: 0\r\nLocation: https://b.example/\r\n\r\n".encode()


def send(url):
    hooks.send(Hook(url, (SECRET,)), message="msg_p5jXN8AQM9LWM0D4loKWxJek", moment=1614265330,
               body=BODY)  # fmt: skip


def test_the_signature_is_the_one_of_the_specification():
    found = hooks.signed((SECRET,), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, BODY)
    assert found["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    both = hooks.signed((SECRET, SECRET), "m", 1, BODY)["webhook-signature"].split(" ")
    assert len(both) == 2


def test_what_is_sent_is_the_body_and_three_headers_about_it(trusted, identity):
    with listening(identity, answers("204 No Content")) as (url, heard):
        send(url)
    head, _, body = heard[0].partition(b"\r\n\r\n")
    lines = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
    assert head.startswith(b"POST /in?a=1 HTTP/1.1")
    assert body == BODY
    assert lines["webhook-id"] == "msg_p5jXN8AQM9LWM0D4loKWxJek"
    assert lines["webhook-timestamp"] == "1614265330"
    assert lines["webhook-signature"].startswith("v1,g0hM9SsE")
    assert not {"Authorization", "Cookie", "Referer"} & lines.keys()


@pytest.mark.parametrize(
    ("line", "code"),
    [("302 Found", "redirected"), ("308 Permanent Redirect", "redirected"), ("410 Gone", "gone"),
     ("500 Oh", "status_500"), ("404 Not Found", "status_404")],
)  # fmt: skip
def test_what_it_answers_is_a_code_and_no_redirect_is_followed(line, code, trusted, identity):
    with listening(identity, answers(line)) as (url, _heard), pytest.raises(NotTaken) as refused:
        send(url)
    assert refused.value.code == code


def hangs(call, over):
    over.wait(20)


def drips(call, over):
    """Never silent for long, and never done."""
    while not over.wait(0.05):
        call.sendall(b"HTTP/1.1 200 OK\r\n"[:1])


@pytest.mark.parametrize("how", [hangs, drips])
def test_whoever_hangs_is_let_go(how, trusted, identity, monkeypatch):
    monkeypatch.setattr(hooks, "EACH", 0.5)
    monkeypatch.setattr(hooks, "WHOLE", 1.5)
    with listening(identity, how) as (url, heard), pytest.raises(NotTaken) as refused:
        send(url)
    assert refused.value.code == "silent"
    assert heard


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(trusted, identity, monkeypatch):
    monkeypatch.setattr(hooks, "context", ssl.create_default_context)
    with listening(identity, answers("204 Ok")) as (url, heard), pytest.raises(NotTaken) as refused:
        send(url)
    assert refused.value.code == "no_trust"
    assert not any(BODY in one for one in heard)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",  # noqa: S104
     "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0",
     "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
     "ff02::1", "192.0.2.1", "fec0::1", "feff::1", "64:ff9b:1::a00:1", "::7f00:1"],
)  # fmt: skip
def test_inside_is_never_called(address, settings, monkeypatch):
    settings.WEBHOOKS_INSIDE = []
    assert not is_outside(address)
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)
    monkeypatch.setattr(socket, "create_connection", lambda *args, **kwargs: pytest.fail("called"))
    with pytest.raises(NotTaken) as refused:
        send("https://journal.example/")
    assert refused.value.code == "inside"


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_the_world_is_outside(address, settings):
    settings.WEBHOOKS_INSIDE = []
    assert is_outside(address)


def test_one_address_inside_among_others_is_enough(settings, monkeypatch):
    """A name that leads both out and in would lead in the next time."""
    settings.WEBHOOKS_INSIDE = []
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in ("8.8.8.8", "10.0.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)
    with pytest.raises(NotTaken) as refused:
        send("https://journal.example/")
    assert refused.value.code == "inside"


def test_the_call_goes_to_the_address_that_was_looked_at(settings, monkeypatch):
    """A name that leads elsewhere a moment later is not asked a second time."""
    asked, called = [], []
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 443))]

    def look_up(*args, **kwargs):
        asked.append(args)
        return found

    def connect(address, **kwargs):
        called.append(address)
        raise ConnectionRefusedError

    settings.WEBHOOKS_INSIDE = []
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(NotTaken) as refused:
        send("https://journal.example/")
    assert (refused.value.code, called, len(asked)) == ("unreachable", [("8.8.8.8", 443)], 1)


def test_a_name_that_nobody_answers_for_is_not_waited_for_either(monkeypatch):
    answered = Event()

    def look_up(*args, **kwargs):
        answered.wait(30)
        raise OSError

    monkeypatch.setattr(hooks, "EACH", 0.1)
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(NotTaken) as refused:
        send("https://journal.example/")
    assert refused.value.code == "silent"
    assert not answered.is_set()
    answered.set()


@pytest.mark.parametrize(
    ("url", "code"),
    [("http://journal.example/", "no_https"), ("https://tallsunda.example/", "ourselves"),
     ("https://Tallsunda.example./", "ourselves"),
     ("https://a:b@journal.example/", "too_much"), ("file:///etc/passwd", "no_https")],
)  # fmt: skip
def test_an_address_that_was_changed_behind_our_back_is_refused_too(url, code, settings):
    settings.ALLOWED_HOSTS = ["tallsunda.example"]
    with pytest.raises(NotTaken) as refused:
        send(url)
    assert refused.value.code == code
