"""Certificates for a server on loopback, made by openssl(1), and a client's
keys in every form that PEM files have.
"""

import os
import secrets
import ssl
import subprocess
import uuid

from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric import ec, rsa

NAMES = "DNS:localhost,DNS:*.localhost,DNS:api.localhost," \
    "DNS:login.localhost,IP:127.0.0.1"

# What is wrong with a certificate: its names, its days, who signs.
CERTIFICATES = {
    "good": (NAMES, 2, "ca"),
    "other-host": ("DNS:elsewhere.example", 2, "ca"),
    "expired": (NAMES, -1, "ca"),
    "self-signed": (NAMES, 2, None),
}


def openssl(folder, *args):
    done = subprocess.run(["openssl", *args], cwd=folder, check=False,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    if done.returncode:
        raise RuntimeError(f"openssl {args[0]}: {done.stdout.decode()}")


def write(folder, name, data, mode=0o600):
    path = os.path.join(folder, name)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode),
              "wb") as f:
        os.fchmod(f.fileno(), mode)
        f.write(data)
    return path


class Authority:
    """A folder with the certificates, and what servers need of them."""

    def __init__(self, folder, **more):
        self.folder = folder
        self.file = os.path.join(folder, "ca.pem")
        self._key("ca")
        openssl(folder, "req", "-x509", "-key", "ca.key", "-out", "ca.pem",
                "-days", "2", "-subj", "/CN=gclint test authority")
        for name, (hosts, days, signer) in {
                **CERTIFICATES, **more}.items():
            self._certify(name, hosts, days, signer or name)

    def _key(self, name):
        openssl(self.folder, "genpkey", "-algorithm", "EC", "-pkeyopt",
                "ec_paramgen_curve:P-256", "-out", name + ".key")

    def _certify(self, name, hosts, days, signer):
        self._key(name)
        openssl(self.folder, "req", "-new", "-key", name + ".key", "-out",
                name + ".csr", "-subj", "/CN=gclint test server")
        write(self.folder, name + ".ext",
              f"basicConstraints=CA:FALSE\nsubjectAltName={hosts}\n".encode())
        sign = ["-CA", "ca.pem", "-CAkey", "ca.key"] if signer == "ca" \
            else ["-signkey", name + ".key"]
        openssl(self.folder, "x509", "-req", "-in", name + ".csr", *sign,
                "-set_serial", str(uuid.uuid4().int), "-days", str(days),
                "-extfile", name + ".ext", "-out", name + ".pem")

    def context(self, certificate="good", newest=None, alpn="http/1.1"):
        """newest: the newest version of TLS that the server speaks; alpn:
        the protocol that it likes most."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if newest:
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = newest
        path = os.path.join(self.folder, certificate)
        context.load_cert_chain(path + ".pem", path + ".key")
        context.set_alpn_protocols([alpn, "http/1.1"])
        return context


class Client:
    """Someone with credentials; files of the key are in the folder."""

    def __init__(self, folder):
        self.folder = folder
        self.id = str(uuid.uuid4())
        self.secret = "fake-secret-" + secrets.token_urlsafe(32)
        self.passphrase = "fake-passphrase-" + secrets.token_urlsafe(16)
        self.key = rsa.generate_private_key(65537, 2048)
        self.public = self.key.public_key()
        self.pem = self._pem("key.pem", form.PrivateFormat.PKCS8)
        self.file = os.path.join(folder, "key.pem")

    def _pem(self, name, kind, key=None, locked=False):
        lock = form.BestAvailableEncryption(self.passphrase.encode()) \
            if locked else form.NoEncryption()
        data = (key or self.key).private_bytes(form.Encoding.PEM, kind, lock)
        write(self.folder, name, data)
        return data.decode()

    def forms(self):
        """The same key, name by name: PEM text that has to be accepted."""
        pkcs8 = form.PrivateFormat.PKCS8
        pkcs1 = form.PrivateFormat.TraditionalOpenSSL
        return {
            "PKCS#8": self.pem,
            "PKCS#8 with \\n for line ends": self.pem.replace("\n", "\\n"),
            "PKCS#8 with CRLF": self.pem.replace("\n", "\r\n"),
            "PKCS#8, encrypted": self._pem("p8.pem", pkcs8, locked=True),
            "PKCS#1": self._pem("p1.pem", pkcs1),
            "PKCS#1, encrypted": self._pem("p1e.pem", pkcs1, locked=True),
        }

    def other_key(self):
        """A key that is none of RSA."""
        return self._pem("ec.pem", form.PrivateFormat.PKCS8,
                         ec.generate_private_key(ec.SECP256R1()))
